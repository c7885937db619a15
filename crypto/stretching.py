"""From typed words to a root key: pepper first, then Argon2id.

FORMAT.md §10. The pepper is a secret kept outside the database. It comes first, as the HMAC key
over the words, so that whoever copies the database alone cannot even begin to guess.
"""

import hmac
from dataclasses import dataclass
from typing import Final

from argon2 import low_level

from crypto import keys, wire

SALT_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class Profile:
    """A named cost of Argon2id (RFC 9106).

    `number` is what a locked seed stores; it is never given to another cost.
    """

    number: int
    passes: int
    memory_kib: int
    lanes: int


def stretch(words: str, *, pepper: bytes, salt: bytes, profile: Profile, context: bytes) -> bytes:
    """Return the 32-byte root key that the words stand for.

    Args:
        words: in their one spelling (`words.normalise`).
        pepper: 32 bytes from outside the database.
        salt: 16 bytes.
        profile: the cost.
        context: what the words open.

    """
    peppered = hmac.digest(
        wire.exactly(pepper, keys.KEY_SIZE), wire.sized(context) + words.encode(), "sha256"
    )
    return low_level.hash_secret_raw(
        secret=peppered,
        salt=wire.exactly(salt, SALT_SIZE),
        time_cost=profile.passes,
        memory_cost=profile.memory_kib,
        parallelism=profile.lanes,
        hash_len=keys.KEY_SIZE,
        type=low_level.Type.ID,
        version=low_level.ARGON2_VERSION,
    )
