"""POST /desk/sign-in: the door, and what it says to those it does not open for."""

import re

import pytest

from tests.web import small

DOOR = "/desk/sign-in"


def refusal(answer):
    """Return what a page says, without what was typed into it and its token."""
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_it_works(stranger):
    answer = stranger.enter("alice")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert stranger.get("/desk").status_code == 200


def test_a_name_may_be_typed_as_people_type(stranger):
    answer = stranger.enter("alice", name="  ALICE ")

    assert answer.status_code == 303


def test_an_auditor_begins_at_the_key_list(stranger):
    answer = stranger.enter("ida")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/roster")
    assert stranger.get("/desk/roster").status_code == 200
    assert stranger.get("/desk").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"name": "nobody"}, {"passphrase": "a b c d e f"}, {"code": "000000"}, {"code": "six"}],
    ids=["name", "passphrase", "code", "no code"],
)
def test_whatever_was_wrong_the_answer_is_one(stranger, clock, wrong):
    bad = stranger.enter("alice", passphrase="quite wrong")
    clock.forward(minutes=1)

    answer = stranger.enter("alice", **wrong)

    assert answer.status_code == bad.status_code == 403
    assert refusal(answer) == refusal(bad)
    assert '<div role="alert"' in answer.text
    assert stranger.get("/desk").headers["Location"] == DOOR


def test_a_code_opens_once(stranger, visitor):
    visitor("alice")

    assert stranger.enter("alice").status_code == 403


def test_a_refused_visitor_keeps_the_name_and_never_the_secrets(stranger):
    answer = stranger.enter("alice", passphrase="granite lullaby", code="123456")

    assert small.value(answer, "name") == "alice"
    assert "granite" not in answer.text
    assert "123456" not in answer.text


@pytest.mark.parametrize("field", ["name", "passphrase", "code"])
def test_an_empty_field_is_named(stranger, field):
    answer = stranger.enter("alice", **{field: " "})

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text


@pytest.mark.parametrize("typed", ["\x00", "\u200b\u202e", "é" * 200, "x" * 40_000])
def test_garbage_is_refused_calmly(stranger, typed):
    for field in ("name", "passphrase", "code"):
        answer = stranger.enter("alice", **{field: typed})
        assert answer.status_code in {403, 422}
        assert '<div role="alert"' in answer.text


def test_without_a_token_nothing_happens(stranger):
    answer = stranger.post(DOOR, stranger.fields("alice"))

    assert answer.status_code == 400
    assert stranger.get("/desk").headers["Location"] == DOOR


def test_whoever_is_not_signed_in_is_led_to_the_door_from_everywhere(stranger, case, nowhere):
    for path in ("/desk", "/desk/roster", "/desk/no-such-page", case, nowhere):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, DOOR)


def test_a_reply_typed_when_the_session_ended_stands_in_the_box_again(alice, case, clock):
    """P12: nothing typed is lost, and nothing is sent unseen."""
    token = alice.token(case)
    clock.forward(minutes=45)
    door = alice.post(case + "/reply", {"message": "We have <read> it."}, token=token)
    carried = small.value(door, "carried")
    assert "read" not in carried

    again = alice.post(
        DOOR, alice.fields("alice", carried=carried), token=small.value(door, "csrf_token")
    )

    assert again.status_code == 200
    assert "We have &lt;read&gt; it." in again.text
    assert f'action="{case}/reply"' in again.text
    assert "We have" not in alice.get(case).text


def test_a_wrong_code_on_the_way_back_loses_nothing(alice, case, clock):
    token = alice.token(case)
    clock.forward(minutes=45)
    door = alice.post(case + "/reply", {"message": "We have read it."}, token=token)
    carried = {"carried": small.value(door, "carried")}

    refused = alice.send(DOOR, alice.fields("alice", code="000000", **carried), page=DOOR)

    assert small.value(refused, "carried") == carried["carried"]
    assert "signed out while you were writing" in refused.text
