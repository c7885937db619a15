"""The index over a directory: everything a text is searched for, and one way to search it.

The names (`bearers`) are built once for a directory and a day and shared by whoever reads; what
depends on readers and policy (single words, titles, bodies, firms) is made anew in no time. A text
with more unknown words than are looked up may mean every reader and senior: doubt excludes. A text
is walked once; the work grows with its length and not with the directory, whatever it says.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain import firms as firm_names
from app.domain import people, policy_table
from app.domain.mentions import entries, folding, lone, names, repairs
from app.domain.mentions.bearers import Bearers
from app.domain.mentions.folding import Key, Word
from app.domain.mentions.mention import Hit, How, Mention, Where
from app.domain.mentions.reading import Looked, Reading
from app.domain.policy import Policy

_EXACT_UP_TO = 3
_LONGEST_ADDRESS = 6
# What is only a looser reading inside a longer one.
_LOOSE = frozenset({"word", "title", "body", "diminutive", "near"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A title or a body; `written` asks for exactly this spelling ("IT" is not "it")."""

    how: How
    people: frozenset[str] = frozenset()
    body: str | None = None
    written: str | None = None


class Index:
    """Everything a text is searched for; immutable once built, so that threads share it."""

    def __init__(
        self,
        directory: people.Directory,
        *,
        readers: Collection[str],
        policy: Policy,
        today: date,
        firms: Mapping[str, Iterable[str]] | None = None,
        like: "Index | None" = None,
    ) -> None:
        """Build the index; `like` is an earlier one, whose names are taken over if they agree."""
        self.directory, self.day = directory, today
        self.names: Bearers = (
            like.names
            if like and like.directory is directory and directory.same_names_on(like.day, today)
            else Bearers(directory, today)
        )
        self._firms = firm_names.Index(firms or {})
        self._words: dict[int, frozenset[str]] = {}
        self._phrases: dict[Key, tuple[_Phrase, ...]] = {}
        # For each word that a phrase may begin with: how many words the longest of them has.
        self._reach: dict[str, int] = {}
        for person in entries.known_by_one_word(directory, readers, policy):
            for number in self.names.vocabulary.numbers(entries.name_words(person)):
                self._words[number] = self._words.get(number, frozenset()) | {person.id}
        self._add_titles_and_bodies(directory, policy, today)

    def find(self, text: str, *, where: Where) -> tuple[Mention, ...]:
        """Return what the text names, each person, body or firm once for each way, in order."""
        found: dict[tuple[object, ...], Mention] = {}
        looked = Looked()
        for version in (text, *repairs.versions(text)):
            words = folding.words(version)
            reading = Reading(words, self.names.vocabulary, typed=where == "names", looked=looked)
            for hit in _without_hidden(sorted(self._hits(reading), key=_place)):
                written = reading.written(hit.begins, hit.ends)
                mention = Mention(
                    hit.people, hit.body, hit.how, where, written, certainty=hit.certainty
                )
                found.setdefault((hit.how, hit.people, hit.body), mention)
        if looked.is_flooded:
            everyone = frozenset().union(*self._words.values())
            found["flood",] = Mention(everyone, None, "near", where, "", certainty="near")
        if named := self._firms.find(text):
            found["firms",] = Mention(frozenset(), None, "firm", where, "", named)
        # What hides a looser reading but names nobody, such as "on board", has done its work.
        return tuple(
            mention for mention in found.values() if mention.people or mention.body or mention.firms
        )

    def _hits(self, reading: Reading) -> list[Hit]:
        whole = [*names.find(self.names, reading), *self._phrases_in(reading.words)]
        told = {(hit.begins, hit.ends) for hit in whole}
        titles = self.names.titles.find(reading.words)
        whole += [hit for hit in titles if (hit.begins, hit.ends) not in told]
        covered = [False] * len(reading.words)
        for hit in (hit for hit in whole if _hides(hit)):
            covered[hit.begins : hit.ends] = [True] * (hit.ends - hit.begins)
        return [*whole, *lone.find(self.names, self._words, reading, covered)]

    def _phrases_in(self, words: "Collection[Word]") -> Iterator[Hit]:
        words = list(words)
        for begins, word in enumerate(words):
            longest = min(begins + self._reach.get(word.folded, 0), len(words))
            for ends in range(begins + 1, longest + 1):
                key = tuple(one.folded for one in words[begins:ends])
                for phrase in self._phrases.get(key, ()):
                    if phrase.written in {None, word.written}:
                        yield Hit(begins, ends, phrase.how, phrase.people, phrase.body)
            for ends in range(begins + 1, min(begins + _LONGEST_ADDRESS, len(words)) + 1):
                if hash(words[ends - 1].folded) not in self.names.in_addresses:
                    break
                if addressed := self.names.addressed(one.folded for one in words[begins:ends]):
                    yield Hit(begins, ends, "address", addressed)

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


def _hides(hit: Hit) -> bool:
    """Say whether a hit is sure enough that what lies inside it means nobody else."""
    return hit.certainty == "sure" or hit.how == "name"


def _exact(text: str) -> str | None:
    """Return the one spelling of a short word, or one in capitals; None when any will do."""
    short = len(text) <= _EXACT_UP_TO or text.isupper()
    return text if short and len(folding.phrase(text)) == 1 else None


def _place(hit: Hit) -> tuple[int, int]:
    return hit.begins, -hit.ends


def _without_hidden(hits: list[Hit]) -> Iterator[Hit]:
    """Drop a word, title or body inside a longer hit, of which it is only a looser reading.

    Hits come by their beginning, the longest first; so whatever could hide one came before it.
    """
    widest_begins, widest_ends = 0, 0
    for hit in hits:
        inside = hit.ends <= widest_ends and (hit.begins, hit.ends) != (widest_begins, widest_ends)
        if not (inside and hit.how in _LOOSE):
            yield hit
        if hit.ends > widest_ends and _hides(hit):
            widest_begins, widest_ends = hit.begins, hit.ends
