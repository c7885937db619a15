"""Enrolment: an invitation, then keys that nobody but the invited person ever holds.

`enrol` prints a one-time code, never a passphrase. Who redeems it is given a generated passphrase,
a second factor and recovery words, and the key pair is made in that request; the account is then
*proposed*, and holds fillers only until the roster that names it is signed (T10, T21).
"""

import base64
import secrets as random_source
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from app.domain import errors
from app.domain.changes import Change, Kind
from app.services import changes, declarations, register, rosters, signin, world
from app.services.instance import Instance
from app.services.world import World
from app.store import accounts, cases
from app.store import rosters as lists
from crypto import grants, keys, macs, passphrase, recovery
from crypto.errors import PassphraseRefused

INVITATION_DAYS = 7
ADMIN = "admin"
ISSUER = "Desk"  # the authenticator's label; neutral, since the phone shows it


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code, and the last day on which it is taken.

    `waits`: it opens nothing before two handlers have signed, and its week begins then.
    """

    code: str = field(repr=False)
    expires_on: date
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a person is given once and nowhere again."""

    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    totp_uri: str = field(repr=False)
    recovery_words: str = field(repr=False)
    fingerprint: str


def enrol(
    inst: Instance,
    *,
    name: str,
    person: str,
    kind: str,
    tier: int | None = None,
    now: datetime,
    by: signin.Staff | None = None,
) -> Invitation:
    """Invite somebody of the directory as a handler of `tier`, an auditor or an administrator.

    An auditor comes first, since every act is sealed to the auditors. Who has not redeemed yet may
    be invited again; the code before is void then. An administrator is in no list and signs none;
    once a list counts, one more waits for two handlers. `by` is the administrator who invites;
    the command line if not given. Raises `errors.Refused` with a sentence when the person, the tier
    or the name will not do.
    """
    typed = signin.clean_name(name)
    with inst.db.write() as session:
        seen = world.current(inst, now=now, session=session)
        invitation, code = _invitation(inst, now)
        known = accounts.by_name(session, typed)
        if known and (known.person_id, known.kind, known.tier, known.locked) == (
            person, kind, tier, None,
        ):  # fmt: skip
            accounts.invite_again(session, known.id, invitation=code, until=invitation.expires_on)
            return invitation
        _check_invited(session, seen, name=typed, person=person, kind=kind, tier=tier)
        if kind == ADMIN and seen.is_open:
            what = {"name": typed, "person": person, "invitation": code.hex()}
            _wait(session, inst, "administrator", person=person, what=what, by=by, now=now)
            _record(session, inst, seen, by, "administrator proposed", now=now, name=typed)
            return replace(invitation, waits=True)
        accounts.add(
            session,
            id=random_source.token_bytes(16),
            name=typed,
            person_id=person,
            kind=kind,
            tier=tier,
            enrolled_on=now.date(),
            invitation=code,
            invited_until=invitation.expires_on,
        )
        if not seen.is_open and kind != ADMIN:
            # A founder more: list 1 names everybody, so what was proposed without her is void.
            lists.withdraw(session, number=1)
        _record(session, inst, seen, by, "invited", now=now, name=typed)
    return invitation


def reset(
    inst: Instance, *, name: str, now: datetime, by: signin.Staff | None = None
) -> Invitation:
    """Invite somebody enrolled again, who has lost passphrase or second factor.

    It is worth nothing without the recovery words and, once a list counts, before two handlers of
    different tiers have signed for it (T10); the week of the code begins then. `by` as in `enrol`.
    Raises `errors.Refused` when nobody has this name or the account was never redeemed.
    """
    with inst.db.write() as session:
        seen = world.current(inst, now=now, session=session)
        account = accounts.by_name(session, signin.clean_name(name))
        if account is None or not account.locked:
            raise errors.Refused("Nobody with this sign-in name has an account to reset.")
        invitation, code = _invitation(inst, now)
        if seen.is_open:
            what = {"account": account.id.hex(), "name": account.name, "invitation": code.hex()}
            _wait(session, inst, "reset", person=account.person_id, what=what, by=by, now=now)
        else:
            until = invitation.expires_on
            accounts.invite_again(session, account.id, invitation=code, until=until)
        _record(session, inst, seen, by, "reset ordered", now=now, name=account.name)
    return replace(invitation, waits=seen.is_open)


def _wait(
    session: Session,
    inst: Instance,
    kind: Kind,
    *,
    person: str,
    what: Mapping[str, str],
    by: signin.Staff | None,
    now: datetime,
) -> None:
    asked_by = by.account if by else ""
    changes.put_down(session, inst, Change(kind, asked_by, (person,), what, now.date()))


def _record(
    session: Session,
    inst: Instance,
    seen: World,
    by: signin.Staff | None,
    event: str,
    *,
    now: datetime,
    name: str,
) -> None:
    """Put it on record, signed by the administrator; by the instance for the command line."""
    if by is None:
        register.record(session, inst, seen, event, now=now, name=name)
        return
    signer = by.identity.signer
    register.record(session, inst, seen, event, now=now, by=by.owner, signer=signer, name=name)


