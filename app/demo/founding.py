"""The founders of the demo: invited, welcomed, signed in, and signed for, as in any instance.

Whoever is enrolled before list 1 counts is a founder, and list 1 counts once each of them has
redeemed the invitation and signed (DESIGN §4). They take the same path here, the demo being the
browser of each; what they do afterwards is done through the services.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
from flask import Flask

from app.demo.browser import Browser
from app.demo.people import Company, Employee
from app.services import accounts, signin, world
from app.services.instance import Instance
from crypto import recovery

_WELCOME, _SIGN_IN, _ROSTER = "/desk/welcome", "/desk/sign-in", "/desk/roster"
_ADMIN_WELCOME = "/admin/welcome"


@dataclass(slots=True)
class Clock:
    """What the application takes for the present while the demo is being built."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the moment it was set to."""
        return self.at


@dataclass(frozen=True, slots=True)
class Founder:
    """Somebody with keys; `tier` is None for an auditor and an administrator."""

    key: str
    person: Employee
    tier: int | None
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)
    recovery_words: str = field(repr=False)

    @property
    def sign_in_name(self) -> str:
        """The name typed at the door."""
        return self.key

    def code(self, now: datetime) -> str:
        """Return the six digits of this moment."""
        return pyotp.TOTP(self.totp_secret).at(now)


def count(company: Company) -> int:
    """Return how many founders there are."""
    return len(list(_invited(company)))


def found(
    app: Flask, company: Company, *, clock: Clock, tell: Callable[[str], None]
) -> tuple[Founder, ...]:
    """Enrol everybody, let each redeem the invitation, sign in and sign list 1."""
    inst: Instance = app.extensions["sotto"]
    invitations = [
        (key, tier, _enrol(inst, company.people[key], key=key, tier=tier, now=clock()))
        for key, tier in _invited(company)
    ]
    founders = []
    for key, tier, code in invitations:
        tell("invitations")
        founders.append(_welcome(app, company.people[key], key=key, tier=tier, code=code))
    for founder in founders:
        tell("signatures")
        _sign(app, founder, now=clock())
    return tuple(founders)


def administrator(app: Flask, company: Company, *, clock: Clock) -> Founder:
    """Enrol the first administrator of the policy and let him redeem the invitation."""
    key, inst = company.administrators[0], app.extensions["sotto"]
    person = company.people[key]
    code = accounts.enrol(inst, name=key, person=person.id, kind="admin", now=clock()).code
    return _welcome(app, person, key=key, tier=None, code=code, door=_ADMIN_WELCOME)


def come_in(inst: Instance, founder: Founder, *, now: datetime) -> signin.Staff:
    """Sign somebody in without a browser."""
    return signin.sign_in(
        inst,
        name=founder.sign_in_name,
        passphrase=founder.passphrase,
        code=founder.code(now),
        now=now,
    )


def at_work(inst: Instance, founder: Founder, *, now: datetime) -> signin.Staff:
    """Return a handler at the desk, by the recovery words: the seed without its key derivation."""
    entries = world.current(inst, now=now).roster.handlers()
    mine = next(entry for entry in entries if entry.person == founder.person.id)
    return signin.Staff(
        account=mine.account.hex(),
        name=mine.name,
        kind=mine.kind,
        tier=mine.tier,
        on_roster=True,
        seed=recovery.read(founder.recovery_words),
    )


def _invited(company: Company) -> Iterator[tuple[str, int | None]]:
    # The auditor comes first: every act is sealed to the auditors.
    for key in company.auditors:
        yield key, None
    for number, tier in enumerate(company.tiers, start=1):
        for key in tier.members:
            yield key, number


def _enrol(inst: Instance, person: Employee, *, key: str, tier: int | None, now: datetime) -> str:
    kind = "auditor" if tier is None else "handler"
    invitation = accounts.enrol(inst, name=key, person=person.id, kind=kind, tier=tier, now=now)
    return invitation.code


def _welcome(
    app: Flask,
    person: Employee,
    *,
    key: str,
    tier: int | None,
    code: str,
    door: str = _WELCOME,
) -> Founder:
    shown = Browser(app).fill_in(door, name=key, invitation=code).shown
    return Founder(
        key=key,
        person=person,
        tier=tier,
        passphrase=" ".join(shown["passphrase"].split()),
        totp_secret="".join(shown["totp-secret"].split()),
        recovery_words=shown["recovery-words"],
    )


def _sign(app: Flask, founder: Founder, *, now: datetime) -> None:
    browser = Browser(app)
    browser.fill_in(
        _SIGN_IN,
        name=founder.sign_in_name,
        passphrase=founder.passphrase,
        code=founder.code(now),
    )
    browser.fill_in(_ROSTER)
