"""GET /desk/cases/…: a case for its readers, one 404 for everybody else."""

import re

import pytest

from tests.desk.conftest import found
from tests.support import flows
from tests.web import small


def test_it_works(alice, case):
    page = alice.get(case)

    assert page.status_code == 200
    assert "The numbers are changed every Friday." in page.text
    assert re.findall(r'<article class="message" data-from="(\w+)">', page.text) == ["reporter"]
    assert '<p id="status" data-status="received">' in page.text
    assert "Robert Okafor" in page.text


def test_the_page_says_with_whom_to_speak(alice, case):
    """The other readers of tier 1; neither the accused, nor his people, nor oneself."""
    text = alice.get(case).text
    listed = found(r'<ul class="names">(.*?)</ul>', text)

    assert re.findall(r"<li>([^<]+)</li>", listed) == ["Dora Klein", "Emil Novak"]
    assert "and nobody else." in text


def test_the_accused_gets_byte_for_byte_what_a_random_address_gives(bob, case, nowhere):
    """P2, T9."""
    his, random = bob.get(case), bob.get(nowhere)

    assert his.status_code == random.status_code == 404
    assert his.data == random.data
    assert small.headers_of(his) == small.headers_of(random)


@pytest.mark.parametrize("who", ["farid", "olga", "uma", "ida"])
def test_so_does_whoever_is_in_line_of_another_tier_or_no_handler(visitor, case, nowhere, who):
    browser = visitor(who)

    assert browser.get(case).status_code == 404
    assert browser.get(case).data == browser.get(nowhere).data


def test_a_stranger_is_led_to_the_door(stranger, case):
    assert stranger.get(case).headers["Location"] == "/desk/sign-in"


@pytest.mark.parametrize("typed", ["x", "6f1c", "%00", "é" * 50, "..", "0" * 4000, "a/b"])
def test_what_is_no_id_is_a_case_that_does_not_exist(alice, nowhere, typed):
    answer = alice.get(f"/desk/cases/{typed}")

    assert answer.status_code == 404
    assert answer.data == alice.get(nowhere).data


def test_a_404_has_no_form_and_no_token(bob, case):
    assert "csrf_token" not in bob.get(case).text


def test_a_reporter_who_names_a_reader_shuts_him_out_at_once(inst, visitor, case, receipt, clock):
    """T6, seen from the desk."""
    dora = visitor("dora")
    assert dora.get(case).status_code == 200
    rita = flows.come_back(inst, receipt)
    flows.say(inst, rita, "Dora Klein knew of it.", clock.now)

    assert dora.get(case).status_code == 404
    assert case not in dora.get("/desk").text
