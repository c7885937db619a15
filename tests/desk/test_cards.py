"""Below /desk/cases/…: cards that two sign, and handing up (CONFLICTS §4)."""

import pytest

from tests.desk.conftest import found
from tests.support import flows

STORY = "The numbers are changed every Friday."
LET_FARID_IN = "lift|farid|C3"


def ask(browser, case, choice=LET_FARID_IN, reason="He trains them.", **more):
    fields = {"choice": choice, "meant": "", "reason": reason, **more}
    return browser.send(case + "/cards", fields, page=case + "/cards")


@pytest.fixture
def asked(alice, case):
    answer = ask(alice, case)
    assert (answer.status_code, answer.headers["Location"]) == (303, case + "/cards")
    return case


@pytest.fixture
def olga(visitor):
    return visitor("olga")


def card(browser, case):
    return found(r'name="card" value="([0-9a-f]{64})"', browser.get(case + "/cards").text)


def test_it_works(alice, asked, olga, told):
    """Alice asks, Olga's desk shows it, she reads the card and signs, the reporter is told."""
    assert asked in olga.get("/desk").text
    assert "A second signature is asked of you." in olga.get(asked).text
    page = olga.get(asked + "/cards").text
    for words in ("Farid Aziz", "Support trainer", "He trains them.", "Alice Moreau"):
        assert words in page
    answer = olga.send(asked + "/cards/sign", {"card": card(olga, asked)}, page=asked + "/cards")
    assert (answer.status_code, answer.headers["Location"]) == (303, asked + "/cards")
    assert "Both have signed. The reporter is told." in olga.get(asked + "/cards").text
    assert [notice.what for notice in told().notices] == ["lift"]


def test_the_page_of_cards_shows_nothing_of_the_story(alice, asked, olga):
    for browser in (alice, olga):
        assert STORY not in browser.get(asked + "/cards").text
        assert STORY in browser.get(asked).text


def test_who_asked_waits_and_has_no_button(alice, asked):
    page = alice.get(asked + "/cards").text
    assert "It waits for a second person, of another tier." in page
    assert 'name="card"' not in page


@pytest.mark.parametrize(
    ("choice", "status"), [("", 422), ("lift", 422), ("steal|farid|C3", 422), ("lift||C3", 422),
                           ("lift|bob|C1", 409), ("grant|bob|", 409), ("correct|bob|", 409)],
)  # fmt: skip
def test_what_is_not_offered_is_refused_and_what_was_typed_stands_there(
    alice, case, choice, status
):
    answer = ask(alice, case, choice)
    assert answer.status_code == status
    assert "He trains them." in answer.text
    assert 'role="alert"' in answer.text


def test_a_card_needs_a_reason(alice, case):
    answer = ask(alice, case, reason=" ")
    assert answer.status_code == 422
    assert 'href="#card-reason"' in answer.text


def test_a_card_that_does_not_wait_is_not_signed(alice, asked):
    answer = alice.send(asked + "/cards/sign", {"card": "9f" * 32}, page=asked + "/cards")
    assert answer.status_code == 409
    assert "This card does not wait for you." in answer.text


@pytest.mark.parametrize(("meant", "says"), [("Nobody Atall", "Nobody of this name")])
def test_who_is_meant_instead_has_to_be_on_the_list(alice, inst, clock, meant, says):
    flows.report(inst, clock.now, story="Dora Klein took the money.")
    case = found(r'href="(/desk/cases/[0-9a-f-]{36})"', alice.get("/desk").text)
    answer = ask(alice, case, "correct|dora|", meant=meant)
    assert answer.status_code == 422
    assert says in answer.text
    assert ask(alice, case, "correct|dora|", meant="Charlie Young").status_code == 303
    assert "Charlie Young" in alice.get(case + "/cards").text


def test_handing_up_lets_the_next_tier_in(alice, visitor, inst, clock):
    flows.report(inst, clock.now)
    case = found(r'href="(/desk/cases/[0-9a-f-]{36})"', alice.get("/desk").text)
    answer = alice.send(case + "/hand-up", {"reason": "We are few."}, page=case)
    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert "The next tier may read it now as well." in alice.get(case).text
    olga = visitor("olga")
    assert case in olga.get("/desk").text
    assert "We are few." in olga.get(case).text


def test_the_accused_gets_what_a_random_address_gives(bob, asked, nowhere):
    for where, fields in (
        ("/cards", {"choice": LET_FARID_IN, "meant": "", "reason": "I am."}),
        ("/cards/sign", {"card": "9f" * 32}), ("/hand-up", {"reason": ""}),
    ):  # fmt: skip
        his, random = bob.send(asked + where, fields), bob.send(nowhere + where, fields)
        assert his.status_code == random.status_code == 404
        assert his.data == random.data
    assert bob.get(asked + "/cards").data == bob.get(nowhere + "/cards").data


def test_a_stranger_is_led_to_the_door(stranger, case):
    answer = stranger.get(case + "/cards")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
