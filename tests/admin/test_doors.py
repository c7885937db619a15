"""/admin/sign-in, sign-out and welcome: the administrator's door, and nobody else's."""

import re

import pytest

from app.services import accounts
from tests.support import flows
from tests.web import small

DOOR = "/admin/sign-in"


def refusal(answer):
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_it_works(stranger):
    answer = stranger.enter("adam")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/people")
    assert stranger.get("/admin/people").status_code == 200
    assert stranger.get("/admin").headers["Location"] == "/admin/people"
    assert stranger.cookies() == {"sotto_admin"}


@pytest.mark.parametrize(
    ("who", "wrong"),
    [("adam", {"passphrase": "a b c d e f"}), ("adam", {"code": "000000"}), ("alice", {}),
     ("ida", {}), ("adam", {"name": "nobody"})],
)  # fmt: skip
def test_whatever_was_wrong_the_answer_is_one(stranger, who, wrong):
    """A handler at this door is refused like a wrong passphrase: each door knows its own."""
    bad = stranger.enter("adam", passphrase="quite wrong")
    answer = stranger.enter(who, **wrong)

    assert answer.status_code == bad.status_code == 403
    assert refusal(answer) == refusal(bad)
    assert stranger.get("/admin/people").headers["Location"] == DOOR


def test_an_administrator_is_refused_at_the_desk(app, clock, cast):
    from tests.admin.conftest import Visitor

    browser = Visitor(app, clock, cast, surface="desk")

    assert browser.enter("adam").status_code == 403


def test_empty_boxes_are_named(stranger):
    answer = stranger.enter("adam", name="", code="")

    assert answer.status_code == 422
    assert {'<a href="#name">', '<a href="#code">'} <= set(
        re.findall(r'<a href="#\w+">', answer.text)
    )


def test_signing_out_ends_the_session(adam):
    answer = adam.send("/admin/sign-out")

    assert (answer.status_code, answer.headers["Location"]) == (303, DOOR)
    assert adam.get("/admin/people").headers["Location"] == DOOR


def test_a_session_of_the_desk_opens_nothing_here(at_desk):
    alice = at_desk("alice")

    assert alice.get("/admin/people").headers["Location"] == DOOR


def test_an_administrator_opens_nothing_at_the_desk(adam):
    for path in ("/desk", "/desk/roster", "/desk/cases/x"):
        assert adam.get(path).headers["Location"] == "/desk/sign-in"


def test_every_address_leads_a_stranger_to_the_door(app, stranger):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]
    assert len(rules) > 8
    for rule in rules:
        path = re.sub("<[^>]*>", "x", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = stranger.client.open(path, method=method)
            is_open = path in {DOOR, "/admin/welcome"}
            assert is_open or answer.headers["Location"] == DOOR, path


@pytest.fixture
def invited(inst, cast, clock):
    """Invite one more administrator, and let two handlers sign for it."""
    given = {"name": "charlie", "person": "charlie", "kind": "admin", "now": clock.now}
    code = accounts.enrol(inst, **given).code
    flows.two_sign(inst, cast, "dora", "olga", now=clock.now)
    return code


def test_an_invitation_is_redeemed_here(stranger, invited, clock):
    given = {"name": "Charlie", "invitation": invited}
    answer = stranger.post("/admin/welcome", given, token=stranger.token("/admin/welcome"))
    shown = dict(re.findall(r'<output id="([\w-]+)"[^>]*>(.*?)</output>', answer.text, re.DOTALL))

    assert answer.status_code == 200
    assert {"passphrase", "totp-secret", "recovery-words"} == set(shown)


def test_and_nowhere_else(at_desk, stranger, invited, inst, clock):
    desk = at_desk("alice")
    given = {"name": "charlie", "invitation": invited}
    assert desk.post("/desk/welcome", given, token=desk.token("/desk/welcome")).status_code == 403

    handler = accounts.enrol(
        inst, name="tina", person="tina", kind="handler", tier=1, now=clock.now
    )
    given = {"name": "tina", "invitation": handler.code}
    answer = stranger.post("/admin/welcome", given, token=stranger.token("/admin/welcome"))
    assert answer.status_code == 403


def test_a_form_without_its_token_changes_nothing(adam):
    assert adam.post("/admin/sign-out", {}).status_code == 400
    assert adam.get("/admin/people").status_code == 200


def test_pages_have_the_headers_of_every_page(adam):
    from app.web import headers

    answer = adam.get("/admin/people")
    assert answer.headers["Cache-Control"] == "no-store"
    for name, value in headers.ALWAYS.items():
        assert answer.headers[name] == value
    assert small.value(answer, "csrf_token")
