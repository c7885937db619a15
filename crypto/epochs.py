"""The keys of a case: an epoch's secret, what follows from it, the chest and the roll.

FORMAT.md §7, promises P2, P3, P9.

1. A *full* epoch has a fresh secret `S`; thread, internal and roll key follow from it alone. The
   keys of earlier epochs go into the *chest*, sealed under the new ones; older slots are deleted.
2. A *narrow* epoch is made by the reporter's session, which cannot know whom insiders had left out
   before. So its keys follow from a fresh secret *and* the keys before: a slot of it opens nothing
   for somebody who could open nothing before. Learning can take a key away, never give one (P9).
3. The reporter's session holds thread keys only. A narrow epoch's roll key follows from secret and
   thread key before, since that session writes the roll; the internal key needs the internal key
   before, so she never learns one.
4. The *roll* says who holds a real slot, and as recipient or standby: one entry of equal size for
   everyone enrolled. The epoch's signing key is derived from the roll key.
5. Roll keys do not go into the chest: they sign (`records`), and a later reader has no business
   signing for an earlier epoch.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from crypto import context as contexts
from crypto import sealing, wire
from crypto.errors import EpochRefused, silent
from crypto.keys import KEY_SIZE, Signer, derive

Place = Literal["none", "recipient", "standby"]

_PLACES: Final[tuple[Place, ...]] = ("none", "recipient", "standby")
_ROLL_AT_LEAST: Final = 4096


@dataclass(frozen=True, slots=True, eq=False)
class EpochKeys:
    """The keys of one epoch, as far as their holder has them."""

    number: int
    thread: bytes = field(repr=False)
    internal: bytes | None = field(repr=False)
    roll: bytes | None = field(repr=False)

    def signer(self) -> Signer:
        """Return the epoch's signing key.

        Raises:
            ValueError: the roll key is not held; it comes from a slot, never from a chest.

        """
        if self.roll is None:
            raise ValueError("without the roll key an epoch cannot sign")
        return Signer.from_seed(self.roll)


class Chest(NamedTuple):
    """The keys of every earlier epoch, sealed under this epoch's thread and internal key."""

    thread: bytes
    internal: bytes


def new_secret() -> bytes:
    """Return the fresh 32-byte secret of an epoch."""
    return secrets.token_bytes(KEY_SIZE)


def full_keys(secret: bytes, *, instance: bytes, case: bytes, number: int) -> EpochKeys:
    """Derive the keys of a full epoch from its secret alone."""

    def key(use: str) -> bytes:
        label = contexts.encode("full epoch", instance=instance, case=case, epoch=number, use=use)
        return derive(wire.exactly(secret, KEY_SIZE), context=label)

    return EpochKeys(number, thread=key("thread"), internal=key("internal"), roll=key("roll"))


def narrow_keys(secret: bytes, *, before: EpochKeys, instance: bytes, case: bytes) -> EpochKeys:
    """Derive the keys of a narrow epoch from its secret together with the keys before.

    Returns:
        Keys numbered one more than `before`; without the internal key where that was missing.

    """
    number = before.number + 1

    def key(use: str, key_before: bytes) -> bytes:
        label = contexts.encode("narrow epoch", instance=instance, case=case, epoch=number, use=use)
        both = wire.exactly(secret, KEY_SIZE) + wire.exactly(key_before, KEY_SIZE)
        return derive(both, context=label)

    return EpochKeys(
        number,
        thread=key("thread", before.thread),
        internal=None if before.internal is None else key("internal", before.internal),
        roll=key("roll", before.thread),
    )


def seal_chest(
    before: Sequence[EpochKeys], *, keys: EpochKeys, instance: bytes, case: bytes
) -> Chest:
    """Seal the thread and internal keys of every epoch before under the keys of this one.

    Args:
        before: epochs 0 to `keys.number` - 1 in order, each with its internal key.
        keys: of the new, full epoch.
        instance: 16 bytes.
        case: 16 bytes.

    """
    if [epoch.number for epoch in before] != list(range(keys.number)):
        raise ValueError("a chest holds the keys of every epoch before, in order")
    return Chest(
        thread=_seal_keys(
            [epoch.thread for epoch in before],
            keys.thread,
            context=_chest("thread", instance=instance, case=case, number=keys.number),
        ),
        internal=_seal_keys(
            [epoch.internal for epoch in before],
            keys.internal,
            context=_chest("internal", instance=instance, case=case, number=keys.number),
        ),
    )


