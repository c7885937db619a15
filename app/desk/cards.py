"""What two sign inside one case, and handing a case up: below /desk/cases/… (CONFLICTS §4, ADR 38).

The page shows cards and nothing of the story. For whoever may not read the case each address gives
the one 404.
"""

from types import MappingProxyType

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length

from app.domain import access, errors
from app.domain.cards import WHATS, Card
from app.services import casework, cosigning, signin
from app.services.declarations import Candidate
from app.web import done, pages, sessions, surfaces
from app.web.forms import Problem, StaffForm, lines, text
from app.web.guards import allow

blueprint = Blueprint("cards", __name__, url_prefix="/cases/<case>")
Action = access.Action

MENDS, CHANGED = 422, 409
MOST_REASON = 10_000
MOST_LINE = 500
HERE = "desk.cards.page"

CHOOSE = Problem("choice", _("Choose what you ask for."))
UNKNOWN = Problem(
    "meant",
    _("Nobody of this name is in the list of people. Look at the spelling, or leave it empty."),
)
WHICH = Problem("pick", _("Several people have this name. Choose whom you mean."))
NOT_POSSIBLE = Problem(
    "",
    _("This cannot be asked for, or not by you. Look at what stands here now."),
)
GONE = Problem("", _("This card does not wait for you. Look at what stands here now."))
_SHORT = Length(max=MOST_LINE, message=_("This is too long to be right. Type it again."))


class Ask(StaffForm):
    """A card: what for, who is meant instead, why."""

    ids = MappingProxyType({"reason": "card-reason"})
    choice = StringField(validators=[_SHORT])
    meant = StringField(filters=[lines], validators=[_SHORT])
    pick = StringField(validators=[_SHORT])
    reason = text(_("Say in a sentence why."), most=MOST_REASON)

    def card(self, meant: str) -> Card | None:
        """Return what was chosen, `meant` a person; None for what no page offers."""
        what, _bar, rest = (self.choice.data or "").partition("|")
        person, _bar, ground = rest.rpartition("|")
        if what not in WHATS or not person:
            return None
        return Card(what, person, ground, meant if what == "correct" else "")


class Sign(StaffForm):
    """A signature; `card` is the digest of what was read."""

    card = StringField(validators=[_SHORT])


class HandUp(StaffForm):
    """Why the next body is asked to join, if one likes to say."""

    ids = MappingProxyType({"reason": "up-reason"})
    reason = text(None, most=MOST_REASON)


@blueprint.get("/cards")
@allow(Action.CASE_COSIGN)
def page(case: str) -> ResponseReturnValue:
    """Show the cards of a case, and what may be asked for."""
    return _page(case)


@blueprint.post("/cards")
@allow(Action.CASE_COSIGN)
def ask(case: str) -> ResponseReturnValue:
    """Sign a card as the first."""
    form = Ask()
    if not form.validate():
        return _page(case, form), MENDS
    found = _meant(form)
    card = form.card(found[0].person if len(found) == 1 else "")
    if card is None:
        return _page(case, form, CHOOSE), MENDS
    if card.what == "correct" and (form.meant.data or "").strip() and len(found) != 1:
        return _page(case, form, WHICH if found else UNKNOWN, meant=found), MENDS
    try:
        cosigning.ask(
            surfaces.instance(),
            _staff(),
            case=case,
            card=card,
            reason=form.words["reason"],
            now=pages.now(),
        )
    except errors.NotAllowed:
        return _page(case, form, NOT_POSSIBLE), CHANGED
    return done.lead_to(HERE, case=case, done="asked")


def _meant(form: Ask) -> tuple[Candidate, ...]:
    """Give whom the typed name may mean; the one that was picked, if one was."""
    typed = (form.meant.data or "").strip()
    found = cosigning.people_called(surfaces.instance(), typed, now=pages.now()) if typed else ()
    return tuple(one for one in found if one.person == form.pick.data) or found


@blueprint.post("/cards/sign")
@allow(Action.CASE_COSIGN)
def sign(case: str) -> ResponseReturnValue:
    """Sign a card as the second."""
    form = Sign()
    if not form.validate():
        return _page(case, None, GONE), MENDS
    try:
        cosigning.sign(
            surfaces.instance(), _staff(), case=case, card=form.words["card"], now=pages.now()
        )
    except errors.NotAllowed:
        return _page(case, None, GONE), CHANGED
    return done.lead_to(HERE, case=case, done="signed")


@blueprint.post("/hand-up")
@allow(Action.CASE_HAND_UP)
def hand_up(case: str) -> ResponseReturnValue:
    """Let the next body join in."""
    form = HandUp()
    if not form.validate():
        return _page(case, None, *form.problems), MENDS
    cosigning.hand_up(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    return done.lead_to("desk.case", case=case, done="handed up")


def _page(
    case: str, form: Ask | None = None, *more: Problem, meant: tuple[Candidate, ...] = ()
) -> str:
    view = casework.open_case(surfaces.instance(), _staff(), case=case, now=pages.now())
    return render_template(
        "desk/attest.html" if view.must_attest else "desk/cards.html",
        staff=_staff(),
        case=view,
        meant=meant,
        typed=form.typed if form else {},
        said=done.said(),
        problems=(*form.problems, *more) if form else more,
    )


def _staff() -> signin.Staff:
    who = sessions.current()
    if not isinstance(who, signin.Staff):
        raise errors.NotFound
    return who
