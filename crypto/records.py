"""Epoch records: who may start an epoch, and which one is the newest.

FORMAT.md §8. HPKE proves who can open a slot, never who sealed it. So every epoch has a record,
sealed under its thread key so that reporter, readers and standby can all check it. It names nobody.

Rules:

1. A record lists the digest of each of the epoch's slots, the reporter's among them, and of its
   roll. What it does not list does not count: neither a slot nor a roll that somebody who can
   write to the database put there, even if he holds the epoch's keys.
2. It carries the digest of the record before, the receipt's public keys, and the public half of
   the epoch's signing key.
3. The first and every narrow epoch is signed by the receipt's signing key.
4. Every later full epoch is signed twice: by the signing key of the epoch before, which whoever was
   left out of that epoch does not hold; and by the *keeper*, the signing key of the last full epoch
   before, which the reporter's session does not hold. The first alone would let a reporter, who
   makes the narrow epochs and may be the accused, issue a full one and so learn its internal key.
   The keeper alone would let a reader issue one whom a narrow epoch has just left out.
5. The newest record that verifies from number 0 onward counts, never a column, and a reader's
   list remembers its number and digest. Two records with one number that both verify are refused,
   unless what is remembered tells which: a longer chain proves nothing, since a former reader can
   make his own as long as he likes.
"""

import contextlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from crypto import context as contexts
from crypto import grants, keys, sealing, wire
from crypto.errors import CryptoError, EpochRefused, silent

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

    def lists(self, slot: bytes) -> bool:
        """Say whether this slot is one of the epoch's own."""
        return grants.slot_digest(slot) in self.slots

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
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record as it was found; its signatures are not judged yet."""

    record: Record
    signature: bytes
    keeper_signature: bytes | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The records that may be believed, from number 0 to the newest.

    `ignored` and `ahead` are positions in what was given. `ignored` rows claim a number of the
    chain and did not verify: report them. `ahead` rows claim a later number. For the reporter,
    who is in every epoch, they are forged. A handler cannot tell a forged one from an epoch that
    left him out, so while there is one he holds the case no longer.
    """

    records: tuple[Record, ...]
    digests: tuple[bytes, ...]
    ignored: tuple[int, ...]
    ahead: tuple[int, ...]

    @property
    def newest(self) -> Record:
        """The record everybody writes under."""
        return self.records[-1]

    @property
    def number(self) -> int:
        """The newest record's number."""
        return self.newest.number

    @property
    def digest(self) -> bytes:
        """The newest record's digest, for the next record and for a reader's list."""
        return self.digests[-1]


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
            label = _signed(role, instance=instance, case=case, number=record.number)
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


@silent(EpochRefused)
def verify_chain(
    records: Sequence[tuple[int, bytes]],
    *,
    thread_keys: Mapping[int, bytes],
    instance: bytes,
    case: bytes,
    receipt: keys.PublicKeys | None = None,
    remembered: tuple[int, bytes] | None = None,
) -> Chain:
    """Find the records that may be believed, from number 0 to the newest.

    Args:
        records: number and sealed bytes of every row there is for the case, in any order.
        thread_keys: of every epoch the caller can open.
        instance: 16 bytes.
        case: 16 bytes.
        receipt: the reporter's own public keys, which the chain must carry; handlers have none.
        remembered: number and digest of the newest record seen before, which must be in the chain.

    Raises:
        EpochRefused: no first record, not the chain remembered or the receipt's, or one number
            with two records that both verify.

    """
    rows = [
        _Row(at, number, sealed, record_digest(sealed))
        for at, (number, sealed) in enumerate(records)
    ]
    judge = _Judge(thread_keys, instance=instance, case=case)
    pins = judge.pins(rows, remembered)
    chain: list[tuple[bytes, Record]] = []
    while good := judge.successors(rows, chain, pin=pins.get(len(chain))):
        if len(good) > 1:
            raise EpochRefused
        chain.extend(good.items())
    if not chain or len(chain) < len(pins):
        raise EpochRefused
    found = _chain(chain, rows)
    if receipt not in (None, found.newest.receipt):
        raise EpochRefused
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    at: int
    number: int
    sealed: bytes
    digest: bytes


