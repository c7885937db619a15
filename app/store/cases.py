"""Cases as stored: sealed rows in, sealed rows out; nothing here can read one.

Every write that starts an epoch goes through `move`, which checks that the case is still where the
writer saw it; so no reply is sealed to somebody named a moment before (DESIGN §4).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    LargeBinary,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from app.store.schema import cases, epochs, items, slots


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The plain columns of a case; numbers are hints, the signed records count."""

    id: bytes
    jurisdiction: str
    epoch: int
    sequence: int
    due_on: date | None
    retain_until: date


@dataclass(frozen=True, slots=True)
class EpochRow:
    """One epoch: its signed record, its roll, the reporter's slot, chests after a full one."""

    number: int
    record: bytes
    roll: bytes
    reporter_slot: bytes
    thread_chest: bytes | None
    internal_chest: bytes | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One sealed item; whether it belongs to the thread is found by opening it."""

    id: bytes
    epoch: int
    sequence: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot of one handler, real or filler."""

    id: bytes
    account: bytes
    slot: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything stored of a case that one reader may need."""

    row: CaseRow
    epochs: tuple[EpochRow, ...]
    items: tuple[ItemRow, ...]
    slots: Mapping[int, bytes] = field(default_factory=dict)
    all_slots: tuple[tuple[int, bytes], ...] = ()


_COLUMNS = (
    cases.c.id,
    cases.c.jurisdiction,
    cases.c.epoch,
    cases.c.sequence,
    cases.c.due_on,
    cases.c.retain_until,
)

#: Built once: what a report and a return need. Putting one together costs more than answering it.
_CASE: BindParameter[bytes] = bindparam("case")
_ROW = select(*_COLUMNS).where(cases.c.id == _CASE)
_WITH_TAG = select(cases.c.id).where(cases.c.tag == bindparam("tag"))
_EPOCHS = (
    select(*(epochs.c[name] for name in EpochRow.__slots__))
    .where(epochs.c.case_id == _CASE)
    .order_by(epochs.c.number)
)
_ITEMS = (
    select(*(items.c[name] for name in ItemRow.__slots__))
    .where(items.c.case_id == _CASE)
    .order_by(items.c.sequence)
)
_SLOTS = select(slots.c.account_id, slots.c.epoch, slots.c.slot).where(slots.c.case_id == _CASE)
_ACCOUNT: BindParameter[bytes] = bindparam("account")
_MINE = select(slots.c.epoch, slots.c.slot).where(
    slots.c.case_id == _CASE, slots.c.account_id == _ACCOUNT
)
_STAND_IN = select(literal(-1).label("epoch"), bindparam("stand_in", type_=LargeBinary))
_DOORS = union_all(_MINE, _STAND_IN).subquery()
_DOOR = select(_DOORS.c.epoch, _DOORS.c.slot).order_by(_DOORS.c.epoch.desc()).limit(1)
_ADD_CASE, _ADD_EPOCH = insert(cases), insert(epochs)
_ADD_SLOTS, _ADD_ITEMS = insert(slots), insert(items)


def door(session: Session, case_id: bytes, *, account: bytes, stand_in: bytes) -> tuple[int, bytes]:
    """Give epoch and slot of a handler's newest slot in a case, or 0 and `stand_in`.

    One statement that gives one row of one length, whether there is such a slot or not. What is
    loaded for a case that does not open must not depend on how much is in it.
    """
    which = {"case": case_id, "account": account, "stand_in": stand_in}
    row = session.execute(_DOOR, which).one()
    return max(row.epoch, 0), row.slot


def load(session: Session, case_id: bytes, *, account: bytes) -> Stored | None:
    """Load a case for a handler: four statements."""
    row, held, rest = _load(session, case_id)
    if row is None:
        return None
    mine = {slot.epoch: slot.slot for slot in held if slot.account_id == account}
    return Stored(CaseRow(*row), *rest, mine, tuple((slot.epoch, slot.slot) for slot in held))


def load_many(
    session: Session, case_ids: Sequence[bytes], *, account: bytes
) -> dict[bytes, Stored]:
    """Load many cases for a handler's list: four statements for all of them."""
    rows = session.execute(select(*_COLUMNS).where(cases.c.id.in_(case_ids))).all()
    held = _by_case(session, select(slots).where(slots.c.case_id.in_(case_ids)))
    epoch_rows = _by_case(session, select(epochs).where(epochs.c.case_id.in_(case_ids)))
    item_rows = _by_case(session, select(items).where(items.c.case_id.in_(case_ids)))
    return {
        row.id: Stored(
            CaseRow(*row),
            tuple(sorted((_epoch(r) for r in epoch_rows[row.id]), key=lambda one: one.number)),
            tuple(sorted((_item(r) for r in item_rows[row.id]), key=lambda one: one.sequence)),
            {slot.epoch: slot.slot for slot in held[row.id] if slot.account_id == account},
            tuple((slot.epoch, slot.slot) for slot in held[row.id]),
        )
        for row in rows
    }


