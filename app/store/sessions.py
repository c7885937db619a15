"""Session rows: a hashed id, a date, and what only the cookie opens."""

from datetime import date

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.store.schema import sessions

#: Built once, as every request of somebody signed in needs them.
_ADD = insert(sessions)
_SWEEP = delete(sessions).where(sessions.c.started_on < bindparam("before"))
_FIND = select(sessions.c.sealed).where(sessions.c.id == bindparam("session"))


def add(session: Session, *, id_: bytes, started_on: date, sealed: bytes) -> None:
    """Add a session; those whose day secret is gone are swept in passing."""
    session.execute(_ADD, {"id": id_, "started_on": started_on, "sealed": sealed})


def sweep(session: Session, *, before: date) -> None:
    """Delete the sessions started before `before`: their day secret is destroyed."""
    session.execute(_SWEEP, {"before": before})


def find(session: Session, id_: bytes) -> bytes | None:
    """Give the sealed part of a session."""
    return session.scalar(_FIND, {"session": id_})


def replace(session: Session, *, id_: bytes, sealed: bytes) -> None:
    """Replace the sealed part of a session."""
    session.execute(update(sessions).where(sessions.c.id == id_).values(sealed=sealed))


def end(session: Session, id_: bytes) -> None:
    """Delete a session."""
    session.execute(delete(sessions).where(sessions.c.id == id_))