class _Judge:
    """Judges rows one by one against the chain believed so far."""

    def __init__(self, thread_keys: Mapping[int, bytes], *, instance: bytes, case: bytes) -> None:
        self._thread_keys = thread_keys
        self._instance = instance
        self._case = case

    def pins(self, rows: Sequence[_Row], remembered: tuple[int, bytes] | None) -> dict[int, bytes]:
        """Walk back from what is remembered: each record names the digest of the one before."""
        pinned: dict[int, bytes] = {}
        while remembered:
            number, digest = remembered
            pinned[number] = digest
            row = next((row for row in rows if row.digest == digest and row.number == number), None)
            if row is None:
                raise EpochRefused
            previous = self._open(row).record.previous
            remembered = (number - 1, previous) if number else None
        return pinned

    def successors(
        self, rows: Sequence[_Row], chain: Sequence[tuple[bytes, Record]], *, pin: bytes | None
    ) -> dict[bytes, Record]:
        """Return the records that may follow the chain, by digest; one row twice is one record."""
        good: dict[bytes, Record] = {}
        for row in rows:
            if row.number == len(chain) and pin in (None, row.digest):
                with contextlib.suppress(CryptoError):
                    good[row.digest] = self._believe(row, chain)
        return good

    def _open(self, row: _Row) -> SignedRecord:
        if row.number not in self._thread_keys:
            raise EpochRefused
        return open_record(
            row.sealed,
            thread_key=self._thread_keys[row.number],
            instance=self._instance,
            case=self._case,
            number=row.number,
        )

    def _believe(self, row: _Row, chain: Sequence[tuple[bytes, Record]]) -> Record:
        signed = self._open(row)
        record = signed.record
        digest_before, first = (chain[-1][0], chain[0][1]) if chain else (NO_RECORD, record)
        if not hmac.compare_digest(record.previous, digest_before):
            raise EpochRefused
        if record.receipt != first.receipt:
            raise EpochRefused
        signer = chain[-1][1].epoch_verify if record.kept else record.receipt.verify
        self._verify(record, signer, signed.signature, role="signer")
        if signed.keeper_signature is not None:
            keeper = next(one for _, one in reversed(chain) if one.kind == "full").epoch_verify
            self._verify(record, keeper, signed.keeper_signature, role="keeper")
        return record

    def _verify(self, record: Record, public: bytes, signature: bytes, *, role: str) -> None:
        label = _signed(role, instance=self._instance, case=self._case, number=record.number)
        keys.verify(public, signature, record.encode(), context=label)


def _chain(chain: Sequence[tuple[bytes, Record]], rows: Sequence[_Row]) -> Chain:
    believed = {record.number: digest for digest, record in chain}
    ahead = tuple(row.at for row in rows if row.number >= len(chain))
    wrong = (row.at for row in rows if row.digest != believed.get(row.number))
    return Chain(
        records=tuple(record for _, record in chain),
        digests=tuple(believed.values()),
        ignored=tuple(at for at in wrong if at not in ahead),
        ahead=ahead,
    )


def _signed(role: str, *, instance: bytes, case: bytes, number: int) -> bytes:
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
    for raw in (record.previous, record.roll, record.epoch_verify, *record.slots):
        wire.exactly(raw, contexts.DIGEST_SIZE)


def _decode(raw: bytes) -> Record:
    reader = wire.Reader(raw)
    number, kind = reader.number(), reader.choice(_KINDS)
    previous, roll, epoch_verify = reader.take(32), reader.take(32), reader.take(32)
    receipt = keys.PublicKeys.from_bytes(reader.take(keys.PUBLIC_KEYS_SIZE))
    slots = wire.Reader(reader.sized())
    reader.end()
    listed = slots.all(lambda one: one.take(contexts.DIGEST_SIZE))
    record = Record(number, kind, tuple(listed), previous, receipt, epoch_verify, roll)
    _insist(record)
    return record
