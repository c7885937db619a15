"""The world changes between decision and commit: it is decided anew (P2, P3, DESIGN §4)."""

import contextlib

import pytest

from app.services import accounts, people, rosters
from app.store import schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START


@pytest.fixture
def meanwhile(inst, monkeypatch):
    """Let something happen when everything is decided and sealed and nothing is written yet."""

    def plan(act):
        write, happened = inst.db.write, []

        @contextlib.contextmanager
        def late():
            if not happened:
                happened.append(True)
                act()
            with write() as session:
                yield session

        monkeypatch.setattr(inst.db, "write", late)
        return happened

    return plan


MOVED = casting.COMPANY.replace(
    "Support agent,Support,Lisbon,Harbour,7,tina,,2022-06-01,,\nrita",
    "Support agent,Support,Lisbon,Harbour,7,alice,,2022-06-01,,\nrita",
)


def test_an_import_between_decision_and_commit_is_decided_anew(inst, cast, meanwhile):
    """P2: Alice becomes Charlie's boss while the report about Charlie is being sealed."""
    assert MOVED != casting.COMPANY
    begun = flows.begin(inst, NOW, about_names=("Charlie Young",))
    meanwhile(lambda: people.import_file(inst, MOVED, now=NOW))
    flows.send(inst, begun.hidden, NOW)
    assert "alice" not in seeds.holders(inst, cast)
    assert len(bob.rows(inst, schema.cases)) == 1


def test_a_signature_between_decision_and_commit_is_decided_anew(inst, cast, meanwhile):
    """A new handler is on the list that counts at the moment of the commit, or not at all."""
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    everybody = {**cast, "gus": casting.redeem(inst, "gus", code.code, NOW)}
    _sign(inst, cast, "alice")
    begun = flows.begin(inst, NOW)
    meanwhile(lambda: _sign(inst, cast, "olga"))
    flows.send(inst, begun.hidden, NOW)
    slots = bob.rows(inst, schema.slots, account_id=seeds.account(inst, "gus"))
    its = seeds.identity(everybody, "gus")
    assert [seeds.opens(inst, row, its) for row in slots] == [True]


def test_an_enrolment_between_decision_and_commit_leaves_nobody_without_a_slot(
    inst, cast, meanwhile
):
    """P3: one slot for every enrolled handler, whoever redeemed a moment before."""
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    begun = flows.begin(inst, NOW)
    meanwhile(lambda: casting.redeem(inst, "gus", code.code, NOW))
    flows.send(inst, begun.hidden, NOW)
    assert len(bob.rows(inst, schema.slots)) == len(seeds.HANDLERS) + 1


def _sign(inst, cast, person):
    staff = seeds.staff(inst, cast, person)
    proposed = rosters.view(inst, staff, now=NOW).proposed
    rosters.sign(inst, staff, number=proposed.number, digest_hex=proposed.digest, now=NOW)


def test_the_same_report_stored_meanwhile_is_found(inst, meanwhile):
    """P6: the other press of *send* came first."""
    begun = flows.begin(inst, NOW)
    first = []
    happened = meanwhile(lambda: first.append(flows.send(inst, begun.hidden, NOW)))
    second = flows.send(inst, begun.hidden, NOW)
    assert happened
    assert second.again
    assert second.receipt == first[0].receipt
    assert len(bob.rows(inst, schema.cases)) == 1


def test_a_message_sealed_while_the_directory_changed_is_decided_on_the_new_one(
    inst, cast, meanwhile
):
    """P2: the write lock is taken first, so an import comes before or after, never between."""
    rita = flows.come_back(inst, flows.report(inst, about_names=("Charlie Young",)))
    meanwhile(lambda: people.import_file(inst, MOVED, now=NOW))
    flows.say(inst, rita, "And on Friday again.")
    assert "alice" not in seeds.holders(inst, cast)
