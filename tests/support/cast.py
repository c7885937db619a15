"""The standing cast: Rita reports, Alice handles, Bob is accused, Olga oversees, Charlie is staff.

Everybody is enrolled the way people are: invitation, passphrase, second factor, a signed roster.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp

from app.domain.policy import DEFAULT
from app.services import accounts, people, rosters, signin

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMPANY = Path(__file__).with_name("company.csv").read_text("utf-8")


def under(company, person, boss):
    """Give `person` of a people file another boss."""
    lines = [line.split(",") for line in company.splitlines()]
    for line in lines:
        if line[0] == person:
            line[9] = boss
    return "\n".join(",".join(line) for line in lines) + "\n"


TIERS = {
    1: ("alice", "bob", "dora", "emil", "farid"),
    2: ("olga", "omar", "oskar"),
    3: ("uma", "viktor"),
}


@dataclass
class Credentials:
    """What one member of staff holds."""

    name: str
    passphrase: str
    totp_secret: str
    recovery_words: str
    fingerprint: str

    def code(self, now):
        return pyotp.TOTP(self.totp_secret).at(now)


def with_policy(inst, **changes):
    """Change the policy that list 1 will carry."""
    inst.policy_file.write_bytes(
        replace(DEFAULT, **{"ask_declaration": False, **changes}).to_json()
    )


def found_company(inst, now=START, *, admin=None):
    """Import the company, enrol everybody, sign list 1; return the credentials by person.

    `admin`: who administers it, by his account "adam"; nobody if not given.
    """
    people.import_file(inst, COMPANY, now=now)
    administrators = {"adam": first_administrator(inst, admin, now)} if admin else {}
    invited = {"ida": accounts.enrol(inst, name="ida", person="ida", kind="auditor", now=now)}
    for tier, members in TIERS.items():
        for person in members:
            invited[person] = accounts.enrol(
                inst, name=person, person=person, kind="handler", tier=tier, now=now
            )
    cast = {person: redeem(inst, person, code.code, now) for person, code in invited.items()}
    for who in cast.values():
        staff = sign_in(inst, who, now)
        proposed = rosters.view(inst, staff, now=now).proposed
        rosters.sign(inst, staff, number=1, digest_hex=proposed.digest, now=now)
    return cast | administrators


def first_administrator(inst, person, now=START):
    """Enrol somebody as the first administrator, while there is nobody yet to sign for it."""
    code = accounts.enrol(inst, name="adam", person=person, kind="admin", now=now).code
    welcome = accounts.redeem(inst, signin.MANAGING, name="adam", invitation=code, now=now)
    return Credentials(
        "adam", welcome.passphrase, welcome.totp_secret, welcome.recovery_words, welcome.fingerprint
    )


def redeem(inst, name, code, now):
    welcome = accounts.redeem(inst, name=name, invitation=code, now=now)
    return Credentials(
        name, welcome.passphrase, welcome.totp_secret, welcome.recovery_words, welcome.fingerprint
    )


_first_code: dict[str, datetime] = {}
_last_code: dict[tuple[Path, str], datetime] = {}


def sign_in(inst, who, now=START):
    """Sign somebody in; a code counts once, so a second sign-in waits for the next.

    A copied company knows the code that was used at its founding and none of other copies.
    """
    here = (inst.home, who.totp_secret)
    used = _last_code.get(here) or _first_code.get(who.totp_secret)
    moment = max(now, used + timedelta(seconds=30)) if used else now
    _first_code.setdefault(who.totp_secret, moment)
    _last_code[here] = moment
    return signin.sign_in(
        inst, name=who.name, passphrase=who.passphrase, code=who.code(moment), now=moment
    )
