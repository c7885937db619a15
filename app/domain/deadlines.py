"""The legal clocks: acknowledgement and feedback, per jurisdiction, as data.

Directive (EU) 2019/1937, Art. 9(1)(b): acknowledge within seven days of receipt. Art. 9(1)(f):
feedback within three months of the acknowledgement, or of the end of those seven days if none was
sent. National law changes the numbers (France counts working days), so that each is a row here.
No jurisdiction, or one without a row: the strictest clock of all (CONFLICTS §3).

A late acknowledgement does not move the feedback: the date she was promised stays. Public holidays
are counted as working days, which can only make a date earlier.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a jurisdiction gives, and where that is written."""

    acknowledge_days: int
    working_days: bool
    feedback_months: int
    source: str


CLOCKS: Mapping[str, Clock] = MappingProxyType(
    {
        "EU": Clock(7, working_days=False, feedback_months=3, source="Directive 2019/1937 Art. 9"),
        "AT": Clock(7, working_days=False, feedback_months=3, source="HSchG §13"),
        "DE": Clock(7, working_days=False, feedback_months=3, source="HinSchG §17"),
        "ES": Clock(7, working_days=False, feedback_months=3, source="Ley 2/2023 Art. 9"),
        "FR": Clock(7, working_days=True, feedback_months=3, source="Décret 2022-1284 Art. 4"),
        "IT": Clock(7, working_days=False, feedback_months=3, source="D.lgs. 24/2023 Art. 5"),
    },
)


def add_months(day: date, months: int) -> date:
    """Add calendar months (may be negative); a day the month lacks becomes its last day.

    31 January and one month is 28 February, or 29 in a leap year.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def acknowledge_by(received_on: date, jurisdiction: str | None) -> date:
    """Return the last day on which an acknowledgement is in time; the day of receipt is day 0."""
    return min(_acknowledge_by(received_on, clock) for clock in _clocks(jurisdiction))


def feedback_by(
    received_on: date,
    acknowledged_on: date | None,
    jurisdiction: str | None,
) -> date:
    """Return the last day on which feedback is in time."""
    return min(
        add_months(
            min(acknowledged_on or date.max, _acknowledge_by(received_on, clock)),
            clock.feedback_months,
        )
        for clock in _clocks(jurisdiction)
    )


def _clocks(jurisdiction: str | None) -> tuple[Clock, ...]:
    known = CLOCKS.get(jurisdiction or "")
    return (known,) if known else tuple(CLOCKS.values())


def _acknowledge_by(received_on: date, clock: Clock) -> date:
    if not clock.working_days:
        return received_on + timedelta(days=clock.acknowledge_days)
    day, left = received_on, clock.acknowledge_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day
