"""Whether the standby's day has come (CONFLICTS §3 step 4, T25)."""

from datetime import date
from typing import Any

import pytest

from app.domain import standby

TODAY = date(2026, 7, 10)
CALM: dict[str, Any] = {
    "next_on": TODAY,
    "today": TODAY,
    "readers_present": 2,
    "at_once": False,
}


def test_it_has_not_come_while_two_readers_are_there_and_nothing_is_overdue():
    assert not standby.has_come(**CALM)
    assert not standby.has_come(**{**CALM, "next_on": None})


@pytest.mark.parametrize(
    "change",
    [
        {"next_on": date(2026, 7, 9)},
        {"readers_present": 1},
        {"readers_present": 0},
        {"at_once": True},
    ],
)
def test_it_has_come_when_something_is_overdue_nobody_is_there_or_the_quorum_is_lost(change):
    assert standby.has_come(**{**CALM, **change})
