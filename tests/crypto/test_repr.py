"""Secrets are never in a repr (STYLE §3)."""

from typing import Any

import pytest

from crypto import attachments, epochs, keys, passphrase, receipt, register
from tests.crypto import scene

ALICE: dict[str, Any] = {"instance": scene.INSTANCE, "account": scene.account("alice")}
SECRETS = {
    name: scene.seed(name) for name in ("alice", "epoch secret", "before", "totp", "file key")
}


def unlocked():
    raw = passphrase.lock(
        seed=SECRETS["alice"], totp_secret=SECRETS["totp"], last_step=1, passphrase=scene.RECEIPT,
        pepper_number=1, pepper=scene.PEPPER, profile="cheap", **ALICE,
    )  # fmt: skip
    return passphrase.unlock(raw, scene.RECEIPT, peppers={1: scene.PEPPER}, **ALICE)


def held():
    return epochs.full_keys(SECRETS["epoch secret"], number=0, **scene.PLACE)


def holders():
    """Give every object that holds a secret, with the secrets that it holds."""
    opened, epoch, rita = unlocked(), held(), scene.rita()
    return [
        (rita, [rita.tag, rita.seed, rita.identity.public.kem]),
        (rita.identity, [rita.seed, rita.identity.public.kem]),
        (rita.identity.public, [rita.identity.public.kem, rita.identity.public.verify]),
        (opened, [opened.seed, opened.totp_secret, opened.key.key]),
        (opened.key, [opened.key.key]),
        (epoch, [epoch.thread, epoch.internal, epoch.roll]),
        (epoch.signer(), [epoch.roll]),
        (keys.Identity.from_seed(SECRETS["alice"]), [SECRETS["alice"]]),
        (attachments.PartSealer(SECRETS["file key"], instance=bytes(16), file=bytes(16)),
         [SECRETS["file key"]]),
        (register.Row(b"alice", SECRETS["before"], bytes(64), b"context"), [SECRETS["before"]]),
    ]  # fmt: skip


@pytest.mark.parametrize("at", range(len(holders())))
def test_no_secret_is_in_a_repr(at):
    holder, secrets = holders()[at]
    shown = f"{holder!r} {holder} {holder!s} {[holder]} {holder:}"

    assert secrets
    for secret in secrets:
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


@pytest.mark.parametrize(
    "kind",
    [
        receipt.ReceiptKeys,
        keys.Identity,
        keys.Signer,
        passphrase.Unlocked,
        passphrase.LockKey,
        epochs.EpochKeys,
        attachments.PartSealer,
    ],
)
def test_no_holder_is_compared_byte_by_byte(kind):
    """`==` on secrets is not constant-time, so holders of secrets have none of their own."""
    assert kind.__eq__ is object.__eq__
