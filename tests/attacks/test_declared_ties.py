"""T21 for ties: Bob owns the database and would like Alice clean, who is tied to Charlie.

Whatever he does to the table of ties, no report about Charlie is ever sealed to Alice. Nothing is
sealed at all until the table agrees again, and it is reported.
"""

import dataclasses

import pytest

from app.domain import errors
from app.services import casework, declarations, mailbox, queue, rosters, ties, world
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
TIES = schema.ties
ABOUT = {"about_names": ("Charlie Young",)}


def declare(inst, cast, person="alice"):
    typed = declarations.Typed("family", outside=False, name="Charlie Young")
    declarations.declare(inst, seeds.staff(inst, cast, person), typed, now=NOW)


@pytest.fixture
def tied(inst, cast):
    """Alice has declared, then Dora; Bob kept a copy from before either."""
    (before,) = bob.rows(inst, TIES)
    declare(inst, cast)
    declare(inst, cast, "dora")
    return before


def put(inst, **values):
    bob.write(inst, bob.update(TIES).values(**values))


def deletes_the_row(inst, before):
    bob.write(inst, bob.delete(TIES))


def puts_back_the_older_table(inst, before):
    put(inst, number=before.number, sealed=before.sealed)


def puts_it_back_under_the_newest_number(inst, before):
    put(inst, sealed=before.sealed)


def raises_the_number(inst, before):
    put(inst, number=before.number + 99)


def lowers_the_number(inst, before):
    put(inst, number=before.number)


def sets_it_below_zero(inst, before):
    put(inst, number=-1)


def flips_a_byte(inst, before):
    (row,) = bob.rows(inst, TIES)
    put(inst, sealed=bob.flipped(row.sealed, at=5000))


def empties_it(inst, before):
    put(inst, sealed=b"")


def adds_a_newer_one(inst, before):
    bob.write(inst, bob.insert(TIES).values(number=2**31 - 1, sealed=before.sealed))


ATTACKS = [
    deletes_the_row, puts_back_the_older_table, puts_it_back_under_the_newest_number,
    raises_the_number, lowers_the_number, sets_it_below_zero, flips_a_byte, empties_it,
    adds_a_newer_one,
]  # fmt: skip
QUIET = {puts_it_back_under_the_newest_number, flips_a_byte, empties_it}


def seals_nothing(inst, **said):
    before = seeds.case_ids(inst)
    with pytest.raises(errors.Doubtful):
        flows.report(inst, NOW, **said)
    assert seeds.case_ids(inst) == before


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_sealed_by_what_he_wrote(inst, cast, tied, attack):
    """P12: about Charlie or about nobody, in a process that was started after it."""
    attack(inst, tied)
    for started in (bob.restart(inst), bob.restart(inst)):
        seals_nothing(started, **ABOUT)
        seals_nothing(started, story="Nobody is named here.")


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_running_process_seals_nothing_or_what_it_knew(inst, cast, tied, attack):
    """Where the number is the same the ties in memory hold, until somebody signs in."""
    world.current(inst, now=NOW)
    attack(inst, tied)
    if attack in QUIET:
        flows.report(inst, NOW, **ABOUT)
        assert seeds.holders(inst, cast).isdisjoint({"alice", "dora"})
        flows.desk(inst, cast, "emil", NOW)
    seals_nothing(inst, **ABOUT)


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_is_reported_at_the_next_sign_in(inst, cast, tied, attack):
    """T21: on the key list, and on record for the auditor."""
    attack(inst, tied)
    before = oversight.count(inst)
    emil = flows.desk(inst, cast, "emil", NOW)
    assert rosters.view(inst, emil, now=NOW).alarms == ("ties",)
    (row,) = [r for r in oversight.since(inst, cast, before) if r["event"] == "signed in"]
    assert row["alarms"] == ["ties"]


