"""What the administrator's pages show of accounts and tiers; the same with and without a case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.domain.policy import Policy
from app.services import acts, rosters
from app.services.acts import Act
from app.services.instance import Instance
from app.services.rosters import ProposedList
from app.services.signin import Staff
from app.store import accounts

State = Literal["invited", "late", "proposed", "counts", "left", "administers", "ended"]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. `until`: the last day of an open invitation. `tier`: as the list has it."""

    id: str
    name: str
    person: str
    person_name: str
    kind: str
    tier: int | None
    state: State
    until: date | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts, the tiers there are, and what is proposed for the next list."""

    rows: tuple[AccountRow, ...]
    policy: Policy
    proposed: ProposedList | None
    is_open: bool


def view(inst: Instance, staff: Staff, *, now: datetime) -> Accounts:
    """Show every account with what it counts for today."""
    with acts.reading(inst, staff, now=now) as act:
        rows = [_row(act, account) for account in accounts.everybody(act.session)]
        policy, is_open = act.world.signed, act.world.is_open
    rows.sort(key=lambda row: (row.kind == "admin", row.tier or 99, row.person_name, row.name))
    proposed = rosters.view(inst, staff, now=now).proposed
    return Accounts(tuple(rows), policy, proposed, is_open)


def _row(act: Act, account: accounts.Account) -> AccountRow:
    entry = act.world.roster.by_account(account.id)
    name, _ = rosters.person_line(act.world, account.person_id)
    return AccountRow(
        id=account.id.hex(),
        name=account.name,
        person=account.person_id,
        person_name=name,
        kind=account.kind,
        tier=entry.tier if entry else account.tier,
        state=_state(act, account),
        until=account.invited_until,
    )


def _state(act: Act, account: accounts.Account) -> State:
    if account.locked is None:
        open_still = account.invited_until is not None and account.invited_until >= act.today
        return "invited" if open_still else "late"
    if account.kind == "admin":
        return "administers" if account.locked else "ended"
    if act.world.roster.by_account(account.id):
        return "counts"
    if account.id in act.world.authors:
        return "left"
    return "proposed" if account.locked else "ended"
