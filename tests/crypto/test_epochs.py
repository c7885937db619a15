"""Keys of an epoch, chest and roll (FORMAT.md §7, P2, P3, P9)."""

import itertools
from typing import Any

import pytest

from crypto import context, epochs, grants, keys, sealing
from crypto.errors import EpochRefused, SlotRefused
from tests.crypto import refusal, scene

PLACE = scene.PLACE
ELSEWHERE: list[dict[str, Any]] = [{"instance": bytes(16)}, {"case": bytes(16)}]


def full_keys(name="secret", number=0, **more):
    return epochs.full_keys(scene.seed(name), number=number, **(PLACE | more))


def everything(held):
    return {key for key in (held.thread, held.internal, held.roll) if key is not None}


def test_the_keys_of_an_epoch_are_three_different_ones():
    held = full_keys()
    assert len(everything(held)) == 3
    assert scene.seed("secret") not in everything(held)


@pytest.mark.parametrize("moved", [*ELSEWHERE, {"number": 1}])
def test_keys_belong_to_case_epoch_and_instance(moved):
    assert not everything(full_keys()) & everything(full_keys(**moved))


def test_secrets_are_fresh():
    assert len({epochs.new_secret() for _ in range(100)}) == 100


def test_a_narrow_epoch_follows_from_secret_and_keys_before():
    """P9: the secret alone, or the keys before alone, give nothing."""
    before, other = full_keys(), full_keys("other")
    narrow = epochs.narrow_keys(scene.seed("new"), before=before, **PLACE)

    assert narrow.number == 1
    assert len(everything(narrow)) == 3
    for elsewhere in (
        epochs.narrow_keys(scene.seed("new"), before=other, **PLACE),
        epochs.narrow_keys(scene.seed("newer"), before=before, **PLACE),
        epochs.full_keys(scene.seed("new"), number=1, **PLACE),
    ):
        assert not everything(narrow) & everything(elsewhere)


def test_the_reporters_session_never_learns_an_internal_key():
    """It holds the thread key; the internal key needs the internal key before."""
    before = full_keys()
    hers = epochs.EpochKeys(0, thread=before.thread, internal=None, roll=None)
    readers = epochs.narrow_keys(scene.seed("new"), before=before, **PLACE)
    portals = epochs.narrow_keys(scene.seed("new"), before=hers, **PLACE)

    assert portals.internal is None
    assert (portals.thread, portals.roll) == (readers.thread, readers.roll)
    assert readers.internal is not None


def test_somebody_with_a_filler_before_gets_nothing_from_a_slot_now():
    """P9: the portal cannot know whom insiders had left out, and may give him a real slot."""
    zero = scene.first(readers={"alice"})
    one = scene.narrow(zero, readers={"alice", "bob"})
    where: dict[str, Any] = {"person": scene.account("bob"), **PLACE}
    secret = grants.open_slot(one.slots["bob"], scene.BOB, epoch=1, **where)
    assert secret == one.secret

    with refusal.refused(SlotRefused):
        grants.open_slot(zero.slots["bob"], scene.BOB, epoch=0, **where)
    guesses = (
        epochs.full_keys(secret, number=1, **PLACE),
        epochs.narrow_keys(secret, before=epochs.EpochKeys(0, secret, secret, secret), **PLACE),
    )
    for guess in guesses:
        assert not everything(guess) & everything(one.keys)


def test_the_signing_key_comes_from_the_roll_key():
    held = full_keys()
    assert held.signer().public == keys.Signer.from_seed(held.roll).public
    assert held.signer().public != full_keys("other").signer().public


def test_without_the_roll_key_an_epoch_does_not_sign():
    with pytest.raises(ValueError, match="cannot sign"):
        epochs.EpochKeys(0, thread=bytes(32), internal=None, roll=None).signer()


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_has_32_bytes(secret):
    with pytest.raises(ValueError, match="32 bytes expected"):
        epochs.full_keys(secret, number=0, **PLACE)
    with pytest.raises(ValueError, match="32 bytes expected"):
        epochs.narrow_keys(secret, before=full_keys(), **PLACE)


# --- the chest ---


@pytest.fixture(scope="module")
def three():
    """Epochs 0 and 1, and the full epoch 2 that puts them into its chest."""
    zero = full_keys("zero")
    one = epochs.narrow_keys(scene.seed("one"), before=zero, **PLACE)
    two = full_keys("two", number=2)
    return zero, one, two, epochs.seal_chest([zero, one], keys=two, **PLACE)


def open_thread(chest, held, **more):
    return epochs.open_thread_chest(
        chest.thread, thread_key=held.thread, **({"number": 2} | PLACE | more)
    )


def open_internal(chest, held, **more):
    return epochs.open_internal_chest(
        chest.internal, internal_key=held.internal, **({"number": 2} | PLACE | more)
    )


def test_a_chest_holds_the_keys_of_every_epoch_before(three):
    zero, one, two, chest = three
    assert open_thread(chest, two) == {0: zero.thread, 1: one.thread}
    assert open_internal(chest, two) == {0: zero.internal, 1: one.internal}


