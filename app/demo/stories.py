"""The cases of the demo, as people write them, filled with the names of the company.

One file of `data/cases` holds several cases; its first lines say how they are written. A case says
what the reporter enters on the first page, what she writes, what she answers on a check page, and
what happens afterwards, each step with its day after the report. Nothing here decides who reads:
`expected_tier` and `out` only say what the rules are expected to make of it, for the tests.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

from app.demo.people import Company

STEPS = frozenset(
    {"acknowledged", "assessing", "investigating", "concluded", "closed"}
    | {"reply", "note", "declare", "recuse", "answer"}
)
"""What a step may do: reach a status, or one of five verbs (`answer` is the reporter's)."""

_PLACEHOLDER = re.compile(r"\{(p|c|month):([^{}:]+)(?::(\w+))?\}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """What the reporter answers if the check page asks; whatever it does not ask is left out."""

    only_mentioned: frozenset[str] = frozenset()
    other_person: frozenset[str] = frozenset()
    not_them: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, `day` days after the report; `by` is who would rather do it."""

    day: int
    do: str
    text: str = ""
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One case from the first page to where it stands today."""

    key: str
    category: str
    status: str
    expected_tier: int
    days_ago: int
    story: str
    entity: str = ""
    unit: str = ""
    about_roles: frozenset[str] = frozenset()
    about_boss: str = ""
    about_people: frozenset[str] = frozenset()
    about_names: tuple[str, ...] = ()
    veto: frozenset[str] = frozenset()
    where: str = ""
    when: str = ""
    danger: bool = False
    out: frozenset[str] = frozenset()
    check: Check = Check()
    steps: tuple[Step, ...] = ()


def written() -> tuple[dict[str, Any], ...]:
    """Return the cases as the files have them, placeholders and all."""
    folder = resources.files("app.demo").joinpath("data", "cases")
    files = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    return tuple(
        case
        for entry in files
        if entry.name.endswith(".toml")
        for case in tomllib.loads(entry.read_text("utf-8"))["case"]
    )


def told(company: Company, *, today: date) -> tuple[Story, ...]:
    """Return every case with names, clients and months filled in, oldest first.

    Raises KeyError for a placeholder that the company does not know.
    """
    stories = [_story(case, company, today=today) for case in written()]
    return tuple(sorted(stories, key=lambda story: (-story.days_ago, story.key)))


def fill(text: str, company: Company, *, on: date) -> str:
    """Replace `{p:KEY}`, `{p:KEY:first}`, `{c:KEY}` and `{month:DAYS AGO}` in a text."""

    def filled(found: re.Match[str]) -> str:
        kind, key, part = found.groups()
        if kind == "c":
            return company.clients[key]
        if kind == "month":
            return _MONTHS[(on - timedelta(days=int(key))).month - 1]
        person = company.people[key]
        parts = {
            None: person.name,
            "first": person.given,
            "family": person.family,
            "email": person.email,
            "former": person.former[0] if person.former else "",
        }
        return parts[part]

    return _PLACEHOLDER.sub(filled, text)


def _story(case: Mapping[str, Any], company: Company, *, today: date) -> Story:
    on = today - timedelta(days=case["days_ago"])
    row = {name: value for name, value in case.items() if name not in ("step", "tier", "entity")}
    for name in ("story", "where", "when"):
        row[name] = fill(case[name], company, on=on).strip()
    for name in ("about_roles", "about_people", "veto", "out"):
        row[name] = frozenset(case.get(name, ()))
    names = case.get("about_names", ())
    row["about_names"] = tuple(fill(name, company, on=on) for name in names)
    row["check"] = Check(**{name: frozenset(keys) for name, keys in case.get("check", {}).items()})
    return Story(
        **row,
        expected_tier=case["tier"],
        entity=company.entities[case["entity"]] if "entity" in case else "",
        steps=tuple(_steps(case.get("step", ()), company, on=on)),
    )


def _steps(steps: Iterable[Mapping[str, Any]], company: Company, *, on: date) -> Iterable[Step]:
    for step in steps:
        texts = {
            name: fill(step.get(name, ""), company, on=on).strip() for name in ("text", "reason")
        }
        yield Step(day=step["day"], do=step["do"], by=step.get("by", ""), **texts)
