"""The policy of an instance: tiers, ranks, roles, where a report starts, what each ground does.

A policy is data and travels in the signed roster as canonical JSON (`to_json`). The code holds no
title, unit or number of its own: the default lies in `policy_table.py` and `policy_roles.py`, the
start rules are the table of CONFLICTS §3, and the grounds that of §1 (`grounds.py`). A policy that
contradicts itself, or is looser than the floor of §1, is refused when it is read, never when a
report comes in. Lists that were signed before a field existed have its default.
"""

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Self, TypeVar

from app.domain import cases, errors, grounds, policy_roles, policy_table
from app.domain.grounds import GroundRule

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
    the people the policy lists as such, `people` those listed here. `words` are what a text calls
    the body; a word all in capitals ("IT") is found in capitals alone. A rule with `body` is a body
    and means everyone in it; without, it is a role that few people hold, found in a text by its
    titles.
    """

    body: bool = False
    titles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    seniority_min: int | None = None
    seniority_max: int | None = None
    tier: int | None = None
    administrators: bool = False
    people: tuple[str, ...] = ()


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
    `deadlines.CLOCKS`. `grounds`: what each ground does, by the keys of `grounds.DEFAULT`.
    `team_size`: so many people with the same boss and unit are a small team (C7). `incentives`:
    category → roles whose pay depends on it (C9). A holding counts above `holding_euros`, or above
    `holding_per_mille` of the firm (C5).
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
    grounds: Mapping[str, GroundRule] = field(default_factory=lambda: grounds.DEFAULT)
    team_size: int = 5
    incentives: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    holding_euros: int = 5000
    holding_per_mille: int = 1

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
        grounds.check(self.grounds)
        if not set().union(*self.incentives.values()) <= set(self.roles):
            raise errors.PolicyRefused("an incentive names a role that does not exist")
        if not self.incentives.keys() <= set(cases.CATEGORIES):
            raise errors.PolicyRefused("an incentive names a category that does not exist")
        if min(self.team_size, self.holding_euros, self.holding_per_mille) < 0:
            raise errors.PolicyRefused("a size is no less than 0")

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
        """Read a policy from plain dictionaries and lists.

        Every field is required but those that lists signed earlier do not have.
        """
        later = {name: read(plain[name]) for name, read in _LATER.items() if name in plain}
        return cls(
            **{
                **{name: plain[name] for name in _names(cls) if name not in _LATER},
                "tiers": tuple(_read(Tier, tier) for tier in plain["tiers"]),
                "roles": MappingProxyType(
                    {role: _read(RoleRule, rule) for role, rule in plain["roles"].items()},
                ),
                "start": tuple(_read(StartRule, rule) for rule in plain["start"]),
                "administrators": frozenset(plain["administrators"]),
                "entities": tuple(plain["entities"]),
                **later,
            },
        )


def _grounds(plain: Mapping[str, Any]) -> Mapping[str, GroundRule]:
    return MappingProxyType({key: _read(GroundRule, rule) for key, rule in plain.items()})


def _incentives(plain: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({category: tuple(roles) for category, roles in plain.items()})


# Fields younger than the first signed lists, and how each is read.
_LATER: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "grounds": _grounds,
        "team_size": operator.index,
        "incentives": _incentives,
        "holding_euros": operator.index,
        "holding_per_mille": operator.index,
    },
)


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _read(kind: type[_Kind], plain: Mapping[str, Any]) -> _Kind:
    listed = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return kind(**{**plain, **listed})


def _plain(value: object) -> object:
    """Turn dataclasses and collections into what JSON knows; sets become sorted lists."""
    if isinstance(value, Policy | Tier | RoleRule | StartRule | GroundRule):
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
    incentives=_incentives(policy_table.INCENTIVES),
)
