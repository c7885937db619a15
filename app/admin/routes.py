"""The administrator's pages (DESIGN §7, row *admin*).

A view is: guard, form, one service call, a page or a redirect. Whatever adds a reader or takes a
conflict away is only proposed here; two handlers of different tiers decide (P7).
"""

from collections.abc import Callable, Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from app.admin import accounts as account_pages
from app.admin import forms, pager, session, tiers
from app.domain import access, errors
from app.services import accounts, changes, orders, people_views, signin, uploads
from app.web import done, limits, pages, qr, sessions, surfaces
from app.web import forms as doors
from app.web.forms import Problem
from app.web.guards import allow

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
blueprint.register_blueprint(account_pages.blueprint)
blueprint.register_blueprint(tiers.blueprint)
Action = access.Action

MENDS = 422
REFUSED = 403
CHANGED = 409


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Open the administrator's pages; a refusal has one answer, whatever was wrong."""
    form = doors.SignIn()
    if request.method == "GET":
        return _door(form)
    if not form.validate():
        return _door(form, *form.problems), MENDS
    try:
        with limits.paced(form.words["name"]), limits.derivations("admin"):
            who = signin.sign_in(
                surfaces.instance(), signin.MANAGING, **form.words, now=pages.now()
            )
    except errors.SignInRefused:
        return _door(form, doors.REFUSED), REFUSED
    sessions.start(who)
    return done.lead_to("admin.people")


def _door(form: doors.SignIn, *problems: Problem) -> str:
    return render_template("admin/sign_in.html", staff=None, form=form, problems=problems)


@blueprint.post("/sign-out")
@allow(Action.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """End the session."""
    sessions.finish()
    return done.lead_to("admin.sign_in")


@blueprint.route("/welcome", methods=["GET", "POST"])
@allow(Action.WELCOME)
def welcome() -> ResponseReturnValue:
    """Redeem an administrator's invitation; the answer is the sheet that is shown once."""
    form = doors.Welcome()
    if request.method == "GET":
        return _welcome(form)
    if not form.validate():
        return _welcome(form, *form.problems), MENDS
    try:
        with limits.paced(form.words["name"]), limits.derivations("admin"):
            given = accounts.redeem(
                surfaces.instance(), signin.MANAGING, **form.words, now=pages.now()
            )
    except errors.SignInRefused:
        return _welcome(form, doors.NO_WELCOME), REFUSED
    code = qr.outline(given.totp_uri)
    return render_template("admin/welcomed.html", staff=None, welcome=given, qr=code, form=form)


def _welcome(form: doors.Welcome, *problems: Problem) -> str:
    return render_template("admin/welcome.html", staff=None, form=form, problems=problems)


@blueprint.get("")
@allow(Action.PEOPLE_MANAGE)
def home() -> ResponseReturnValue:
    """Begin with the directory."""
    return done.lead_to("admin.people")


@blueprint.get("/people")
@allow(Action.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    """Show the directory in numbers, find people in it, take a new file."""
    return _people()


@blueprint.post("/people")
@allow(Action.PEOPLE_MANAGE)
def upload() -> ResponseReturnValue:
    """Keep a people file to be reviewed."""
    try:
        text = forms.Upload().text
        if text is None:
            return _people(forms.NO_FILE), MENDS
        draft = uploads.keep(surfaces.instance(), text, now=pages.now())
    except UnicodeDecodeError:
        return _people(forms.NOT_UTF8), MENDS
    except errors.PeopleFileRefused as error:
        return _people(forms.refused(error)), MENDS
    return done.lead_to("admin.review", draft=draft)


def _people(*problems: Problem) -> str:
    wanted = request.args.get("name", "")[: doors.MOST_LINE]
    return render_template(
        "admin/people.html",
        staff=session.staff(),
        directory=people_views.overview(surfaces.instance(), wanted=wanted, now=pages.now()),
        wanted=wanted,
        said=done.said(),
        problems=problems,
    )


@blueprint.get("/people/review/<draft>")
@allow(Action.PEOPLE_MANAGE)
def review(draft: str) -> ResponseReturnValue:
    """Show what a kept file would change, a page at a time."""
    return _review(draft)


@blueprint.post("/people/review/<draft>")
@allow(Action.PEOPLE_MANAGE)
def apply(draft: str) -> ResponseReturnValue:
    """Make a kept file the directory, if it would still change what was reviewed."""
    reviewed = forms.Apply().reviewed
    try:
        uploads.apply(
            surfaces.instance(), session.staff(), draft, reviewed=reviewed, now=pages.now()
        )
    except errors.ReviewAgain:
        return _review(draft, forms.REVIEW_AGAIN), CHANGED
    except errors.PeopleFileRefused as error:
        return _people(forms.refused(error)), CHANGED
    return done.lead_to("admin.people", done="imported")


@blueprint.post("/people/review/<draft>/drop")
@allow(Action.PEOPLE_MANAGE)
def drop(draft: str) -> ResponseReturnValue:
    """Throw a kept file away."""
    uploads.drop(surfaces.instance(), draft)
    return done.lead_to("admin.people", done="dropped")


def _review(draft: str, *problems: Problem) -> str:
    reviewed = uploads.review(surfaces.instance(), draft, now=pages.now())
    group = request.args.get("group", "")
    return render_template(
        "admin/review.html",
        staff=session.staff(),
        draft=draft,
        reviewed=reviewed,
        numbers=reviewed.diff.numbers(),
        page=pager.page(reviewed.diff, group=group, number=request.args.get("page", 1, type=int)),
        problems=problems,
    )


@blueprint.get("/people/of/<path:person>")
@allow(Action.PEOPLE_MANAGE)
def person(person: str) -> ResponseReturnValue:
    """Show everything on record about one person."""
    return _person(person)


@blueprint.post("/people/name/<path:person>")
@allow(Action.PEOPLE_MANAGE)
def strike_name(person: str) -> ResponseReturnValue:
    """Ask to strike a name that was wrong."""
    what = {"person": person, **forms.StrikeName().words}
    return _strike(person, orders.strike_name, what)


@blueprint.post("/people/line/<path:person>")
@allow(Action.PEOPLE_MANAGE)
def strike_line(person: str) -> ResponseReturnValue:
    """Ask to strike a line that was wrong."""
    return _strike(person, orders.strike_line, forms.StrikeLine().words)


def _strike(
    person: str, order: Callable[..., None], what: Mapping[str, str]
) -> ResponseReturnValue:
    try:
        order(surfaces.instance(), session.staff(), what=what, now=pages.now())
    except errors.NotFound:
        return _person(person, forms.GONE), CHANGED
    except errors.Refused as error:
        return _person(person, forms.said(error)), CHANGED
    return done.lead_to("admin.person", person=person, done="proposed")


def _person(person: str, *problems: Problem) -> str:
    inst, now = surfaces.instance(), pages.now()
    return render_template(
        "admin/person.html",
        staff=session.staff(),
        one=people_views.one(inst, person, now=now),
        waiting=[one.what for one in changes.waiting(inst, session.staff(), now=now)],
        said=done.said(),
        problems=problems,
    )


blueprint.add_app_template_filter(format_date, "date_as")
