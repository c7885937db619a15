"""One text as it is read: its words, how each is written, and what each may stand for.

Everything asked twice about a word is worked out once. Misspellings are looked up for at most
`MOST_LOOKED_UP` different words; `is_flooded` says that there were more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.mentions import common, entries, word_lists
from app.domain.mentions.folding import Word
from app.domain.mentions.vocabulary import NEAR, Grades, Vocabulary

MOST_LOOKED_UP = 2_000
_SHORTEST_NEAR = 3
_SYLLABLE = 5
_SKIPPED = 3  # Words between two of one name: middle names, particles, initials.


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a text, or two that belong together, as one word of a name."""

    begins: int
    ends: int
    folded: str


@dataclass
class Looked:
    """What was looked up for one text and its versions."""

    near: dict[str, frozenset[int]] = field(default_factory=dict)
    is_flooded: bool = False


class Reading:
    """The words of one text, for one find."""

    def __init__(
        self, words: Sequence[Word], vocabulary: Vocabulary, *, typed: bool, looked: Looked
    ) -> None:
        self.words = words
        self.typed = typed
        self._vocabulary = vocabulary
        self._looked = looked
        self._grades: dict[tuple[str, bool], Grades] = {}
        self.languages = word_lists.written_in(word.folded for word in words)
        self.named = [typed or may_be_name(word) for word in words]

    def parts(self, begins: int) -> Iterator[Part]:
        """Yield the word at a place, and it with the next one where they are one name."""
        word = self.words[begins]
        yield Part(begins, begins + 1, word.folded)
        if begins + 1 < len(self.words):
            following = self.words[begins + 1]
            if (following.joint and following.folded != "s") or (
                _is_syllable(word) and _is_syllable(following)
            ):
                yield Part(begins, begins + 2, word.folded + following.folded)

    def is_capital(self, place: int) -> bool:
        """Say whether a word is written with a capital that no sentence asks for."""
        word = self.words[place]
        return word.written[0].isupper() and not word.opens

    def is_ordinary(self, place: int) -> bool:
        """Say whether a word is an ordinary one of the language of the text."""
        word = self.words[place]
        if len(word.folded) < word_lists.SHORTEST and word.written.islower():
            return True
        return word.folded in common.COMMON or word_lists.is_word(word.folded, self.languages)

    def is_named(self, place: int) -> bool:
        """Say whether a word is written as a name: no ordinary one, or with a capital."""
        if self.typed or self.is_capital(place):
            return True
        return self.named[place] and not (
            self.languages and word_lists.is_word(self.words[place].folded, self.languages)
        )

    def grades(self, part: Part) -> Grades:
        """Return what a part may stand for; ordinary words in small letters only for themselves."""
        loose = any(map(self.is_named, range(part.begins, part.ends)))
        key = (part.folded, loose)
        if key not in self._grades:
            word = self.words[part.begins]
            grades = self._vocabulary.foreign(word)
            if loose:
                grades = {**self._vocabulary.grades(part.folded), **grades}
            else:
                exact = self._vocabulary.number(part.folded)
                grades = grades if exact is None else {exact: 0}
            self._grades[key] = grades
        return self._grades[key]

    def near(self, part: Part) -> Grades:
        """Return what a part may be a misspelling of."""
        known = self._looked.near
        if part.folded not in known:
            if len(known) >= MOST_LOOKED_UP:
                self._looked.is_flooded = True
                return {}
            known[part.folded] = self._vocabulary.near(part.folded)
        return dict.fromkeys(known[part.folded], NEAR)

    def may_be_misspelt(self, place: int) -> bool:
        """Say whether a word may be a name misspelt: unknown to its language, or with a capital."""
        word = self.words[place].folded
        if len(word) < _SHORTEST_NEAR or word in common.ADDRESS or not entries.says_who(word):
            return False
        return self.typed or self.is_capital(place) or not self.is_ordinary(place)

    def following(self, ends: int) -> Iterator[int]:
        """Yield where the next word of a name may begin: here, or behind what may stand between."""
        for place in range(ends, min(ends + _SKIPPED, len(self.words) - 1) + 1):
            yield place
            if not self._may_stand_between(place):
                return

    def _may_stand_between(self, place: int) -> bool:
        word = self.words[place]
        if not entries.says_who(word.folded):
            return True
        return self.is_capital(place)

    def written(self, begins: int, ends: int) -> str:
        """Return these words as they were written."""
        return " ".join(word.written for word in self.words[begins:ends])


def may_be_name(word: Word) -> bool:
    """Say whether a word is written as a name; one that is a common word too needs a capital."""
    if word.folded not in common.COMMON:
        return True
    return word.written[0].isupper() and not (word.opens and word.folded in common.OPENERS)


def _is_syllable(word: Word) -> bool:
    return len(word.folded) <= _SYLLABLE and word.written[0].isupper()