def _by_case(session: Session, query: Select[Any]) -> dict[bytes, list[Row[Any]]]:
    found: dict[bytes, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(query):
        found[row.case_id].append(row)
    return found


def _epoch(row: Row[Any]) -> EpochRow:
    return EpochRow(*(getattr(row, name) for name in EpochRow.__slots__))


def _item(row: Row[Any]) -> ItemRow:
    return ItemRow(*(getattr(row, name) for name in ItemRow.__slots__))


def load_for_reporter(session: Session, case_id: bytes) -> Stored | None:
    """Load a case for the reporter: four statements, none of the slots is hers."""
    row, held, rest = _load(session, case_id)
    pairs = tuple((slot.epoch, slot.slot) for slot in held)
    return Stored(CaseRow(*row), *rest, {}, pairs) if row else None


def _load(
    session: Session, case_id: bytes
) -> tuple[Row[Any] | None, Sequence[Row[Any]], tuple[tuple[EpochRow, ...], tuple[ItemRow, ...]]]:
    """Load everything of a case, whether there is one or not: the same work."""
    this = {"case": case_id}
    row = session.execute(_ROW, this).one_or_none()
    held = session.execute(_SLOTS, this).all()
    epoch_rows = tuple(EpochRow(*epoch) for epoch in session.execute(_EPOCHS, this))
    item_rows = tuple(ItemRow(*item) for item in session.execute(_ITEMS, this))
    return row, held, (epoch_rows, item_rows)


def find_tag(session: Session, tag: bytes) -> bytes | None:
    """Give the id of the case with this tag."""
    return session.scalar(_WITH_TAG, {"tag": tag})


def add(session: Session, row: CaseRow, *, tag: bytes) -> None:
    """Add a case. Raises `db.Conflict` when its receipt is known already."""
    columns = {name: getattr(row, name) for name in CaseRow.__slots__}
    session.execute(_ADD_CASE, {"tag": tag, **columns})


def add_epoch(
    session: Session, case_id: bytes, epoch: EpochRow, *, slot_rows: Sequence[SlotRow]
) -> None:
    """Add an epoch and all its slots, the slots in one statement, in the order given."""
    columns = {name: getattr(epoch, name) for name in EpochRow.__slots__}
    session.execute(_ADD_EPOCH, {"case_id": case_id, **columns})
    add_slots(session, case_id, epoch.number, slot_rows)


def add_slots(session: Session, case_id: bytes, number: int, slot_rows: Sequence[SlotRow]) -> None:
    """Add slots of one epoch in one statement."""
    rows = [
        {"id": s.id, "case_id": case_id, "account_id": s.account, "epoch": number, "slot": s.slot}
        for s in slot_rows
    ]
    session.execute(_ADD_SLOTS, rows)


def add_items(session: Session, case_id: bytes, item_rows: Sequence[ItemRow]) -> None:
    """Add sealed items in one statement."""
    rows = [
        {
            "id": i.id,
            "case_id": case_id,
            "epoch": i.epoch,
            "sequence": i.sequence,
            "sealed": i.sealed,
        }
        for i in item_rows
    ]
    session.execute(_ADD_ITEMS, rows)


def drop_slots_before(session: Session, case_id: bytes, *, epoch: int) -> None:
    """Delete the slots of the epochs before `epoch`: a full epoch has made them needless."""
    session.execute(delete(slots).where(slots.c.case_id == case_id, slots.c.epoch < epoch))


def drop_forged(session: Session, case_id: bytes, *, number: int) -> None:
    """Delete epochs and slots that claim `number` or a later one: nobody has issued them yet."""
    session.execute(delete(slots).where(slots.c.case_id == case_id, slots.c.epoch >= number))
    session.execute(delete(epochs).where(epochs.c.case_id == case_id, epochs.c.number >= number))


def move(session: Session, before: CaseRow, after: CaseRow) -> bool:
    """Move a case on, if it still stands where `before` says.

    Returns whether it did; if not, nothing was changed and the caller makes its commit again.
    """
    still = (cases.c.id == before.id) & (cases.c.epoch == before.epoch)
    result = session.execute(
        update(cases)
        .where(still, cases.c.sequence == before.sequence)
        .values(
            epoch=after.epoch,
            sequence=after.sequence,
            due_on=after.due_on,
            retain_until=after.retain_until,
        )
    )
    return result.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def standings(
    session: Session, case_ids: Sequence[bytes] | None = None
) -> dict[bytes, tuple[int, int]]:
    """Give (epoch, sequence) of the cases asked for, or of all."""
    query = select(cases.c.id, cases.c.epoch, cases.c.sequence)
    if case_ids is not None:
        query = query.where(cases.c.id.in_(case_ids))
    return {row.id: (row.epoch, row.sequence) for row in session.execute(query)}


def open_epochs(session: Session) -> list[tuple[bytes, int]]:
    """Give every (case, epoch) that has slots: those a newly enrolled handler gets fillers for."""
    query = select(slots.c.case_id, slots.c.epoch).distinct()
    return [(row.case_id, row.epoch) for row in session.execute(query)]


def count(session: Session) -> int:
    """Count the cases."""
    return session.scalar(select(func.count()).select_from(cases)) or 0
