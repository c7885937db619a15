"""POST /desk/welcome: an invitation becomes keys that nobody but the invited person holds."""

import re

import pytest

from app.services import accounts
from tests.support import cast as casting
from tests.web import small

PAGE = "/desk/welcome"


@pytest.fixture
def invitation(inst, clock):
    """Charlie is to join tier 1."""
    return accounts.enrol(
        inst, name="charlie", person="charlie", kind="handler", tier=1, now=clock.now
    )


def shown(answer):
    """Return what the sheet gives: id of the output → its words."""
    found = re.findall(r'<output id="([\w-]+)"[^>]*>(.*?)</output>', answer.text, re.DOTALL)
    return {name: re.sub("<[^>]+>", "", kept).split() for name, kept in found}


def redeem(browser, code, name="charlie", **more):
    return browser.send(PAGE, {"name": name, "invitation": code, **more}, page=PAGE)


def test_it_works(stranger, invitation, clock):
    answer = redeem(stranger, invitation.code)

    sheet = shown(answer)
    assert answer.status_code == 200
    assert len(sheet["passphrase"]) == 6
    assert len(sheet["recovery-words"]) == 21
    assert len(sheet["fingerprint"]) == 12
    stranger.cast = {
        "charlie": casting.Credentials(
            "charlie", " ".join(sheet["passphrase"]), "".join(sheet["totp-secret"]), "", ""
        )
    }
    assert stranger.enter("charlie").status_code == 303


def test_the_page_that_asks_gives_nothing(stranger, invitation):
    assert shown(stranger.get(PAGE)) == {}


def test_it_works_once(stranger, invitation):
    redeem(stranger, invitation.code)

    answer = redeem(stranger, invitation.code)

    assert answer.status_code == 403
    assert shown(answer) == {}


def test_it_works_for_a_week(stranger, invitation, clock):
    clock.forward(days=8)

    assert redeem(stranger, invitation.code).status_code == 403


def test_a_wrong_name_an_unknown_code_and_garbage_are_one_answer(stranger, invitation):
    texts = {
        re.sub(r'value="[^"]*"', "", answer.text)
        for answer in (
            redeem(stranger, invitation.code, name="alice"),
            redeem(stranger, "AAAAAA-BBBBBB-CCCCCC-DDDDDD"),
            redeem(stranger, "\x00 é"),
        )
    }
    assert len(texts) == 1
    assert '<div role="alert"' in texts.pop()


def test_what_was_typed_stands_there_again(stranger):
    answer = redeem(stranger, "AAAAAA", recovery="castle river")

    assert small.value(answer, "invitation") == "AAAAAA"
    assert "castle river</textarea>" in answer.text
    assert "<details open>" in answer.text


@pytest.mark.parametrize("field", ["name", "invitation"])
def test_an_empty_field_is_named(stranger, field):
    answer = stranger.send(PAGE, {"name": "charlie", "invitation": "x", field: ""}, page=PAGE)

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
