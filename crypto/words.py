"""The word list behind receipts, passphrases and recovery words, and how typed words are read.

FORMAT.md §11. The list is the EFF long list without its four hyphenated words: 7,772 words, so a
word is worth 12.92 bits and a hyphen typed between words cannot belong to one. A receipt opens only
with the list it was made from; the list's digest is therefore checked when it is loaded, and an
update of the package that ships it cannot silently lock anybody out.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from importlib import resources
from typing import Final

COUNT: Final = 7772
_SHA256: Final = "76e3348ad957cad7d9c5c68873e89410ed998c19f4956367ab52d9aec4eee884"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SUGGESTIONS: Final = 3


def select(listed: str) -> tuple[str, ...]:
    """Take the words without hyphens from the EFF long list, in its order.

    Raises:
        RuntimeError: these are not the words that receipts were made from.

    """
    chosen = tuple(word for word in listed.split() if "-" not in word)
    if hashlib.sha256("\n".join(chosen).encode()).hexdigest() != _SHA256:
        raise RuntimeError("the word list is not the one that receipts are made from")
    return chosen


WORDS: Final = select((resources.files("xkcdpass") / "static" / "eff-long").read_text("utf-8"))
INDEX: Final = {word: at for at, word in enumerate(WORDS)}


def draw(count: int) -> str:
    """Draw words at random, separated by spaces."""
    return " ".join(secrets.choice(WORDS) for _ in range(count))


def split(typed: str) -> tuple[str, ...]:
    """Read typed words, whatever their case, accents, hyphens, spacing or numbering.

    Letters of other scripts stay, so that a word typed on the wrong keyboard is pointed out rather
    than lost.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", typed).casefold())
    kept = (mark for mark in plain if unicodedata.category(mark) not in {"Mn", "Cf"})
    return tuple("".join(mark if mark.isalpha() else " " for mark in kept).split())


def normalise(typed: str) -> str:
    """Return typed words in the one spelling that keys are derived from."""
    return " ".join(split(typed))


def unknown(typed: str) -> tuple[str, ...]:
    """Return the typed words that are on no list, to be pointed out before any derivation."""
    return tuple(word for word in split(typed) if word not in INDEX)


def suggest(word: str) -> tuple[str, ...]:
    """Return up to three listed words that are one slip of the finger away, in list order."""
    close = {near for near in _slips(word) if near in INDEX}
    return tuple(sorted(close, key=INDEX.__getitem__))[:_SUGGESTIONS]


def _slips(word: str) -> Iterable[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            yield head + letter + tail[1:]
