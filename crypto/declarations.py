"""Declarations: what a handler has declared, sealed to himself and to every auditor.

FORMAT.md §19. One document a handler, of one length for all, whatever is in it and whether anything
is (P3). It is signed by its owner: whoever can write to the database holds the public keys that it
is sealed to, and could otherwise put words into a mouth.
"""

from dataclasses import dataclass
from typing import Final

from crypto import context as contexts
from crypto import keys, letters, sealing
from crypto.errors import DeclarationRefused, silent

BUCKET: Final = 16 * 1024


def seal_declaration(
    body: bytes,
    *,
    owner: bytes,
    identity: keys.Identity,
    auditors: letters.Readers,
    instance: bytes,
) -> bytes:
    """Sign a declaration and seal it to its owner and to every auditor.

    Args:
        body: all that this person has declared.
        owner: the person's account, 16 bytes.
        identity: the person's keys.
        auditors: account id and public keys of each; there may be none yet.
        instance: 16 bytes.

    Raises:
        ValueError: it does not fit into 16 KiB.

    """
    sealed = letters.seal(
        body,
        readers=[(owner, identity.public), *auditors],
        by=owner,
        signer=identity.signer,
        place=_Place(instance, owner),
        at_least=BUCKET,
    )
    if len(sealed) != sealed_size(auditors=len(auditors)):
        raise ValueError("a declaration does not fit")
    return sealed


def sealed_size(*, auditors: int) -> int:
    """Return how long every sealed declaration is when there are so many auditors."""
    return letters.overhead(readers=1 + auditors) + sealing.OVERHEAD + BUCKET


@silent(DeclarationRefused)
def open_declaration(
    sealed: bytes,
    *,
    owner: bytes,
    verify_key: bytes,
    identity: keys.Identity,
    reader: bytes,
    instance: bytes,
) -> bytes:
    """Open a declaration as its owner or as an auditor.

    Args:
        sealed: what is stored for `owner`.
        owner: the account whose declaration it is.
        verify_key: of the owner, from the roster.
        identity: the reader's keys.
        reader: the reader's account.
        instance: 16 bytes.

    Raises:
        DeclarationRefused: not sealed to this reader, not this owner's, not signed by the owner, or
            damaged.

    """
    place = _Place(instance, owner)
    letter = letters.open_as(sealed, identity=identity, reader=reader, place=place)
    if letter.by != owner:
        raise DeclarationRefused
    letters.check_author(letter, verify_key)
    return letter.body


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose declaration it is."""

    instance: bytes
    owner: bytes

    def grant(self, reader: bytes) -> bytes:
        return contexts.encode(
            "declaration grant", instance=self.instance, account=self.owner, reader=reader
        )

    def letter(self, wrapped: bytes) -> bytes:
        return contexts.encode(
            "declaration", instance=self.instance, account=self.owner, grants=wrapped
        )

    def signature(self, place: bytes, by: bytes) -> bytes:
        return contexts.encode(
            "declaration signature", instance=contexts.NO_INSTANCE, place=place, by=by
        )
