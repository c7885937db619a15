"""What the second signature does to an account: a new start, one more administrator, one less."""

import secrets as random_source
from datetime import timedelta

from sqlalchemy.orm import Session

from app.domain import errors
from app.domain.changes import Change
from app.services.acts import Act
from app.store import accounts

INVITATION_DAYS = 7


def reset(act: Act, change: Change) -> None:
    """Let the code that was handed out open the account again, with the recovery words."""
    account = bytes.fromhex(change.what["account"])
    until = act.today + timedelta(days=INVITATION_DAYS)
    code = bytes.fromhex(change.what["invitation"])
    accounts.invite_again(act.session, account, invitation=code, until=until)


def administrator(act: Act, change: Change) -> None:
    """Invite one more administrator. Raises `errors.Refused` if the name was taken meanwhile."""
    if accounts.by_name(act.session, change.what["name"]):
        raise errors.Refused("Somebody has this sign-in name already.")
    accounts.add(
        act.session,
        id=random_source.token_bytes(16),
        name=change.what["name"],
        person_id=change.what["person"],
        kind="admin",
        tier=None,
        enrolled_on=act.today,
        invitation=bytes.fromhex(change.what["invitation"]),
        invited_until=act.today + timedelta(days=INVITATION_DAYS),
    )


def administrator_leaves(act: Act, change: Change) -> None:
    """End an administrator's account; he goes on counting as one in the rules (C12)."""
    accounts.close(act.session, bytes.fromhex(change.what["account"]))


def called(session: Session, account: bytes) -> str:
    """Give the sign-in name of an account; "" for the command line, which has none."""
    known = accounts.by_id(session, account) if account else None
    return known.name if known else ""
