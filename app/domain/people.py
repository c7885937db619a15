"""The directory: people, their names, and the lines between them, as one company knows itself.

A directory only grows (CONFLICTS §1): what an import takes away stays, marked with the day that was
*recorded*, and goes on counting for 24 months from that day, whatever dates a file states. So no
import can weaken a conflict. The lines themselves are walked in `lines.py`.
"""

from bisect import bisect
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

    def ranks(self, today: date | None) -> Iterator[int]:
        """Yield the seniority on record, and those of the last 24 months (all, without a day)."""
        if self.seniority is not None:
            yield self.seniority
        yield from map(int, self._before("rank", today))

    def _before(self, kind: NameKind, today: date | None) -> Iterator[str]:
        for name in self.names:
            if name.kind == kind and (today is None or name.counts(today)):
                yield name.text

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
    _ever: Mapping[int, tuple[str, ...]] = field(init=False, repr=False)
    _memory: dict[object, object] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        ranked = _by_rank((one.seniority, one.id) for one in self.people.values())
        object.__setattr__(self, "_ranked", ranked)
        object.__setattr__(self, "_ever", self._by_ranks(None))

    def ranked(self, lowest: int, highest: int) -> frozenset[str]:
        """Return whose seniority today lies between the two, both included."""
        return _between(self._ranked, lowest, highest)

    def ever_ranked(
        self, lowest: int, highest: int, *, today: date | None = None
    ) -> frozenset[str]:
        """Return whose seniority lay between the two in the last 24 months; ever, without a day."""
        if today is None:
            return _between(self._ever, lowest, highest)
        ranked = self.remembered("ranks", today, lambda: self._by_ranks(today))
        return _between(ranked, lowest, highest)

    def _by_ranks(self, today: date | None) -> Mapping[int, tuple[str, ...]]:
        everyone = self.people.values()
        return _by_rank((rank, one.id) for one in everyone for rank in one.ranks(today))

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

    def same_names_on(self, one: date, other: date) -> bool:
        """Say whether whatever counts as a name on one day counts on the other, and no more."""
        turns = self.kept("turns", self._turns)
        return bisect(turns, one) == bisect(turns, other)

    def _turns(self) -> list[date]:
        """Return the days on which somebody has left or a name ends to count, and a few more."""
        turns = {person.end_on for person in self.people.values() if person.end_on}
        for name in (name for person in self.people.values() for name in person.names):
            if name.until:
                last = deadlines.add_months(name.until, MONTHS_COUNTED)
                turns |= {last + timedelta(days=near) for near in range(-1, 5)}
        return sorted(turns)

    def kept(self, key: object, work_out: Callable[[], _Value]) -> _Value:
        """Return what `work_out` gave for this key, whatever the day."""
        if key not in self._memory:
            self._memory[key] = work_out()
        return cast("_Value", self._memory[key])

    def seniority(self, person: str) -> int | None:
        """Return the rank on record; None for an unknown rank and an unknown person."""
        known = self.people.get(person)
        return known.seniority if known else None

    def with_people(self, added: Iterable[Person]) -> Self:
        """Return this directory with people who stand in no file; nobody on record is replaced."""
        extra = {person.id: person for person in added}
        return replace(self, people=MappingProxyType({**extra, **self.people}))


def _by_rank(pairs: Iterable[tuple[int | None, str]]) -> Mapping[int, tuple[str, ...]]:
    ranked: dict[int, list[str]] = {}
    for rank, person in pairs:
        if rank is not None:
            ranked.setdefault(rank, []).append(person)
    return {rank: tuple(held_by) for rank, held_by in ranked.items()}


def _between(ranked: Mapping[int, tuple[str, ...]], lowest: int, highest: int) -> frozenset[str]:
    ranks = (rank for rank in ranked if lowest <= rank <= highest)
    return frozenset(person for rank in ranks for person in ranked[rank])
