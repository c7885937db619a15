"""Letters: a signed text that several people open, each by a grant of its own.

FORMAT.md §16 and §19: a row of the register and a declaration are letters. The text is sealed under
a fresh key, which is wrapped to each reader; all grants are bound into the seal, so that a reader
who is cut out is noticed by the others. What a letter is bound to is said by its `Place`; whoever
opens one turns every refusal into that of its family.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crypto import context as contexts
from crypto import grants, keys, sealing, wire
from crypto.errors import SlotRefused

Readers = Sequence[tuple[bytes, keys.PublicKeys]]


class Place(Protocol):
    """The contexts of one letter."""

    def grant(self, reader: bytes) -> bytes:
        """Return what the key wrapped to this reader is for."""

    def letter(self, wrapped: bytes) -> bytes:
        """Return what the seal is for; `wrapped` are all the grants."""

    def signature(self, place: bytes, by: bytes) -> bytes:
        """Return what the signature is for; `place` is what the seal is for."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was found; `check_author` judges whether `by` wrote it."""

    by: bytes
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    context: bytes = field(repr=False)


def seal(
    body: bytes,
    *,
    readers: Readers,
    by: bytes,
    signer: keys.Signer,
    place: Place,
    at_least: int = sealing.SMALLEST_BUCKET,
) -> bytes:
    """Sign a text and seal it to every reader, at least one and each of them once."""
    if not readers or len(dict(readers)) != len(readers):
        raise ValueError("a letter needs a reader, an auditor for one, and each of them once")
    key = secrets.token_bytes(keys.KEY_SIZE)
    wrapped = b"".join(
        wire.exactly(reader, contexts.ID_SIZE)
        + grants.wrap(key, public, context=place.grant(reader))
        for reader, public in sorted(readers, key=lambda one: one[0])
    )
    here = place.letter(wrapped)
    signature = signer.sign(body, context=place.signature(here, by))
    signed = wire.sized(by) + wire.sized(body) + signature
    return wire.sized(wrapped) + sealing.seal(key, signed, context=here, at_least=at_least)


def open_as(sealed: bytes, *, identity: keys.Identity, reader: bytes, place: Place) -> Letter:
    """Open a letter as one of its readers.

    Raises:
        CryptoError: not sealed to this reader, not this letter in this place, or damaged.
        ValueError: malformed.

    """
    container = wire.Reader(sealed)
    wrapped = container.sized()
    here = place.letter(wrapped)
    key = grants.unwrap(_grant(wrapped, reader), identity, context=place.grant(reader))
    signed = wire.Reader(sealing.open_sealed(key, container.rest(), context=here))
    by, body = signed.sized(), signed.sized()
    signature = signed.take(keys.SIGNATURE_SIZE)
    signed.end()
    return Letter(by=by, body=body, signature=signature, context=place.signature(here, by))


def check_author(letter: Letter, verify_key: bytes) -> None:
    """Insist that whom `letter.by` names wrote it. Raises `SignatureRefused`."""
    keys.verify(verify_key, letter.signature, letter.body, context=letter.context)


def overhead(*, readers: int) -> int:
    """Return how many bytes the grants of a letter take, beside its seal."""
    return wire.LENGTH_SIZE + readers * (contexts.ID_SIZE + grants.SLOT_SIZE)


def _grant(wrapped: bytes, reader: bytes) -> bytes:
    held = wire.Reader(wrapped).all(
        lambda one: (one.take(contexts.ID_SIZE), one.take(grants.SLOT_SIZE))
    )
    readers = [each for each, _ in held]
    if readers != sorted(set(readers)) or reader not in readers:
        raise SlotRefused
    return dict(held)[reader]
