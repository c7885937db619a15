"""What is known of an organisation and of one report, as plain facts: the oracle's only input.

Nothing here comes from the product. A person is an id; a handler is the person he is. Roles and
answers are those of the reporter's pages (DESIGN §7).
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

EXCLUDING = frozenset({"C1", "C2", "C3", "C4", "C5", "C6", "C8", "C10", "C11", "C12", "C13"})


@dataclasses.dataclass(frozen=True)
class Was:
    """Something that is so, or was until an import was recorded that took it away."""

    value: Any
    removed_on: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody of the organisation; a rank of 0 is the board. The first of each is today's."""

    id: str
    words: frozenset[str] = frozenset()
    entity: str = ""
    units: tuple[Was, ...] = ()
    ranks: tuple[Was, ...] = ()
    functions: tuple[Was, ...] = ()
    paid_by_result: bool = False


@dataclasses.dataclass(frozen=True)
class Line:
    """`lower` answers to `upper` (solid, dotted) or stands in for him or assists him (deputy)."""

    kind: str
    lower: str
    upper: str
    begins: dt.date
    removed_on: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Tie:
    """What a handler declared about a person or a firm.

    Of the kinds "near" and "far" (kin), "interest", "dispute" (that he began) and "answered" (that
    the other began, on the day `since`) exclude; others only warn.
    """

    handler: str
    other: str
    kind: str
    since: dt.date = dt.date.min


@dataclasses.dataclass(frozen=True)
class Statement:
    """What the reporter said at one time, with the answers she gave then.

    `typed` are the names of the first page, each as its words. `texts` are the names in her words,
    each as the people whom it fits; `bodies` the bodies her words name. `answers`: person ->
    "only mentioned" or "somebody else"; `not_them`: bodies that are not accused.
    """

    category: str = "other"
    unit: str = ""
    about: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    boss: str = ""
    vetoes: frozenset[str] = frozenset()
    typed: tuple[frozenset[str], ...] = ()
    texts: tuple[frozenset[str], ...] = ()
    bodies: frozenset[str] = frozenset()
    answers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_them: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Policy:
    """The numbers of the policy; `quorums` by tier from 1; `excluding`: grounds that shut out."""

    quorums: tuple[int, ...]
    top: int = 2
    months: int = 24
    small_unit: int = 5
    excluding: frozenset[str] = EXCLUDING


@dataclasses.dataclass(frozen=True)
class Facts:
    """Everything that is known on the day `today`.

    `handlers`: person -> tier. `came_on`: the day of her first words. `put_on_record` (recusals,
    what handlers enter: C1, C2, C6 …) and `lifted` join a handler, or for C1 anybody, with a
    ground.
    """

    today: dt.date
    people: Mapping[str, Person]
    lines: tuple[Line, ...]
    handlers: Mapping[str, int]
    policy: Policy
    said: tuple[Statement, ...]
    came_on: dt.date = dt.date.max
    ties: frozenset[Tie] = frozenset()
    put_on_record: frozenset[tuple[str, str]] = frozenset()
    lifted: frozenset[tuple[str, str]] = frozenset()
    administrators: frozenset[str] = frozenset()
    last_seen: Mapping[str, dt.date] = dataclasses.field(default_factory=dict)
    overdue: bool = False
    handed_up: bool = False
