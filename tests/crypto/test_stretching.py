"""From words to a root key (FORMAT.md §10)."""

from typing import Any

import pytest

from crypto import context, passphrase, receipt, stretching
from tests.crypto import scene

CHEAP = receipt.PROFILES["cheap"]
LABEL = context.encode("receipt", instance=scene.INSTANCE)
USUAL: dict[str, Any] = {
    "pepper": scene.PEPPER,
    "salt": bytes(16),
    "profile": CHEAP,
    "context": LABEL,
}


def stretch(words="abacus banana", **more):
    return stretching.stretch(words, **(USUAL | more))


def test_everything_counts():
    roots = {
        stretch(),
        stretch("abacus banane"),
        stretch(pepper=bytes(32)),
        stretch(salt=b"\x01" * 16),
        stretch(context=LABEL + b"x"),
        stretch(profile=stretching.Profile(number=9, passes=2, memory_kib=64, lanes=1)),
    }
    assert len(roots) == 6
    assert stretch() == stretch()
    assert len(stretch()) == 32


def test_words_cannot_wander_into_the_context():
    assert stretch("xabacus", context=LABEL) != stretch("abacus", context=LABEL + b"x")


@pytest.mark.parametrize("wrong", [{"pepper": b""}, {"pepper": bytes(31)}, {"salt": bytes(15)}])
def test_pepper_and_salt_have_their_length(wrong):
    with pytest.raises(ValueError, match="bytes expected"):
        stretch(**wrong)


def test_the_costs_are_the_ones_in_the_format():
    """P4; RFC 9106 §4, second recommended option, for staff."""
    assert receipt.PROFILES["standard"] == stretching.Profile(1, 1, 8 * 1024, 1)
    assert passphrase.PROFILES["standard"] == stretching.Profile(1, 3, 64 * 1024, 4)


@pytest.mark.parametrize("profiles", [receipt.PROFILES, passphrase.PROFILES])
def test_a_number_stands_for_one_cost(profiles):
    numbers = [profile.number for profile in profiles.values()]
    assert len(set(numbers)) == len(numbers)
