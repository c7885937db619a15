"""Writing a case: every commit starts an epoch, and an epoch is made whole or not at all.

`first` at intake, `full` in a clean reader's session, `narrow` in the reporter's. Each makes one
slot for everyone enrolled, real or filler, in random order; a signed record that lists them; a
sealed roll; and the items that go with it. `store` puts it down if the case still stands where the
writer saw it (DESIGN §4, P2, P3).
"""

import json
import secrets as random_source
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.services.casefile import CaseFile
from app.services.caseitems import EPOCH
from app.services.instance import Instance
from app.services.world import World
from app.store import cases
from crypto import epochs, grants, keys, messages, records

HEADER_AT_LEAST = 4096


@dataclass(frozen=True, slots=True)
class Draft:
    """An item to be written: who says what, in which room."""

    room: messages.Room
    body: Mapping[str, Any] = field(repr=False)
    by: bytes
    signer: keys.Signer | None = None  # None: the epoch's own signing key speaks (EPOCH)


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one commit writes of a case."""

    epoch: cases.EpochRow
    slots: tuple[cases.SlotRow, ...]
    items: tuple[cases.ItemRow, ...]
    is_full: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Whom an epoch is made for: everyone enrolled, and the place each of them has."""

    enrolled: tuple[bytes, ...]
    places: Mapping[bytes, epochs.Place]
    publics: Mapping[bytes, keys.PublicKeys]


def scene(world: World, *, recipients: frozenset[str], standby: frozenset[str]) -> Scene:
    """Lay out the places; only keys on the believed roster are ever sealed to (T21)."""
    handlers = {entry.account: entry.public for entry in world.roster.handlers()}
    everyone = tuple(sorted({*world.enrolled, *handlers}))
    places: dict[bytes, epochs.Place] = dict.fromkeys(everyone, "none")
    places |= {bytes.fromhex(account): "standby" for account in standby}
    places |= {bytes.fromhex(account): "recipient" for account in recipients}
    return Scene(everyone, places, handlers)


def first(
    inst: Instance, case: bytes, *, scene: Scene, receipt: keys.Identity, drafts: Sequence[Draft]
) -> Commit:
    """Make epoch 0, signed by the receipt."""
    secret = epochs.new_secret()
    held = epochs.full_keys(secret, instance=inst.id, case=case, number=0)
    return _commit(
        inst,
        case,
        held,
        secret,
        scene,
        drafts=drafts,
        sequence=0,
        receipt=receipt.public,
        previous=bytes(32),
        kind="full",
        signer=receipt.signer,
    )


def narrow(
    inst: Instance,
    file: CaseFile,
    *,
    scene: Scene,
    receipt: keys.Identity,
    drafts: Sequence[Draft],
) -> Commit:
    """Make the epoch that goes with every message of the reporter's."""
    secret = epochs.new_secret()
    held = epochs.narrow_keys(secret, before=file.newest, instance=inst.id, case=file.row.id)
    return _commit(
        inst,
        file.row.id,
        held,
        secret,
        scene,
        drafts=drafts,
        sequence=file.next_sequence,
        receipt=receipt.public,
        previous=file.chain.digest,
        kind="narrow",
        signer=receipt.signer,
    )


def full(inst: Instance, file: CaseFile, *, scene: Scene, drafts: Sequence[Draft]) -> Commit:
    """Make a full epoch in a reader's session: earlier keys go into its chest."""
    secret, number, case = epochs.new_secret(), file.number + 1, file.row.id
    held = epochs.full_keys(secret, instance=inst.id, case=case, number=number)
    before = [file.held[n] for n in range(number)]
    chest = epochs.seal_chest(before, keys=held, instance=inst.id, case=case)
    return _commit(
        inst,
        case,
        held,
        secret,
        scene,
        drafts=drafts,
        sequence=file.next_sequence,
        receipt=file.receipt,
        previous=file.chain.digest,
        kind="full",
        signer=file.newest.signer(),
        keeper=file.held[file.last_full].signer(),
        chest=chest,
    )


