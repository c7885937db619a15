"""GET /: five questions, five answers, and nothing that stays."""

import pytest


def test_it_answers_five_questions(rita):
    rita.go("/")
    assert rita.status == 200
    assert rita.answer.text.count("<h2>") == 6  # and one for what to do before writing


def test_it_sends_people_elsewhere_when_it_is_about_those_who_run_the_computers(rita):
    assert "Is it about the people who run our computers?" in rita.go("/").text
    assert 'href="/elsewhere"' in rita.answer.text


@pytest.mark.parametrize("path", ["/", "/privacy", "/elsewhere", "/readers"])
def test_reading_sets_no_cookie(rita, path):
    """DESIGN §7: a page without a form leaves nothing in her browser."""
    rita.go(path)
    assert rita.status == 200
    assert "Set-Cookie" not in rita.answer.headers
    assert not rita.page.forms
