"""Who fits a role or sits in a body, by the rules of the policy (C1: roles and bodies chosen).

Titles and units are compared as whole words after folding. A title, unit or rank that an import
took away goes on counting for 24 months. A role means everybody who fits it, whatever their number:
she ticked it. In a text it is a name only where few hold it (`mentions`).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.domain import people
from app.domain.mentions import folding
from app.domain.policy import Policy, RoleRule


def members(
    role: str,
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
    today: date,
) -> frozenset[str]:
    """Return everyone who fits the role; nobody for a role the policy does not know."""
    rule = policy.roles.get(role)
    if rule is None:
        return frozenset()
    fit = set(rule.people).union(_fitting(directory, rule, today))
    if rule.tier is not None:
        fit.update(person for person, tier in readers.items() if tier == rule.tier)
    if rule.administrators:
        fit.update(policy.administrators)
    return frozenset(fit)


def titled(
    directory: people.Directory, rule: RoleRule, today: date, *, exactly: bool = False
) -> frozenset[str]:
    """Return whose title is, or contains, one of the phrases; those of the last 24 months too."""
    held = _titles(directory, today)
    if exactly:
        wanted = {padded(folding.phrase(title)) for title in rule.titles}
        return frozenset(one for title in wanted for one in held.get(title, ()))
    return frozenset(_holding(held, rule.titles))


def ranked(directory: people.Directory, rule: RoleRule, today: date) -> frozenset[str]:
    """Return whose rank lies in the range of the rule, or lay; nobody if it has none."""
    if rule.seniority_max is None:
        return frozenset()
    lowest = rule.seniority_min or 0
    return directory.ever_ranked(lowest, rule.seniority_max, today=today)


def _fitting(directory: people.Directory, rule: RoleRule, today: date) -> frozenset[str]:
    def work_out() -> frozenset[str]:
        by_unit = _holding(_units(directory, today), rule.units)
        return titled(directory, rule, today).union(by_unit, ranked(directory, rule, today))

    return directory.remembered(("fits", rule), today, work_out)


def _holding(held: Mapping[str, list[str]], phrases: Iterable[str]) -> Iterator[str]:
    """Yield who holds a title (or sits in a unit) that contains one of the phrases."""
    wanted = [padded(folded) for phrase in phrases if (folded := folding.phrase(phrase))]
    for text, holders in held.items():
        if any(phrase in text for phrase in wanted):
            yield from holders


def padded(folded: tuple[str, ...]) -> str:
    """Return folded words as one text in which a phrase is found by whole words."""
    return f" {' '.join(folded)} "


def _titles(directory: people.Directory, today: date) -> Mapping[str, list[str]]:
    return directory.remembered(
        "titles",
        today,
        lambda: _grouped(
            (name.text, person.id)
            for person in directory.people.values()
            for name in person.names
            if name.kind == "title" and name.counts(today)
        ),
    )


def _units(directory: people.Directory, today: date) -> Mapping[str, list[str]]:
    return directory.remembered(
        "units",
        today,
        lambda: _grouped(
            (unit, person.id)
            for person in directory.people.values()
            for unit in person.units(today)
        ),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group people by the folded words of a text, folding each different text once."""
    by_text: dict[str, list[str]] = {}
    for text, person in pairs:
        by_text.setdefault(text, []).append(person)
    grouped: dict[str, list[str]] = {}
    for text, held_by in by_text.items():
        grouped.setdefault(padded(folding.phrase(text)), []).extend(held_by)
    return grouped


def in_unit(directory: people.Directory, unit: str, today: date) -> frozenset[str]:
    """Return who sits in the unit of that name, or sat there in the last 24 months."""
    return frozenset(_units(directory, today).get(padded(folding.phrase(unit)), ()))
