"""C3: who stands above or below whom, as the organisation stood on any one day that counts.

CONFLICTS §1: all levels up, all levels down; a dotted line counts as the first step from either of
the two, solid lines from there; deputies and assistants of anyone so left out; members of a
supervising board are in nobody's line. The days that count are those of the last 24 months.

Lines of different days are never put together: a way counts only if all of it stood on one day.
Since the organisation only changes on the days a line begins or stops, each such state is one *bit*
of an integer, a line carries the bits of the states it stood in, and a walk is the *and* of its
steps. A walk only ever goes up, from both of the two, so that it is as short as the company is
deep; it ends when no person's bits grow any more, whatever rings the lines form.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain import people

BOARD = 0

# How a person is reached, in how many states: person -> bits.
Reached = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Chart:
    """The lines of a directory that count today, each with the bits of the states it stood in.

    `days`: the first day of each state, the one of bit 0 first.
    """

    solid: Mapping[str, Reached]
    dotted: Mapping[str, Reached]
    deputy: Mapping[str, Reached]
    days: tuple[date, ...]

    @property
    def everything(self) -> int:
        """Return the bits of all states."""
        return (1 << len(self.days)) - 1


def in_conflict(directory: people.Directory, one: str, subject: str, *, today: date) -> bool:
    """Say whether `one` is left out by C3 because of the subject.

    That is: on one day he, or somebody he stood in for, was above or below the subject, or he stood
    in for the subject. Nobody is in conflict with himself by this rule; that is C1.
    """
    if one == subject:
        return False
    above_subject = _above(directory, subject, today)
    for principal, bits in _stands_in_for(directory, one, today).items():
        if principal == subject:
            return True
        met = above_subject.get(principal, 0) | _above(directory, principal, today).get(subject, 0)
        if bits & met:
            return True
    return False


def line_of(
    directory: people.Directory,
    subject: str,
    *,
    today: date,
    among: Collection[str] | None = None,
) -> frozenset[str]:
    """Return whom C3 leaves out because of the subject, of those `among` (everyone, if None)."""
    others = directory.people if among is None else among
    found = (one for one in others if in_conflict(directory, one, subject, today=today))
    return frozenset(found)


def leaders(
    directory: people.Directory, led: Collection[str] | None = None, *, today: date
) -> frozenset[str]:
    """Return who leads any of these people, at whatever distance; of anybody at all, if None."""
    chart = chart_of(directory, today)
    if led is None:
        return directory.remembered("leaders", today, lambda: _bosses_of_all(chart))
    return frozenset(_up(chart, dict.fromkeys(led, chart.everything)))


def bosses(directory: people.Directory, person: str, *, today: date) -> frozenset[str]:
    """Return whom this person answered to directly, by a solid line, on a day that counts."""
    return frozenset(chart_of(directory, today).solid.get(person, ()))


def led(directory: people.Directory, boss: str, *, today: date) -> Reached:
    """Return who answered directly to this person by a solid line, and in which states.

    It looks through all lines, so ask only where the answer matters.
    """

    def look() -> Reached:
        solid = chart_of(directory, today).solid
        return {person: bosses_[boss] for person, bosses_ in solid.items() if boss in bosses_}

    return directory.remembered(("led", boss), today, look)


def bosses_in(directory: people.Directory, person: str, *, today: date) -> Reached:
    """Return whom this person answered to directly by a solid line, and in which states."""
    return chart_of(directory, today).solid.get(person, {})


def _bosses_of_all(chart: Chart) -> frozenset[str]:
    tables = (*chart.solid.values(), *chart.dotted.values())
    return frozenset(boss for steps in tables for boss in steps)


def _above(directory: people.Directory, person: str, today: date) -> Reached:
    """Reach everyone above this person."""

    def walk() -> Reached:
        chart = chart_of(directory, today)
        reached = _up(chart, {person: chart.everything})
        return {boss: bits for boss, bits in reached.items() if boss != person}

    return directory.remembered(("above", person), today, walk)


def _up(chart: Chart, start: Reached) -> Reached:
    """Reach all above by one step or more; the first and the last of them may be dotted."""
    first = _merged(_step(start, chart.solid), _step(start, chart.dotted))
    above = _climbed(first, chart.solid)
    return _merged(above, _step(above, chart.dotted))


def _stands_in_for(directory: people.Directory, person: str, today: date) -> Reached:
    """Reach everyone this person stood in for, himself and deputies of deputies included."""

    def walk() -> Reached:
        chart = chart_of(directory, today)
        return _climbed({person: chart.everything}, chart.deputy)

    return directory.remembered(("deputy", person), today, walk)


def _step(reached: Reached, steps: Mapping[str, Reached]) -> Reached:
    after: dict[str, int] = {}
    for person, bits in reached.items():
        for boss, stood in steps.get(person, {}).items():
            if bits & stood:
                after[boss] = after.get(boss, 0) | bits & stood
    return after


def _merged(one: Reached, other: Reached) -> Reached:
    return {person: one.get(person, 0) | other.get(person, 0) for person in {**one, **other}}


def _climbed(start: Reached, steps: Mapping[str, Reached]) -> Reached:
    """Go up as far as it goes; each round keeps only the bits that are new, so a ring ends."""
    reached = dict(start)
    fresh = start
    while fresh:
        new = {
            boss: bits & ~reached.get(boss, 0)
            for boss, bits in _step(fresh, steps).items()
            if bits & ~reached.get(boss, 0)
        }
        reached.update(_merged({boss: reached.get(boss, 0) for boss in new}, new))
        fresh = new
    return reached


def chart_of(directory: people.Directory, today: date) -> Chart:
    """Return the lines that count today; drawn once a day."""
    return directory.remembered("chart", today, lambda: _drawn(directory, today))


def _drawn(directory: people.Directory, today: date) -> Chart:
    """Draw what counts: one state for the first day, one for each day since on which a line began.

    A line that only stops makes no state of its own: what stood after it stood before it too.
    """
    first = people.counts_since(today)
    counting = [line for line in directory.lines if line.until is None or line.until > first]
    days = sorted({first, *(line.since for line in counting if line.since > first)})
    board = _board(directory, counting, today)
    drawn: dict[str, dict[str, dict[str, int]]] = {"solid": {}, "dotted": {}, "deputy": {}}
    for line in counting:
        if line.kind != "deputy" and not board.isdisjoint((line.person, line.boss)):
            continue
        steps = drawn[line.kind].setdefault(line.person, {})
        steps[line.boss] = steps.get(line.boss, 0) | _bits(line, days)
    return Chart(drawn["solid"], drawn["dotted"], drawn["deputy"], tuple(days))


def _bits(line: people.Line, days: list[date]) -> int:
    """Set one bit for each state the line stood in: from `since`, on every day before `until`.

    A line on record stood on one day at least, whatever its dates say.
    """
    begins = max(bisect_right(days, line.since) - 1, 0)
    ends = len(days) if line.until is None else bisect_left(days, line.until)
    return (1 << max(ends, begins + 1)) - (1 << begins)


def _board(
    directory: people.Directory, counting: Iterable[people.Line], today: date
) -> frozenset[str]:
    """Return the supervising board: rank 0, never another, and answering to nobody outside it.

    The rest of the rule keeps an import from taking a handler out of all lines by calling him a
    board member: what he was, and whom he answered to, goes on counting.
    """
    ranked = directory.ranked(BOARD, BOARD)
    below = {one for one in ranked if set(directory.people[one].ranks(today)) != {BOARD}}
    led = {line.person for line in counting if line.kind == "solid" and line.boss not in ranked}
    return ranked - below - led
