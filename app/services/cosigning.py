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
from app.domain.declarations import NotDeclared
from app.services import cards, cardviews, casework, declarations, drafting, world
from app.services.acts import Act
from app.services.casework import Deed
from app.services.commits import Draft, spoken
from app.services.declarations import Candidate
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
        one = cardviews.waiting_for(act.account, card, admitted)
        if one is None:
            raise errors.NotAllowed
        signed = drafting.internal("signature", "", card=card)(act, admitted)
        body = {"kind": "notice", "text": "", "what": one.card.what, "card": card}
        return [*signed, spoken({**body, "on": act.today.isoformat()})]

    def told(admitted: Admitted) -> Mapping[str, str]:
        one = cardviews.find(card, admitted)
        return _said(one.card) if one else {}

    casework.do(inst, staff, Deed("second signature", drafts, told), case=case, now=now)


def hand_up(inst: Instance, staff: Staff, *, case: str, reason: str, now: datetime) -> None:
    """Ask the next body to join in, from now on. Raises `errors.NotFound`."""
    deed = Deed("handed up", drafting.internal("handed up", reason))
    casework.do(inst, staff, deed, case=case, now=now)


def _would_count(card: Card, act: Act, admitted: Admitted) -> bool:
    return cards.may_sign(card, act.account, admitted.file, act.world, today=act.today)


def _may_be_asked(card: Card, admitted: Admitted) -> bool:
    if card.what == "lift":
        return card in cardviews.liftable(admitted)
    if card.what == "grant":
        return card.person in cardviews.grantable(admitted)
    known = admitted.world.directory.people
    is_known = card.meant != card.person and (not card.meant or card.meant in known)
    return is_known and card.person in cardviews.correctable(admitted)


def _told(card: Card) -> Callable[[Admitted], Mapping[str, str]]:
    return lambda _: _said(card)


def _said(card: Card) -> dict[str, str]:
    said = {"what": card.what, "person": card.person, "ground": card.ground, "meant": card.meant}
    return {name: word for name, word in said.items() if word}


def people_called(inst: Instance, typed: str, *, now: datetime) -> tuple[Candidate, ...]:
    """Give the people of the directory whom a typed name may mean; none is ()."""
    try:
        return declarations.people_called(world.current(inst, now=now), typed)
    except NotDeclared:
        return ()
