"""The legal clocks (Directive 2019/1937 Art. 9(1)(b) and (f); DOMAIN §1.2)."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import deadlines

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
JURISDICTIONS = st.sampled_from((*deadlines.CLOCKS, None, "", "XX"))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 5, 15), 3, date(2026, 8, 15)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), -24, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_a_day_the_month_lacks_becomes_its_last(day, months, expected):
    assert deadlines.add_months(day, months) == expected


@given(DAYS, st.integers(-60, 60))
def test_months_are_calendar_months(day, months):
    moved = deadlines.add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@given(DAYS, DAYS, st.integers(0, 24))
def test_a_later_day_never_ends_sooner(one, other, months):
    first, second = sorted((one, other))

    assert deadlines.add_months(first, months) <= deadlines.add_months(second, months)


def test_seven_calendar_days_in_europe():
    assert deadlines.acknowledge_by(date(2026, 7, 1), "EU") == date(2026, 7, 8)


def test_seven_working_days_in_france():
    wednesday, saturday = date(2026, 7, 1), date(2026, 7, 4)

    assert deadlines.acknowledge_by(wednesday, "FR") == date(2026, 7, 10)
    assert deadlines.acknowledge_by(saturday, "FR") == date(2026, 7, 14)


def test_no_jurisdiction_has_the_strictest_clock():
    for unknown in (None, "", "XX"):
        assert deadlines.acknowledge_by(date(2026, 7, 1), unknown) == date(2026, 7, 8)
        assert deadlines.feedback_by(date(2026, 7, 1), None, unknown) == date(2026, 10, 8)


def test_feedback_is_due_three_months_after_the_acknowledgement():
    assert deadlines.feedback_by(date(2026, 7, 1), date(2026, 7, 3), "EU") == date(2026, 10, 3)


def test_without_acknowledgement_three_months_run_from_the_seventh_day():
    assert deadlines.feedback_by(date(2026, 7, 1), None, "EU") == date(2026, 10, 8)


def test_a_late_acknowledgement_does_not_move_the_promised_date():
    assert deadlines.feedback_by(date(2026, 7, 1), date(2026, 8, 20), "EU") == date(2026, 10, 8)


@given(DAYS, st.none() | st.integers(0, 100), JURISDICTIONS)
def test_an_unknown_jurisdiction_is_never_milder_than_any(received_on, after, jurisdiction):
    acknowledged_on = None if after is None else received_on + timedelta(days=after)
    by = deadlines.acknowledge_by(received_on, jurisdiction)
    feedback = deadlines.feedback_by(received_on, acknowledged_on, jurisdiction)

    assert received_on < deadlines.acknowledge_by(received_on, None) <= by
    assert deadlines.feedback_by(received_on, acknowledged_on, None) <= feedback
    assert by <= feedback or acknowledged_on is not None


def test_every_clock_names_its_source():
    assert all(clock.source for clock in deadlines.CLOCKS.values())
