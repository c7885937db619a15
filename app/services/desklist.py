"""A handler's list: one entry of equal size for every case there is, sealed to the handler.

It says inside whether the slot opened and what a row needs, so that a page costs a page also for
somebody who may read one case in fifty, and its length says nothing (DESIGN §5). It also remembers
the newest epoch of each case and the digest of its record: an older one is not believed (T21).

Entries lie in segments of `PER_SEGMENT`, in the order in which they were found; a head counts the
readable ones of each segment, so that a page opens the head and the segments it shows.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.cases import CATEGORIES, STATUSES
from app.services.acts import Act
from app.store import lists
from crypto import context, keys, sealing
from crypto.errors import SealRefused

PER_SEGMENT = 250
SEGMENT_AT_LEAST = 65536
NO_STAMP = bytes(16)

_ENTRY = struct.Struct(">16sBII32s16s16sBBIIII149s")
_FLAGS = ("opened", "readable", "standby", "danger")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list keeps of one case."""

    case: bytes
    opened: bool = False
    readable: bool = False
    standby: bool = False
    danger: bool = False
    epoch: int = 0
    sequence: int = 0
    record: bytes = bytes(32)
    decided: bytes = NO_STAMP
    renewed: bytes = NO_STAMP
    category: str = "other"
    status: str = "received"
    received_on: date = date.min
    due_on: date | None = None
    seen: int = 0
    said: int = 0
    about: str = ""

    @property
    def unread(self) -> bool:
        """Whether the reporter has written since this person last opened the case."""
        return self.said > self.seen

    @property
    def standing(self) -> tuple[int, int]:
        """Where the list saw the case stand: epoch and sequence."""
        return self.epoch, self.sequence

    @property
    def remembered(self) -> tuple[int, bytes] | None:
        """The newest epoch seen and its record's digest, if one was seen."""
        return (self.epoch, self.record) if self.record != bytes(32) else None

    def pack(self) -> bytes:
        """Return the entry in bytes, all entries alike long."""
        flags = sum(getattr(self, name) << bit for bit, name in enumerate(_FLAGS))
        return _ENTRY.pack(
            self.case,
            flags,
            self.epoch,
            self.sequence,
            self.record,
            self.decided,
            self.renewed,
            CATEGORIES.index(self.category),
            STATUSES.index(self.status),
            self.received_on.toordinal(),
            self.due_on.toordinal() if self.due_on else 0,
            self.seen,
            self.said,
            self.about.encode(),
        )

    @classmethod
    def unpack(cls, raw: bytes) -> "Entry":
        """Read what `pack` returned."""
        (
            case,
            flags,
            epoch,
            sequence,
            record,
            decided,
            renewed,
            category,
            status,
            received,
            due,
            seen,
            said,
            about,
        ) = _ENTRY.unpack(raw)
        return cls(
            case=case,
            epoch=epoch,
            sequence=sequence,
            record=record,
            decided=decided,
            renewed=renewed,
            category=CATEGORIES[category],
            status=STATUSES[status],
            received_on=date.fromordinal(received),
            seen=seen,
            said=said,
            due_on=date.fromordinal(due) if due else None,
            about=about.rstrip(b"\0").decode("utf-8", "ignore"),
            **{name: bool(flags >> bit & 1) for bit, name in enumerate(_FLAGS)},
        )


class DeskList:
    """One handler's list, loaded segment by segment and saved as far as it changed."""

    def __init__(self, act: Act) -> None:
        self._session, self._instance, self._account = act.session, act.inst.id, act.account
        label = context.encode("desk list key", instance=act.inst.id, account=act.account)
        self._key = keys.derive(act.staff.seed, context=label)
        self._segments: dict[int, list[Entry]] = {}
        self._changed: set[int] = set()
        head = self._open(lists.HEAD)
        loaded: dict[str, Any] = (
            json.loads(head) if head else {"counter": 0, "readable": [], "length": 0}
        )
        self.counter: int = loaded["counter"]
        self._readable: list[int] = loaded["readable"]
        self._length: int = loaded["length"]

    def __len__(self) -> int:
        return self._length

    def newest_first(self, *, skip_readable: int = 0) -> Iterator[Entry]:
        """Give the entries from the newest on, after `skip_readable` readable ones.

        Whole segments are passed over as long as their readable rows are all to be skipped.
        """
        left = skip_readable
        for number in reversed(range(len(self._readable))):
            if 0 < self._readable[number] <= left:
                left -= self._readable[number]
                continue
            for entry in reversed(self._segment(number)):
                if entry.readable and left:
                    left -= 1
                else:
                    yield entry

    def find(self, case: bytes) -> Entry:
        """Give the entry of a case, or a blank one; every segment is gone through either way."""
        found = Entry(case)
        for number in range(len(self._readable)):
            for entry in self._segment(number):
                if entry.case == case:
                    found = entry
        return found

    def cases(self) -> dict[bytes, Entry]:
        """Give every entry by case."""
        every = (entry for n in range(len(self._readable)) for entry in self._segment(n))
        return {entry.case: entry for entry in every}

    def put(self, entries: Sequence[Entry]) -> None:
        """Replace the entries of the same cases, and append those of cases not in the list."""
        new = {entry.case: entry for entry in entries}
        for number in range(len(self._readable)):
            segment = self._segment(number)
            for at, entry in enumerate(segment):
                if entry.case in new:
                    segment[at] = new.pop(entry.case)
                    self._changed.add(number)
            if not new:
                return
        for entry in new.values():
            self._append(entry)

    def _append(self, entry: Entry) -> None:
        number, at = divmod(self._length, PER_SEGMENT)
        if at == 0:
            self._segments[number] = []
            self._readable.append(0)
        self._segment(number).append(entry)
        self._changed.add(number)
        self._length += 1

    def recount(self) -> None:
        """Count the readable rows of the segments that have changed."""
        for number in self._changed:
            self._readable[number] = sum(entry.readable for entry in self._segments[number])

    def save(self) -> None:
        """Seal and write what has changed, and the head."""
        self.recount()
        head = {"counter": self.counter, "readable": self._readable, "length": self._length}
        sealed = {lists.HEAD: self._seal(lists.HEAD, json.dumps(head).encode(), at_least=4096)}
        for number in self._changed:
            raw = b"".join(entry.pack() for entry in self._segments[number])
            sealed[number] = self._seal(number, raw, at_least=SEGMENT_AT_LEAST)
        lists.replace(self._session, self._account, sealed)
        self._changed.clear()

    def _segment(self, number: int) -> list[Entry]:
        if number not in self._segments:
            raw = self._open(number) or b""
            self._segments[number] = [
                Entry.unpack(raw[at : at + _ENTRY.size]) for at in range(0, len(raw), _ENTRY.size)
            ]
        return self._segments[number]

    def _context(self, number: int) -> bytes:
        return context.encode(
            "desk list", instance=self._instance, account=self._account, segment=number + 1
        )

    def _seal(self, number: int, raw: bytes, *, at_least: int) -> bytes:
        return sealing.seal(self._key, raw, context=self._context(number), at_least=at_least)

    def _open(self, number: int) -> bytes | None:
        """Open a segment; one that is gone or not ours is made again from the cases."""
        sealed = lists.segments(self._session, self._account, only=(number,)).get(number)
        if sealed is None:
            return None
        try:
            return sealing.open_sealed(self._key, sealed, context=self._context(number))
        except SealRefused:
            return None
