"""What two have signed inside a case, and what follows for who reads it (CONFLICTS §4, ADR 38).

Cards, signatures, the word to the reporter and her *no* are items of the case. What counts is
worked out at every decision from the items and the facts of today: no row says that anything was
approved (T21). Without two signatures that count, nobody gains a key (P9).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain import cards, conflicts, errors, routing
from app.domain.cards import Card
from app.domain.conflicts import Excluded, Ground
from app.domain.routing import Member
from app.services import decisions
from app.services.casefile import CaseFile
from app.services.caseitems import EPOCH, Item
from app.services.decisions import Statement, Verdict
from app.services.world import World

# On these grounds somebody is out because her words name him, not because of somebody else.
_NAMED = frozenset({Ground.C1, Ground.C2, Ground.C8, Ground.C11})


@dataclass(frozen=True, slots=True)
class Asked:
    """A card of a case. `signers`: accounts, its author first; `told_on`: the last day that counts.

    `is_refused`: she has said no to what it says.
    """

    card: Card
    item: Item
    signers: tuple[bytes, ...]
    told_on: date | None
    is_refused: bool


def asked(file: CaseFile) -> tuple[Asked, ...]:
    """Give the cards of a case, oldest first."""
    noes = {item.body["card"] for item in file.of_kind("objection")}
    items = file.of_kind("card")
    refused = {card_of(item) for item in items if item.digest.hex() in noes}
    return tuple(_asked(file, item, refused=card_of(item) in refused) for item in items)


def card_of(item: Item) -> Card:
    """Read what an item of this kind asks for."""
    body = item.body
    return Card(body["what"], body["person"], body["ground"], body["meant"])


def _asked(file: CaseFile, item: Item, *, refused: bool) -> Asked:
    under = [
        other
        for kind in ("signature", "notice")
        for other in file.of_kind(kind)
        if other.body["card"] == item.digest.hex()
    ]
    signed = [other for other in under if other.kind == "signature"]
    told = [other for other in under if other.by == EPOCH]
    days = [date.fromisoformat(other.body["on"]) for other in (item, *under)]
    return Asked(
        card_of(item),
        item,
        tuple(dict.fromkeys((item.by, *(other.by for other in signed)))),
        max(days) if told else None,
        refused,
    )


def calls_standby(file: CaseFile) -> bool:
    """Say whether a second signature was asked for, or somebody handed the case up."""
    return bool(file.of_kind("card") or file.of_kind("handed up"))


def of_case(
    file: CaseFile, world: World, *, today: date, leaving: Sequence[Excluded] = ()
) -> Verdict:
    """Decide an opened case with today's organisation, and with what two have signed.

    `leaving`: who steps back with this act. Raises `errors.NobodyClean`.
    """
    found = _Found(file, world, today, tuple(leaving))
    base = found.judged()
    counting = [one for one in asked(file) if _counts(one, found, base)]
    return _applied(counting, found, base) if counting else base


def counts(one: Asked, file: CaseFile, world: World, *, today: date) -> bool:
    """Say whether a card is in force today."""
    found = _Found(file, world, today)
    return _counts(one, found, found.judged())


def is_enough(
    card: Card, signers: Sequence[bytes], file: CaseFile, world: World, *, today: date
) -> bool:
    """Say whether these accounts are two who may do what a card says."""
    found = _Found(file, world, today)
    return _is_enough(card, signers, found, found.judged())


def may_sign(card: Card, account: bytes, file: CaseFile, world: World, *, today: date) -> bool:
    """Say whether the signature of this account would count."""
    found = _Found(file, world, today)
    return bool(_who_count(card, [account], found, found.judged())[0])


def start_tier(verdict: Verdict, world: World) -> int:
    """Give the tier below which nobody is let in: those are peers of the accused."""
    return routing.start_tier(
        verdict.decision,
        said=verdict.said,
        members=world.members,
        policy=world.policy,
        directory=world.directory,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A case, and the facts of today by which it is decided."""

    file: CaseFile
    world: World
    today: date
    leaving: tuple[Excluded, ...] = ()

    def judged(
        self, *, mistaken: frozenset[str] = frozenset(), meant: Collection[str] = ()
    ) -> Verdict:
        """Decide as if these were not meant, and those accused."""
        accused = tuple(
            conflicts.excluded(person, Ground.C1, self.world.policy) for person in meant if person
        )
        insiders = (*decisions.insiders_of(self.file, self.world), *self.leaving, *accused)
        return decisions.judge(
            self.world,
            decisions.statements_of(self.file),
            today=self.today,
            insiders=insiders,
            mistaken=mistaken,
        )

    def until(self, item: Item) -> "_Found":
        """Give what was on file before an item."""
        return replace(self, file=self._with(range(item.sequence)), leaving=())

    def since(self, item: Item) -> "_Found":
        """Give what has been put on file after an item, and what is about to be."""
        return replace(self, file=self._with(range(item.sequence + 1, self.file.next_sequence)))

    def _with(self, sequences: range) -> CaseFile:
        items = tuple(item for item in self.file.items if item.sequence in sequences)
        return replace(self.file, items=items)


