"""Where a report starts, how far it climbs, who stands by: CONFLICTS §3 read aloud."""

import dataclasses
import datetime as dt

from tests.oracle import chart, oracle
from tests.oracle import facts as plain

CONTROL = frozenset({"compliance", "legal", "audit", "head_of_hr"})
HIGH_ROLES = frozenset({"ceo", "cfo", "management", "compliance", "hr", "legal", "it"})
SEEN_WITHIN = dt.timedelta(days=7)
ENOUGH_SEEN = 2


@dataclasses.dataclass(frozen=True)
class Route:
    """The way of one report; `tier` None: nobody may read it, nothing is stored."""

    start: int
    tier: int | None
    recipients: frozenset[str] = frozenset()
    standby: frozenset[str] = frozenset()
    at_once: bool = False

    @property
    def holders(self) -> frozenset[str]:
        """Everybody with a real slot."""
        return self.recipients | self.standby


def start(facts: plain.Facts, about: frozenset[str]) -> int:
    """Rule 1: the tier at which it starts, whoever is clean below."""
    bodies = set().union(*(oracle.bodies_meant(said) for said in facts.said))
    if "board" in bodies or about & oracle.members(facts, "board"):
        return 3
    accounting = any(said.category == "accounting" for said in facts.said)
    if accounting or bodies & HIGH_ROLES or any(_is_high(facts, one) for one in about):
        return 2
    return 1


def _is_high(facts: plain.Facts, person: str) -> bool:
    """Top management, a control function, the CFO, an administrator."""
    one = facts.people.get(person)
    chiefs = oracle.members(facts, "ceo")
    if oracle.is_senior(facts, person) or person in facts.administrators | chiefs:
        return True
    if one is None:
        return False
    if oracle.still(facts, one.functions) & (CONTROL | {"cfo"}):
        return True
    # "and direct reports": of somebody whose rank nobody put down, the line says it.
    is_unranked = not one.ranks or one.ranks[0].value is None
    return is_unranked and bool(chart.bosses(facts, person) & chiefs)


def route(facts: plain.Facts) -> Route:
    """Rules 1 to 5 in their order."""
    opinion = oracle.decide(facts)
    first = tier = start(facts, opinion.subjects)
    last = len(facts.policy.quorums)
    while tier < last and _publicly_clean(facts, opinion, tier) < facts.policy.quorums[tier - 1]:
        tier += 1
    recipients = {one for one in _of(facts, tier) if opinion.clean(one)}
    standby = {one for one, at in facts.handlers.items() if at > tier and opinion.clean(one)}
    if not recipients | standby:
        return Route(first, None)
    thinned = 2 * len(recipients) <= len(_of(facts, tier))
    at_once = thinned or len(recipients) < facts.policy.quorums[tier - 1]
    return Route(first, tier, frozenset(recipients), frozenset(standby), at_once)


def _publicly_clean(facts: plain.Facts, opinion: oracle.Opinion, tier: int) -> int:
    return sum(opinion.clean_by_public(one) for one in _of(facts, tier))


def takes_part(facts: plain.Facts, way: Route) -> bool:
    """Rule 4: whether the day of those who stand by has come."""
    seen = [
        one
        for one in way.recipients
        if one in facts.last_seen and facts.today - facts.last_seen[one] <= SEEN_WITHIN
    ]
    return way.at_once or facts.overdue or facts.handed_up or len(seen) < ENOUGH_SEEN


def _of(facts: plain.Facts, tier: int) -> set[str]:
    return {one for one, at in facts.handlers.items() if at == tier}
