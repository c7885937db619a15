"""What a page shows of the cards of a case, and for whom one may be written (ADR 38).

Offered is only what follows from public grounds and the rolls, so that nobody is told of a private
ground. A card shows whom it is about, the ground and the reason; never the story.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.cards import Card, refuse_by
from app.domain.conflicts import PUBLIC
from app.services import cards, decisions
from app.services.cards import Asked
from app.services.gate import Admitted
from app.services.signin import Staff

State = Literal["waits", "told", "refused", "counts", "ended"]


@dataclass(frozen=True, slots=True)
class CardView:
    """One card as a page shows it; people by name. `id`: the digest of its item, in hex.

    `role`: title or unit. `meant`: "" for somebody who is on no list. `until`: the last day on
    which the reporter may say no, once she was told. `may_sign`: it waits for the person looking.
    """

    id: str
    what: str
    name: str
    role: str
    ground: str
    meant: str
    reason: str
    on: date
    signed: tuple[str, ...]
    state: State
    until: date | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a card may ask for; `id` is a person."""

    what: str
    id: str
    name: str
    ground: str = ""


def of(admitted: Admitted, staff: Staff) -> tuple[CardView, ...]:
    """Show every card of a case, oldest first."""
    return tuple(_shown(one, admitted, staff) for one in cards.asked(admitted.file))


def _shown(one: Asked, admitted: Admitted, staff: Staff) -> CardView:
    world, body = admitted.world, one.item.body
    person = world.directory.people.get(one.card.person)
    accounts = {entry.account: entry.person for entry in world.roster.handlers()}
    digest = one.item.digest.hex()
    return CardView(
        id=digest,
        what=one.card.what,
        name=_name(admitted, one.card.person),
        role=(person.title or person.unit) if person else "",
        ground=one.card.ground,
        meant=_name(admitted, one.card.meant) if one.card.meant else "",
        reason=body["text"],
        on=date.fromisoformat(body["on"]),
        signed=tuple(_name(admitted, accounts.get(account, "")) for account in one.signers),
        state=_state(one, admitted),
        until=refuse_by(one.told_on) if one.told_on else None,
        may_sign=waiting_for(staff.owner, digest, admitted) is not None,
    )


def _state(one: Asked, admitted: Admitted) -> State:
    file, world, today = admitted.file, admitted.world, admitted.verdict.decision.today
    if one.is_refused:
        return "refused"
    if cards.counts(one, file, world, today=today):
        return "counts"
    if one.told_on is None:
        return "waits"
    return "told" if today <= refuse_by(one.told_on) else "ended"


def _name(admitted: Admitted, person: str) -> str:
    known = admitted.world.directory.people.get(person)
    return known.name if known else "—"


def offers(admitted: Admitted) -> tuple[Offer, ...]:
    """Give what may be asked for in a case, by what it is and by name."""
    asked = {one.card for one in cards.asked(admitted.file)}
    possible = {
        *liftable(admitted),
        *(Card("correct", person) for person in correctable(admitted)),
        *(Card("grant", person) for person in grantable(admitted)),
    }
    found = [
        Offer(card.what, card.person, _name(admitted, card.person), card.ground)
        for card in possible - asked
    ]
    return tuple(sorted(found, key=lambda one: (one.what, one.name, one.id, one.ground)))


def waiting_for(account: bytes, card: str, admitted: Admitted) -> Asked | None:
    """Give the card of this digest if this person's signature is what it waits for."""
    one = find(card, admitted)
    if one is None or one.is_refused or account in one.signers:
        return None
    file, world, today = admitted.file, admitted.world, admitted.verdict.decision.today
    if cards.is_enough(one.card, one.signers, file, world, today=today):
        return None
    both = (*one.signers, account)
    return one if cards.is_enough(one.card, both, file, world, today=today) else None


def find(card: str, admitted: Admitted) -> Asked | None:
    """Give the card of this digest, if the case has one."""
    every = cards.asked(admitted.file)
    return next((one for one in every if one.item.digest.hex() == card), None)


def liftable(admitted: Admitted) -> tuple[Card, ...]:
    """Give the cards that could lift a public ground of somebody."""
    start = cards.start_tier(admitted.known, admitted.world)
    return tuple(
        Card("lift", reason.person, ground=reason.ground.value)
        for reasons in admitted.known.decision.excluded.values()
        for reason in reasons
        if reason.liftable_by == "two"
        and reason.ground in PUBLIC
        and admitted.world.readers[reason.person] >= start
    )


def correctable(admitted: Admitted) -> frozenset[str]:
    """Give whom a name may have meant by mistake; whom she chose from the list she meant."""
    decision, said = admitted.known.decision, admitted.known.said
    return (decision.subjects | decision.mentioned) - said.about_people - said.veto


def grantable(admitted: Admitted) -> frozenset[str]:
    """Give who of the case's tier or above has no key, and no public ground against him."""
    held, verdict = decisions.on_every_roll(admitted.file), admitted.known
    return frozenset(
        member.person
        for member in admitted.world.members
        if member.tier >= verdict.route.tier
        and member.account not in held
        and verdict.decision.is_publicly_clean(member.person)
    )
