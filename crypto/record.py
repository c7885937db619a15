"""One epoch record: what it says, how it is signed and sealed.

FORMAT.md §8. HPKE proves who can open a slot, never who sealed it. So every epoch has a record,
sealed under its thread key so that reporter, readers and standby can all check it. It names nobody.

1. A record lists the digest of each of the epoch's slots, the reporter's among them, of its roll,
   and of every item written with it. What it does not list does not count: neither a slot nor a
   roll nor an item that somebody who can write to the database put there, even if he holds the
   epoch's keys, as a former reader does. What it lists and is gone, is missed.
2. It carries the digest of the record before, the receipt's public keys, and the public half of
   the epoch's signing key.

Whose signatures it needs, and which records count, is in `records`.
"""

from dataclasses import dataclass
from typing import Final, Literal

from crypto import context as contexts
from crypto import grants, keys, messages, sealing, wire
from crypto.errors import EpochRefused, silent

Kind = Literal["full", "narrow"]

NO_RECORD: Final = bytes(contexts.DIGEST_SIZE)

_KINDS: Final[tuple[Kind, ...]] = ("full", "narrow")


@dataclass(frozen=True, slots=True)
class Record:
    """What an epoch says about itself; names nobody."""

    number: int
    kind: Kind
    slots: tuple[bytes, ...]
    previous: bytes
    receipt: keys.PublicKeys
    epoch_verify: bytes
    roll: bytes
    items: tuple[bytes, ...] = ()

    def lists(self, slot: bytes) -> bool:
        """Say whether this slot is one of the epoch's own."""
        return grants.slot_digest(slot) in self.slots

    def lists_item(self, sealed: bytes) -> bool:
        """Say whether this sealed item was written with the epoch."""
        return messages.item_digest(sealed) in self.items

    @property
    def kept(self) -> bool:
        """Whether a keeper has to sign too: a full epoch that is not the first."""
        return self.kind == "full" and self.number > 0

    def encode(self) -> bytes:
        """Return the one encoding of this record.

        Raises:
            ValueError: it breaks a rule of FORMAT.md §8.

        """
        _insist(self)
        return b"".join((
            wire.number(self.number),
            _KINDS.index(self.kind).to_bytes(1, "big"),
            self.previous,
            self.roll,
            self.epoch_verify,
            self.receipt.to_bytes(),
            wire.sized(b"".join(self.slots)),
            wire.sized(b"".join(self.items)),
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record as it was found; its signatures are not judged yet."""

    record: Record
    signature: bytes
    keeper_signature: bytes | None


def seal_record(
    record: Record,
    *,
    thread_key: bytes,
    signer: keys.Signer,
    keeper: keys.Signer | None = None,
    instance: bytes,
    case: bytes,
) -> bytes:
    """Sign a record and seal it under its epoch's thread key.

    Args:
        record: of the new epoch.
        thread_key: of the new epoch.
        signer: the receipt's, for the first and every narrow epoch; else the epoch before's.
        keeper: the last full epoch's, for every full one after the first.
        instance: 16 bytes.
        case: 16 bytes.

    Raises:
        ValueError: the record breaks a rule, or a keeper is missing or too many.

    """
    if record.kept != (keeper is not None):
        raise ValueError("a keeper signs full epochs after the first, and no others")
    raw = record.encode()
    signed = wire.sized(raw)
    for role, key in (("signer", signer), ("keeper", keeper)):
        if key is not None:
            label = signed_as(role, instance=instance, case=case, number=record.number)
            signed += key.sign(raw, context=label)
    label = contexts.encode("epoch record", instance=instance, case=case, epoch=record.number)
    return sealing.seal(thread_key, signed, context=label)


@silent(EpochRefused)
def open_record(
    sealed: bytes, *, thread_key: bytes, instance: bytes, case: bytes, number: int
) -> SignedRecord:
    """Open a record without judging its signatures; `verify_chain` does that.

    Raises:
        EpochRefused: not the record of this epoch, damaged, or against a rule of FORMAT.md §8.

    """
    label = contexts.encode("epoch record", instance=instance, case=case, epoch=number)
    reader = wire.Reader(sealing.open_sealed(thread_key, sealed, context=label))
    record = _decode(reader.sized())
    signature = reader.take(keys.SIGNATURE_SIZE)
    keeper_signature = reader.take(keys.SIGNATURE_SIZE) if record.kept else None
    reader.end()
    if record.number != number:
        raise EpochRefused
    return SignedRecord(record, signature, keeper_signature)


def record_digest(sealed: bytes) -> bytes:
    """Return the 32 bytes under which the next record and a reader's list name this one."""
    label = contexts.encode("epoch record digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(sealed, context=label)


def signed_as(role: str, *, instance: bytes, case: bytes, number: int) -> bytes:
    """Give the context of a record's signature, as `signer` or as `keeper`."""
    return contexts.encode(
        "epoch record signature", instance=instance, case=case, epoch=number, role=role
    )


def _insist(record: Record) -> None:
    if record.kind not in _KINDS or (record.number == 0 and record.kind != "full"):
        raise ValueError("the first epoch is full")
    if record.number == 0 and record.previous != NO_RECORD:
        raise ValueError("before the first record there is none")
    if not record.slots or list(record.slots) != sorted(set(record.slots)):
        raise ValueError("digests of slots are sorted, each once, at least one")
    if len(set(record.items)) != len(record.items):
        raise ValueError("an item is listed once")
    exact = (record.previous, record.roll, record.epoch_verify, *record.slots, *record.items)
    for raw in exact:
        wire.exactly(raw, contexts.DIGEST_SIZE)


def _decode(raw: bytes) -> Record:
    reader = wire.Reader(raw)
    number, kind = reader.number(), reader.choice(_KINDS)
    previous, roll, epoch_verify = reader.take(32), reader.take(32), reader.take(32)
    receipt = keys.PublicKeys.from_bytes(reader.take(keys.PUBLIC_KEYS_SIZE))
    slots, items = _digests(reader.sized()), _digests(reader.sized())
    reader.end()
    record = Record(number, kind, slots, previous, receipt, epoch_verify, roll, items)
    _insist(record)
    return record


def _digests(raw: bytes) -> tuple[bytes, ...]:
    return tuple(wire.Reader(raw).all(lambda one: one.take(contexts.DIGEST_SIZE)))
