"""T21, P12: a bit flipped in a sealed column. Nobody gains a key, nothing breaks, it is noticed."""

import pytest

from app.domain import errors
from app.services import casework, mailbox, queue
from app.store import lists, schema
from tests.support import bob, cast, flows, oversight, seeds

NOW = cast.START

COLUMNS = [(t, c) for t, c in bob.sealed_columns() if t.name in {"slots", "epochs", "items"}]
FIRST, MIDDLE, LAST = 0.0, 0.5, 1.0
PLACES = [
    pytest.param(table, column, nth, place, id=f"{table.name}.{column.name}-{nth}-{place}")
    for table, column in COLUMNS
    for nth, place in (
        [(0, MIDDLE), (1, MIDDLE), (2, MIDDLE), (-1, LAST)]
        if table.name == "items"
        else [(-1, FIRST), (-1, MIDDLE), (-1, LAST)]
    )
]


def test_every_sealed_column_of_a_case_is_tried():
    assert len(COLUMNS) == 7


def row_of(it, table, column, nth):
    """Give a row that counts: Alice's slot, the newest epoch that has it, the nth item."""
    if table is schema.slots:
        return it.slot("alice")
    rows = [row for row in it.rows(table) if getattr(row, column.name)]
    order = "sequence" if table is schema.items else "number"
    return sorted(rows, key=lambda row: getattr(row, order))[nth]


def attempt(act, *args, **kwargs):
    try:
        return act(*args, **kwargs)
    except errors.Refused:
        return None


@pytest.mark.parametrize(("table", "column", "nth", "place"), PLACES)
def test_nobody_gains_nothing_breaks_and_it_is_noticed(scene, table, column, nth, place):
    it, inst = scene, scene.inst
    spoil(it, table, column, nth, place)
    before = oversight.count(it.inst)
    view = attempt(look, it, "alice")
    (row,) = oversight.since(inst, it.cast, before)
    assert row["event"] == "refused" or (view.tampered and row["found"])
    with pytest.raises(errors.NotFound):
        look(it, "bob")
    thread = attempt(mailbox.open_thread, inst, it.rita)
    assert thread is None or len(thread.messages) <= 4
    attempt(flows.say, inst, it.rita, "More.")
    assert seeds.holders(inst, it.cast, it.case) <= it.before
    for person in ("alice", "bob", "olga"):
        staff = it.staff(person)
        queue.refresh(inst, staff, now=NOW)
        assert len(flows.listed(inst, staff)) >= (person != "olga") * 2


def spoil(it, table, column, nth, place):
    row = row_of(it, table, column, nth)
    raw = getattr(row, column.name)
    key = [c == getattr(row, c.name) for c in table.primary_key]
    spoilt = bob.flipped(raw, int(place * (len(raw) - 1)))
    bob.write(it.inst, bob.update(table).where(*key).values({column.name: spoilt}))


def look(it, person):
    return casework.open_case(it.inst, it.staff(person), case=it.address, now=NOW)


HERS = (schema.epochs, schema.epochs.c.reporter_slot, -1, MIDDLE)


def test_her_slot_spoilt_does_not_make_her_next_message_unreadable_for_all(scene):
    """P6, P12: Alice's newest epoch is genuine; on doubt nothing is stored, and she is told."""
    it, inst = scene, scene.inst
    look(it, "alice")
    before = it.rows(schema.epochs), it.rows(schema.slots), it.rows(schema.items)
    spoil(it, *HERS)
    with pytest.raises(errors.Refused):
        flows.say(inst, it.rita, "Does anybody read this?")
    spoil(it, *HERS)
    assert (it.rows(schema.epochs), it.rows(schema.slots), it.rows(schema.items)) == before


def test_her_slot_spoilt_does_not_let_in_again_whom_she_named(scene):
    """P2, P9: Dora read the case until this message; then she flips one bit of it."""
    it, inst = scene, scene.inst
    look(it, "dora")
    flows.say(inst, it.rita, "Dora Klein takes part.")
    spoil(it, *HERS)
    attempt(flows.say, inst, it.rita, "I have more.")
    assert "dora" not in seeds.holders(inst, it.cast, it.case)


def test_the_same_of_a_locked_seed_is_a_refused_sign_in(inst, cast):
    """P12: the answer to any wrong passphrase."""
    (row,) = bob.rows(inst, schema.accounts, person_id="alice")
    for at in (0, 1, 2, 40, len(row.locked) - 1):
        bob.write(inst, bob.update(schema.accounts).where(schema.accounts.c.id == row.id).values(
            locked=bob.flipped(row.locked, at)))  # fmt: skip
        with pytest.raises(errors.SignInRefused):
            flows.desk(inst, cast, "alice")


@pytest.mark.parametrize("segment", [
    lists.HEAD,
    0,
])  # fmt: skip
def test_the_same_of_a_desk_list_makes_it_again_and_is_put_on_record(scene, segment):
    it, inst, table = scene, scene.inst, schema.desk_lists
    alice = it.staff("alice")
    shown, before = flows.listed(inst, alice), oversight.count(inst)
    key = (table.c.account_id == alice.owner) & (table.c.segment == segment)
    (row,) = bob.rows(inst, table, account_id=alice.owner, segment=segment)
    bob.write(inst, bob.update(table).where(key).values(sealed=bob.flipped(row.sealed)))
    queue.refresh(inst, alice, now=NOW)
    assert set(flows.listed(inst, alice)) == set(shown)
    assert "desk list made again" in [r["event"] for r in oversight.since(inst, it.cast, before)]
