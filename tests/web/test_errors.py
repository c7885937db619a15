"""One table makes every error page, and no log learns what was sent."""

import logging

import pytest
from werkzeug import exceptions as http

from app.domain import errors as domain
from app.store import db
from app.web import errors, events
from crypto import errors as crypto
from tests.web import small

STORY = "Bob-skims-the-refunds"


@pytest.fixture
def log():
    """Everything that any logger says, in the form it would be written."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(events.Plain().format(record))

    handler, root = Kept(), logging.getLogger()
    for logger in (root, events.LOG):
        logger.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)
    root.setLevel(logging.WARNING)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (domain.NotFound(), 404),
        (domain.NotAllowed(), 404),
        (domain.StateRefused(), 409),
        (domain.WrongStatus(), 409),
        (domain.Busy(), 503),
        (db.DatabaseUnavailable(), 503),
        (db.Conflict(), 409),
        (crypto.SlotRefused(), 500),
        (http.NotFound(), 404),
        (http.RequestEntityTooLarge(), 413),
        (http.ImATeapot(), 400),
        (errors.FromElsewhere(), 403),
        (KeyError("x"), 500),
    ],
)
def test_the_most_exact_row_of_the_table_answers(error, status):
    assert errors.page_for(error).status == status


def test_every_family_of_errors_has_a_row():
    families = (*domain.Refused.__subclasses__(), *crypto.CryptoError.__subclasses__())

    assert len(families) > 15
    assert all(errors.page_for(family.__new__(family)) is not errors.BROKEN for family in families)


def test_a_bug_is_a_plain_500_without_a_word_of_it(browser, log):
    answer = browser.get(f"/broken?story={STORY}")

    assert answer.status_code == 500
    assert STORY not in answer.text
    assert [line.partition("at=")[0] for line in log] == [
        f"{log[0][:10]} ERROR event=request-failed type=RuntimeError "
    ]
    assert "tests/web/small.py:" in log[0]


@pytest.mark.parametrize("then", ["busy", "state", "bug"])
def test_the_log_of_a_failed_request_holds_no_input(browser, log, then):
    """P5: no story, name, path, address, user agent or time finer than the day."""
    browser.post(
        "/report/send",
        {"story": STORY, "then": then},
        token=browser.token("/report"),
        headers={"User-Agent": "Torbrowser/17"},
    )

    text = "\n".join(log)
    assert STORY not in text
    assert "/report" not in text
    assert "127.0.0.1" not in text
    assert "Torbrowser" not in text
    assert "KeyError" in text or then != "bug"
    assert not any(":" in line.partition(" ")[0] for line in log)


def test_the_log_of_refused_forms_and_doors_holds_no_input(browser, log):
    browser.post("/report/send", {"story": STORY}, token="stale")
    browser.post("/return", {"receipt": STORY}, token=browser.token("/return"))
    browser.post(
        "/desk/sign-in", {"name": STORY, "passphrase": STORY}, token=browser.token("/desk/sign-in")
    )
    browser.get(f"/{STORY}?{STORY}")

    assert STORY not in "\n".join(log)


def test_a_library_is_named_in_the_log_but_not_quoted(log):
    logging.getLogger("sqlalchemy.pool").error("could not insert %s", STORY)

    assert log[-1].endswith("ERROR event=foreign by=sqlalchemy.pool")


def test_an_error_is_placed_in_our_own_code():
    with pytest.raises(ValueError, match=STORY) as caught:
        int(STORY)

    assert events.place(caught.value.__traceback__).startswith("tests/web/test_errors.py:")


def test_an_error_outside_a_page_is_logged_without_words(app, log):
    try:
        int(STORY)
    except ValueError as error:
        app.log_exception((ValueError, error, error.__traceback__))

    assert "event=answer-failed type=ValueError" in log[-1]
    assert STORY not in log[-1]


def test_a_database_that_is_down_gives_the_words_back(browser, app, monkeypatch):
    browser.sign_in()
    token = browser.token("/desk")

    def down(*_, **__):
        raise db.DatabaseUnavailable

    monkeypatch.setattr("app.services.sessions.resume", down)
    answer = browser.post(small.CASE + "/reply", {"message": "Dear reporter"}, token=token)

    assert answer.status_code == 503
    assert "Dear reporter" in answer.text


def test_a_desk_that_is_down_does_not_show_whose_desk_it_was(browser, monkeypatch):
    """The error page of the desk extends no page of the portal and names nobody."""
    browser.sign_in("Alice")

    answer = browser.get("/desk/nothing")

    assert "Alice" not in answer.text


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused(browser, method):
    answer = getattr(browser.client, method)("/report", base_url=browser.base)

    assert answer.status_code in {400, 405}


def test_a_head_is_a_get_without_a_body(browser):
    answer = browser.client.head("/report", base_url=browser.base)

    assert answer.status_code == 200
    assert answer.data == b""
