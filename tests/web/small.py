"""Small views that do what a surface does in the fewest lines, and a browser for them.

A test on them fails for a fault of the web layer and of nothing else; `tests/journeys` drives the
real surfaces.
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from flask import Blueprint, current_app, redirect, render_template_string, request

from app.domain import access, errors
from app.services import mailbox, signin
from app.web import carry, guards, headers, limits, sessions

FORM = """
<form method="post" action="{{ action }}"><input name="csrf_token" value="{{ csrf_token() }}">
{% if carried %}<input type="hidden" name="carried" value="{{ carried }}">{% endif %}</form>
"""
CASE = "/desk/cases/6f1c0f5e-5a2c-4d0c-9d8e-0b6a1f6f2b11"


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **delta):
        self.now += timedelta(**delta)


def page(**given):
    return render_template_string(FORM, action=request.path, carried="", **given)


def staff(name, kind="handler"):
    return signin.Staff(
        account=name.encode().ljust(16, b"\0").hex(), name=name, kind=kind, tier=1,
        on_roster=True, seed=name.encode().ljust(32, b"\0"),
    )  # fmt: skip


def portal():
    views = Blueprint("portal", __name__)

    def add(rule, name, view, *, methods=("GET",), action=access.Action.PUBLIC):
        views.add_url_rule(rule, name, guards.allow(action)(view), methods=methods)

    for rule, name in (("/privacy", "privacy"), ("/elsewhere", "elsewhere"), ("/keys", "readers")):
        add(rule, name, lambda: "text")
    add("/", "landing", lambda: "landing")
    add("/leave", "leave", leave)
    add("/report", "report", report, methods=("GET", "POST"), action=access.Action.REPORT)
    add("/report/send", "send", send, methods=("POST",), action=access.Action.REPORT)
    add("/return", "sign_in", come_back, methods=("GET", "POST"), action=access.Action.RETURN)
    add("/case", "case", thread, action=access.Action.REPORTER_CASE)
    add(
        "/case/reply",
        "reply",
        thread_reply,
        methods=("POST",),
        action=access.Action.REPORTER_CASE,
    )
    add("/broken", "broken", broken)
    views.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    return views


def desk():
    views = Blueprint("desk", __name__, url_prefix="/desk")

    def add(rule, name, view, *, methods=("GET",), action=access.Action.CASE_LIST):
        views.add_url_rule(rule, name, guards.allow(action)(view), methods=methods)

    add("/sign-in", "sign_in", door, methods=("GET", "POST"), action=access.Action.SIGN_IN)
    add("/sign-out", "sign_out", out, methods=("POST",), action=access.Action.SIGN_OUT)
    add("", "cases", cases)
    add("/cases/<uuid:case>", "case", case, action=access.Action.CASE_OPEN)
    add("/cases/<uuid:case>/reply", "reply", said, methods=("POST",))
    views.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    return views


def report():
    return page()


def send():
    limits_of = {"busy": errors.Busy, "state": errors.StateRefused, "bug": KeyError}
    if request.form.get("then") in limits_of:
        raise limits_of[request.form["then"]](request.form["story"])
    return f"{len(request.form['story'])} letters"


def leave():
    sessions.finish()
    return headers.clear_site(redirect("/", 303))


def come_back():
    if request.method == "POST" and request.form["receipt"] == "right":
        sessions.start(mailbox.Reporter(**REPORTER))
        return carry.resumed() or redirect("/case", 303)
    return page()


def thread():
    return page()


def cases():
    return page()


def thread_reply():
    return redirect("/case", 303)


def said(**_):
    return redirect(request.path.rpartition("/")[0], 303)


def case(case):
    if str(case).startswith("6"):
        return page()
    raise errors.NotFound


def broken():
    raise RuntimeError(request.args.get("story"))


def door():
    if request.method == "GET":
        return page()
    name = request.form["name"]
    try:
        with limits.paced(name), limits.derivations("desk"):
            check(request.form["passphrase"])
    except errors.SignInRefused:
        return render_template_string(FORM, action="/desk/sign-in", carried=carry.sealed())
    sessions.start(staff(name, current_app.config.get("KIND", "handler")))
    return carry.resumed() or redirect("/desk", 303)


def check(passphrase):
    if passphrase != "right":
        raise errors.SignInRefused


def out():
    sessions.finish()
    return redirect("/desk/sign-in", 303)


SURFACES = {"portal": portal, "desk": desk}
REPORTER = {"case": bytes(16), "seed": bytes(32)}


class Browser:
    """A test client that keeps its cookies and sends back the hidden inputs of a page."""

    def __init__(self, app, scheme="http"):
        self.client = app.test_client()
        self.base = f"{scheme}://localhost"

    def get(self, path, **given):
        return self.client.get(path, base_url=self.base, **given)

    def post(self, path, fields=None, *, token=None, **given):
        fields = dict(fields or {})
        if token is not None:
            fields["csrf_token"] = token
        return self.client.post(path, data=fields, base_url=self.base, **given)

    def token(self, path):
        return value(self.get(path), "csrf_token")

    def sign_in(self, name="Alice", **fields):
        form = {"name": name, "passphrase": "right", "code": "1", **fields}
        return self.post("/desk/sign-in", form, token=self.token("/desk/sign-in"))

    def cookie(self, name):
        return self.client.get_cookie(name, domain="localhost")

    def cookies(self):
        return {each.key for each in self.client._cookies.values()}


def value(answer, name):
    """Return the value of the first input of that name in a page."""
    for tag in re.findall(r"<input[^>]*>", answer.text):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            return unescape(found.group(1)) if found else ""
    raise AssertionError(f"no input {name} in the page")


def headers_of(answer):
    """Return what a page answers with, without what differs by its address or moment."""
    return sorted((k, v) for k, v in answer.headers if k != "Content-Length")
