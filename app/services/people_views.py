"""What the administrator's pages show of the directory; it is the same with and without a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import changes, errors
from app.domain.people import Directory, LineKind, Name, Person
from app.services import world
from app.services.instance import Instance

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a search."""

    id: str
    name: str
    title: str
    unit: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The directory in a few numbers, and who was found; `more` that others fit as well."""

    version: int
    here: int
    gone: int
    leading: int
    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a person, seen from the person: `up` to somebody, or down."""

    kind: LineKind
    up: bool
    other: str
    other_name: str
    since: date
    until: date | None
    key: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OnePerson:
    """Everything on record about one person."""

    person: Person
    names: tuple[Name, ...]
    lines: tuple[LineRow, ...]
    gone: bool


def overview(inst: Instance, *, wanted: str, now: datetime) -> Overview:
    """Give the directory in numbers, and who bears all the words of `wanted`; nobody for none."""
    directory, today = world.current(inst, now=now).directory, now.date()
    gone = sum(_gone(person, today) for person in directory.people.values())
    leading = {line.boss for line in directory.lines if line.until is None}
    found = _found(directory, wanted.casefold().split(), today)
    return Overview(
        version=directory.version,
        here=len(directory.people) - gone,
        gone=gone,
        leading=len(leading),
        found=tuple(found[:MOST_FOUND]),
        more=len(found) > MOST_FOUND,
    )


def _found(directory: Directory, words: list[str], today: date) -> list[Found]:
    if not words:
        return []
    fitting = [one for one in directory.people.values() if _bears(one, words)]
    fitting.sort(key=lambda one: (_gone(one, today), one.name, one.id))
    return [
        Found(one.id, one.name, one.title or "", one.unit, _gone(one, today)) for one in fitting
    ]


def _bears(person: Person, words: list[str]) -> bool:
    called = " ".join([person.id, *(name.text for name in person.names)]).casefold()
    return all(word in called for word in words)


def _gone(person: Person, today: date) -> bool:
    return person.end_on is not None and person.end_on <= today


def one(inst: Instance, person: str, *, now: datetime) -> OnePerson:
    """Give everything on record about one person. Raises `errors.NotFound`."""
    directory = world.current(inst, now=now).directory
    known = directory.people.get(person)
    if known is None:
        raise errors.NotFound
    rows = [
        LineRow(
            kind=line.kind,
            up=line.person == person,
            other=line.boss if line.person == person else line.person,
            other_name=directory.people[line.boss if line.person == person else line.person].name,
            since=line.since,
            until=line.until,
            key=changes.line_key(line),
        )
        for line in directory.lines
        if person in {line.person, line.boss}
    ]
    rows.sort(key=lambda row: (not row.up, row.until is not None, row.kind, row.other_name))
    return OnePerson(known, known.names, tuple(rows), _gone(known, now.date()))
