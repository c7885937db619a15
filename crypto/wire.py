"""Strict containers: numbers of fixed width and strings behind their length, nothing else.

FORMAT.md §2. Every container has exactly one encoding: numbers are big-endian and of fixed width,
a variable string follows its 4-byte length, nothing may be left over. So parse∘format is the
identity both ways, and a digest or signature over the bytes is one over the meaning.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

LENGTH_SIZE: Final = 4
NUMBER_SIZE: Final = 8


_Choice = TypeVar("_Choice")
_Read = TypeVar("_Read")


def exactly(raw: bytes, size: int) -> bytes:
    """Return `raw`, which must be `size` bytes long.

    Raises:
        ValueError: it is not. The text names lengths only, never content.

    """
    if len(raw) != size:
        raise ValueError(f"{size} bytes expected, got {len(raw)}")
    return raw


def number(value: int) -> bytes:
    """Encode a number from 0 to 2^64-1 in eight bytes.

    Raises:
        ValueError: it is out of range; stored numbers are somebody's to change, so not a bug.

    """
    if not 0 <= value < 1 << (8 * NUMBER_SIZE):
        raise ValueError("number out of range")
    return value.to_bytes(NUMBER_SIZE, "big")


def sized(raw: bytes) -> bytes:
    """Encode a byte string behind its length."""
    return len(raw).to_bytes(LENGTH_SIZE, "big") + raw


def text(value: str) -> bytes:
    """Encode a string as UTF-8 behind its length in bytes."""
    return sized(value.encode())


class Reader:
    """Read a container from front to back; anything unexpected is a `ValueError`."""

    __slots__ = ("_at", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, size: int) -> bytes:
        """Read exactly `size` bytes."""
        taken = self._raw[self._at : self._at + size]
        self._at += size
        return exactly(taken, size)

    def byte(self) -> int:
        """Read a number of one byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """Read a number of eight bytes."""
        return int.from_bytes(self.take(NUMBER_SIZE), "big")

    def choice(self, choices: Sequence[_Choice]) -> _Choice:
        """Read one of a few choices, encoded as its position in one byte."""
        at = self.byte()
        if at >= len(choices):
            raise ValueError("no such choice")
        return choices[at]

    def sized(self) -> bytes:
        """Read a byte string behind its length."""
        return self.take(int.from_bytes(self.take(LENGTH_SIZE), "big"))

    def text(self) -> str:
        """Read a UTF-8 string behind its length."""
        return self.sized().decode()

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self._raw) - self._at

    def rest(self) -> bytes:
        """Read everything that is left."""
        return self.take(self.left)

    def all(self, read: Callable[["Reader"], _Read]) -> list[_Read]:
        """Read one thing after the other until nothing is left."""
        found = []
        while self.left:
            found.append(read(self))
        return found

    def end(self) -> None:
        """Insist that nothing is left."""
        if self.left:
            raise ValueError("bytes left over")
