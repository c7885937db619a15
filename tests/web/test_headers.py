"""Every answer carries the same headers, whatever went wrong with it."""

import pytest

from tests.web import small

PATHS = {
    "/": 200,
    "/report": 200,
    "/leave": 303,
    "/case": 303,
    "/desk": 303,
    "/nothing": 404,
    "/report/send": 405,
    "/broken": 500,
    "/static/base.css": 200,
    "/static/nothing.css": 404,
}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
def test_every_answer_has_the_headers(browser, scheme, path, status):
    answer = browser.get(path)

    assert answer.status_code == status
    policy = dict(
        part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert "=(self" not in answer.headers["Permissions-Policy"]
    assert ("Strict-Transport-Security" in answer.headers) is (scheme == "https")
    for telling in ("Server", "Last-Modified", "ETag", "Vary", "Expires"):
        assert telling not in answer.headers


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/static/base.css"])
def test_no_page_is_kept(browser, path):
    assert browser.get(path).headers["Cache-Control"] == "no-store"


def test_a_style_sheet_is_kept_under_an_address_that_changes_with_it(browser, app):
    answer = browser.get("/static/base.css")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with app.test_request_context("/"):
        assert app.url_for("static", filename="base.css").startswith("/static/base.css?v=")


def test_a_piece_of_a_static_file_can_be_asked_for_without_a_date(browser):
    answer = browser.get(
        "/static/base.css", headers={"If-Modified-Since": "Fri, 1 Jan 2100 0:0:0 GMT"}
    )

    assert answer.status_code == 200


def test_a_static_path_does_not_climb(browser):
    for path in ("/static/../pyproject.toml", "/static/%2e%2e/settings.py", "/static/..%5cx"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Prefix"])
def test_no_name_of_a_host_comes_back(browser, header):
    for path in PATHS:
        answer = browser.get(path, headers={header: "evil.example"})
        assert "evil.example" not in str(answer.headers) + answer.text


def test_a_proxy_cannot_make_http_of_https(build):
    browser = small.Browser(build("https"), "http")

    answer = browser.get("/report", headers={"X-Forwarded-Proto": "http"})

    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_other_methods_are_not_explained(browser):
    assert browser.client.options("/report").status_code == 405
