"""The signed list of who may read: what is proposed, who has signed, and what is published.

List 1 counts once everybody enrolled so far has redeemed, compared all fingerprints and signed it;
every later list once two handlers of different tiers of the list before have (P7, DESIGN §4).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.domain import errors
from app.domain.policy import Policy
from app.services import register, world
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import accounts, rosters
from crypto import keys, roster
from crypto.errors import RosterRefused

NEW_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One person of a proposed list."""

    account: str
    name: str
    person_name: str
    title: str
    kind: str
    tier: int | None
    fingerprint: str
    enrolled_on: date
    state: str
    was_tier: int | None = None


@dataclass(frozen=True, slots=True)
class ListInForce:
    """The list that counts now; its digest is to be kept outside the database."""

    number: int
    digest: str
    people: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule of the policy that a list changes, as it is written; "" where there was none."""

    rule: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ProposedList:
    """A list waiting for signatures: everybody on it and everybody who leaves, and new rules."""

    number: int
    digest: str
    people: tuple[Proposed, ...]
    signatures: tuple[str, ...]
    missing: tuple[str, ...]
    i_signed: bool
    may_sign: bool
    rules: tuple[RuleChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterView:
    """What `/desk/roster` shows."""

    current: ListInForce | None
    proposed: ProposedList | None
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedMember:
    """One reader as the portal shows her."""

    name: str
    title: str
    enrolled_on: date
    new: bool


@dataclass(frozen=True, slots=True)
class PublishedTier:
    """One tier as the portal shows it."""

    number: int
    name: str
    members: tuple[PublishedMember, ...]


def is_open(inst: Instance, *, now: datetime) -> bool:
    """Say whether list 1 counts: before that the portal takes no report."""
    return world.current(inst, now=now).is_open


def published(inst: Instance, *, now: datetime) -> tuple[PublishedTier, ...]:
    """Give every tier with its readers, for everybody to see."""
    seen = world.current(inst, now=now)
    return tuple(
        PublishedTier(tier.number, tier.name, _published_members(seen, tier.number, now.date()))
        for tier in seen.roster.tiers
    )


def _published_members(seen: World, tier: int, today: date) -> tuple[PublishedMember, ...]:
    entries = [entry for entry in seen.roster.handlers() if entry.tier == tier]
    members = []
    for entry in entries:
        enrolled_on = date.fromisoformat(entry.enrolled_on)
        name, title = person_line(seen, entry.person)
        members.append(PublishedMember(name, title, enrolled_on, today - enrolled_on <= NEW_FOR))
    return tuple(sorted(members, key=lambda member: member.name))


def person_line(seen: World, person_id: str) -> tuple[str, str]:
    """Give the name and the title of a person of the directory."""
    person = seen.directory.people.get(person_id)
    return (person.name, person.title or "") if person else (person_id, "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next list would say."""

    entries: tuple[roster.Entry, ...]
    policy: Policy


def propose(session: Session, seen: World) -> None:
    """Put down the next list: the one proposed or in force, and whoever has redeemed since.

    Nothing is proposed while a founder's invitation is open: list 1 names everybody or nobody.
    """
    everybody = [one for one in accounts.everybody(session) if one.kind != "admin"]
    if not seen.is_open and any(account.locked is None for account in everybody):
        return
    put_forward(session, seen, draft(session, seen))


def draft(session: Session, seen: World, *, anew: bool = False) -> Draft:
    """Give what the next list would say as things stand; `anew` without what is proposed now."""
    pending = None if anew or not seen.is_open else _pending(session, seen)
    kept = pending[1].entries if pending else seen.roster.entries
    # Who has left is not brought back by somebody else's invitation.
    known = {entry.account for entry in kept} | seen.authors.keys()
    added = tuple(
        _entry(account)
        for account in accounts.everybody(session)
        if account.kind != "admin" and account.locked and account.id not in known
    )
    entries = tuple(sorted(kept + added, key=lambda entry: entry.account))
    return Draft(entries, Policy.from_json(pending[1].policy) if pending else seen.signed)


def put_forward(session: Session, seen: World, wanted: Draft) -> None:
    """Propose a list; what was proposed before and its signatures go. Nothing new is no list."""
    number = seen.roster.number + 1
    if (wanted.entries, wanted.policy) == (seen.roster.entries, seen.signed):
        rosters.withdraw(session, number=number)
        return
    after = roster.Roster(
        number=number,
        previous=seen.roster.digest(),
        entries=wanted.entries,
        tiers=tuple(roster.Tier(t.number, t.name, t.quorum) for t in wanted.policy.tiers),
        policy=wanted.policy.to_json(),
    )
    rosters.propose(session, number=number, digest=after.digest(), raw=after.encode())


def _entry(account: accounts.Account) -> roster.Entry:
    return roster.Entry(
        account=account.id,
        name=account.name,
        kind="auditor" if account.kind == "auditor" else "handler",
        person=account.person_id,
        tier=account.tier,
        public=keys.PublicKeys.from_bytes(account.public_keys or b""),
        enrolled_on=account.enrolled_on.isoformat(),
    )


