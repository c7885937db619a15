"""The desk's list: what this person's key opens and the gate admits, newest first.

A page costs a page: the head and a few segments of the sealed list, and where the cases shown stand
now. New cases, and those that changed, are looked at through the gate first (CONFLICTS §5).
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services import gate
from app.services import world as worlds
from app.services.desklist import DeskList, Entry
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.views import entry_of, reference
from app.services.world import World
from app.store import cases

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case as the list shows it."""

    case: str
    reference: str
    category: str
    status: str
    received_on: date
    due_on: date | None
    due_what: str | None
    overdue: bool
    unread: bool
    standby: bool
    danger: bool
    about: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of the list."""

    rows: tuple[DeskRow, ...]
    page: int
    has_next: bool


def list_page(inst: Instance, staff: Staff, *, page: int = 1, now: datetime) -> DeskPage:
    """Show a page of the cases this person may read; written to only if something has changed."""
    with inst.db.read() as session:
        world = worlds.current(inst, now=now, session=session)
        desk = DeskList(session, inst, staff)
        if desk.counter == world.numbers.cases:
            fresh, entries, more = _page(session, desk, world, page, now, settled=set())
            if fresh:
                return _shown(entries, page, now, has_next=more)
    return _shown_after_update(inst, staff, page, now)


def refresh(inst: Instance, staff: Staff, *, now: datetime) -> None:
    """Look at every case that is new or has changed: at sign-in."""
    with inst.db.write() as session:
        world = worlds.current(inst, now=now, session=session)
        desk = DeskList(session, inst, staff)
        _take_in(session, inst, staff, desk, world, now, changed=True)
        desk.save()


def _shown_after_update(inst: Instance, staff: Staff, page: int, now: datetime) -> DeskPage:
    with inst.db.write() as session:
        world = worlds.current(inst, now=now, session=session)
        desk = DeskList(session, inst, staff)
        _take_in(session, inst, staff, desk, world, now, changed=False)
        settled: set[bytes] = set()
        while True:
            fresh, entries, more = _page(session, desk, world, page, now, settled=settled)
            if fresh:
                break
            settled |= {entry.case for entry in entries}
            desk.put([_looked_at(session, inst, staff, world, e, now) for e in entries])
            desk.save()
        desk.save()
    return _shown(entries, page, now, has_next=more)


def _take_in(
    session: Session, inst: Instance, staff: Staff, desk: DeskList, world: World, now: datetime, *,
    changed: bool,
) -> None:
    """Take in the cases that are not in the list yet, and on request those that have changed."""
    if desk.counter == world.numbers.cases and not changed:
        return
    known = desk.cases()
    stand = cases.standings(session)
    look_at = [
        known.get(case, Entry(case))
        for case, standing in stand.items()
        if case not in known or (changed and standing != _standing(known[case]))
    ]
    looked = [_looked_at(session, inst, staff, world, entry, now) for entry in look_at]
    desk.put(sorted(looked, key=lambda entry: (entry.received_on, entry.case)))
    desk.counter = world.numbers.cases


def _standing(entry: Entry) -> tuple[int, int]:
    return entry.epoch, entry.sequence


def _looked_at(
    session: Session, inst: Instance, staff: Staff, world: World, entry: Entry, now: datetime
) -> Entry:
    look = gate.look(
        session, inst, world, staff, case=entry.case, now=now, remembered=entry.remembered
    )
    if look.admitted:
        return entry_of(look.admitted, before=entry, now=now)
    return replace(
        entry, opened=look.opened, readable=False, standby=False, decided=world.stamp(now)
    )


def _page(
    session: Session, desk: DeskList, world: World, page: int, now: datetime, *,
    settled: set[bytes],
) -> tuple[bool, list[Entry], bool]:
    """Give (True, the entries of a page, whether there are more), or (False, those to look at first).

    What is in `settled` was looked at a moment ago and is not asked for again, whatever the plain
    columns of the database say.
    """
    stamp, shown, stale = world.stamp(now), list[Entry](), list[Entry]()
    for _, entry in desk.newest_first(skip_readable=(page - 1) * PER_PAGE):
        if entry.opened and entry.decided != stamp:
            stale.append(entry)
        elif entry.readable:
            shown.append(entry)
        if len(shown) + len(stale) > PER_PAGE:
            break
    if not stale:
        stand = cases.standings(session, [entry.case for entry in shown])
        stale = [
            entry
            for entry in shown
            if entry.case not in settled and stand.get(entry.case) != _standing(entry)
        ]
    if stale:
        return False, stale, False
    return True, shown[:PER_PAGE], len(shown) > PER_PAGE


def _shown(entries: list[Entry], page: int, now: datetime, *, has_next: bool) -> DeskPage:
    return DeskPage(tuple(_row(entry, now.date()) for entry in entries), page, has_next)


def _row(entry: Entry, today: date) -> DeskRow:
    return DeskRow(
        case=str(uuid.UUID(bytes=entry.case)),
        reference=reference(entry.case),
        category=entry.category,
        status=entry.status,
        received_on=entry.received_on,
        due_on=entry.due_on,
        due_what=_due_what(entry),
        overdue=entry.due_on is not None and entry.due_on < today,
        unread=entry.unread,
        standby=entry.standby,
        danger=entry.danger,
        about=entry.about,
    )


def _due_what(entry: Entry) -> str | None:
    if entry.due_on is None:
        return None
    return "acknowledge" if entry.status == "received" else "feedback"
