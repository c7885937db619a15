"""The receipt (FORMAT.md §12, P4)."""

from typing import Any

import pytest

from crypto import receipt, stretching
from crypto.errors import ReceiptRefused
from tests.crypto import refusal, scene


def derive(typed=scene.RECEIPT, **more):
    usual: dict[str, Any] = {"pepper": scene.PEPPER, "instance": scene.INSTANCE, "profile": "cheap"}
    return receipt.derive(typed, **(usual | more))


def test_a_receipt_is_seven_fresh_words():
    """90.5 bits, by the machine and never by a person."""
    minted = {receipt.mint() for _ in range(100)}

    assert len(minted) == 100
    assert all(len(each.split(" ")) == receipt.COUNT == 7 for each in minted)
    assert all(receipt.unknown_words(each) == () for each in minted)


def test_a_receipt_finds_the_same_tag_and_keys_again():
    one, again = derive(), derive("ABACUS-banana Cactus daffodil eagle fabric gallery")

    assert one.tag == again.tag
    assert one.seed == again.seed
    assert one.identity.public == again.identity.public


@pytest.mark.parametrize(
    "other",
    [
        {"typed": "banana abacus cactus daffodil eagle fabric gallery"},
        {"pepper": bytes(32)},
        {"instance": bytes(16)},
        {"profile": "standard"},
    ],
)
def test_other_words_order_pepper_instance_or_cost_give_other_keys(other):
    one, two = derive(), derive(**other)
    assert one.tag != two.tag
    assert one.identity.public != two.identity.public


def test_the_tag_is_not_the_seed():
    """P4: what the server keeps makes nothing cheaper than to derive from a guess."""
    keys = derive()
    assert keys.tag != keys.seed
    assert len(keys.tag) == len(keys.seed) == 32


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abacus banana cactus daffodil eagle fabric",
        "abacus banana cactus daffodil eagle fabric gallery habitat",
        "abacus banana cactus daffodil eagle fabric galery",
        "abacus banana cactus daffodil eagle fabric drop-down",
    ],
)
def test_what_is_no_receipt_is_refused_before_any_derivation(typed, monkeypatch):
    monkeypatch.setattr(stretching, "stretch", lambda *_, **__: pytest.fail("derived"))
    with refusal.refused(ReceiptRefused):
        derive(typed)


def test_typing_helps_are_at_hand():
    assert receipt.normalise("Abacus-Banana") == "abacus banana"
    assert receipt.unknown_words("abacus bananna") == ("bananna",)
    assert "banana" in receipt.suggest("bananna")
    assert len(receipt.WORDS) == 7772
