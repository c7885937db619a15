"""A table from numbers to numbers that takes eight bytes an entry.

Keys are numbers below 2^44 (a hash, or two numbers of words), values below 2^20. Entries are added
first, then `sort` closes the table, then it is read. They lie in sorted arrays, one for each of
some ranges of hashes, so that sorting needs little memory beside.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator

VALUE_BITS = 20
KEY_BITS = 44
_VALUE = (1 << VALUE_BITS) - 1
_KEY = (1 << KEY_BITS) - 1
_SHARDS = 64


class Table:
    """Many values for each key."""

    def __init__(self) -> None:
        self._shards = [array("Q") for _ in range(_SHARDS)]

    def add(self, key: int, value: int) -> None:
        """Add an entry; the same one twice counts once."""
        key &= _KEY
        self._shards[key % _SHARDS].append(key << VALUE_BITS | value)

    def sort(self) -> None:
        """Close the table: from now on it is read."""
        self._shards = [array("Q", sorted(set(shard))) for shard in self._shards]

    def get(self, key: int) -> Iterator[int]:
        """Yield the values of a key, smallest first."""
        key &= _KEY
        shard = self._shards[key % _SHARDS]
        first = key << VALUE_BITS
        last = first | _VALUE
        at = bisect_left(shard, first)
        while at < len(shard) and shard[at] <= last:
            yield shard[at] & _VALUE
            at += 1
