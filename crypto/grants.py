"""Slots: the secret of a case, sealed to one person; and fillers, sealed to nobody.

FORMAT.md §6, promises P2, P3, P10. A real slot and a filler are the same construction (HPKE,
RFC 9180, base mode, KEM X-Wing), the same length and the same work. A filler seals 32 random bytes
to a key pair made for it and forgotten: random bytes instead would be told apart, because the
coefficients of an ML-KEM ciphertext are not uniform and an X25519 key has its top bit clear.

`info` binds a slot to instance, case, epoch, person and the digest of the recipient's public keys,
so a slot that is copied to another row opens for nobody. HPKE proves who can open, never who
sealed: that is what `records` are for.
"""

import secrets
from typing import Final

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

from crypto import context as contexts
from crypto import keys, wire
from crypto.errors import SlotRefused, silent

SECRET_SIZE: Final = 32
ENCAPSULATION_SIZE: Final = 1120
SLOT_SIZE: Final = ENCAPSULATION_SIZE + SECRET_SIZE + 16

_SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def wrap(secret: bytes, recipient: keys.PublicKeys, *, context: bytes) -> bytes:
    """Seal a 32-byte secret to a person's public keys; 1,168 bytes."""
    exact = wire.exactly(secret, SECRET_SIZE)
    info = _info(recipient, context=context)
    return _SUITE.encrypt(exact, recipient.encapsulation_key(), info=info)


@silent(SlotRefused)
def unwrap(wrapped: bytes, identity: keys.Identity, *, context: bytes) -> bytes:
    """Open what `wrap` sealed to this person in this context.

    Raises:
        SlotRefused: it was not.

    """
    info = _info(identity.public, context=context)
    exact = wire.exactly(wrapped, SLOT_SIZE)
    return _SUITE.decrypt(exact, identity.decapsulation_key, info=info)


def _info(recipient: keys.PublicKeys, *, context: bytes) -> bytes:
    return contexts.encode(
        "wrap", instance=contexts.NO_INSTANCE, context=context, recipient=recipient.digest()
    )


def real_slot(
    secret: bytes,
    recipient: keys.PublicKeys,
    *,
    instance: bytes,
    case: bytes,
    epoch: int,
    person: bytes,
) -> bytes:
    """Seal the case secret of an epoch to somebody who may read the case.

    Makes, and forgets, a key pair that it does not need: a filler needs one, and the time a
    submission takes must not tell its sender how many fillers it had.
    """
    _discarded()
    return wrap(
        secret, recipient, context=_slot(instance=instance, case=case, epoch=epoch, person=person)
    )


def filler_slot(*, instance: bytes, case: bytes, epoch: int, person: bytes) -> bytes:
    """Make the slot of somebody who must not read the case: it opens for nobody, ever."""
    return wrap(
        secrets.token_bytes(SECRET_SIZE),
        _discarded(),
        context=_slot(instance=instance, case=case, epoch=epoch, person=person),
    )


@silent(SlotRefused)
def open_slot(
    slot: bytes,
    identity: keys.Identity,
    *,
    instance: bytes,
    case: bytes,
    epoch: int,
    person: bytes,
) -> bytes:
    """Return the case secret of an epoch.

    Raises:
        SlotRefused: a filler, or a slot of another person, epoch, case or instance, or damaged.

    """
    return unwrap(
        slot, identity, context=_slot(instance=instance, case=case, epoch=epoch, person=person)
    )


def reporter_slot(
    thread_key: bytes, receipt_public: keys.PublicKeys, *, instance: bytes, case: bytes, epoch: int
) -> bytes:
    """Seal the thread key of an epoch, not its secret, to the receipt's public keys."""
    label = contexts.encode("reporter slot", instance=instance, case=case, epoch=epoch)
    return wrap(thread_key, receipt_public, context=label)


@silent(SlotRefused)
def open_reporter_slot(
    slot: bytes, identity: keys.Identity, *, instance: bytes, case: bytes, epoch: int
) -> bytes:
    """Return the thread key of an epoch.

    Raises:
        SlotRefused: not sealed to this receipt, or of another epoch, case or instance, or damaged.

    """
    label = contexts.encode("reporter slot", instance=instance, case=case, epoch=epoch)
    return unwrap(slot, identity, context=label)


def slot_digest(slot: bytes) -> bytes:
    """Return the 32 bytes under which an epoch's record lists this slot."""
    label = contexts.encode("slot digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(slot, context=label)


def _slot(*, instance: bytes, case: bytes, epoch: int, person: bytes) -> bytes:
    return contexts.encode("slot", instance=instance, case=case, epoch=epoch, person=person)


def _discarded() -> keys.PublicKeys:
    """Make key pairs, forget the private halves, return the public ones.

    One for each filler: were one shared, whoever held on to it could tell every filler.
    """
    lattice = mlkem.MLKEM768PrivateKey.generate().public_key().public_bytes_raw()
    curve = x25519.X25519PrivateKey.generate().public_key().public_bytes_raw()
    return keys.PublicKeys(kem=lattice + curve, verify=secrets.token_bytes(32))
