"""GET /case, POST /case/reply and /case/leave: the conversation on her side."""

import re

import pytest

from app.domain import errors
from app.services import formpage

STORY = "Somebody in the night shift writes refunds to his own card."


@pytest.fixture
def case(rita):
    return rita.come_back(rita.tell(STORY, where="Lisbon").receipt)


def test_it_shows_status_promise_and_what_was_said(case):
    assert '<p id="status" data-status="received">' in case.answer.text
    assert "9 March 2026" in case.text
    assert '<article class="message" data-from="reporter">' in case.answer.text
    assert STORY in case.text
    assert "Lisbon" in case.text


def test_a_stranger_is_led_to_the_door(rita):
    rita.go("/case")
    assert (rita.status, rita.answer.headers["Location"]) == (303, "/return")


def test_a_message_is_kept(case):
    case.send("/case/reply", message="It was the 4th.\r\n\r\nI saw it.")
    assert (case.status, case.answer.headers["Location"]) == (303, "/case")
    case.go("/case")
    assert case.answer.text.count('<article class="message" data-from="reporter">') == 2
    assert "It was the 4th.\n\nI saw it." in case.answer.text


@pytest.mark.parametrize("message", ["", " \n ", "\u200b"])
def test_an_empty_message_is_pointed_at(case, message):
    case.send("/case/reply", message=message)
    assert case.status == 422
    assert 'href="#message"' in case.answer.text


def test_a_message_of_200000_letters_is_given_back_whole(case):
    message = "ß" * 200_000
    case.send("/case/reply", message=message)
    assert case.status == 422
    assert case.sent("/case/reply")["message"] == [message]


def test_a_reader_named_in_a_message_is_asked_about_once(case):
    """DESIGN §7: a check page like that of the report, nothing stored before."""
    case.send("/case/reply", message="Dora Klein showed me the list.")
    assert case.status == 200
    assert case.heading == "Is your report about them?"
    assert case.page.forms[0].action == "/case/reply"
    assert case.sent("/case/reply")["message"] == ["Dora Klein showed me the list."]
    case.send("/case/reply")
    assert (case.status, case.answer.headers["Location"]) == (303, "/case")
    assert "Dora Klein showed me the list." in case.go("/case").text


def test_when_a_message_would_leave_nobody_it_is_not_stored_and_not_lost(case):
    everybody = (
        "Alice Moreau, Robert Okafor, Dora Klein, Emil Novak, Farid Aziz, Olga Brandt, "
        "Omar Haddad, Oskar Lind, Uma Reyes and Viktor Hahn all take bribes."
    )
    case.send("/case/reply", message=everybody)
    if case.heading == "Is your report about them?":
        case.send("/case/reply")
    assert case.status == 422
    assert everybody in case.text
    assert everybody not in case.go("/case").text


def test_leaving_ends_it_and_clears_the_browser(case):
    case.send("/case/leave")
    assert (case.status, case.answer.headers["Location"]) == (303, "/")
    assert case.answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert case.go("/case").answer.headers["Location"] == "/return"


def test_the_page_warns_before_the_visit_ends(case):
    """DESIGN §8: a paragraph that the style sheet shows after 25 minutes."""
    assert '<p class="ending" role="status">' in case.answer.text


def test_what_was_sent_is_said_to_have_arrived_once(case):
    arrived = "Your message has arrived. It stands below."
    assert arrived not in case.text
    case.send("/case/reply", message="It was the 4th.").go("/case")
    assert f'<p class="done" role="status">{arrived}</p>' in case.answer.text
    assert arrived not in case.go("/case").text


def test_what_was_not_sent_is_not_said_to_have_arrived(case):
    case.send("/case/reply", message="")
    assert "message has arrived" not in case.text
    case.send("/case/reply", message="Dora Klein showed me the list.")
    assert "message has arrived" not in case.go("/case").text


def test_she_reads_whom_she_named_as_she_named_them(rita):
    """DESIGN §4: what she said about people opens with the thread's key."""
    rita.go("/report")
    bob, dora = rita.id_of("Robert Okafor"), rita.id_of("Dora Klein")
    about = {"about_people": bob, "veto": dora, "about_names": "Kevin", "about_roles": "hr"}
    rita.come_back(rita.tell(STORY, about=about).receipt)
    (said,) = re.findall(r"<details>(.*?)</details>", rita.answer.text, re.DOTALL)
    parts = [each.strip() for each in re.sub(r"<[^>]*>", "\n", said).splitlines()]
    parts = [each for each in parts if each][2:-1]
    assert parts == [
        "It is about",
        "Robert Okafor",
        "Kevin",
        "Human resources",
        "Must not see it",
        "Dora Klein",
    ]


def test_later_messages_do_not_change_what_she_said_first(case):
    case.send("/case/reply", message="Dora Klein showed me the list.")
    case.send("/case/reply")
    assert "Whom you named" not in case.go("/case").text


def test_a_directory_in_doubt_keeps_no_answer_from_her(case, monkeypatch):
    """P12: what is shown of it is left out, the conversation is not."""

    def doubtful(*_args, **_kwargs):
        raise errors.Doubtful

    monkeypatch.setattr(formpage, "named", doubtful)
    assert STORY in case.go("/case").text
