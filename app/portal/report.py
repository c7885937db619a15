"""Making a report: who and what, what happened, one check at most, and the receipt.

1. Nothing is stored before *send*. What was said on the first page travels through the second
   twice: sealed in `state` (that is what counts, and it holds the receipt), and as plain hidden
   fields, so that a state grown too old can be made again from her own answers (P12).
2. Every refusal shows the page again with everything that was typed.
3. The page after *send* is the POST's own answer: the receipt is never behind an address (P6).
"""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext

from app.domain import access, errors
from app.portal import forms
from app.portal.about import text
from app.services import asking, formpage, intake
from app.web import guards, limits, pages, sessions, surfaces

_ = lazy_gettext

#: What a view answers with: the page and its status.
Page = tuple[str, int]
Problems = tuple[forms.Problem, ...]

OK, REFUSED, CLOSED = 200, 422, 503
NOBODY_LEFT = forms.Problem(
    "people",
    _(
        "With these ticks nobody is left to read your report. Take away a tick you do not need, "
        "or go to an outside authority."
    ),
)
TOO_OLD = forms.Problem(
    "story",
    _(
        "This page was open for too long, so nothing was sent. Everything you typed is still here. "
        "Please press “Send” again."
    ),
)


@guards.allow(access.Action.REPORT)
def ask_about() -> Page:
    """Show step one, with nothing filled in: the same page for everybody."""
    page = pages.shared(
        "portal/report.html", first=_offered(), about=formpage.First(), carried=(), problems=()
    )
    return page, OK


@guards.allow(access.Action.REPORT)
def take_about() -> Page:
    """Take step one and show step two; or step one again, when she comes back to change it."""
    about, words = forms.AboutForm(), forms.WordsForm()
    if "change" in request.form:
        return _first_page(about, words)
    problems = about.problems()
    if problems:
        return _first_page(about, words, problems=problems)
    begun = _begin(about)
    if begun.leaves_nobody:
        return _first_page(about, words, problems=(NOBODY_LEFT,))
    return _second_page(about, words, begun=begun)


@guards.allow(access.Action.REPORT)
def send() -> Page:
    """Take the report and answer with the receipt, the check page, or what is to be mended."""
    words, state = forms.WordsForm(), forms.StateForm()
    problems = words.problems() or state.problems()
    if problems:
        return _mend_words(words, state=state.state.data, problems=problems)
    try:
        with limits.derivations("portal"):
            outcome = intake.submit(
                surfaces.instance(),
                hidden=state.state.data,
                visit=sessions.visit_id(),
                words=words.words(),
                answers=state.answers(),
                now=pages.now(),
            )
    except errors.StateRefused:
        return _mend_words(words, state=None, problems=(TOO_OLD,))
    if isinstance(outcome, asking.Asked):
        return _check_page(words, state=state, asked=outcome)
    return render_template("portal/receipt.html", receipted=outcome), OK


def nobody_clean(_error: Exception) -> Page:
    """Say that nobody here may read it, why not is not said; her words stay hers."""
    page = render_template("portal/refused.html", words=_typed(), text=text("elsewhere"))
    return page, REFUSED


def not_open_yet(_error: Exception) -> Page:
    """Say that the list of people with keys is not signed yet."""
    page = render_template("portal/not_open.html", words=_typed(), text=text("elsewhere"))
    return page, CLOSED


def _typed() -> str:
    return request.form.get("story") or request.form.get("message") or ""


def _begin(about: forms.AboutForm) -> intake.Begun:
    return intake.begin(
        surfaces.instance(), about.first(), visit=sessions.visit_id(), now=pages.now()
    )


def _offered() -> formpage.FirstPage:
    first = formpage.first_page(surfaces.instance(), now=pages.now())
    if not first.open:
        raise errors.NotOpenYet
    return first


def _first_page(about: forms.AboutForm, words: forms.WordsForm, *, problems: Problems = ()) -> Page:
    page = render_template(
        "portal/report.html",
        first=_offered(),
        about=about.data,
        carried=tuple(words.pairs()),
        problems=problems,
    )
    return page, REFUSED if problems else OK


def _second_page(
    about: forms.AboutForm,
    words: forms.WordsForm,
    *,
    begun: intake.Begun,
    state: str | None = None,
    problems: Problems = (),
) -> Page:
    page = render_template(
        "portal/story.html",
        readers=begun.readers,
        words=words.data,
        carried=(("state", state or begun.hidden), *about.pairs()),
        problems=problems,
    )
    return page, REFUSED if problems else OK


def _mend_words(words: forms.WordsForm, *, state: str | None, problems: Problems) -> Page:
    """Show step two again; a state that is still good is kept, and its receipt with it."""
    about = forms.AboutForm()
    about_problems = about.problems()
    if about_problems:
        return _first_page(about, words, problems=about_problems)
    return _second_page(about, words, begun=_begin(about), state=state, problems=problems)


def _check_page(words: forms.WordsForm, *, state: forms.StateForm, asked: asking.Asked) -> Page:
    about = forms.AboutForm()
    kept = (pair for pair in words.pairs() if pair[0] != "story")
    page = render_template(
        "portal/check.html",
        action=url_for("portal.send"),
        questions=asked.questions,
        carried=(("state", state.state.data), ("asked", "yes"), *about.pairs(), *kept),
        text_name="story",
        text=words.story.data,
    )
    return page, OK
