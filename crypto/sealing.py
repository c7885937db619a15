"""Seal bytes under a key: AES-256-GCM with a key used once, committed to, padded to a bucket.

FORMAT.md §5. A new version is a new seal with a new salt, so a nonce cannot repeat. What is stored
shows the size bucket and nothing else.

The commitment: AES-GCM alone lets whoever knows two keys make one ciphertext that opens under both,
to two contents. A handler who starts an epoch could then show the reporter one record and his
colleagues another, or two auditors two versions of one row. With 32 bytes of the derivation stored
in front, a sealed byte string opens under one key only.
"""

import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crypto import context as contexts
from crypto import keys, wire
from crypto.errors import SealRefused, silent

SALT_SIZE: Final = 32
COMMITMENT_SIZE: Final = 32
TAG_SIZE: Final = 16
OVERHEAD: Final = SALT_SIZE + COMMITMENT_SIZE + TAG_SIZE

SMALLEST_BUCKET: Final = 1024
BUCKETS: Final[tuple[int, ...]] = tuple(SMALLEST_BUCKET << (2 * step) for step in range(10))
LARGEST_BUCKET: Final = BUCKETS[-1]

# The key is derived from fresh salt and used for this one seal, so its nonce may be constant.
_NONCE: Final = bytes(12)


def seal(key: bytes, plaintext: bytes, *, context: bytes, at_least: int = SMALLEST_BUCKET) -> bytes:
    """Seal `plaintext` so that it opens with this key, in this context, and shows its bucket only.

    Args:
        key: 32 bytes.
        plaintext: at most 256 MiB; files go through `attachments`.
        context: from `context.encode`.
        at_least: the smallest bucket to use, in bytes, one of `BUCKETS`.

    Returns:
        bucket + 80 bytes, different every time.

    """
    salt = secrets.token_bytes(SALT_SIZE)
    once, commitment = _keys(key, salt=salt, context=context)
    padded = wire.sized(plaintext)
    padded = padded.ljust(_bucket(len(padded), at_least=at_least), b"\0")
    return salt + commitment + AESGCM(once).encrypt(_NONCE, padded, None)


@silent(SealRefused)
def open_sealed(key: bytes, sealed: bytes, *, context: bytes) -> bytes:
    """Open what `seal` made with the same key and context.

    Raises:
        SealRefused: it was not, or not a byte of it has stayed as it was.

    """
    reader = wire.Reader(sealed)
    salt, expected = reader.take(SALT_SIZE), reader.take(COMMITMENT_SIZE)
    once, commitment = _keys(key, salt=salt, context=context)
    if not hmac.compare_digest(commitment, expected):
        raise SealRefused
    return _unpad(AESGCM(once).decrypt(_NONCE, reader.rest(), None))


def _keys(key: bytes, *, salt: bytes, context: bytes) -> tuple[bytes, bytes]:
    label = contexts.encode("seal", instance=contexts.NO_INSTANCE, context=context)
    derived = keys.derive(wire.exactly(key, keys.KEY_SIZE), context=label, size=64, salt=salt)
    return derived[:32], derived[32:]


def _bucket(size: int, *, at_least: int) -> int:
    if at_least not in BUCKETS:
        raise ValueError("at_least must be a bucket")
    for bucket in BUCKETS:
        if bucket >= max(size, at_least):
            return bucket
    raise ValueError(f"at most {LARGEST_BUCKET} bytes can be sealed in one piece")


def _unpad(padded: bytes) -> bytes:
    if len(padded) not in BUCKETS:
        raise SealRefused
    reader = wire.Reader(padded)
    plaintext = reader.sized()
    padding = reader.rest()
    if padding != bytes(len(padding)):
        raise SealRefused
    return plaintext
