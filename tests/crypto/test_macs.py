"""What must be recognised again (FORMAT.md §18)."""

import pytest

from crypto import context, macs
from tests.crypto import scene

KEY = scene.seed("mac key")
LABEL = context.encode("session", instance=scene.INSTANCE)


def test_a_mac_is_known_again():
    tag = macs.mac(KEY, b"message", context=LABEL)
    assert len(tag) == 32
    assert macs.matches(tag, KEY, b"message", context=LABEL)


@pytest.mark.parametrize(
    ("key", "message", "label"),
    [(scene.seed("x"), b"message", LABEL), (KEY, b"Message", LABEL), (KEY, b"message", b"")],
)
def test_a_mac_is_good_for_nothing_else(key, message, label):
    tag = macs.mac(KEY, b"message", context=LABEL)
    assert not macs.matches(tag, key, message, context=label)
    assert not macs.matches(b"", KEY, b"message", context=LABEL)


def test_a_key_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes expected"):
        macs.mac(b"", b"message", context=LABEL)


def test_a_token_is_looked_up_by_its_digest():
    digests = {
        macs.token_digest(bytes(15), instance=scene.INSTANCE, purpose="session"),
        macs.token_digest(bytes(16), instance=scene.INSTANCE, purpose="session"),
        macs.token_digest(bytes(15), instance=bytes(16), purpose="session"),
        macs.token_digest(bytes(15), instance=scene.INSTANCE, purpose="epoch record"),
    }
    assert len(digests) == 4


def test_a_token_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="guessed"):
        macs.token_digest(bytes(14), instance=scene.INSTANCE, purpose="session")
