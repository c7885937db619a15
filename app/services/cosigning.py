"""Asking for a second signature in a case, signing, and handing up (CONFLICTS §4, ADR 38).

1. A card is written by a reader of the case whose signature would count. Asked for is only what
   follows from public grounds and the rolls, so that nobody is told of a private ground.
2. The second signature tells the reporter, in the same commit. Her days begin then.
3. A card, or handing up, makes the standby's day come; nothing else comes of it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from app.domain import errors
from app.domain.cards import Card
from app.domain.conflicts import PUBLIC
from app.services import cards, casework, decisions, drafting
from app.services.acts import Act
from app.services.cards import Asked
from app.services.casework import Deed
from app.services.commits import Draft, spoken
from app.services.gate import Admitted
from app.services.instance import Instance
from app.services.signin import Staff


def ask(inst: Instance, staff: Staff, *, case: str, card: Card, reason: str, now: datetime) -> None:
    """Write a card, signed by its author; the same card twice is one.

    Raises `errors.NotFound`, or `errors.NotAllowed` for what no two of this case could sign.
    """

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        same = [one for one in cards.asked(admitted.file) if one.card == card]
        if any(not one.is_refused for one in same):
            return []
        if same or not (_may_be_asked(card, admitted) and _would_count(card, act, admitted)):
            raise errors.NotAllowed
        written = {"what": card.what, "person": card.person}
        return drafting.internal("card", reason, **written, ground=card.ground, meant=card.meant)(
            act, admitted
        )

    casework.do(
        inst, staff, Deed("second signature asked for", drafts, _told(card)), case=case, now=now
    )


def sign(inst: Instance, staff: Staff, *, case: str, card: str, now: datetime) -> None:
    """Sign a card as the second; the reporter is told with it.

    `card`: the digest of its item, in hex. Raises `errors.NotFound`, or `errors.NotAllowed` when it
    does not wait for this person.
    """

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        one = waiting_for(act.account, card, admitted)
        if one is None:
            raise errors.NotAllowed
        signed = drafting.internal("signature", "", card=card)(act, admitted)
        body = {"kind": "notice", "text": "", "what": one.card.what, "card": card}
        return [*signed, spoken({**body, "on": act.today.isoformat()})]

    def told(admitted: Admitted) -> Mapping[str, str]:
        one = _find(card, admitted)
        return _said(one.card) if one else {}

    casework.do(inst, staff, Deed("second signature", drafts, told), case=case, now=now)


def hand_up(inst: Instance, staff: Staff, *, case: str, reason: str, now: datetime) -> None:
    """Ask the next body to join in, from now on. Raises `errors.NotFound`."""
    deed = Deed("handed up", drafting.internal("handed up", reason))
    casework.do(inst, staff, deed, case=case, now=now)


def waiting_for(account: bytes, card: str, admitted: Admitted) -> Asked | None:
    """Give the card of this digest if this person's signature is what it waits for."""
    one = _find(card, admitted)
    if one is None or one.is_refused or account in one.signers:
        return None
    file, world, today = admitted.file, admitted.world, admitted.verdict.decision.today
    if cards.is_enough(one.card, one.signers, file, world, today=today):
        return None
    both = (*one.signers, account)
    return one if cards.is_enough(one.card, both, file, world, today=today) else None


def _find(card: str, admitted: Admitted) -> Asked | None:
    every = cards.asked(admitted.file)
    return next((one for one in every if one.item.digest.hex() == card), None)


def _would_count(card: Card, act: Act, admitted: Admitted) -> bool:
    return cards.may_sign(card, act.account, admitted.file, act.world, today=act.today)


def _may_be_asked(card: Card, admitted: Admitted) -> bool:
    if card.what == "lift":
        return card in liftable(admitted)
    if card.what == "grant":
        return card.person in grantable(admitted)
    known = admitted.world.directory.people
    is_known = card.meant != card.person and (not card.meant or card.meant in known)
    return is_known and card.person in correctable(admitted)


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


def _told(card: Card) -> Callable[[Admitted], Mapping[str, str]]:
    return lambda _: _said(card)


def _said(card: Card) -> dict[str, str]:
    said = {"what": card.what, "person": card.person, "ground": card.ground, "meant": card.meant}
    return {name: word for name, word in said.items() if word}
