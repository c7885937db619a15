"""Titles in other words: head of purchasing, purchasing lead, Leiterin Einkauf, Einkaufsleiter.

A title is taken as the set of its words: small words and *department* are left out, women's forms
are folded into men's, words that mean one function in one of seven languages (data/functions.txt)
into one, and German and Dutch compounds are parted. A title held by up to five people so far is a
name; one held by more is none, unless the text adds the site or the unit where only so few hold it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from app.domain import people
from app.domain.mentions import folding
from app.domain.mentions.entries import FEW
from app.domain.mentions.entries import LONGEST as LONGEST_KEY
from app.domain.mentions.folding import Word
from app.domain.mentions.mention import Hit
from app.domain.mentions.table import Table

_TOGETHER = 2  # Words that may mean one thing together, and nothing alone.
LONGEST = 8  # Words of one title in a text.
_SMALL = frozenset(
    """
    a al alla and au aux d da das de degli dei del dell della delle den der des di die do du e el en
    et for fur het i im in l la las le les lo los of our na nad notre nuestra nuestro onze our op ow
    per por s the til u und unser unsere unserer us van vom von voor w y z za zum zur dept
    department division unit team abteilung bereich service servicio servizio reparto departamento
    dipartimento departement afdeling dienst dzial dzialu zespol zespolu group gruppe groupe
    """.split()  # noqa: SIM905 - a block of words reads better
)
_CHIEFS = frozenset({"ceo", "cfo"})  # One word says who is meant.
_HEADS = re.compile(r"^(\w{2,}?)s?(leiter|leitung|chef|direktor|manager|leider|hoofd|directeur)$")
_WOMEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("(er|or|ent|ist|ant|eur|ar|at|log)in$", r"\1"),
        ("(?:teuse|trice|teur|tore|tora|tor)$", "tor"),
        ("euse$", "eur"), ("iere$", "ier"), ("ienne$", "ien"), ("(?:essa|esa|ess)$", ""),
        ("niczka$", "nik"), ("(?<=[a-z]{4})(?:owa|owy|ow)$", ""), ("stka$", "st"),
        ("rka$", "r"), ("ka$", "k"),
        ("(?<=[a-z]{3})ster$", "er"), ("(?<=[a-z]{3})[aeioy]s?$", ""), ("(?<=[a-z]{4})s$", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=8192)
def meanings(folded: str) -> tuple[str, ...]:
    """Return what a folded word of a title means: nothing for small words, two for compounds."""
    if folded in _SMALL:
        return ()
    known = _functions()
    man = _man(folded)
    if man in known:
        return (known[man],)
    compound = _HEADS.match(folded) or _HEADS.match(man)
    if compound:
        return (*meanings(compound.group(1)), "head")
    return (man,)


def means(words: Sequence[str]) -> frozenset[str]:
    """Return what a title of these folded words means, two words of one function taken together."""
    return frozenset(one for words_ in _grouped(tuple(words)) for one in words_)


class Titles:
    """The titles of a directory by what they mean; immutable once built."""

    def __init__(self, directory: people.Directory, today: date) -> None:
        """Take whoever holds a title today, and for the places where few do, those."""
        self._ids = list(directory.people)
        self._table = Table()
        self._words: set[str] = set()
        held: dict[frozenset[str], list[tuple[int, people.Person]]] = {}
        for number, person in enumerate(directory.people.values()):
            for name in person.names:
                if name.kind == "title" and name.counts(today):
                    words = folding.phrase(name.text)
                    meaning = means(words) if len(words) <= LONGEST_KEY else frozenset()
                    if len(meaning) > 1 or "head" not in meaning:
                        held.setdefault(meaning, []).append((number, person))
        for meaning, holders in held.items():
            self._add(meaning, holders)
        self._table.sort()

    def _add(self, meaning: frozenset[str], holders: list[tuple[int, people.Person]]) -> None:
        if len(holders) <= FEW:
            self._put(meaning, [number for number, _ in holders])
            return
        by_place: dict[frozenset[str], list[int]] = {}
        for number, person in holders:
            for name in {person.site, person.unit} - {""}:
                by_place.setdefault(means(folding.phrase(name)), []).append(number)
        for place, numbers in by_place.items():
            if len(numbers) <= FEW and not place <= meaning:
                self._put(meaning | place, numbers)

    def _put(self, meaning: frozenset[str], numbers: list[int]) -> None:
        if len(meaning) > 1 or meaning <= _CHIEFS:
            self._words |= meaning
            for number in numbers:
                self._table.add(_key(meaning), number)

    def find(self, words: Sequence[Word]) -> Iterator[Hit]:
        """Yield the titles that a text says."""
        folded = [word.folded for word in words]
        for begins, word in enumerate(folded):
            if word in _SMALL:
                continue
            for ends in range(begins + 1, min(begins + LONGEST, len(folded)) + 1):
                meaning = means(folded[begins:ends])
                if not self._words.issuperset(meaning):
                    if ends > begins + _TOGETHER:
                        break
                    continue
                numbers = self._table.get(_key(meaning))
                if holders := frozenset(self._ids[number] for number in numbers):
                    yield Hit(begins, ends, "title", holders, None, "likely")


def _key(meaning: frozenset[str]) -> int:
    return hash(("title", *sorted(meaning)))


@lru_cache(maxsize=8192)
def _grouped(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the meaning of each word, of two or three where together they are one function."""
    known, at = _functions(), 0
    found: list[tuple[str, ...]] = []
    while at < len(words):
        for size in (3, 2):
            together = "-".join(map(_man, words[at : at + size]))
            if together in known and size <= len(words) - at:
                found.append((known[together],))
                at += size
                break
        else:
            found.append(meanings(words[at]))
            at += 1
    return tuple(found)


def _man(folded: str) -> str:
    """Return the form of a word that women's and men's titles share."""
    for pattern, instead in _WOMEN:
        folded, changed = pattern.subn(instead, folded)
        if changed:
            break
    return folded


@cache
def _functions() -> Mapping[str, str]:
    """Return the function that each word, or hyphened words, of the file stands for."""
    written = resources.files(__package__).joinpath("data", "functions.txt")
    functions: dict[str, str] = {}
    for line in written.read_text(encoding="utf-8").splitlines():
        function, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            for word in words.split():
                functions.setdefault("-".join(map(_man, word.split("-"))), function)
    return functions
