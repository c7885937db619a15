"""The staff passphrase: how a handler's seed is locked and unlocked.

FORMAT.md §13. A generated passphrase of six words (77.5 bits), Argon2id at the low-memory profile
of RFC 9106, a pepper of its own. The TOTP secret and the last step used lie under the same key as
the seed, so a wrong passphrase and a wrong code can be one answer, and the database alone gives
nobody a second factor. A locked seed has one length and says which profile and pepper it needs;
it is upgraded at sign-in.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from crypto import context as contexts
from crypto import keys, sealing, stretching, wire
from crypto import words as wordlist
from crypto.errors import PassphraseRefused, silent
from crypto.words import normalise

__all__ = [
    "COUNT",
    "LOCKED_SIZE",
    "PROFILES",
    "LockKey",
    "Unlocked",
    "generate",
    "lock",
    "needs_upgrade",
    "normalise",
    "relock",
    "stand_in",
    "unlock",
]

COUNT: Final = 6
TOTP_SECRET_MAX: Final = 64

# Source: RFC 9106 §4, second recommended option ("low memory").
PROFILES: Final[Mapping[str, stretching.Profile]] = {
    "standard": stretching.Profile(number=1, passes=3, memory_kib=64 * 1024, lanes=4),
    "cheap": stretching.Profile(number=255, passes=1, memory_kib=64, lanes=1),
}

_VERSION: Final = 1
_HEADER_SIZE: Final = 1 + 1 + 8 + stretching.SALT_SIZE
LOCKED_SIZE: Final = _HEADER_SIZE + sealing.SMALLEST_BUCKET + sealing.OVERHEAD


@dataclass(frozen=True, slots=True)
class _Header:
    """The plain front of a locked seed: what has to be known before it can be opened."""

    profile: int
    pepper_number: int
    salt: bytes

    def encode(self) -> bytes:
        front = bytes((_VERSION, self.profile)) + wire.number(self.pepper_number)
        return front + wire.exactly(self.salt, stretching.SALT_SIZE)


@dataclass(frozen=True, slots=True, eq=False)
class LockKey:
    """The key a seed is locked under, kept while signed in so that it can be locked again."""

    header: _Header = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Unlocked:
    """What the right passphrase opens."""

    seed: bytes = field(repr=False)
    totp_secret: bytes = field(repr=False)
    last_step: int = field(repr=False)
    key: LockKey = field(repr=False)


def generate() -> str:
    """Draw a new passphrase: six words, separated by spaces."""
    return wordlist.draw(COUNT)


def lock(
    *,
    seed: bytes,
    totp_secret: bytes,
    last_step: int,
    passphrase: str,
    pepper_number: int,
    pepper: bytes,
    profile: str,
    instance: bytes,
    account: bytes,
) -> bytes:
    """Lock a seed and its TOTP secret under a passphrase.

    Args:
        seed: 32 bytes.
        totp_secret: at most 64 bytes.
        last_step: the newest TOTP step that was used.
        passphrase: as typed.
        pepper_number: which pepper it is.
        pepper: 32 bytes.
        profile: a name in `PROFILES`.
        instance: 16 bytes.
        account: 16 bytes.

    Returns:
        `LOCKED_SIZE` bytes.

    """
    header = _Header(
        profile=PROFILES[profile].number,
        pepper_number=pepper_number,
        salt=secrets.token_bytes(stretching.SALT_SIZE),
    )
    key = _lock_key(header, passphrase, pepper=pepper, instance=instance, account=account)
    unlocked = Unlocked(seed=seed, totp_secret=totp_secret, last_step=last_step, key=key)
    return relock(unlocked, last_step=last_step, instance=instance, account=account)


def relock(unlocked: Unlocked, *, last_step: int, instance: bytes, account: bytes) -> bytes:
    """Lock again with a newer TOTP step, without the passphrase and without deriving anew."""
    _insist_on_length(unlocked.totp_secret)
    body = wire.exactly(unlocked.seed, keys.KEY_SIZE) + wire.number(last_step)
    label = _locked(unlocked.key.header, instance=instance, account=account)
    sealed = sealing.seal(unlocked.key.key, body + wire.sized(unlocked.totp_secret), context=label)
    return unlocked.key.header.encode() + sealed


@silent(PassphraseRefused)
def unlock(
    locked: bytes,
    passphrase: str,
    *,
    peppers: Mapping[int, bytes],
    instance: bytes,
    account: bytes,
) -> Unlocked:
    """Open a locked seed with the passphrase as it was typed.

    The words are not looked up first: a passphrase with an unknown word costs the same work.

    Raises:
        PassphraseRefused: wrong passphrase, another account's, a stand-in, or damaged.

    """
    header = _header(locked)
    if header.pepper_number not in peppers:
        raise PassphraseRefused
    key = _lock_key(
        header,
        passphrase,
        pepper=peppers[header.pepper_number],
        instance=instance,
        account=account,
    )
    label = _locked(header, instance=instance, account=account)
    reader = wire.Reader(sealing.open_sealed(key.key, locked[_HEADER_SIZE:], context=label))
    seed, last_step, totp_secret = reader.take(keys.KEY_SIZE), reader.number(), reader.sized()
    reader.end()
    _insist_on_length(totp_secret)
    return Unlocked(seed=seed, totp_secret=totp_secret, last_step=last_step, key=key)


def stand_in(profile: str, *, pepper_number: int) -> bytes:
    """Make a locked seed that no passphrase opens, for a name that has no account.

    It asks for the same profile and pepper as a real one, so that trying it is the same work.
    """
    header = _Header(
        profile=PROFILES[profile].number,
        pepper_number=pepper_number,
        salt=secrets.token_bytes(stretching.SALT_SIZE),
    )
    return header.encode() + secrets.token_bytes(LOCKED_SIZE - _HEADER_SIZE)


@silent(PassphraseRefused)
def needs_upgrade(locked: bytes, *, profile: str, pepper_number: int) -> bool:
    """Say whether a locked seed was made with another profile or pepper than is wanted now.

    Raises:
        PassphraseRefused: not a locked seed.

    """
    header = _header(locked)
    return (header.profile, header.pepper_number) != (PROFILES[profile].number, pepper_number)


def _insist_on_length(totp_secret: bytes) -> None:
    if len(totp_secret) > TOTP_SECRET_MAX:
        raise ValueError("the TOTP secret is too long")


def _header(locked: bytes) -> _Header:
    reader = wire.Reader(wire.exactly(locked, LOCKED_SIZE))
    if reader.byte() != _VERSION:
        raise PassphraseRefused
    return _Header(reader.byte(), reader.number(), reader.take(stretching.SALT_SIZE))


def _lock_key(
    header: _Header, passphrase: str, *, pepper: bytes, instance: bytes, account: bytes
) -> LockKey:
    label = _locked(header, instance=instance, account=account)
    root = stretching.stretch(
        normalise(passphrase),
        pepper=pepper,
        salt=header.salt,
        profile=_profile(header.profile),
        context=label,
    )
    return LockKey(header=header, key=root)


def _profile(number: int) -> stretching.Profile:
    for profile in PROFILES.values():
        if profile.number == number:
            return profile
    raise PassphraseRefused


def _locked(header: _Header, *, instance: bytes, account: bytes) -> bytes:
    return contexts.encode(
        "locked seed", instance=instance, account=account, header=header.encode()
    )
