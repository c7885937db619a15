"""Random companies and reports: dictionaries for the oracle, objects for the rules."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain import cases, policy
from app.domain.grounds import GroundRule
from app.domain.mentions import Mention
from app.domain.people import Directory, Line, Name, Person
from app.domain.policy import Tier

TODAY = date(2026, 2, 28)
IDS = tuple("abcdefghij")
WORDS = ("ann", "bea", "cho", "dov", "eli")
TITLES = ("", "", "Agent", "CEO", "CFO", "Head of HR", "Compliance officer", "Internal auditor",
          "IT support", "Board member")  # fmt: skip
UNITS = ("", "Support", "Support", "Sales", "HR", "IT", "Legal", "Compliance")
ROLES = tuple(cases.ROLES)
BODIES = tuple(role for role in ROLES if role not in {"none", "ceo", "cfo"})

DAYS = st.integers(0, 900).map(lambda ago: TODAY - timedelta(days=ago))
LINES = st.tuples(
    st.sampled_from(IDS), st.sampled_from(IDS),
    st.sampled_from(("solid", "solid", "dotted", "deputy")), DAYS, st.none() | st.integers(1, 400),
).map(lambda line: (*line[:4], line[3] + timedelta(days=line[4]) if line[4] else None))  # fmt: skip
PEOPLE = st.fixed_dictionaries(
    {
        "words": st.sets(st.sampled_from(WORDS), min_size=1, max_size=3),
        "title": st.sampled_from(TITLES),
        "unit": st.sampled_from(UNITS),
        "rank": st.sampled_from((None, 0, 1, 2, 3, 4, 5, 6, 6, 6)),
    },
)
TIERS = st.fixed_dictionaries(
    {"a": st.just(1), "b": st.just(1), "c": st.just(1), "f": st.just(3), "g": st.just(3)},
    optional={"d": st.just(1), "e": st.just(2), "h": st.just(2), "x": st.just(3)},
)
COMPANIES = st.fixed_dictionaries(
    {
        "people": st.fixed_dictionaries(dict.fromkeys(IDS, PEOPLE)),
        "lines": st.lists(LINES.filter(lambda line: line[0] != line[1]), max_size=14),
        "tiers": TIERS,
        "quorum": st.fixed_dictionaries(
            {1: st.integers(1, 3), 2: st.integers(1, 2), 3: st.just(1)}
        ),
        "administrators": st.sets(st.sampled_from(IDS), max_size=1),
        "today": st.just(TODAY),
    },
)
SOME = st.sets(st.sampled_from(IDS), max_size=2)
MENTIONS: st.SearchStrategy[Any] = st.tuples(
    st.sets(st.sampled_from(IDS), max_size=3), st.none(),
    st.sampled_from(("name", "word", "title", "address", "initials", "diminutive", "near")),
    st.sampled_from(("story", "message", "names")),
) | st.tuples(st.just(set()), st.sampled_from(BODIES), st.just("body"),
              st.sampled_from(("story", "names")))  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
REPORTS = st.fixed_dictionaries(
    {
        "category": st.sampled_from((None, "fraud", "credit", "accounting")),
        "unit": st.sampled_from(("", "Support", "HR", "Nowhere")),
        "roles": st.sets(st.sampled_from(ROLES), max_size=1),
        "boss": st.sampled_from(("", "no", "reader", "other")),
        "people": SOME,
        "names": st.lists(NAMES, max_size=2),
        "veto": SOME,
        "only_mentioned": SOME,
        "other_person": SOME,
        "not_them": st.sets(st.sampled_from(BODIES), max_size=2),
        "mentions": st.lists(MENTIONS, max_size=3),
    },
)


# What else only warns excludes; any team is small, so that nobody can make one larger.
STRICT = {
    "grounds": dict.fromkeys(policy.DEFAULT.grounds, GroundRule()),
    "incentives": {"fraud": ("compliance",), "credit": ("hr",)},
    "team_size": len(IDS),
}


def directory(company) -> Directory:
    people = {
        one: Person(
            one,
            (Name(" ".join(sorted(person["words"])), "name"), Name(person["title"], "title")),
            person["unit"],
            seniority=person["rank"],
        )
        for one, person in company["people"].items()
    }
    return Directory(people, tuple(Line(*line) for line in company["lines"]))


def rules(company) -> policy.Policy:
    tiers = tuple(
        Tier(number, f"tier {number}", n) for number, n in sorted(company["quorum"].items())
    )
    rules = replace(
        policy.DEFAULT, tiers=tiers, administrators=frozenset(company["administrators"])
    )
    return replace(rules, **STRICT) if company.get("strict") else rules


def said(report) -> cases.Said:
    return cases.Said(
        category=report["category"],
        unit=report["unit"],
        about_roles=frozenset(report["roles"]),
        about_boss=report["boss"],
        about_people=frozenset(report["people"]),
        about_names=tuple(report["names"]),
        veto=frozenset(report["veto"]),
        only_mentioned=frozenset(report["only_mentioned"]),
        other_person=frozenset(report["other_person"]),
        not_them=frozenset(report["not_them"]),
    )


def mentions(report) -> tuple[Mention, ...]:
    return tuple(
        Mention(frozenset(who), body, how, where, "")
        for who, body, how, where in report["mentions"]
    )