def _counts(one: Asked, found: _Found, base: Verdict) -> bool:
    is_due = not one.is_refused and cards.is_due(one.told_on, today=found.today)
    return (
        is_due
        and _is_enough(one.card, one.signers, found, base)
        and not _is_named_since(one, found)
    )


def _is_enough(card: Card, accounts: Sequence[bytes], found: _Found, base: Verdict) -> bool:
    signers, before = _who_count(card, accounts, found, base)
    return cards.is_enough(
        signers,
        tier=before.route.tier,
        last=found.world.policy.tiers[-1].number,
        directory=found.world.directory,
        today=found.today,
    )


def _who_count(
    card: Card, accounts: Sequence[bytes], found: _Found, base: Verdict
) -> tuple[tuple[Member, ...], Verdict]:
    """Give the signers that count, and the verdict by which: whoever is meant is a subject too."""
    try:
        before = found.judged(meant=[card.meant]) if card.meant else base
    except errors.NobodyClean:
        return (), base
    members = {bytes.fromhex(member.account): member for member in found.world.members}
    signers = [members[account] for account in accounts if account in members]
    counting = cards.who_count(card, signers, decision=before.decision, policy=found.world.policy)
    return tuple(each for each in counting if each.account in before.route.holders), before


def _is_named_since(one: Asked, found: _Found) -> bool:
    """Say whether the person was named anew after the card, or has stepped back since."""
    later, person = found.since(one.item), one.card.person
    stepped_back = (*decisions.insiders_of(later.file, later.world), *later.leaving)
    return any(reason.person == person for reason in stepped_back) or any(
        _names(person, statement, later) for statement in decisions.statements_of(later.file)
    )


def _names(person: str, statement: Statement, found: _Found) -> bool:
    """Say whether a statement by itself speaks of a person; one that leaves nobody may."""
    try:
        decision = decisions.judge(found.world, [statement], today=found.today).decision
    except errors.NobodyClean:
        return True
    grounds = {reason.ground for reason in decision.excluded.get(person, ())}
    return person in decision.subjects | decision.mentioned or bool(grounds & _NAMED)


def _applied(counting: Sequence[Asked], found: _Found, base: Verdict) -> Verdict:
    """Run the rules again as corrected, then let in whom two signatures let in."""
    corrections = [one for one in counting if one.card.what == "correct"]
    ruled = _corrected(corrections, found) if corrections else base
    lifts = [
        one.card
        for one in counting
        if one.card.what == "lift" and not _has_grown(one, corrections, found, ruled)
    ]
    decision = cards.lifted(ruled.decision, lifts)
    let_in = frozenset(_let_in({card.person for card in lifts}, decision, ruled, found.world))
    granted = {one.card.person for one in counting if one.card.what == "grant"}
    accounts = {each.account for each in found.world.members if each.person in granted}
    route = replace(
        ruled.route,
        recipients=ruled.route.recipients | let_in,
        standby=ruled.route.standby - let_in,
    )
    added = let_in | (accounts & route.holders) | (ruled.route.holders - base.route.holders)
    return Verdict(decision, ruled.said, route, added)


def _corrected(corrections: Sequence[Asked], found: _Found) -> Verdict:
    return found.judged(
        mistaken=frozenset(one.card.person for one in corrections),
        meant=[one.card.meant for one in corrections],
    )


def _has_grown(one: Asked, corrections: Sequence[Asked], found: _Found, ruled: Verdict) -> bool:
    """Say whether the case is about somebody more than when the card was written."""
    before = [each for each in corrections if each.item.sequence < one.item.sequence]
    then = _corrected(before, found.until(one.item))
    return not ruled.decision.subjects <= then.decision.subjects


def _let_in(
    people: Collection[str], decision: conflicts.Decision, ruled: Verdict, world: World
) -> Iterator[str]:
    """Yield the accounts of those who are clean now, and not below where such a report starts."""
    start = start_tier(ruled, world)
    for member in world.members:
        if member.person in people and decision.is_clean(member.person) and member.tier >= start:
            yield member.account
