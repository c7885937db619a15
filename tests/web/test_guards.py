"""Who is not signed in learns nothing; who is, only what the table allows."""

import pytest

from app.domain import access
from app.web import guards
from tests.web import small

ELSEWHERE = "/desk/cases/00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "path",
    ["/desk", "/desk/", small.CASE, "/desk/cases/nonsense", "/desk/nothing", "/desk/forgotten"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_desk_door_whatever_the_path(browser, path, method):
    answer = getattr(browser, method)(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/case", "/case/reply", "/case/nothing"])
def test_a_stranger_is_sent_to_return_from_every_page_of_a_case(browser, path):
    answer = browser.post(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/return")


def test_a_handler_sees_the_list(browser):
    browser.sign_in()

    assert browser.get("/desk").status_code == 200


def test_a_view_without_an_action_does_not_exist(browser):
    browser.sign_in()

    for path in ("/forgotten", "/desk/forgotten"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert "secret" not in answer.text


def test_forgotten_views_are_named(app):
    assert guards.undeclared(app) == ("desk.forgotten", "portal.forgotten")


def test_a_role_without_the_action_gets_the_404_of_an_unknown_address(app, browser):
    """An auditor and the list of cases."""
    app.config["KIND"] = "auditor"
    browser.sign_in("Ida")

    answer, unknown = browser.get("/desk"), browser.get("/desk/nothing")

    assert (answer.status_code, answer.data) == (404, unknown.data)


def test_two_404s_are_the_same_bytes(browser):
    """P2: not granted, in conflict and not existing; no form, no token, no cookie."""
    browser.sign_in()

    first, second = browser.get(ELSEWHERE), browser.get("/desk/cases/x")

    assert first.data == second.data
    assert small.headers_of(first) == small.headers_of(second)
    assert b"<form" not in first.data
    assert b"csrf" not in first.data
    assert "Set-Cookie" not in first.headers


def test_a_404_of_the_portal_sets_no_cookie(browser):
    answer = browser.get("/nothing")

    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert b"csrf" not in answer.data


def test_a_handler_is_a_stranger_on_the_reporters_side(browser):
    browser.sign_in()

    assert browser.get("/case").headers["Location"] == "/return"


def test_a_surface_that_is_not_served_does_not_exist(build):
    browser = small.Browser(build(surfaces="desk"))

    assert browser.get("/return").status_code == 404
    assert browser.get("/desk").headers["Location"] == "/desk/sign-in"


def test_a_path_that_only_begins_like_the_desk_is_not_the_desk(browser):
    assert browser.get("/desktop").status_code == 404
    assert browser.get("/cases").status_code == 404


@pytest.mark.parametrize("path", ["//desk", "/report/", "/desk/sign-in/"])
def test_no_redirect_is_made_from_the_host_header(browser, path):
    answer = browser.get(path, headers={"Host": "elsewhere.example"})

    assert "elsewhere.example" not in str(answer.headers) + answer.text


def test_the_role_follows_the_kind_of_account():
    assert guards.role_of(None) is None
    assert guards.role_of(small.staff("Ida", "auditor")) is access.Role.AUDITOR
