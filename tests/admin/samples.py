"""Every state a page of the administration can be in, for its templates and for axe."""

from datetime import date, timedelta
from types import SimpleNamespace as Of
from typing import Any

from app.admin import pager
from app.domain.people import Name, Person
from app.domain.people_diff import Change, Diff, Fact
from app.domain.people_notices import Kind, Notice
from app.domain.policy import DEFAULT
from app.services.account_views import AccountRow, Accounts, State
from app.services.people_views import Found, LineRow, OnePerson, Overview
from app.services.rosters import Proposed, ProposedList, RuleChange
from app.web import qr
from tests.desk.samples import CHANGES, GIVEN, LONG_NAME, LONG_WORD, problem, typed

TODAY = date(2026, 11, 21)
ADAM = Of(name="adam", kind="admin", on_roster=False)
DRAFT = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
KINDS: tuple[Kind, ...] = (
    "circle", "boss not in the file", "boss has left", "no boss", "nobody has a boss",
    "several chiefs", "no chief", "nobody has a rank", "shared address", "deep line",
)  # fmt: skip
NOTICES = tuple(Notice(kind, tuple(f"P{n:06}" for n in range(20)), levels=30) for kind in KINDS)
FACTS = tuple(
    Fact(kind, was, now)
    for kind, was, now in (
        ("name", "Ann Archer", "Ann Baker"), ("alias", "", LONG_WORD), ("former", "Ann", ""),
        ("email", "a@x.example", "b@x.example"), ("title", "Clerk", "Head of clerks"),
        ("unit", "Sales", "Support"), ("rank", "5", "2"), ("site", "Lyon", ""),
        ("entity", "", "Acme SA"), ("start", "", "2026-01-01"), ("end", "", "2027-01-01"),
        ("solid", LONG_NAME, "Bo Boss"), ("dotted", "", "Bo Boss"), ("deputy", "Bo Boss", ""),
    )
)  # fmt: skip
DIFF = Diff(
    added=(Change("P1", LONG_NAME), Change("P2", "Ann Archer")),
    left=(Change("P3", "Ben Berg"),),
    moved=tuple(Change(f"P{n}", "Cy Cole", FACTS) for n in range(120)),
    reparented=(Change("P5", "Dan Dee", FACTS[-3:]),),
    renamed=(Change("P6", "Eve Eden", FACTS[:4]),),
    notices=NOTICES,
)
NOBODY = Diff((), (), (), (), ())


def line(way: str, kind: str, until: date | None = None) -> LineRow:
    return LineRow(
        kind, way == "up", "P7", LONG_NAME, date(2024, 5, 1), until,
        {"person": "P1", "boss": "P7", "kind": kind, "since": "2024-05-01"},
    )  # fmt: skip


NAMES = (
    Name("Ann Archer", "name"), Name(LONG_WORD, "alias"), Name("a@x.example", "email"),
    Name("Head of clerks", "title"), Name("Sales", "unit", TODAY), Name("5", "rank", TODAY),
    Name("Ann Baker", "former", TODAY),
)  # fmt: skip
ANN = Person("P1", NAMES, "Support", "Lyon", "Acme SA", 2, end_on=TODAY)
LINES = (
    line("up", "solid"), line("up", "dotted", TODAY), line("down", "solid"), line("down", "deputy"),
    line("up", "deputy"), line("down", "dotted"),
)  # fmt: skip


def account(
    kind: str, state: State, tier: int | None = None, name: str = "Ann Archer"
) -> AccountRow:
    number = f"{len(name) * 7 + len(state):032x}"
    return AccountRow(number, "ann", "P1", name, kind, tier, state, TODAY + timedelta(days=7))


def one(state: str, tier: int, was: int | None = None) -> Proposed:
    return Proposed("00", "ann", LONG_NAME, "Clerk", "handler", tier, "", TODAY, state, was)


PROPOSED = ProposedList(
    number=3, digest="00", people=(one("new", 1), one("gone", 1), one("changed", 2, 1)),
    signatures=("olga",), missing=(), i_signed=False, may_sign=False,
    rules=(RuleChange("release_hour", "", "7"),),
)  # fmt: skip
ROWS = (
    account("handler", "counts", 1, LONG_NAME), account("handler", "proposed", 2, "Ben Berg"),
    account("handler", "invited", 3, "Cy Cole"), account("auditor", "late", name="Dan Dee"),
    account("handler", "left", 1, "Eve Eden"), account("auditor", "counts", name="Ida Marsh"),
    account("admin", "administers", name="Gus"), account("admin", "ended", name="Gustav"),
)  # fmt: skip


