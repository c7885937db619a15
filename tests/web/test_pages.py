"""Language, dates, and one moment for each request."""

import shutil
from datetime import date

import pytest
from flask_wtf.csrf import generate_csrf

from app import paths
from app.web import carry, pages
from tests.web import small


@pytest.fixture
def german(monkeypatch, tmp_path, build):
    """Make an application with a German catalogue, as empty as one can be."""
    package = tmp_path / "app"
    catalogue = package / "translations/de/LC_MESSAGES/messages.mo"
    catalogue.parent.mkdir(parents=True)
    # Magic, version, no strings, and where they would stand.
    catalogue.write_bytes(bytes.fromhex("de120495") + b"".join(
        number.to_bytes(4, "little") for number in (0, 0, 28, 28, 0, 28)
    ))  # fmt: skip
    shutil.copytree(paths.static(), package / "static")
    templates = paths.templates()
    monkeypatch.setattr(paths, "PACKAGE", package)
    monkeypatch.setattr(paths, "templates", lambda: templates)
    return build()


def test_a_day_is_written_out(app):
    with app.test_request_context("/"):
        written = app.jinja_env.from_string("{{ d|day }}, {{ d|dateformat('long') }}")
        assert written.render(d=date(2026, 11, 20)) == (
            "Friday 20 November 2026, Friday 20 November 2026"
        )


def test_a_language_stands_in_front_of_the_path(german):
    browser = small.Browser(german)

    answer = browser.get("/de/report")

    assert answer.status_code == 200
    assert browser.get("/de/nothing").text.startswith('<!doctype html>\n<html lang="de"')
    assert browser.get("/nothing").text.startswith('<!doctype html>\n<html lang="en"')


def test_every_address_of_a_page_keeps_the_language(german):
    text = small.Browser(german).get("/de/nothing").text

    assert 'href="/de/return"' in text
    assert 'href="/return"' not in text


def test_the_doors_keep_the_language(german):
    browser = small.Browser(german)

    assert browser.get("/de/desk/cases").headers["Location"] == "/de/desk/sign-in"
    assert browser.get("/de/case").headers["Location"] == "/de/return"
    assert 'action="/de/report/send"' in browser.post("/de/report/send", {"story": "x"}).text


def test_a_language_alone_is_its_landing_page(german):
    assert small.Browser(german).get("/de").text == "landing"


def test_a_language_without_a_catalogue_does_not_exist(browser):
    assert browser.get("/de/report").status_code == 404


def test_a_german_day_reads_as_german_days_do(german):
    with german.test_request_context("/", environ_overrides={"sotto.language": "de"}):
        written = german.jinja_env.from_string("{{ d|day }}").render(d=date(2026, 11, 20))

    assert written == "Freitag, 20. November 2026"


def test_a_request_has_one_moment(app, clock):
    with app.test_request_context("/"):
        before = pages.now()
        clock.forward(days=2)
        assert pages.now() == before
        assert pages.today() == date(2026, 11, 20)


def test_a_variable_a_page_was_not_given_is_a_mistake(app):
    with app.test_request_context("/"), pytest.raises(Exception, match="undefined"):
        app.jinja_env.from_string("{{ nobody }}").render()


def test_what_somebody_typed_is_escaped(app):
    with app.test_request_context("/"):
        assert app.jinja_env.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


FORM = carry.Form("/report", (), "Send")


def shown_at(app, title, **environ):
    """Return a shared page as a fresh visitor gets it, without its token, and that token."""
    with app.test_request_context("/", environ_overrides=environ):
        told = {"what_happened": "", "what_next": "", "status": 200, "form": FORM}
        text, token = pages.shared("shared/error.html", title=title, **told), generate_csrf()
    assert text.count(token) == 1
    return text.replace(token, ""), token


def test_a_shared_page_gives_each_visitor_a_token_of_their_own(app):
    (first, one), (second, other) = shown_at(app, "One"), shown_at(app, "One")

    assert first == second
    assert one != other
    assert one not in second


def test_a_shared_page_is_made_again_when_what_it_shows_differs(app):
    assert ["One" in shown_at(app, title)[0] for title in ("One", "Two", "One")] == [
        True,
        False,
        True,
    ]


def test_a_shared_page_is_made_again_on_another_day(app, clock):
    shown_at(app, "One")
    kept = app.extensions["sotto_shared"]
    before = dict(kept)

    clock.forward(days=1)
    shown_at(app, "One")

    assert kept != before
    assert len(kept) == 1


def test_a_shared_page_is_of_one_language(german):
    shown_at(german, "One")
    text, _ = shown_at(german, "One", **{"sotto.language": "de", "SCRIPT_NAME": "/de"})

    assert '<html lang="de"' in text
    assert 'href="/de/return"' in text
    assert '<html lang="en"' in shown_at(german, "One")[0]
