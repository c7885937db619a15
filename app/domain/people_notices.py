"""What is odd about a people file and is recorded all the same, for whoever reviews the import.

Each of these may be true of a company, and each may be a slip in the personnel system that weakens
or widens the rules of conflict. So none is refused, and none passes in silence (CONFLICTS §1).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.people_merge import Row

CHIEF, BOARD = 1, 0
#: A line with more levels than this is named; companies of 100,000 people have about ten.
DEEP = 12

Kind = Literal[
    "circle", "boss not in the file", "boss has left", "no boss", "nobody has a boss",
    "several chiefs", "no chief", "nobody has a rank", "shared address", "deep line",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """One odd thing: its kind, and the ids of the people it is about, in the order of the file.

    `levels` is the number of people above the lowest of a deep line; 0 for every other kind.
    """

    kind: Kind
    people: tuple[str, ...]
    levels: int = 0


def look(rows: Sequence[Row], *, today: date) -> tuple[Notice, ...]:
    """Return what is odd about the rows of one file."""
    return (*_of_lines(rows, today), *_of_ranks(rows), *_of_addresses(rows))


def _of_lines(rows: Sequence[Row], today: date) -> Iterator[Notice]:
    boss = {row.id: row.manager_id for row in rows if row.manager_id}
    if not boss:
        yield Notice("nobody has a boss", ())
        return
    above, rings = _climbed(boss)
    for ring in rings:
        yield Notice("circle", ring)
    yield from _some("boss not in the file", _missing(rows))
    yield from _some("boss has left", _bosses_gone(rows, today))
    tops = tuple(row.id for row in rows if not row.manager_id and row.seniority not in {0, 1})
    yield from _some("no boss", tops)
    lowest = max(above, key=lambda one: above[one])
    if above[lowest] > DEEP:
        yield Notice("deep line", (lowest,), above[lowest])


def _some(kind: Kind, people: tuple[str, ...]) -> Iterator[Notice]:
    if people:
        yield Notice(kind, people)


def _climbed(boss: Mapping[str, str]) -> tuple[dict[str, int], list[tuple[str, ...]]]:
    """Return how many people stand above each, and the rings; each person is passed once.

    Whoever is in a ring, or below one, has as many above as there are up to it, once around.
    """
    above: dict[str, int] = {}
    rings = []
    for person in boss:
        way: dict[str, None] = {}
        one = person
        while one in boss and one not in above and one not in way:
            way[one] = None
            one = boss[one]
        passed = list(way)
        if one in way:
            ring = passed[passed.index(one) :]
            rings.append(tuple(ring))
            above.update(dict.fromkeys(ring, len(ring) - 1))
            passed = passed[: -len(ring)]
        height = above.get(one, 0)
        for steps, each in enumerate(reversed(passed), start=1):
            above[each] = height + steps
    return above, rings


def _missing(rows: Sequence[Row]) -> tuple[str, ...]:
    here = {row.id for row in rows}
    named = (one for row in rows for one in (row.manager_id, *row.dotted_ids) if one)
    return tuple(dict.fromkeys(one for one in named if one not in here))


def _bosses_gone(rows: Sequence[Row], today: date) -> tuple[str, ...]:
    led_by: Collection[str] = {row.manager_id for row in rows if not _gone(row, today)}
    return tuple(row.id for row in rows if row.id in led_by and _gone(row, today))


def _gone(row: Row, today: date) -> bool:
    return row.end_on is not None and row.end_on <= today


def _of_ranks(rows: Sequence[Row]) -> Iterator[Notice]:
    if all(row.seniority is None for row in rows):
        yield Notice("nobody has a rank", ())
        return
    chiefs = tuple(row.id for row in rows if row.seniority == CHIEF)
    if not chiefs:
        yield Notice("no chief", ())
    if len(chiefs) > 1:
        yield Notice("several chiefs", chiefs)


def _of_addresses(rows: Sequence[Row]) -> Iterator[Notice]:
    held: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for address in {row.email, *row.emails} - {""}:
            held[address.casefold()].append(row.id)
    shared = [one for holders in held.values() if len(holders) > 1 for one in holders]
    yield from _some("shared address", tuple(dict.fromkeys(shared)))
