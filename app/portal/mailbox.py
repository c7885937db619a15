"""Coming back: the receipt opens the conversation, and nothing else does (P4)."""

from collections.abc import Iterator

from flask import current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from app.domain import access, errors
from app.portal import forms
from app.services import asking, formpage, mailbox, refusing
from app.web import carry, guards, headers, limits, pages, sessions, surfaces
from crypto import receipt as receipts

Page = tuple[str, int]
Problems = tuple[forms.Problem, ...]

OK, REFUSED = 200, 422
#: Letters: one more than the longest listed word has. A longer one is near none of them.
LONGEST_SLIP = 10
#: Name in the visit of a message that has just been kept; the next page says so, once.
ARRIVED = "arrived"
NO_REPORT = lazy_gettext(
    "These words open no report. A receipt has seven words. Please compare them, and their order."
)


@guards.allow(access.Action.RETURN)
def ask_receipt() -> Page:
    """Ask for the seven words: the same page for everybody."""
    return pages.shared("portal/return.html", typed="", carried="", problems=()), OK


@guards.allow(access.Action.RETURN)
def sign_in() -> ResponseReturnValue:
    """Open the conversation, or say which word cannot be right."""
    form = forms.ReceiptForm()
    problems = form.problems()
    if problems:
        return _receipt_page(form, problems)
    try:
        with limits.derivations("portal"):
            who = mailbox.sign_in(surfaces.instance(), receipt=form.receipt.data)
    except errors.UnknownWords as unknown:
        return _receipt_page(form, tuple(_unknown(unknown)))
    except errors.ReceiptUnknown:
        return _receipt_page(form, (forms.Problem("receipt", NO_REPORT),))
    sessions.start(who)
    return carry.resumed() or redirect(url_for("portal.case"), 303)


@guards.allow(access.Action.REPORTER_CASE)
def show() -> Page:
    """Show the conversation."""
    return _case_page(forms.MessageForm())


@guards.allow(access.Action.REPORTER_CASE)
def reply() -> ResponseReturnValue:
    """Add a message; ask once if it names somebody."""
    form, state = forms.MessageForm(), forms.StateForm()
    problems = form.problems() or state.problems()
    if problems:
        return _case_page(form, problems)
    outcome = mailbox.reply(
        surfaces.instance(),
        _who(),
        message=form.message.data,
        answers=state.answers(),
        now=pages.now(),
    )
    if isinstance(outcome, asking.Asked):
        return _check_page(form, outcome)
    session[ARRIVED] = True
    return redirect(url_for("portal.case"), 303)


@guards.allow(access.Action.REPORTER_CASE)
def refuse() -> ResponseReturnValue:
    """Say no to what two of her readers want."""
    form = forms.RefuseForm()
    problems = form.problems() or _refused(form)
    if problems:
        return _case_page(forms.MessageForm(), tuple(forms.Problem("", p.text) for p in problems))
    return redirect(url_for("portal.case"), 303)


def _refused(form: forms.RefuseForm) -> Problems:
    try:
        refusing.refuse(surfaces.instance(), _who(), card=form.card.data, now=pages.now())
    except errors.TooOld:
        return (forms.Problem("", forms.TOO_LATE),)
    except errors.NotFound:
        return (forms.Problem("", forms.NOTHING_ASKED),)
    return ()


@guards.allow(access.Action.REPORTER_CASE)
def leave() -> ResponseReturnValue:
    """Close the conversation on this device."""
    sessions.finish()
    return headers.clear_site(current_app.make_response(redirect(url_for("portal.landing"), 303)))


def _who() -> mailbox.Reporter:
    who = sessions.current()
    if not isinstance(who, mailbox.Reporter):
        # The guard lets nobody else in; should it ever, there is nothing here for them.
        raise errors.NotFound
    return who


def _unknown(unknown: errors.UnknownWords) -> Iterator[forms.Problem]:
    """Point at words that no receipt has, and at those of the public list that are near them."""
    for word in dict.fromkeys(unknown.words[: receipts.COUNT]):
        listed = receipts.suggest(word) if len(word) <= LONGEST_SLIP else ()
        near = ", ".join(f"“{each}”" for each in listed)
        said = gettext("No receipt has the word “%(word)s”.", word=word)
        if near:
            mend = gettext("Did you mean %(near)s?", near=near)
        else:
            mend = gettext("Please look at it again.")
        yield forms.Problem("receipt", f"{said} {mend}")


def _receipt_page(form: forms.ReceiptForm, problems: Problems) -> Page:
    page = render_template(
        "portal/return.html", typed=form.receipt.data, carried=carry.sealed(), problems=problems
    )
    return page, REFUSED


def _case_page(form: forms.MessageForm, problems: Problems = ()) -> Page:
    thread = mailbox.open_thread(surfaces.instance(), _who(), now=pages.now())
    page = render_template(
        "portal/case.html",
        thread=thread,
        named=_named(thread),
        message=form.message.data,
        problems=problems,
        arrived=session.pop(ARRIVED, False),
    )
    return page, REFUSED if problems else OK


def _named(thread: mailbox.Thread) -> formpage.Named | None:
    """Say back whom she named; a directory in doubt keeps no answer from her."""
    try:
        return formpage.named(surfaces.instance(), thread.said, now=pages.now())
    except errors.Doubtful:
        return None


def _check_page(form: forms.MessageForm, asked: asking.Asked) -> Page:
    page = render_template(
        "portal/check.html",
        action=url_for("portal.reply"),
        questions=asked.questions,
        carried=(("asked", "yes"),),
        text_name="message",
        text=form.message.data,
    )
    return page, OK
