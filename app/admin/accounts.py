"""Accounts: who is invited, leaves, is given a new start; none of it counts before two have signed.

A code is shown once, on the page that answers the request for it.
"""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.admin import forms, session
from app.domain import access, errors
from app.services import account_views, accounts, changes, orders
from app.web import done, pages, surfaces
from app.web import forms as doors
from app.web.forms import Problem
from app.web.guards import allow

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
Action = access.Action

MENDS = 422
CHANGED = 409
HERE = "admin.accounts.page"


@blueprint.get("")
@allow(Action.ACCOUNTS_MANAGE)
def page() -> ResponseReturnValue:
    """List all accounts and what waits."""
    return _page()


@blueprint.post("")
@allow(Action.ACCOUNTS_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite somebody; the answer shows the code, once."""
    form = forms.Invite()
    if not form.validate():
        return _page(*form.problems, typed=form.words), MENDS
    try:
        invitation = accounts.enrol(
            surfaces.instance(), **form.asked, now=pages.now(), by=session.staff()
        )
    except errors.Refused as error:
        return _page(forms.said(error), typed=form.words), MENDS
    return _handed_over(form.words["name"], form.words["kind"], invitation)


@blueprint.post("/<account>/reset")
@allow(Action.ACCOUNTS_MANAGE)
def reset(account: str) -> ResponseReturnValue:
    """Ask for a new start of an account; the answer shows the code, once."""
    row = _row(account)
    try:
        invitation = accounts.reset(
            surfaces.instance(), name=row.name, now=pages.now(), by=session.staff()
        )
    except errors.Refused as error:
        return _page(forms.said(error)), CHANGED
    return _handed_over(row.name, row.kind, invitation, is_reset=True)


@blueprint.post("/<account>/leave")
@allow(Action.ACCOUNTS_MANAGE)
def leave(account: str) -> ResponseReturnValue:
    """Ask that somebody leaves."""
    return _ordered(lambda now: orders.leave(
        surfaces.instance(), session.staff(), account=account, now=now
    ))  # fmt: skip


@blueprint.post("/<account>/move")
@allow(Action.ACCOUNTS_MANAGE)
def move(account: str) -> ResponseReturnValue:
    """Ask that a handler reads for another tier."""
    tier = forms.number(forms.Move().tier.data) or 0
    return _ordered(lambda now: orders.move(
        surfaces.instance(), session.staff(), account=account, tier=tier, now=now
    ))  # fmt: skip


@blueprint.post("/changes/<change>/take-back")
@allow(Action.ACCOUNTS_MANAGE)
def take_back(change: str) -> ResponseReturnValue:
    """Take back what one has asked for."""
    try:
        changes.take_back(surfaces.instance(), session.staff(), change, now=pages.now())
    except (errors.NotFound, errors.NotAllowed):
        return _page(forms.GONE), CHANGED
    return done.lead_to(HERE, done="taken back")


def _ordered(order: Callable[..., None]) -> ResponseReturnValue:
    try:
        order(pages.now())
    except errors.NotFound:
        raise
    except errors.Refused as error:
        return _page(forms.said(error)), CHANGED
    return done.lead_to(HERE, done="proposed")


def _row(account: str) -> account_views.AccountRow:
    view = account_views.view(surfaces.instance(), session.staff(), now=pages.now())
    for row in view.rows:
        if row.id == account:
            return row
    raise errors.NotFound


def _handed_over(
    name: str, kind: str, invitation: accounts.Invitation, *, is_reset: bool = False
) -> str:
    return render_template(
        "admin/invited.html",
        staff=session.staff(),
        name=name,
        kind=kind,
        invitation=invitation,
        is_reset=is_reset,
    )


def _page(*problems: Problem, typed: dict[str, str] | None = None) -> str:
    inst, who, now = surfaces.instance(), session.staff(), pages.now()
    return render_template(
        "admin/accounts.html",
        staff=who,
        accounts=account_views.view(inst, who, now=now),
        waiting=changes.waiting(inst, who, now=now),
        mine=who.name,
        typed=typed or {"person": request.args.get("person", "")[: doors.MOST_LINE]},
        said=done.said(),
        problems=problems,
    )
