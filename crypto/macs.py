"""Keyed digests: for what must be recognised later without being kept.

FORMAT.md §18. A MAC is HMAC-SHA256 under a secret from outside the database, over a context and the
message; a token digest has no key, because the token itself is random and long enough.
"""

import hmac

from crypto import context as contexts
from crypto import wire

TOKEN_AT_LEAST = 15


def mac(key: bytes, message: bytes, *, context: bytes) -> bytes:
    """Return the 32-byte HMAC-SHA256 of a message in a context, under a 32-byte key."""
    return hmac.digest(wire.exactly(key, 32), wire.sized(context) + message, "sha256")


def matches(expected: bytes, key: bytes, message: bytes, *, context: bytes) -> bool:
    """Say, in constant time, whether `expected` is the MAC of the message."""
    return hmac.compare_digest(expected, mac(key, message, context=context))


def token_digest(token: bytes, *, instance: bytes, purpose: str) -> bytes:
    """Return the 32 bytes under which a random token of at least 15 bytes is looked up.

    Raises:
        ValueError: the token is too short to be looked up without a key.

    """
    if len(token) < TOKEN_AT_LEAST:
        raise ValueError("a token this short can be guessed from its digest")
    return contexts.digest(token, context=contexts.encode(purpose, instance=instance))
