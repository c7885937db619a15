"""Reads the exam: its people, its rosters and its texts. Promises to import nothing of the product.

A *company* is one directory in one language. A *roster* says which twelve people of a company are
the handlers while a text is read: family name alone, given name alone and a lone near-match count
for handlers and seniors only. A *text* names its targets in one *way* of CONFLICTS §2, finer said
in `kind`; the ways `nobody` and `others` have no target, and nobody on the roster is named there.
"""

import functools
import json
import lzma
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DATA = pathlib.Path(__file__).parent / "data"
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl")


@dataclass(frozen=True)
class Person:
    """One row of a company's people file, and whether the policy calls it senior."""

    company: str
    id: str
    name: str
    aliases: str
    email: str
    title: str
    unit: str
    site: str
    entity: str
    seniority: int
    manager_id: str
    senior: bool
    origin: str


@dataclass(frozen=True)
class Roster:
    """The handlers of a company while one of its texts is read: ids of people."""

    id: str
    company: str
    handlers: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """One labelled text: in which way it names whom."""

    id: str
    lang: str
    way: str
    kind: str
    company: str
    roster: str
    targets: tuple[str, ...]
    text: str


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one file of the exam."""
    with lzma.open(DATA / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@functools.cache
def people() -> tuple[Person, ...]:
    """Return everybody of every company."""
    return tuple(Person(**row) for row in rows("people"))


@functools.cache
def rosters() -> dict[str, Roster]:
    """Return the rosters by id."""
    found = (Roster(row["id"], row["company"], tuple(row["handlers"])) for row in rows("rosters"))
    return {roster.id: roster for roster in found}


@functools.cache
def texts() -> tuple[Text, ...]:
    """Return the texts that name somebody."""
    return tuple(Text(**{**row, "targets": tuple(row["targets"])}) for row in rows("texts"))


@functools.cache
def negatives() -> tuple[Text, ...]:
    """Return the texts in which no handler is named: ways `nobody` and `others`."""
    return tuple(Text(**{**row, "targets": ()}) for row in rows("negatives"))


def dropped() -> dict[str, dict[str, int]]:
    """Return, by language and reason, how many texts the builder did not keep."""
    return {row.pop("lang"): row for row in rows("dropped")}
