"""Why C3 puts one person in another's line: which steps, and since when they stood together.

For whoever tests the directory (`sotto conflicts explain`). It says what `lines.in_conflict`
decides and is never asked by a decision; it knows of no report and no tie.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain import lines, people
from app.domain.lines import Chart

Kind = Literal["is", "above", "below"]


@dataclass(frozen=True, slots=True)
class Step:
    """`person` answers to `boss` (solid, dotted), or stands in for him (deputy)."""

    person: str
    boss: str
    kind: people.LineKind


@dataclass(frozen=True, slots=True)
class Way:
    """How one person is in another's line.

    `deputy`: for whom he stood in, step by step. `kind`: that one *is* the other, or stood above or
    below; `up`: the steps from the lower of the two to the higher. All of it stood from `since` on,
    or before, for a day at least.
    """

    deputy: tuple[Step, ...]
    kind: Kind
    up: tuple[Step, ...]
    since: date


def between(directory: people.Directory, one: str, subject: str, *, today: date) -> tuple[Way, ...]:
    """Return the shortest way of each kind by which `one` is in the subject's line; none is ()."""
    if one == subject:
        return ()
    chart = lines.chart_of(directory, today)
    shortest: dict[Kind, Way] = {}
    for way in _ways(chart, one, subject):
        known = shortest.get(way.kind)
        if known is None or _length(way) < _length(known):
            shortest[way.kind] = way
    return tuple(shortest[kind] for kind in sorted(shortest))


def _length(way: Way) -> int:
    return len(way.deputy) + len(way.up)


def _ways(chart: Chart, one: str, subject: str) -> Iterator[Way]:
    for principal, stood, deputy in _principals(chart, one):
        if principal == subject:
            yield _way(chart, deputy, "is", _Reached(subject, stood))
            continue
        above = _upward(chart, subject, principal, stood)
        below = _upward(chart, principal, subject, stood)
        if above:
            yield _way(chart, deputy, "above", above)
        if below:
            yield _way(chart, deputy, "below", below)


@dataclass(frozen=True, slots=True)
class _Reached:
    """Somebody reached, in which states, by which steps; `ended` by a dotted line: no step more."""

    person: str
    bits: int
    steps: tuple[Step, ...] = ()
    ended: bool = False


def _way(chart: Chart, deputy: tuple[Step, ...], kind: Kind, reached: _Reached) -> Way:
    return Way(deputy, kind, reached.steps, chart.days[reached.bits.bit_length() - 1])


def _principals(chart: Chart, one: str) -> Iterator[tuple[str, int, tuple[Step, ...]]]:
    """Yield for whom he stood in, himself first."""
    start = _Reached(one, chart.everything)
    for reached in _walk(start, lambda at: _taken(at, chart.deputy, "deputy")):
        yield reached.person, reached.bits, reached.steps


def _upward(chart: Chart, low: str, high: str, stood: int) -> _Reached | None:
    """Find a shortest way up: solid lines, and dotted ones as its first or its last step."""

    def steps(at: _Reached) -> Iterator[_Reached]:
        if not at.ended:
            yield from _taken(at, chart.solid, "solid")
            for after in _taken(at, chart.dotted, "dotted"):
                yield replace(after, ended=bool(at.steps))

    ways = _walk(_Reached(low, stood), steps)
    return next((reached for reached in ways if reached.person == high and reached.steps), None)


def _taken(
    at: _Reached, table: Mapping[str, lines.Reached], kind: people.LineKind
) -> Iterator[_Reached]:
    for boss, stood in table.get(at.person, {}).items():
        if at.bits & stood:
            yield _Reached(boss, at.bits & stood, (*at.steps, Step(at.person, boss, kind)))


def _walk(start: _Reached, steps: Callable[[_Reached], Iterator[_Reached]]) -> Iterator[_Reached]:
    """Yield all that can be reached, nearest first; what brings no new state is left alone."""
    seen: dict[tuple[str, bool], int] = {}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        known = seen.get((at.person, at.ended), 0)
        if at.bits & ~known:
            seen[at.person, at.ended] = known | at.bits
            yield at
            waiting.extend(steps(at))
