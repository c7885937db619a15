"""GET /desk/changes and POST /desk/changes/ID: what waits for two handlers of different tiers."""

import re

import pytest

from app.services import accounts, changes
from tests.desk.conftest import found
from tests.support import cast as casting
from tests.support import flows, seeds

PAGE = "/desk/changes"


@pytest.fixture
def reset(inst, clock):
    """Ask for a new start for Bob."""
    return accounts.reset(inst, name="bob", now=clock.now).code


def path(browser):
    return found(rf'action="({PAGE}/[0-9a-f-]{{36}})"', browser.get(PAGE).text)


def sign(browser):
    return browser.send(path(browser), page=PAGE)


def test_it_works(alice, visitor, reset, inst, cast):
    answer = sign(alice)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "Your signature is kept." in alice.get(PAGE).text
    assert "You have signed." in alice.get(PAGE).text
    sign(visitor("olga"))

    words = cast["bob"].recovery_words
    assert accounts.redeem(inst, name="bob", invitation=reset, recovery=words, now=alice.clock.now)
    assert "Nothing waits for a signature." in alice.get(PAGE).text


def test_the_page_says_what_about_whom_by_whom_and_who_has_signed(alice, visitor, reset):
    sign(visitor("olga"))
    text = alice.get(PAGE).text

    assert "A new start for Robert Okafor" in text
    assert "Signed by olga" in text
    assert "Asked for from the command line" in text


def test_who_is_concerned_sees_it_and_cannot_sign(bob, alice, reset):
    """P7: nobody gives himself a new second factor."""
    assert "A new start for Robert Okafor" in bob.get(PAGE).text
    assert not re.search(rf'action="{PAGE}/', bob.get(PAGE).text)

    answer = bob.send(path(alice), page=PAGE)

    assert answer.status_code == 409
    assert '<div role="alert"' in answer.text


@pytest.mark.parametrize("change", ["x", "0b6a1f6f-2b11-4d0c-9d8e-6f1c0f5e5a2c"])
def test_what_does_not_wait_cannot_be_signed(alice, change):
    assert alice.send(f"{PAGE}/{change}", page=PAGE).status_code == 409


def test_signing_twice_is_refused(alice, reset):
    where = path(alice)
    sign(alice)

    assert alice.send(where, page=PAGE).status_code == 409


def test_a_stranger_is_led_to_the_door(stranger):
    for answer in (stranger.get(PAGE), stranger.post(f"{PAGE}/x")):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")


def test_an_auditor_has_no_such_page(visitor):
    assert visitor("ida").get(PAGE).status_code == 404


def test_it_is_the_same_with_and_without_a_case(alice, reset, inst):
    """P7: what waits, waits the same; the page knows of no case."""

    def shown():
        return re.sub(r'value="[^"]*"', "", alice.get(PAGE).text)

    before = shown()
    flows.report(inst, casting.START, about=["bob"])

    assert shown() == before


def test_a_get_signs_nothing(alice, reset, inst, clock):
    assert alice.get(path(alice)).status_code == 405
    (one,) = changes.waiting(inst, seeds.staff(inst, alice.cast, "dora"), now=clock.now)
    assert one.signed == ()
