"""What the reporter is told of cards, in the thread, and whether she has said no (ADR 38).

No name and no reason is told to her: only what two people want, and until when she may refuse.
"""

from dataclasses import dataclass
from datetime import date

from app.domain import cards
from app.services.casefile import CaseFile


@dataclass(frozen=True, slots=True)
class Notice:
    """What two of her readers want, by the kinds of `domain/cards.py`, and her say in it.

    `until`: the last day on which she may say no. `refused`: she has. `over`: the days are over.
    """

    card: str
    what: str
    on: date
    until: date
    refused: bool
    over: bool


def of(file: CaseFile, *, today: date) -> tuple[Notice, ...]:
    """Give what she was told, oldest first; told twice of the same, the later day counts."""
    noes = {item.body["card"] for item in file.of_kind("objection")}
    found = {}
    for item in file.of_kind("notice"):
        card, on = item.body["card"], date.fromisoformat(item.body["on"])
        until = cards.refuse_by(on)
        found[card] = Notice(card, item.body["what"], on, until, card in noes, today > until)
    return tuple(found.values())
