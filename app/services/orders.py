"""What an administrator may ask for: none of it counts before two handlers have signed (P7, T10).

A change to who reads, for which tier, with which quorum and policy becomes the next list, signed on
`/desk/roster`; everything else waits on `/desk/changes`. Only a name or a line that was wrong, an
account and the policy can be asked about, and never a case.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.domain import changes as rules
from app.domain import errors
from app.domain.policy import Policy
from app.services import acts, changes, rosters
from app.services.acts import Act
from app.services.instance import Instance
from app.services.rosters import Draft
from app.services.signin import Staff
from app.store import accounts


def strike_name(inst: Instance, staff: Staff, *, what: Mapping[str, str], now: datetime) -> None:
    """Ask to strike a name (`person`, `kind`, `text`) from the directory. Raises `errors.NotFound`.

    Raises `errors.Refused` when that waits already.
    """
    with acts.writing(inst, staff, now=now) as act:
        person = what["person"]
        asked = rules.Change("strike name", staff.account, (person,), what, act.today)
        rules.name_struck(asked, act.world.directory)
        changes.propose(act, "strike name", concerns=(person,), what=what)


def strike_line(inst: Instance, staff: Staff, *, what: Mapping[str, str], now: datetime) -> None:
    """Ask to strike a line (`person`, `boss`, `kind`, `since`). Raises as `strike_name`."""
    with acts.writing(inst, staff, now=now) as act:
        both = (what["person"], what["boss"])
        asked = rules.Change("strike line", staff.account, both, what, act.today)
        rules.line_struck(asked, act.world.directory)
        changes.propose(act, "strike line", concerns=both, what=what)


def leave(inst: Instance, staff: Staff, *, account: str, now: datetime) -> None:
    """Ask that somebody reads no more, or administers no more; an open invitation ends at once.

    Raises `errors.NotFound`, and `errors.Refused` with a sentence.
    """
    with acts.writing(inst, staff, now=now) as act:
        row = _account(act, account)
        if row.kind == "admin" and row.locked:
            what = {"account": account, "name": row.name}
            changes.propose(act, "administrator leaves", concerns=(row.person_id,), what=what)
            return
        if row.locked is None:
            accounts.remove(act.session, row.id)
            rosters.propose(act.session, act.world)
            act.record("invitation ended", name=row.name)
            return
        if row.id not in act.world.authors:
            accounts.close(act.session, row.id)
        draft = rosters.draft(act.session, act.world)
        kept = tuple(entry for entry in draft.entries if entry.account != row.id)
        _propose(act, replace(draft, entries=kept), "leaving proposed", name=row.name)


def move(inst: Instance, staff: Staff, *, account: str, tier: int, now: datetime) -> None:
    """Ask that a handler reads for another tier. Raises as `leave`."""
    with acts.writing(inst, staff, now=now) as act:
        row, draft = _account(act, account), rosters.draft(act.session, act.world)
        if not any((one.account, one.kind) == (row.id, "handler") for one in draft.entries):
            raise errors.NotFound
        moved = tuple(
            replace(one, tier=tier) if one.account == row.id else one for one in draft.entries
        )
        _propose(act, replace(draft, entries=moved), "move proposed", name=row.name, tier=tier)


def rule(inst: Instance, staff: Staff, *, policy: Policy, now: datetime) -> None:
    """Ask for another policy, tiers and quorums with it. Raises `errors.Refused`."""
    with acts.writing(inst, staff, now=now) as act:
        draft = rosters.draft(act.session, act.world)
        _propose(act, replace(draft, policy=policy), "policy proposed")


def take_back(inst: Instance, staff: Staff, *, now: datetime) -> None:
    """Take back what is proposed for the next list; who has redeemed since stays proposed."""
    with acts.writing(inst, staff, now=now) as act:
        _propose(act, rosters.draft(act.session, act.world, anew=True), "list taken back")


def _account(act: Act, typed: str) -> accounts.Account:
    try:
        row = accounts.by_id(act.session, bytes.fromhex(typed))
    except ValueError:
        row = None
    if row is None:
        raise errors.NotFound
    return row


def _propose(act: Act, draft: Draft, event: str, **details: object) -> None:
    if not act.world.is_open:
        raise errors.Refused("The first list is not signed yet; change the policy file instead.")
    _check(draft)
    rosters.put_forward(act.session, act.world, draft)
    act.record(event, **details)


def _check(draft: Draft) -> None:
    """Refuse a list that could not work, or after which no other could ever be signed."""
    numbers = {tier.number for tier in draft.policy.tiers}
    tiers = [entry.tier for entry in draft.entries if entry.kind == "handler"]
    if not numbers.issuperset(tiers):
        raise errors.Refused("Somebody would read for a tier that the policy does not have.")
    if len(set(tiers)) < min(2, len(numbers)):
        raise errors.Refused("Two tiers need a reader each, or no list could ever be signed again.")
    if not any(entry.kind == "auditor" for entry in draft.entries):
        raise errors.Refused("One auditor has to stay: every act is put on record for auditors.")
    for tier in draft.policy.tiers:
        if tiers.count(tier.number) < tier.quorum:
            raise errors.Refused(f"Tier {tier.number} would have fewer readers than its quorum.")
