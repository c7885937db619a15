"""Time what the package does, one core, as the table of crypto/README.md."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crypto import attachments, context, errors, grants, keys, passphrase, receipt, sealing  # noqa: E402
from crypto import records as chains  # noqa: E402
from tests.crypto import scene  # noqa: E402

SLOT: dict[str, Any] = {**scene.PLACE, "epoch": 0, "person": scene.account("alice")}
LABEL = context.encode("floor", instance=scene.INSTANCE)
MIB = bytes(attachments.PART_SIZE)


def milliseconds(work: Callable[[], object], *, times: int) -> float:
    """Return the best of many short rounds: what else the machine does is not asked here."""
    work()
    rounds = []
    for _ in range(40):
        begun = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - begun) / times * 1000)
    return min(rounds)


def part() -> object:
    """Seal one part of a file."""
    sealer = attachments.PartSealer(bytes(32), instance=scene.INSTANCE, file=bytes(16))
    sealer.update(MIB)
    return sealer.finish()


def works() -> dict[str, tuple[Callable[[], object], int]]:
    """Give what is timed, and how many times a round."""
    slot = grants.real_slot(bytes(32), scene.ALICE.public, **SLOT)
    sealed = sealing.seal(bytes(32), b"x", context=LABEL)
    zero = scene.first()
    one = scene.narrow(zero)
    public = scene.ALICE.public.to_bytes()
    rita: dict[str, Any] = {"pepper": scene.PEPPER, "instance": scene.INSTANCE}
    return {
        "keys of a person from the seed": (lambda: keys.Identity.from_seed(bytes(32)), 10),
        "read public keys": (lambda: keys.PublicKeys.from_bytes(public), 10),
        "real slot": (lambda: grants.real_slot(bytes(32), scene.ALICE.public, **SLOT), 10),
        "filler": (lambda: grants.filler_slot(**SLOT), 10),
        "open a slot": (lambda: grants.open_slot(slot, scene.ALICE, **SLOT), 10),
        "seal 1 KiB": (lambda: sealing.seal(bytes(32), b"x", context=LABEL), 50),
        "open 1 KiB": (lambda: sealing.open_sealed(bytes(32), sealed, context=LABEL), 50),
        "sign": (lambda: scene.ALICE.signer.sign(b"x", context=LABEL), 20),
        "first epoch: 5 slots, roll, record": (scene.first, 3),
        "verify a chain of two records": (lambda: scene.judge(zero, one), 5),
        "digest of a record": (lambda: chains.record_digest(zero.sealed), 50),
        "receipt to keys, standard": (
            lambda: receipt.derive(scene.RECEIPT, profile="standard", **rita),
            2,
        ),
        "try a passphrase, standard": (_unlock, 1),
        "seal a file part of 1 MiB": (part, 2),
    }


def _unlock() -> None:
    stand_in = passphrase.stand_in("standard", pepper_number=1)
    try:
        passphrase.unlock(
            stand_in,
            "abacus",
            peppers={1: bytes(32)},
            instance=scene.INSTANCE,
            account=bytes(16),
        )
    except errors.PassphraseRefused:
        return
    raise AssertionError("a stand-in opened")


def main() -> None:
    """Print the table."""
    print("| Work | ms |\n|---|---|")
    for name, (work, times) in works().items():
        print(f"| {name} | {milliseconds(work, times=times):.3g} |")


if __name__ == "__main__":
    main()
