"""Accounts: who was invited, the locked seed, and the public keys to be compared and signed.

Nothing here is believed for sealing: keys and tiers count only as the signed roster has them (T21).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.store.schema import accounts


@dataclass(frozen=True, slots=True)
class Account:
    """One account as stored; what it says of keys and tier is a claim, not a fact."""

    id: bytes
    name: str
    person_id: str
    kind: str
    tier: int | None
    enrolled_on: date
    invitation: bytes | None
    invited_until: date | None
    public_keys: bytes | None
    locked: bytes | None
    version: int
    seen_on: date | None


def add(session: Session, **columns: object) -> None:
    """Add an invited account. Raises `db.Conflict` when the name is taken."""
    session.execute(insert(accounts).values(version=0, **columns))


def by_name(session: Session, name: str) -> Account | None:
    """Find an account by its sign-in name."""
    row = session.execute(select(accounts).where(accounts.c.name == name)).one_or_none()
    return Account(*row) if row else None


def by_id(session: Session, account: bytes) -> Account | None:
    """Find an account by its id."""
    row = session.execute(select(accounts).where(accounts.c.id == account)).one_or_none()
    return Account(*row) if row else None


def remove(session: Session, account: bytes) -> None:
    """Take away an account that nobody has redeemed."""
    never = (accounts.c.id == account) & accounts.c.locked.is_(None)
    session.execute(delete(accounts).where(never))


def close(session: Session, account: bytes) -> None:
    """End an account: nothing opens it again. It stays, so that its name is not given away."""
    ended = {"locked": b"", "invitation": None, "invited_until": None}
    session.execute(update(accounts).where(accounts.c.id == account).values(**ended))


def everybody(session: Session) -> list[Account]:
    """Give every account, in the order of the random ids."""
    rows = session.execute(select(accounts).order_by(accounts.c.id))
    return [Account(*row) for row in rows]


def seen_since(session: Session, day: date) -> set[bytes]:
    """Give the ids of those who have signed in on `day` or later."""
    return set(session.scalars(select(accounts.c.id).where(accounts.c.seen_on >= day)))


def lock(
    session: Session,
    account: bytes,
    *,
    version: int,
    locked: bytes,
    seen_on: date | None = None,
    public_keys: bytes | None = None,
) -> bool:
    """Replace the locked seed, if nobody else did since `version`; an invitation ends with it."""
    values: dict[str, object] = {"locked": locked, "version": version + 1}
    values |= {"seen_on": seen_on} if seen_on else {}
    if public_keys is not None:
        values |= {"public_keys": public_keys, "invitation": None, "invited_until": None}
    same = (accounts.c.id == account) & (accounts.c.version == version)
    result = session.execute(update(accounts).where(same).values(**values))
    return result.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def invite_again(session: Session, account: bytes, *, invitation: bytes, until: date) -> None:
    """Give an account a new invitation; the old one ends."""
    session.execute(
        update(accounts)
        .where(accounts.c.id == account)
        .values(invitation=invitation, invited_until=until)
    )
