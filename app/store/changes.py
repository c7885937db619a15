"""Changes that wait for two handlers, and their signatures, as rows; believed only if they verify.

A change is sealed under a secret outside the database, so that a copy does not show who withdraws
what, and nobody who writes rows can make one or alter one.
"""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import change_signatures, changes


@dataclass(frozen=True, slots=True)
class Stored:
    """One change as it waits: who signed is (account, signature)."""

    id: bytes
    sealed: bytes
    signatures: tuple[tuple[bytes, bytes], ...]


def add(session: Session, change: bytes, *, sealed: bytes) -> None:
    """Put down a change under a random id of 16 bytes."""
    session.execute(insert(changes).values(id=change, sealed=sealed))


def waiting(session: Session) -> tuple[Stored, ...]:
    """Give every change that waits, in the order of the random ids."""
    signed: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for row in session.execute(select(change_signatures)):
        signed[row.change_id].append((row.account_id, row.signature))
    rows = session.execute(select(changes).order_by(changes.c.id))
    return tuple(Stored(row.id, row.sealed, tuple(sorted(signed[row.id]))) for row in rows)


def sign(session: Session, change: bytes, *, account: bytes, signature: bytes) -> None:
    """Add one signature. Raises `db.Conflict` when it is there already."""
    session.execute(
        insert(change_signatures).values(change_id=change, account_id=account, signature=signature)
    )


def remove(session: Session, change: bytes) -> None:
    """Take a change off the list, with its signatures: it was applied, or it was taken back."""
    session.execute(delete(changes).where(changes.c.id == change))
