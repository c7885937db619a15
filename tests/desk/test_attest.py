"""POST /desk/cases/…/attest, where the policy asks for a declaration before the first opening."""

import pytest

from tests.desk.conftest import company


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """Found a company with the policy a new instance starts with: it asks."""
    return company(tmp_path_factory.mktemp("asking") / "home", ask_declaration=True)


def attest(browser, case, page=None, **fields):
    return browser.send(case + "/attest", fields, page=page)


def test_the_page_names_only_whom_the_report_is_about(alice, case):
    text = alice.get(case).text

    assert "Robert Okafor" in text
    assert f'action="{case}/attest"' in text
    for hidden in ("The numbers are changed", "Credit taken", "Dora Klein", "data-status"):
        assert hidden not in text


def test_it_works(alice, case):
    answer = attest(alice, case, case, stand="clear")

    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert "The numbers are changed every Friday." in alice.get(case).text


def test_whoever_steps_aside_does_not_see_the_case(alice, visitor, case, nowhere):
    answer = attest(alice, case, case, stand="aside", because="He is my brother in law.")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert alice.get(case).data == alice.get(nowhere).data
    dora = visitor("dora")
    attest(dora, case, case, stand="clear")
    assert "brother" not in dora.get(case).text


def test_the_ground_is_told_to_the_auditors_alone(alice, visitor, case):
    """C13: she may have written the report herself."""
    attest(alice, case, case, stand="aside", ground="author")

    dora = visitor("dora")
    attest(dora, case, case, stand="clear")
    text = dora.get(case).text
    assert "stepped back" in text
    assert "author" not in text


def test_a_ground_is_one_of_those_offered(alice, case):
    answer = attest(alice, case, case, stand="aside", ground="kin")

    assert answer.status_code == 422
    assert '<a href="#ground">' in answer.text


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("reply", {"message": "hello"}),
        ("notes", {"note": "hello"}),
        ("status", {"status": "acknowledged"}),
    ],
)
def test_before_it_nothing_can_be_done(alice, case, verb, fields):
    assert alice.send(f"{case}/{verb}", fields, page=case).status_code == 404


def test_the_accused_gets_what_a_random_address_gives(bob, case, nowhere):
    his, random = attest(bob, case, stand="clear"), attest(bob, nowhere, stand="clear")

    assert bob.get(case).status_code == his.status_code == random.status_code == 404
    assert his.data == random.data


def test_a_stranger_is_led_to_the_door(stranger, case):
    assert stranger.post(case + "/attest", {}).headers["Location"] == "/desk/sign-in"


@pytest.mark.parametrize("stand", ["", "maybe", "\x00"])
def test_one_of_the_two_has_to_be_chosen(alice, case, stand):
    answer = attest(alice, case, case, stand=stand, because="I met him once.")

    assert answer.status_code == 422
    assert '<a href="#stand">' in answer.text
    assert "I met him once." in answer.text
