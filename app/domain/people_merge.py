"""The next directory out of the one on record and a people file: it only grows (CONFLICTS §1, P9).

What the file no longer states (names, titles, addresses, units, ranks, lines) stays, marked with
the day that was *recorded*, and counts for 24 months from then; what it states again counts as if
it had never gone. People who are not in the file have left: their lines stop, their names stay. No
date that a file states shortens anything.

If a second file is recorded on the same day, what stood between the two stood on that day, so that
what it takes away stops the day after; and a file dated back stops nothing in the past.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.people import Directory, Line, LineKind, Name, NameKind, Person


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the file states him, by the names of the columns."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    email: str = ""
    title: str = ""
    unit: str = ""
    site: str = ""
    entity: str = ""
    seniority: int | None = None
    manager_id: str = ""
    dotted_ids: tuple[str, ...] = ()
    start_on: date | None = None
    end_on: date | None = None
    former_names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    stands_in_for_ids: tuple[str, ...] = ()


def merge(
    directory: Directory | None,
    rows: Sequence[Row],
    *,
    recorded_on: date,
    as_of: date | None = None,
) -> Directory:
    """Return the directory after this file.

    `recorded_on` is the server's own day: what the file takes away stops on it. `as_of` is the day
    the file says it describes: what is new in it began then, but not later than it was recorded.
    """
    before = directory or Directory({})
    stops_on = _stops_on(before, recorded_on)
    begins_on = min(as_of or recorded_on, recorded_on)
    people = {
        **{one.id: _left(one, recorded_on) for one in before.people.values()},
        **{row.id: _person(before.people.get(row.id), row, stops_on) for row in rows},
    }
    lines = _lines(before.lines, rows, begins_on=begins_on, stops_on=stops_on)
    return Directory(people, lines, before.version + 1)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A line as a file states it, without days."""

    person: str
    boss: str
    kind: LineKind


def _stops_on(before: Directory, recorded_on: date) -> date:
    newest = max((line.since for line in before.lines), default=date.min)
    return recorded_on if recorded_on > newest else newest + timedelta(days=1)


def _left(person: Person, on: date) -> Person:
    return person if person.end_on else replace(person, end_on=on)


def _person(before: Person | None, row: Row, stops_on: date) -> Person:
    names = _stated_names(row)
    if before:
        names = _names(before.names, names + _moved(before, row, stops_on), stops_on)
    return Person(
        id=row.id,
        names=names,
        unit=row.unit,
        site=row.site,
        entity=row.entity,
        seniority=row.seniority,
        start_on=row.start_on,
        end_on=row.end_on,
    )


def _moved(before: Person, row: Row, stops_on: date) -> tuple[Name, ...]:
    """Return the unit and the rank that the file changes, as what they were until now."""
    moved: list[Name] = []
    if before.unit and before.unit != row.unit:
        moved.append(Name(before.unit, "unit", stops_on))
    if before.seniority is not None and before.seniority != row.seniority:
        moved.append(Name(str(before.seniority), "rank", stops_on))
    return tuple(moved)


def _stated_names(row: Row) -> tuple[Name, ...]:
    kinds: tuple[tuple[NameKind, tuple[str, ...]], ...] = (
        ("name", (row.name,)),
        ("alias", row.aliases),
        ("former", row.former_names),
        ("email", (row.email, *row.emails)),
        ("title", (row.title, *row.titles)),
    )
    names = (Name(text, kind) for kind, texts in kinds for text in texts if text)
    return tuple(dict.fromkeys(names))


def _names(before: Iterable[Name], stated: tuple[Name, ...], stops_on: date) -> tuple[Name, ...]:
    """Return what is stated first, then what is on record and is stated no longer."""
    called = {(name.kind, name.text) for name in stated}
    gone = tuple(
        name if name.until else replace(name, until=stops_on)
        for name in before
        if (name.kind, name.text) not in called
    )
    return stated + gone


def _lines(
    before: Iterable[Line], rows: Iterable[Row], *, begins_on: date, stops_on: date
) -> tuple[Line, ...]:
    stated = {one for row in rows for one in _stated_lines(row)}
    kept = [
        _stated_again(line, begins_on) if _stated(line) in stated else _stopped(line, stops_on)
        for line in before
    ]
    going_on = {_stated(line) for line in kept if line.until is None}
    new = sorted(stated - going_on, key=lambda one: (one.person, one.kind, one.boss))
    begun = (Line(one.person, one.boss, one.kind, since=begins_on) for one in new)
    return (*kept, *begun)


def _stated_again(line: Line, begins_on: date) -> Line:
    """Return the line going on; one that stopped before it begins again stays as it was."""
    return replace(line, until=None) if line.until and line.until >= begins_on else line


def _stopped(line: Line, stops_on: date) -> Line:
    return line if line.until else replace(line, until=stops_on)


def _stated(line: Line) -> _Stated:
    return _Stated(line.person, line.boss, line.kind)


def _stated_lines(row: Row) -> tuple[_Stated, ...]:
    bosses: tuple[tuple[LineKind, tuple[str, ...]], ...] = (
        ("solid", (row.manager_id,) if row.manager_id else ()),
        ("dotted", row.dotted_ids),
        ("deputy", row.stands_in_for_ids),
    )
    return tuple(_Stated(row.id, boss, kind) for kind, named in bosses for boss in named)
