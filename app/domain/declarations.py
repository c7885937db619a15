"""What handlers declare ahead of any case, and what follows from it: C4, C5 and C10.

A handler says to whom or to which firm he is tied, how, and since when. `RELATIONS` says what each
answer means: most make a *tie*, which takes him away from every report about that person or naming
that firm; some are kept for the auditors and take nobody away, because leaving people out can be a
weapon (CONFLICTS §1): a gift handed back, a small holding, a dispute that the other began later.

Ties are private grounds: they take members away without moving a case (CONFLICTS §3 step 3).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, Protocol, Self

from app.domain import deadlines, errors

MOST_TIES = 64
RENEW_AFTER_MONTHS = 12


class TieKind(StrEnum):
    """How a handler is tied, as far as a decision asks."""

    NEAR = "near"  # family to the second degree, household, close relation: C4, never lifted
    FAR = "far"  # family of the third and fourth degree: C4
    INTEREST = "interest"  # C5
    DISPUTE = "dispute"  # one that the handler began: C10
    ANSWERED = "answered"  # one that the other began: C10 if it began before the matter


# What can be declared; None takes nobody away.
RELATIONS: Mapping[str, TieKind | None] = MappingProxyType(
    {
        "family": TieKind.NEAR,
        "household": TieKind.NEAR,
        "close": TieKind.NEAR,
        "relative": TieKind.FAR,
        "holding": TieKind.INTEREST,
        "side-job": TieKind.INTEREST,
        "supplier": TieKind.INTEREST,
        "loan": TieKind.INTEREST,
        "gift": TieKind.INTEREST,
        "dispute": TieKind.DISPUTE,
        "dispute-theirs": TieKind.ANSWERED,
        "holding-small": None,
        "gift-returned": None,
    },
)


# Why somebody steps aside from one case, with the ground of CONFLICTS §1; who may lift it again.
ASIDE: Mapping[str, tuple[str, Literal["nobody", "two"]]] = MappingProxyType(
    {
        "prior": ("C6", "two"),
        "dispute": ("C10", "nobody"),
        "author": ("C13", "nobody"),
    },
)


def aside(chosen: str) -> tuple[str, Literal["nobody", "two"]]:
    """Return ground and who may lift it; without an answer nobody may."""
    return ASIDE.get(chosen, ("", "nobody"))


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie of a handler to somebody, and since when it has stood."""

    kind: TieKind
    since: date

    def counts(self, *, came_on: date) -> bool:
        """Say whether it takes him away from a report that came in on that day.

        A dispute that the other began counts if it began before the matter did. What is known of
        the matter is that it began before the report came in, and doubt excludes.
        """
        return self.kind is not TieKind.ANSWERED or self.since <= came_on


class Ties(Protocol):
    """Everybody's ties, as a decision asks for them."""

    def between(self, handler: str, others: Iterable[str]) -> frozenset[Tie]:
        """Return the ties between a handler and any of these people and firms.

        Raises `errors.Doubtful` when what is stored cannot be believed.
        """


class Nobodys:
    """No ties at all: where a question must not depend on any."""

    def between(self, handler: str, others: Iterable[str]) -> frozenset[Tie]:
        """Return nothing."""
        del handler, others
        return frozenset()


class Unbelievable:
    """Ties that cannot be believed: nobody is decided clean by them (P12, T21)."""

    def between(self, handler: str, others: Iterable[str]) -> frozenset[Tie]:
        """Raise `errors.Doubtful`, whoever is asked about."""
        del handler, others
        raise errors.Doubtful


NOBODYS = Nobodys()
UNBELIEVABLE = Unbelievable()

Why = Literal["self", "twice", "later", "full", "unknown"]


class NotDeclared(errors.Refused):
    """A declaration cannot be taken; `why` is a word for the form."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Declared:
    """One thing that a handler has declared.

    `other` is a person's id or a firm's, `name` what it is called, `also` what else it is called,
    `words` his own. A day of the year 1 is a day he did not know. `withdrawn`: two others agreed
    that it counts no more.
    """

    relation: str
    other: str = field(repr=False)
    name: str = field(repr=False)
    since: date
    words: str = field(repr=False)
    on: date
    also: tuple[str, ...] = field(default=(), repr=False)
    withdrawn: bool = False

    @property
    def tie(self) -> Tie | None:
        """The tie that follows, if any does."""
        kind = RELATIONS[self.relation]
        return Tie(kind, self.since) if kind else None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for the sealed document."""
        dates = {"since": self.since.isoformat(), "on": self.on.isoformat()}
        return {
            "relation": self.relation, "other": self.other, "name": self.name, "words": self.words,
            "also": list(self.also), "withdrawn": self.withdrawn, **dates,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read what `to_dict` gave."""
        dates = {name: date.fromisoformat(plain[name]) for name in ("since", "on")}
        return cls(**{**plain, **dates, "also": tuple(plain["also"])})


@dataclass(frozen=True, slots=True)
class Declaration:
    """All that one handler has declared; `looked_through_on` is None before the first time."""

    looked_through_on: date | None = None
    declared: tuple[Declared, ...] = ()

    def is_due(self, today: date) -> bool:
        """Say whether it is time to look through it again: once a year."""
        if self.looked_through_on is None:
            return True
        return today >= deadlines.add_months(self.looked_through_on, RENEW_AFTER_MONTHS)

    def as_counts(self, counting: Callable[[Declared], bool]) -> Self:
        """Return it with whatever made a tie and does not count any more as withdrawn."""
        declared = (
            replace(one, withdrawn=one.tie is not None and not counting(one))
            for one in self.declared
        )
        return replace(self, declared=tuple(declared))

    def looked_through(self, today: date) -> Self:
        """Return it as of today."""
        return replace(self, looked_through_on=today)

    def declaring(self, new: Declared, *, person: str, today: date) -> Self:
        """Return it with one thing more.

        Raises `NotDeclared` for a tie to oneself, one that stands there already, one from a later
        day than today, and one more than there is room for.
        """
        if new.other == person:
            raise NotDeclared("self")
        if new.since > today:
            raise NotDeclared("later")
        if (new.relation, new.other) in {
            (one.relation, one.other) for one in self.declared if not one.withdrawn
        }:
            raise NotDeclared("twice")
        if len(self.declared) >= MOST_TIES:
            raise NotDeclared("full")
        return replace(self, declared=(*self.declared, new), looked_through_on=today)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for the sealed document."""
        day = self.looked_through_on
        return {
            "looked_through_on": day.isoformat() if day else None,
            "declared": [one.to_dict() for one in self.declared],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read what `to_dict` gave."""
        day = plain["looked_through_on"]
        declared = tuple(Declared.from_dict(one) for one in plain["declared"])
        return cls(date.fromisoformat(day) if day else None, declared)