def _check_invited(
    session: Session, seen: World, *, name: str, person: str, kind: str, tier: int | None
) -> None:
    if not name:
        raise errors.Refused("A sign-in name needs letters that can be printed.")
    if accounts.by_name(session, name):
        raise errors.Refused("Somebody has this sign-in name already.")
    if person not in seen.directory.people:
        raise errors.Refused(f"No person {person!r} is in the directory; import the people first.")
    known = [account for account in accounts.everybody(session) if account.person_id == person]
    if any(account.kind != ADMIN or account.locked != b"" for account in known):
        raise errors.Refused(f"The person {person!r} has an account already.")
    if kind in {"auditor", ADMIN}:
        return
    if tier not in {t.number for t in seen.policy.tiers}:
        raise errors.Refused(f"The policy has no tier {tier}.")
    if not any(account.kind == "auditor" for account in accounts.everybody(session)):
        raise errors.Refused("Enrol an auditor first: every act is put on record for auditors.")


def _invitation(inst: Instance, now: datetime) -> tuple[Invitation, bytes]:
    raw = random_source.token_bytes(15)
    text = base64.b32encode(raw).decode("ascii")
    shown = "-".join(text[i : i + 6] for i in range(0, len(text), 6))
    digest = macs.token_digest(raw, instance=inst.id, purpose="invitation")
    return Invitation(shown, now.date() + timedelta(days=INVITATION_DAYS)), digest


def _typed_invitation(inst: Instance, typed: str) -> bytes:
    text = "".join(typed.split()).replace("-", "").upper()
    try:
        raw = base64.b32decode(text)
    except ValueError:
        raw = b""
    return macs.token_digest(raw.ljust(15, b"\0"), instance=inst.id, purpose="invitation")


def redeem(
    inst: Instance,
    kinds: frozenset[str] = signin.HANDLING,
    /,
    *,
    name: str,
    invitation: str,
    recovery: str = "",
    now: datetime,
) -> Welcome:
    """Redeem an invitation: make the keys and give them to the person, once.

    With recovery words it is a reset: the same seed under a new passphrase and second factor.
    Raises `errors.SignInRefused`, the same for an unknown name, a wrong code, an old one, recovery
    words that are not this account's, and an account that belongs to another door than `kinds`.
    """
    with inst.db.write() as session:
        seen = world.current(inst, now=now, session=session)
        account = accounts.by_name(session, signin.clean_name(name))
        wanted = _typed_invitation(inst, invitation)
        if account is None or account.kind not in kinds or not _is_invited(account, wanted, now):
            raise errors.SignInRefused
        seed = _seed(account, recovery)
        welcome, locked = _welcome(inst, account, seed)
        identity = keys.Identity.from_seed(seed)
        is_new = account.locked is None
        accounts.lock(
            session,
            account.id,
            version=account.version,
            locked=locked,
            public_keys=identity.public.to_bytes(),
        )
        if is_new and account.kind == "handler":
            _fill(session, inst, account.id)
            declarations.enrol(session, inst, seen, account=account.id, identity=identity)
        register.record(
            session,
            inst,
            seen,
            "welcomed" if is_new else "reset",
            now=now,
            by=account.id,
            signer=identity.signer,
        )
        if is_new and account.kind != ADMIN:
            rosters.propose(session, seen)
    return welcome


def _is_invited(account: accounts.Account, wanted: bytes, now: datetime) -> bool:
    if account.invitation is None or account.invited_until is None:
        return False
    if account.invited_until < now.date():
        return False
    return random_source.compare_digest(account.invitation, wanted)


def _seed(account: accounts.Account, typed: str) -> bytes:
    if account.locked is None:
        return keys.new_seed()
    try:
        seed = recovery.read(typed)
    except PassphraseRefused:
        raise errors.SignInRefused from None
    if keys.Identity.from_seed(seed).public.to_bytes() != account.public_keys:
        raise errors.SignInRefused
    return seed


def _welcome(inst: Instance, account: accounts.Account, seed: bytes) -> tuple[Welcome, bytes]:
    words = passphrase.generate()
    totp_secret = random_source.token_bytes(20)
    shown = base64.b32encode(totp_secret).decode("ascii")
    peppers = inst.secrets.staff_peppers()
    number = max(peppers)
    locked = passphrase.lock(
        seed=seed,
        totp_secret=totp_secret,
        last_step=0,
        passphrase=words,
        pepper_number=number,
        pepper=peppers[number],
        profile=inst.kdf_profile,
        instance=inst.id,
        account=account.id,
    )
    welcome = Welcome(
        passphrase=words,
        totp_secret=shown,
        totp_uri=pyotp.TOTP(shown).provisioning_uri(name=account.name, issuer_name=ISSUER),
        recovery_words=recovery.write(seed),
        fingerprint=keys.Identity.from_seed(seed).public.fingerprint(),
    )
    return welcome, locked


def _fill(session: Session, inst: Instance, account: bytes) -> None:
    """Give a new handler fillers for every epoch that has slots, in this transaction (P3)."""
    for case_id, epoch in cases.open_epochs(session):
        slot = grants.filler_slot(instance=inst.id, case=case_id, epoch=epoch, person=account)
        row = cases.SlotRow(random_source.token_bytes(16), account, slot)
        cases.add_slots(session, case_id, epoch, [row])
