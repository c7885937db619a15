"""C7: who is of the same small team as the subject, on any one day of the last 24 months.

A team is whoever has the same direct boss, by a solid line, and a unit in common; never a site. It
is small while at most `size` people are in it, the subject among them. As with lines, a boss on one
day and a boss on another are never put together. A unit that an import took away goes on counting,
so no import makes two people strangers; a team that grows was small until then.
"""

from collections.abc import Collection, Iterator
from datetime import date

from app.domain import lines, people
from app.domain.lines import Reached
from app.domain.mentions import folding
from app.domain.mentions.folding import Key


def mates(
    directory: people.Directory,
    subject: str,
    *,
    size: int,
    today: date,
    among: Collection[str],
) -> frozenset[str]:
    """Return who of `among` is, or was, in a team of at most `size` people with the subject."""
    found = set[str]()
    for boss, bits in lines.bosses_in(directory, subject, today=today).items():
        beside = {
            one: both
            for one in among
            if one != subject
            and (both := bits & lines.bosses_in(directory, one, today=today).get(boss, 0))
        }
        if beside:
            team = _team(directory, subject, lines.led(directory, boss, today=today), today)
            found |= {
                one for one, both in beside.items() if one in team and _was_small(both, team, size)
            }
    return frozenset(found)


def _team(directory: people.Directory, subject: str, led: Reached, today: date) -> Reached:
    """Return who of those with the same boss has a unit in common with the subject, himself too."""
    units = _units(directory, subject, today)
    return {
        one: bits
        for one, bits in led.items()
        if not units.isdisjoint(_units(directory, one, today))
    }


def _was_small(days: int, team: Reached, size: int) -> bool:
    return any(sum(1 for bits in team.values() if bits & day) <= size for day in _single(days))


def _single(bits: int) -> Iterator[int]:
    while bits:
        yield bits & -bits
        bits &= bits - 1


def _units(directory: people.Directory, person: str, today: date) -> frozenset[Key]:
    known = directory.people.get(person)
    folded = map(folding.phrase, known.units(today)) if known else ()
    return frozenset(filter(None, folded))
