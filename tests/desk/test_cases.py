"""GET /desk: what this person may read, and nothing that tells of anything else."""

import re
from datetime import timedelta

import pytest

from tests.desk.conftest import found
from tests.support import cast as casting
from tests.support import flows


def rows(answer):
    return re.findall(r'<a data-case="([0-9a-f-]{36})" href="/desk/cases/\1">', answer.text)


def test_it_works(alice, receipt):
    page = alice.get("/desk")

    assert len(rows(page)) == 1
    assert "Credit taken for others’ work" in page.text
    assert "Robert Okafor" in page.text
    assert "New report" in page.text


def test_the_accused_sees_an_empty_desk(bob, receipt, inst):
    """P2: the page of somebody who has a case about him is that of somebody who has none."""
    page = bob.get("/desk")

    assert rows(page) == []
    assert "There is nothing for you here." in page.text
    assert "Needs you now" not in page.text


def test_a_higher_tier_sees_nothing_before_its_day(visitor, receipt):
    assert rows(visitor("olga").get("/desk")) == []


def test_a_stranger_is_led_to_the_door(stranger, receipt):
    assert stranger.get("/desk").headers["Location"] == "/desk/sign-in"


def test_what_was_read_is_no_longer_marked(alice, case):
    alice.get(case)

    assert "New report" not in alice.get("/desk").text


def test_a_promise_that_was_not_kept_is_told_in_words(inst, visitor, clock, receipt):
    clock.forward(days=12)

    assert "days overdue" in visitor("alice").get("/desk").text


def test_a_standby_takes_over_when_nobody_answers_and_is_told_so(visitor, clock, receipt):
    """T25: on day eight the next tier's desk lists and opens the case."""
    clock.forward(days=9)
    olga = visitor("olga")

    page = olga.get("/desk")
    assert len(rows(page)) == 1
    assert "You stand in" in page.text
    assert "You stand in." in olga.get(f"/desk/cases/{rows(page)[0]}").text


def test_danger_is_marked_and_first(inst, alice):
    flows.report(inst, about=("bob",), category="fraud")
    begun = flows.begin(inst, casting.START, about=("bob",), category="safety")
    flows.send(inst, begun.hidden, casting.START, "The fire door is locked.", danger=True)

    text = alice.get("/desk").text
    assert text.index("Health and safety") < text.index("Danger") < text.index("Theft, fraud")
    path = found(r'href="(/desk/cases/[^"]+)">Health and safety', text)
    assert "somebody is in danger" in alice.get(path).text


@pytest.fixture
def many(inst):
    return [
        flows.report(inst, casting.START + timedelta(minutes=n), about=("bob",), category="other")
        for n in range(30)
    ]


def test_pages_hold_every_case_once(alice, many):
    first = alice.get("/desk")
    following = found(r'<a rel="next" href="([^"]+)">', first.text)
    second = alice.get(following)

    seen = rows(first) + rows(second)
    assert len(seen) == len(set(seen)) == len(many)
    assert 'rel="next"' not in second.text
    assert 'rel="prev"' in second.text


@pytest.mark.parametrize("page", ["0", "-3", "x", "", "9" * 30, "1.5", "%00"])
def test_a_page_that_is_no_page_is_calm(alice, receipt, page):
    assert alice.get(f"/desk?page={page}").status_code == 200
