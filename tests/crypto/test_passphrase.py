"""Locked seeds and stand-ins (FORMAT.md §13)."""

from typing import Any

import pytest

from crypto import context, keys, passphrase, sealing, stretching, wire
from crypto.errors import PassphraseRefused
from tests.crypto import refusal, scene

WORDS = "abacus banana cactus daffodil eagle fabric"
ALICE: dict[str, Any] = {"instance": scene.INSTANCE, "account": scene.account("alice")}
PEPPERS = {1: bytes(32), 2: scene.PEPPER}
SEED = scene.seed("alice")
TOTP = b"twenty bytes of totp"


def locked(**more):
    usual: dict[str, Any] = {
        "seed": SEED, "totp_secret": TOTP, "last_step": 58_000_000, "passphrase": WORDS,
        "pepper_number": 2, "pepper": PEPPERS[2], "profile": "cheap", **ALICE,
    }  # fmt: skip
    return passphrase.lock(**(usual | more))


def unlock(raw, typed=WORDS, **more):
    return passphrase.unlock(raw, typed, **({"peppers": PEPPERS} | ALICE | more))


def test_a_passphrase_is_six_fresh_words():
    made = {passphrase.generate() for _ in range(100)}
    assert len(made) == 100
    assert all(len(each.split(" ")) == passphrase.COUNT == 6 for each in made)


@pytest.mark.parametrize("typed", [WORDS, WORDS.upper(), WORDS.replace(" ", "-")])
def test_the_right_passphrase_opens(typed):
    opened = unlock(locked(), typed)
    assert (opened.seed, opened.totp_secret, opened.last_step) == (SEED, TOTP, 58_000_000)


@pytest.mark.parametrize("typed", ["", "abacus", WORDS + " gallery", WORDS[:-1] + "k", "яблоко"])
def test_a_wrong_passphrase_is_refused(typed):
    with refusal.refused(PassphraseRefused):
        unlock(locked(), typed)


@pytest.mark.parametrize(
    "other",
    [
        {"account": scene.account("bob")},
        {"instance": bytes(16)},
        {"peppers": {}},
        {"peppers": {1: bytes(32)}},
        {"peppers": {2: bytes(32)}},
    ],
)
def test_a_locked_seed_opens_for_its_account_and_pepper_alone(other):
    """T21: Bob puts his own locked seed, whose passphrase he knows, into Alice's row."""
    with refusal.refused(PassphraseRefused):
        unlock(locked(), **other)


def test_unknown_words_cost_the_same_work(monkeypatch):
    """A wrong passphrase is one answer after the same work, whatever is wrong with it."""
    done = []
    stretch = stretching.stretch

    def noted(*args, **kwargs):
        done.append(1)
        return stretch(*args, **kwargs)

    monkeypatch.setattr(stretching, "stretch", noted)
    for raw, typed in (
        (locked(), "not on any list"),
        (passphrase.stand_in("cheap", pepper_number=2), WORDS),
    ):
        done.clear()
        with refusal.refused(PassphraseRefused):
            unlock(raw, typed)
        assert len(done) == 1


def test_a_stand_in_looks_like_a_locked_seed_and_never_opens():
    stand_ins = {passphrase.stand_in("cheap", pepper_number=2) for _ in range(10)}

    assert len(stand_ins) == 10
    assert {len(each) for each in stand_ins} == {passphrase.LOCKED_SIZE} == {len(locked())}
    assert {each[:10] for each in stand_ins} == {locked()[:10]}
    for each in stand_ins:
        with refusal.refused(PassphraseRefused):
            unlock(each)


def test_locking_again_needs_no_passphrase_and_keeps_everything_else(monkeypatch):
    opened = unlock(locked())
    with monkeypatch.context() as patch:
        patch.setattr(stretching, "stretch", lambda *_, **__: pytest.fail("derived"))
        again = passphrase.relock(opened, last_step=58_000_001, **ALICE)

    reopened = unlock(again)
    assert (reopened.seed, reopened.totp_secret) == (SEED, TOTP)
    assert reopened.last_step == 58_000_001
    assert len(again) == passphrase.LOCKED_SIZE


def test_every_locked_seed_has_one_length():
    assert {len(locked(totp_secret=bytes(n))) for n in (0, 20, 64)} == {passphrase.LOCKED_SIZE}
    with pytest.raises(ValueError, match="too long"):
        locked(totp_secret=bytes(65))
    with pytest.raises(ValueError, match="32 bytes expected"):
        locked(seed=bytes(31))


def test_an_upgrade_is_asked_for_when_profile_or_pepper_have_changed():
    raw = locked()
    assert not passphrase.needs_upgrade(raw, profile="cheap", pepper_number=2)
    assert passphrase.needs_upgrade(raw, profile="standard", pepper_number=2)
    assert passphrase.needs_upgrade(raw, profile="cheap", pepper_number=3)
    with refusal.refused(PassphraseRefused):
        passphrase.needs_upgrade(raw[:-1], profile="cheap", pepper_number=2)


@pytest.mark.parametrize(
    ("at", "byte"), [(0, 0), (0, 2), (1, 0), (1, 7), (1, 1), (9, 1), (10, None), (25, None)]
)
def test_a_header_that_was_changed_is_refused(at, byte):
    """A cheaper profile in the row opens nothing; it is bound into the key."""
    raw = bytearray(locked())
    raw[at] = raw[at] ^ 1 if byte is None else byte
    with refusal.refused(PassphraseRefused):
        unlock(bytes(raw))


def test_a_totp_secret_that_could_not_be_locked_again_is_refused():
    opened = unlock(locked())
    header = opened.key.header.encode()
    label = context.encode("locked seed", header=header, **ALICE)
    for body in (
        SEED + wire.number(1) + wire.sized(bytes(65)),
        SEED + wire.number(1) + wire.sized(TOTP) + b"x",
        SEED,
    ):
        sealed = sealing.seal(opened.key.key, body, context=label)
        with refusal.refused(PassphraseRefused):
            unlock(header + sealed)


def test_the_standard_profile_locks_and_unlocks():
    raw = locked(profile="standard")
    assert unlock(raw).seed == SEED
    assert keys.Identity.from_seed(unlock(raw).seed).public == scene.ALICE.public
