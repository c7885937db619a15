"""People files that were uploaded and wait to be reviewed; plain, as the directory itself is."""

import zlib
from datetime import date, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import drafts

KEPT = timedelta(days=1)


def add(session: Session, draft: bytes, *, text: str, made_on: date) -> None:
    """Keep a file under a random id of 16 bytes, and sweep those of the day before yesterday."""
    session.execute(delete(drafts).where(drafts.c.made_on < made_on - KEPT))
    raw = zlib.compress(text.encode())
    session.execute(insert(drafts).values(id=draft, made_on=made_on, raw=raw))


def text(session: Session, draft: bytes, *, today: date) -> str | None:
    """Return the file, or None if there is none of this id, or none any more."""
    fresh = (drafts.c.id == draft) & (drafts.c.made_on >= today - KEPT)
    raw = session.scalar(select(drafts.c.raw).where(fresh))
    return None if raw is None else zlib.decompress(raw).decode()


def remove(session: Session, draft: bytes) -> None:
    """Throw a file away."""
    session.execute(delete(drafts).where(drafts.c.id == draft))
