"""Tiers: members, quorum and policy. A change becomes the next list, which two handlers sign."""

import json
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.admin import forms, session
from app.domain import access, errors
from app.domain.policy import Policy, Tier
from app.services import account_views, orders
from app.web import done, pages, surfaces
from app.web.forms import MOST_LINE, Problem
from app.web.guards import allow

blueprint = Blueprint("tiers", __name__, url_prefix="/tiers")
Action = access.Action

MENDS = 422
CHANGED = 409
HERE = "admin.tiers.page"
NO_QUORUM = _("Type how many readers have to be free of any tie: 1 or more.")
NO_NAME = _("Type a name for this tier.")
NO_POLICY = Problem("policy", _("This is not a policy. Change values and leave the rest."))


@blueprint.get("")
@allow(Action.TIERS_MANAGE)
def page() -> ResponseReturnValue:
    """Show the tiers, their readers and the policy in force."""
    return _page()


@blueprint.post("")
@allow(Action.TIERS_MANAGE)
def change() -> ResponseReturnValue:
    """Ask for other names and quorums."""
    policy = _view().policy
    wanted = [_typed(tier) for tier in policy.tiers]
    problems = [problem for _tier, some in wanted for problem in some]
    if problems:
        return _page(*problems, typed=request.form.to_dict()), MENDS
    return _ordered(replace(policy, tiers=tuple(tier for tier, _some in wanted)))


@blueprint.post("/policy")
@allow(Action.TIERS_MANAGE)
def rule() -> ResponseReturnValue:
    """Ask for another policy."""
    typed = forms.Rules().words["policy"]
    try:
        policy = Policy.from_json(typed.encode())
    except errors.PolicyRefused as error:
        problem = Problem("policy", str(error)) if _is_json(typed) else NO_POLICY
        return _page(problem, typed={"policy": typed}), MENDS
    return _ordered(policy)


@blueprint.post("/take-back")
@allow(Action.TIERS_MANAGE)
def take_back() -> ResponseReturnValue:
    """Take back what is proposed for the next list."""
    orders.take_back(surfaces.instance(), session.staff(), now=pages.now())
    return done.lead_to(HERE, done="taken back")


def _ordered(policy: Policy) -> ResponseReturnValue:
    try:
        orders.rule(surfaces.instance(), session.staff(), policy=policy, now=pages.now())
    except errors.Refused as error:
        return _page(forms.said(error)), CHANGED
    return done.lead_to(HERE, done="proposed")


def _typed(tier: Tier) -> tuple[Tier, list[Problem]]:
    """Return the tier as the form has it, and what is wrong with it."""
    name = request.form.get(f"name-{tier.number}", "").strip()
    quorum = forms.number(request.form.get(f"quorum-{tier.number}"))
    problems = []
    if not name or len(name) > MOST_LINE:
        problems.append(Problem(f"name-{tier.number}", NO_NAME))
    if not quorum:
        problems.append(Problem(f"quorum-{tier.number}", NO_QUORUM))
    return replace(tier, name=name, quorum=quorum or tier.quorum), problems


def _is_json(typed: str) -> bool:
    try:
        json.loads(typed)
    except ValueError:
        return False
    return True


def _view() -> account_views.Accounts:
    return account_views.view(surfaces.instance(), session.staff(), now=pages.now())


def _page(*problems: Problem, typed: dict[str, str] | None = None) -> str:
    view = _view()
    written = json.dumps(json.loads(view.policy.to_json()), ensure_ascii=False, indent=2)
    return render_template(
        "admin/tiers.html",
        staff=session.staff(),
        accounts=view,
        written=written,
        typed=typed or {},
        said=done.said(),
        problems=problems,
    )
