"""Keyed digests for what must be recognised later: HMAC-SHA256 under a labelled context."""

import hashlib
import hmac

from crypto import context as contexts


def mac(key: bytes, message: bytes, *, context: bytes) -> bytes:
    """Return the 32-byte HMAC-SHA256 of `message` under `key`, bound to `context`."""
    framed = len(context).to_bytes(4, "big") + context + message
    return hmac.digest(key, framed, hashlib.sha256)


def matches(expected: bytes, key: bytes, message: bytes, *, context: bytes) -> bool:
    """Say, in constant time, whether `expected` is the MAC of `message`."""
    return hmac.compare_digest(expected, mac(key, message, context=context))


def token_digest(token: bytes, *, instance: bytes, purpose: str) -> bytes:
    """Return the 32 bytes under which a random token of at least 16 bytes is looked up."""
    return mac(bytes(32), token, context=contexts.encode(purpose, instance=instance))
