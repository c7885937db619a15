"""What was typed survives, for whoever typed it, and for nobody else."""

import re

import pytest

from tests.web import small

REPLY = small.CASE + "/reply"
WORDS = "Dear reporter, we have read <every> word & will ask him."


@pytest.fixture
def waiting(browser, clock):
    """Alice's reply meets the end of her session."""
    browser.sign_in("Alice")
    token = browser.token("/desk")
    clock.forward(minutes=45)
    return browser.post(REPLY, {"message": WORDS}, token=token)


def again(browser, waiting, name, **fields):
    form = {"name": name, "passphrase": "right", "carried": small.value(waiting, "carried")}
    return browser.post(
        "/desk/sign-in", {**form, **fields}, token=small.value(waiting, "csrf_token")
    )


def test_a_reply_after_the_end_of_the_session_meets_the_door_unreadable(waiting):
    assert waiting.status_code == 403
    assert 'action="/desk/sign-in"' in waiting.text
    for name in ("name", "passphrase", "code"):
        assert small.value(waiting, name) == ""
    assert "reporter" not in waiting.text.replace("every-reporter", "")
    assert small.CASE not in waiting.text


def test_it_stands_in_the_box_again_unsent(browser, waiting):
    answer = again(browser, waiting, "Alice")

    assert answer.status_code == 200
    assert f'action="{REPLY}"' in answer.text
    assert "we have read &lt;every&gt; word &amp; will" in answer.text


def test_the_page_says_to_which_case_it_belongs(browser, waiting):
    """A handler may have two tabs open."""
    assert "for case 6F1C-0F5E." in again(browser, waiting, "Alice").text


def test_the_door_on_the_way_is_as_easy_as_the_door(waiting):
    """Digits on a phone, a password manager, a code that is filled in."""
    text = waiting.text
    assert re.search(
        r'name="code" id="code" inputmode="numeric" autocomplete="one-time-code"', text
    )
    assert re.search(r'name="passphrase" id="passphrase" autocomplete="current-password"', text)


def test_and_is_sent_from_there(browser, waiting):
    answer = again(browser, waiting, "Alice")

    sent = browser.post(REPLY, {"message": WORDS}, token=small.value(answer, "csrf_token"))

    assert (sent.status_code, sent.headers["Location"]) == (303, small.CASE)


def test_nobody_else_is_shown_it(browser, waiting):
    answer = again(browser, waiting, "Bob")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")


def test_a_wrong_passphrase_on_the_way_loses_nothing(browser, waiting):
    refused = again(browser, waiting, "Alice", passphrase="wrong")

    assert "we have read &lt;every&gt;" in again(browser, refused, "Alice").text


def test_the_door_may_stay_open_a_day_and_not_a_week(browser, waiting, clock):
    clock.forward(days=1)
    assert again(browser, waiting, "Alice").status_code == 200

    later = browser.post("/desk/sign-out", token=browser.token("/desk"))
    clock.forward(days=7)
    form = {"name": "Alice", "passphrase": "right", "carried": small.value(waiting, "carried")}
    token = browser.token("/desk/sign-in")
    assert later.status_code == 303
    assert browser.post("/desk/sign-in", form, token=token).headers["Location"] == "/desk"


def test_a_tab_left_open_over_the_weekend_loses_nothing(browser, clock):
    """Typed on Monday, into a page of Friday."""
    browser.sign_in("Alice")
    token = browser.token("/desk")
    clock.forward(days=4)

    waiting = browser.post(REPLY, {"message": WORDS}, token=token)

    assert "we have read &lt;every&gt;" in again(browser, waiting, "Alice").text


def test_words_in_a_tab_of_alice_are_not_shown_to_bob_who_has_signed_in_since(browser):
    browser.sign_in("Alice")
    token = browser.token("/desk")
    browser.sign_in("Bob")

    waiting = browser.post(REPLY, {"message": WORDS}, token=token)

    assert "we have read" not in waiting.text
    assert 'action="/desk/sign-in"' in waiting.text
    assert "we have read &lt;every&gt;" in again(browser, waiting, "Alice").text


def test_words_in_an_old_tab_of_ones_own_stand_in_the_box_again(browser):
    browser.sign_in("Alice")
    token = browser.token("/desk")
    browser.sign_in("Alice")

    answer = browser.post(REPLY, {"message": WORDS}, token=token)

    assert answer.status_code == 400
    assert "we have read &lt;every&gt;" in answer.text


@pytest.mark.parametrize("carried", ["x", "é", "AAAA", "A" * 4000])
def test_a_forged_field_is_dropped(browser, carried):
    answer = browser.sign_in(carried=carried)

    assert answer.headers["Location"] == "/desk"


def test_it_survives_a_browser_that_lost_its_cookies(browser, clock):
    """A phone restores the tab, not the cookie: the form's own token says whose words they are."""
    browser.sign_in("Alice")
    token = browser.token("/desk")
    browser.client._cookies.clear()

    waiting = browser.post(REPLY, {"message": WORDS}, token=token)

    assert "we have read &lt;every&gt;" in again(browser, waiting, "Alice").text


def test_who_was_never_here_is_shown_the_door(browser):
    assert browser.post(REPLY, {"message": WORDS}).headers["Location"] == "/desk/sign-in"


def test_the_reporters_reply_waits_for_her_receipt(browser, clock):
    browser.post("/return", {"receipt": "right"}, token=browser.token("/return"))
    token = browser.token("/case")
    clock.forward(minutes=45)

    waiting = browser.post("/case/reply", {"message": WORDS}, token=token)
    assert 'action="/return"' in waiting.text
    assert "we have read" not in waiting.text

    form = {"receipt": "right", "carried": small.value(waiting, "carried")}
    answer = browser.post("/return", form, token=small.value(waiting, "csrf_token"))
    assert 'action="/case/reply"' in answer.text
    assert "we have read &lt;every&gt;" in answer.text


def test_a_busy_moment_gives_the_words_back(browser):
    form = {"story": WORDS, "then": "busy", "hidden": "state"}

    answer = browser.post("/report/send", form, token=browser.token("/report"))

    assert answer.status_code == 503
    assert "we have read &lt;every&gt;" in answer.text
    assert small.value(answer, "hidden") == "state"


def test_a_passphrase_is_asked_again_and_never_given_back(browser):
    answer = browser.post("/desk/sign-in", {"name": "Alice", "passphrase": "seven secret words"})

    assert answer.status_code == 400
    assert small.value(answer, "name") == "Alice"
    assert "seven secret words" not in answer.text
    assert 'type="password" name="passphrase"' in answer.text


def test_carried_words_keep_the_language_of_the_page(app, scheme, clock):
    browser = small.Browser(app, scheme)
    browser.sign_in("Alice")
    clock.forward(minutes=45)

    waiting = browser.post(REPLY, {"message": WORDS}, token="x")

    assert "/desk/sign-in" in waiting.text
