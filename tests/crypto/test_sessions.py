"""Session keys (FORMAT.md §14)."""

from typing import Any

import pytest

from crypto import sessions
from tests.crypto import scene

COOKIE, DAY = scene.seed("cookie"), scene.seed("day")
SESSION, VISIT = bytes(16), bytes(15) + b"\x01"


def session_key(**more):
    usual: dict[str, Any] = {
        "cookie_key": COOKIE, "day_secret": DAY, "instance": scene.INSTANCE, "surface": "desk",
        "session": SESSION,
    }  # fmt: skip
    return sessions.session_key(**(usual | more))


def hidden_key(**more):
    usual: dict[str, Any] = {"day_secret": DAY, "instance": scene.INSTANCE, "visit": VISIT}
    return sessions.hidden_key(**(usual | more))


def test_cookie_day_surface_session_and_instance_all_count():
    """Neither database nor cookie alone opens anything, nor a cookie of another surface."""
    found = {
        session_key(),
        session_key(cookie_key=DAY, day_secret=COOKIE),
        session_key(cookie_key=bytes(32)),
        session_key(day_secret=bytes(32)),
        session_key(surface="portal"),
        session_key(session=VISIT),
        session_key(instance=bytes(16)),
        hidden_key(),
        hidden_key(day_secret=bytes(32)),
        hidden_key(visit=SESSION),
        hidden_key(instance=bytes(16)),
    }
    assert len(found) == 11
    assert session_key() == session_key()
    assert {len(key) for key in found} == {32}


@pytest.mark.parametrize(
    "wrong", [{"cookie_key": bytes(31)}, {"day_secret": bytes(33)}, {"cookie_key": b""}]
)
def test_both_halves_have_32_bytes(wrong):
    """So that no byte can wander from one half to the other."""
    with pytest.raises(ValueError, match="32 bytes expected"):
        session_key(**wrong)


def test_the_days_secret_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes expected"):
        hidden_key(day_secret=b"")
