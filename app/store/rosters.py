"""Roster lists and their signatures, as rows; `crypto.roster` says which of them counts."""

from collections import defaultdict

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.schema import roster_signatures, rosters
from crypto import roster


def every_list(session: Session) -> tuple[roster.Signed, ...]:
    """Give every list there is with its signatures, believed or not."""
    signatures: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for row in session.execute(select(roster_signatures)):
        signatures[row.digest].append((row.account_id, row.signature))
    lists = session.execute(select(rosters).order_by(rosters.c.number, rosters.c.digest))
    return tuple(
        roster.Signed(raw=row.raw, signatures=tuple(sorted(signatures[row.digest])))
        for row in lists
    )


def propose(session: Session, *, number: int, digest: bytes, raw: bytes) -> None:
    """Put down the one proposal for `number`; an earlier one and its signatures go."""
    withdraw(session, number=number)
    session.execute(insert(rosters).values(number=number, digest=digest, raw=raw))


def withdraw(session: Session, *, number: int) -> None:
    """Take back whatever is proposed for `number`, with its signatures."""
    session.execute(delete(rosters).where(rosters.c.number == number))


def add_signature(session: Session, *, digest: bytes, account: bytes, signature: bytes) -> None:
    """Add one signature. Raises `db.Conflict` when it is there already."""
    session.execute(
        insert(roster_signatures).values(digest=digest, account_id=account, signature=signature)
    )
