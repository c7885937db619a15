"""All words that names of a directory are made of, and which of them a written word may stand for.

Words have numbers. A written word stands for the word itself (`NAME`), for one of which it is a
form, a short form (`SHORT`) or another one of the same name (`SIBLING`), a spelling in another
alphabet or a misspelling (`NEAR`). The work of a
look-up does not grow with the number of words.
"""

from collections.abc import Iterable, Iterator

from app.domain.mentions import diminutives, endings, skeletons, syllables
from app.domain.mentions.folding import Word
from app.domain.mentions.near import Near
from app.domain.mentions.table import Table

# How surely a written word is the one on record, the surest first.
NAME, FORM, SHORT, SIBLING, NEAR = range(5)
Grades = dict[int, int]  # Number of a word -> one of the grades above.

_ALPHABETS: tuple[skeletons.Script, ...] = ("cyrillic", "greek", "arabic")
_SIGNS: tuple[syllables.Script, ...] = ("hangul", "chinese")


class Vocabulary:
    """The words and their numbers; immutable once `close` was called, so that threads share it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._foreign = Table()

    def add(self, word: str) -> int:
        """Return the number of a folded word, a new one if it is new."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def close(self, names: Iterable[int]) -> None:
        """Make the tables for misspellings and other alphabets, for the numbers of these words."""
        names = list(names)
        self._near = Near(self.words, names)
        for number in names:
            word = self.words[number]
            if word.isascii() and word.isalpha():
                for script in _ALPHABETS:
                    self._foreign.add(hash((script, skeletons.of_latin(word, script))), number)
                for signs in _SIGNS:
                    self._foreign.add(hash((signs, syllables.of_latin(word, signs))), number)
                apart = syllables.parted_vowels(word)
                for key in (
                    syllables.of_latin(apart, "hangul"),
                    *syllables.korean_families(word),
                ):
                    self._foreign.add(hash(("hangul", key)), number)
        self._foreign.sort()

    def number(self, folded: str) -> int | None:
        """Return the number of a folded word, if it is known."""
        return self._numbers.get(folded)

    def numbers(self, folded: Iterable[str]) -> Iterator[int]:
        """Yield the numbers of those that are known."""
        return (self._numbers[word] for word in folded if word in self._numbers)

    def grades(self, folded: str) -> Grades:
        """Return what a folded word may stand for, misspellings and alphabets left out."""
        found: Grades = dict.fromkeys(self.numbers((folded,)), NAME)
        bases = tuple(endings.bases(folded))
        for number in self.numbers((*bases, *endings.of_the_other_sex(folded))):
            found.setdefault(number, FORM)
        for word in (folded, *bases):
            for number in self.numbers(diminutives.related(word)):
                found.setdefault(number, SHORT)
        for number in self.numbers(diminutives.siblings(folded)):
            found.setdefault(number, SIBLING)
        return found

    def near(self, folded: str) -> frozenset[int]:
        """Return the words that a folded word may be a misspelling of, read loosely."""
        return self._near.find(folded, loosely=True)

    def foreign(self, word: Word) -> Grades:
        """Return the words that a word in another alphabet may stand for; none for a Latin one."""
        if word.written.isascii():
            return {}
        script = skeletons.script_of(word.written)
        if script is not None:
            found = self._foreign.get(hash((script, skeletons.of_text(word.written, script))))
            return dict.fromkeys(found, FORM)
        return self.signs(word.written)

    def signs(self, written: str) -> Grades:
        """Return the words that signs of Hangul or Chinese may stand for."""
        script = syllables.script_of(written)
        if script is None:
            return {}
        found = self._foreign.get(hash((script, syllables.of_text(written, script))))
        return dict.fromkeys(found, FORM)
