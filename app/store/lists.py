"""What a handler keeps across cases: sealed segments, opened by that handler alone (DESIGN §5)."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import desk_lists

HEAD = -1


def segment(session: Session, account: bytes, number: int) -> bytes | None:
    """Give one sealed segment of `account`'s list."""
    mine = (desk_lists.c.account_id == account) & (desk_lists.c.segment == number)
    return session.scalar(select(desk_lists.c.sealed).where(mine))


def replace(session: Session, account: bytes, sealed: Mapping[int, bytes]) -> None:
    """Replace segments of `account`."""
    mine = desk_lists.c.account_id == account
    session.execute(delete(desk_lists).where(mine, desk_lists.c.segment.in_(list(sealed))))
    rows = [{"account_id": account, "segment": n, "sealed": s} for n, s in sealed.items()]
    session.execute(insert(desk_lists), rows)
