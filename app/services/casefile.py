"""A case opened: from sealed rows to keys, records, rolls and items.

What counts is what verifies, never a column: the newest epoch is the last signed record of an
unbroken chain, a slot counts only if that record lists it, and an item only if the hand that wrote
it signed it (`caseitems`, T21). Rows that do not verify, or are gone, are noted in `tampered`. An
epoch that a handler's key does not open closes the whole case to that handler: it may be a forgery,
but it may as well be the epoch that shut the handler out (P12).
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.services import caseitems
from app.services.caseitems import Item
from app.services.instance import Instance
from app.store.cases import CaseRow, EpochRow, Stored
from crypto import epochs, grants, keys, records
from crypto.errors import EpochRefused, ItemRefused, SlotRefused


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
    is_whole: bool

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

    @property
    def status(self) -> Mapping[str, Any]:
        """What the newest status says; a thread that lost even the first is as if just received."""
        told = self.of_kind("status")
        received = {"status": "received", "on": "1970-01-01", "next_on": None, "next_what": None}
        return told[-1].body if told else received

    @property
    def last_message(self) -> Mapping[str, Any]:
        """What was said last in the thread."""
        return self.of_kind("message")[-1].body

    @property
    def header(self) -> Mapping[str, Any]:
        """What readers must know of the case; a file opened for a reader has one."""
        return self.of_kind("header")[0].body

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
    found = caseitems.open_all(inst, stored, held=everything, chain=chain, authors=authors)
    if not found.is_whole:
        raise ItemRefused
    return _file(stored, chain, everything, rolls, found)


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

    She is in every epoch. One whose slot does not open for her may be forged, or a true one with a
    bit flipped, which a commit of hers would undo; so the case is not whole while there is one.
    Raises a `CryptoError` when the case does not belong to this receipt.
    """
    held: dict[int, epochs.EpochKeys] = {}
    for epoch in stored.epochs:
        with contextlib.suppress(SlotRefused):
            thread = grants.open_reporter_slot(
                epoch.reporter_slot,
                identity,
                instance=inst.id,
                case=stored.row.id,
                epoch=epoch.number,
            )
            held[epoch.number] = epochs.EpochKeys(epoch.number, thread, None, None)
    chain = _chain(inst, stored, held, receipt=identity.public)
    found = caseitems.open_all(inst, stored, held=held, chain=chain, authors=None)
    opened = all(epoch.number in held for epoch in stored.epochs)
    return _file(stored, chain, held, {}, replace(found, is_whole=found.is_whole and opened))


def _file(
    stored: Stored,
    chain: records.Chain,
    held: Mapping[int, epochs.EpochKeys],
    rolls: Mapping[int, Mapping[bytes, str]],
    found: caseitems.Found,
) -> CaseFile:
    following = max((row.sequence for row in stored.items), default=-1) + 1
    odd = (
        found.odd
        or bool(chain.ignored)
        or bool(chain.ahead)
        or (stored.row.epoch, stored.row.sequence) != (chain.number, following)
        or not _slots_are_the_listed_ones(stored, chain)
    )
    return CaseFile(stored.row, chain, held, rolls, found.items, following, odd, found.is_whole)


def _slots_are_the_listed_ones(stored: Stored, chain: records.Chain) -> bool:
    """Say whether every slot that counts is stored, and none of an epoch nobody has issued.

    A handler enrolled later has fillers that no record lists; those are of epochs that exist.
    """
    there = {grants.slot_digest(slot) for _, slot in stored.all_slots}
    there |= {grants.slot_digest(epoch.reporter_slot) for epoch in stored.epochs}
    since = max(record.number for record in chain.records if record.kind == "full")
    listed = {digest for record in chain.records[since:] for digest in record.slots}
    newest = max((number for number, _ in stored.all_slots), default=0)
    return listed <= there and newest <= chain.number
