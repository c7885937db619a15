"""Slots and fillers (FORMAT.md §6, P2, P3)."""

from typing import Any

import pytest

from crypto import epochs, grants, keys
from crypto.errors import SlotRefused
from tests.crypto import refusal, scene

ALICE, BOB = scene.account("alice"), scene.account("bob")
HERE: dict[str, Any] = {"instance": scene.INSTANCE, "case": scene.CASE, "epoch": 4, "person": ALICE}
THREAD: dict[str, Any] = {"instance": scene.INSTANCE, "case": scene.CASE, "epoch": 4}
ELSEWHERE: list[dict[str, Any]] = [
    {"instance": bytes(16)}, {"case": bytes(16)}, {"epoch": 3}, {"epoch": 5}, {"person": BOB},
]  # fmt: skip


def test_a_real_slot_opens_for_its_person():
    secret = epochs.new_secret()
    slot = grants.real_slot(secret, scene.ALICE.public, **HERE)

    assert grants.open_slot(slot, scene.ALICE, **HERE) == secret


def test_a_real_slot_opens_for_nobody_else():
    """P2: Bob holds a handler's key, and it opens nothing of Alice's."""
    slot = grants.real_slot(epochs.new_secret(), scene.ALICE.public, **HERE)
    for somebody in (scene.BOB, scene.OLGA, scene.rita().identity):
        with refusal.refused(SlotRefused):
            grants.open_slot(slot, somebody, **HERE)


def test_a_filler_opens_for_nobody():
    """P3: not for whom it stands, nor for anybody else."""
    slot = grants.filler_slot(**HERE)
    for somebody in (scene.ALICE, scene.BOB, scene.OLGA, scene.rita().identity):
        with refusal.refused(SlotRefused):
            grants.open_slot(slot, somebody, **HERE)


@pytest.mark.parametrize("moved", ELSEWHERE)
def test_a_slot_that_is_moved_opens_for_nobody(moved):
    """T21: copied to another row, case, epoch or instance it is refused like any damaged one."""
    slot = grants.real_slot(epochs.new_secret(), scene.ALICE.public, **HERE)
    with refusal.refused(SlotRefused):
        grants.open_slot(slot, scene.ALICE, **(HERE | moved))


def test_a_slot_is_bound_to_both_public_keys():
    """Somebody who put Alice's KEM key beside a signing key of his own is not Alice."""
    mixed = keys.PublicKeys(kem=scene.ALICE.public.kem, verify=scene.BOB.public.verify)
    slot = grants.real_slot(epochs.new_secret(), mixed, **HERE)
    with refusal.refused(SlotRefused):
        grants.open_slot(slot, scene.ALICE, **HERE)


def test_slots_and_fillers_have_one_length():
    real = grants.real_slot(epochs.new_secret(), scene.ALICE.public, **HERE)
    filler = grants.filler_slot(**HERE)
    hers = grants.reporter_slot(bytes(32), scene.rita().identity.public, **THREAD)

    assert {len(real), len(filler), len(hers)} == {grants.SLOT_SIZE} == {1168}


def test_no_two_slots_are_alike():
    secret = epochs.new_secret()
    slots = {grants.real_slot(secret, scene.ALICE.public, **HERE) for _ in range(20)}
    slots |= {grants.filler_slot(**HERE) for _ in range(20)}

    assert len(slots) == 40
    assert len({grants.slot_digest(slot) for slot in slots}) == 40


def test_a_filler_has_a_key_of_its_own(monkeypatch):
    """P3: were one shared, whoever held on to it could tell every filler."""
    sealed_to = []
    wrap = grants.wrap

    def noted(secret, to, **more):
        sealed_to.append(to)
        return wrap(secret, to, **more)

    monkeypatch.setattr(grants, "wrap", noted)
    for _ in range(10):
        grants.filler_slot(**HERE)

    assert len({public.kem[:1184] for public in sealed_to}) == 10
    assert len({public.kem[1184:] for public in sealed_to}) == 10


def test_a_real_slot_costs_what_a_filler_costs(monkeypatch):
    """P3: the same calls, so that the time of a submission does not count the fillers."""
    made = []
    discarded = grants._discarded

    def noted():
        made.append(discarded())
        return made[-1]

    monkeypatch.setattr(grants, "_discarded", noted)
    grants.real_slot(bytes(32), scene.ALICE.public, **HERE)
    assert len(made) == 1
    grants.filler_slot(**HERE)
    assert len(made) == 2


def test_the_reporters_slot_opens_with_her_receipt():
    thread = epochs.new_secret()
    slot = grants.reporter_slot(thread, scene.rita().identity.public, **THREAD)

    assert grants.open_reporter_slot(slot, scene.rita().identity, **THREAD) == thread


@pytest.mark.parametrize("moved", ELSEWHERE[:-1])
def test_the_reporters_slot_opens_nowhere_else(moved):
    slot = grants.reporter_slot(bytes(32), scene.rita().identity.public, **THREAD)
    with refusal.refused(SlotRefused):
        grants.open_reporter_slot(slot, scene.rita().identity, **(THREAD | moved))


def test_a_handlers_slot_is_no_reporters_slot():
    """Bob, who reported himself, cannot pass a thread key off as a case secret."""
    hers = grants.reporter_slot(bytes(32), scene.BOB.public, **THREAD)
    with refusal.refused(SlotRefused):
        grants.open_slot(hers, scene.BOB, **(HERE | {"person": BOB}))
    his = grants.real_slot(bytes(32), scene.BOB.public, **(HERE | {"person": BOB}))
    with refusal.refused(SlotRefused):
        grants.open_reporter_slot(his, scene.BOB, **THREAD)


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_only_a_secret_of_32_bytes_is_sealed(secret):
    with pytest.raises(ValueError, match="32 bytes expected"):
        grants.real_slot(secret, scene.ALICE.public, **HERE)


@pytest.mark.parametrize("wrong", [b"", bytes(1167), bytes(1168), bytes(1169)])
def test_what_is_no_slot_is_refused(wrong):
    with refusal.refused(SlotRefused):
        grants.open_slot(wrong, scene.ALICE, **HERE)


def test_an_epoch_out_of_range_is_refused():
    """A number in a row is the writer's to choose."""
    slot = grants.filler_slot(**HERE)
    for epoch in (-1, 2**64):
        with refusal.refused(SlotRefused):
            grants.open_slot(slot, scene.ALICE, **(HERE | {"epoch": epoch}))
