"""The directory: people, their names, and the lines between them, as one company knows itself.

A directory only grows (CONFLICTS §1): what an import takes away stays, marked with the day that was
*recorded*, and goes on counting for 24 months from that day, whatever dates a file states. So no
import can weaken a conflict. The lines themselves are walked in `lines.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, Self, TypeVar, cast

from app.domain import deadlines

MONTHS_COUNTED = 24

# The last two are recorded only when they change: the unit and the rank that somebody had before.
NameKind = Literal["name", "alias", "former", "email", "title", "unit", "rank"]
LineKind = Literal["solid", "dotted", "deputy"]

_Value = TypeVar("_Value")


def counts_since(today: date) -> date:
    """Return the first day that still counts: the day before 24 months ago.

    Something recorded as removed on a day stood until the day before; so it counts up to and
    including the day 24 months after.
    """
    return deadlines.add_months(today, -MONTHS_COUNTED) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Name:
    """Something a person is called; `until` is the day an import was recorded that removed it."""

    text: str
    kind: NameKind
    until: date | None = None

    def counts(self, today: date) -> bool:
        """Say whether this name still counts."""
        return self.until is None or self.until > counts_since(today)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the people file. `seniority`: 0 the board, 1 the chief executive, or None."""

    id: str
    names: tuple[Name, ...]
    unit: str = ""
    site: str = ""
    entity: str = ""
    seniority: int | None = None
    start_on: date | None = None
    end_on: date | None = None

    @property
    def name(self) -> str:
        """Return the name the file gives today, or the id of somebody without one."""
        return self._current("name") or self.id

    @property
    def title(self) -> str | None:
        """Return the title the file gives today."""
        return self._current("title")

    def units(self, today: date) -> Iterator[str]:
        """Yield the unit, and those of the last 24 months."""
        yield self.unit
        yield from self._before("unit", today)

    def ranks(self, today: date) -> Iterator[int]:
        """Yield the seniority on record, and those of the last 24 months."""
        if self.seniority is not None:
            yield self.seniority
        yield from map(int, self._before("rank", today))

    def _before(self, kind: NameKind, today: date) -> Iterator[str]:
        return (name.text for name in self.names if name.kind == kind and name.counts(today))

    def _current(self, kind: NameKind) -> str | None:
        held = (name.text for name in self.names if name.kind == kind and name.until is None)
        return next(held, None)


def outsider(person: str, name: str) -> Person:
    """Return somebody who reads reports and stands in no people file, as an ombudsperson does."""
    return Person(person, (Name(name, "name"),))


@dataclass(frozen=True, slots=True)
class Line:
    """`person` answers to `boss`; or, for a deputy line, `person` stands in for `boss`.

    The line stands from the day `since` and on every day before `until`.
    """

    person: str
    boss: str
    kind: LineKind
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Directory:
    """All people and lines on record, with what was worked out from them for one day.

    `version` grows with every import. Answers that cost something are remembered until the day
    changes; a directory is built once and shared by threads, which at worst work something out
    twice.
    """

    people: Mapping[str, Person]
    lines: tuple[Line, ...] = ()
    version: int = 0
    _ranked: Mapping[int, tuple[str, ...]] = field(init=False, repr=False)
    _memory: dict[object, object] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        ranked = _grouped((one.seniority, one.id) for one in self.people.values())
        object.__setattr__(self, "_ranked", ranked)

    def ranked(self, lowest: int, highest: int) -> frozenset[str]:
        """Return whose seniority today lies between the two, both included."""
        return _between(self._ranked, lowest, highest)

    def ever_ranked(self, lowest: int, highest: int, *, today: date) -> frozenset[str]:
        """Return whose seniority lay between the two at some time in the last 24 months."""
        ever = self.remembered(
            "ranks",
            today,
            lambda: _grouped(
                (rank, one.id) for one in self.people.values() for rank in one.ranks(today)
            ),
        )
        return _between(ever, lowest, highest)

    def remembered(self, key: object, today: date, work_out: Callable[[], _Value]) -> _Value:
        """Return what `work_out` gave for this key today."""
        day, answers = cast(
            "tuple[date, dict[object, object]]", self._memory.get("day", (None, {}))
        )
        if day != today:
            answers = {}
            self._memory["day"] = (today, answers)
        if key not in answers:
            answers[key] = work_out()
        return cast("_Value", answers[key])

    def seniority(self, person: str) -> int | None:
        """Return the rank on record; None for an unknown rank and an unknown person."""
        known = self.people.get(person)
        return known.seniority if known else None

    def with_people(self, added: Iterable[Person]) -> Self:
        """Return this directory with people who stand in no file; nobody on record is replaced."""
        extra = {person.id: person for person in added}
        return replace(self, people=MappingProxyType({**extra, **self.people}))


def _grouped(pairs: Iterable[tuple[int | None, str]]) -> Mapping[int, tuple[str, ...]]:
    ranked: dict[int, list[str]] = {}
    for rank, person in pairs:
        if rank is not None:
            ranked.setdefault(rank, []).append(person)
    return {rank: tuple(held_by) for rank, held_by in ranked.items()}


def _between(ranked: Mapping[int, tuple[str, ...]], lowest: int, highest: int) -> frozenset[str]:
    ranks = (rank for rank in ranked if lowest <= rank <= highest)
    return frozenset(person for rank in ranks for person in ranked[rank])
