"""The desk of the people who handle reports (DESIGN §7, rows *desk*).

A view is: guard, form, one service call, a page or a redirect. Whom a case is for is decided in the
service; for everybody else each address below /desk/cases gives the one 404, whatever was typed.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from app.desk import cards, changes, declarations, forms, groups
from app.domain import access, errors, workflow
from app.services import accounts, casework, queue, rosters, signin
from app.web import carry, done, guards, limits, pages, qr, sessions, surfaces
from app.web import forms as doors
from app.web.forms import Problem, StaffForm
from app.web.guards import allow

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_app_template_filter(format_date, "date_as")
blueprint.register_blueprint(declarations.blueprint)
blueprint.register_blueprint(changes.blueprint)
blueprint.register_blueprint(cards.blueprint)
Action = access.Action

MENDS = 422
REFUSED = 403
CHANGED = 409
LAST_PAGE = 100_000


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Open the desk; a refusal has one answer, whatever was wrong."""
    form = doors.SignIn()
    if request.method == "GET":
        return _door(form)
    if not form.validate():
        return _door(form, *form.problems), MENDS
    try:
        _begin(form)
    except errors.SignInRefused:
        return _door(form, doors.REFUSED), REFUSED
    return carry.resumed() or done.lead_to(_home(), done=declarations.reminder())


def _begin(form: doors.SignIn) -> None:
    with limits.paced(form.words["name"]), limits.derivations("desk"):
        staff = signin.sign_in(surfaces.instance(), **form.words, now=pages.now())
    if access.may(guards.role_of(staff), Action.CASE_LIST):
        queue.refresh(surfaces.instance(), staff, now=pages.now())
    sessions.start(staff)


def _door(form: doors.SignIn, *problems: Problem) -> str:
    return render_template(
        "desk/sign_in.html", staff=None, form=form, problems=problems, carried=carry.sealed()
    )


def _home() -> str:
    """Return where somebody begins: an auditor reads no case and has no list of them."""
    return "desk.cases" if access.may(_role(), Action.CASE_LIST) else "desk.roster"


