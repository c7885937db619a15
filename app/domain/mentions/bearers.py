"""Who bears which two words in one name: what a directory is searched by.

For every name two of its words are kept together, and each word with the first letters of the
others; a look-up takes two words and gives people. Built once for a directory, compact: about a
hundred bytes a person.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from app.domain import people
from app.domain.mentions import common, diminutives, entries, folding
from app.domain.mentions.folding import Key
from app.domain.mentions.table import Table
from app.domain.mentions.titles import Titles
from app.domain.mentions.vocabulary import Vocabulary

START = 3  # Letters of a given name that a short form shares with it.
# A family name is rare where one person bears it and at least so many others do not.
MANY = 250
_WORD_BITS = 22


class Bearers:
    """The names of a directory, as far as they count on one day."""

    def __init__(self, directory: people.Directory, today: date) -> None:
        self.vocabulary = Vocabulary()
        self.ids = list(directory.people)
        self._by_id = directory.people
        self._people = tuple(directory.people.values())
        self.titles = Titles(directory, today)
        self._pairs = Table()
        self._whole = Table()
        self.in_addresses: set[int] = set()  # Hashes of the words of all addresses.
        self.entities = {
            word
            for entity in {person.entity for person in directory.people.values()}
            for word in folding.phrase(entity)
        }
        self._borne_by: dict[int, int] = {}
        names: set[int] = set()
        for number, person in enumerate(directory.people.values()):
            keys = entries.names(person, today)
            for key in keys:
                names.update(self._add(key, number))
            for key in entries.addresses(person, today):
                self._whole.add(hash(("address", *sorted(key))), number)
                self.in_addresses.update(map(hash, key))
        self._pairs.sort()
        self._whole.sort()
        self.vocabulary.close(sorted(names))
        self._rare = self._borne_by if len(self.ids) >= MANY else {}

    def _add(self, key: Key, person: int) -> Iterator[int]:
        """Add a name and yield the numbers of its words that can say who is meant."""
        words = [word for word in key if word not in common.HONORIFICS]
        number = self.vocabulary.add
        if len(words) == 1:
            self._pairs.add(_pair(number(words[0]), number(words[0])), person)
        telling = [word for word in words if entries.says_who(word)]
        for one, other in _together(words):
            self._pairs.add(_pair(number(one), number(other)), person)
        for one in telling:
            for other in words:
                if other is not one and other not in common.PARTICLES:
                    self._pairs.add(_pair(number(one), number(initial(other))), person)
                    self._pairs.add(_pair(number(one), number(start(other))), person)
        for place, word in enumerate(telling):
            word_number = number(word)
            known = self._borne_by.get(word_number, person)
            is_last = place == len(telling) - 1 and place > 0
            self._borne_by[word_number] = person if known == person and is_last else -1
            yield word_number

    def both(self, one: int, other: int) -> Iterator[int]:
        """Yield the numbers of people with a name of these two words."""
        return self._pairs.get(_pair(one, other))

    def begins_like(self, person: int, short: str) -> bool:
        """Say whether a folded word begins one of a person's names, as short forms do."""
        words = entries.name_words(self._people[person])
        return any(diminutives.is_start(short, word) for word in words)

    def words_of(self, person: str) -> frozenset[str]:
        """Return the words of a person's names that can stand for him."""
        return entries.name_words(self._by_id[person])

    def is_first(self, folded: str, person: str) -> bool:
        """Say whether a name of this person begins like a folded word."""
        texts = (name.text for name in self._by_id[person].names if name.kind in entries.CALLED)
        firsts = {key[0] for text in texts for key in folding.spellings(text) if key}
        return any(first[:START] == folded[:START] for first in firsts)

    def addressed(self, key: Iterable[str]) -> frozenset[str]:
        """Return the people with an address or a user name of these folded words, in any order."""
        found = self._whole.get(hash(("address", *sorted(key))))
        return frozenset(self.ids[number] for number in found)

    def only(self, word: int) -> str | None:
        """Return who alone bears a word as family name, in a company of many; None else."""
        number = self._rare.get(word, -1)
        return self.ids[number] if number >= 0 else None


def initial(word: str) -> str:
    """Return what stands for a first letter in the vocabulary."""
    return word[0] + "."


def start(word: str) -> str:
    """Return what stands for the first letters in the vocabulary."""
    return word[:START] + "-"


def _together(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that stand for a whole name: not two words from the middle of a long one."""
    for one, other in combinations(range(len(words)), 2):
        pair = words[one], words[other]
        if (one == 0 or other == len(words) - 1) and not common.PARTICLES.issuperset(pair):
            telling = sum(map(entries.says_who, pair))
            if telling == 2 or len(words) == 2:  # noqa: PLR2004 - both, or the name has no more
                yield pair


def _pair(one: int, other: int) -> int:
    return max(one, other) << _WORD_BITS | min(one, other)
