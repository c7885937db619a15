"""Files: parts of 1 MiB, each a Cobblestone-256 stream, under one fresh key a file.

FORMAT.md §15. Parts give constant memory and range reads. A part's context names file and place, so
parts cannot be swapped, repeated or taken from another file. Only the last part's context names how
many parts there are, and the file's true length: a sender learns both when the file ends, and a
reader who is handed fewer parts finds a last one that was not sealed as the last.

The length of a file can identify it. So the stream is padded with zeros to `padded_length`, and the
true length lives, like the key, in the sealed facts of the file.
"""

import secrets
from typing import Final, NamedTuple

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor

from crypto import context as contexts
from crypto import keys, wire
from crypto.errors import AttachmentRefused, silent

PART_SIZE: Final = 1024 * 1024
# What Cobblestone adds: salt and commitment in front, a tag for each chunk of 16 KiB and one more
# for the last, which may be empty.
_CHUNK_SIZE: Final = 16 * 1024
_FRONT_SIZE: Final = 56
_TAG_SIZE: Final = 16
SEALED_PART_SIZE: Final = PART_SIZE + _FRONT_SIZE + _TAG_SIZE * (PART_SIZE // _CHUNK_SIZE + 1)
SMALLEST: Final = 64 * 1024


class Finished(NamedTuple):
    """The last parts of a file, sealed, and the file's true length in bytes."""

    parts: tuple[bytes, ...]
    length: int


def new_key() -> bytes:
    """Return a fresh 32-byte key for one file."""
    return secrets.token_bytes(keys.KEY_SIZE)


def padded_length(length: int) -> int:
    """Return how many bytes a file of `length` bytes is padded to.

    At least 64 KiB; above that, lengths keep only as many leading bits as their own size has
    (Padmé, Nikitin et al. 2019), which costs less than 3.2 %.
    """
    if length <= SMALLEST:
        return SMALLEST
    size = length.bit_length() - 1
    step = 1 << (size - size.bit_length())
    return -(-length // step) * step


def part_count(length: int) -> int:
    """Return how many parts a file of `length` bytes has; at least one."""
    return -(-padded_length(length) // PART_SIZE)


class PartSealer:
    """Seals a file that arrives piece by piece, in constant memory."""

    def __init__(self, key: bytes, *, instance: bytes, file: bytes) -> None:
        self._key = wire.exactly(key, keys.KEY_SIZE)
        self._instance = instance
        self._file = file
        self._waiting = bytearray()
        self._sealed = 0
        self._length = 0

    def update(self, piece: bytes) -> list[bytes]:
        """Take the next bytes of the file; return the parts that are complete, often none."""
        self._length += len(piece)
        self._waiting += piece
        parts = []
        # The last part must know that it is the last, so a full part waits for a byte to follow.
        while len(self._waiting) > PART_SIZE:
            parts.append(self._part(parts=0, length=0))
        return parts

    def finish(self) -> Finished:
        """Pad and seal what is left; the sealer is of no use afterwards."""
        count = part_count(self._length)
        padded = padded_length(self._length) - self._sealed * PART_SIZE
        self._waiting += bytes(padded - len(self._waiting))
        parts = [self._part(parts=0, length=0) for _ in range(self._sealed, count - 1)]
        parts.append(self._part(parts=count, length=self._length))
        return Finished(parts=tuple(parts), length=self._length)

    def _part(self, *, parts: int, length: int) -> bytes:
        context = _part(
            instance=self._instance,
            file=self._file,
            part=self._sealed,
            parts=parts,
            length=length,
        )
        stream = Cobblestone256Encryptor(self._key, context)
        sealed = stream.update(bytes(self._waiting[:PART_SIZE])) + stream.finalize()
        del self._waiting[:PART_SIZE]
        self._sealed += 1
        return sealed


@silent(AttachmentRefused)
def open_part(
    key: bytes, sealed: bytes, *, instance: bytes, file: bytes, part: int, length: int
) -> bytes:
    """Open one part of a file and return its bytes without padding.

    Args:
        key: the file's.
        sealed: the part, whole.
        instance: 16 bytes.
        file: 16 bytes, the file's id.
        part: which, from 0 to `part_count(length)` - 1.
        length: the file's true length in bytes, from its sealed facts.

    Raises:
        AttachmentRefused: not this part of this file, damaged, cut off, or of another length.

    """
    count = part_count(length)
    last = part == count - 1
    context = _part(
        instance=instance,
        file=file,
        part=part,
        parts=count if last else 0,
        length=length if last else 0,
    )
    stream = Cobblestone256Decryptor(wire.exactly(key, keys.KEY_SIZE), context)
    opened = stream.update(sealed) + stream.finalize()
    start = part * PART_SIZE
    wire.exactly(opened, min(PART_SIZE, padded_length(length) - start))
    content, padding = opened[: max(0, length - start)], opened[max(0, length - start) :]
    if padding != bytes(len(padding)):
        raise AttachmentRefused
    return content


def _part(*, instance: bytes, file: bytes, part: int, parts: int, length: int) -> bytes:
    return contexts.encode(
        "file part", instance=instance, file=file, part=part, parts=parts, length=length
    )
