"""Every state a portal page can be in, with made-up people: for tests, axe and pictures.

Names of attributes are those of the services' dataclasses; the journeys check that they still are.
"""

from datetime import date
from types import SimpleNamespace as Of
from typing import Any

READERS = (
    (1, "r1", "Alice Brandt", "Head of Quality"),
    (1, "r2", "Robert Marsh", "Director of Customer Support"),
    (1, "r3", "Chidinma Okonkwo-Featherstonehaugh", "Works council, deputy chair"),
    (1, "r4", "Tomás Rey", ""),
    (2, "r5", "Olga Lind", "Member of the board"),
)
BODIES = {0: "", 1: "Ethics committee", 2: "Audit committee of the board"}
SENIORS = (
    (0, "s1", "Margarethe Vogel", "Chief Executive Officer"),
    (0, "s2", "Jun Sakai", "Chief Financial Officer"),
)
ROLES = [
    "ceo",
    "cfo",
    "board",
    "management",
    "committee",
    "compliance",
    "hr",
    "legal",
    "it",
    "none",
]
CATEGORIES = [
    "credit",
    "information",
    "metrics",
    "overselling",
    "privacy",
    "unfair",
    "harassment",
    "discrimination",
    "fraud",
    "accounting",
    "conflict",
    "retaliation",
    "safety",
    "other",
    "question",
]
STATUSES = ["received", "acknowledged", "assessing", "investigating", "concluded", "closed"]
STORY = (
    "Since March my team lead writes his own name under the analyses that Nadia makes.\n\n"
    "  I have seen two of the files myself, on the shared drive.\n"
    "What I only guess: that Robert Marsh knows about it, because he praised them in the town hall."
)
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2


def listed(tier: int, form_id: str, name: str, title: str) -> Of:
    group = "reader" if tier else "senior"
    return Of(form_id=form_id, name=name, title=title, group=group, tier=tier, body=BODIES[tier])


FIRST = Of(
    open=True,
    categories=tuple(CATEGORIES),
    roles=tuple(ROLES),
    entities=("Northlight Care", "Northlight Care Poland"),
    people=tuple(listed(*each) for each in READERS + SENIORS),
)
NOTHING = Of(
    category="",
    entity="",
    unit="",
    about_roles=(),
    about_boss="",
    about_people=(),
    about_names="",
    veto=(),
)
TICKED = Of(
    category="credit",
    entity="Northlight Care",
    unit="Chat support, late shift",
    about_roles=("management",),
    about_boss="reader",
    about_people=("r2",),
    about_names="Kevin\nthe head of chat",
    veto=("r3",),
)
NO_WORDS = Of(story="", where="", when="", danger=False)
WORDS = Of(story=STORY, where="Leipzig", when="since spring", danger=True)
SENTENCE = Of(
    listed=("Alice Brandt", "Tomás Rey", "Olga Lind"),
    left_out=("Robert Marsh", "Chidinma Okonkwo-Featherstonehaugh"),
    tier_name="Ethics committee",
)
NOBODY = Of(listed=(), left_out=("Alice Brandt",), tier_name="Ethics committee")
CARRIED = (("category", "credit"), ("about_people", "r2"), ("veto", "r3"))
NAMED = Of(
    roles=("management",),
    boss="reader",
    about=("Robert Marsh", "Kevin", "the head of chat"),
    veto=("Chidinma Okonkwo-Featherstonehaugh",),
)
NAMED_NOBODY = Of(roles=(), boss="no", about=(), veto=())
QUESTIONS = (
    Of(id="r2", kind="person", label="Robert Marsh, Director of Customer Support"),
    Of(id="hr", kind="body", label="Human resources"),
)


def said(by: str, text: str, day: int, *, where: str = "", when: str = "") -> Of:
    return Of(from_=by, text=text, on=date(2026, 11, day), where=where, when=when)


SAID = (
    said("reporter", STORY, 2, where="Leipzig", when="since spring"),
    said("handlers", "Thank you for writing.\n\nWhich two files were they?", 6),
    said("reporter", "q3-churn.xlsx and " + LONG_WORD, 9),
)
TIERS = (
    Of(
        number=1,
        name="Ethics committee",
        members=(
            Of(
                name="Alice Brandt",
                title="Head of Quality",
                enrolled_on=date(2025, 2, 3),
                new=False,
            ),
            Of(name="Robert Marsh", title="", enrolled_on=date(2026, 11, 20), new=True),
        ),
    ),
    Of(
        number=2,
        name="Audit committee",
        members=(Of(name="Olga Lind", title="Board", enrolled_on=date(2025, 2, 3), new=False),),
    ),
)


def thread(status: str, *, promised: str | None = None) -> Of:
    return Of(
        status=status,
        status_on=date(2026, 11, 2),
        next_on=date(2026, 11, 9) if promised else None,
        next_what=promised,
        messages=SAID,
        reference="QK7-3F",
        notices=(),
    )


def notice(what: str, *, refused: bool = False, over: bool = False) -> Of:
    until = date(2026, 11, 28)
    return Of(card="9f" * 32, what=what, until=until, refused=refused, over=over)


def told(*notices: Of) -> Of:
    return Of(**vars(thread("investigating")) | {"notices": notices})


def problem(field: str, text: str) -> Of:
    return Of(field=field, text=text)


def block(kind: str, *lines: str) -> Of:
    return Of(kind=kind, lines=tuple((Of(text=line, href=None),) for line in lines))


