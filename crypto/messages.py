"""Items: everything that is said in a case, sealed, with a signature inside.

FORMAT.md §9. An item lies in the *thread* (reporter and readers) or is *internal* (readers only).
Its place, number and epoch are bound into the seal and into the signature, so an item that is
moved, repeated or renumbered is refused. Whoever can open a room could write in it, hence the
signature: the reporter's by the receipt's signing key; what handlers write in the thread by the
epoch's signing key, which tells her that it comes from a reader without telling her which; all
internal items by the handler's own. A handler's name for something said in the thread is an
internal item beside it. Which items a case has is said by the records: `record.Record.items`.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

from crypto import context as contexts
from crypto import keys, sealing, wire
from crypto.errors import ItemRefused, silent

Room = Literal["thread", "internal"]

REPORTER: Final = b"reporter"
EPOCH: Final = b"epoch"


@dataclass(frozen=True, slots=True)
class SignedItem:
    """An item as it was found; `check_author` judges whether `by` wrote it."""

    by: bytes
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    context: bytes = field(repr=False)


def seal_item(
    body: bytes,
    *,
    key: bytes,
    by: bytes,
    signer: keys.Signer,
    instance: bytes,
    case: bytes,
    epoch: int,
    room: Room,
    item: bytes,
    sequence: int,
    at_least: int = sealing.SMALLEST_BUCKET,
) -> bytes:
    """Sign and seal one item of a case.

    Args:
        body: what is said.
        key: the epoch's thread or internal key, as `room` says.
        by: `REPORTER`, `EPOCH` or a handler's account id.
        signer: of whoever `by` names.
        instance: 16 bytes.
        case: 16 bytes.
        epoch: number of the epoch sealed under.
        room: "thread" or "internal".
        item: 16 random bytes, the item's id.
        sequence: the item's number within the case.
        at_least: smallest bucket, in bytes; 4,096 for header and facts.

    """
    place = _place(
        instance=instance, case=case, epoch=epoch, room=room, item=item, sequence=sequence
    )
    signature = signer.sign(body, context=_said(place, by=by))
    signed = wire.sized(by) + wire.sized(body) + signature
    return sealing.seal(key, signed, context=place, at_least=at_least)


@silent(ItemRefused)
def open_item(
    sealed: bytes,
    *,
    key: bytes,
    instance: bytes,
    case: bytes,
    epoch: int,
    room: Room,
    item: bytes,
    sequence: int,
) -> SignedItem:
    """Open an item; nobody is its author before `check_author` has passed.

    Raises:
        ItemRefused: not this item in this place, or damaged.

    """
    place = _place(
        instance=instance, case=case, epoch=epoch, room=room, item=item, sequence=sequence
    )
    reader = wire.Reader(sealing.open_sealed(key, sealed, context=place))
    by, body = reader.sized(), reader.sized()
    signature = reader.take(keys.SIGNATURE_SIZE)
    reader.end()
    return SignedItem(by=by, body=body, signature=signature, context=_said(place, by=by))


@silent(ItemRefused)
def check_author(opened: SignedItem, verify_key: bytes) -> None:
    """Insist that whom `opened.by` names wrote the item.

    Args:
        opened: from `open_item`.
        verify_key: of exactly that author: from the newest record (reporter, epoch) or the roster.

    Raises:
        ItemRefused: somebody else did.

    """
    keys.verify(verify_key, opened.signature, opened.body, context=opened.context)


@silent(ItemRefused)
def item_digest(sealed: bytes) -> bytes:
    """Return the 32 bytes under which an epoch's record lists this item."""
    label = contexts.encode("item digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(sealed, context=label)


def _place(
    *, instance: bytes, case: bytes, epoch: int, room: Room, item: bytes, sequence: int
) -> bytes:
    return contexts.encode(
        "item",
        instance=instance,
        case=case,
        epoch=epoch,
        room=room,
        item=item,
        sequence=sequence,
    )


def _said(place: bytes, *, by: bytes) -> bytes:
    return contexts.encode("item signature", instance=contexts.NO_INSTANCE, place=place, by=by)
