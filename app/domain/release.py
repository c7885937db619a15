"""When something written becomes visible on desks: at the next release (CONFLICTS §5).

Reports and messages reach desks once a day at a fixed hour, so that nobody can match a visit with a
row on a list; at once where the policy says so and where somebody is in danger. Only dates are
stored, so what counts is the date of the release, worked out when the thing is written.
"""

from datetime import date, datetime, timedelta


def release_on(now: datetime, *, hour: int | None, danger: bool = False) -> date | None:
    """Return the date of the next release, or None when it is visible at once."""
    if hour is None or danger:
        return None
    return now.date() if now.hour < hour else now.date() + timedelta(days=1)


def is_released(on: date | None, *, now: datetime, hour: int | None) -> bool:
    """Say whether something with this release date is visible now."""
    if on is None or hour is None:
        return True
    return now.date() > on or (now.date() == on and now.hour >= hour)
