"""A form counts only if it comes from a page of ours, over http and over https."""

import pytest

from tests.web import small

STORY = "He said I would be next <b>& nobody would know</b>"


def test_a_form_with_its_token_is_taken(browser):
    token = browser.token("/report")

    assert browser.post("/report/send", {"story": STORY}, token=token).text.endswith("letters")


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c"])
def test_a_form_without_its_token_gives_the_words_back(browser, token):
    browser.get("/report")

    answer = browser.post(
        "/report/send", {"story": STORY, "hidden": "state", "veto": ["1", "2"]}, token=token
    )

    assert answer.status_code == 400
    assert 'action="/report/send"' in answer.text
    assert STORY not in answer.text, "escaped"
    assert "He said I would be next &lt;b&gt;" in answer.text
    assert small.value(answer, "hidden") == "state"
    assert answer.text.count('name="veto"') == 2


def test_the_form_given_back_can_be_sent(browser):
    stale = browser.post("/report/send", {"story": STORY})

    answer = browser.post("/report/send", {"story": STORY}, token=small.value(stale, "csrf_token"))

    assert answer.status_code == 200


def test_the_token_of_another_visit_does_not_count(app, browser, scheme):
    foreign = small.Browser(app, scheme).token("/report")
    browser.get("/report")

    assert browser.post("/report/send", {"story": STORY}, token=foreign).status_code == 400


def test_the_token_of_another_surface_does_not_count(browser):
    desk = browser.token("/desk/sign-in")
    browser.get("/report")

    assert browser.post("/report/send", {"story": STORY}, token=desk).status_code == 400


def test_a_token_from_before_the_sign_in_does_not_count(browser):
    old = browser.token("/desk/sign-in")
    browser.sign_in()

    assert browser.post(small.CASE + "/reply", {"message": "Hello"}, token=old).status_code == 400


def test_a_token_is_good_all_afternoon(browser, monkeypatch):
    token = browser.token("/report")
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 4e9)

    assert browser.post("/report/send", {"story": STORY}, token=token).status_code == 200


def test_a_token_in_a_header_is_no_token(browser):
    answer = browser.post(
        "/report/send", {"story": STORY}, headers={"X-CSRFToken": browser.token("/report")}
    )

    assert answer.status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_the_browser_says_is_from_elsewhere_is_refused(browser, site):
    """Even with a token; and what it brought is not given to whoever sits there."""
    token = browser.token("/report")

    answer = browser.post(
        "/report/send", {"story": STORY}, token=token, headers={"Sec-Fetch-Site": site}
    )

    assert answer.status_code == 403
    assert "He said" not in answer.text


def test_a_form_the_browser_says_is_ours_needs_no_referrer(browser):
    """Under `no-referrer` a browser sends `Origin: null` and no Referer, on https too."""
    answer = browser.post(
        "/report/send",
        {"story": STORY},
        token=browser.token("/report"),
        headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    )

    assert answer.status_code == 200


def test_a_link_from_elsewhere_is_followed(browser):
    assert browser.get("/report", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
