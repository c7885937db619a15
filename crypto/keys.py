"""A person's keys, key derivation and signatures.

FORMAT.md §4. From a 32-byte seed come an X-Wing key pair (ML-KEM-768 with X25519, expanded exactly
as the X-Wing draft does) that slots are sealed to, and an Ed25519 pair for signing under a label of
its own. Wrapping is hybrid post-quantum (P10): a copy of the database kept until ML-KEM or X25519
is broken, but not both, opens nothing. Signatures are classical: forging one later helps nobody,
because a forger needs a reader who believes it today.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import context as contexts
from crypto import wire
from crypto.errors import KeysRefused, SignatureRefused, silent

KEY_SIZE: Final = 32
SIGNATURE_SIZE: Final = 64
MLKEM_PUBLIC_SIZE: Final = 1184
KEM_PUBLIC_SIZE: Final = MLKEM_PUBLIC_SIZE + 32
PUBLIC_KEYS_SIZE: Final = KEM_PUBLIC_SIZE + 32

_MLKEM_SEED_SIZE: Final = 64
_FINGERPRINT_GROUPS: Final = 12

_P: Final = 2**255 - 19
# The u-coordinates of small order on Curve25519 and its twist, and the y-coordinates of small
# order on edwards25519. A shared secret with one of the former is all zero (every seal to it would
# fail, so one such key on the roster would close the portal); under one of the latter a single
# signature is good for every message, so its owner could deny whatever he signed.
_X25519_SMALL: Final = frozenset({
    0,
    1,
    _P - 1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
})  # fmt: skip
_ED25519_SMALL: Final = frozenset({
    0,
    1,
    _P - 1,
    2707385501144840649318225287225658788936804267575313519463743609750303402022,
    _P - 2707385501144840649318225287225658788936804267575313519463743609750303402022,
})  # fmt: skip


def derive(
    secret: bytes, *, context: bytes, size: int = KEY_SIZE, salt: bytes | None = None
) -> bytes:
    """Derive `size` bytes from a secret by HKDF-SHA256 (RFC 5869) for one use alone."""
    return HKDF(algorithm=hashes.SHA256(), length=size, salt=salt, info=context).derive(secret)


def new_seed() -> bytes:
    """Return 32 fresh random bytes from which a person's keys follow."""
    return secrets.token_bytes(KEY_SIZE)


class Signer:
    """An Ed25519 signing key (RFC 8032) that shows only its public half."""

    __slots__ = ("_key", "public")

    def __init__(self, key: ed25519.Ed25519PrivateKey) -> None:
        self._key = key
        self.public: Final = key.public_key().public_bytes_raw()

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Derive the signing key from a 32-byte seed under a label of its own."""
        label = contexts.encode("signing key", instance=contexts.NO_INSTANCE)
        raw = derive(wire.exactly(seed, KEY_SIZE), context=label)
        return cls(ed25519.Ed25519PrivateKey.from_private_bytes(raw))

    def sign(self, message: bytes, *, context: bytes) -> bytes:
        """Sign a message as said in this context and in no other; 64 bytes."""
        return self._key.sign(wire.sized(context) + message)


def verify(public: bytes, signature: bytes, message: bytes, *, context: bytes) -> None:
    """Insist that `public` signed this message in this context.

    Returns nothing rather than a boolean, so that forgetting to look at the answer cannot pass.

    Raises:
        SignatureRefused: it did not.

    """
    if not _is_signed(public, signature, wire.sized(context) + message):
        raise SignatureRefused


def _is_signed(public: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """Both public keys of a person: what is sealed to, and what signatures are judged by.

    Not in a repr: a receipt's public keys in a log would tie a report to a moment.
    """

    kem: bytes = field(repr=False)
    verify: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """Return ML-KEM-768, X25519 and Ed25519 public keys, 1,248 bytes."""
        return self.kem + self.verify

    @classmethod
    @silent(KeysRefused)
    def from_bytes(cls, raw: bytes) -> Self:
        """Read public keys that can be sealed to and that bind their owner.

        Raises:
            KeysRefused: wrong length, coefficients out of range, or a point of small order.

        """
        reader = wire.Reader(raw)
        public = cls(kem=reader.take(KEM_PUBLIC_SIZE), verify=reader.take(32))
        reader.end()
        public.encapsulation_key()
        _insist_on_order(public.kem[MLKEM_PUBLIC_SIZE:], small=_X25519_SMALL, sign_bit=False)
        _insist_on_order(public.verify, small=_ED25519_SMALL, sign_bit=True)
        return public

    def encapsulation_key(self) -> hpke.MLKEM768X25519PublicKey:
        """Return the key that slots are sealed to."""
        return hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(self.kem[:MLKEM_PUBLIC_SIZE]),
            x25519.X25519PublicKey.from_public_bytes(self.kem[MLKEM_PUBLIC_SIZE:]),
        )

    def digest(self) -> bytes:
        """Return 32 bytes that stand for these keys in contexts."""
        label = contexts.encode("public keys", instance=contexts.NO_INSTANCE)
        return contexts.digest(self.to_bytes(), context=label)

    def fingerprint(self) -> str:
        """Return twelve groups of four digits, for two people to compare aloud.

        10^48 is 2^159: nobody finds a second pair of keys with the same digits.
        """
        decimal = int.from_bytes(self.digest(), "big") % 10 ** (4 * _FINGERPRINT_GROUPS)
        digits = f"{decimal:0{4 * _FINGERPRINT_GROUPS}d}"
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _insist_on_order(raw: bytes, *, small: frozenset[int], sign_bit: bool) -> None:
    coordinate = int.from_bytes(raw, "little")
    if sign_bit:
        coordinate &= 2**255 - 1
    if coordinate >= _P or coordinate in small:
        raise ValueError("not canonical, or of small order")


class Identity:
    """A person's private keys; shows only the public ones, and never the seed."""

    __slots__ = ("decapsulation_key", "public", "signer")

    def __init__(
        self, *, decapsulation_key: hpke.MLKEM768X25519PrivateKey, signer: Signer, kem: bytes
    ) -> None:
        self.decapsulation_key: Final = decapsulation_key
        self.signer: Final = signer
        self.public: Final = PublicKeys(kem=kem, verify=signer.public)

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Derive both key pairs from a 32-byte seed.

        Source: draft-connolly-cfrg-xwing-kem, `expandDecapsulationKey`: SHAKE256(seed, 96) gives
        the 64-byte ML-KEM seed and the X25519 private key.
        """
        expanded = hashlib.shake_256(wire.exactly(seed, KEY_SIZE)).digest(_MLKEM_SEED_SIZE + 32)
        lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_SIZE])
        curve = x25519.X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_SIZE:])
        kem = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
        return cls(
            decapsulation_key=hpke.MLKEM768X25519PrivateKey(lattice, curve),
            signer=Signer.from_seed(seed),
            kem=kem,
        )
