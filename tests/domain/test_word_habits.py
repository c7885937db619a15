"""With the habits of real reports few leave the nearest tier; in full by `make exam`."""

import pytest

from tools import simulate, simulated

REPORTS = 300


@pytest.fixture(scope="module")
def here():
    return simulated.company(240, simulated.dice_of(240))


def test_few_reports_leave_tier_1_for_their_words(here):
    """CONFLICTS, first paragraph: doubt excludes, and the page asks where asking settles it."""
    found = simulate.draw(here, REPORTS, 0.05)

    assert simulate.leaving(found) <= simulate.MOST
    assert any(one.by_right for one in found)


def test_the_check_page_is_what_keeps_them_there(here):
    """T22 and T23 over many: left empty, every fifth report would climb."""
    asked, empty = (simulate.leaving(simulate.draw(here, REPORTS, share)) for share in (0.0, 1.0))

    assert asked < simulate.MOST < empty


def test_not_every_report_is_asked_about(here):
    found = simulate.draw(here, REPORTS, 0.05)

    assert sum(one.asked for one in found) < REPORTS / 2
