"""GET and POST /return: seven words open the conversation, and nothing else does (P4)."""

import re

import pytest

from tests.portal.rita import Rita

STORY = "Somebody in the night shift writes refunds to his own card."


@pytest.fixture
def receipt(rita):
    return rita.tell(STORY).receipt


def test_the_receipt_opens_the_conversation(rita, receipt):
    rita.go("/return").send("/return", receipt=receipt)
    assert rita.status == 303
    assert rita.answer.headers["Location"] == "/case"
    assert STORY in rita.go("/case").text


@pytest.mark.parametrize("change", [str.upper, lambda words: "  " + words.replace(" ", "\r\n ")])
def test_case_and_spacing_do_not_matter(rita, receipt, change):
    rita.go("/return").send("/return", receipt=change(receipt))
    assert rita.status == 303


def test_what_was_typed_stands_on_nobody_elses_page(rita, app):
    rita.go("/return").send("/return", receipt="zzyzx is mine")
    assert "zzyzx" in rita.answer.text
    for visitor in (rita, Rita(app)):
        page = visitor.go("/return")
        assert page.status == 200
        assert "zzyzx" not in page.answer.text


def test_a_word_no_receipt_has_is_pointed_at_and_the_rest_is_kept(rita, receipt):
    typed = " ".join([*receipt.split()[:6], "zzyzx"])
    rita.go("/return").send("/return", receipt=typed)
    assert rita.status == 422
    assert "“zzyzx”" in rita.alert
    assert 'href="#receipt"' in rita.answer.text
    assert rita.sent("/return")["receipt"] == [typed]


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("aplle", "Did you mean “apple”?"),
        ("zzyzx", "Please look at it again."),
        ("x" * 200, "Please look at it again."),
    ],
)
def test_words_of_the_public_list_that_are_near_are_named(rita, typed, mend):
    rita.go("/return").send("/return", receipt=f"abacus {typed} {typed}")
    assert f"No receipt has the word “{typed}”. {mend}" in rita.alert
    assert rita.alert.count(typed) == 1


def test_words_pointed_at_are_no_more_than_a_receipt_has_and_stand_beside_the_box_too(rita):
    typed = [f"zz{letter}q" for letter in "abcdefghij"]
    rita.go("/return").send("/return", receipt=" ".join(typed))
    assert [word for word in typed if f"“{word}”" in rita.alert] == typed[:7]
    beside = re.findall(r'id="receipt-mend">(.*?)</div>', rita.answer.text, re.DOTALL)
    assert [each.count("No receipt has") for each in beside] == [7]


def test_a_wrong_receipt_a_short_one_and_one_in_another_order_are_one_answer(rita, receipt):
    words = receipt.split()
    said = set()
    for typed in (" ".join(words[:6]), " ".join(reversed(words)), "abacus " * 7):
        rita.go("/return").send("/return", receipt=typed)
        assert rita.status == 422
        said.add(rita.alert)
    assert len(said) == 1


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "x" * 501])
def test_nothing_typed_or_far_too_much_asks_for_the_seven_words(rita, typed):
    rita.go("/return").send("/return", receipt=typed)
    assert rita.status == 422
    assert "seven words" in rita.alert


def test_the_receipt_is_never_in_an_address(rita, receipt):
    rita.go("/return?receipt=" + receipt.replace(" ", "+"))
    assert receipt not in rita.text
    assert rita.sent("/return")["receipt"] == [""]


def test_words_that_came_with_an_ended_visit_stand_in_the_box_again(rita, receipt, clock):
    """P12: nothing typed is lost, and nothing readable is in the page meanwhile."""
    from datetime import timedelta

    rita.come_back(receipt)
    clock.now += timedelta(minutes=31)
    rita.send("/case/reply", message="A long letter of mine")
    assert "A long letter" not in rita.answer.text
    rita.send("/return", receipt=receipt)
    assert rita.status == 200
    assert rita.sent("/case/reply")["message"] == ["A long letter of mine"]
    rita.send("/case/reply")
    assert rita.answer.headers["Location"] == "/case"
    assert "A long letter of mine" in rita.go("/case").text
