"""Staff sign in with name, passphrase and a code; whatever is wrong, the answer is one.

An unknown name costs the same derivation against a stand-in. The second factor lies under the same
key as the seed, so a wrong passphrase and a wrong code are one answer, and a code counts once.
The public keys are derived again and compared with the signed roster, never with a row (T21).
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyotp
from sqlalchemy.orm import Session

from app.domain import errors
from app.services import register, world
from app.services.instance import Instance
from app.services.world import World
from app.store import accounts
from crypto import keys, passphrase
from crypto.errors import PassphraseRefused

STEP_SECONDS = 30
STEPS_OF_GRACE = 1
#: Kinds of accounts by the door they come in through: each door knows its own and no other.
HANDLING = frozenset({"handler", "auditor"})
MANAGING = frozenset({"admin"})


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody signed in; the seed lives in the sealed session and in this request."""

    account: str
    name: str
    kind: str
    tier: int | None
    on_roster: bool
    seed: bytes = field(repr=False)

    @property
    def identity(self) -> keys.Identity:
        """The keys that follow from the seed."""
        return keys.Identity.from_seed(self.seed)

    @property
    def owner(self) -> bytes:
        """What typed text that waits for this person is bound to."""
        return bytes.fromhex(self.account)

    def to_bytes(self) -> bytes:
        """Serialise for the sealed part of the session."""
        fields = [self.account, self.name, self.kind, self.tier, self.on_roster, self.seed.hex()]
        return json.dumps(fields).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Staff":
        """Read back what `to_bytes` gave."""
        account, name, kind, tier, on_roster, seed = json.loads(raw)
        return cls(account, name, kind, tier, on_roster, bytes.fromhex(seed))


def clean_name(typed: str) -> str:
    """Give the one spelling of a sign-in name; empty if it holds what cannot be printed."""
    name = " ".join(typed.split()).casefold()
    return name if name.isprintable() else ""


@dataclass(frozen=True, slots=True)
class _Opened:
    """An account whose passphrase was right."""

    account: accounts.Account
    unlocked: passphrase.Unlocked
    identity: keys.Identity


def sign_in(
    inst: Instance,
    kinds: frozenset[str] = HANDLING,
    /,
    *,
    name: str,
    passphrase: str,
    code: str,
    now: datetime,
) -> Staff:
    """Open a staff member's seed.

    Raises `errors.SignInRefused`, with no difference between a name, a passphrase and a code that
    is wrong, used before, or of somebody whose keys are not those on the roster or who belongs to
    another door than that of `kinds`.
    """
    typed = clean_name(name)
    with inst.db.read() as session:
        account = accounts.by_name(session, typed)
    if account and account.kind not in kinds:
        account = None
    opened = _unlock(inst, account, passphrase)
    with inst.db.write() as session:
        seen = world.anew(inst, session, now=now)
        staff = _admitted(session, inst, seen, opened, code=code, now=now) if opened else None
        if staff is None:
            register.record(session, inst, seen, "sign-in refused", now=now)
    if staff is None:
        raise errors.SignInRefused
    return staff


def _unlock(inst: Instance, account: accounts.Account | None, typed: str) -> _Opened | None:
    """Derive once, whoever is asked for: against a stand-in where there is nothing to open."""
    locked = account.locked if account else None
    try:
        unlocked = passphrase.unlock(
            locked or _stand_in(inst),
            typed,
            peppers=inst.secrets.staff_peppers(),
            instance=inst.id,
            account=account.id if account else bytes(16),
        )
    except PassphraseRefused:
        return None
    identity = keys.Identity.from_seed(unlocked.seed)
    return _Opened(account, unlocked, identity) if account and locked else None


def _stand_in(inst: Instance) -> bytes:
    if "stand-in lock" not in inst.memory:
        number = max(inst.secrets.staff_peppers())
        inst.memory["stand-in lock"] = passphrase.stand_in(inst.kdf_profile, pepper_number=number)
    locked: bytes = inst.memory["stand-in lock"]
    return locked


def _admitted(
    session: Session, inst: Instance, seen: World, opened: _Opened, *, code: str, now: datetime
) -> Staff | None:
    account, unlocked = opened.account, opened.unlocked
    step = _step(unlocked, code, now)
    entry = seen.roster.by_account(account.id)
    if step is None or (entry is not None and entry.public != opened.identity.public):
        return None
    locked = passphrase.relock(unlocked, last_step=step, instance=inst.id, account=account.id)
    if not accounts.lock(
        session, account.id, version=account.version, locked=locked, seen_on=now.date()
    ):
        return None
    register.record(
        session,
        inst,
        seen,
        "signed in",
        now=now,
        by=account.id,
        signer=opened.identity.signer,
        alarms=list(seen.alarms),
    )
    return Staff(
        account=account.id.hex(),
        name=account.name,
        kind=entry.kind if entry else account.kind,
        tier=entry.tier if entry else None,
        on_roster=entry is not None,
        seed=unlocked.seed,
    )


def _step(unlocked: passphrase.Unlocked, code: str, now: datetime) -> int | None:
    """Give the time step whose code this is, if it is newer than the last one used."""
    totp = pyotp.TOTP(base64.b32encode(unlocked.totp_secret).decode("ascii"))
    typed = "".join(code.split())
    for shift in range(-STEPS_OF_GRACE, STEPS_OF_GRACE + 1):
        moment = now + timedelta(seconds=STEP_SECONDS * shift)
        step = int(moment.timestamp()) // STEP_SECONDS
        if step > unlocked.last_step and totp.verify(typed, for_time=moment):
            return step
    return None