TEXT = Of(
    title="Other places you can go",
    blocks=(
        block("paragraph", "You may go to an authority at any time."),
        block("heading", "In Germany"),
        Of(
            kind="list",
            lines=(
                (
                    Of(text="Federal Office of Justice: ", href=None),
                    Of(
                        text="https://www.bundesjustizamt.de", href="https://www.bundesjustizamt.de"
                    ),
                ),
            ),
        ),
        Of(
            kind="paragraph",
            lines=((Of(text="ANAC", href="https://www.anticorruzione.it"),),),
        ),
        block("subheading", "By phone"),
        block("list", "Monday", "Tuesday"),
    ),
)


def states() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name of state → (template, variables)."""
    story = {"carried": (("state", "sealed"), *CARRIED), "problems": ()}
    error: dict[str, Any] = {
        "title": "Something went wrong here",
        "what_next": "Please try again in a minute.",
    }
    error |= {"what_happened": "It is our fault, and nothing was stored.", "status": 500}
    error |= {"form": None}
    check = {"questions": QUESTIONS, "carried": CARRIED}
    empty = problem("story", "Please tell what happened: the box is empty.")
    typing = problem("receipt", "We do not know the word “aplle”. Do you mean “apple”?")
    nobody = problem("people", "With these ticks nobody would be left to read your report.")
    report = {"first": FIRST, "carried": (), "problems": ()}
    receipted: dict[str, Any] = {
        "receipt": "apple river candle seventeen under marble otherworldly"
    }
    receipted |= {"reply_by": date(2026, 11, 28), "again": False, "added": False}
    case: dict[str, Any] = {"message": "", "problems": (), "arrived": False, "named": NAMED}
    return {
        "landing": ("portal/landing.html", {}),
        "report": ("portal/report.html", report | {"about": NOTHING}),
        "report-ticked": (
            "portal/report.html",
            report
            | {"about": TICKED, "problems": (nobody, problem("about_names", "At most 100 names."))},
        ),
        "story": ("portal/story.html", story | {"words": NO_WORDS, "readers": SENTENCE}),
        "story-nobody": ("portal/story.html", story | {"words": NO_WORDS, "readers": NOBODY}),
        "story-wrong": (
            "portal/story.html",
            story | {"words": WORDS, "readers": SENTENCE, "problems": (empty,)},
        ),
        "check": (
            "portal/check.html",
            check | {"action": "/report/send", "text_name": "story", "text": STORY},
        ),
        "check-reply": (
            "portal/check.html",
            check | {"action": "/case/reply", "text_name": "message", "text": STORY},
        ),
        "receipt": ("portal/receipt.html", {"receipted": Of(**receipted)}),
        "receipt-again": ("portal/receipt.html", {"receipted": Of(**receipted | {"again": True})}),
        "receipt-added": ("portal/receipt.html", {"receipted": Of(**receipted | {"added": True})}),
        "return": ("portal/return.html", {"typed": "", "carried": "", "problems": ()}),
        "return-wrong": (
            "portal/return.html",
            {"typed": "aplle river", "carried": "sealed", "problems": (typing,)},
        ),
        **{
            f"case-{status}": ("portal/case.html", case | {"thread": thread(status)})
            for status in STATUSES
        },
        "case-promised": (
            "portal/case.html",
            case | {"thread": thread("received", promised="acknowledge")},
        ),
        "case-arrived": (
            "portal/case.html",
            case | {"thread": thread("investigating", promised="feedback"), "arrived": True},
        ),
        "case-told": (
            "portal/case.html",
            case | {"thread": told(notice("lift"), notice("correct"))},
        ),
        "case-told-before": (
            "portal/case.html",
            case | {"thread": told(notice("grant", refused=True), notice("lift", over=True))},
        ),
        "case-named-nobody": (
            "portal/case.html",
            case | {"thread": thread("received"), "named": NAMED_NOBODY},
        ),
        "case-wrong": (
            "portal/case.html",
            case
            | {
                "thread": thread("acknowledged", promised="feedback"),
                "problems": (problem("message", "The box is empty."),),
            },
        ),
        "refused": ("portal/refused.html", {"words": STORY, "text": TEXT}),
        "not-open": ("portal/not_open.html", {"words": "", "text": TEXT}),
        "not-open-typed": ("portal/not_open.html", {"words": STORY, "text": TEXT}),
        "text": ("portal/text.html", {"text": TEXT}),
        "readers": ("portal/readers.html", {"text": TEXT, "tiers": TIERS, "all_new": False}),
        "readers-new": ("portal/readers.html", {"text": TEXT, "tiers": TIERS, "all_new": True}),
        "readers-none": ("portal/readers.html", {"text": TEXT, "tiers": (), "all_new": False}),
        "error": ("shared/error.html", error | {"surface": "portal"}),
        "error-desk": ("shared/error.html", error | {"surface": "desk"}),
        "error-words": (
            "shared/error.html",
            error
            | {
                "surface": "portal",
                "form": Of(
                    action="/report/send",
                    button="Send again",
                    fields=(
                        Of(name="state", value="sealed", kind="hidden", label=""),
                        Of(name="story", value=STORY, kind="area", label="What happened"),
                        Of(name="where", value="Leipzig", kind="line", label="Where"),
                        Of(name="code", value="", kind="secret", label="Code"),
                    ),
                ),
            },
        ),
    }
