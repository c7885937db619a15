"""The standing cast with its keys, and cases built the way services build them.

Bob is accused, holds a handler's key of his own and can write to the database; what he may have
copied from epochs he was a reader of is in `Epoch.keys`.
"""

import functools
import hashlib
from dataclasses import dataclass
from typing import Any

from crypto import epochs, grants, keys, receipt, records, roster

INSTANCE = bytes.fromhex("5077 0000 0000 0000 0000 0000 0000 0001")
CASE = bytes.fromhex("ca5e 0000 0000 0000 0000 0000 0000 0001")
PEPPER = hashlib.sha256(b"pepper of the tests").digest()
RECEIPT = "abacus banana cactus daffodil eagle fabric gallery"

PLACE: dict[str, Any] = {"instance": INSTANCE, "case": CASE}


def seed(name) -> bytes:
    return hashlib.sha256(b"seed of " + name.encode()).digest()


def account(name) -> bytes:
    return hashlib.sha256(b"account of " + name.encode()).digest()[:16]


@functools.cache
def identity(name):
    return keys.Identity.from_seed(seed(name))


ALICE, BOB, CHARLIE, DORA, OLGA, IDA = (
    identity(name) for name in ("alice", "bob", "charlie", "dora", "olga", "ida")
)
HANDLERS = ("alice", "bob", "charlie", "dora", "olga")


@functools.cache
def rita():
    return receipt.derive(RECEIPT, pepper=PEPPER, instance=INSTANCE, profile="cheap")


@dataclass(frozen=True)
class Epoch:
    """One epoch as it was written, and the secret that its makers had in memory."""

    secret: bytes
    keys: epochs.EpochKeys
    slots: dict[str, bytes]
    reporter_slot: bytes
    roll: bytes
    record: records.Record
    sealed: bytes

    @property
    def row(self):
        return self.record.number, self.sealed

    @property
    def digest(self):
        return records.record_digest(self.sealed)


def write(
    secret, held, readers, *, previous, kind, signer, keeper=None, receipt_keys=None, **more
) -> Epoch:
    """Write an epoch: `readers` get real slots, everybody else a filler."""
    receipt_keys = receipt_keys or rita().identity.public
    slots = {name: _slot(name, secret, held.number, readers) for name in HANDLERS}
    reporter_slot = grants.reporter_slot(held.thread, receipt_keys, epoch=held.number, **PLACE)
    roll = epochs.seal_roll(
        {account(name): "recipient" if name in readers else "none" for name in HANDLERS},
        keys=held,
        **PLACE,
    )
    listed = [grants.slot_digest(slot) for slot in (reporter_slot, *slots.values())]
    fields: dict[str, Any] = {
        "number": held.number,
        "kind": kind,
        "slots": tuple(sorted(listed)),
        "previous": previous,
        "receipt": receipt_keys,
        "epoch_verify": held.signer().public,
        "roll": epochs.roll_digest(roll),
        "items": (bytes([held.number]) * 32, b"\xff" * 32),
    }
    record = records.Record(**(fields | more))
    sealed = records.seal_record(
        record, thread_key=held.thread, signer=signer, keeper=keeper, **PLACE
    )
    return Epoch(secret, held, slots, reporter_slot, roll, record, sealed)


def _slot(name, secret, epoch, readers):
    where: dict[str, Any] = {"epoch": epoch, "person": account(name), **PLACE}
    if name in readers:
        return grants.real_slot(secret, identity(name).public, **where)
    return grants.filler_slot(**where)


def first(readers=HANDLERS, **more) -> Epoch:
    """Write epoch 0, as intake does."""
    secret = epochs.new_secret()
    held = epochs.full_keys(secret, number=0, **PLACE)
    signer = more.pop("signer", rita().identity.signer)
    previous = more.pop("previous", records.NO_RECORD)
    return write(secret, held, readers, previous=previous, kind="full", signer=signer, **more)


def narrow(before, readers=HANDLERS, **more) -> Epoch:
    """Write the epoch that goes with a message of the reporter's."""
    secret = epochs.new_secret()
    held = epochs.narrow_keys(secret, before=before.keys, **PLACE)
    signer = more.pop("signer", rita().identity.signer)
    previous = more.pop("previous", before.digest)
    return write(secret, held, readers, previous=previous, kind="narrow", signer=signer, **more)


def full(before, *, last_full, readers=HANDLERS, **more) -> Epoch:
    """Write the epoch that a clean reader's session makes."""
    secret = epochs.new_secret()
    held = epochs.full_keys(secret, number=before.keys.number + 1, **PLACE)
    signer = more.pop("signer", before.keys.signer())
    keeper = more.pop("keeper", last_full.keys.signer())
    previous = more.pop("previous", before.digest)
    return write(
        secret,
        held,
        readers,
        previous=previous,
        kind="full",
        signer=signer,
        keeper=keeper,
        **more,
    )


def thread_keys(*some):
    return {epoch.keys.number: epoch.keys.thread for epoch in some}


def judge(*some, rows=None, held=None, **more) -> records.Chain:
    """Verify the chain of these epochs, or of other rows with their keys."""
    return records.verify_chain(
        [epoch.row for epoch in some] if rows is None else rows,
        thread_keys=thread_keys(*some) if held is None else held,
        **PLACE,
        **more,
    )


def entry(who, /, *, kind="handler", tier=1, **more):
    fields: dict[str, Any] = {
        "account": account(who),
        "name": who.title(),
        "kind": kind,
        "person": f"p-{who}",
        "tier": tier,
        "public": identity(who).public,
        "enrolled_on": "2025-03-01",
    }
    return roster.Entry(**(fields | more))


TIERS = (
    roster.Tier(1, "Ethics committee", 2),
    roster.Tier(2, "Audit committee", 1),
    roster.Tier(3, "Ombudspeople", 1),
)


def entries(*some):
    return tuple(sorted(some, key=lambda each: each.account))


def founders():
    """Everybody on list 1: three in tier 1, one in tier 2, one in tier 3, an auditor."""
    return entries(
        entry("alice"),
        entry("bob"),
        entry("charlie"),
        entry("dora", tier=2),
        entry("olga", tier=3),
        entry("ida", kind="auditor", tier=None),
    )


def proposal(before, some=None, **more):
    fields: dict[str, Any] = {
        "number": before.number + 1,
        "previous": before.digest(),
        "entries": founders() if some is None else some,
        "tiers": TIERS,
        "policy": b'{"published_seniority":2}',
    }
    return roster.Roster(**(fields | more))


def signed(proposed, *names):
    """Put these people's signatures on a list."""
    return roster.Signed(
        raw=proposed.encode(),
        signatures=tuple(
            (
                account(name),
                roster.sign(proposed, identity(name), account=account(name), instance=INSTANCE),
            )
            for name in names
        ),
    )


EVERYBODY = (*HANDLERS, "ida")


def founded():
    """List 1 as it is stored once everybody has signed it."""
    return signed(proposal(roster.first(instance=INSTANCE)), *EVERYBODY)