def _people(
    *problems: Of, said: str = "", wanted: str = "", **more: Any
) -> tuple[str, dict[str, Any]]:
    found = {
        "version": 3,
        "here": 119_997,
        "gone": 12,
        "leading": 14_211,
        "found": (),
        "more": False,
    }
    shown = {"staff": ADAM, "directory": Overview(**{**found, **more}), "wanted": wanted}
    return "admin/people.html", shown | {"said": said, "problems": problems}


def _review(
    diff: Diff, *problems: Of, group: str = "", number: int = 1
) -> tuple[str, dict[str, Any]]:
    return "admin/review.html", {
        "staff": ADAM, "draft": DRAFT, "reviewed": Of(diff=diff, version=3), "problems": problems,
        "numbers": diff.numbers(), "page": pager.page(diff, group=group, number=number),
    }  # fmt: skip


def _person(person: OnePerson, *problems: Of, said: str = "") -> tuple[str, dict[str, Any]]:
    waits = [{"person": "P1", "kind": "alias", "text": LONG_WORD}]
    shown = {"staff": ADAM, "one": person, "waiting": waits, "said": said, "problems": problems}
    return "admin/person.html", shown


def _accounts(*problems: Of, said: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
    view = Accounts(ROWS, DEFAULT, more.pop("proposed", None), is_open=True)
    shown = {"staff": ADAM, "accounts": view, "waiting": (), "mine": "adam", "typed": {}}
    return "admin/accounts.html", shown | {"said": said, "problems": problems} | more


def _tiers(*problems: Of, said: str = "", **more: Any) -> tuple[str, dict[str, Any]]:
    view = Accounts(ROWS, DEFAULT, more.pop("proposed", None), is_open=True)
    shown = {"staff": ADAM, "accounts": view, "written": "{}", "typed": {}, "said": said}
    return "admin/tiers.html", shown | {"problems": problems} | more


def _invited(kind: str, *, is_reset: bool = False) -> tuple[str, dict[str, Any]]:
    waits = is_reset or kind == "admin"
    code = Of(code="KCUPJZ-LVTN43-3OTM7P-PJ57EM", expires_on=TODAY, waits=waits)
    shown = {"staff": ADAM, "name": "ann", "kind": kind, "invitation": code, "is_reset": is_reset}
    return "admin/invited.html", shown


def states() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name of state → (template, variables)."""
    door = {"staff": None, "problems": ()}
    empty = typed(name="", invitation="", recovery="")
    found = (
        Found("P1", LONG_NAME, "Clerk", "Sales", gone=False),
        Found("a/b", "Ben", "", "", gone=True),
    )
    return {
        "sign-in": ("admin/sign_in.html", door | {"form": typed(name="")}),
        "sign-in-refused": (
            "admin/sign_in.html",
            {"staff": None, "form": typed(name="a"), "problems": (problem("code", "Six digits."),)},
        ),
        "welcome": ("admin/welcome.html", door | {"form": empty}),
        "welcomed": (
            "admin/welcomed.html",
            door | {"form": typed(name="Adam"), "welcome": GIVEN, "qr": qr.outline(GIVEN.totp_uri)},
        ),
        "people": _people(said="imported"),
        "people-dropped": _people(said="dropped"),
        "people-found": _people(wanted="ann", found=found, more=True),
        "people-nobody": _people(wanted="zebra"),
        "people-wrong": _people(problem("people-file", "Line 24, column email: write an address.")),
        "review": _review(DIFF),
        "review-left": _review(DIFF, group="left"),
        "review-moved": _review(DIFF, group="moved"),
        "review-moved-last": _review(DIFF, group="moved", number=2),
        "review-reparented": _review(DIFF, group="reparented"),
        "review-renamed": _review(DIFF, group="renamed"),
        "review-again": _review(DIFF, problem("", "The directory has changed.")),
        "review-nobody": _review(NOBODY),
        "person": _person(OnePerson(ANN, NAMES, LINES, gone=True), said="proposed"),
        "person-gone": _person(
            OnePerson(ANN, NAMES, (), gone=False), problem("", "This is not on record any more.")
        ),
        "accounts": _accounts(waiting=CHANGES, proposed=PROPOSED, said="taken back"),
        "accounts-quiet": _accounts(),
        "accounts-wrong": _accounts(
            problem("person", "Type the id."), problem("kind", "Choose."),
            typed={"name": "ann", "kind": "auditor", "tier": "2"},
        ),
        "invited": _invited("handler"),
        "invited-admin": _invited("admin"),
        "invited-reset": _invited("handler", is_reset=True),
        "tiers": _tiers(proposed=PROPOSED, said="proposed"),
        "tiers-wrong": _tiers(
            problem("quorum-1", "Type how many."), problem("policy", "This is not a policy."),
            typed={"quorum-1": "x", "policy": "{"},
        ),
    }  # fmt: skip
