"""Recovery words: a handler's seed on a sheet of paper, for who has lost the passphrase.

FORMAT.md §13. 21 words are 32 bytes and 15 check bits, which notice a wrong word: one slip passes
once in 32,768, and then gives a seed that is nobody's.
"""

from typing import Final

from crypto import context as contexts
from crypto import keys, wire, words
from crypto.errors import PassphraseRefused, silent

COUNT: Final = 21

_CHECK_BITS: Final = 15


def write(seed: bytes) -> str:
    """Write a seed of 32 bytes as 21 words, separated by spaces."""
    value = int.from_bytes(wire.exactly(seed, keys.KEY_SIZE), "big") << _CHECK_BITS | _check(seed)
    drawn = []
    for _ in range(COUNT):
        value, at = divmod(value, words.COUNT)
        drawn.append(words.WORDS[at])
    return " ".join(reversed(drawn))


@silent(PassphraseRefused)
def read(typed: str) -> bytes:
    """Read a seed from its recovery words as they were typed.

    Raises:
        PassphraseRefused: not 21 words of the list, or the check bits do not fit.

    """
    drawn = words.split(typed)
    if len(drawn) != COUNT or any(word not in words.INDEX for word in drawn):
        raise PassphraseRefused
    value = 0
    for word in drawn:
        value = value * words.COUNT + words.INDEX[word]
    if value >> _CHECK_BITS >= 1 << (8 * keys.KEY_SIZE):
        raise PassphraseRefused
    seed = (value >> _CHECK_BITS).to_bytes(keys.KEY_SIZE, "big")
    if value & ((1 << _CHECK_BITS) - 1) != _check(seed):
        raise PassphraseRefused
    return seed


def _check(seed: bytes) -> int:
    label = contexts.encode("recovery words", instance=contexts.NO_INSTANCE)
    return int.from_bytes(keys.derive(seed, context=label, size=2), "big") >> 1