@blueprint.post("/sign-out")
@allow(Action.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """End the session."""
    sessions.finish()
    return done.lead_to("desk.sign_in")


@blueprint.route("/welcome", methods=["GET", "POST"])
@allow(Action.WELCOME)
def welcome() -> ResponseReturnValue:
    """Redeem an invitation, or a reset; the answer is the sheet that is shown once."""
    form = doors.Welcome()
    if request.method == "GET":
        return _welcome(form)
    if not form.validate():
        return _welcome(form, *form.problems), MENDS
    try:
        given = _redeem(form)
    except errors.SignInRefused:
        return _welcome(form, doors.NO_WELCOME), REFUSED
    code = qr.outline(given.totp_uri)
    return render_template("desk/welcomed.html", staff=None, welcome=given, qr=code, form=form)


def _redeem(form: doors.Welcome) -> accounts.Welcome:
    with limits.paced(form.words["name"]), limits.derivations("desk"):
        return accounts.redeem(surfaces.instance(), **form.words, now=pages.now())


def _welcome(form: doors.Welcome, *problems: Problem) -> str:
    return render_template("desk/welcome.html", staff=None, form=form, problems=problems)


@blueprint.get("/roster")
@allow(Action.ROSTER_VIEW)
def roster() -> ResponseReturnValue:
    """Show who is proposed, what changes and who has signed."""
    return _roster()


@blueprint.post("/roster")
@allow(Action.ROSTER_SIGN)
def sign() -> ResponseReturnValue:
    """Sign the proposed list, if it is the one that was compared."""
    form = forms.Sign()
    if not form.validate():
        return _roster(*form.problems), MENDS
    number, digest = form.compared
    try:
        rosters.sign(
            surfaces.instance(), _staff(), number=number, digest_hex=digest, now=pages.now()
        )
    except errors.NotAllowed:
        return _roster(forms.LIST_CHANGED), CHANGED
    return done.lead_to("desk.roster", done="signed")


def _roster(*problems: Problem) -> str:
    shown = rosters.view(surfaces.instance(), _staff(), now=pages.now())
    return render_template(
        "desk/roster.html", staff=_staff(), roster=shown, said=done.said(), problems=problems
    )


@blueprint.get("")
@allow(Action.CASE_LIST)
def cases() -> ResponseReturnValue:
    """List what this person may read, what needs them first."""
    wanted = request.args.get("page", 1, type=int)
    number = min(max(wanted, 1), LAST_PAGE)
    page = queue.list_page(surfaces.instance(), _staff(), page=number, now=pages.now())
    rows = groups.grouped(page.rows, today=pages.today())
    return render_template(
        "desk/cases.html", staff=_staff(), page=page, groups=rows, said=done.said()
    )


@blueprint.get("/cases/<case>")
@allow(Action.CASE_OPEN)
def case(case: str) -> ResponseReturnValue:
    """Open a case, or ask for the declaration first."""
    return _case(case)


@blueprint.post("/cases/<case>/attest")
@allow(Action.CASE_ATTEST)
def attest(case: str) -> ResponseReturnValue:
    """Keep a declaration; whoever steps aside does not see the case."""
    form = forms.Attest()
    if not form.validate():
        return _case(case, form), MENDS
    try:
        casework.attest(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    except errors.NobodyClean:
        return _case(case, form, forms.LAST_READER), CHANGED
    if form.stand.data == "aside":
        return done.lead_to("desk.cases", done="stepped back")
    return done.lead_to("desk.case", case=case, done="declared")


@blueprint.post("/cases/<case>/reply")
@allow(Action.CASE_REPLY)
def reply(case: str) -> ResponseReturnValue:
    """Write to the reporter."""
    form = forms.Reply()
    if not form.validate():
        return _case(case, form), MENDS
    casework.reply(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    return done.lead_to("desk.case", case=case, done="replied")


@blueprint.post("/cases/<case>/notes")
@allow(Action.CASE_NOTE)
def note(case: str) -> ResponseReturnValue:
    """Keep a note that the reporter never sees."""
    form = forms.Note()
    if not form.validate():
        return _case(case, form), MENDS
    casework.note(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    return done.lead_to("desk.case", case=case, done="noted")


@blueprint.post("/cases/<case>/status")
@allow(Action.CASE_STATUS)
def status(case: str) -> ResponseReturnValue:
    """Move the case one step on."""
    form = forms.Status()
    if not form.validate():
        return _case(case, form), MENDS
    try:
        casework.set_status(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    except errors.WrongStatus:
        return _case(case, form, forms.MOVED_ON), CHANGED
    except errors.ReasonMissing:
        return _case(case, form, forms.SAY_WHY), MENDS
    return done.lead_to("desk.case", case=case, done="moved")


@blueprint.post("/cases/<case>/recuse")
@allow(Action.CASE_RECUSE)
def recuse(case: str) -> ResponseReturnValue:
    """Step back from the case, for good."""
    form = forms.Recuse()
    if not form.validate():
        return _case(case, form), MENDS
    try:
        casework.recuse(surfaces.instance(), _staff(), case=case, **form.words, now=pages.now())
    except errors.NobodyClean:
        return _case(case, form, forms.LAST_READER), CHANGED
    return done.lead_to("desk.cases", done="stepped back")


def _case(case: str, form: StaffForm | None = None, *more: Problem) -> str:
    """Return the page of a case, with what was typed into `form` standing in its box."""
    view = casework.open_case(surfaces.instance(), _staff(), case=case, now=pages.now())
    template = "desk/attest.html" if view.must_attest else "desk/case.html"
    return render_template(
        template,
        staff=_staff(),
        case=view,
        steps=workflow.allowed(view.status),
        typed=form.typed if form else {},
        said=done.said(),
        problems=(*form.problems, *more) if form else more,
    )


def _staff() -> signin.Staff:
    """Return who is signed in; the guards have seen to it that somebody is."""
    who = sessions.current()
    if not isinstance(who, signin.Staff):
        raise errors.NotFound
    return who


def _role() -> access.Role | None:
    return guards.role_of(sessions.current())