def _commit(
    inst: Instance,
    case: bytes,
    held: epochs.EpochKeys,
    secret: bytes,
    scene: Scene,
    *,
    drafts: Sequence[Draft],
    sequence: int,
    receipt: keys.PublicKeys,
    previous: bytes,
    kind: records.Kind,
    signer: keys.Signer,
    keeper: keys.Signer | None = None,
    chest: epochs.Chest | None = None,
) -> Commit:
    slot_rows = _slots(inst, case, held.number, secret, scene)
    items = tuple(_item(inst, case, held, draft, sequence + n) for n, draft in enumerate(drafts))
    roll = epochs.seal_roll(scene.places, keys=held, instance=inst.id, case=case)
    hers = grants.reporter_slot(
        held.thread, receipt, instance=inst.id, case=case, epoch=held.number
    )
    listed = [grants.slot_digest(slot) for slot in (hers, *(row.slot for row in slot_rows))]
    record = records.Record(
        number=held.number,
        kind=kind,
        slots=tuple(sorted(listed)),
        previous=previous,
        receipt=receipt,
        epoch_verify=held.signer().public,
        roll=epochs.roll_digest(roll),
        items=tuple(messages.item_digest(item.sealed) for item in items),
    )
    sealed = records.seal_record(
        record, thread_key=held.thread, signer=signer, keeper=keeper, instance=inst.id, case=case
    )
    row = cases.EpochRow(
        held.number,
        sealed,
        roll,
        hers,
        chest.thread if chest else None,
        chest.internal if chest else None,
    )
    return Commit(row, slot_rows, items, kind == "full")


def _slots(
    inst: Instance, case: bytes, epoch: int, secret: bytes, scene: Scene
) -> tuple[cases.SlotRow, ...]:
    """Make one slot for each, in random order: neither order nor id tells a filler."""
    rows = []
    for account in scene.enrolled:
        where = {"instance": inst.id, "case": case, "epoch": epoch, "person": account}
        if scene.places[account] == "none":
            slot = grants.filler_slot(**where)  # type: ignore[arg-type]
        else:
            slot = grants.real_slot(secret, scene.publics[account], **where)  # type: ignore[arg-type]
        rows.append(cases.SlotRow(random_source.token_bytes(16), account, slot))
    return tuple(sorted(rows, key=lambda row: row.id))


def _item(
    inst: Instance, case: bytes, held: epochs.EpochKeys, draft: Draft, sequence: int
) -> cases.ItemRow:
    key = held.thread if draft.room == "thread" else held.internal
    if key is None:
        raise ValueError("this session writes no internal items")
    item = random_source.token_bytes(16)
    sealed = messages.seal_item(
        json.dumps(draft.body, ensure_ascii=False, sort_keys=True).encode(),
        key=key,
        by=draft.by,
        signer=draft.signer or held.signer(),
        instance=inst.id,
        case=case,
        epoch=held.number,
        room=draft.room,
        item=item,
        sequence=sequence,
        at_least=HEADER_AT_LEAST,
    )
    return cases.ItemRow(item, held.number, sequence, sealed)


def spoken(body: Mapping[str, Any]) -> Draft:
    """Draft something that handlers say in the thread, as "handlers"."""
    return Draft("thread", body, EPOCH)


def store(session: Session, file: CaseFile, commit: Commit, *, due_on: date | None) -> bool:
    """Put a commit down, if the case still stands where `file` saw it.

    Returns whether it did; if not, nothing was changed.
    """
    before = file.row
    after = replace(
        before,
        epoch=commit.epoch.number,
        sequence=file.next_sequence + len(commit.items),
        due_on=due_on,
    )
    if not cases.move(session, before, after):
        return False
    cases.drop_forged(session, before.id, number=commit.epoch.number)
    if commit.is_full:
        cases.drop_slots_before(session, before.id, epoch=commit.epoch.number)
    cases.add_epoch(session, before.id, commit.epoch, slot_rows=commit.slots)
    if commit.items:
        cases.add_items(session, before.id, commit.items)
    return True
