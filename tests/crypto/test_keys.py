"""A person's keys (FORMAT.md §4, P10)."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from hypothesis import given
from hypothesis import strategies as st

from crypto import context, keys
from crypto.errors import KeysRefused, SignatureRefused
from tests.crypto import refusal, scene

LABEL = context.encode("item", instance=scene.INSTANCE)
OTHER = context.encode("item", instance=scene.INSTANCE, epoch=1)
P = 2**255 - 19


def replaced(public, *, at, by):
    raw = public.to_bytes()
    return raw[:at] + by + raw[at + len(by) :]


def test_a_seed_gives_the_same_keys_every_time():
    again = keys.Identity.from_seed(scene.seed("alice"))

    assert again.public == scene.ALICE.public
    assert again.signer.public == scene.ALICE.public.verify
    assert scene.BOB.public != scene.ALICE.public


def test_seeds_are_fresh():
    assert len({keys.new_seed() for _ in range(100)}) == 100
    assert len(keys.new_seed()) == 32


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_seed_has_32_bytes(size):
    with pytest.raises(ValueError, match="32 bytes expected"):
        keys.Identity.from_seed(bytes(size))
    with pytest.raises(ValueError, match="32 bytes expected"):
        keys.Signer.from_seed(bytes(size))


def test_the_signing_key_is_not_the_seed_itself():
    """One seed, two uses: each under a label of its own."""
    plain = ed25519.Ed25519PrivateKey.from_private_bytes(scene.seed("alice"))
    assert plain.public_key().public_bytes_raw() != scene.ALICE.public.verify


def test_public_keys_are_read_as_written():
    raw = scene.ALICE.public.to_bytes()

    assert len(raw) == 1248
    assert keys.PublicKeys.from_bytes(raw) == scene.ALICE.public


@pytest.mark.parametrize("wrong", [b"", bytes(1247), bytes(1249)])
def test_public_keys_of_another_length_are_refused(wrong):
    with refusal.refused(KeysRefused):
        keys.PublicKeys.from_bytes(wrong)


def test_an_ml_kem_coefficient_out_of_range_is_refused():
    with refusal.refused(KeysRefused):
        keys.PublicKeys.from_bytes(replaced(scene.ALICE.public, at=0, by=b"\xff\xff\xff"))


SMALL_X25519 = sorted(keys._X25519_SMALL)
SMALL_ED25519 = sorted(keys._ED25519_SMALL)


@pytest.mark.parametrize("u", [*SMALL_X25519, P, P + 1, 2**255 + 9])
def test_an_x25519_key_of_small_order_or_not_canonical_is_refused(u):
    """Else one entry on the roster makes every report fail to seal."""
    wrong = u.to_bytes(32, "little")
    with refusal.refused(KeysRefused):
        keys.PublicKeys.from_bytes(replaced(scene.ALICE.public, at=1184, by=wrong))


@pytest.mark.parametrize("u", SMALL_X25519)
def test_the_x25519_list_is_of_keys_that_cannot_be_sealed_to(u):
    public = x25519.X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))
    with pytest.raises(ValueError, match="shared key"):
        x25519.X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(public)


@pytest.mark.parametrize("sign", [0, 2**255])
@pytest.mark.parametrize("y", [*SMALL_ED25519, P, P + 1])
def test_an_ed25519_key_of_small_order_or_not_canonical_is_refused(y, sign):
    """Under one, a single signature is good for many messages: its owner could deny them all."""
    wrong = (y + sign).to_bytes(32, "little")
    with refusal.refused(KeysRefused):
        keys.PublicKeys.from_bytes(replaced(scene.ALICE.public, at=1216, by=wrong))


D = -121665 * pow(121666, -1, P) % P


def doubled(point):
    """Double a point of edwards25519 in affine coordinates."""
    x, y = point
    k = D * x * x * y * y
    return (
        2 * x * y * pow(1 + k, -1, P) % P,
        (y * y + x * x) * pow(1 - k, -1, P) % P,
    )


@pytest.mark.parametrize("y", SMALL_ED25519)
def test_the_ed25519_list_is_of_points_whose_order_divides_eight(y):
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    if root * root % P != square:
        root = root * pow(2, (P - 1) // 4, P) % P
    assert root * root % P == square
    assert doubled(doubled(doubled((root, y)))) == (0, 1)


def test_a_signature_is_good_for_its_message_context_and_key():
    signature = scene.ALICE.signer.sign(b"said", context=LABEL)

    assert len(signature) == 64
    keys.verify(scene.ALICE.public.verify, signature, b"said", context=LABEL)


@pytest.mark.parametrize(
    ("public", "message", "label"),
    [
        (scene.BOB.public.verify, b"said", LABEL),
        (scene.ALICE.public.verify, b"Said", LABEL),
        (scene.ALICE.public.verify, b"said", OTHER),
        (b"short", b"said", LABEL),
    ],
)
def test_a_signature_is_good_for_nothing_else(public, message, label):
    signature = scene.ALICE.signer.sign(b"said", context=LABEL)
    with refusal.refused(SignatureRefused):
        keys.verify(public, signature, message, context=label)


@pytest.mark.parametrize("wrong", [b"", bytes(64), bytes(63), bytes(65)])
def test_what_is_no_signature_is_refused(wrong):
    with refusal.refused(SignatureRefused):
        keys.verify(scene.ALICE.public.verify, wrong, b"said", context=LABEL)


def test_bytes_cannot_wander_between_context_and_message():
    signature = scene.ALICE.signer.sign(b"Xsaid", context=LABEL)
    with refusal.refused(SignatureRefused):
        keys.verify(scene.ALICE.public.verify, signature, b"said", context=LABEL + b"X")


def test_a_fingerprint_is_twelve_groups_of_four_digits():
    fingerprint = scene.ALICE.public.fingerprint()
    groups = fingerprint.split(" ")

    assert len(groups) == 12
    assert all(len(group) == 4 and group.isdigit() for group in groups)
    assert fingerprint != scene.BOB.public.fingerprint()


def test_a_fingerprint_covers_both_keys():
    """Bob's signing key beside Alice's KEM key is somebody else."""
    mixed = keys.PublicKeys(kem=scene.ALICE.public.kem, verify=scene.BOB.public.verify)
    assert mixed.fingerprint() != scene.ALICE.public.fingerprint()
    assert mixed.digest() != scene.ALICE.public.digest()


@given(st.binary(max_size=64), st.binary(min_size=1, max_size=64), st.integers(1, 128))
def test_derivations_differ_with_secret_context_and_salt(context_bytes, secret, size):
    derived = keys.derive(secret, context=context_bytes, size=size)

    assert len(derived) == size
    assert derived == keys.derive(secret, context=context_bytes, size=size)
    if size >= 16:
        assert derived != keys.derive(secret + b"x", context=context_bytes, size=size)
        assert derived != keys.derive(secret, context=context_bytes + b"x", size=size)
        assert derived != keys.derive(secret, context=context_bytes, size=size, salt=b"salt")
