"""POST /desk/cases/…/reply."""

import pytest
from itsdangerous import URLSafeSerializer

from tests.desk.conftest import found


def reply(browser, case, text, page=None):
    return browser.send(case + "/reply", {"message": text}, page=page)


def test_it_works(alice, case, told):
    answer = reply(alice, case, "We have read it.\r\n\r\nWhich Friday?", case)

    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert told().messages[-1].text == "We have read it.\n\nWhich Friday?"


def test_the_page_says_once_that_it_was_sent(alice, case):
    reply(alice, case, "We have read it.", case)

    first, again = alice.get(case).text, alice.get(case).text
    assert found(r'role="status">(.*?)</p>', first).count("Sent to the reporter.") == 1
    assert "Sent to the reporter." not in again


def test_what_was_done_is_said_of_no_other_page(alice, case):
    """Whichever page of the desk comes next takes it out."""
    reply(alice, case, "We have read it.", case)

    assert "Sent to the reporter." not in alice.get("/desk").text
    assert "Sent to the reporter." not in alice.get(case).text


def test_the_cookie_does_not_say_which_case_was_answered(app, alice, case):
    """P5."""
    reply(alice, case, "We have read it.", case)

    signer = URLSafeSerializer(app.secret_key, salt="sotto desk cookie")
    held = signer.loads(alice.cookie("sotto_desk").value)
    assert held["done"] == "replied"
    assert case.rpartition("/")[2] not in repr(held)


def test_a_first_answer_acknowledges_and_the_box_says_so(alice, case):
    before = alice.get(case).text
    reply(alice, case, "We have read it.", case)

    after = alice.get(case).text
    assert "Your answer also confirms" in before
    assert "Your answer also confirms" not in after
    assert '<p id="status" data-status="acknowledged">' in after


def test_the_readers_see_who_wrote_it(alice, visitor, case):
    reply(alice, case, "We have read it.", case)

    text = visitor("dora").get(case).text
    assert 'data-from="handlers"' in text
    assert "Alice Moreau" in text


def test_the_accused_gets_what_a_random_address_gives(bob, case, nowhere, told):
    his, random = reply(bob, case, "Who are you?"), reply(bob, nowhere, "Who are you?")

    assert his.status_code == random.status_code == 404
    assert his.data == random.data
    assert len(told().messages) == 1


def test_so_he_does_with_a_form_that_cannot_be_taken(bob, case, nowhere):
    his, random = reply(bob, case, ""), reply(bob, nowhere, "")

    assert his.status_code == random.status_code == 404
    assert his.data == random.data


def test_a_stranger_is_led_to_the_door(stranger, case):
    answer = stranger.post(case + "/reply", {"message": "hello"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")


@pytest.mark.parametrize("typed", ["", " \r\n\t "])
def test_an_empty_message_is_pointed_out(alice, case, typed, told):
    answer = reply(alice, case, typed, case)

    assert answer.status_code == 422
    assert '<div role="alert"' in answer.text
    assert '<a href="#message">' in answer.text
    assert len(told().messages) == 1


def test_a_message_that_is_too_long_is_given_back_whole(alice, case, told):
    typed = "word " * 40_000

    answer = reply(alice, case, typed, case)

    assert answer.status_code == 422
    assert typed.strip() in answer.text
    assert len(told().messages) == 1


def test_markup_and_strange_letters_stay_text(alice, case, told):
    typed = "<script>alert(1)</script> \u202e \u200b & Ω"

    assert reply(alice, case, typed, case).status_code == 303
    assert told().messages[-1].text == typed
    assert "<script>" not in alice.get(case).text


def test_a_stale_token_gives_the_words_back(alice, case):
    answer = alice.post(case + "/reply", {"message": "We have read it."}, token="stale")

    assert answer.status_code == 400
    assert "We have read it." in answer.text
    assert f'action="{case}/reply"' in answer.text


def test_opening_the_address_does_nothing(alice, case):
    assert alice.get(case + "/reply").status_code == 405
