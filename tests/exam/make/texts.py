"""Puts a name into a report: a frame, and around it sentences that name nobody.

A text is a dictionary as it will be stored: `lang, way, kind, company, roster, targets, text`.
"""

import dataclasses
import random
from typing import Any

from tests.exam.make import people, words

Text = dict[str, Any]
PER_WAY = 320


@dataclasses.dataclass
class Desk:
    """What writing the texts of one company needs at hand."""

    rng: random.Random
    company: people.Company
    vocabulary: set[str]
    written: list[Text] = dataclasses.field(default_factory=list)
    seen: set[str] = dataclasses.field(default_factory=set)
    dropped: dict[str, int] = dataclasses.field(default_factory=dict)

    @property
    def lang(self) -> str:
        """The language of the company."""
        return self.company.lang

    def roster_of(self, person: people.Somebody) -> int:
        """Return the roster in which somebody handles, or any if in none."""
        for number, roster in enumerate(self.company.rosters):
            if person in roster:
                return number
        return self.rng.randrange(len(self.company.rosters))

    def handlers(self) -> list[people.Somebody]:
        """Return the handlers of all rosters, in order of roster."""
        return [person for roster in self.company.rosters for person in roster]

    def drop(self, reason: str) -> None:
        """Count a text that was not kept."""
        self.dropped[reason] = self.dropped.get(reason, 0) + 1


def around(rng: random.Random, lang: str, sentence: str) -> str:
    """Put none to three other sentences before and behind."""
    context = rng.sample(words.of(lang)["context"], k=rng.randint(1, 4))
    before = rng.randint(0, len(context))
    glue = "\n\n" if rng.random() < 0.15 else " "
    return glue.join([*context[:before], sentence, *context[before:]])


def keep(
    desk: Desk,
    way: str,
    kind: str,
    person: people.Somebody,
    mention: str,
    *,
    slot: str = "n",
    frames: str = "frames",
    targets: list[people.Somebody] | None = None,
) -> None:
    """Write one text about one person and keep it, unless the same words are there already."""
    for _ in range(20):
        frame = desk.rng.choice(words.of(desk.lang)[frames])
        sentence = frame.replace("{" + slot + "}", mention)
        text = around(desk.rng, desk.lang, sentence[0].upper() + sentence[1:])
        if text not in desk.seen:
            break
    else:
        return
    desk.seen.add(text)
    desk.written.append(
        {
            "lang": desk.lang,
            "way": way,
            "kind": kind,
            "company": desk.lang,
            "roster": f"{desk.lang}-{desk.roster_of(person):02}",
            "targets": sorted(each.id for each in targets or [person]),
            "text": text,
        }
    )
