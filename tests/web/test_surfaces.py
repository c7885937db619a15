"""The web layer around the real surfaces: every address is guarded, limited and headed."""

import re
from datetime import timedelta

import pytest

from app import factory
from app.domain import access
from app.settings import Settings
from app.web import guards, headers, limits
from tests.support import cast as casting
from tests.support import flows
from tests.web import small

CONTRACT = """
GET /                      GET /report   POST /report   POST /report/send
GET /return  POST /return  GET /case     POST /case/reply  POST /case/leave  GET /leave
GET /desk/sign-in  POST /desk/sign-in  POST /desk/sign-out  GET /desk/welcome  POST /desk/welcome
GET /desk/roster   POST /desk/roster   GET /desk
GET /desk/cases/*  POST /desk/cases/*/attest  POST /desk/cases/*/reply  POST /desk/cases/*/notes
POST /desk/cases/*/status  POST /desk/cases/*/recuse
GET /admin/sign-in  POST /admin/sign-in  GET /admin/people  POST /admin/people
"""
OPEN = ("/", "/report", "/return", "/privacy", "/elsewhere", "/readers", "/desk/sign-in",
        "/desk/welcome", "/admin/sign-in", "/admin/welcome")  # fmt: skip
MESSAGE = "Dear reporter, we have read <every> word & will ask him."


def served(inst, clock, **given):
    settings = Settings.load({}, home=inst.home, surfaces="portal,desk,admin", **given)
    return factory.create_app(settings, clock=clock, inst=inst)


@pytest.fixture
def clock():
    clock = small.Clock()
    clock.now = casting.START + timedelta(hours=1)
    return clock


@pytest.fixture
def app(inst, clock):
    return served(inst, clock)


@pytest.fixture
def browser(app):
    return small.Browser(app)


