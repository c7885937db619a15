"""Every state a page of the desk can be in, with made-up people: for templates, axe and pictures.

Names of attributes are those of the services' dataclasses; the journeys check that they still are.
"""

from datetime import date, timedelta
from types import SimpleNamespace as Of
from typing import Any

from app.desk import groups
from app.domain import workflow
from app.web import qr

TODAY = date(2026, 11, 21)
CASE = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
ALICE = Of(name="alice", kind="handler", on_roster=True)
IDA = Of(name="ida", kind="auditor", on_roster=True)
DIGEST = "9f2c41e07ab35d6688c1f0947be2a5d013fe68b24ac97105ed3b8842f6017c9a"
FINGERPRINT = " ".join(f"{(n * 7919 + 1234) % 10000:04d}" for n in range(12))
LONG_NAME = "Tomás Herrera Fernández-Villaverde de la Concepción"
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2
STORY = (
    "I work in second-line support. In September I wrote the guide that brought our answer time "
    "down from nine hours to four. On 3 October Bob presented it to the board as his own, with my "
    "file name still in the footer.\n\nWhen I asked him about it he said: “Careful. Reviews are "
    "coming.” Since then I am left out of planning and my shifts have moved to weekends.\n\nTwo "
    "colleagues were in the room. I do not want them to get into trouble."
)


def day(shift: int) -> date:
    return TODAY + timedelta(days=shift)


def row(category: str, status: str, came: int, due: int | None, **more: Any) -> Of:
    shown = {
        "case": CASE, "reference": "6F96-19FF", "category": category, "status": status,
        "received_on": day(came), "due_on": None if due is None else day(due),
        "due_what": None if due is None else "feedback", "overdue": due is not None and due < 0,
        "unread": False, "fresh": False, "standby": False, "danger": False, "about": "",
    }  # fmt: skip
    return Of(**shown | more)


ROWS = (
    row("safety", "received", -1, 6, due_what="acknowledge", unread=True, fresh=True, danger=True),
    row(
        "retaliation",
        "received",
        -12,
        -5,
        due_what="acknowledge",
        about="Marcus Feldmann",
        standby=True,
    ),
    row("credit", "assessing", -90, 2, about="Bob Okafor", unread=True),
    row("privacy", "investigating", -50, 40, unread=True),
    row("metrics", "investigating", -60, 30, about=f"Priya Raman; {LONG_NAME}"),
    row("overselling", "acknowledged", -20, 70, unread=True, fresh=True),
    row("accounting", "acknowledged", -400, 71, about="cfo; board"),
    row("question", "closed", -120, None),
    row("unfair", "closed", -70, None, unread=True, fresh=True),
)


def message(from_: str, text: str, came: int, **more: Any) -> Of:
    shown = {"author": None, "where": "", "when": ""} | more
    return Of(from_=from_, text=text, on=day(came), **shown)


def note(kind: str, author: str, text: str, came: int) -> Of:
    return Of(kind=kind, author=author, text=text, on=day(came))


MESSAGES = (
    message("reporter", STORY, -90, where="Leipzig, second floor", when="since spring"),
    message(
        "handlers",
        "Thank you. We have read your report. Is there a version of the guide that shows when it "
        "was made? Please do not send it from a work computer.",
        -84,
        author="Alice Meyer",
    ),
    message("reporter", "The shared drive keeps versions. " + LONG_WORD, -2),
)
NOTES = (
    note("declaration", "Jonas Weber", "", -88),
    note("note", "Jonas Weber", "The drive belongs to IT. If we ask, they ask why.", -60),
    note("reason", "Alice Meyer", "It is a matter for us.", -59),
    note("recusal", "Sofia Lindqvist", "my brother in law", -40),
)


OUT = (
    Of(name="Bob Okafor", grounds=("C1", "C3"), own=False),
    Of(name=LONG_NAME, grounds=("C8", "C11"), own=False),
    Of(name="Sofia Lindqvist", grounds=("C2",), own=False),
)
ALL_OUT = (*OUT, Of(name="Omar Haddad", grounds=("C7",), own=False))
WARNED = (
    Of(name="Alice Meyer", grounds=("C7", "C9"), own=True),
    Of(name=LONG_NAME, grounds=("C7",), own=False),
)


OFFERS = (
    Of(what="correct", id="b", name="Bob Okafor", ground=""),
    Of(what="grant", id="g", name="Gus Lange", ground=""),
    Of(what="lift", id="s", name="Sofia Lindqvist", ground="C2"),
    Of(what="lift", id="l", name=LONG_NAME, ground="C3"),
)


