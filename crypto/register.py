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
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crypto import context as contexts
from crypto import keys, letters, wire
from crypto.errors import RegisterRefused, silent

START: Final = bytes(contexts.DIGEST_SIZE)

#: A row as it was found; `check_author` judges whether `by` wrote it.
Row = letters.Letter


def seal_row(
    body: bytes,
    *,
    auditors: letters.Readers,
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
    place = _Place(instance, number, wire.exactly(previous, contexts.DIGEST_SIZE))
    return letters.seal(body, readers=auditors, by=by, signer=signer, place=place)


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
    place = _Place(instance, number, previous)
    return letters.open_as(sealed, identity=identity, reader=account, place=place)


@silent(RegisterRefused)
def check_author(row: Row, verify_key: bytes) -> None:
    """Insist that whom `row.by` names wrote the row.

    Raises:
        RegisterRefused: somebody else did.

    """
    letters.check_author(row, verify_key)


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

    def grant(self, reader: bytes) -> bytes:
        return contexts.encode(
            "register grant",
            instance=self.instance,
            number=self.number,
            previous=self.previous,
            account=reader,
        )

    def letter(self, wrapped: bytes) -> bytes:
        return contexts.encode(
            "register row",
            instance=self.instance,
            number=self.number,
            previous=self.previous,
            grants=wrapped,
        )

    def signature(self, place: bytes, by: bytes) -> bytes:
        return contexts.encode(
            "register row signature", instance=contexts.NO_INSTANCE, place=place, by=by
        )
