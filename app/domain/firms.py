"""Firms that somebody has declared a tie to, found in a text by their names.

A name is found as it was declared, in any case and alphabet, with or without its legal form
(*Meridian GmbH*, *MERIDIAN*, *meridian's*): all words, in order, whole. Misspelt names are not
found; whoever declares a firm can give the names it goes by. Of a very long name the beginning is
enough, so that the work at each word of a text is bounded, whatever anybody declares.
"""

from collections.abc import Iterable, Iterator, Mapping

from app.domain.mentions import folding
from app.domain.mentions.folding import Key

# The last words of a name that say nothing but how a firm is held, folded.
_LEGAL_FORMS: frozenset[Key] = frozenset(
    tuple(form.split())
    for form in (
        "ab", "ag", "aps", "as", "a s", "asa", "b v", "bv", "co", "company", "corp", "corporation",
        "e k", "e v", "ek", "ev", "gbr", "ges m b h", "gesmbh", "gmbh", "group", "holding", "inc",
        "incorporated", "kg", "kgaa", "kk", "limited", "llc", "llp", "ltd", "mbh", "n v", "nv",
        "ohg", "oy", "oyj", "plc", "pte", "pty", "s a", "s a r l", "s a s", "s l", "s l u", "s p a",
        "s r l", "sa", "sarl", "sas", "se", "sl", "slu", "sp z o o", "spa", "srl", "ug",
    )
)  # fmt: skip
_LONGEST_FORM = max(map(len, _LEGAL_FORMS))
_LONGEST_NAME = 8


class Index:
    """Firms by their names; immutable once built."""

    def __init__(self, firms: Mapping[str, Iterable[str]]) -> None:
        self._firms: dict[Key, set[str]] = {}
        # For each word that a name begins with: how many words such names have.
        self._sizes: dict[str, set[int]] = {}
        for firm, names in firms.items():
            for key in (key for name in names for key in keys(name)):
                self._firms.setdefault(key, set()).add(firm)
                self._sizes.setdefault(key[0], set()).add(len(key))

    def find(self, text: str) -> frozenset[str]:
        """Return the firms that a text names."""
        if not self._firms:
            return frozenset()
        versions = filter(None, (text, folding.rejoined(text)))
        named = {key for version in versions for key in self._in(folding.phrase(version))}
        return frozenset().union(*(self._firms[key] for key in named))

    def _in(self, words: Key) -> Iterator[Key]:
        for begins, word in enumerate(words):
            for size in self._sizes.get(word, ()):
                key = words[begins : begins + size]
                if key in self._firms:
                    yield key


def keys(name: str) -> frozenset[Key]:
    """Return the ways a firm's name may be written, folded, without its legal form."""
    spelled = (_without_form(key) for key in folding.spellings(name) if key)
    return frozenset(key[:_LONGEST_NAME] for key in spelled)


def _without_form(key: Key) -> Key:
    for size in range(min(_LONGEST_FORM, len(key) - 1), 0, -1):
        if key[-size:] in _LEGAL_FORMS:
            return _without_form(key[:-size])
    return key