def card(what: str, state: str, **more: Any) -> Of:
    shown = {
        "id": DIGEST, "what": what, "name": "Sofia Lindqvist", "role": "Works council",
        "ground": "C2" if what == "lift" else "", "meant": "", "on": day(-3),
        "reason": "She alone reads the shift plans of that time.", "signed": ("Alice Meyer",),
        "state": state, "until": day(4) if state != "waits" else None, "may_sign": False,
    }  # fmt: skip
    return Of(**shown | more)


CARDS = (
    card("lift", "waits", may_sign=True),
    card("correct", "told", meant="Bob Okafor", signed=("Alice Meyer", "Olga Brandt")),
    card("correct", "waits", name=LONG_NAME, reason=LONG_WORD),
    card("grant", "refused", name="Gus Lange"),
    card("lift", "counts", ground="C3", name=LONG_NAME),
    card("lift", "ended"),
)
CALLED = (
    Of(person="d", name="Dora Klein", title="Product designer", unit="Product"),
    Of(person="e", name="Dora Klein", title="", unit="Support"),
)


def view(status: str = "assessing", **more: Any) -> Of:
    shown = {
        "case": CASE, "reference": "6F96-19FF", "category": "credit", "status": status,
        "received_on": day(-90), "due_on": day(2), "due_what": "feedback", "danger": False,
        "standby": False, "tampered": False, "messages": MESSAGES, "notes": NOTES,
        "about": ("Bob Okafor", "hr"), "entity": "", "unit": "Night shift", "boss": "other",
        "speak_with": ("Jonas Weber", LONG_NAME), "warned": (), "out": OUT,
        "cards": (), "offers": OFFERS,
        "next_statuses": (), "must_attest": False, "may_recuse": True,
    }  # fmt: skip
    return Of(**shown | more)


def holder(name: str, title: str, tier: int | None, state: str) -> Of:
    return Of(
        account=name, name=name.split(maxsplit=1)[0].lower(), person_name=name, title=title,
        tier=tier, kind="handler" if tier else "auditor", fingerprint=FINGERPRINT,
        enrolled_on=day(-1), state=state,
        was_tier=2 if state == "changed" else None,
    )  # fmt: skip


PEOPLE = (
    holder("Alice Meyer", "Customer Success Lead", 1, "kept"),
    holder("Jonas Weber", "Data Protection Officer", 1, "changed"),
    holder("Sofia Lindqvist", "Works council", 1, "new"),
    holder(LONG_NAME, "Former head of support", 1, "gone"),
    holder("Olga Brandt", "", 2, "new"),
    holder("Ida Nowak", "Internal auditor", None, "new"),
)
FOUNDERS = tuple(Of(**vars(one) | {"state": "new"}) for one in PEOPLE)
IN_FORCE = Of(
    number=2, digest=DIGEST, people=tuple(Of(**vars(one) | {"state": "kept"}) for one in PEOPLE)
)
GIVEN = Of(
    passphrase="granite lullaby octopus sunrise kettle marigold",
    totp_secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    totp_uri="otpauth://totp/Desk:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Desk",
    recovery_words=(
        "castle river pencil orbit maple thunder velvet anchor copper lantern meadow falcon marble "
        "cotton harbor ginger puzzle silver tunnel walnut yellow"
    ),
    fingerprint=FINGERPRINT,
)


def proposed(**more: Any) -> Of:
    shown = {
        "number": 3, "digest": DIGEST, "people": PEOPLE, "signatures": ("jonas",), "missing": (),
        "i_signed": False, "may_sign": True, "rules": (),
    }  # fmt: skip
    return Of(**shown | more)


RULES = (
    Of(rule="release_hour", was="null", now="7"),
    Of(rule="tiers 1 quorum", was="2", now="3"),
)


def typed(**fields: str) -> Of:
    """Return a form as a template sees it."""
    return Of(**{name: Of(data=value) for name, value in fields.items()})


def problem(field: str, text: str) -> Of:
    return Of(field=field, text=text)


def _case(view: Of, *problems: Of, said: str = "", **typed: str) -> tuple[str, dict[str, Any]]:
    steps = workflow.allowed(view.status)
    shown = {"case": view, "steps": steps, "typed": typed, "said": said}
    return "desk/case.html", shown | {"problems": problems, "staff": ALICE}


def _cards(view: Of, *problems: Of, said: str = "", meant: Any = (), **typed: str) -> Any:
    shown = {"case": view, "meant": meant, "typed": typed, "said": said, "staff": ALICE}
    return "desk/cards.html", shown | {"problems": problems}


def _roster(roster: Of, *problems: Of, said: str = "", staff: Of = ALICE) -> Any:
    shown = {"roster": roster, "problems": problems, "said": said, "staff": staff}
    return "desk/roster.html", shown


