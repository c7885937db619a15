"""What Bob learns from rows that nobody touched, and a reader from a case that she may read.

Other tests claim it of the parts; here it is claimed of what the product stores, so that a part
that is right and used wrongly is noticed (each test is named by a fault in `tools/sabotage`).
"""

import contextlib
import json
import re
import secrets
import uuid

import pytest
from sqlalchemy import event, exc

from app.domain import errors
from app.services import casefile, casework, commits, queue, world
from app.store import cases, db, schema
from crypto import epochs, grants, keys
from tests.crypto import judge
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START
TABLES = (schema.cases, schema.epochs, schema.items, schema.slots)
NOTHING = {table.name: 0 for table in TABLES}
ONE_CASE = {"cases": 1, "epochs": 1, "items": 3, "slots": 10}


def stored(inst):
    return {table.name: len(bob.rows(inst, table)) for table in TABLES}


# --- P1, P3: what the rows show -------------------------------------------------------------------


def look_of(inst, case):
    """Give what rows of a case look like: plain values as they are, of bytes the length alone."""
    found = []
    for table in TABLES:
        key = "id" if table is schema.cases else "case_id"
        found += [
            (table.name, *(len(v) if isinstance(v, bytes) else v for v in row))
            for row in bob.rows(inst, table, **{key: case})
        ]
    return sorted(found, key=repr)


def test_two_reports_that_differ_in_everything_are_stored_alike(inst):
    """P1: neither a column nor a length tells category, danger, names, vetoes, words or tier."""
    flows.report(inst, NOW, story="x")
    (one,) = seeds.case_ids(inst)
    begun = flows.begin(
        inst, NOW, about=["bob"], veto=["alice"], category="accounting", entity="Harbour",
        unit="Support", about_roles=("ceo",), about_names=("Quentin Zyx",),
    )  # fmt: skip
    flows.send(
        inst, begun.hidden, NOW, "He changes the numbers. " * 20,
        where="In the warehouse.", when="Every Friday.", danger=True,
    )  # fmt: skip
    (other,) = set(seeds.case_ids(inst)) - {one}

    assert look_of(inst, one)
    assert look_of(inst, one) == look_of(inst, other)


def test_t19_slots_of_the_product_do_not_tell_who_reads(inst, cast):
    """P3, T19: neither their bytes nor their ids nor the order in which they are written."""
    seen = world.current(inst, now=NOW)
    accounts = [member.account for member in seen.members]
    rows, truth = [], []
    for _ in range(60):
        case, readers = secrets.token_bytes(16), {a for a in accounts if secrets.randbelow(2)}
        made = commits.first(
            inst,
            case,
            scene=commits.scene(seen, recipients=frozenset(readers), standby=frozenset()),
            receipt=keys.Identity.from_seed(secrets.token_bytes(32)),
            drafts=(),
        )
        rows += [
            {"id": s.id, "case_id": case, "account_id": s.account, "epoch": 0, "slot": s.slot}
            for s in made.slots
        ]
        truth += [slot.account.hex() in readers for slot in made.slots]
    public = {entry.account: entry.public.to_bytes() for entry in seen.roster.handlers()}
    best = judge.judge(judge.Evidence(rows, truth, inst.id, public))[0]

    assert best.asked == 30 * len(seeds.HANDLERS)
    assert not best.tells, best


# --- P2: what the gate does -----------------------------------------------------------------------


def test_a_hidden_case_and_a_missing_one_are_the_same_work(inst, cast, monkeypatch):
    """P2, T9: as many seals tried, decisions made and statements sent, whatever is in the case."""
    rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
    for n in range(5):
        flows.say(inst, rita, f"Message {n}.")
    accused, hidden = seeds.staff(inst, cast, "bob"), flows.the_case(inst)
    queue.refresh(inst, accused, now=NOW)
    done = []

    def counted(module, name):
        act = getattr(module, name)

        def counting(*args, **kwargs):
            done.append(name)
            return act(*args, **kwargs)

        monkeypatch.setattr(module, name, counting)

    counted(grants, "unwrap")
    counted(commits.records, "verify_chain")
    counted(epochs, "open_roll")
    counted(cases, "load")
    counted(casework.gate.decisions, "judge")
    work = []
    for address in (str(uuid.uuid4()), hidden, str(uuid.uuid4())):
        done.clear()
        before = inst.db.statements
        with pytest.raises(errors.NotFound):
            casework.open_case(inst, accused, case=address, now=NOW)
        work.append((inst.db.statements - before, *done))

    assert "unwrap" in work[0]
    assert work[0] == work[1] == work[2]


