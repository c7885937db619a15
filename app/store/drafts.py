"""People files that were uploaded and wait to be reviewed, as bytes; swept after a day."""

from datetime import date, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import drafts

KEPT = timedelta(days=1)


def add(session: Session, draft: bytes, *, raw: bytes, made_on: date) -> None:
    """Keep a file under a random id of 16 bytes, and sweep those of the day before yesterday."""
    session.execute(delete(drafts).where(drafts.c.made_on < made_on - KEPT))
    session.execute(insert(drafts).values(id=draft, made_on=made_on, raw=raw))


def raw(session: Session, draft: bytes, *, today: date) -> bytes | None:
    """Return the file, or None if there is none of this id, or none any more."""
    fresh = (drafts.c.id == draft) & (drafts.c.made_on >= today - KEPT)
    kept: bytes | None = session.scalar(select(drafts.c.raw).where(fresh))
    return kept


def remove(session: Session, draft: bytes) -> None:
    """Throw a file away."""
    session.execute(delete(drafts).where(drafts.c.id == draft))