def _cases(
    rows: tuple[Of, ...],
    *,
    number: int = 1,
    more: bool = False,
    said: str = "",
    staff: Of = ALICE,
) -> Any:
    page = Of(rows=rows, page=number, has_next=more)
    sorted_out = groups.grouped(rows, today=TODAY)
    shown = {"page": page, "groups": sorted_out, "said": said, "staff": staff}
    return "desk/cases.html", shown


def declared(relation: str, name: str, **more: Any) -> Of:
    shown = {
        "number": 0, "relation": relation, "name": name, "since": day(-700), "words": "",
        "on": day(-90), "counts": True, "withdrawn": False,
    }  # fmt: skip
    return Of(**shown | more)


DECLARED = (
    declared("family", LONG_NAME, words="My sister.\nWe talk every week."),
    declared("holding", "Meridian Logistics Holding GmbH & Co. KG", since=None),
    declared("gift-returned", LONG_WORD, counts=False, words="A watch. I sent it back."),
    declared("dispute-theirs", "Priya Raman", counts=False, withdrawn=True),
)


def _declarations(view: Of | None, *problems: Of, **more: Any) -> tuple[str, dict[str, Any]]:
    view = view and Of(**vars(view), holding_euros=5000, holding_per_mille=1)
    shown = {"view": view, "meant": (), "typed": {}, "said": "", "staff": ALICE}
    return "desk/declarations.html", shown | {"problems": problems} | more


def change(kind: str, *concerns: str, **more: Any) -> Of:
    shown = {"id": CASE, "kind": kind, "concerns": concerns, "what": {}, "by": "adam",
             "on": TODAY, "signed": (), "may_sign": True, "i_signed": False}  # fmt: skip
    return Of(**{**shown, **more})


CHANGES = (
    change("strike name", LONG_NAME, what={"kind": "alias", "text": LONG_WORD}),
    change("strike line", "Bob Okafor", "Priya Raman", signed=("olga",),
           what={"kind": "solid", "since": "2024-05-01"}),
    change("reset", "Bob Okafor", by="", may_sign=False),
    change("administrator", "Gus Lange", may_sign=False, i_signed=True, signed=("alice",)),
    change("administrator leaves", "Gus Lange"),
    change("withdraw", "Dora Klein", by="dora",
           what={"person": "p1", "relation": "loan", "name": "Priya Raman"}),
)  # fmt: skip


def _changes(*waiting: Of, said: str = "") -> tuple[str, dict[str, Any]]:
    problems = tuple(one for one in waiting if hasattr(one, "text"))
    shown = tuple(one for one in waiting if one not in problems)
    given = {"staff": ALICE, "waiting": shown, "said": said, "problems": problems}
    return "desk/changes.html", given


