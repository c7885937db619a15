"""Words as they are compared: what spelling, alphabet and typesetting do to a name is folded away.

Folded are: full-width and composed letters (NFKC), zero-width and soft-hyphen characters, combining
marks, accents and alphabets (anyascii), case, hyphens and apostrophes (they part words, so that a
possessive 's is a word of its own), white space and line ends. Words are compared whole: nothing is
ever found inside a longer one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from anyascii import anyascii

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"[.!?:;\n]")
_JOINT = re.compile(r"[-'`\u2018\u2019\u00b4\u2010\u2011\u00ad]\s?\n?")
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010\u2011]\s*\n\s*(?=\w)")

_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe",
     "å": "aa", "Å": "Aa", "æ": "ae", "œ": "oe"},
)  # fmt: skip
_SPELLED_VOWEL = re.compile(r"(?<![aeoq])([aou])e")

# The folded words of a name, a title or a term.
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as written, as compared, and whether it opens a sentence.

    `joint`: only a hyphen or an apostrophe, and at most a line end, parts it from the word before;
    `beside`: only a blank or a line end does.
    """

    written: str
    folded: str
    opens: bool
    joint: bool = False
    beside: bool = False


def words(text: str) -> list[Word]:
    """Return the words of a text in order; time and space grow with its length."""
    return list(_words(visible(text)))


def phrase(text: str) -> Key:
    """Return the folded words of a name, a title or a term."""
    return tuple(word.folded for word in _words(visible(text)))


def visible(text: str) -> str:
    """Return the text without what cannot be seen and with one form for each letter."""
    if text.isascii():
        return text
    parted = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in parted if unicodedata.category(letter) not in _INVISIBLE)
    return unicodedata.normalize("NFC", kept)


def rejoined(text: str) -> str | None:
    """Return the text with words put together that a hyphen broke at a line end, if there are."""
    joined, count = _BROKEN.subn("", text)
    return joined if count else None


def spellings(text: str) -> frozenset[Key]:
    """Return the ways a name may be written: folded, and with German vowels spelled out or not."""
    if text.isascii() and not _SPELLED_VOWEL.search(text):
        return frozenset({phrase(text)})
    spelled_out = unicodedata.normalize("NFC", text).translate(_SPELLED_OUT)
    folded = phrase(text)
    contracted = tuple(_SPELLED_VOWEL.sub(r"\1", word) for word in folded)
    return frozenset({folded, phrase(spelled_out), contracted})


def _words(text: str) -> Iterator[Word]:
    end = 0
    for match in _WORD.finditer(text):
        written = match.group()
        opens = end == 0 or bool(_END.search(text, end, match.start()))
        between = text[end : match.start()]
        folded = _fold(written)
        end = match.end()
        if folded:
            yield Word(written, folded, opens, bool(_JOINT.fullmatch(between)), between.isspace())


def _fold(word: str) -> str:
    if word.isascii():
        return word.casefold()
    # Some letters are spelled with an apostrophe or a blank in Latin; a word stays one word.
    return "".join(filter(str.isalnum, anyascii(word.casefold()).casefold()))
