"""What a handler keeps across cases: sealed segments, opened by that handler alone (DESIGN §5)."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import desk_lists

HEAD = -1


def segments(
    session: Session, account: bytes, *, only: tuple[int, ...] | None = None
) -> dict[int, bytes]:
    """Give the sealed segments of `account`: all of them, or those numbered in `only`."""
    query = select(desk_lists.c.segment, desk_lists.c.sealed)
    query = query.where(desk_lists.c.account_id == account)
    if only is not None:
        query = query.where(desk_lists.c.segment.in_(only))
    return {row.segment: row.sealed for row in session.execute(query)}


def replace(session: Session, account: bytes, sealed: Mapping[int, bytes]) -> None:
    """Replace segments of `account`."""
    mine = desk_lists.c.account_id == account
    session.execute(delete(desk_lists).where(mine, desk_lists.c.segment.in_(list(sealed))))
    rows = [{"account_id": account, "segment": n, "sealed": s} for n, s in sealed.items()]
    session.execute(insert(desk_lists), rows)
