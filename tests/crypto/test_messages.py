"""Items of a case (FORMAT.md §9, P1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import context, messages, sealing, wire
from crypto.errors import ItemRefused
from tests.crypto import refusal, scene

KEY = scene.seed("thread key")
ITEM = bytes.fromhex("17e6" + "00" * 14)
HERE: dict[str, Any] = {**scene.PLACE, "epoch": 2, "room": "thread", "item": ITEM, "sequence": 5}
RITA = scene.rita().identity


def said(body=b"what she said", *, by=messages.REPORTER, signer=RITA.signer, **more):
    return messages.seal_item(body, key=KEY, by=by, signer=signer, **(HERE | more))


@given(st.binary(max_size=1500))
def test_an_item_opens_in_its_place(body):
    opened = messages.open_item(said(body), key=KEY, **HERE)

    assert opened.body == body
    assert opened.by == messages.REPORTER
    assert messages.check_author(opened, RITA.public.verify) is None


@pytest.mark.parametrize(
    "moved",
    [
        {"instance": bytes(16)},
        {"case": bytes(16)},
        {"epoch": 3},
        {"room": "internal"},
        {"item": bytes(16)},
        {"sequence": 4},
        {"sequence": -1},
    ],
)
def test_an_item_that_is_moved_or_renumbered_is_refused(moved):
    with refusal.refused(ItemRefused):
        messages.open_item(said(), key=KEY, **(HERE | moved))


def test_whoever_can_open_a_room_cannot_write_as_another():
    """Alice holds the thread key; what she seals as the reporter is found out."""
    forged = said(b"I withdraw my report", signer=scene.ALICE.signer)
    opened = messages.open_item(forged, key=KEY, **HERE)
    with refusal.refused(ItemRefused):
        messages.check_author(opened, RITA.public.verify)


def test_a_signature_cannot_be_moved_to_another_author_place_or_body():
    """The signature is over place and author, so re-sealing it elsewhere gains nothing."""
    true = messages.open_item(said(), key=KEY, **HERE)
    for by, body, place in (
        (messages.EPOCH, true.body, {}),
        (true.by, b"other words", {}),
        (true.by, true.body, {"sequence": 6}),
        (true.by, true.body, {"epoch": 3}),
    ):
        where = HERE | place
        raw = wire.sized(by) + wire.sized(body) + true.signature
        sealed = sealing.seal(KEY, raw, context=context.encode("item", **where))
        opened = messages.open_item(sealed, key=KEY, **where)
        with refusal.refused(ItemRefused):
            messages.check_author(opened, RITA.public.verify)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        wire.sized(b"reporter") + wire.sized(b"body") + bytes(63),
        wire.sized(b"reporter") + wire.sized(b"body") + bytes(65),
        wire.sized(b"reporter") + b"\xff\xff\xff\xff" + bytes(64),
    ],
)
def test_an_item_has_one_form(raw):
    sealed = sealing.seal(KEY, raw, context=context.encode("item", **HERE))
    with refusal.refused(ItemRefused):
        messages.open_item(sealed, key=KEY, **HERE)


@given(st.integers(0, 900), st.integers(0, 900))
def test_items_of_one_bucket_have_one_length(one, other):
    """P1."""
    assert len(said(b"x" * one)) == len(said(b"x" * other)) == 1024 + 80


def test_header_and_facts_are_never_below_four_kib():
    assert len(said(b"status: concluded", at_least=4096)) == 4096 + 80


def test_an_item_is_named_by_its_digest():
    one, other = said(), said()
    assert messages.item_digest(one) != messages.item_digest(other)
    assert len(messages.item_digest(one)) == 32
