"""The policy of an instance: tiers, ranks, who fits which role, where a report starts.

A policy is data and travels in the signed roster as canonical JSON (`to_json`). The code holds no
title, unit or number of its own: the default lies in `policy_table.py` and `policy_roles.py`, and
the start rules are the table of CONFLICTS §3. A policy that contradicts itself is refused when it
is read, never when a report comes in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Self, TypeVar

from app.domain import errors, policy_roles, policy_table

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Tier:
    """One body that may receive reports: 1 is nearest, the last is outside the company."""

    number: int
    name: str
    quorum: int


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Who fits a role: any one of the properties given is enough.

    `titles` and `units` are phrases that a title or unit contains as whole words, `seniority_min`
    to `seniority_max` a range of ranks, `tier` everyone who reads for that tier, `administrators`
    the people the policy lists as such. `words` are what a text calls the body; a word all in
    capitals ("IT") is found in capitals alone. A rule with `body` is a body and means everyone in
    it; without, it is a role that few people hold, found in a text by its titles.
    """

    body: bool = False
    titles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    seniority_min: int | None = None
    seniority_max: int | None = None
    tier: int | None = None
    administrators: bool = False


@dataclass(frozen=True, slots=True)
class StartRule:
    """A report that starts above tier 1 (CONFLICTS §3 step 1): any one of the properties is enough.

    `roles` are roles it is about, `fits` roles that a person fits whom it is about, `top` that such
    a person is top management, `administrators` that he is listed as one, `categories` what kind of
    matter it is.
    """

    why: str
    tier: int
    roles: tuple[str, ...] = ()
    fits: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    top: bool = False
    administrators: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of CONFLICTS §3: who is accused, which tier receives, who is out."""

    accused: str
    receives: int
    out: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything an instance decides for itself.

    `top_seniority`: ranks from here up are top management (0 the board, 1 the chief executive, 2
    direct reports). `published_seniority`: ranks from here up are listed on the report form.
    `release_hour` None means that new cases reach desks at once. `jurisdiction` is a row of
    `deadlines.CLOCKS`.
    """

    tiers: tuple[Tier, ...]
    roles: Mapping[str, RoleRule]
    start: tuple[StartRule, ...]
    top_seniority: int = 2
    published_seniority: int = 2
    administrators: frozenset[str] = frozenset()
    jurisdiction: str = "EU"
    release_hour: int | None = None
    ask_declaration: bool = True
    neutral_page: str = "https://www.wikipedia.org/"
    entities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        numbers = [tier.number for tier in self.tiers]
        if numbers != list(range(1, len(numbers) + 1)) or not numbers:
            raise errors.PolicyRefused("tiers are numbered 1, 2, 3 … without a gap")
        if any(tier.quorum < 1 for tier in self.tiers):
            raise errors.PolicyRefused("a quorum is at least one person")
        if any(rule.tier not in numbers for rule in self.start):
            raise errors.PolicyRefused("a start rule names a tier that does not exist")
        if any(rule.tier not in {None, *numbers} for rule in self.roles.values()):
            raise errors.PolicyRefused("a role names a tier that does not exist")
        named = {role for rule in self.start for role in (*rule.roles, *rule.fits)}
        if not named <= set(self.roles):
            raise errors.PolicyRefused("a start rule names a role that does not exist")

    def quorum(self, tier: int) -> int:
        """Return how many clean members this tier needs."""
        return self.tiers[tier - 1].quorum

    @property
    def senior(self) -> int:
        """Return the lowest rank that counts as senior: top management and whom the form lists."""
        return max(self.top_seniority, self.published_seniority)

    def to_json(self) -> bytes:
        """Return the one canonical form: sorted keys, no blanks, UTF-8."""
        return json.dumps(
            _plain(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> Self:
        """Read what `to_json` wrote. Raises `errors.PolicyRefused` for anything else."""
        try:
            return cls.from_plain(json.loads(raw))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise errors.PolicyRefused("this is not a policy") from None

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """Read a policy from plain dictionaries and lists; every field is required."""
        return cls(
            **{
                **{name: plain[name] for name in _names(cls)},
                "tiers": tuple(_read(Tier, tier) for tier in plain["tiers"]),
                "roles": MappingProxyType(
                    {role: _read(RoleRule, rule) for role, rule in plain["roles"].items()},
                ),
                "start": tuple(_read(StartRule, rule) for rule in plain["start"]),
                "administrators": frozenset(plain["administrators"]),
                "entities": tuple(plain["entities"]),
            },
        )


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _read(kind: type[_Kind], plain: Mapping[str, Any]) -> _Kind:
    listed = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return kind(**{**plain, **listed})


def _plain(value: object) -> object:
    """Turn dataclasses and collections into what JSON knows; sets become sorted lists."""
    if isinstance(value, Policy | Tier | RoleRule | StartRule):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


ROWS: tuple[Row, ...] = tuple(Row(*row) for row in policy_table.ROWS)

DEFAULT: Policy = Policy(
    tiers=tuple(Tier(*tier) for tier in policy_table.TIERS),
    roles=MappingProxyType(
        {role: _read(RoleRule, rule) for role, rule in policy_roles.ROLES.items()},
    ),
    start=tuple(_read(StartRule, rule) for rule in policy_table.START),
)
