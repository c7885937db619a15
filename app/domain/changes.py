"""What two handlers of different tiers must sign, and which two may (P7, CONFLICTS §1, T10).

Whatever adds a reader or takes a conflict away waits for two, whether or not there is a case. A new
list of readers is signed as a list (`crypto/roster.py`); here is all the rest: an entry of the
directory that was wrong, a declaration withdrawn, an account given a new start.

1. A handler on the roster may sign who is not concerned, and in nobody's line who is.
2. Two of different tiers are enough, if neither stands in the other's line.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any, Literal, Self

from app.domain import errors, lines
from app.domain.people import Directory, Line, Name
from app.domain.routing import Member

Kind = Literal[
    "strike name", "strike line", "reset", "administrator", "administrator leaves", "withdraw",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One change that waits.

    `by` is the account that asks for it, as hex. `concerns` are the people it is about. `what` says
    the rest in plain strings, by kind: `person`, `kind` and `text` of a name; `person`, `boss`,
    `kind` and `since` of a line; `account` and `invitation` of a reset; and so on.
    """

    kind: Kind
    by: str
    concerns: tuple[str, ...]
    what: Mapping[str, str]
    on: date

    def to_bytes(self) -> bytes:
        """Return the one canonical form."""
        plain = [self.kind, self.by, list(self.concerns), dict(self.what), self.on.isoformat()]
        return json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what `to_bytes` gave."""
        kind, by, concerns, what, on = json.loads(raw)
        return cls(kind, by, tuple(concerns), what, date.fromisoformat(on))


def may_sign(change: Change, person: str, *, directory: Directory, today: date) -> bool:
    """Say whether a handler who is this person may sign: not about herself, nor her own line."""
    return not any(
        one == person or lines.in_conflict(directory, person, one, today=today)
        for one in change.concerns
    )


def is_enough(signers: Iterable[Member], *, directory: Directory, today: date) -> bool:
    """Say whether two of these are of different tiers and not in each other's line."""
    return any(
        one.tier != other.tier
        and not lines.in_conflict(directory, one.person, other.person, today=today)
        for one, other in combinations(signers, 2)
    )


def name_struck(change: Change, directory: Directory) -> tuple[Directory, Name]:
    """Return the directory without the name, and the name. Raises `errors.NotFound`."""
    person = directory.people.get(change.what["person"])
    wanted = (change.what["kind"], change.what["text"])
    found = [one for one in person.names if (one.kind, one.text) == wanted] if person else []
    if person is None or not found:
        raise errors.NotFound
    kept = tuple(one for one in person.names if one not in found)
    people = {**directory.people, person.id: replace(person, names=kept)}
    return _next(directory, people=people), found[0]


def line_struck(change: Change, directory: Directory) -> tuple[Directory, Line]:
    """Return the directory without the line, and the line. Raises `errors.NotFound`."""
    found = [one for one in directory.lines if line_key(one) == change.what]
    if not found:
        raise errors.NotFound
    kept = tuple(one for one in directory.lines if one is not found[0])
    return _next(directory, lines=kept), found[0]


def line_key(line: Line) -> dict[str, str]:
    """Return what names one line among all, in plain strings."""
    since = line.since.isoformat()
    return {"person": line.person, "boss": line.boss, "kind": line.kind, "since": since}


def _next(directory: Directory, **changed: Any) -> Directory:  # noqa: ANN401 - fields of it
    fields: dict[str, Any] = {"people": directory.people, "lines": directory.lines, **changed}
    return Directory(version=directory.version + 1, **fields)
