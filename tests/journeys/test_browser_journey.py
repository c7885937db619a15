"""From a report to a reply and back, in a real Chromium with scripts off, on both databases."""

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys import walk
from tests.support import chromium

pytestmark = chromium.marks

#: What Chromium's console says of a 404, of leaving, and of powers it has no name for (yet).
HARMLESS = (
    "Failed to load resource: the server responded with a status of 404",
    "Clear-Site-Data header on",
    "Error with Permissions-Policy header: Unrecognized feature",
)


@pytest.fixture
def seen(journey):
    return journey.seen


def test_the_page_tells_her_that_he_cannot_open_it(seen):
    """The sentence of who may read it, before she has written a word."""
    text = seen["second page"].text

    assert "No key for: Robert Okafor." in text
    (can_read,) = re.findall(r"can read it: ([^.]*)\.", text)
    assert "Alice Moreau" in can_read
    assert "Robert Okafor" not in can_read


def test_she_is_given_seven_words_and_a_day(journey, seen):
    assert len(journey.receipt.split()) == 7
    assert "10 March 2026" in seen["receipt"].text
    assert "You may go to an authority at any time." in seen["receipt"].text


def test_the_accused_sees_an_empty_desk(seen):
    """P2."""
    for moment in ("his list", "his list after"):
        assert walk.rows(seen[moment]) == []
        assert "There is nothing for you here." in seen[moment].text


def test_the_accused_gets_byte_for_byte_what_a_random_address_gives(seen):
    """P2, T9: body and headers, before and after everything that happens in the case."""
    assert seen["his case"].status == 404
    assert seen["his case"].alike == seen["nowhere"].alike
    assert seen["his case after"].alike == seen["nowhere"].alike


def test_a_clean_handler_lists_reads_and_answers(journey, seen):
    assert walk.rows(seen["clean list"]) == [journey.case]
    for words in (walk.STORY.split("\n")[-1], walk.PLACE, walk.SEASON, walk.STRANGER):
        assert words in seen["clean case"].text
    assert walk.from_whom(seen["answered"]) == ["reporter", "handlers"]


def test_she_reads_the_answer_with_nothing_but_the_words(seen):
    """P4; and nobody's name is on it."""
    assert walk.from_whom(seen["conversation"]) == ["reporter", "handlers"]
    assert walk.ANSWER in seen["conversation"].text
    assert "Alice" not in seen["conversation"].text


def test_naming_a_second_reader_is_asked_about_before_it_is_kept(seen):
    assert "Dora Klein" in seen["check page"].text
    assert "Then tick nothing." in seen["check page"].text
    assert walk.from_whom(seen["sent"]) == ["reporter", "handlers", "reporter"]


def test_the_second_reader_could_read_it_until_then(journey, seen):
    assert walk.rows(seen["her list before"]) == [journey.case]
    assert seen["her case before"].status == 200
    assert "vermilion queue" in seen["her case before"].text


def test_the_second_reader_loses_the_case_with_that_message(seen):
    """T6: no row, and an address like any other."""
    assert walk.rows(seen["her list after"]) == []
    assert seen["her case after"].status == 404
    assert seen["her case after"].alike == seen["nowhere for her"].alike


def test_the_clean_handler_sees_the_new_message(journey, seen):
    assert walk.rows(seen["clean list after"]) == [journey.case]
    assert walk.from_whom(seen["clean case after"]) == ["reporter", "handlers", "reporter"]
    assert walk.MORE in seen["clean case after"].text


def test_the_list_says_that_it_is_a_message_and_not_a_report(seen):
    assert "New report" in seen["clean list"].text
    assert "New message" in seen["clean list after"].text


def test_what_she_closed_is_closed(seen):
    assert "vermilion" not in seen["after closing"].text
    assert "Open your report" in seen["after closing"].text


def test_no_page_asks_anybody_else_for_anything(journey):
    """No third party, nothing but pages, style sheets and the icon."""
    hosts = {urlsplit(each).hostname for each in journey.asked_for}
    assert hosts == {"127.0.0.1"}
    assert journey.downloads == []
    assert [each for each in journey.complaints if not each.startswith(HARMLESS)] == []


def test_the_receipt_is_never_in_an_address(journey):
    """Nor is a word of what was typed."""
    addresses = " ".join(journey.asked_for).lower()
    for word in (*journey.receipt.split(), "zebulon", "vermilion", "periwinkle", "heliotrope"):
        assert word not in addresses
