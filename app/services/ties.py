"""The table of ties: believed as it is, or nobody is clean (P12, T21).

1. It counts if it opens under the secret that lies outside the database, under its own number, and
   if that number is not older than the newest seen; at the same number it has to be the same bytes.
2. A tag deleted by SQL, an older table put back, another number: nothing is sealed until the table
   agrees again, and staff are told (`ALARM`).
3. Somebody declared as an outsider may stand in the directory, today or later: a tie to a name is
   one to every person of that name.
4. It is written whole, at every change, filled up for everybody enrolled (P3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from sqlalchemy.orm import Session

from app.domain import declarations, errors, firms, mentions
from app.domain.declarations import Tie, TieKind
from app.services.instance import Instance
from app.store import declarations as stored
from crypto import ties
from crypto.errors import TiesRefused

ALARM = "ties"
_MOST_REMEMBERED = 4096
_EMPTY = ties.Table({}, {})
_NONE: frozenset[Tie] = frozenset()
_NOBODY: frozenset[str] = frozenset()


class Held:
    """Ties that are believed; what was asked once is remembered."""

    def __init__(
        self, keys: ties.Keys, table: ties.Table, known_as: Mapping[str, frozenset[str]]
    ) -> None:
        self._keys = keys
        self._marks = table.marks
        self._known_as = known_as
        self._asked: dict[str, dict[str, frozenset[Tie]]] = {}

    def between(self, handler: str, others: Iterable[str]) -> frozenset[Tie]:
        """Return the ties between a handler and any of these people and firms."""
        return _NONE.union(*(self._with(handler, other) for other in others))

    def _with(self, handler: str, other: str) -> frozenset[Tie]:
        asked = self._asked.get(other)
        if asked is None:
            if len(self._asked) >= _MOST_REMEMBERED:
                self._asked.clear()
            asked = self._asked[other] = {}
        if handler not in asked:
            asked[handler] = frozenset(self._found(handler, other)) or _NONE
        return asked[handler]

    def _found(self, handler: str, other: str) -> Iterable[Tie]:
        for one, kind in product((other, *self._known_as.get(other, ())), TieKind):
            day = self._keys.since(self._marks, handler=handler, other=one, kind=kind.value)
            if day is not None:
                yield Tie(kind, date.fromordinal(day))


@dataclass(frozen=True, slots=True)
class Believed:
    """What decisions ask: the ties, and the firms that they speak of."""

    held: declarations.Ties = field(repr=False)
    named: firms.Index = field(repr=False)
    alarms: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether the table can be believed."""
        return not self.alarms


def keys(inst: Instance) -> ties.Keys:
    """Give the keys of this instance's ties."""
    if "tie keys" not in inst.memory:
        made = ties.Keys.from_secret(inst.secrets.ties, instance=inst.id)
        inst.memory["tie keys"] = made
    held: ties.Keys = inst.memory["tie keys"]
    return held


def believed(inst: Instance, session: Session, index: mentions.Index) -> Believed:
    """Give the ties that count; where the table cannot be believed, ties that decide nobody.

    `index` finds the people of the directory who bear a name that was declared as an outsider's.
    """
    try:
        _, table = read(inst, session)
    except errors.Doubtful:
        return Believed(declarations.UNBELIEVABLE, firms.Index({}), (ALARM,))
    named = firms.Index({firm.hex(): names for firm, names in table.firms.items()})
    return Believed(Held(keys(inst), table, _known_as(table, index)), named)


def _known_as(table: ties.Table, index: mentions.Index) -> Mapping[str, frozenset[str]]:
    """Give the outsiders whom each person of the directory may be, by full name."""
    found: dict[str, frozenset[str]] = {}
    for firm, names in table.firms.items():
        for mention in index.find("\n".join(names), where="names"):
            for person in mention.people if mention.how == "name" else ():
                found[person] = found.get(person, _NOBODY) | {firm.hex()}
    return found


def read(inst: Instance, session: Session) -> tuple[int, ties.Table]:
    """Give number and content of the table. Raises `errors.Doubtful` if it cannot be believed."""
    seen, digest = inst.secrets.remembered(ALARM)
    row = stored.newest_ties(session)
    if row is None:
        if seen:
            raise errors.Doubtful
        return 0, _EMPTY
    number, sealed = row
    try:
        table = keys(inst).open(sealed, number=number)
    except TiesRefused:
        raise errors.Doubtful from None
    found = keys(inst).digest(sealed, number=number)
    if number < seen or (number == seen and found != digest):
        raise errors.Doubtful
    inst.secrets.remember(ALARM, number, found)
    return number, table


def write(
    inst: Instance, session: Session, *, number: int, real: ties.Marks, firms: ties.Firms, room: int
) -> None:
    """Put down the next table after `number`, with room for so many handlers."""
    held = keys(inst)
    table = ties.Table(held.filled(real, handlers=room), firms)
    sealed = held.seal(table, number=number + 1)
    stored.replace_ties(session, number=number + 1, sealed=sealed)
