"""C3: the organisation as it stood on any one day of the last 24 months, looked at day by day."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from tests.oracle import facts as plain

Pairs = frozenset[tuple[str, str]]


def in_line(facts: plain.Facts, handler: str, subject: str) -> bool:
    """Whether he was above or below the subject, or deputy of somebody who was, on some one day.

    The subject's own deputy counts too, and a deputy's deputy: doubt excludes.
    """
    if handler == subject:
        return False
    for day in _days(facts):
        standing = tuple(_standing(facts, day))
        for one in _stands_in_for(standing, handler):
            if one == subject or related(standing, one, subject):
                return True
    return False


def leads(facts: plain.Facts, handler: str, led: Iterable[str]) -> bool:
    """Whether he was above one of these people on some one day."""
    charts = [tuple(_standing(facts, day)) for day in _days(facts)]
    return any(_is_above(standing, handler, one) for standing in charts for one in led)


def bosses(facts: plain.Facts, person: str) -> set[str]:
    """Say whom he answered to directly, by a solid line."""
    charts = [tuple(_standing(facts, day)) for day in _days(facts)]
    return {
        line.upper
        for standing in charts
        for line in standing
        if line.kind == "solid" and line.lower == person
    }


def related(standing: tuple[plain.Line, ...], one: str, other: str) -> bool:
    """Whether one of the two is above the other."""
    return _is_above(standing, one, other) or _is_above(standing, other, one)


def _is_above(standing: tuple[plain.Line, ...], upper: str, lower: str) -> bool:
    """One chain of lines upward; only its first and its last step may be dotted."""
    solid, dotted = _pairs(standing, "solid"), _pairs(standing, "dotted")
    starts = {b for a, b in solid | dotted if a == lower}
    if upper in starts:
        return True
    ends = {a for a, b in solid | dotted if b == upper}
    return any(_reaches(solid, start, end) for start in starts for end in ends)


def _reaches(solid: Pairs, lower: str, upper: str) -> bool:
    seen, todo = {lower}, [lower]
    while todo:
        here = todo.pop()
        if here == upper:
            return True
        new = {b for a, b in solid if a == here} - seen
        seen |= new
        todo += new
    return False


def _pairs(standing: tuple[plain.Line, ...], kind: str) -> Pairs:
    return frozenset((line.lower, line.upper) for line in standing if line.kind == kind)


def _stands_in_for(standing: tuple[plain.Line, ...], person: str) -> set[str]:
    everyone = {person}
    while True:
        more = {b for a, b in _pairs(standing, "deputy") if a in everyone} - everyone
        if not more:
            return everyone
        everyone |= more


def _standing(facts: plain.Facts, day: dt.date) -> Iterator[plain.Line]:
    """Give the lines of one day; those of a supervising board are nobody's."""
    board = supervising_board(facts)
    for line in facts.lines:
        ends = line.removed_on
        if ends is not None and ends <= line.begins:
            ends = line.begins + dt.timedelta(days=1)  # on record, so it stood for a day
        stood = line.begins <= day and (ends is None or day < ends)
        if stood and (line.kind == "deputy" or not {line.lower, line.upper} & board):
            yield line


def supervising_board(facts: plain.Facts) -> set[str]:
    """Rank 0, and nothing else that still counts.

    Nobody leaves a line by being called a member of the board: the rank he had, and a line to
    somebody who is none, go on counting ("no import can weaken a conflict").
    """
    called = {one for one, who in facts.people.items() if who.ranks and who.ranks[0].value == 0}
    was_more = {
        one
        for one in called
        for rank in facts.people[one].ranks
        if rank.value != 0 and counts(facts, rank.removed_on)
    }
    answers = {
        line.lower
        for line in facts.lines
        if line.kind == "solid" and line.upper not in called and counts(facts, line.removed_on)
    }
    return called - was_more - answers


def counts(facts: plain.Facts, removed_on: dt.date | None) -> bool:
    """Say whether what was recorded as removed on that day counts today: for 24 months."""
    return removed_on is None or months_before(facts.today, facts.policy.months) <= removed_on


def _days(facts: plain.Facts) -> list[dt.date]:
    """Every day on which the organisation can have been another than the day before.

    What was recorded as removed on a day stood until the day before it, so the first day is the
    one before "24 months ago".
    """
    day = dt.timedelta(days=1)
    first = months_before(facts.today, facts.policy.months) - day
    days = {first, facts.today}
    for line in facts.lines:
        days |= {line.begins} | ({line.removed_on - day} if line.removed_on else set())
    return sorted(one for one in days if first <= one <= facts.today)


def months_before(day: dt.date, months: int) -> dt.date:
    """Give the same day of the month so many months before, or the last that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    after = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (after - dt.timedelta(days=1)).day))


def without(facts: plain.Facts, keeps: Callable[[plain.Line], bool]) -> plain.Facts:
    """Give the same facts with some lines forgotten."""
    return dataclasses.replace(facts, lines=tuple(filter(keeps, facts.lines)))
