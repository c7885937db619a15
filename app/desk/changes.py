"""What waits for two handlers and is no new list: /desk/changes (P7).

It is the same whether or not there is a case, and says nothing of one.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.domain import access, errors
from app.services import changes as service
from app.services import signin
from app.web import done, pages, sessions, surfaces
from app.web.forms import Problem
from app.web.guards import allow

blueprint = Blueprint("changes", __name__, url_prefix="/changes")
Action = access.Action

CHANGED = 409
HERE = "desk.changes.page"
GONE = Problem(
    "", _("This does not wait any more, or it is not yours to sign. Look at what stands here now.")
)


@blueprint.get("")
@allow(Action.CHANGES_VIEW)
def page() -> ResponseReturnValue:
    """List what waits."""
    return _page()


@blueprint.post("/<change>")
@allow(Action.CHANGES_SIGN)
def sign(change: str) -> ResponseReturnValue:
    """Sign one change; the second signature applies it."""
    try:
        service.sign(surfaces.instance(), _staff(), change, now=pages.now())
    except (errors.NotFound, errors.NotAllowed):
        return _page(GONE), CHANGED
    return done.lead_to(HERE, done="signed")


def _page(*problems: Problem) -> str:
    waiting = service.waiting(surfaces.instance(), _staff(), now=pages.now())
    return render_template(
        "desk/changes.html",
        staff=_staff(),
        waiting=waiting,
        said=done.said(),
        problems=problems,
    )


def _staff() -> signin.Staff:
    who = sessions.current()
    if not isinstance(who, signin.Staff):
        raise errors.NotFound
    return who
