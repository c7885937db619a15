"""The register: what staff do, and never what the reporter does (P8)."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event

from app.domain import errors
from app.services import casework, mailbox, people, queue
from app.store import register as stored
from app.store import schema
from crypto import register as rows
from crypto.errors import RegisterRefused
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START


def test_it_works(inst, cast):
    """The founding itself is on record, from the first row, signed by whoever did it."""
    events = [(row["event"], row["by"]) for row in oversight.read(inst, cast)]
    assert events[0] == ("welcomed", "ida")
    assert sum(event == "roster signed" for event, _ in events) == 11
    assert sum(event == "signed in" for event, _ in events) == 11


def test_a_row_says_a_day_and_no_time(inst, cast):
    """P5."""
    days = {row["on"] for row in oversight.read(inst, cast)}
    assert days == {NOW.date().isoformat()}


def test_rows_are_opened_by_auditors_alone(inst, cast):
    alice, mine = seeds.identity(cast, "alice"), seeds.account(inst, "alice")
    with inst.db.read() as session:
        for number, previous, sealed, _ in stored.rows(session):
            with pytest.raises(RegisterRefused):
                rows.open_row(
                    sealed, identity=alice, account=mine, instance=inst.id,
                    number=number, previous=previous,
                )  # fmt: skip


def test_a_refused_attempt_names_who_tried_and_never_which_case(inst, cast):
    """CONFLICTS §5: an auditor cannot learn from it which case Bob must not know of."""
    flows.report(inst, about=["bob"])
    before, accused = oversight.count(inst), seeds.staff(inst, cast, "bob")
    for case in (flows.the_case(inst), "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(errors.NotFound):
            casework.open_case(inst, accused, case=case, now=NOW)
    hidden, random_id = oversight.since(inst, cast, before)
    assert hidden == random_id == {"by": "bob", "event": "refused", "on": "2026-03-02"}


def test_rows_of_a_refused_and_of_a_granted_attempt_are_equally_long(inst, cast):
    flows.report(inst, about=["bob"])
    case = flows.the_case(inst)
    for person in ("alice", "bob"):
        with_result(lambda who=person: casework.open_case(
            inst, seeds.staff(inst, cast, who), case=case, now=NOW))  # fmt: skip
    refused, granted = bob.rows(inst, schema.register)[-2:]
    assert len(refused.sealed) == len(granted.sealed)


def with_result(act):
    try:
        return act()
    except errors.Refused:
        return None


def test_what_the_reporter_does_makes_no_row(inst, cast):
    """P8: report, sign in, read, write, be refused."""
    before = oversight.count(inst)
    rita = flows.come_back(inst, flows.report(inst))
    mailbox.open_thread(inst, rita)
    flows.say(inst, rita, "More.")
    with_result(lambda: flows.come_back(inst, "abacus " * 7))
    with_result(lambda: flows.send(inst, "garbage", NOW))
    assert oversight.count(inst) == before


def test_an_act_and_its_row_are_one_transaction(inst, cast):
    """P8, P6: whichever of them fails, neither is there."""
    flows.report(inst)
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    for table in ("register", "items", "epochs", "slots", "desk_lists"):
        before = snapshot(inst)
        with breaking(inst, f"INSERT INTO {table}"), pytest.raises(ZeroDivisionError):
            casework.note(inst, alice, case=case, note="Hm.", now=NOW)
        assert snapshot(inst) == before, table


class breaking:  # noqa: N801 - reads as a word
    """Let a statement that begins so fail."""

    def __init__(self, inst, beginning):
        self.engine, self.beginning = inst.db.engine, beginning

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self.fail)

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self.fail)

    def fail(self, _connection, _cursor, statement, *_):
        if statement.startswith(self.beginning):
            raise ZeroDivisionError


def snapshot(inst):
    return {
        table.name: sorted(map(repr, bob.rows(inst, table)))
        for table in schema.metadata.sorted_tables
    }


ACTS = {
    "people imported": lambda inst, _: people.import_file(inst, casting.COMPANY, now=NOW),
    "signed in": lambda inst, who: casting.sign_in(inst, who, NOW),
    "sign-in refused": lambda inst, who: with_result(
        lambda: casting.sign_in(inst, replace(who, passphrase="x"), NOW)
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_acts_outside_a_case_are_one_row_each(inst, cast, act):
    before = oversight.count(inst)
    ACTS[act](inst, cast["dora"])
    assert [row["event"] for row in oversight.since(inst, cast, before)] == [act]


def test_looking_at_the_list_is_no_row(inst, cast):
    before = oversight.count(inst)
    queue.list_page(inst, seeds.staff(inst, cast, "alice"), now=NOW)
    assert oversight.count(inst) == before


# --- T21: the register in Bob's hands -----------------------------------------------------------


def test_a_row_dropped_changed_or_moved_breaks_the_chain(inst, cast):
    rows_ = bob.rows(inst, schema.register)
    number, table = rows_[5].number, schema.register
    other = rows_[6]
    for change in (
        bob.delete(table).where(table.c.number == number),
        bob.update(table).where(table.c.number == number).values(
            sealed=bob.flipped(rows_[5].sealed)),
        bob.update(table).where(table.c.number == number).values(
            sealed=other.sealed, digest=other.digest, previous=other.previous),
    ):  # fmt: skip
        with broken(inst, change), pytest.raises(RegisterRefused):
            oversight.read(inst, cast)
    assert oversight.read(inst, cast)


class broken:  # noqa: N801 - reads as a word
    """Make one change to the register, and put it back."""

    def __init__(self, inst, change):
        self.inst, self.before = inst, [row._asdict() for row in bob.rows(inst, schema.register)]
        self.change = change

    def __enter__(self):
        bob.write(self.inst, self.change)

    def __exit__(self, *_):
        bob.write(self.inst, bob.delete(schema.register),
                  bob.insert(schema.register).values(self.before))  # fmt: skip


def test_a_row_that_bob_makes_up_is_signed_by_nobody(inst, cast):
    """He may seal to Ida and name Alice; he cannot sign for her."""
    last, ida = bob.rows(inst, schema.register)[-1], seeds.account(inst, "ida")
    number, previous = last.number + 1, last.digest
    sealed = rows.seal_row(
        json.dumps({"event": "case opened", "on": "2026-03-02"}).encode(),
        auditors=[(ida, seeds.identity(cast, "ida").public)], by=seeds.account(inst, "alice"),
        signer=seeds.identity(cast, "bob").signer, instance=inst.id, number=number,
        previous=previous,
    )  # fmt: skip
    digest = rows.row_digest(number, previous, sealed)
    bob.write(inst, bob.insert(schema.register).values(
        number=number, previous=previous, sealed=sealed, digest=digest))  # fmt: skip
    with pytest.raises(RegisterRefused):
        oversight.read(inst, cast)
