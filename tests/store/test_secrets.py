"""Secrets beside the database: made once, read strictly, forgotten after two days."""

import stat
from datetime import date, timedelta

import pytest

from app.store.secrets import Secrets, SecretsMissing

TODAY = date(2026, 3, 2)


@pytest.fixture
def secrets(tmp_path):
    return Secrets.make(tmp_path / "home")


def test_secrets_are_made_once_and_readable_by_their_owner_alone(secrets):
    again = Secrets.make(secrets.home)
    assert again.cookie == secrets.cookie
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (secrets.home / "secrets").iterdir()}
    assert modes == {0o600, 0o700}


@pytest.mark.parametrize("weak", [b"", b"short", bytes(32)])
def test_a_weak_secret_is_named_in_one_sentence(secrets, weak):
    (secrets.home / "secrets/cookie").write_bytes(weak)
    with pytest.raises(SecretsMissing, match="'cookie'"):
        Secrets.load(secrets.home)


def test_a_missing_secret_is_named_in_one_sentence(secrets):
    (secrets.home / "secrets/directory").unlink()
    with pytest.raises(SecretsMissing, match="'directory'"):
        Secrets.load(secrets.home)


def test_a_secret_is_never_in_a_repr(secrets):
    assert secrets.cookie.hex() not in repr(secrets)
    assert repr(secrets.cookie) not in repr(secrets)


def test_a_day_secret_is_the_same_all_day_and_for_every_worker(secrets):
    first = secrets.day(TODAY)
    assert Secrets.load(secrets.home).day(TODAY) == first
    assert secrets.day(TODAY + timedelta(days=1)) != first


def test_yesterdays_secret_still_counts_and_the_day_befores_is_destroyed(secrets):
    """P11: what was sealed under it opens for nobody any more."""
    old = secrets.day(TODAY - timedelta(days=2))
    yesterday = secrets.day(TODAY - timedelta(days=1))
    today = secrets.day(TODAY)
    assert secrets.recent_days(TODAY) == (today, yesterday)
    left = b"".join(path.read_bytes() for path in (secrets.home / "secrets/days").iterdir())
    assert old not in left


def test_a_remembered_number_never_goes_back(secrets):
    """T21."""
    assert secrets.remembered("roster") == (0, b"")
    secrets.remember("roster", 3, b"new")
    secrets.remember("roster", 2, b"old")
    assert secrets.remembered("roster") == (3, b"new")