def test_the_reporter_opens_the_thread_chest_alone(three):
    _, _, two, chest = three
    with refusal.refused(EpochRefused):
        epochs.open_internal_chest(chest.internal, internal_key=two.thread, number=2, **PLACE)
    with refusal.refused(EpochRefused):
        epochs.open_internal_chest(chest.thread, internal_key=two.thread, number=2, **PLACE)


def test_a_chest_holds_no_roll_keys(three):
    """They sign: a later reader must not be able to sign for an earlier epoch."""
    zero, one, two, chest = three
    held = {*open_thread(chest, two).values(), *open_internal(chest, two).values()}
    assert not held & {zero.roll, one.roll, two.roll}


@pytest.mark.parametrize("moved", [*ELSEWHERE, {"number": 1}, {"number": 3}])
def test_a_chest_opens_in_its_place_alone(three, moved):
    _, _, two, chest = three
    for opens in (open_thread, open_internal):
        with refusal.refused(EpochRefused):
            opens(chest, two, **moved)


def test_the_first_epoch_has_an_empty_chest():
    held = full_keys()
    chest = epochs.seal_chest([], keys=held, **PLACE)
    assert open_thread(chest, held, number=0) == open_internal(chest, held, number=0) == {}


def test_a_chest_leaves_no_epoch_out(three):
    zero, one, two, _ = three
    for wrong in ([zero], [one, zero], [one], [zero, one, two], []):
        with pytest.raises(ValueError, match="every epoch before"):
            epochs.seal_chest(wrong, keys=two, **PLACE)


def test_a_chest_is_made_with_the_internal_keys(three):
    zero, one, two, _ = three
    bare = epochs.EpochKeys(1, thread=one.thread, internal=None, roll=None)
    with pytest.raises(ValueError, match="internal keys"):
        epochs.seal_chest([zero, bare], keys=two, **PLACE)
    bare = epochs.EpochKeys(2, thread=two.thread, internal=None, roll=None)
    with pytest.raises(ValueError, match="internal keys"):
        epochs.seal_chest([zero, one], keys=bare, **PLACE)


@pytest.mark.parametrize("count", [1, 3])
def test_a_chest_with_another_number_of_keys_is_refused(three, count):
    _, _, two, _ = three
    label = context.encode("chest", epoch=2, room="thread", **PLACE)
    sealed = sealing.seal(two.thread, bytes(32 * count), context=label)
    with refusal.refused(EpochRefused):
        epochs.open_thread_chest(sealed, thread_key=two.thread, number=2, **PLACE)


# --- the roll ---

PLACES: dict[bytes, epochs.Place] = {
    scene.account("alice"): "recipient",
    scene.account("bob"): "none",
    scene.account("olga"): "standby",
}


def open_roll(sealed, held, **more):
    return epochs.open_roll(sealed, roll_key=held.roll, **({"number": 0} | PLACE | more))


def test_a_roll_says_who_holds_a_slot_and_as_what():
    held = full_keys()
    assert open_roll(epochs.seal_roll(PLACES, keys=held, **PLACE), held) == PLACES


def test_a_roll_looks_the_same_whoever_is_on_it():
    """P3: one entry of equal size for everyone enrolled, never below 4 KiB."""
    held = full_keys()
    rolls: list[dict[bytes, Any]] = [
        dict(zip(PLACES, places, strict=True))
        for places in itertools.product(("none", "recipient", "standby"), repeat=3)
    ]
    rolls += [{}, {bytes(15) + bytes((n,)): "none" for n in range(200)}]

    assert {len(epochs.seal_roll(each, keys=held, **PLACE)) for each in rolls} == {4096 + 80}


@pytest.mark.parametrize("moved", [*ELSEWHERE, {"number": 1}])
def test_a_roll_opens_in_its_place_alone(moved):
    held = full_keys()
    sealed = epochs.seal_roll(PLACES, keys=held, **PLACE)
    with refusal.refused(EpochRefused):
        open_roll(sealed, held, **moved)
    with refusal.refused(EpochRefused):
        epochs.open_roll(sealed, roll_key=held.thread, number=0, **PLACE)


def test_a_roll_needs_the_roll_key():
    held = full_keys()
    bare = epochs.EpochKeys(0, thread=held.thread, internal=held.internal, roll=None)
    with pytest.raises(ValueError, match="roll key"):
        epochs.seal_roll(PLACES, keys=bare, **PLACE)


def test_a_place_is_one_of_three():
    with pytest.raises(ValueError, match="not in tuple"):
        epochs.seal_roll(
            {scene.account("bob"): "owner"},
            keys=full_keys(),
            **PLACE,
        )
    with pytest.raises(ValueError, match="16 bytes expected"):
        epochs.seal_roll({b"bob": "none"}, keys=full_keys(), **PLACE)


A, B = sorted(PLACES)[:2]


@pytest.mark.parametrize(
    "raw",
    [
        B + b"\0" + A + b"\0",
        A + b"\0" + A + b"\x01",
        A + b"\x03",
        A + b"\0" + B,
        A[:-1],
    ],
)
def test_a_roll_has_one_form(raw):
    held = full_keys()
    label = context.encode("roll", epoch=0, **PLACE)
    with refusal.refused(EpochRefused):
        open_roll(sealing.seal(held.roll, raw, context=label, at_least=4096), held)
