"""Which tier receives a report, and who stands by (CONFLICTS §3; P9).

1. **Start.** Reports about top management, control functions, administrators, accounting or the
   board start above tier 1, whoever is clean below: those below are the accused's peers. The table
   is `Policy.start`.
2. **Climb** to the first tier with a quorum of members clean by *public* grounds. The last tier has
   nowhere to climb to: whoever is clean there receives, and the route says that the quorum is not
   kept (`quorum_kept`), so that it is never lowered in silence.
3. **Private grounds** then take members away and move nothing.
4. **Standby**: the clean members of every higher tier. They take part at once when the quorum is
   lost, or half of the tier is out on whatever grounds.
5. **Nobody** clean in the chosen tier or above: nothing is stored. Clean people *below* do not
   count, even if it leaves nobody: the facts that led past them would have taken their keys away,
   and no further fact may give them back (P9).

So the holders are "the clean people of the chosen tier and all above", the tier only rises with
more facts, and the set of holders only shrinks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain import cases, conflicts, errors, lines, people, roles
from app.domain.policy import Policy, StartRule

NobodyClean = errors.NobodyClean


@dataclass(frozen=True, slots=True)
class Member:
    """An enrolled handler: account, person, and the tier he reads for."""

    account: str
    person: str
    tier: int


@dataclass(frozen=True, slots=True)
class Route:
    """Who gets a real slot: recipients of the tier, standby above; all others get fillers."""

    tier: int
    recipients: frozenset[str]
    standby: frozenset[str]
    standby_now: bool
    quorum_kept: bool

    @property
    def holders(self) -> frozenset[str]:
        """Return every account that holds a key."""
        return self.recipients | self.standby


def route(
    decision: conflicts.Decision,
    *,
    said: cases.Said,
    members: Sequence[Member],
    policy: Policy,
    directory: people.Directory,
) -> Route:
    """Return the tier, its recipients and the standby.

    Raises `errors.NobodyClean` when nobody may receive it. Returns never anybody who is not clean.
    """
    start = start_tier(decision, said=said, members=members, policy=policy, directory=directory)
    tier = _climbed(start, decision, members, policy)
    recipients = frozenset(
        one.account for one in members if one.tier == tier and decision.is_clean(one.person)
    )
    numbers = {known.number for known in policy.tiers if known.number > tier}
    standby = frozenset(
        one.account for one in members if one.tier in numbers and decision.is_clean(one.person)
    )
    if not recipients | standby:
        raise errors.NobodyClean
    size = sum(one.tier == tier for one in members)
    quorum_kept = len(recipients) >= policy.quorum(tier)
    half_out = 2 * len(recipients) <= size
    return Route(tier, recipients, standby, half_out or not quorum_kept, quorum_kept)


def start_tier(
    decision: conflicts.Decision,
    *,
    said: cases.Said,
    members: Sequence[Member],
    policy: Policy,
    directory: people.Directory,
) -> int:
    """Return the tier at which the report starts: the highest that a start rule asks for."""
    readers = {one.person: one.tier for one in members}
    asked = (
        rule.tier
        for rule in policy.start
        if said.category in rule.categories
        or not decision.bodies.isdisjoint(rule.roles)
        or _about_such(rule, decision, readers=readers, policy=policy, directory=directory)
    )
    return max(asked, default=policy.tiers[0].number)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the first page may say: of which tier, and whether the ticks leave nobody."""

    tier: int
    leaves_nobody: bool


def shown(
    said: cases.Said,
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
    today: date,
) -> Shown:
    """Return what follows from what she ticked and typed, for the sentence and the first page.

    It is decided as if the company were the published list alone, without any line and whoever is
    paid by what, so that the answer follows from her words and that list. It is not the tier that
    receives: that one may lie higher, for reasons nobody is shown (CONFLICTS §5).
    """
    published = _published(directory, readers, policy)
    members = [Member(person, person, tier) for person, tier in readers.items()]
    decision = conflicts.decide(
        said,
        (),
        directory=published,
        readers=readers,
        policy=replace(policy, incentives={}),
        today=today,
    )
    try:
        found = route(decision, said=said, members=members, policy=policy, directory=published)
    except NobodyClean:
        return Shown(policy.tiers[-1].number, leaves_nobody=True)
    return Shown(found.tier, leaves_nobody=False)


def _published(
    directory: people.Directory, readers: Mapping[str, int], policy: Policy
) -> people.Directory:
    """Return the company as its published list shows it: the same for every report."""

    def work_out() -> people.Directory:
        listed = directory.ranked(0, policy.published_seniority).union(readers)
        return people.Directory({p: one for p, one in directory.people.items() if p in listed})

    return directory.kept(("published", policy.published_seniority, frozenset(readers)), work_out)


def _about_such(
    rule: StartRule,
    decision: conflicts.Decision,
    *,
    readers: Mapping[str, int],
    policy: Policy,
    directory: people.Directory,
) -> bool:
    """Say whether the report is about a person of whom the rule speaks."""
    such: set[str] = set(policy.administrators) if rule.administrators else set()
    for role in rule.fits:
        such |= roles.members(
            role, directory=directory, readers=readers, policy=policy, today=decision.today
        )
    if rule.top:
        such |= directory.ever_ranked(0, policy.top_seniority, today=decision.today)
        such |= {
            one
            for one in decision.subjects
            if _led_by_chief(one, decision.today, policy, directory)
        }
    return not decision.subjects.isdisjoint(such)


def _led_by_chief(person: str, today: date, policy: Policy, directory: people.Directory) -> bool:
    """Say whether somebody without a rank on record answers to the chief executive."""
    if directory.seniority(person) is not None:
        return False
    chiefs = roles.members("ceo", directory=directory, readers={}, policy=policy, today=today)
    return not chiefs.isdisjoint(lines.bosses(directory, person, today=today))


def _climbed(
    start: int, decision: conflicts.Decision, members: Sequence[Member], policy: Policy
) -> int:
    for tier in policy.tiers[start - 1 : -1]:
        clean = [
            one
            for one in members
            if one.tier == tier.number and decision.is_publicly_clean(one.person)
        ]
        if len(clean) >= tier.quorum:
            return tier.number
    return policy.tiers[-1].number
