"""GET and POST /desk/roster: who may be given keys, compared in person and signed by two tiers."""

import pytest

from app.services import accounts, rosters
from tests.support import cast as casting
from tests.web import small

PAGE = "/desk/roster"


@pytest.fixture
def charlie(inst, clock):
    """Charlie has redeemed an invitation to tier 1, so list 2 is proposed."""
    code = accounts.enrol(
        inst, name="charlie", person="charlie", kind="handler", tier=1, now=clock.now
    ).code
    return casting.redeem(inst, "charlie", code, clock.now)


def sign(browser, **fields):
    page = browser.get(PAGE)
    given = {"number": small.value(page, "number"), "digest": small.value(page, "digest")}
    return browser.send(PAGE, {**given, "agree": "yes", **fields}, page=PAGE)


def grouped(text):
    return "</span> <span>".join(text[n : n + 4] for n in range(0, len(text), 4))


def test_it_works(alice, visitor, charlie, inst, clock):
    first = sign(alice)
    sign(visitor("olga"))

    assert (first.status_code, first.headers["Location"]) == (303, PAGE)
    names = {each.name for tier in rosters.published(inst, now=clock.now) for each in tier.members}
    assert "Charlie Young" in names


def test_whoever_signs_last_is_told_that_the_list_is_in_force(alice, visitor, charlie):
    olga = visitor("olga")
    sign(alice)
    sign(olga)

    assert "yours was the last signature needed" in olga.get(PAGE).text
    assert "yours was the last signature needed" not in olga.get(PAGE).text


def test_the_page_shows_what_to_compare_and_what_changes(alice, charlie):
    text = alice.get(PAGE).text

    assert grouped(charlie.fingerprint.replace(" ", "")) in text
    assert "Charlie Young" in text
    assert "1 new, 0 changed, 0 leaving." in text
    assert grouped(small.value(alice.get(PAGE), "digest")) in text


def test_one_tier_alone_changes_nothing(alice, visitor, charlie, inst, clock):
    sign(alice)
    sign(visitor("dora"))

    names = {each.name for tier in rosters.published(inst, now=clock.now) for each in tier.members}
    assert "Charlie Young" not in names
    assert "You have signed this list." in alice.get(PAGE).text


def test_when_nothing_is_proposed_the_page_shows_the_number_to_compare(alice, inst, clock):
    page = alice.get(PAGE)

    assert "No change is proposed." in page.text
    assert "In force: list 1" in page.text
    assert 'name="agree"' not in page.text


def test_whoever_is_not_on_the_list_in_force_cannot_sign(stranger, charlie, clock):
    stranger.cast = {"charlie": charlie}
    clock.forward(minutes=1)
    stranger.enter("charlie")
    page = stranger.get(PAGE)
    assert 'name="agree"' not in page.text

    digest = "00" * 32
    answer = stranger.send(PAGE, {"number": "2", "digest": digest, "agree": "yes"})

    assert answer.status_code == 409


def test_an_auditor_looks_and_does_not_sign(visitor, charlie):
    page = visitor("ida").get(PAGE)

    assert "Charlie Young" in page.text
    assert 'name="agree"' not in page.text


def test_an_auditor_is_led_from_an_error_to_a_page_that_is_there(visitor, alice):
    """There is no list of cases for an auditor, so that address is another 404."""
    ida = visitor("ida")

    assert ida.get("/desk").status_code == 404
    assert f'href="{PAGE}"' in ida.get("/desk").text
    assert 'href="/desk"' in alice.get("/desk/nothing").text


def test_a_stranger_is_led_to_the_door(stranger):
    for answer in (stranger.get(PAGE), stranger.post(PAGE, {"agree": "yes"})):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")


def test_signing_twice_is_refused(alice, charlie):
    page = alice.get(PAGE)
    given = {"number": small.value(page, "number"), "digest": small.value(page, "digest")}
    alice.send(PAGE, {**given, "agree": "yes"})

    assert alice.send(PAGE, {**given, "agree": "yes"}).status_code == 409


def test_without_the_tick_nothing_is_signed(alice, charlie):
    answer = sign(alice, agree="")

    assert answer.status_code == 422
    assert '<a href="#agree">' in answer.text
    assert "You have signed" not in alice.get(PAGE).text


@pytest.mark.parametrize(
    "other",
    [
        {"number": "3"},
        {"number": "x"},
        {"number": "9" * 400},
        {"digest": "00" * 32},
        {"digest": "é"},
    ],
)
def test_another_list_than_the_one_compared_is_not_signed(alice, charlie, other):
    answer = sign(alice, **other)

    assert answer.status_code == 409
    assert "not the one you saw" in answer.text
    assert "You have signed" not in alice.get(PAGE).text
