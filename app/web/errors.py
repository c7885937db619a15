"""One table: what went wrong → which page. Nothing else in the program makes an error page.

1. The most exact class in `PAGES` wins. What is not in the table is a bug: a plain 500, logged as
   type and line, and not a word of the error or of the request anywhere (P1, P5).
2. Two 404s of one surface are the same bytes: no form, no token, no cookie, nothing of the address.
3. Where somebody's words would be lost, the page gives them back (`keeps`, see `carry`): in a form
   with a fresh token that sends them to the same address again.
4. A POST that the browser itself says comes from another site is refused, and its text is not
   given back: it is not the text of whoever sits there.

For `shared/error.html` (and nothing else is passed):
    title          heading, also for <title> if the page is not neutral
    what_happened  one or two sentences
    what_next      one or two sentences: what to do now
    status         the HTTP status, a number
    first          path of the page to start again from; not passed with a form
    form           None, or a `carry.Form`:
                     .action   path for <form method="post" action="…">
                     .fields   each with .name .value .label .kind: `hidden`, `line` (text input),
                               `area` (textarea), `secret` and `code` (always empty)
                     .button   text of the submit button
The template asks for `csrf_token()` only when there is a form, or rule 2 breaks.
"""

from dataclasses import dataclass

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_wtf.csrf import CSRFError, CSRFProtect
from gunicorn.http.errors import ParseException
from werkzeug import exceptions as http

from app.domain import access, errors
from app.store import db
from app.web import carry, events, guards, sessions, surfaces
from crypto.errors import CryptoError

_ = lazy_gettext


class FromElsewhere(http.Forbidden):
    """A form was sent to us from a page of another site."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. Attributes: `keeps`: words that were sent are given back."""

    status: int
    title: LazyString
    what_happened: LazyString
    what_next: LazyString
    keeps: bool = False


TRY_AGAIN = _("Wait a little, and try again.")
NOT_FOUND = Page(
    404,
    _("There is nothing here"),
    _("The address may be mistyped, or the page is not for you."),
    _("Go back, or start again from the first page."),
)
CHANGED = Page(
    409,
    _("Please send it once more"),
    _("Something changed while you were writing. Nothing was sent."),
    _("Look at what is below, and send it again."),
    keeps=True,
)
BUSY = Page(
    503,
    _("We are busy"),
    _("Very many people are here at this moment. Nothing was sent and nothing is lost."),
    _("Wait a minute and try again."),
    keeps=True,
)
STALE = Page(
    400,
    _("Please send it once more"),
    _("This page was open too long, or in two windows. Nothing was sent."),
    _("Look at what is below, and send it again."),
    keeps=True,
)
MALFORMED = Page(
    400,
    _("That did not arrive whole"),
    _("The connection broke, or your browser sent something we cannot read. Nothing was kept."),
    _("Go back and try again."),
)
BROKEN = Page(
    500,
    _("Something broke"),
    _("That is our fault, not yours. Nothing was sent."),
    _("Go back and try again. If it happens again, tell the people who run this site."),
)

PAGES: dict[type[Exception], Page] = {
    errors.NotFound: NOT_FOUND,
    errors.NotAllowed: NOT_FOUND,
    errors.Refused: CHANGED,
    errors.Busy: BUSY,
    errors.NotOpenYet: Page(
        503,
        _("We are not open yet"),
        _("The people who would read this have not all signed for their keys. Nothing was sent."),
        _("Come back in a few days. Your words are below, so that you can keep them."),
        keeps=True,
    ),
    errors.Doubtful: Page(
        503,
        _("Something here does not add up"),
        _("What is stored is not what it was, so we took nothing in. Nothing was sent."),
        _("Your words are below. Keep them, and come back tomorrow or go to somebody outside."),
        keeps=True,
    ),
    db.Conflict: CHANGED,
    db.DatabaseUnavailable: Page(
        503,
        _("Our storage does not answer"),
        _("Nothing was sent and nothing is lost."),
        _("Wait a few minutes and try again."),
        keeps=True,
    ),
    CryptoError: Page(
        500,
        _("This cannot be opened"),
        _("What is stored here does not open with your key. Nothing was changed."),
        _("Tell the people who run this site; they can see nothing of it either."),
    ),
    FromElsewhere: Page(
        403,
        _("That came from another site"),
        _("Your browser says that another site sent this form. Nothing was sent."),
        _("If you meant to write to us, start from our first page."),
    ),
    CSRFError: STALE,
    http.NotFound: NOT_FOUND,
    http.MethodNotAllowed: Page(
        405,
        _("This page cannot be opened like that"),
        _("It only takes what is sent from a form."),
        _("Go back, or start again from the first page."),
    ),
    http.RequestEntityTooLarge: Page(
        413,
        _("That is too much at once"),
        _("We cannot take in so much text in one go. Nothing was sent."),
        _("Go back, shorten it or send it in parts."),
    ),
    http.HTTPException: MALFORMED,
    ParseException: MALFORMED,
    Exception: BROKEN,
}


def install(app: Flask) -> None:
    """Answer every error by the table, and refuse forms that are not from our own pages."""
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_HEADERS=[])
    app.before_request(_refuse_elsewhere)
    app.register_error_handler(Exception, answer)


def protect(app: Flask) -> None:
    """Ask for a token with every POST; installed after the guards, so that a 404 asks for none."""
    CSRFProtect(app)


def page_for(error: Exception) -> Page:
    """Return the row of the table for `error`: that of the most exact class."""
    return next(PAGES[kind] for kind in type(error).__mro__ if kind in PAGES)


def answer(error: Exception) -> ResponseReturnValue:
    """Return the page for `error`."""
    page = page_for(error)
    if page.status == BROKEN.status:
        events.failed("request-failed", error)
    if page.keeps and sessions.is_anothers():
        return carry.to_the_door(surfaces.current())
    form = carry.form_again() if page.keeps else None
    body = render_template(
        "shared/error.html",
        title=page.title,
        what_happened=page.what_happened,
        what_next=page.what_next if form or not page.keeps else TRY_AGAIN,
        status=page.status,
        first=_first_page(),
        form=form,
    )
    return body, page.status


def _first_page() -> str:
    """Return where whoever is here begins; it never leads to this page again."""
    surface = surfaces.current()
    if not surface.is_served:
        surface = next(each for each in (surfaces.PORTAL, *surfaces.ALL) if each.is_served)
    role = guards.role_of(g.get("who"))
    if surface is surfaces.DESK and role and not access.may(role, access.Action.CASE_LIST):
        return surfaces.here("/desk/roster")
    return surfaces.here(surface.root)


def _refuse_elsewhere() -> None:
    # Browsers that know the header send it with every request; `none` is an address typed in or a
    # bookmark, and neither of them posts.
    said = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in {"GET", "HEAD", "OPTIONS"} and said != "same-origin":
        raise FromElsewhere
