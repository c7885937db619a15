"""What an import changes, person by person, for whoever reviews it before it is applied.

Everything that `people_merge.merge` does to what is *stated today* stands in exactly one group:
who is new (or back), who has left, and of the others who has another place, another boss, another
name. What goes on counting from before (CONFLICTS §1) is not shown: no import can change it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.people import Directory, LineKind, NameKind, Person
from app.domain.people_notices import Notice

FactKind = Literal[
    NameKind, LineKind, "site", "entity", "start", "end",
]  # fmt: skip
_NAMES: tuple[NameKind, ...] = ("name", "alias", "former", "email")
_LINES: tuple[LineKind, ...] = ("solid", "dotted", "deputy")
_Bosses = Mapping[str, frozenset[tuple[LineKind, str]]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing about a person: what it was and what it is now; several at once by `; `."""

    kind: FactKind
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody whom the import changes. `name` is the one of the file, or the last one known."""

    person: str
    name: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """The groups of an import, each in the order of the ids, and what is odd about the file.

    `added` and `left` carry no facts. Somebody moved and renamed stands in both groups.
    """

    added: tuple[Change, ...]
    left: tuple[Change, ...]
    moved: tuple[Change, ...]
    reparented: tuple[Change, ...]
    renamed: tuple[Change, ...]
    notices: tuple[Notice, ...] = ()

    def numbers(self) -> dict[str, int]:
        """Return how many people each group has, by its name."""
        groups = ("added", "left", "moved", "reparented", "renamed")
        return {group: len(getattr(self, group)) for group in groups}


def compare(
    before: Directory, after: Directory, *, today: date, notices: tuple[Notice, ...] = ()
) -> Diff:
    """Return what differs between two directories as they are stated today."""
    added, left, stayed = [], [], []
    for person in sorted(after.people):
        was, now = before.people.get(person), after.people[person]
        if was is None or (_gone(was, today) and not _gone(now, today)):
            added.append(Change(person, now.name))
        elif _gone(now, today) and not _gone(was, today):
            left.append(Change(person, now.name))
        else:
            stayed.append((was, now))
    old, new = _bosses(before), _bosses(after)
    changed = [(was, now) for was, now in stayed if was is not now and was != now]
    return Diff(
        added=tuple(added),
        left=tuple(left),
        moved=_group((now, tuple(_places(was, now))) for was, now in changed),
        reparented=_group((now, tuple(_lines(now, old, new, after))) for _, now in stayed),
        renamed=_group((now, tuple(_called(was, now, _NAMES))) for was, now in changed),
        notices=notices,
    )


def _gone(person: Person, today: date) -> bool:
    return person.end_on is not None and person.end_on <= today


def _group(people: Iterator[tuple[Person, tuple[Fact, ...]]]) -> tuple[Change, ...]:
    return tuple(Change(person.id, person.name, facts) for person, facts in people if facts)


def _places(was: Person, now: Person) -> Iterator[Fact]:
    yield from _called(was, now, ("title",))
    pairs: tuple[tuple[FactKind, object, object], ...] = (
        ("unit", was.unit, now.unit),
        ("site", was.site, now.site),
        ("entity", was.entity, now.entity),
        ("rank", was.seniority, now.seniority),
        ("start", was.start_on, now.start_on),
        ("end", was.end_on, now.end_on),
    )
    for kind, old, new in pairs:
        if old != new:
            yield Fact(kind, _text(old), _text(new))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _called(was: Person, now: Person, kinds: tuple[NameKind, ...]) -> Iterator[Fact]:
    for kind in kinds:
        old, new = _stated(was, kind), _stated(now, kind)
        gone, come = [x for x in old if x not in new], [x for x in new if x not in old]
        if gone or come:
            yield Fact(kind, "; ".join(gone), "; ".join(come))


def _stated(person: Person, kind: NameKind) -> tuple[str, ...]:
    return tuple(x.text for x in person.names if x.kind == kind and x.until is None)


def _bosses(directory: Directory) -> _Bosses:
    """Return the lines that stand today, by the person they lead up from."""
    found: dict[str, list[tuple[LineKind, str]]] = defaultdict(list)
    for line in directory.lines:
        if line.until is None:
            found[line.person].append((line.kind, line.boss))
    return {person: frozenset(named) for person, named in found.items()}


def _lines(now: Person, old: _Bosses, new: _Bosses, people: Directory) -> Iterator[Fact]:
    was, is_ = old.get(now.id, frozenset()), new.get(now.id, frozenset())
    if was == is_:
        return
    for kind in _LINES:
        gone, come = (
            "; ".join(sorted(people.people[boss].name for k, boss in some if k == kind))
            for some in (was - is_, is_ - was)
        )
        if gone or come:
            yield Fact(kind, gone, come)
