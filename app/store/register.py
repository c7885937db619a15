"""The register: append-only, one row after the other (P8)."""

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.store.schema import register

START = bytes(32)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain stands."""

    number: int
    digest: bytes


def head(session: Session) -> Head:
    """Give the newest row's number and digest; number -1 before the first, which is 0."""
    newest = select(register.c.number, register.c.digest).order_by(register.c.number.desc())
    row = session.execute(newest.limit(1)).one_or_none()
    return Head(row.number, row.digest) if row else Head(-1, START)


def holds(session: Session, number: int, digest: bytes) -> bool:
    """Say whether the row with this number still has this digest."""
    kept = session.scalar(select(register.c.digest).where(register.c.number == number))
    return kept == digest or number < 0


def append(session: Session, *, after: Head, digest: bytes, sealed: bytes) -> None:
    """Append the row that follows `after`."""
    session.execute(
        insert(register).values(
            number=after.number + 1, previous=after.digest, digest=digest, sealed=sealed
        )
    )


def rows(session: Session) -> list[tuple[int, bytes, bytes, bytes]]:
    """Give every row as (number, previous, sealed, digest), oldest first."""
    columns = (register.c.number, register.c.previous, register.c.sealed, register.c.digest)
    return [tuple(row) for row in session.execute(select(*columns).order_by(register.c.number))]
