"""Ties: who is tied to whom, as keyed tags that only a holder of the secret can look for.

FORMAT.md §20. One table holds the marks of all handlers, filled up with fillers to a fixed number
for each, and is sealed anew, whole, at every change: two copies of the database tell neither what
changed nor how many ties there are (P3). The number in the context and the digest that the caller
remembers keep an older table from being believed (T21).

A mark says nothing without the tag key. With it, and with a list of people, every tie is found by
trying all pairs: the secret must lie outside the database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from crypto import context as contexts
from crypto import keys, macs, sealing, wire
from crypto.errors import TiesRefused, silent

QUOTA: Final = 64
ROOM: Final = 16 * 1024
DAY_SIZE: Final = 4
MARK_SIZE: Final = contexts.DIGEST_SIZE + DAY_SIZE

# Tag → masked day. Most of them are fillers.
Marks = Mapping[bytes, bytes]
Firms = Mapping[bytes, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds: marks, fillers among them, and the firms that the ties speak of."""

    marks: Marks = field(repr=False)
    firms: Firms = field(repr=False)

    @property
    def handlers(self) -> int:
        """For how many handlers there is room."""
        return len(self.marks) // QUOTA


class Keys:
    """The keys of an instance's ties; shows nothing."""

    __slots__ = ("_instance", "_table", "_tags")

    def __init__(self, *, tags: bytes, table: bytes, instance: bytes) -> None:
        self._tags = tags
        self._table = table
        self._instance = instance

    @classmethod
    def from_secret(cls, secret: bytes, *, instance: bytes) -> Self:
        """Derive the keys from a 32-byte secret that lies outside the database."""
        exact = wire.exactly(secret, keys.KEY_SIZE)
        tags, table = (
            keys.derive(exact, context=contexts.encode("tie keys", instance=instance, use=use))
            for use in ("tags", "table")
        )
        return cls(tags=tags, table=table, instance=instance)

    def mark(self, *, handler: str, other: str, kind: str, day: int) -> tuple[bytes, bytes]:
        """Return tag and masked day of a tie that has stood since `day`, counted from year 1."""
        tag = self.tag(handler=handler, other=other, kind=kind)
        return tag, self._masked(tag, day.to_bytes(DAY_SIZE, "big"))

    def tag(self, *, handler: str, other: str, kind: str) -> bytes:
        """Return the 32 bytes under which a tie is looked for."""
        label = contexts.encode(
            "tie", instance=self._instance, handler=handler, other=other, kind=kind
        )
        return macs.mac(self._tags, b"", context=label)

    def since(self, marks: Marks, *, handler: str, other: str, kind: str) -> int | None:
        """Return the day since which a tie has stood, or None where there is none."""
        tag = self.tag(handler=handler, other=other, kind=kind)
        masked = marks.get(tag)
        return None if masked is None else int.from_bytes(self._masked(tag, masked), "big")

    def real(self, marks: Marks) -> dict[bytes, bytes]:
        """Return the marks that stand for ties."""
        fillers = dict(self._fillers(len(marks)))
        return {tag: day for tag, day in marks.items() if tag not in fillers}

    def filled(self, real: Marks, *, handlers: int) -> dict[bytes, bytes]:
        """Return these marks with as many fillers as `handlers` have room for.

        Raises:
            ValueError: there are more ties than room.

        """
        missing = handlers * QUOTA - len(real)
        if missing < 0:
            raise ValueError("more ties than there is room for")
        return {**real, **dict(self._fillers(missing))}

    def seal(self, table: Table, *, number: int) -> bytes:
        """Seal a table as version `number`; its length follows from the number of handlers alone.

        Raises:
            ValueError: the names of firms take more than the handlers have room for.

        """
        marks = b"".join(tag + day for tag, day in sorted(table.marks.items()))
        firms = b"".join(
            wire.exactly(firm, contexts.ID_SIZE) + wire.sized(b"".join(map(wire.text, names)))
            for firm, names in sorted(table.firms.items())
        )
        if len(firms) > table.handlers * ROOM:
            raise ValueError("more firms than there is room for")
        return sealing.seal(
            self._table,
            wire.sized(marks) + wire.sized(firms),
            context=self._context(number),
            at_least=_bucket(table.handlers),
        )

    @silent(TiesRefused)
    def open(self, sealed: bytes, *, number: int) -> Table:
        """Open version `number` of the table.

        Raises:
            TiesRefused: another version, damaged, or not of the one form.

        """
        opened = sealing.open_sealed(self._table, sealed, context=self._context(number))
        reader = wire.Reader(opened)
        marks = wire.Reader(reader.sized()).all(
            lambda one: (one.take(contexts.DIGEST_SIZE), one.take(DAY_SIZE))
        )
        firms = wire.Reader(reader.sized()).all(_firm)
        reader.end()
        if len(marks) % QUOTA or not (_ascending(marks) and _ascending(firms)):
            raise TiesRefused
        return Table(marks=dict(marks), firms=dict(firms))

    def digest(self, sealed: bytes, *, number: int) -> bytes:
        """Return the 32 bytes under which a table is remembered."""
        label = contexts.encode("tie table digest", instance=self._instance, number=number)
        return contexts.digest(sealed, context=label)

    def _context(self, number: int) -> bytes:
        return contexts.encode("tie table", instance=self._instance, number=number)

    def _fillers(self, count: int) -> Iterable[tuple[bytes, bytes]]:
        label = contexts.encode("tie filler", instance=self._instance)
        for number in range(count):
            tag = macs.mac(self._tags, wire.number(number), context=label)
            yield tag, self._masked(tag, bytes(DAY_SIZE))

    def _masked(self, tag: bytes, day: bytes) -> bytes:
        label = contexts.encode("tie day", instance=self._instance)
        mask = macs.mac(self._tags, tag, context=label)[:DAY_SIZE]
        return bytes(one ^ other for one, other in zip(day, mask, strict=True))


def _firm(reader: wire.Reader) -> tuple[bytes, tuple[str, ...]]:
    firm = reader.take(contexts.ID_SIZE)
    names = wire.Reader(reader.sized()).all(wire.Reader.text)
    if not names:
        raise ValueError("a firm has a name")
    return firm, tuple(names)


def _ascending(pairs: list[tuple[bytes, bytes]] | list[tuple[bytes, tuple[str, ...]]]) -> bool:
    order = [first for first, _ in pairs]
    return order == sorted(set(order))


def _bucket(handlers: int) -> int:
    needed = 3 * wire.LENGTH_SIZE + handlers * (QUOTA * MARK_SIZE + ROOM)
    return next(bucket for bucket in sealing.BUCKETS if bucket >= needed)
