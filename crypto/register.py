"""Register rows: what staff did, sealed to every auditor, chained, signed by who did it.

FORMAT.md §16, promise P8. A row is sealed under a fresh key, which is wrapped to each auditor on
the roster; in the database nobody else reads it, the author included. Its number and the digest of
the row before are bound into the seal and signed inside, so rewriting, dropping or reordering rows
takes the signature of every author that follows. The wrapped keys are bound into the seal too: an
auditor who is cut out of a row is noticed by all others.

The chain alone proves no more than that nothing is missing *before* its head; an auditor keeps the
head outside the database.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from crypto import context as contexts
from crypto import grants, keys, sealing, wire
from crypto.errors import RegisterRefused, silent

START: Final = bytes(contexts.DIGEST_SIZE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was found; `check_author` judges whether `by` wrote it."""

    by: bytes
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    context: bytes = field(repr=False)


def seal_row(
    body: bytes,
    *,
    auditors: Sequence[tuple[bytes, keys.PublicKeys]],
    by: bytes,
    signer: keys.Signer,
    instance: bytes,
    number: int,
    previous: bytes,
) -> bytes:
    """Sign a row and seal it to every auditor.

    Args:
        body: what was done.
        auditors: account id and public keys of each on the roster, at least one.
        by: account id of whoever did it, or the name of the part of the program that did.
        signer: of whoever `by` names.
        instance: 16 bytes.
        number: 0 for the first row.
        previous: `row_digest` of the row before; `START` for the first.

    """
    if not auditors or len(dict(auditors)) != len(auditors):
        raise ValueError("a row needs an auditor, and each of them once")
    key = secrets.token_bytes(keys.KEY_SIZE)
    chained = _Place(instance, number, wire.exactly(previous, contexts.DIGEST_SIZE))
    wrapped = b"".join(
        wire.exactly(account, contexts.ID_SIZE)
        + grants.wrap(key, public, context=chained.grant(account))
        for account, public in sorted(auditors, key=lambda auditor: auditor[0])
    )
    place = chained.row(wrapped)
    signed = wire.sized(by) + wire.sized(body) + signer.sign(body, context=_done(place, by=by))
    return wire.sized(wrapped) + sealing.seal(key, signed, context=place)


@silent(RegisterRefused)
def open_row(
    sealed: bytes,
    *,
    identity: keys.Identity,
    account: bytes,
    instance: bytes,
    number: int,
    previous: bytes,
) -> Row:
    """Open a row as one of its auditors; nobody did it before `check_author` has passed.

    Raises:
        RegisterRefused: not sealed to this auditor, not this row in this place, or damaged.

    """
    reader = wire.Reader(sealed)
    wrapped = reader.sized()
    place = _Place(instance, number, previous)
    key = grants.unwrap(_grant(wrapped, account), identity, context=place.grant(account))
    signed = wire.Reader(sealing.open_sealed(key, reader.rest(), context=place.row(wrapped)))
    by, body = signed.sized(), signed.sized()
    signature = signed.take(keys.SIGNATURE_SIZE)
    signed.end()
    return Row(by=by, body=body, signature=signature, context=_done(place.row(wrapped), by=by))


@silent(RegisterRefused)
def check_author(row: Row, verify_key: bytes) -> None:
    """Insist that whom `row.by` names wrote the row.

    Raises:
        RegisterRefused: somebody else did.

    """
    keys.verify(verify_key, row.signature, row.body, context=row.context)


def row_digest(number: int, previous: bytes, sealed: bytes) -> bytes:
    """Return the 32 bytes under which the next row names this one."""
    label = contexts.encode(
        "register row digest", instance=contexts.NO_INSTANCE, number=number, previous=previous
    )
    return contexts.digest(sealed, context=label)


@silent(RegisterRefused)
def check_chain(
    rows: Iterable[tuple[int, bytes, bytes, bytes]], *, number: int = 0, previous: bytes = START
) -> bytes:
    """Insist that rows follow on each other without a gap, without opening any.

    Args:
        rows: number, digest of the row before, sealed row and its own digest, in order.
        number: which the first of them must have.
        previous: the digest before it.

    Returns:
        The head: the digest of the last row, or `previous` where there is none.

    Raises:
        RegisterRefused: a gap, a row out of order, or a digest that is not the row's.

    """
    for row_number, row_previous, sealed, claimed in rows:
        if row_number != number or not hmac.compare_digest(row_previous, previous):
            raise RegisterRefused
        number, previous = number + 1, row_digest(row_number, row_previous, sealed)
        if not hmac.compare_digest(claimed, previous):
            raise RegisterRefused
    return previous


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the chain a row stands."""

    instance: bytes
    number: int
    previous: bytes

    def grant(self, account: bytes) -> bytes:
        return contexts.encode(
            "register grant",
            instance=self.instance,
            number=self.number,
            previous=self.previous,
            account=account,
        )

    def row(self, wrapped: bytes) -> bytes:
        return contexts.encode(
            "register row",
            instance=self.instance,
            number=self.number,
            previous=self.previous,
            grants=wrapped,
        )


def _grant(wrapped: bytes, account: bytes) -> bytes:
    reader = wire.Reader(wrapped)
    held = reader.all(lambda one: (one.take(contexts.ID_SIZE), one.take(grants.SLOT_SIZE)))
    accounts = [each for each, _ in held]
    if accounts != sorted(set(accounts)) or account not in accounts:
        raise RegisterRefused
    return dict(held)[account]


def _done(place: bytes, *, by: bytes) -> bytes:
    return contexts.encode(
        "register row signature", instance=contexts.NO_INSTANCE, place=place, by=by
    )
