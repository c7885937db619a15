"""One cookie a surface, set late, renewed at the door, and worthless without the server."""

from http.cookies import SimpleCookie

import pytest
from itsdangerous import URLSafeSerializer

from app.web import sessions, surfaces
from tests.web import small


def cookie_of(answer):
    [(name, morsel)] = SimpleCookie(answer.headers["Set-Cookie"]).items()
    return name, morsel


def held(app, browser, name="sotto_desk"):
    """Read a cookie as its signer would."""
    name = ("__Host-" if app.config["HTTPS"] else "") + name
    signer = URLSafeSerializer(app.secret_key, salt=f"sotto {name.rpartition('_')[2]} cookie")
    return signer.loads(browser.cookie(name).value)


@pytest.mark.parametrize("path", ["/", "/privacy", "/static/base.css", "/nothing", "/leave"])
def test_a_page_without_a_form_sets_no_cookie(browser, path):
    assert "Set-Cookie" not in browser.get(path).headers


def test_a_page_with_a_form_sets_the_cookie_of_its_surface(browser, scheme):
    portal, cookie = cookie_of(browser.get("/report"))
    desk, _ = cookie_of(browser.get("/desk/sign-in"))

    host = "__Host-" if scheme == "https" else ""
    assert (portal, desk) == (host + "sotto_portal", host + "sotto_desk")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert not cookie["expires"]
    assert bool(cookie["secure"]) is (scheme == "https")


def test_the_next_page_leaves_the_cookie_alone(browser):
    browser.get("/report")

    assert "Set-Cookie" not in browser.get("/report").headers


def test_signing_in_begins_a_visit_of_its_own(app, browser):
    browser.get("/desk/sign-in")
    before = held(app, browser)

    browser.sign_in()

    after = held(app, browser)
    assert before["csrf_token"] != after["csrf_token"]
    assert before.get("visit") != after["visit"]
    assert after["ticket"]


def test_signing_out_begins_another(app, browser):
    browser.sign_in()
    before = held(app, browser)

    browser.post("/desk/sign-out", token=browser.token("/desk"))

    after = held(app, browser)
    assert "ticket" not in after
    assert before["visit"] != after["visit"]
    assert before["csrf_token"] != after["csrf_token"]
    assert browser.get("/desk").status_code == 303


def test_an_ended_session_cannot_be_brought_back(app, browser):
    """The old cookie is still signed; the row it opens is gone."""
    browser.sign_in()
    name = sessions.cookie_name(app, surfaces.DESK)
    old = browser.cookie(name).value
    browser.post("/desk/sign-out", token=browser.token("/desk"))

    browser.client.set_cookie(name, old, domain="localhost", secure=app.config["HTTPS"])

    assert browser.get("/desk").status_code == 303


def test_signing_in_again_ends_the_session_before(app, browser):
    browser.sign_in("Alice")
    name = sessions.cookie_name(app, surfaces.DESK)
    old = browser.cookie(name).value
    browser.sign_in("Charlie")

    browser.client.set_cookie(name, old, domain="localhost", secure=app.config["HTTPS"])

    assert browser.get("/desk").status_code == 303


def test_a_session_ends_when_nothing_is_done_for_half_an_hour(browser, clock):
    browser.sign_in()

    clock.forward(minutes=31)

    assert browser.get("/desk").headers["Location"] == "/desk/sign-in"


def test_a_session_slides_while_something_is_done(browser, clock):
    browser.sign_in()

    for _ in range(4):
        clock.forward(minutes=25)
        assert browser.get("/desk").status_code == 200


def test_a_session_ends_in_the_end_whatever_is_done(browser, clock):
    browser.sign_in()

    answers = []
    for _ in range(40):
        clock.forward(minutes=25)
        answers.append(browser.get("/desk").status_code)

    assert answers[0] == 200
    assert answers[-1] == 303


@pytest.mark.parametrize("worth", ["", "x", "a.b", "e30.AAAA"])
def test_a_forged_cookie_is_no_cookie(app, browser, worth):
    browser.client.set_cookie(sessions.cookie_name(app, surfaces.DESK), worth, domain="localhost")

    assert browser.get("/desk").status_code == 303


def test_a_cookie_of_one_surface_opens_no_other(app, browser):
    browser.sign_in()
    desk = browser.cookie(sessions.cookie_name(app, surfaces.DESK)).value

    browser.client.set_cookie(sessions.cookie_name(app, surfaces.PORTAL), desk, domain="localhost")

    assert browser.get("/case").headers["Location"] == "/return"


def test_a_reporter_who_leaves_keeps_nothing(app, browser):
    browser.post("/return", {"receipt": "right"}, token=browser.token("/return"))
    assert browser.get("/case").status_code == 200

    answer = browser.get("/leave")

    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert browser.cookies() == set()
    assert browser.get("/case").status_code == 303


def test_the_cookie_names_nobody(app, browser):
    """P5: neither the account nor the case can be read from it."""
    browser.sign_in("Alice")

    raw = repr(held(app, browser))

    assert "Alice" not in raw
    assert small.staff("Alice").account not in raw
