"""What an item of a case says, by kind: which fields, of which type, from whom.

An item that is well sealed and signed may still be nonsense: a reporter holds the keys of her own
thread, and one who owns the database can write into it by hand. What does not fit this table is no
item (P12). Only handlers tell a status after the first, so no reporter closes a case.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.cards import WHATS
from app.domain.cases import CATEGORIES, STATUSES, Said
from crypto import messages

Body = Mapping[str, Any]
_Check = Callable[[Any], object]


def _text(value: object) -> None:
    if not isinstance(value, str):
        raise TypeError


def _flag(value: object) -> None:
    if not isinstance(value, bool):
        raise TypeError


def _number(value: object) -> None:
    if not isinstance(value, int):
        raise TypeError


def _table(value: object) -> None:
    if not isinstance(value, dict):
        raise TypeError


def _day_or_none(value: str | None) -> object:
    return value is None or date.fromisoformat(value)


def _text_or_none(value: object) -> None:
    if value is not None:
        _text(value)


_SAID_ON: dict[str, _Check] = {"text": _text, "on": date.fromisoformat}
_FIELDS: dict[str, dict[str, _Check]] = {
    "message": _SAID_ON,
    "note": _SAID_ON,
    "reason": _SAID_ON,
    "declaration": _SAID_ON,
    "recusal": _SAID_ON | {"liftable_by": ("nobody", "two").index},
    "handed up": _SAID_ON,
    "card": _SAID_ON | {"what": WHATS.index, "person": _text, "ground": _text, "meant": _text},
    "signature": _SAID_ON | {"card": bytes.fromhex},
    "notice": _SAID_ON | {"what": WHATS.index, "card": bytes.fromhex},
    "objection": _SAID_ON | {"card": bytes.fromhex},
    "author": {"of": _number, "said": _table},
    "status": {
        "status": STATUSES.index,
        "on": date.fromisoformat,
        "next_on": _day_or_none,
        "next_what": _text_or_none,
    },
    "header": {
        "category": CATEGORIES.index,
        "received_on": date.fromisoformat,
        "release_on": _day_or_none,
        "danger": _flag,
        "jurisdiction": _text,
    },
}
_HERS: dict[str, _Check] = {
    "said": Said.from_dict,
    "where": _text,
    "when": _text,
    "release_on": _day_or_none,
}
_IN_THREAD = frozenset({"message", "status", "notice", "objection"})
_HERS_ALONE = frozenset({"header", "objection"})
_ONCE = frozenset({"header", "status"})


def fits(body: object, *, by: bytes, room: messages.Room, epoch: int) -> bool:
    """Say whether a body is what an item of its kind must be, in this room and from this hand."""
    try:
        return _fits(body, by=by, room=room, epoch=epoch)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _fits(body: Any, *, by: bytes, room: messages.Room, epoch: int) -> bool:  # noqa: ANN401
    kind = body["kind"]
    is_hers = by == messages.REPORTER
    if (kind in _IN_THREAD) != (room == "thread"):
        return False
    if is_hers and (kind not in {"message", "objection", *_ONCE} or (kind in _ONCE and epoch != 0)):
        return False
    if kind in _HERS_ALONE and not is_hers:
        return False
    fields = _FIELDS[kind] | (_HERS if is_hers and kind == "message" else {})
    for name, check in fields.items():
        check(body[name])
    return True