@silent(EpochRefused)
def open_thread_chest(
    sealed: bytes, *, thread_key: bytes, instance: bytes, case: bytes, number: int
) -> dict[int, bytes]:
    """Return the thread keys of epochs 0 to `number` - 1.

    Raises:
        EpochRefused: not the chest of this epoch, or damaged.

    """
    label = _chest("thread", instance=instance, case=case, number=number)
    return _open_keys(sealed, thread_key, context=label, count=number)


@silent(EpochRefused)
def open_internal_chest(
    sealed: bytes, *, internal_key: bytes, instance: bytes, case: bytes, number: int
) -> dict[int, bytes]:
    """Return the internal keys of epochs 0 to `number` - 1.

    Raises:
        EpochRefused: not the chest of this epoch, or damaged.

    """
    label = _chest("internal", instance=instance, case=case, number=number)
    return _open_keys(sealed, internal_key, context=label, count=number)


def _chest(room: str, *, instance: bytes, case: bytes, number: int) -> bytes:
    return contexts.encode("chest", instance=instance, case=case, epoch=number, room=room)


def _seal_keys(earlier: Sequence[bytes | None], key: bytes | None, *, context: bytes) -> bytes:
    if key is None or None in earlier:
        raise ValueError("a chest needs the internal keys")
    held = [wire.exactly(one, KEY_SIZE) for one in earlier if one is not None]
    return sealing.seal(key, b"".join(held), context=context)


def _open_keys(sealed: bytes, key: bytes, *, context: bytes, count: int) -> dict[int, bytes]:
    reader = wire.Reader(sealing.open_sealed(key, sealed, context=context))
    earlier = {number: reader.take(KEY_SIZE) for number in range(count)}
    reader.end()
    return earlier


def seal_roll(
    places: Mapping[bytes, Place], *, keys: EpochKeys, instance: bytes, case: bytes
) -> bytes:
    """Seal who holds a real slot, with an entry of equal size for everyone enrolled.

    Args:
        places: account id to "none", "recipient" or "standby", for every enrolled handler.
        keys: of the epoch, with the roll key.
        instance: 16 bytes.
        case: 16 bytes.

    """
    if keys.roll is None:
        raise ValueError("without the roll key there is no roll")
    entries = [
        wire.exactly(account, contexts.ID_SIZE) + _PLACES.index(places[account]).to_bytes(1, "big")
        for account in sorted(places)
    ]
    label = contexts.encode("roll", instance=instance, case=case, epoch=keys.number)
    return sealing.seal(keys.roll, b"".join(entries), context=label, at_least=_ROLL_AT_LEAST)


@silent(EpochRefused)
def open_roll(
    sealed: bytes, *, roll_key: bytes, instance: bytes, case: bytes, number: int
) -> dict[bytes, Place]:
    """Return everyone's place; believe it only when the record lists `roll_digest(sealed)`.

    Raises:
        EpochRefused: not the roll of this epoch, damaged, out of order or with an unknown place.

    """
    label = contexts.encode("roll", instance=instance, case=case, epoch=number)
    reader = wire.Reader(sealing.open_sealed(roll_key, sealed, context=label))
    entries = reader.all(lambda one: (one.take(contexts.ID_SIZE), one.choice(_PLACES)))
    accounts = [account for account, _ in entries]
    if accounts != sorted(set(accounts)):
        raise EpochRefused
    return dict(entries)


def roll_digest(sealed: bytes) -> bytes:
    """Return the 32 bytes under which an epoch's record lists its roll."""
    label = contexts.encode("roll digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(sealed, context=label)