def view(inst: Instance, staff: Staff, *, now: datetime) -> RosterView:
    """Show the list in force and the one proposed."""
    with inst.db.read() as session:
        seen = world.current(inst, now=now, session=session)
        pending = _pending(session, seen)
    current = None
    if seen.is_open:
        people = tuple(_person(seen, entry) for entry in seen.roster.entries)
        current = ListInForce(seen.roster.number, seen.roster.digest().hex(), people)
    proposed = _shown(seen, staff, *pending) if pending else None
    return RosterView(current, proposed, seen.alarms)


def _pending(session: Session, seen: World) -> tuple[roster.Signed, roster.Roster] | None:
    for signed in rosters.every_list(session):
        try:
            after = roster.decode(signed.raw)
        except RosterRefused:
            continue
        if (after.number, after.previous) == (seen.roster.number + 1, seen.roster.digest()):
            return signed, after
    return None


def _shown(seen: World, staff: Staff, signed: roster.Signed, after: roster.Roster) -> ProposedList:
    mine = bytes.fromhex(staff.account)
    names = {entry.account: entry.name for entry in (*seen.roster.entries, *after.entries)}
    signers = {account for account, _ in signed.signatures}
    return ProposedList(
        number=after.number,
        digest=after.digest().hex(),
        people=tuple(
            _person(seen, entry, after=after) for entry in (*after.entries, *_gone(seen, after))
        ),
        rules=_rules(seen, after),
        signatures=tuple(sorted(names[account] for account in signers if account in names)),
        missing=_missing(seen, after, signers, names),
        i_signed=mine in signers,
        may_sign=_may_sign(seen, after, mine) and mine not in signers,
    )


def _gone(seen: World, after: roster.Roster) -> tuple[roster.Entry, ...]:
    return tuple(one for one in seen.roster.entries if after.by_account(one.account) is None)


def _rules(seen: World, after: roster.Roster) -> tuple[RuleChange, ...]:
    """Name every rule of the policy that differs; list 1 brings all of them, and names none."""
    was, now = (dict(_flat(json.loads(raw or b"{}"))) for raw in (seen.roster.policy, after.policy))
    return tuple(
        RuleChange(rule, was.get(rule, ""), now.get(rule, ""))
        for rule in dict.fromkeys((*was, *now))
        if seen.is_open and was.get(rule) != now.get(rule)
    )


def _flat(rules: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each rule by the way to it (`tiers 1 quorum`), and what it says as it is written."""
    named: list[tuple[object, object]] = []
    if isinstance(rules, dict):
        named = list(rules.items())
    elif isinstance(rules, list) and any(isinstance(one, dict) for one in rules):
        named = list(enumerate(rules, start=1))
    for name, rule in named:
        yield from _flat(rule, f"{path} {name}".strip())
    if not named and path:
        yield path, "" if rules is None else json.dumps(rules, ensure_ascii=False)


def _person(seen: World, entry: roster.Entry, *, after: roster.Roster | None = None) -> Proposed:
    name, title = person_line(seen, entry.person)
    before = seen.roster.by_account(entry.account)
    state = "kept" if before == entry else ("changed" if before else "new")
    if after and after.by_account(entry.account) is None:
        state = "gone"
    return Proposed(
        account=entry.account.hex(),
        name=entry.name,
        person_name=name,
        title=title,
        kind=entry.kind,
        tier=entry.tier,
        fingerprint=entry.public.fingerprint(),
        enrolled_on=date.fromisoformat(entry.enrolled_on),
        state=state,
        was_tier=before.tier if before else None,
    )


def _missing(
    seen: World, after: roster.Roster, signers: set[bytes], names: dict[bytes, str]
) -> tuple[str, ...]:
    """Name the founders whose signature list 1 still needs; later lists need any two tiers."""
    if seen.is_open:
        return ()
    return tuple(sorted(names[e.account] for e in after.entries if e.account not in signers))


def _may_sign(seen: World, after: roster.Roster, account: bytes) -> bool:
    if not seen.is_open:
        return after.by_account(account) is not None
    entry = seen.roster.by_account(account)
    return entry is not None and entry.kind == "handler"


def sign(inst: Instance, staff: Staff, *, number: int, digest_hex: str, now: datetime) -> None:
    """Sign the proposed list `number` whose digest the person has seen and compared.

    Raises `errors.NotAllowed` when this person may not, or when the proposal has changed since.
    """
    mine = bytes.fromhex(staff.account)
    with inst.db.write() as session:
        seen = world.current(inst, now=now, session=session)
        pending = _pending(session, seen)
        if pending is None or not _may_sign(seen, pending[1], mine):
            raise errors.NotAllowed
        signed, after = pending
        if (after.number, after.digest().hex()) != (number, digest_hex):
            raise errors.NotAllowed
        if mine in {account for account, _ in signed.signatures}:
            raise errors.NotAllowed
        signature = roster.sign(after, staff.identity, account=mine, instance=inst.id)
        rosters.add_signature(session, digest=after.digest(), account=mine, signature=signature)
        register.record(
            session,
            inst,
            seen,
            "roster signed",
            now=now,
            by=mine,
            signer=staff.identity.signer,
            number=number,
            digest=digest_hex,
        )
    world.current(inst, now=now)