# --- P4, P5: what follows from a receipt or a moment ----------------------------------------------


def read_by(inst, cast, person):
    """Everything that somebody's keys open of the one case there is, as text."""
    seen, staff = world.current(inst, now=NOW), seeds.staff(inst, cast, person)
    (case,) = seeds.case_ids(inst)
    with inst.db.read() as session:
        loaded = cases.load(session, case, account=staff.owner)
    assert loaded
    file = casefile.open_for_reader(
        inst, loaded, identity=staff.identity, account=staff.owner, authors=seen.authors
    )
    return [json.dumps(dict(item.body), ensure_ascii=False) for item in file.items]


def test_whoever_reads_a_case_finds_neither_receipt_nor_time(inst, cast):
    """P4, P5: not in the page alone, but in anything that her keys open."""
    receipt = flows.report(inst)
    flows.say(inst, flows.come_back(inst, receipt), "More.")
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    casework.note(inst, alice, case=case, note="Ask Gus.", now=NOW)
    casework.reply(inst, alice, case=case, message="Thank you.", now=NOW)
    casework.set_status(inst, alice, case=case, status="acknowledged", reason="", now=NOW)
    opened = read_by(inst, cast, "alice")

    kinds = {json.loads(text)["kind"] for text in opened}
    assert {"header", "message", "status", "note"} <= kinds
    for text in opened:
        assert len(set(receipt.split()) & set(re.findall("[a-z]+", text))) < 3
        assert not re.search(r"\d\d:\d\d", text)


def bytes_of_cases(inst):
    """Every value of bytes in the rows of cases, but for the accounts."""
    rows = [row._asdict() for table in TABLES for row in bob.rows(inst, table)]
    return {
        value
        for row in rows
        for name, value in row.items()
        if isinstance(value, bytes) and name != "account_id"
    }


def test_nothing_stored_but_the_tag_follows_from_the_receipt(inst):
    """P4: the same report, with the same receipt, stored twice is nowhere the same but in it."""
    begun = flows.begin(inst, NOW)
    flows.send(inst, begun.hidden, NOW)
    first = bytes_of_cases(inst)
    for table in reversed(TABLES):
        bob.write(inst, bob.delete(table))
    flows.send(inst, begun.hidden, NOW)
    (row,) = bob.rows(inst, schema.cases)

    assert first & bytes_of_cases(inst) == {row.tag}


def test_no_id_keeps_the_order_in_which_reports_came(inst):
    """P5: by the clock or by a number; the tables lie in the order of their ids."""
    came: list[bytes] = []
    for _ in range(12):
        flows.report(inst)
        came += set(seeds.case_ids(inst)) - set(came)
    items = sorted(bob.rows(inst, schema.items), key=lambda r: (came.index(r.case_id), r.sequence))
    slots = bob.rows(inst, schema.slots)
    for ids in (came, [row.id for row in items]):
        assert ids not in (sorted(ids), sorted(ids, reverse=True))
    for ids in (came, [row.id for row in items], [row.id for row in slots]):
        assert len({id_[:6] for id_ in ids}) == len(ids)


# --- P6: shown means kept -------------------------------------------------------------------------


@contextlib.contextmanager
def failing(inst, beginning):
    """Let the disk be full at a statement that begins so, or at the commit."""

    def at_statement(_connection, _cursor, statement, *_):
        if statement.startswith(beginning):
            raise exc.OperationalError("full", None, sqlite_full())

    def at_commit(_connection):
        raise exc.OperationalError("full", None, sqlite_full())

    name, act = (
        ("commit", at_commit) if beginning == "COMMIT" else ("before_cursor_execute", at_statement)
    )
    event.listen(inst.db.engine, name, act)
    try:
        yield
    finally:
        event.remove(inst.db.engine, name, act)


def sqlite_full():
    return Exception("database or disk is full")


@pytest.mark.parametrize(
    "beginning",
    ["UPDATE meta", *(f"INSERT INTO {table.name}" for table in TABLES), "COMMIT"],
)
def test_a_receipt_is_shown_only_when_everything_is_stored(inst, beginning):
    """P6, P12: wherever storage gives up; and the same form, sent again, is taken."""
    begun = flows.begin(inst, NOW)
    with failing(inst, beginning), pytest.raises(db.DatabaseUnavailable):
        flows.send(inst, begun.hidden, NOW)
    assert stored(inst) == NOTHING

    again = flows.send(inst, begun.hidden, NOW)
    assert not again.again
    assert stored(inst) == ONE_CASE
