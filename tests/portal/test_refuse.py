"""POST /case/refuse: two of her readers want something, and she may say no (CONFLICTS §4)."""

from datetime import timedelta

import pytest

from app.domain.cards import Card
from app.services import casework, cosigning, queue
from tests.support import cast as casting
from tests.support import flows, seeds

NOW, DAY = casting.START, timedelta(days=1)


@pytest.fixture
def signed(inst, cast):
    """Alice and Olga want Farid to read a report about his boss; give its receipt."""
    receipt = flows.report(inst, about=["bob"])
    where = {"case": flows.the_case(inst), "now": NOW}
    alice, olga = (seeds.staff(inst, cast, person) for person in ("alice", "olga"))
    queue.refresh(inst, alice, now=NOW)
    card = Card("lift", "farid", ground="C3")
    cosigning.ask(inst, alice, card=card, reason="He trains them.", **where)
    digest = casework.open_case(inst, alice, **where).cards[0].id
    queue.refresh(inst, olga, now=NOW)
    cosigning.sign(inst, olga, card=digest, **where)
    return receipt


@pytest.fixture
def asked(rita, signed):
    return rita.come_back(signed)


def test_it_works(asked):
    assert "want to let one more person read it" in asked.text
    assert "9 March 2026" in asked.text
    asked.send("/case/refuse")
    assert (asked.status, asked.answer.headers["Location"]) == (303, "/case")
    assert "You said no, so nothing changes." in asked.go("/case").text
    assert "/case/refuse" not in [form.action for form in asked.page.forms]


def test_nobody_is_named_and_no_reason_given(asked):
    for word in ("Farid", "Alice", "Olga", "trains", "C3"):
        assert word not in asked.answer.text


def test_after_the_last_day_the_button_is_gone_and_a_late_no_is_answered(asked, clock, signed):
    form = asked.sent("/case/refuse")
    asked.answer = asked.client.post("/case/leave", data={"csrf_token": form["csrf_token"]})
    clock.now = NOW + 8 * DAY
    asked.come_back(signed)
    assert "You did not, so it may be done now." in asked.text
    asked.send("/case/reply", to="/case/refuse", card=form["card"])
    assert asked.status == 422
    assert "is over" in asked.alert


@pytest.mark.parametrize("card", ["", "00" * 32, "no card"])
def test_what_she_was_not_asked_is_answered_on_her_page(rita, card):
    rita.come_back(rita.tell("The numbers are changed.").receipt)
    rita.send("/case/reply", to="/case/refuse", card=card)
    assert rita.status == 422
    assert "You are not asked about that any more." in rita.alert


def test_a_stranger_is_led_to_the_door(rita):
    rita.go("/return").send("/return", to="/case/refuse", card="00" * 32)
    assert (rita.status, rita.answer.headers["Location"]) == (303, "/return")
