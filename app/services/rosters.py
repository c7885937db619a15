"""The signed list of who may read: what is proposed, who has signed, and what is published.

List 1 counts once everybody enrolled so far has redeemed, compared all fingerprints and signed it;
every later list once two handlers of different tiers of the list before have (P7, DESIGN §4).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.domain import errors
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


@dataclass(frozen=True, slots=True)
class ListInForce:
    """The list that counts now; its digest is to be kept outside the database."""

    number: int
    digest: str
    people: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class ProposedList:
    """A list waiting for signatures."""

    number: int
    digest: str
    people: tuple[Proposed, ...]
    signatures: tuple[str, ...]
    missing: tuple[str, ...]
    i_signed: bool
    may_sign: bool


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


def propose(session: Session, seen: World) -> None:
    """Put down the next list: the one in force, and whoever has redeemed since.

    Nothing is proposed while a founder's invitation is open: list 1 names everybody or nobody.
    """
    everybody = [one for one in accounts.everybody(session) if one.kind != "admin"]
    if not seen.is_open and any(account.locked is None for account in everybody):
        return
    kept = seen.roster.entries
    known = {entry.account for entry in kept}
    added = tuple(
        _entry(account)
        for account in everybody
        if account.public_keys is not None and account.id not in known
    )
    after = roster.Roster(
        number=seen.roster.number + 1,
        previous=seen.roster.digest(),
        entries=tuple(sorted(kept + added, key=lambda entry: entry.account)),
        tiers=tuple(roster.Tier(t.number, t.name, t.quorum) for t in seen.signed.tiers),
        policy=seen.signed.to_json(),
    )
    rosters.propose(session, number=after.number, digest=after.digest(), raw=after.encode())


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
        people=tuple(_person(seen, entry) for entry in after.entries),
        signatures=tuple(sorted(names[account] for account in signers if account in names)),
        missing=_missing(seen, after, signers, names),
        i_signed=mine in signers,
        may_sign=_may_sign(seen, after, mine) and mine not in signers,
    )


def _person(seen: World, entry: roster.Entry) -> Proposed:
    name, title = person_line(seen, entry.person)
    before = seen.roster.by_account(entry.account)
    state = "kept" if before == entry else ("changed" if before else "new")
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
