"""A handler's list: one entry of equal size for every case there is, sealed to the handler.

It says inside whether the slot opened and what a row needs, so that a page costs a page also for
somebody who may read one case in fifty, and its length says nothing (DESIGN §5). It also remembers
the newest epoch of each case and the digest of its record: an older one is not believed (T21).

Entries lie in segments of `PER_SEGMENT`, in the order in which they were found; a head counts the
readable ones of each segment, so that a page opens the head and the segments it shows.
"""

import json
import struct
from collections.abc import Collection, Iterator, Sequence
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

_ENTRY = struct.Struct(">16sBIII32s16s16sBBIIII145s")
ENTRY_SIZE = _ENTRY.size
_FLAGS = ("opened", "readable", "standby", "danger")
_FLAGS_AT, _OPENED, _READABLE = 16, 1, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list keeps of one case."""

    case: bytes
    opened: bool = False
    readable: bool = False
    standby: bool = False
    danger: bool = False
    at_epoch: int = 0
    sequence: int = 0
    epoch: int = 0
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
        """Where the list last saw the case stand, opened or not: epoch and sequence."""
        return self.at_epoch, self.sequence

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
            self.at_epoch,
            self.sequence,
            self.epoch,
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
            at_epoch,
            sequence,
            epoch,
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
            at_epoch=at_epoch,
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
    """One handler's list, loaded segment by segment and saved as far as it changed.

    `is_damaged` says that a segment was gone or did not open: it is made again from the cases, and
    the caller reports it. `counter` is the number of cases it was last compared with; `settled` is
    the stamp by which every entry whose slot opened has been decided, if there is one;
    `seen_roster` and `seen_register` are what this person saw last of either.
    """

    def __init__(self, act: Act) -> None:
        self._session, self._instance, self._account = act.session, act.inst.id, act.account
        label = context.encode("desk list key", instance=act.inst.id, account=act.account)
        self._key = keys.derive(act.staff.seed, context=label)
        self._raw: dict[int, bytearray] = {}
        self._changed: set[int] = set()
        self._places: dict[bytes, tuple[int, int]] | None = None
        self.is_damaged = False
        head = self._head()
        loaded: dict[str, Any] = json.loads(head) if head else {"counter": 0, "readable": [0]}
        if head is None:  # A list without any case is as much work as one with the first few.
            self._raw[0] = bytearray()
            self._changed.add(0)
        self.counter: int = loaded["counter"]
        self.settled = bytes.fromhex(loaded.get("settled", NO_STAMP.hex()))
        self.seen_roster: int = loaded.get("roster", 0)
        number, digest = loaded.get("register", (-1, ""))
        self.seen_register: tuple[int, bytes] = number, bytes.fromhex(digest)
        self._readable: list[int] = loaded["readable"]

    def _head(self) -> bytes | None:
        """Open the head; one that is there and is not ours has lost what the list remembered."""
        sealed = lists.segment(self._session, self._account, lists.HEAD)
        head = self._opened(lists.HEAD, sealed)
        self.is_damaged = sealed is not None and head is None
        return head

    def newest_first(self, *, skip_readable: int = 0) -> Iterator[Entry]:
        """Give the entries whose slot opened, newest first, after `skip_readable` readable ones.

        Whole segments are passed over as long as their readable rows are all to be skipped.
        """
        left = skip_readable
        for number in reversed(range(len(self._readable))):
            if 0 < self._readable[number] <= left:
                left -= self._readable[number]
                continue
            raw = self._segment(number)
            for at in range(len(raw) - ENTRY_SIZE, -1, -ENTRY_SIZE):
                flags = raw[at + _FLAGS_AT]
                if left and flags & _READABLE:
                    left -= 1
                elif flags & _OPENED:
                    yield Entry.unpack(bytes(raw[at : at + ENTRY_SIZE]))

    def find(self, case: bytes) -> Entry:
        """Give the entry of a case, or a blank one; the whole list is gone through either way."""
        place = self._index().get(case)
        if place is None:
            return Entry(case)
        number, at = place
        return Entry.unpack(bytes(self._raw[number][at : at + ENTRY_SIZE]))

    def gone(self, there: Collection[bytes]) -> list[Entry]:
        """Give the entries of cases that this person has read and that are not `there` any more."""
        missing = (self.find(case) for case in self._index().keys() - set(there))
        return [entry for entry in missing if entry.remembered]

    def put(self, entries: Sequence[Entry]) -> None:
        """Replace the entries of the same cases, and append those of cases not in the list."""
        index = self._index()
        for entry in entries:
            if entry.case not in index:
                index[entry.case] = self._room()
            number, at = index[entry.case]
            self._raw[number][at : at + ENTRY_SIZE] = entry.pack()
            self._changed.add(number)

    def _room(self) -> tuple[int, int]:
        """Give the place for one more entry, in a new segment if the last one is full."""
        last = len(self._readable) - 1
        if last < 0 or len(self._raw[last]) >= PER_SEGMENT * ENTRY_SIZE:
            last += 1
            self._raw[last] = bytearray()
            self._readable.append(0)
        return last, len(self._raw[last])

    def recount(self) -> None:
        """Count the readable rows of the segments that have changed."""
        for number in self._changed:
            flags = self._raw[number][_FLAGS_AT::ENTRY_SIZE]
            self._readable[number] = sum(bool(flag & _READABLE) for flag in flags)

    def save(self) -> None:
        """Seal and write what has changed, and the head."""
        self.recount()
        number, digest = self.seen_register
        head = {
            "counter": self.counter,
            "settled": self.settled.hex(),
            "readable": self._readable,
            "roster": self.seen_roster,
            "register": (number, digest.hex()),
        }
        raw_head = json.dumps(head).encode()
        sealed = {lists.HEAD: self._seal(lists.HEAD, raw_head, at_least=4096)}
        for number in self._changed:
            raw = bytes(self._raw[number])
            sealed[number] = self._seal(number, raw, at_least=SEGMENT_AT_LEAST)
        lists.replace(self._session, self._account, sealed)
        self._changed.clear()

    def _index(self) -> dict[bytes, tuple[int, int]]:
        if self._places is None:
            self._places = {
                bytes(raw[at : at + _FLAGS_AT]): (number, at)
                for number in range(len(self._readable))
                for raw in (self._segment(number),)
                for at in range(0, len(raw), ENTRY_SIZE)
            }
        return self._places

    def _segment(self, number: int) -> bytearray:
        if number not in self._raw:
            raw = self._open(number)
            if raw is None:
                self.is_damaged = True
                self._changed.add(number)
            self._raw[number] = bytearray(raw or b"")
        return self._raw[number]

    def _context(self, number: int) -> bytes:
        return context.encode(
            "desk list", instance=self._instance, account=self._account, segment=number + 1
        )

    def _seal(self, number: int, raw: bytes, *, at_least: int) -> bytes:
        return sealing.seal(self._key, raw, context=self._context(number), at_least=at_least)

    def _open(self, number: int) -> bytes | None:
        """Open a segment; None for one that is gone or is not ours."""
        return self._opened(number, lists.segment(self._session, self._account, number))

    def _opened(self, number: int, sealed: bytes | None) -> bytes | None:
        if sealed is None:
            return None
        try:
            return sealing.open_sealed(self._key, sealed, context=self._context(number))
        except SealRefused:
            return None
