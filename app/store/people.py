"""The directory: read whole, written as a difference, and no import ever shrinks it (CONFLICTS §1).

Rows are sent in batches, one statement for each, so that an import of 120,000 people costs some
hundred statements and never holds more than one batch as parameters.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sized
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.people import Directory, Line, Name, Person
from app.store import bulk, schema

_PERSON_COLUMNS = ("unit", "site", "entity", "seniority", "start_on", "end_on")
_LINE_COLUMNS = ("person_id", "boss_id", "kind", "since")
_NAME_KEY = ("person_id", "kind", "text")

Passed = Callable[[int], object]
Row = dict[str, Any]

_names, _lines, _people = schema.people_names, schema.people_lines, schema.people


def directory(session: Session, *, version: int) -> Directory:
    """Read the whole directory."""
    names, days = _read_names(session), _Days()
    people = {}
    rows = session.execute(select(_people.c.id, *(_people.c[x] for x in _PERSON_COLUMNS)))
    for id_, unit, site, entity, rank, start_on, end_on in rows.yield_per(bulk.BATCH):
        one = sys.intern(id_)
        places = (sys.intern(unit), sys.intern(site), sys.intern(entity))
        called = tuple(names.pop(one, ()))
        people[one] = Person(one, called, *places, rank, days[start_on], days[end_on])
    lines = session.execute(select(*(_lines.c[x] for x in _LINE_COLUMNS), _lines.c.until))
    return Directory(
        people=people,
        lines=tuple(
            Line(sys.intern(person), sys.intern(boss), sys.intern(kind), days[since], days[until])  # type: ignore[arg-type]
            for person, boss, kind, since, until in lines.yield_per(bulk.BATCH)
        ),
        version=version,
    )


class _Days(dict[Any, Any]):
    """One object for each day, however many rows name it."""

    def __missing__(self, day: date | None) -> date | None:
        return self.setdefault(day, day)


def _read_names(session: Session) -> dict[str, list[Name]]:
    """Read the names by person; people of one title share the object that says so."""
    names: dict[str, list[Name]] = defaultdict(list)
    shared: dict[Any, Name] = {}
    wanted = select(_names.c.person_id, _names.c.text, _names.c.kind, _names.c.until)
    rows = session.execute(wanted.order_by(_names.c.person_id, _names.c.position))
    for person, *called in rows.yield_per(bulk.BATCH):
        text, kind, until = called
        name = Name(text, sys.intern(kind), until)  # type: ignore[arg-type]
        if kind in {"title", "unit", "rank"}:
            name = shared.setdefault(name, name)
        names[sys.intern(person)].append(name)
    return names


def write(
    session: Session, before: Directory, after: Directory, *, passed: Passed | None = None
) -> None:
    """Write what differs between `before` and `after`; nothing is ever deleted.

    `passed` is called with the number of rows of each batch.
    """
    connection = session.connection()
    new = (
        (_people, _new_people(before, after)),
        (_names, _new_names(before, after)),
        (_lines, _new_lines(before, after)),
    )
    for table, rows in new:
        for batch in bulk.batches(rows):
            bulk.insert_all(connection, table, batch)
            _tell(passed, batch)
    changed = (
        (_people, ("id",), _changed_people(before, after)),
        (_names, _NAME_KEY, _changed_names(before, after)),
        (_lines, _LINE_COLUMNS, _changed_lines(before, after)),
    )
    for table, key, rows in changed:
        for batch in bulk.batches(rows):
            bulk.update_all(connection, table, batch, key=key)
            _tell(passed, batch)


def _tell(passed: Passed | None, batch: Sized) -> None:
    if passed:
        passed(len(batch))


def strike_name(session: Session, person: str, name: Name) -> None:
    """Delete one name, because two people have signed that it was wrong."""
    same = (_names.c.person_id == person) & (_names.c.kind == name.kind)
    session.execute(delete(_names).where(same, _names.c.text == name.text))


def strike_line(session: Session, line: Line) -> None:
    """Delete one line, because two people have signed that it was wrong."""
    key = zip(_LINE_COLUMNS, _line_key(line), strict=True)
    session.execute(delete(_lines).where(*(_lines.c[column] == value for column, value in key)))


def _new_people(before: Directory, after: Directory) -> Iterator[Row]:
    for person in after.people.values():
        if person.id not in before.people:
            yield {"id": person.id, **_columns(person)}


def _changed_people(before: Directory, after: Directory) -> Iterator[Row]:
    for person, old in _stayed(before, after):
        if _columns(person) != _columns(old):
            yield {"key_id": person.id, **_columns(person)}


def _columns(person: Person) -> Row:
    return {column: getattr(person, column) for column in _PERSON_COLUMNS}


def _stayed(before: Directory, after: Directory) -> Iterator[tuple[Person, Person]]:
    """Yield everybody who was on record and is not quite the same now: (now, before)."""
    for person in after.people.values():
        old = before.people.get(person.id)
        if old is not None and old is not person and old != person:
            yield person, old


def _new_names(before: Directory, after: Directory) -> Iterator[Row]:
    for person in after.people.values():
        old = before.people.get(person.id)
        known = {(x.kind, x.text) for x in old.names} if old else set()
        for position, name in enumerate(person.names):
            if (name.kind, name.text) not in known:
                yield {
                    "person_id": person.id, "kind": name.kind, "text": name.text,
                    "position": position, "until": name.until,
                }  # fmt: skip


def _changed_names(before: Directory, after: Directory) -> Iterator[Row]:
    for person, old in _stayed(before, after):
        known = {(x.kind, x.text): (at, x.until) for at, x in enumerate(old.names)}
        for position, name in enumerate(person.names):
            was = known.get((name.kind, name.text))
            if was not in {None, (position, name.until)}:
                yield {
                    "key_person_id": person.id, "key_kind": name.kind, "key_text": name.text,
                    "position": position, "until": name.until,
                }  # fmt: skip


def _new_lines(before: Directory, after: Directory) -> Iterator[Row]:
    known = {_line_key(line) for line in before.lines}
    for line in after.lines:
        key = _line_key(line)
        if key not in known:
            yield {**dict(zip(_LINE_COLUMNS, key, strict=True)), "until": line.until}


def _changed_lines(before: Directory, after: Directory) -> Iterator[Row]:
    known = {_line_key(line): line.until for line in before.lines}
    for line in after.lines:
        key = _line_key(line)
        if key in known and known[key] != line.until:
            of = (f"key_{column}" for column in _LINE_COLUMNS)
            yield {**dict(zip(of, key, strict=True)), "until": line.until}


def _line_key(line: Line) -> tuple[Any, ...]:
    return (line.person, line.boss, line.kind, line.since)
