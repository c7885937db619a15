"""The page on which a handler declares to whom she is tied: /desk/declarations (C4, C5, C10).

What it says depends on what she declared and typed, and on the directory; on no case.
"""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from app.domain import access, declarations, errors
from app.services import declarations as service
from app.services import signin, withdrawals
from app.web import done, pages, sessions, surfaces
from app.web.forms import Problem, StaffForm
from app.web.guards import allow

blueprint = Blueprint("declarations", __name__, url_prefix="/declarations")
Action = access.Action

MENDS = 422
MOST_NAME = 200
MOST_WORDS = 1000
MOST_NAMES = 500
HERE = "desk.declarations.page"

PROBLEMS = {
    "self": Problem("name", _("This is you. Type the name of the other.")),
    "twice": Problem("name", _("You have declared this already. It stands above.")),
    "later": Problem("since", _("This day is still to come. Type the day it began.")),
    "full": Problem("", _("There is no room for more. Write less, or speak with an auditor.")),
    "unknown": Problem(
        "name",
        _(
            "Nobody of this name is in the list of people who work here. Look at the spelling, or"
            " choose a firm, or somebody outside."
        ),
    ),
}
WHICH = Problem("pick", _("Several people have this name. Choose whom you mean."))
WAITS = Problem("", _("This waits for two signatures already."))
NO_FIRM = Problem("name", _("This name has no letters. Type it again."))


def _is_day(_form: StaffForm, field: StringField) -> None:
    try:
        date.fromisoformat(field.data or "2000-01-01")
    except ValueError:
        raise ValidationError(_("Type the day as year, month and day: 2026-05-31.")) from None


def _at_most(most: int) -> Length:
    too_long = _("This is longer than %(most)s characters. Shorten it.", most=most)
    return Length(max=most, message=too_long)


class Declare(StaffForm):
    """One tie: which kind, to whom, since when, and a few words."""

    relation = StringField(
        validators=[AnyOf(tuple(declarations.RELATIONS), _("Choose what ties you to them."))]
    )
    whom = StringField(validators=[AnyOf(("person", "outside"), _("Choose where they belong."))])
    name = StringField(validators=[InputRequired(_("Type the name.")), _at_most(MOST_NAME)])
    also = StringField(validators=[_at_most(MOST_NAMES)])
    pick = StringField()
    since = StringField(validators=[_is_day])
    note = StringField(validators=[_at_most(MOST_WORDS)])

    @property
    def declared(self) -> service.Typed:
        """What the service is asked to keep."""
        words = self.words
        return service.Typed(
            relation=words["relation"],
            outside=words["whom"] == "outside",
            name=words["name"],
            pick=words["pick"],
            also=tuple(words["also"].splitlines()),
            since=date.fromisoformat(words["since"]) if words["since"] else None,
            words="\n".join(words["note"].splitlines()),
        )


class Look(StaffForm):
    """Nothing is missing: only the token."""


@blueprint.get("")
@allow(Action.DECLARE)
def page() -> ResponseReturnValue:
    """Show what she has declared, and ask for more."""
    return _page(None)


@blueprint.post("")
@allow(Action.DECLARE)
def declare() -> ResponseReturnValue:
    """Keep one thing more; where several people have the name, ask which."""
    form = Declare()
    if not form.validate():
        return _page(form), MENDS
    try:
        meant = service.declare(surfaces.instance(), _staff(), form.declared, now=pages.now())
    except declarations.NotDeclared as refused:
        return _page(form, _problem(refused, form)), MENDS
    if meant:
        return _page(form, WHICH, meant=meant), MENDS
    return done.lead_to(HERE, done="declared")


@blueprint.post("/looked-through")
@allow(Action.DECLARE)
def look() -> ResponseReturnValue:
    """Keep that she has looked through it, and nothing is missing."""
    form = Look()
    if not form.validate():
        return _page(None), MENDS
    service.look_through(surfaces.instance(), _staff(), now=pages.now())
    return done.lead_to(HERE, done="looked through")


@blueprint.post("/<int:number>/withdraw")
@allow(Action.DECLARE)
def withdraw(number: int) -> ResponseReturnValue:
    """Ask two others to let one thing go; until they have signed it counts."""
    form = Look()
    if not form.validate():
        return _page(None), MENDS
    try:
        withdrawals.ask(surfaces.instance(), _staff(), number, now=pages.now())
    except (errors.NotFound, errors.NotAllowed):
        raise
    except errors.Refused:
        return _page(None, WAITS), MENDS
    return done.lead_to(HERE, done="asked")


def reminder() -> str:
    """Return the word for the page after the door, when it is time to look through it; else ""."""
    try:
        view = service.view(surfaces.instance(), _staff(), now=pages.now())
    except (errors.NotAllowed, errors.Doubtful):
        return ""
    return "look through" if view.is_due else ""


def _problem(refused: declarations.NotDeclared, form: Declare) -> Problem:
    if refused.why == "unknown" and form.declared.outside:
        return NO_FIRM
    return PROBLEMS[refused.why]


def _page(form: Declare | None, *more: Problem, meant: tuple[service.Candidate, ...] = ()) -> str:
    try:
        view = service.view(surfaces.instance(), _staff(), now=pages.now())
    except errors.NotAllowed:
        view = None
    return render_template(
        "desk/declarations.html",
        staff=_staff(),
        view=view,
        meant=meant,
        typed=form.typed if form else {},
        problems=(*form.problems, *more) if form else more,
        said=done.said(),
    )


def _staff() -> signin.Staff:
    """Return who is signed in; the guards have seen to it that somebody is."""
    who = sessions.current()
    if not isinstance(who, signin.Staff):
        raise errors.NotFound
    return who
