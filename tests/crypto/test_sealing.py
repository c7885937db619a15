"""Seals: padded, committed, opened in their own context only (FORMAT.md §5, P1)."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import context, keys, sealing, wire
from crypto.errors import SealRefused
from tests.crypto import refusal, scene

KEY = scene.seed("a key")
HERE = context.encode("session", instance=scene.INSTANCE, epoch=1)
THERE = context.encode("session", instance=scene.INSTANCE, epoch=2)


def sealed_by_hand(padded, *, salt=bytes(32), key=KEY, label=HERE):
    """Seal a padded plaintext of any shape, as somebody who holds the key could."""
    seal = context.encode("seal", instance=context.NO_INSTANCE, context=label)
    derived = keys.derive(key, context=seal, size=64, salt=salt)
    return salt + derived[32:] + AESGCM(derived[:32]).encrypt(bytes(12), padded, None)


@given(st.binary(max_size=3000))
def test_what_was_sealed_opens(plaintext):
    sealed = sealing.seal(KEY, plaintext, context=HERE)
    assert sealing.open_sealed(KEY, sealed, context=HERE) == plaintext


@given(st.integers(0, 1020), st.integers(0, 1020))
def test_lengths_inside_a_bucket_are_equal(one, other):
    """P1: what is stored shows the bucket and nothing else."""
    lengths = {len(sealing.seal(KEY, b"x" * n, context=HERE)) for n in (one, other)}
    assert lengths == {1024 + 80}


@pytest.mark.parametrize(
    ("size", "bucket"),
    [(0, 1024), (1020, 1024), (1021, 4096), (4092, 4096), (4093, 16384), (16381, 65536),
     (65_533, 262_144), (800_000, 1_048_576)],
)  # fmt: skip
def test_a_bucket_is_the_smallest_that_fits(size, bucket):
    assert len(sealing.seal(KEY, bytes(size), context=HERE)) == bucket + sealing.OVERHEAD


def test_header_and_facts_can_ask_for_more():
    assert len(sealing.seal(KEY, b"x", context=HERE, at_least=4096)) == 4096 + 80
    assert len(sealing.seal(KEY, bytes(5000), context=HERE, at_least=4096)) == 16384 + 80


@pytest.mark.parametrize("at_least", [0, 1000, 2048])
def test_what_is_asked_for_is_a_bucket(at_least):
    with pytest.raises(ValueError, match="bucket"):
        sealing.seal(KEY, b"x", context=HERE, at_least=at_least)


def test_too_much_for_one_piece_is_refused(monkeypatch):
    monkeypatch.setattr(sealing, "BUCKETS", (1024, 4096))
    with pytest.raises(ValueError, match="one piece"):
        sealing.seal(KEY, bytes(4093), context=HERE)


def test_no_two_seals_are_alike():
    seals = [sealing.seal(KEY, b"same", context=HERE) for _ in range(50)]
    fronts = {seal[:32] for seal in seals} | {seal[32:64] for seal in seals}
    assert len(fronts) == 100


@pytest.mark.parametrize(("key", "label"), [(scene.seed("other"), HERE), (KEY, THERE), (KEY, b"")])
def test_another_key_or_context_opens_nothing(key, label):
    sealed = sealing.seal(KEY, b"plaintext", context=HERE)
    with refusal.refused(SealRefused):
        sealing.open_sealed(key, sealed, context=label)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_has_32_bytes(key):
    with pytest.raises(ValueError, match="32 bytes expected"):
        sealing.seal(key, b"x", context=HERE)
    with refusal.refused(SealRefused):
        sealing.open_sealed(key, sealing.seal(KEY, b"x", context=HERE), context=HERE)


@pytest.mark.parametrize("cut", [0, 1, 31, 32, 63, 64, 79, 80, 81, 1103])
def test_a_seal_cut_short_is_refused(cut):
    with refusal.refused(SealRefused):
        sealing.open_sealed(KEY, sealing.seal(KEY, b"x", context=HERE)[:cut], context=HERE)


def test_a_seal_with_more_behind_it_is_refused():
    with refusal.refused(SealRefused):
        sealing.open_sealed(KEY, sealing.seal(KEY, b"x", context=HERE) + b"\0", context=HERE)


def test_a_seal_made_by_hand_opens_so_that_the_next_tests_mean_something():
    padded = wire.sized(b"plaintext").ljust(1024, b"\0")
    assert sealing.open_sealed(KEY, sealed_by_hand(padded), context=HERE) == b"plaintext"


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        wire.sized(b"x"),
        wire.sized(b"x").ljust(1023, b"\0"),
        wire.sized(b"x").ljust(2048, b"\0"),
        (2000).to_bytes(4, "big").ljust(1024, b"\0"),
        wire.sized(b"x").ljust(1023, b"\0") + b"\x01",
        wire.sized(b"x").ljust(1024, b"\x01"),
    ],
)
def test_padding_has_one_form(padded):
    """Even somebody who holds the key cannot make two seals that read alike and differ."""
    with refusal.refused(SealRefused):
        sealing.open_sealed(KEY, sealed_by_hand(padded), context=HERE)


def test_one_seal_does_not_open_under_two_keys():
    """The commitment: GCM alone would let whoever knows both keys make one for both."""
    other = scene.seed("other")
    under_key = sealed_by_hand(wire.sized(b"for Alice").ljust(1024, b"\0"))
    under_other = sealed_by_hand(wire.sized(b"for Rita").ljust(1024, b"\0"), key=other)

    assert under_key[:32] == under_other[:32]
    assert under_key[32:64] != under_other[32:64]
    for grafted in (under_key[:64] + under_other[64:], under_other[:64] + under_key[64:]):
        for key in (KEY, other):
            with refusal.refused(SealRefused):
                sealing.open_sealed(key, grafted, context=HERE)


@settings(max_examples=settings.default.max_examples * 3 // 10)
@given(st.binary(max_size=200), st.data())
def test_any_flipped_bit_is_refused(plaintext, data):
    sealed = bytearray(sealing.seal(KEY, plaintext, context=HERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with refusal.refused(SealRefused):
        sealing.open_sealed(KEY, bytes(sealed), context=HERE)
