"""The index over a directory: exact names, words of names, titles, addresses and bodies.

Built once and read by many. Names and addresses are kept under their words in sorted order, so that
*Okafor, John* is found by the entry of *John Okafor*; titles and bodies under their words in order.
A text is walked once, and at each word only as many words ahead are looked at as the longest entry
with that word has: the work grows with the length of the text, not with the directory.

Diminutives, misspellings and initials come with the full matcher; what is here stays its core.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain import people, policy_table
from app.domain.mentions import common, entries, folding
from app.domain.mentions.folding import Key, Word
from app.domain.mentions.mention import How, Mention, Where
from app.domain.policy import Policy

_EXACT_UP_TO = 3


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A title or a body; `written` asks for exactly this spelling ("IT" is not "it")."""

    how: How
    people: frozenset[str] = frozenset()
    body: str | None = None
    written: str | None = None


@dataclass(frozen=True, slots=True)
class _Hit:
    begins: int
    ends: int
    how: How
    people: frozenset[str]
    body: str | None


class Index:
    """Everything a text is searched for; immutable once built, so that threads share it."""

    def __init__(
        self,
        directory: people.Directory,
        *,
        readers: Collection[str],
        policy: Policy,
        today: date,
    ) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        self._addresses: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[Key, tuple[_Phrase, ...]] = {}
        # For each word that an entry may begin with: how many words the longest of them has.
        self._reach: dict[str, int] = {}
        for person in directory.people.values():
            for key in entries.full_names(person, today):
                self._add_unordered(self._names, key, person.id)
            for key in entries.addresses(person, today):
                self._add_unordered(self._addresses, key, person.id)
        for person in entries.known_by_one_word(directory, readers, policy):
            for word in entries.name_words(person):
                self._words[word] = (*self._words.get(word, ()), person.id)
        self._add_titles_and_bodies(directory, policy, today)

    def find(self, text: str, *, where: Where) -> tuple[Mention, ...]:
        """Return what the text names, each person or body once for each way, in order."""
        found: dict[tuple[How, frozenset[str], str | None], Mention] = {}
        for version in filter(None, (text, folding.rejoined(text))):
            words = folding.words(version)
            names = [where == "names" or _may_be_name(word) for word in words]
            for hit in _without_hidden(sorted(self._hits(words, names), key=_place)):
                written = " ".join(word.written for word in words[hit.begins : hit.ends])
                mention = Mention(hit.people, hit.body, hit.how, where, written)
                found.setdefault((hit.how, hit.people, hit.body), mention)
        # What hides a looser reading but names nobody, such as "on board", has done its work.
        return tuple(mention for mention in found.values() if mention.people or mention.body)

    def _hits(self, words: list[Word], names: list[bool]) -> Iterator[_Hit]:
        """Yield what begins at each word; `names` says which words are written as names."""
        for begins, word in enumerate(words):
            if word.folded in self._words and names[begins]:
                yield _Hit(begins, begins + 1, "word", frozenset(self._words[word.folded]), None)
            longest = min(begins + self._reach.get(word.folded, 0), len(words))
            for ends in range(begins + 1, longest + 1):
                window = words[begins:ends]
                yield from self._hits_at(begins, window, is_name=any(names[begins:ends]))

    def _hits_at(self, begins: int, window: list[Word], *, is_name: bool) -> Iterator[_Hit]:
        key, ends = tuple(word.folded for word in window), begins + len(window)
        for phrase in self._phrases.get(key, ()):
            if phrase.written in {None, window[0].written}:
                yield _Hit(begins, ends, phrase.how, phrase.people, phrase.body)
        unordered = _unordered(key)
        if unordered in self._addresses:
            yield _Hit(begins, ends, "address", frozenset(self._addresses[unordered]), None)
        if unordered in self._names and is_name:
            yield _Hit(begins, ends, "name", frozenset(self._names[unordered]), None)

    def _add_unordered(self, table: dict[str, tuple[str, ...]], key: Key, person: str) -> None:
        unordered = _unordered(key)
        table[unordered] = (*table.get(unordered, ()), person)
        for word in key:
            self._reach[word] = max(self._reach.get(word, 0), len(key))

    def _add_titles_and_bodies(
        self, directory: people.Directory, policy: Policy, today: date
    ) -> None:
        for key, holders in entries.titles(directory.people.values(), today):
            self._add_phrase(key, _Phrase("title", holders))
        for key, meant, role in entries.single_roles(directory, policy, today):
            self._add_phrase(key, _Phrase("body" if role else "title", meant, role))
        for text, body in entries.bodies(policy):
            self._add_phrase(folding.phrase(text), _Phrase("body", body=body, written=_exact(text)))
        for text in policy_table.NOT_A_BODY:
            self._add_phrase(folding.phrase(text), _Phrase("body"))

    def _add_phrase(self, key: Key, phrase: _Phrase) -> None:
        self._phrases[key] = (*self._phrases.get(key, ()), phrase)
        self._reach[key[0]] = max(self._reach.get(key[0], 0), len(key))


def _unordered(key: Key) -> str:
    return " ".join(sorted(key))


def _may_be_name(word: Word) -> bool:
    """Say whether a word is written as a name; one that is a common word too needs a capital."""
    if word.folded not in common.COMMON:
        return True
    return word.written[0].isupper() and not (word.opens and word.folded in common.OPENERS)


def _exact(text: str) -> str | None:
    """Return the one spelling of a short word, or one in capitals; None when any will do."""
    short = len(text) <= _EXACT_UP_TO or text.isupper()
    return text if short and len(folding.phrase(text)) == 1 else None


def _place(hit: _Hit) -> tuple[int, int]:
    return hit.begins, -hit.ends


def _without_hidden(hits: list[_Hit]) -> Iterator[_Hit]:
    """Drop a word, title or body inside a longer hit, of which it is only a looser reading.

    Hits come by their beginning, the longest first; so whatever could hide one came before it.
    """
    widest_begins, widest_ends = 0, 0
    for hit in hits:
        inside = hit.ends <= widest_ends and (hit.begins, hit.ends) != (widest_begins, widest_ends)
        if not (inside and hit.how in {"word", "title", "body"}):
            yield hit
        if hit.ends > widest_ends:
            widest_begins, widest_ends = hit.begins, hit.ends
