"""The matcher sits the exam: each company is indexed, each text read under its roster."""

import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain import policy
from app.domain.mentions import Index
from app.domain.people import Directory, Name, Person
from tests.exam import reading

TODAY = date(2026, 11, 1)


@dataclass(frozen=True)
class Cell:
    """What one text came to; `how` a handler was found whom nobody had named."""

    lang: str
    way: str
    kind: str
    right: bool
    how: str = ""


@functools.cache
def directory(lang: str) -> Directory:
    """Return the people of one company."""
    return Directory(
        {one.id: _person(one) for one in reading.people() if one.company == lang},
    )


def _person(one: reading.Person) -> Person:
    names = [Name(one.name, "name"), Name(one.title, "title"), Name(one.email, "email")]
    aliases = [Name(alias, "alias") for alias in one.aliases.split(";") if alias]
    filled = tuple(name for name in (*names, *aliases) if name.text)
    return Person(one.id, filled, one.unit, one.site, one.entity, one.seniority)


def company(lang: str, every: int = 1) -> Counter[Cell]:
    """Read each text of one language (or every Nth) and count what came of it."""
    texts = [text for text in (*reading.texts(), *reading.negatives()) if text.lang == lang]
    return Counter(sat(texts[::every]))


def sat(texts: Iterable[reading.Text]) -> Iterator[Cell]:
    """Yield what each text came to; those of one company and roster share an index."""
    ordered = sorted(texts, key=lambda text: (text.company, text.roster))
    index = None
    for (lang, roster), group in itertools.groupby(
        ordered, key=lambda text: (text.company, text.roster)
    ):
        handlers = frozenset(reading.rosters()[roster].handlers)
        index = Index(
            directory(lang), readers=handlers, policy=policy.DEFAULT, today=TODAY, like=index
        )
        yield from (_read(index, text, handlers) for text in group)


def _read(index: Index, text: reading.Text, handlers: frozenset[str]) -> Cell:
    mentions = index.find(text.text, where="story")
    if text.targets:
        people = frozenset[str]().union(*(mention.people for mention in mentions))
        return Cell(text.lang, text.way, text.kind, right=people >= set(text.targets))
    by = sorted({mention.how for mention in mentions if mention.people & handlers})
    return Cell(text.lang, text.way, "", right=not by, how=", ".join(by))