def states() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name of state → (template, variables)."""
    door = {"staff": None, "carried": "", "problems": ()}
    welcome = {"staff": None, "problems": ()}
    attest = {"staff": ALICE, "case": view(must_attest=True, messages=(), notes=()), "problems": ()}
    empty = problem("message", "The message is empty. Write it, then send it.")
    return {
        "sign-in": ("desk/sign_in.html", door | {"form": typed(name="")}),
        "sign-in-refused": (
            "desk/sign_in.html",
            door
            | {
                "form": typed(name="alice"),
                "carried": "sealed",
                "problems": (problem("", "Name, passphrase and code do not go together."),),
            },
        ),
        "sign-in-empty": (
            "desk/sign_in.html",
            door | {"form": typed(name=""), "problems": (problem("code", "Type the six digits."),)},
        ),
        "welcome": (
            "desk/welcome.html",
            welcome | {"form": typed(name="", invitation="", recovery="")},
        ),
        "welcome-wrong": (
            "desk/welcome.html",
            {
                "staff": None,
                "form": typed(name="alice", invitation="ABCDEF-GHIJKL", recovery="castle river"),
                "problems": (problem("", "This does not let you in."),),
            },
        ),
        "welcomed": (
            "desk/welcomed.html",
            welcome
            | {"form": typed(name="Alice"), "welcome": GIVEN, "qr": qr.outline(GIVEN.totp_uri)},
        ),
        "cases": _cases(ROWS, more=True),
        "cases-look-through": _cases(ROWS[:2], said="look through"),
        "cases-last-page": _cases(ROWS[3:], number=2),
        "cases-after-stepping-back": _cases(ROWS[3:], said="stepped back"),
        "cases-empty": _cases((), staff=Of(name="alice", kind="handler", on_roster=False)),
        "case": _case(view()),
        "case-warned": _case(view(warned=WARNED, out=ALL_OUT)),
        "case-card": _case(view(cards=CARDS[:1]), said="handed up"),
        "cards": _cards(view(cards=CARDS)),
        "cards-none": _cards(view(offers=())),
        "cards-asked": _cards(view(cards=CARDS[2:3]), said="asked"),
        "cards-signed": _cards(view(cards=CARDS[1:2]), said="signed"),
        "cards-which": _cards(
            view(),
            problem("pick", "Several people have this name. Choose whom you mean."),
            problem("card-reason", "Say in a sentence why."),
            meant=CALLED,
            choice="correct|b|",
        ),
        "case-replied": _case(view("acknowledged"), said="replied"),
        "case-noted": _case(view("investigating"), said="noted"),
        "case-moved": _case(view("concluded", due_on=None, due_what=None), said="moved"),
        "case-declared": _case(view(), said="declared"),
        "case-new": _case(
            view(
                "received",
                due_what="acknowledge",
                due_on=day(-5),
                danger=True,
                notes=(),
                messages=MESSAGES[:1],
                speak_with=(),
                out=(),
                standby=True,
                category="safety",
                about=(),
            ),
        ),
        "case-wrong": _case(view(tampered=True), empty),
        "case-no-reason": _case(
            view("concluded", due_on=None, due_what=None),
            problem("reason", "This step needs a reason."),
            **{"status-to": "closed"},
        ),
        "case-closed": _case(view("closed", due_on=None, due_what=None, may_recuse=False)),
        "attest": ("desk/attest.html", attest | {"typed": {}}),
        "attest-wrong": (
            "desk/attest.html",
            attest
            | {
                "case": view(must_attest=True, about=()),
                "typed": {"because": STORY},
                "problems": (problem("stand", "Choose one of the two answers."),),
            },
        ),
        "declarations": _declarations(
            Of(lines=DECLARED, looked_through_on=day(-90), is_due=False), said="declared"
        ),
        "declarations-due": _declarations(
            Of(lines=DECLARED[:1], looked_through_on=day(-400), is_due=True)
        ),
        "declarations-first": _declarations(Of(lines=(), looked_through_on=None, is_due=True)),
        "declarations-looked": _declarations(
            Of(lines=(), looked_through_on=TODAY, is_due=False), said="looked through"
        ),
        "declarations-asked": _declarations(
            Of(lines=DECLARED[:2], looked_through_on=TODAY, is_due=False), said="asked"
        ),
        "declarations-waits": _declarations(
            Of(lines=DECLARED[:1], looked_through_on=TODAY, is_due=False),
            problem("", "This waits for two signatures already."),
        ),
        "declarations-which": _declarations(
            Of(lines=DECLARED[:1], looked_through_on=TODAY, is_due=False),
            problem("pick", "Several people have this name. Choose whom you mean."),
            problem("since", "Type the day as year, month and day: 2026-05-31."),
            meant=(
                Of(person="p1", name="Charlie Young", title="Support agent", unit="Support"),
                Of(person="p2", name="Charlie Young", title="", unit=""),
            ),
            typed={
                "name": "Charlie Young",
                "whom": "person",
                "relation": "family",
                "since": "last year",
                "note": STORY,
            },
        ),
        "declarations-not-mine": _declarations(None),
        "changes": _changes(*CHANGES, said="signed"),
        "changes-none": _changes(),
        "changes-gone": _changes(CHANGES[0], problem("", "This does not wait any more.")),
        "roster": _roster(Of(current=IN_FORCE, proposed=proposed(), alarms=())),
        "roster-rules": _roster(Of(current=IN_FORCE, proposed=proposed(rules=RULES), alarms=())),
        "roster-first": _roster(
            Of(
                current=None,
                proposed=proposed(number=1, people=FOUNDERS, missing=("alice",), signatures=()),
                alarms=(),
            ),
            problem("agree", "Compare the fingerprints first."),
            staff=IDA,
        ),
        "roster-signed": _roster(
            Of(
                current=IN_FORCE,
                proposed=proposed(i_signed=True, may_sign=False),
                alarms=("roster",),
            ),
        ),
        "roster-ties": _roster(Of(current=IN_FORCE, proposed=None, alarms=("ties",))),
        "roster-not-mine": _roster(
            Of(current=IN_FORCE, proposed=proposed(may_sign=False), alarms=())
        ),
        "roster-quiet": _roster(Of(current=IN_FORCE, proposed=None, alarms=())),
        "roster-last-signature": _roster(
            Of(current=IN_FORCE, proposed=None, alarms=()), said="signed"
        ),
        "roster-none": _roster(Of(current=None, proposed=None, alarms=())),
    }
