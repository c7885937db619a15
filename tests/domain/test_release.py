"""When something becomes visible on desks (CONFLICTS §5, timing of rows)."""

from datetime import date, datetime

from app.domain import release

MORNING, EVENING = datetime(2026, 7, 1, 8, 30), datetime(2026, 7, 1, 18, 0)  # noqa: DTZ001
TODAY, TOMORROW = date(2026, 7, 1), date(2026, 7, 2)


def test_before_the_hour_it_is_today_and_after_it_tomorrow():
    assert release.release_on(MORNING, hour=12) == TODAY
    assert release.release_on(EVENING, hour=12) == TOMORROW


def test_at_once_by_policy_and_when_somebody_is_in_danger():
    assert release.release_on(MORNING, hour=None) is None
    assert release.release_on(MORNING, hour=12, danger=True) is None


def test_it_is_visible_from_the_hour_of_its_day_on():
    assert not release.is_released(TODAY, now=MORNING, hour=12)
    assert release.is_released(TODAY, now=EVENING, hour=12)
    assert not release.is_released(TOMORROW, now=EVENING, hour=12)
    assert release.is_released(date(2026, 6, 30), now=MORNING, hour=12)


def test_what_has_no_day_is_visible():
    assert release.is_released(None, now=MORNING, hour=12)
    assert release.is_released(TOMORROW, now=MORNING, hour=None)
