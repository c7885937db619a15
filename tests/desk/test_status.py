"""POST /desk/cases/…/status: one step of the table at a time."""

import pytest


def step(browser, case, status, reason="", page=None):
    return browser.send(case + "/status", {"status": status, "reason": reason}, page=page)


def test_it_works(alice, case, told):
    answer = step(alice, case, "acknowledged", page=case)

    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert '<p id="status" data-status="acknowledged">' in alice.get(case).text
    assert told().status == "acknowledged"


def test_the_page_says_once_where_the_case_stands_now(alice, case):
    step(alice, case, "acknowledged", page=case)

    assert "Status: Confirmed. The reporter sees it too." in alice.get(case).text
    assert "The reporter sees it too." not in alice.get(case).text


def test_the_first_page_offers_the_first_step_as_a_button(alice, case):
    text = alice.get(case).text

    assert '<input type="hidden" name="status" value="acknowledged"' in text


def test_the_whole_way_to_the_end(alice, case, told):
    for status in ("acknowledged", "assessing", "investigating", "concluded", "closed"):
        assert step(alice, case, status, "Because.", page=case).status_code == 303
    assert told().status == "closed"


def test_a_step_made_already_is_answered_like_one_made_now(alice, case, told):
    """An answer acknowledges; the button still open in another window does no harm."""
    page = alice.token(case)
    alice.post(case + "/reply", {"message": "We have read it."}, token=page)
    for _ in range(2):
        answer = alice.post(case + "/status", {"status": "acknowledged"}, token=page)
        assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert told().status == "acknowledged"


def test_the_accused_gets_what_a_random_address_gives(bob, case, nowhere, told):
    his, random = step(bob, case, "acknowledged"), step(bob, nowhere, "acknowledged")

    assert his.status_code == random.status_code == 404
    assert his.data == random.data
    assert told().status == "received"


def test_a_stranger_is_led_to_the_door(stranger, case):
    answer = stranger.post(case + "/status", {"status": "acknowledged"})

    assert answer.headers["Location"] == "/desk/sign-in"


def test_a_step_that_the_table_does_not_have_keeps_what_was_typed(alice, case):
    answer = step(alice, case, "closed", "It was settled by telephone.", page=case)

    assert answer.status_code == 409
    assert '<div role="alert"' in answer.text
    assert "It was settled by telephone." in answer.text
    assert 'data-status="received"' in answer.text


def test_a_step_that_needs_a_reason_asks_for_it(alice, case):
    step(alice, case, "acknowledged", page=case)
    step(alice, case, "assessing", page=case)

    answer = step(alice, case, "concluded", page=case)

    assert answer.status_code == 422
    assert '<a href="#reason">' in answer.text
    assert 'data-status="assessing"' in answer.text


@pytest.mark.parametrize("typed", ["", "erased", "RECEIVED", "\x00"])
def test_what_is_no_status_is_pointed_out(alice, case, typed):
    answer = step(alice, case, typed, page=case)

    assert answer.status_code == 422
    assert '<a href="#status-to">' in answer.text
