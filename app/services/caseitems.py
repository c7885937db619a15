"""The items of a case, opened: what was said, by whom, in which order; and what is missing.

1. An item counts only if the signed record of its epoch lists it: somebody who lost the case still
   has the keys of the epochs he read, and could write under them.
2. It counts only if the hand it names signed it: the receipt for the reporter, the epoch's signing
   key for "handlers" in the thread, a handler's own for everything internal; and if it says what an
   item of its kind says (`itemkinds`).
3. For readers, what "handlers" said counts only with the author's own signature beside it.
4. Every record that the receipt signed came with one message of hers, or a *no* of hers. If one is
   gone, a fact may be gone with it, and nobody may be decided clean on the rest: the case is not
   *whole* (P2, P12).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.services import itemkinds
from app.services.instance import Instance
from app.store.cases import ItemRow, Stored
from crypto import epochs, messages, records
from crypto.errors import ItemRefused

REPORTER, EPOCH = messages.REPORTER, messages.EPOCH
Held = Mapping[int, epochs.EpochKeys]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a case, opened, its author checked."""

    id: bytes
    epoch: int
    sequence: int
    room: messages.Room
    by: bytes
    digest: bytes
    body: Mapping[str, Any] = field(repr=False)

    @property
    def kind(self) -> str:
        """What the item is, as its body says: message, status, header, note."""
        return str(self.body["kind"])


@dataclass(frozen=True, slots=True)
class Found:
    """The items that count; `odd` if rows were left out or are gone."""

    items: tuple[Item, ...] = field(repr=False)
    odd: bool
    is_whole: bool


def open_all(
    inst: Instance,
    stored: Stored,
    *,
    held: Held,
    chain: records.Chain,
    authors: Mapping[bytes, bytes] | None,
) -> Found:
    """Open what can be opened, in order.

    `authors` gives the verification key of each account; None for the reporter, who has no business
    with internal items.
    """
    opened = [
        item
        for row in stored.items
        for item in (_item(inst, stored.row.id, row, held, chain=chain, authors=authors or {}),)
        if item
    ]
    counted = opened if authors is None else _vouched_for(opened)
    listed = {digest for record in chain.records for digest in record.items}
    there = {messages.item_digest(row.sealed) for row in stored.items}
    odd = listed != there or (authors is not None and len(counted) != len(stored.items))
    return Found(tuple(counted), odd, _is_whole(counted, chain, is_reader=authors is not None))


def _item(
    inst: Instance,
    case: bytes,
    row: ItemRow,
    held: Held,
    *,
    chain: records.Chain,
    authors: Mapping[bytes, bytes],
) -> Item | None:
    """Open one row in whichever room it belongs to; None if in neither."""
    keys = held.get(row.epoch)
    if keys is None or not _is_listed(row, chain):
        return None
    rooms: tuple[tuple[messages.Room, bytes | None], ...] = (
        ("thread", keys.thread),
        ("internal", keys.internal),
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
            by = _verify_key(signed.by, room, chain.records[row.epoch], authors)
            messages.check_author(signed, by)
            body = json.loads(signed.body)
        except (ItemRefused, ValueError):
            continue
        if itemkinds.fits(body, by=signed.by, room=room, epoch=row.epoch):
            digest = messages.item_digest(row.sealed)
            return Item(row.id, row.epoch, row.sequence, room, signed.by, digest, body)
    return None


def _is_listed(row: ItemRow, chain: records.Chain) -> bool:
    return 0 <= row.epoch <= chain.number and chain.records[row.epoch].lists_item(row.sealed)


def _verify_key(
    by: bytes, room: messages.Room, record: records.Record, authors: Mapping[bytes, bytes]
) -> bytes:
    """Say whose signature this must be; the thread knows the reporter and "handlers" only."""
    if by == REPORTER and (room == "thread" or record.number == 0):
        return record.receipt.verify
    if by == EPOCH and room == "thread":
        return record.epoch_verify
    if room == "internal" and by in authors:
        return authors[by]
    raise ItemRefused


def _vouched_for(opened: list[Item]) -> list[Item]:
    """Leave out what "handlers" said if no handler's own signature stands beside it."""
    vouched = {item.body["of"]: item.body["said"] for item in opened if item.kind == "author"}
    return [item for item in opened if item.by != EPOCH or vouched.get(item.sequence) == item.body]


def _is_whole(items: list[Item], chain: records.Chain, *, is_reader: bool) -> bool:
    hers = [item for item in items if item.by == REPORTER]
    spoken = {item.epoch for item in hers if item.kind in {"message", "objection"}}
    began = {item.kind for item in hers if item.epoch == 0}
    needed = {r.number for r in chain.records if r.number == 0 or r.kind == "narrow"}
    beginning = {"message", "status", "header"} if is_reader else {"message", "status"}
    return needed <= spoken and beginning <= began
