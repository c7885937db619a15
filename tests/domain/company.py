"""One small company for the tests of the rules, with the standing cast.

Alice handles, Bob is accused (and a handler), Charlie is staff, Olga oversees from outside. Tier 1
is the ethics committee (five, quorum 2), tier 2 the audit committee of the board, tier 3 two
outsiders.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain import cases, conflicts, errors, mentions, people, policy, routing
from app.domain.people import Line, Name, Person

TODAY = date(2026, 7, 1)
SINCE = date(2025, 1, 1)

# id, name, title, unit, seniority, manager
STAFF: tuple[tuple[str, str, str, str, int | None, str], ...] = (
    ("vera", "Vera Vance", "Chair of the board", "Board", 0, ""),
    ("ines", "Ines Ibarra", "Board member", "Board", 0, "vera"),
    ("otto", "Otto Oster", "Board member", "Board", 0, "vera"),
    ("cora", "Cora Castle", "CEO", "Executive office", 1, "vera"),
    ("finn", "Finn Farrow", "CFO", "Finance", 2, "cora"),
    ("hilda", "Hilda Hurst", "Head of HR", "Human Resources", 2, "cora"),
    ("greta", "Greta Gold", "General Counsel", "Legal", 2, "cora"),
    ("mona", "Mona Marsh", "COO", "Operations", 2, "cora"),
    ("kim", "Kim Kessler", "Head of Compliance", "Compliance", 3, "greta"),
    ("ian", "Ian Irving", "Internal auditor", "Internal audit", 4, "finn"),
    ("tom", "Tom Tanner", "System administrator", "IT", 5, "mona"),
    ("petra", "Petra Pohl", "HR partner", "Human Resources", 4, "hilda"),
    ("sara", "Sara Sommer", "Head of Support", "Support", 3, "mona"),
    ("bob", "Robert Okafor", "Team lead", "Support", 4, "sara"),
    ("charlie", "Charlie Cruz", "Agent", "Support", 6, "bob"),
    ("dora", "Dora Dunn", "Agent", "Support", 6, "bob"),
    ("lena", "Lena Lund", "Head of Success", "Success", 3, "mona"),
    ("alice", "Alice Archer", "Trainer", "Success", 5, "lena"),
    ("eve", "Eve Ender", "Analyst", "Success", 5, "lena"),
    ("nils", "Nils Nyberg", "Seller", "Sales", 5, "finn"),
)
TIERS = {
    **dict.fromkeys(("alice", "bob", "eve", "nils", "petra"), 1),
    **dict.fromkeys(("vera", "ines", "otto"), 2),
    **dict.fromkeys(("olga", "omar"), 3),
}
POLICY = replace(policy.DEFAULT, administrators=frozenset({"tom"}))


def person(one: str, name: str, title: str = "", unit: str = "", seniority: int | None = None):
    titles = (Name(title, "title"),) if title else ()
    aliases = (Name("Bobby", "alias"),) if one == "bob" else ()
    address = Name(f"{one}@acme.example", "email")
    return Person(one, (Name(name, "name"), *titles, *aliases, address), unit, seniority=seniority)


def directory(*lines: Line, without: tuple[str, ...] = ()) -> people.Directory:
    """Build the company, with more lines or without the solid line of some."""
    staff = {
        one: person(one, name, title, unit, seniority)
        for one, name, title, unit, seniority, _ in STAFF
    }
    solid = (
        Line(one, boss, "solid", SINCE) for one, *_, boss in STAFF if boss and one not in without
    )
    outside = [people.outsider("olga", "Olga Orlov"), people.outsider("omar", "Omar Osman")]
    return people.Directory(staff, (*solid, *lines)).with_people(outside)


NOBODY = routing.Route(0, frozenset(), frozenset(), standby_now=False, quorum_kept=False)


@dataclass(frozen=True)
class Judged:
    """What came out: who is out and why, and who holds a key; tier 0 when nobody does."""

    decision: conflicts.Decision
    route: routing.Route
    questions: tuple[conflicts.Question, ...]

    @property
    def tier(self) -> int:
        return self.route.tier

    @property
    def recipients(self) -> set[str]:
        return set(self.route.recipients)

    @property
    def holders(self) -> set[str]:
        return set(self.route.holders)

    @property
    def out(self) -> dict[str, tuple[str, ...]]:
        return {
            one: tuple(reason.ground.value for reason in reasons)
            for one, reasons in self.decision.excluded.items()
        }


def said(**chosen) -> cases.Said:
    """Write down what she said, a set as one string of words: "bob alice"."""
    plain = {"category", "unit", "entity", "about_boss"}
    values: dict[str, Any] = {
        field: frozenset(value.split()) if isinstance(value, str) and field not in plain else value
        for field, value in chosen.items()
    }
    return cases.Said(**values)


def members(tiers=None) -> list[routing.Member]:
    return [routing.Member(one, one, tier) for one, tier in (tiers or TIERS).items()]


def judge(
    report: cases.Said, text="", *, where="story", known=None, tiers=None, insiders=(), rules=POLICY
) -> Judged:
    """Put a report through matcher, rules and routing; accounts are named like their people."""
    known, tiers = known or directory(), tiers or TIERS
    index = mentions.Index(known, readers=tiers, policy=rules, today=TODAY)
    names = [name for name in report.about_names if name not in report.settled_names]
    typed = (found for name in names for found in index.find(name, where="names"))
    found = (*index.find(text, where=where), *typed)
    company = {"directory": known, "readers": tiers, "policy": rules}
    decision = conflicts.decide(report, found, **company, today=TODAY, insiders=insiders)
    try:
        route = routing.route(
            decision, said=report, members=members(tiers), policy=rules, directory=known
        )
    except errors.NobodyClean:
        route = NOBODY
    return Judged(decision, route, conflicts.questions(report, found, **company))
