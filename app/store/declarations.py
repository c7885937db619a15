"""What handlers have declared: a sealed document for each, and one sealed table of ties for all."""

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.store.schema import declarations, ties


def newest_ties(session: Session) -> tuple[int, bytes] | None:
    """Give number and bytes of the table of ties; None before the first."""
    newest = select(ties.c.number, ties.c.sealed).order_by(ties.c.number.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return (row.number, row.sealed) if row else None


def replace_ties(session: Session, *, number: int, sealed: bytes) -> None:
    """Put down the table of ties whole; what was there goes."""
    session.execute(delete(ties))
    session.execute(insert(ties).values(number=number, sealed=sealed))


def document(session: Session, account: bytes) -> bytes | None:
    """Give the sealed document of a handler; None before enrolment."""
    mine = declarations.c.account_id == account
    return session.scalar(select(declarations.c.sealed).where(mine))


def put_document(session: Session, account: bytes, sealed: bytes) -> None:
    """Put down the document of a handler; what was there goes."""
    mine = declarations.c.account_id == account
    changed = session.execute(update(declarations).where(mine).values(sealed=sealed))
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        session.execute(insert(declarations).values(account_id=account, sealed=sealed))
