"""Ask the oracle and the product the same, and say where they differ and which rules spoke."""

from collections.abc import Iterator

from tests.oracle import adapter, chart, oracle, tiers
from tests.oracle import facts as plain


def difference(facts: plain.Facts) -> str:
    """Say in a sentence where the product decides otherwise; nothing where they agree."""
    opinion, way, outcome = oracle.decide(facts), tiers.route(facts), adapter.decide(facts)
    if outcome.subjects != opinion.subjects:
        return f"subjects: {_both(outcome.subjects, opinion.subjects)}"
    for handler in facts.handlers:
        there, here = _alone(outcome.grounds[handler]), _alone(opinion.grounds[handler])
        if there != here:
            return f"grounds of {handler}: {_both(there, here)}"
    if outcome.start != way.start:
        return f"start: {outcome.start} there, {way.start} here"
    routed = (outcome.tier, outcome.recipients, outcome.standby, outcome.at_once)
    route = (way.tier, way.recipients, way.standby, way.at_once)
    return "" if routed == route else f"route: {routed} there, {route} here"


def _alone(grounds: frozenset[str]) -> frozenset[str]:
    """Leave out what is not compared: C2 says "mentioned but not accused"."""
    return grounds - ({"C2"} if "C1" in grounds else set())


def _both(there: frozenset[str], here: frozenset[str]) -> str:
    return f"{sorted(there - here)} only there, {sorted(here - there)} only here"


def fired(facts: plain.Facts) -> Iterator[str]:
    """Name every rule that had a say: grounds, kinds of lines, start, climb, standby, nobody."""
    opinion, way = oracle.decide(facts), tiers.route(facts)
    found = set().union(*opinion.grounds.values(), *opinion.warned.values())
    yield from found
    yield f"start {way.start}"
    yield f"tier {way.tier}" if way.tier else "nobody"
    if way.tier and way.tier > way.start:
        yield "climb"
    if way.at_once:
        yield "standby at once"
    elif tiers.takes_part(facts, way):
        yield "standby, its day has come"
    if "C3" in found:
        yield from _lines(facts, opinion)


def _lines(facts: plain.Facts, opinion: oracle.Opinion) -> Iterator[str]:
    """Name the kinds of lines without which somebody would be clean by C3."""
    in_line = {one for one in facts.handlers if "C3" in opinion.grounds[one]}
    kinds = {
        "C3, dotted": lambda line: line.kind != "dotted",
        "C3, deputy": lambda line: line.kind != "deputy",
        "C3, removed": lambda line: line.removed_on is None,
    }
    for name, keeps in kinds.items():
        left = chart.without(facts, keeps)
        if any(
            not any(chart.in_line(left, one, subject) for subject in opinion.subjects)
            for one in in_line
        ):
            yield name
