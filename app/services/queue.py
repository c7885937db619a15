"""The desk's list: what this person's key opens and the gate admits, newest first.

A page costs a page: the head and a few segments of the sealed list, and where the cases shown stand
now. New cases, and those that changed, are looked at through the gate first (CONFLICTS §5).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain import errors
from app.services import acts, gate
from app.services.acts import Act
from app.services.desklist import NO_STAMP, DeskList, Entry
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.views import entry_of, reference
from app.store import cases, register

PER_PAGE = 25
PER_BATCH = 200
PER_ADDRESS = 50


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case as the list shows it; `fresh`: this person has never opened it."""

    case: str
    reference: str
    category: str
    status: str
    received_on: date
    due_on: date | None
    due_what: str | None
    overdue: bool
    unread: bool
    fresh: bool
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
    with acts.reading(inst, staff, now=now) as act:
        desk = DeskList(act)
        if desk.counter == act.world.numbers.cases:
            shown = _page(act, desk, page, settled=set())
            if not shown.look_at and not desk.is_damaged:
                return _shown(shown, page, act.today)
    with acts.writing(inst, staff, now=now) as act:
        desk = DeskList(act)
        if desk.counter != act.world.numbers.cases:
            _take_in(act, desk)
        shown = _looked_through(act, desk, page)
        if desk.is_damaged:
            _take_in(act, desk)
            shown = _looked_through(act, desk, page)
        desk.save()
    return _shown(shown, page, act.today)


def refresh(inst: Instance, staff: Staff, *, now: datetime) -> None:
    """Look at every case that is new or has changed, and at what the list remembers: at sign-in.

    Raises `errors.Doubtful` when the roster is older than this person has seen.
    """
    with acts.writing(inst, staff, now=now) as act:
        desk = DeskList(act)
        _compare_memory(act, desk)
        _take_in(act, desk)
        _settle(act, desk)
        desk.save()


def entry(act: Act, desk: DeskList, case: bytes) -> Entry:
    """Give what this person's list keeps of a case, the list being brought up to date first.

    An address opens what the list would show, and nothing else. What is looked at for it follows
    from the list and from what has changed since, not from the case asked for: cases that are new,
    then those decided before the last change. Only of a list with more than `PER_ADDRESS` of these
    the one asked for is looked at out of its turn.
    """
    desk.find(case)  # The whole list is gone through, so that what is damaged in it is known.
    is_behind = desk.is_damaged or desk.counter != act.world.numbers.cases
    if is_behind:
        _take_in(act, desk)
    if is_behind or desk.settled != act.stamp:
        _settle(act, desk, asked=case)
        desk.save()
    return desk.find(case)


def _settle(act: Act, desk: DeskList, *, asked: bytes | None = None) -> None:
    """Decide again, by what is known today, what was decided by what was known before."""
    stale = {one.case: one for one in desk.newest_first() if one.decided != act.stamp}
    turn = list(stale)[:PER_ADDRESS]
    if asked in stale and asked not in turn:
        turn.append(asked)
    desk.put(_looked_at(act, [stale[case] for case in turn]))
    desk.settled = act.stamp if len(turn) == len(stale) else NO_STAMP


def _compare_memory(act: Act, desk: DeskList) -> None:
    """Compare roster and register with what this person saw last; neither ever goes back (T21)."""
    if act.world.roster.number < desk.seen_roster:
        raise errors.Doubtful
    if not register.holds(act.session, *desk.seen_register):
        act.record("rows of the register are gone")
    desk.seen_roster = act.world.roster.number
    head = register.head(act.session)
    desk.seen_register = (head.number, head.digest)


def _take_in(act: Act, desk: DeskList) -> None:
    """Take in the cases that are not in the list yet, and those that have changed.

    Nobody deletes a case lawfully yet; one that this person has read and that is gone is reported.
    """
    standings = cases.standings(act.session)
    for entry in desk.gone(standings):
        act.record("a case is gone", case=entry.case.hex())
        desk.put([Entry(entry.case, decided=act.stamp)])
    stale = [
        entry
        for case, standing in standings.items()
        for entry in (desk.find(case),)
        if entry.decided == NO_STAMP or standing != entry.standing
    ]
    looked = _looked_at(act, stale)
    desk.put(sorted(looked, key=lambda entry: (entry.received_on, entry.case)))
    desk.counter = act.world.numbers.cases
    if desk.is_damaged:
        act.record("desk list made again")


def _looked_at(act: Act, entries: Sequence[Entry]) -> list[Entry]:
    """Look at cases through the gate, a batch at a time."""
    looked = []
    for at in range(0, len(entries), PER_BATCH):
        batch = entries[at : at + PER_BATCH]
        stored = cases.load_many(act.session, [e.case for e in batch], account=act.account)
        looked += [_decided(act, entry, stored.get(entry.case)) for entry in batch]
    return looked


def _decided(act: Act, entry: Entry, stored: cases.Stored | None) -> Entry:
    look = gate.look(act, entry, stored)
    if look.admitted:
        return entry_of(act, look.admitted, before=entry)
    at_epoch, sequence = look.standing
    return replace(
        entry,
        opened=look.opened,
        readable=False,
        standby=False,
        at_epoch=at_epoch,
        sequence=sequence,
        decided=act.stamp,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The entries of a page, or those that must be looked at before it can be shown."""

    entries: tuple[Entry, ...] = ()
    has_next: bool = False
    look_at: tuple[Entry, ...] = ()


def _page(act: Act, desk: DeskList, page: int, *, settled: set[bytes]) -> _Page:
    """Lay out a page.

    What is in `settled` was looked at a moment ago and is not asked for again, whatever the plain
    columns of the database say.
    """
    shown, stale = list[Entry](), list[Entry]()
    for entry in desk.newest_first(skip_readable=(page - 1) * PER_PAGE):
        if entry.opened and entry.decided != act.stamp:
            stale.append(entry)
        elif entry.readable:
            shown.append(entry)
        if len(shown) + len(stale) > PER_PAGE:
            break
    stale = stale or _moved(act, shown, settled)
    if stale:
        return _Page(look_at=tuple(stale))
    return _Page(tuple(shown[:PER_PAGE]), has_next=len(shown) > PER_PAGE)


def _moved(act: Act, shown: list[Entry], settled: set[bytes]) -> list[Entry]:
    """Give those whose case no longer stands where the list saw it."""
    unsettled = [entry for entry in shown if entry.case not in settled]
    stand = cases.standings(act.session, [entry.case for entry in unsettled])
    return [entry for entry in unsettled if stand.get(entry.case) != entry.standing]


def _looked_through(act: Act, desk: DeskList, page: int) -> _Page:
    settled: set[bytes] = set()
    while True:
        shown = _page(act, desk, page, settled=settled)
        if not shown.look_at:
            return shown
        settled |= {entry.case for entry in shown.look_at}
        desk.put(_looked_at(act, shown.look_at))
        desk.recount()


def _shown(shown: _Page, page: int, today: date) -> DeskPage:
    return DeskPage(tuple(_row(entry, today) for entry in shown.entries), page, shown.has_next)


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
        fresh=entry.seen == 0,
        standby=entry.standby,
        danger=entry.danger,
        about=entry.about,
    )


def _due_what(entry: Entry) -> str | None:
    if entry.due_on is None:
        return None
    return "acknowledge" if entry.status == "received" else "feedback"