def addresses(app):
    return {
        (method, re.sub("<[^>]*>", "*", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def door(browser, who, clock, **fields):
    """Fill in the door of the desk; a code counts once, so time goes on."""
    clock.forward(seconds=31)
    form = {"name": who.name, "passphrase": who.passphrase, "code": who.code(clock.now)}
    return browser.post("/desk/sign-in", {**form, **fields}, token=browser.token("/desk/sign-in"))


def test_every_view_declares_an_action(app):
    """STYLE: a view without a declared action does not exist; this is the failing test."""
    assert len(list(app.url_map.iter_rules())) > 20
    assert guards.undeclared(app) == ()


def test_every_address_of_the_contract_exists(app):
    pairs = CONTRACT.split()

    assert set(zip(pairs[::2], pairs[1::2], strict=True)) <= addresses(app)


def test_every_size_belongs_to_an_address(app):
    """A rule that is renamed must not fall back to the small limit unseen."""
    rules = {rule for _, rule in addresses(app)} | {"/desk/intake"}

    assert set(limits.SIZES) <= rules


def test_only_a_get_of_leave_ends_something(app):
    """GET changes nothing: no other view of a surface that takes GET is for signing out."""
    ends = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and guards._action_of(app.view_functions[rule.endpoint]) is access.Action.SIGN_OUT
    }

    assert ends == set()


@pytest.mark.parametrize("path", OPEN)
def test_every_open_page_has_the_headers(browser, path):
    answer = browser.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    for name, value in headers.ALWAYS.items():
        assert answer.headers[name] == value


def test_only_pages_with_a_form_set_a_cookie(app):
    for path in OPEN:
        answer = small.Browser(app).get(path)
        has_form = 'method="post"' in answer.text
        assert ("Set-Cookie" in answer.headers) is has_form, path


def test_no_page_needs_what_the_policy_forbids(browser):
    """No script, no inline style, nothing from elsewhere: the policy would only break the page."""
    for path in OPEN:
        text = browser.get(path).text
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|data:", text), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text.split("<main")[0]), path


def test_every_closed_address_leads_a_stranger_to_the_door(app):
    browser = small.Browser(app)
    for method, rule in addresses(app):
        path = rule.replace("*", "0b6a1f6f-2b11-4d0c-9d8e-6f1c0f5e5a2c")
        if path in OPEN or not path.startswith(("/desk", "/case", "/admin")):
            continue
        answer = browser.client.open(path, method=method)
        assert answer.status_code == 303, path
        assert answer.headers["Location"] in {"/desk/sign-in", "/return", "/admin/sign-in"}


def test_a_handler_signs_in_and_out(browser, cast, clock):
    answer = door(browser, cast["alice"], clock)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    page = browser.get("/desk")
    assert page.status_code == 200
    out = browser.post("/desk/sign-out", token=small.value(page, "csrf_token"))
    assert out.headers["Location"] == "/desk/sign-in"
    assert browser.get("/desk").status_code == 303


def test_the_accused_gets_for_a_case_what_anybody_gets_for_nothing(inst, browser, cast, clock):
    """P2: byte for byte, headers included; so does the auditor."""
    flows.report(inst, about=("bob",))
    [case] = flows.listed(inst, flows.desk(inst, cast, "alice"))
    for person in ("bob", "ida"):
        door(browser, cast[person], clock)
        real = browser.get(f"/desk/cases/{case}")
        unknown = browser.get("/desk/cases/0b6a1f6f-2b11-4d0c-9d8e-6f1c0f5e5a2c")
        assert real.status_code == 404
        assert real.data == unknown.data
        assert small.headers_of(real) == small.headers_of(unknown)


def test_a_reply_survives_the_end_of_the_session(inst, browser, cast, clock):
    """P12, on the real pages: sealed into the door, in the box again, sent from there."""
    flows.report(inst)
    [case] = flows.listed(inst, flows.desk(inst, cast, "alice"))
    door(browser, cast["alice"], clock)
    token = browser.token("/desk")
    clock.forward(minutes=45)

    kept = browser.post(f"/desk/cases/{case}/reply", {"message": MESSAGE}, token=token)
    carried = small.value(kept, "carried")
    assert MESSAGE[:14] not in kept.text

    wrong = door(browser, cast["alice"], clock, carried=carried, code="000000")
    assert small.value(wrong, "carried") == carried

    answer = door(browser, cast["alice"], clock, carried=carried)
    assert "we have read &lt;every&gt; word" in answer.text
    assert f'action="/desk/cases/{case}/reply"' in answer.text

    sent = browser.post(
        f"/desk/cases/{case}/reply",
        {"message": MESSAGE},
        token=small.value(answer, "csrf_token"),
    )
    assert sent.status_code == 303
    assert "we have read &lt;every&gt; word" in browser.get(f"/desk/cases/{case}").text


def test_a_reporters_message_survives_the_end_of_her_visit(inst, browser, clock):
    receipt = flows.report(inst)
    browser.post("/return", {"receipt": receipt}, token=browser.token("/return"))
    token = browser.token("/case")
    clock.forward(minutes=45)

    kept = browser.post("/case/reply", {"message": MESSAGE}, token=token)
    answer = browser.post(
        "/return",
        {"receipt": receipt, "carried": small.value(kept, "carried")},
        token=small.value(kept, "csrf_token"),
    )

    assert "we have read &lt;every&gt; word" in answer.text
    assert 'action="/case/reply"' in answer.text


def test_a_wrong_receipt_is_told_calmly_and_kept_out_of_the_log(browser, caplog):
    words = "abacus abdomen abdominal abide abiding ability ablaze"

    answer = browser.post("/return", {"receipt": words}, token=browser.token("/return"))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "abdomen" not in caplog.text


def test_the_desk_is_not_there_for_a_portal_alone(inst, clock):
    settings = Settings.load({}, home=inst.home, surfaces="portal")
    browser = small.Browser(factory.create_app(settings, clock=clock, inst=inst))

    assert browser.get("/desk/sign-in").status_code == 404
    assert browser.get("/report").status_code == 200


def test_a_request_costs_few_statements(inst, browser, cast, clock):
    door(browser, cast["alice"], clock)
    browser.get("/desk/nothing")
    before = inst.db.statements

    browser.get("/desk/nothing")

    assert inst.db.statements - before <= 1
