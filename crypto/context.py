"""What a secret, a seal or a signature is for, in one unambiguous byte string.

FORMAT.md §3. Every derivation, seal, slot, signature and digest is bound to such a context, so
bytes that are moved to another case, epoch, person, place or instance are refused like damaged
ones. The encoding is injective: label, field names, types and values all stand behind their
lengths, and fields are sorted by name. Two different uses never give the same bytes.
"""

import hashlib
from typing import Final

from crypto import wire

VERSION: Final = b"sotto\x01"
ID_SIZE: Final = 16
DIGEST_SIZE: Final = 32

# For what belongs to no instance: a person's key pair is made before any is known to the seed.
NO_INSTANCE: Final = bytes(ID_SIZE)

# Fields that are ids are always raw ids: the hex of one would be another context.
IDS: Final = frozenset(
    {"account", "case", "file", "instance", "item", "person", "session", "visit"}
)


def encode(label: str, /, *, instance: bytes, **fields: bytes | str | int) -> bytes:
    """Encode a label and its fields so that no two different uses give the same bytes.

    Args:
        label: what the bytes are for, at most 255 bytes; one use, one label (FORMAT.md "Labels").
        instance: 16 bytes, the installation.
        fields: byte strings, texts, and numbers from 0 to 2^64-1.

    Raises:
        ValueError: an id is not 16 bytes long, or a number is out of range.

    """
    named: dict[str, bytes | str | int] = {"instance": instance, **fields}
    encoded = [VERSION, _short(label), len(named).to_bytes(1, "big")]
    encoded += [_short(name) + _value(name, named[name]) for name in sorted(named)]
    return b"".join(encoded)


def digest(raw: bytes, *, context: bytes) -> bytes:
    """Return the 32-byte SHA-256 of `raw` under a context."""
    return hashlib.sha256(wire.sized(context) + raw).digest()


def _short(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(1, "big") + raw


def _value(name: str, value: bytes | str | int) -> bytes:
    if name in IDS and not (isinstance(value, bytes) and len(value) == ID_SIZE):
        raise ValueError(f"{name} must be {ID_SIZE} raw bytes")
    kind, raw = _typed(value)
    return kind + wire.sized(raw)


def _typed(value: bytes | str | int) -> tuple[bytes, bytes]:
    if isinstance(value, bytes):
        return b"b", value
    if isinstance(value, str):
        return b"s", value.encode()
    return b"i", wire.number(value)
