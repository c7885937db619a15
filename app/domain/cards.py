"""What two clean people may sign inside one case: lift, correct, grant (CONFLICTS §4; P2, P9).

*Lift*: one person, one ground, where the policy lets two lift it. *Correct*: somebody was taken for
another; who is meant instead becomes a subject, and the rules run again. *Grant*: a past case to a
handler enrolled later, after the same check.

1. Two sign, of different tiers, one of them above the case's tier; in the last tier, its two
   members. They are clean without any card, and neither stands in the other's line.
2. Never signs whom the card is about, who is meant instead, or an administrator.
3. The reporter is told when both have signed. It counts after seven days, and never once she has
   said no.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from types import MappingProxyType
from typing import Literal, get_args

from app.domain import lines
from app.domain.conflicts import Decision
from app.domain.people import Directory
from app.domain.policy import Policy
from app.domain.routing import Member

What = Literal["lift", "correct", "grant"]
WHATS: tuple[str, ...] = get_args(What)
DAYS_TO_REFUSE = 7


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked for. `meant` belongs to a correction; "" is somebody who is on no list."""

    what: str
    person: str
    ground: str = ""
    meant: str = ""


def who_count(
    card: Card, signers: Iterable[Member], *, decision: Decision, policy: Policy
) -> tuple[Member, ...]:
    """Return those whose signature counts today; `decision` is the one without any card."""
    barred = policy.administrators | {card.person, card.meant}
    return tuple(
        one for one in signers if decision.is_clean(one.person) and one.person not in barred
    )


def is_enough(
    signers: Iterable[Member], *, tier: int, last: int, directory: Directory, today: date
) -> bool:
    """Say whether two of these may do it in a case of this tier; `last` is the last tier."""
    return any(
        _fit(one, other, tier, last) and not _in_line(one, other, directory, today)
        for one, other in combinations(signers, 2)
    )


def _fit(one: Member, other: Member, tier: int, last: int) -> bool:
    if tier == last:
        return one.tier == other.tier == last and one.person != other.person
    return one.tier != other.tier and max(one.tier, other.tier) > tier


def _in_line(one: Member, other: Member, directory: Directory, today: date) -> bool:
    return lines.in_conflict(directory, one.person, other.person, today=today) or lines.in_conflict(
        directory, other.person, one.person, today=today
    )


def refuse_by(told_on: date) -> date:
    """Return the last day on which she may say no."""
    return told_on + timedelta(days=DAYS_TO_REFUSE)


def is_due(told_on: date | None, *, today: date) -> bool:
    """Say whether she was told, and her days to say no are over."""
    return told_on is not None and today > refuse_by(told_on)


def lifted(decision: Decision, cards: Collection[Card]) -> Decision:
    """Return the decision without exactly what these cards lift; what nobody lifts stays."""
    wanted = {(card.person, card.ground) for card in cards if card.what == "lift"}
    left = {
        person: tuple(
            out for out in reasons if out.liftable_by != "two" or (person, out.ground) not in wanted
        )
        for person, reasons in decision.excluded.items()
    }
    kept = {person: reasons for person, reasons in left.items() if reasons}
    return replace(decision, excluded=MappingProxyType(kept))