@pytest.mark.parametrize("attack", [deletes_the_row, puts_back_the_older_table])
def test_nobody_is_clean_meanwhile(inst, cast, attack):
    """Not to read, not to answer, not to write: the desk knows of no case, and nothing changes."""
    rita = flows.come_back(inst, flows.report(inst))
    case, emil = flows.the_case(inst), seeds.staff(inst, cast, "emil")
    queue.refresh(inst, emil, now=NOW)
    (before,) = bob.rows(inst, TIES)
    declare(inst, cast)
    attack(inst, before)
    stored = bob.rows(inst, schema.items)
    for act in (
        lambda: casework.open_case(inst, emil, case=case, now=NOW),
        lambda: casework.note(inst, emil, case=case, note="Hm.", now=NOW),
    ):
        with pytest.raises(errors.NotFound):
            act()
    with pytest.raises(errors.Doubtful):
        flows.say(inst, rita, "Still so.")
    with pytest.raises(errors.Doubtful):
        declare(inst, cast, "emil")
    assert bob.rows(inst, schema.items) == stored
    assert mailbox.open_thread(inst, rita).status == "received"


def test_when_the_table_agrees_again_so_does_every_process(inst, cast, tied):
    """Without a restart: what is doubted is looked at again each time."""
    (true,) = bob.rows(inst, TIES)
    flips_a_byte(inst, tied)
    started = bob.restart(inst)
    seals_nothing(started, **ABOUT)
    put(inst, sealed=true.sealed)
    flows.report(started, NOW, **ABOUT)
    assert seeds.holders(inst, cast).isdisjoint({"alice", "dora"})
    assert world.current(started, now=NOW).alarms == ()


def test_without_him_there_is_no_alarm(inst, cast, tied):
    emil = flows.desk(bob.restart(inst), cast, "emil", NOW)
    assert rosters.view(inst, emil, now=NOW).alarms == ()


def test_a_document_of_his_making_is_not_taken_for_hers(inst, cast, tied):
    """It is signed by its owner; another's, or an older instance's, opens for nobody."""
    (his,) = bob.rows(inst, schema.declarations, account_id=seeds.account(inst, "bob"))
    table, alice = schema.declarations, seeds.account(inst, "alice")
    mine = table.c.account_id == alice
    bob.write(inst, bob.update(table).where(mine).values(sealed=his.sealed))
    with pytest.raises(errors.Doubtful):
        declarations.view(inst, seeds.staff(inst, cast, "alice"), now=NOW)
    flows.report(inst, NOW, **ABOUT)
    assert "alice" not in seeds.holders(inst, cast)


def test_no_row_makes_her_tie_somebody_elses(inst, cast):
    """The roster says which person an account is; the row of the account counts nothing."""
    table = schema.accounts
    bob.write(inst, bob.update(table).where(table.c.person_id == "alice").values(person_id="gus"))
    who = dataclasses.replace(seeds.staff(inst, cast, "dora"))
    account = seeds.account(inst, "gus")
    alice = dataclasses.replace(
        who, account=account.hex(), name="alice", seed=seeds.seed(cast, "alice")
    )
    typed = declarations.Typed("family", outside=False, name="Charlie Young")
    declarations.declare(inst, alice, typed, now=NOW)
    held = world.current(inst, now=NOW).ties.held
    assert held.between("alice", ["charlie"])
    assert not held.between("gus", ["charlie"])


def everything(inst):
    """Give every byte of every row and of every file of the instance but its secrets."""
    tables = schema.metadata.sorted_tables
    rows = [value for table in tables for row in bob.rows(inst, table) for value in row]
    files = [path for path in inst.home.rglob("*") if path.is_file()]
    raw = [value for value in rows if isinstance(value, bytes)]
    texts = [str(value).encode() for value in rows if not isinstance(value, bytes)]
    return b"".join((*raw, *texts, *(path.read_bytes() for path in files))).lower()


def test_nothing_that_was_declared_lies_anywhere(inst, cast):
    """P1: no word and no firm; and which person it was, neither as text nor by a tag."""
    before = everything(inst).count(b"charlie")
    alice = seeds.staff(inst, cast, "alice")
    for typed in (
        declarations.Typed("family", outside=False, name="Charlie Young", words="Zyxomorph."),
        declarations.Typed("holding", outside=True, name="Quixelbrand", also=("Wumbleton",)),
    ):
        declarations.declare(inst, alice, typed, now=NOW)
    found = everything(inst)
    assert found.count(b"charlie") == before
    for word in (b"zyxomorph", b"quixelbrand", b"wumbleton"):
        assert word not in found, word
    tag = ties.keys(inst).tag(handler="alice", other="charlie", kind="near")
    assert tag not in found
    assert tag.hex().encode() not in found
