"""The directory: people, their names, and the lines between them, as one company knows itself.

A directory only grows (CONFLICTS §1): what an import takes away stays, marked with the day that was
*recorded*, and goes on counting for 24 months from that day, whatever dates a file states. So no
import can weaken a conflict. The lines themselves are walked in `lines.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, Self, TypeVar, cast

from app.domain import deadlines

MONTHS_COUNTED = 24

NameKind = Literal["name", "alias", "former", "email", "title"]
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
    by_rank: Mapping[int, tuple[str, ...]] = field(init=False, repr=False)
    _memory: dict[object, object] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        ranks: dict[int, list[str]] = {}
        for person in self.people.values():
            if person.seniority is not None:
                ranks.setdefault(person.seniority, []).append(person.id)
        by_rank = {rank: tuple(held) for rank, held in ranks.items()}
        object.__setattr__(self, "by_rank", MappingProxyType(by_rank))

    def ranked(self, lowest: int, highest: int) -> frozenset[str]:
        """Return whose rank is on record and lies between the two, both included."""
        ranks = (rank for rank in self.by_rank if lowest <= rank <= highest)
        return frozenset(person for rank in ranks for person in self.by_rank[rank])

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
