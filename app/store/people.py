"""The directory: read whole, written as a difference, never shrunk (CONFLICTS §1)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from app.domain.people import Directory, Line, Name, Person
from app.store import schema

_PERSON_COLUMNS = ("unit", "site", "entity", "seniority", "start_on", "end_on")


def directory(session: Session, *, version: int) -> Directory:
    """Read the whole directory."""
    names: dict[str, list[Name]] = defaultdict(list)
    table = schema.people_names
    for row in session.execute(select(table).order_by(table.c.person_id, table.c.position)):
        names[row.person_id].append(Name(row.text, row.kind, row.until))
    people = {
        row.id: Person(
            id=row.id,
            names=tuple(names[row.id]),
            **{column: getattr(row, column) for column in _PERSON_COLUMNS},
        )
        for row in session.execute(select(schema.people))
    }
    lines = session.execute(select(schema.people_lines))
    return Directory(
        people=people,
        lines=tuple(Line(r.person_id, r.boss_id, r.kind, r.since, r.until) for r in lines),
        version=version,
    )


def write(session: Session, before: Directory, after: Directory) -> None:
    """Write what differs between `before` and `after`; nothing is ever deleted."""
    _write_people(session, before, after)
    _write_names(session, before, after)
    _write_lines(session, before, after)


def _write_people(session: Session, before: Directory, after: Directory) -> None:
    new, changed = [], []
    for person in after.people.values():
        old = before.people.get(person.id)
        values = {column: getattr(person, column) for column in _PERSON_COLUMNS}
        if old is None:
            new.append({"id": person.id, **values})
        elif values != {column: getattr(old, column) for column in _PERSON_COLUMNS}:
            changed.append((person.id, values))
    _insert(session, schema.people, new)
    for person_id, values in changed:
        session.execute(
            update(schema.people).where(schema.people.c.id == person_id).values(**values)
        )


def _write_names(session: Session, before: Directory, after: Directory) -> None:
    new, table = [], schema.people_names
    for person in after.people.values():
        old = before.people.get(person.id)
        known = {(n.kind, n.text): (i, n.until) for i, n in enumerate(old.names)} if old else {}
        for position, name in enumerate(person.names):
            key, values = (name.kind, name.text), {"position": position, "until": name.until}
            if key not in known:
                new.append({"person_id": person.id, "kind": name.kind, "text": name.text, **values})
            elif known[key] != (position, name.until):
                same = (table.c.person_id == person.id) & (table.c.kind == name.kind)
                session.execute(
                    update(table).where(same, table.c.text == name.text).values(**values)
                )
    _insert(session, table, new)


def _write_lines(session: Session, before: Directory, after: Directory) -> None:
    table = schema.people_lines
    known = {_line_key(line): line.until for line in before.lines}
    new = []
    for line in after.lines:
        key = _line_key(line)
        if key not in known:
            new.append({**key_columns(key), "until": line.until})
        elif known[key] != line.until:
            same = [table.c[column] == value for column, value in key_columns(key).items()]
            session.execute(update(table).where(*same).values(until=line.until))
    _insert(session, table, new)


def _line_key(line: Line) -> tuple[Any, ...]:
    return (line.person, line.boss, line.kind, line.since)


def key_columns(key: tuple[Any, ...]) -> dict[str, Any]:
    """Name the columns of a line's key."""
    return dict(zip(("person_id", "boss_id", "kind", "since"), key, strict=True))


def _insert(session: Session, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    batch = list(rows)
    if batch:
        session.execute(insert(table), batch)
