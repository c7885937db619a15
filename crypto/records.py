"""Which epoch records count: who may start an epoch, and which one is the newest.

FORMAT.md §8, promises P2 and P9, scenario T21. What a record says is in `record`.

1. The first and every narrow epoch is signed by the receipt's signing key.
2. Every later full epoch is signed twice: by the signing key of the epoch before, which whoever was
   left out of that epoch does not hold; and by the *keeper*, the signing key of the last full epoch
   before, which the reporter's session does not hold. The first alone would let a reporter, who
   makes the narrow epochs and may be the accused, issue a full one and so learn its internal key.
   The keeper alone would let a reader issue one whom a narrow epoch has just left out.
3. The newest record that verifies from number 0 onward counts, never a column, and a reader's
   list remembers its number and digest.
4. Two records with one number that both verify are refused, unless what is remembered tells which.
   A longer chain proves nothing: a former reader can make his own as long as he likes.
"""

import contextlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crypto import keys
from crypto.errors import CryptoError, EpochRefused, silent
from crypto.record import (
    NO_RECORD,
    Kind,
    Record,
    SignedRecord,
    open_record,
    record_digest,
    seal_record,
    signed_as,
)

__all__ = [
    "NO_RECORD",
    "Chain",
    "Kind",
    "Record",
    "SignedRecord",
    "open_record",
    "record_digest",
    "seal_record",
    "verify_chain",
]


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
        label = signed_as(role, instance=self._instance, case=self._case, number=record.number)
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
