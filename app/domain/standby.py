"""Whether the standby's day has come (CONFLICTS §3 step 4).

Worked out when they sign in, from plain dates and what the case says; no job ever holds a key.
"""

from datetime import date

FEWEST_READERS = 2
ABSENT_AFTER_DAYS = 7


def has_come(*, next_on: date | None, today: date, readers_present: int, at_once: bool) -> bool:
    """Say whether the standby takes part.

    `next_on` is the day the reporter was promised something by; `readers_present` are the readers
    of the tier who have signed in within the last seven days. `at_once`: the quorum or half of the
    tier is lost to conflicts, a second signature was asked for, or the case was handed up.
    """
    is_overdue = next_on is not None and today > next_on
    return at_once or is_overdue or readers_present < FEWEST_READERS
