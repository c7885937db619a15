"""The receipt: seven words that are the only key to the reporter's side.

FORMAT.md §12, promise P4. Seven words of 7,772 are 90.5 bits, chosen at random and never by a
person. Guessing costs 2^90 derivations whatever one of them costs, so Argon2id is set to about
10 ms: more would protect nobody and let a few requests stall the portal.

The salt is a constant, because the look-up tag must be found again from the words alone. A salt is
there to keep two equal passwords apart and to make tables worthless; receipts never repeat, and the
pepper, with the instance in it, makes every table useless elsewhere.

The server keeps the tag, not the words; tag and keys come from one root under different labels, so
the tag makes nothing cheaper than to derive the root from a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from crypto import context as contexts
from crypto import keys, stretching
from crypto import words as wordlist
from crypto.errors import ReceiptRefused, silent
from crypto.words import WORDS, normalise, suggest
from crypto.words import unknown as unknown_words

__all__ = [
    "COUNT",
    "PROFILES",
    "WORDS",
    "ReceiptKeys",
    "derive",
    "mint",
    "normalise",
    "suggest",
    "unknown_words",
]

COUNT: Final = 7

PROFILES: Final[Mapping[str, stretching.Profile]] = {
    "standard": stretching.Profile(number=1, passes=1, memory_kib=8 * 1024, lanes=1),
    "cheap": stretching.Profile(number=255, passes=1, memory_kib=64, lanes=1),
}

_SALT: Final = b"sotto receipt v1"


@dataclass(frozen=True, eq=False)
class ReceiptKeys:
    """What a receipt opens: the tag it is found by, and the keys of the reporter's side.

    `seed` is what her session keeps, so that the words need not be.
    """

    tag: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    @cached_property
    def identity(self) -> keys.Identity:
        """The key pairs of the seed; a sign-in only looks for the tag and needs none."""
        return keys.Identity.from_seed(self.seed)


def mint() -> str:
    """Draw a new receipt: seven words, separated by spaces."""
    return wordlist.draw(COUNT)


@silent(ReceiptRefused)
def derive(receipt: str, *, pepper: bytes, instance: bytes, profile: str) -> ReceiptKeys:
    """Derive tag and keys from a receipt as it was typed.

    Args:
        receipt: the words, in any case and spacing.
        pepper: 32 bytes, from outside the database; with several numbered peppers the caller
            derives under each, always under all of them.
        instance: 16 bytes.
        profile: a name in `PROFILES`, one for the whole life of an instance.

    Raises:
        ReceiptRefused: not seven words of the list; nothing has been derived.

    """
    typed = wordlist.split(receipt)
    if len(typed) != COUNT or any(word not in wordlist.INDEX for word in typed):
        raise ReceiptRefused
    root = stretching.stretch(
        " ".join(typed),
        pepper=pepper,
        salt=_SALT,
        profile=PROFILES[profile],
        context=contexts.encode("receipt", instance=instance),
    )
    tag, seed = (
        keys.derive(root, context=contexts.encode("receipt root", instance=instance, use=use))
        for use in ("tag", "seed")
    )
    return ReceiptKeys(tag=tag, seed=seed)
