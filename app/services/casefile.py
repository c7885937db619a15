"""A case opened: from sealed rows to keys, records, rolls and items.

What counts is what verifies, never a column: the newest epoch is the last signed record of an
unbroken chain, a slot counts only if that record lists it, and an item only if the hand that wrote
it signed it (DESIGN §4, T21). Rows that do not verify are left out and noted in `tampered`. An
epoch that a handler's key does not open closes the whole case to that handler: it may be a forgery,
but it may as well be the epoch that shut the handler out (P12).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.services.instance import Instance
from app.store.cases import CaseRow, EpochRow, ItemRow, Stored
from crypto import epochs, grants, keys, messages, records
from crypto.errors import EpochRefused, ItemRefused, SlotRefused

REPORTER, EPOCH = messages.REPORTER, messages.EPOCH


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a case, opened, its author checked."""

    id: bytes
    epoch: int
    sequence: int
    room: messages.Room
    by: bytes
    body: Mapping[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        """What the item is, as its body says: message, status, header, note."""
        return str(self.body["kind"])


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as one reader can open it."""

    row: CaseRow
    chain: records.Chain
    held: Mapping[int, epochs.EpochKeys] = field(repr=False)
    rolls: Mapping[int, Mapping[bytes, str]]
    items: tuple[Item, ...] = field(repr=False)
    next_sequence: int
    tampered: bool

    @property
    def number(self) -> int:
        """The newest epoch."""
        return self.chain.number

    @property
    def newest(self) -> epochs.EpochKeys:
        """The newest epoch's keys."""
        return self.held[self.number]

    @property
    def last_full(self) -> int:
        """The number of the last full epoch."""
        return max(r.number for r in self.chain.records if r.kind == "full")

    @property
    def receipt(self) -> keys.PublicKeys:
        """The receipt's public keys, as the signed records say."""
        return self.chain.newest.receipt

    def of_kind(self, kind: str) -> tuple[Item, ...]:
        """Give the items of one kind, in order."""
        return tuple(item for item in self.items if item.kind == kind)


def open_for_reader(
    inst: Instance,
    stored: Stored,
    *,
    identity: keys.Identity,
    account: bytes,
    authors: Mapping[bytes, bytes],
    remembered: tuple[int, bytes] | None = None,
) -> CaseFile:
    """Open a case with a handler's keys.

    `authors` gives the verification key of each account. `remembered` is the newest epoch and the
    digest of its record that this reader has seen. Raises a `CryptoError` of whichever family when
    the case does not open for this person.
    """
    held = _reader_keys(inst, stored, identity, account)
    by_number = {epoch.number: epoch for epoch in stored.epochs}
    first = min(held)
    earlier = _chests(inst, stored.row.id, by_number[first], held[first])
    everything = {**earlier, **held}
    chain = _chain(inst, stored, everything, remembered=remembered)
    if chain.number != max(held):
        raise EpochRefused
    for number in held:
        if not chain.records[number].lists(stored.slots[number]):
            raise SlotRefused
    rolls = {n: _roll(inst, stored.row.id, by_number[n], k, chain) for n, k in held.items()}
    items, odd = _items(inst, stored, everything, chain, authors)
    return _file(stored, chain, everything, rolls, items, odd=odd)


def _reader_keys(
    inst: Instance, stored: Stored, identity: keys.Identity, account: bytes
) -> dict[int, epochs.EpochKeys]:
    """Derive the keys since the last full epoch, whose slot is the oldest one left."""
    held: dict[int, epochs.EpochKeys] = {}
    case = stored.row.id
    since = min(stored.slots, default=None)
    if since is None:
        raise SlotRefused
    for number in (e.number for e in stored.epochs if e.number >= since):
        secret = grants.open_slot(
            stored.slots.get(number, b""),
            identity,
            instance=inst.id,
            case=case,
            epoch=number,
            person=account,
        )
        if number == since:
            held[number] = epochs.full_keys(secret, instance=inst.id, case=case, number=number)
        else:
            before = held.get(number - 1)
            if before is None:
                raise EpochRefused
            held[number] = epochs.narrow_keys(secret, before=before, instance=inst.id, case=case)
    if not held:
        raise EpochRefused
    return held


def _chests(
    inst: Instance, case: bytes, row: EpochRow, full: epochs.EpochKeys
) -> dict[int, epochs.EpochKeys]:
    if row.number == 0:
        return {}
    if row.thread_chest is None or row.internal_chest is None or full.internal is None:
        raise EpochRefused
    thread = epochs.open_thread_chest(
        row.thread_chest, thread_key=full.thread, instance=inst.id, case=case, number=row.number
    )
    internal = epochs.open_internal_chest(
        row.internal_chest,
        internal_key=full.internal,
        instance=inst.id,
        case=case,
        number=row.number,
    )
    return {n: epochs.EpochKeys(n, thread[n], internal[n], None) for n in thread}


def _chain(
    inst: Instance,
    stored: Stored,
    held: Mapping[int, epochs.EpochKeys],
    *,
    remembered: tuple[int, bytes] | None = None,
    receipt: keys.PublicKeys | None = None,
) -> records.Chain:
    return records.verify_chain(
        [(epoch.number, epoch.record) for epoch in stored.epochs],
        thread_keys={number: k.thread for number, k in held.items()},
        instance=inst.id,
        case=stored.row.id,
        receipt=receipt,
        remembered=remembered,
    )


def _roll(
    inst: Instance, case: bytes, row: EpochRow, held: epochs.EpochKeys, chain: records.Chain
) -> Mapping[bytes, str]:
    if held.roll is None or epochs.roll_digest(row.roll) != chain.records[row.number].roll:
        raise EpochRefused
    return epochs.open_roll(
        row.roll, roll_key=held.roll, instance=inst.id, case=case, number=row.number
    )


def open_for_reporter(inst: Instance, stored: Stored, *, identity: keys.Identity) -> CaseFile:
    """Open the reporter's side of a case with the receipt's keys.

    Raises a `CryptoError` when the case does not belong to this receipt.
    """
    held: dict[int, epochs.EpochKeys] = {}
    for epoch in stored.epochs:
        try:
            thread = grants.open_reporter_slot(
                epoch.reporter_slot,
                identity,
                instance=inst.id,
                case=stored.row.id,
                epoch=epoch.number,
            )
        except SlotRefused:
            break  # not made by anybody who had the case: it and what follows is not believed
        held[epoch.number] = epochs.EpochKeys(epoch.number, thread, None, None)
    chain = _chain(inst, stored, held, receipt=identity.public)
    items, odd = _items(inst, stored, held, chain, {})
    return _file(stored, chain, held, {}, items, odd=odd)


def _file(
    stored: Stored,
    chain: records.Chain,
    held: Mapping[int, epochs.EpochKeys],
    rolls: Mapping[int, Mapping[bytes, str]],
    items: tuple[Item, ...],
    *,
    odd: bool,
) -> CaseFile:
    following = max((row.sequence for row in stored.items), default=-1) + 1
    tampered = odd or bool(chain.ignored) or bool(chain.ahead)
    return CaseFile(stored.row, chain, held, rolls, items, following, tampered)


def _items(
    inst: Instance,
    stored: Stored,
    held: Mapping[int, epochs.EpochKeys],
    chain: records.Chain,
    authors: Mapping[bytes, bytes],
) -> tuple[tuple[Item, ...], bool]:
    """Open what can be opened; say whether something is missing or not what it should be."""
    opened, unread = [], 0
    for row in stored.items:
        item = _item(inst, stored.row.id, row, held.get(row.epoch), chain=chain, authors=authors)
        if item is None:
            unread += 1
        else:
            opened.append(item)
    is_reader = any(k.internal is not None for k in held.values())
    expected = list(range(len(stored.items)))
    gaps = [row.sequence for row in stored.items] != expected
    return tuple(opened), gaps or (is_reader and unread > 0)


def _item(
    inst: Instance,
    case: bytes,
    row: ItemRow,
    held: epochs.EpochKeys | None,
    *,
    chain: records.Chain,
    authors: Mapping[bytes, bytes],
) -> Item | None:
    if held is None or row.epoch >= len(chain.records):
        return None
    rooms: tuple[tuple[messages.Room, bytes | None], ...] = (
        ("thread", held.thread),
        ("internal", held.internal),
    )
    for room, key in rooms:
        if key is None:
            continue
        try:
            signed = messages.open_item(
                row.sealed,
                key=key,
                instance=inst.id,
                case=case,
                epoch=row.epoch,
                room=room,
                item=row.id,
                sequence=row.sequence,
            )
            verify_key = _verify_key(signed.by, room, chain.records[row.epoch], authors)
            messages.check_author(signed, verify_key)
        except ItemRefused:
            continue
        return Item(row.id, row.epoch, row.sequence, room, signed.by, json.loads(signed.body))
    return None


def _verify_key(
    by: bytes, room: str, record: records.Record, authors: Mapping[bytes, bytes]
) -> bytes:
    """Say whose signature this must be; the thread knows the reporter and "handlers" only."""
    if by == REPORTER and (room == "thread" or record.number == 0):
        return record.receipt.verify
    if by == EPOCH and room == "thread":
        return record.epoch_verify
    if room == "internal" and by in authors:
        return authors[by]
    raise ItemRefused
