"""What must never lie in the database: secrets, day secrets and the newest numbers seen.

A thief of the database has none of this; a thief of `SOTTO_HOME` has no case. Each secret is a file
of 32 bytes readable by its owner alone. Day secrets are destroyed after two days, and with them
every session and half-written report (DESIGN §4, *Unlocked keys*). Remembered numbers say how far a
signed list had come, so that an older one put back into the database is not believed (T21).
"""

import contextlib
import fcntl
import os
import secrets as random_source
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

SECRET_SIZE = 32
NAMES = ("cookie", "directory", "instance", "receipt-pepper-1", "staff-pepper-1", "ties")
DAYS_KEPT = 2


class SecretsMissing(Exception):
    """A secret is not there or is weak; the message says which, in one sentence."""


@dataclass(frozen=True)
class Secrets:
    """The secrets of one instance, as files below `home`."""

    home: Path
    _loaded: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def make(cls, home: Path) -> "Secrets":
        """Make fresh secrets below `home`; those already there stay."""
        for folder in (home, home / "secrets", home / "secrets/days", home / "remembered"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in NAMES:
            path = home / "secrets" / name
            if not path.exists():
                _write_durably(path, random_source.token_bytes(SECRET_SIZE))
        return cls.load(home)

    @classmethod
    def load(cls, home: Path) -> "Secrets":
        """Read the secrets below `home`.

        Raises `SecretsMissing` when one is not there, cannot be read or has the wrong length.
        """
        return cls(home, {name: _read_secret(home / "secrets" / name) for name in NAMES})

    @property
    def cookie(self) -> bytes:
        """Signs the cookies of every surface."""
        return self._loaded["cookie"]

    @property
    def directory(self) -> bytes:
        """Makes the MAC of the directory."""
        return self._loaded["directory"]

    @property
    def ties(self) -> bytes:
        """Makes the tags of handlers' ties, and seals the table they stand in."""
        return self._loaded["ties"]

    @property
    def instance(self) -> bytes:
        """Seed that signs what the system itself puts on record."""
        return self._loaded["instance"]

    def receipt_peppers(self) -> Mapping[int, bytes]:
        """Give the receipt peppers by number; the highest is the one in use."""
        return {1: self._loaded["receipt-pepper-1"]}

    def staff_peppers(self) -> Mapping[int, bytes]:
        """Give the passphrase peppers by number; the highest is the one in use."""
        return {1: self._loaded["staff-pepper-1"]}

    def day(self, today: date) -> bytes:
        """Give the day secret, made at its first use; older ones are destroyed then."""
        path = self._day_path(today)
        try:
            return _read_secret(path)
        except SecretsMissing:
            self.destroy_days(today)
            return _make_once(path)

    def recent_days(self, today: date) -> tuple[bytes, ...]:
        """Give the day secrets that still count: today's, then yesterday's if there is one."""
        yesterday = self._day_path(today - timedelta(days=1))
        older = (_read_secret(yesterday),) if yesterday.exists() else ()
        return (self.day(today), *older)

    def destroy_days(self, today: date) -> None:
        """Destroy the day secrets that are two days old or older, and what a crash left of them.

        Others may be making today's at this moment, or tidying up as well.
        """
        oldest = (today - timedelta(days=DAYS_KEPT - 1)).isoformat()
        for path in (self.home / "secrets/days").iterdir():
            if path.name.lstrip(".") < oldest:
                _shred(path)

    def remembered(self, name: str) -> tuple[int, bytes]:
        """Give the newest number of `name` seen so far and its digest; (0, b"") before any."""
        try:
            number, digest = (self.home / "remembered" / name).read_text("ascii").split()
        except FileNotFoundError:
            return 0, b""
        return int(number), bytes.fromhex(digest)

    def remember(self, name: str, number: int, digest: bytes) -> None:
        """Keep `number` and `digest` of `name`, unless a newer one is kept already."""
        if number <= self.remembered(name)[0]:
            return
        folder = self.home / "remembered"
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if number > self.remembered(name)[0]:
                _write_durably(folder / name, f"{number} {digest.hex()}".encode())

    def _day_path(self, day: date) -> Path:
        return self.home / "secrets/days" / day.isoformat()


def _read_secret(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError:
        raise SecretsMissing(
            f"The secret {path.name!r} cannot be read below SOTTO_HOME; run `sotto init`, or put "
            "the backup of the secrets folder back."
        ) from None
    if len(raw) != SECRET_SIZE or len(set(raw)) == 1:
        raise SecretsMissing(f"The secret {path.name!r} is not {SECRET_SIZE} random bytes.")
    return raw


def _make_once(path: Path) -> bytes:
    """Make a secret that several workers may ask for at once: the first link wins."""
    fresh = path.with_name(f".{path.name}.{random_source.token_hex(8)}")
    _write_durably(fresh, random_source.token_bytes(SECRET_SIZE))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        _shred(fresh, overwrite=False)
    return _read_secret(path)


def _write_durably(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{random_source.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    beside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _shred(path: Path, *, overwrite: bool = True) -> None:
    """Overwrite and remove a file; somebody else may have removed it already."""
    with contextlib.suppress(FileNotFoundError):
        if overwrite:
            with path.open("r+b") as file:
                file.write(bytes(SECRET_SIZE))
                file.flush()
                os.fsync(file.fileno())
        path.unlink()
