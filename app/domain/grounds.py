"""What speaks against a handler, and what follows: the table of CONFLICTS §1 with its floor.

A policy has one rule for each key of `DEFAULT` and may tighten it: nothing that excludes may be
made to warn, and whoever could lift a ground may only be replaced by nobody. Grounds have the
numbers of CONFLICTS; kin is one ground with two rules, since its lifting depends on the degree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from app.domain import errors

Effect = Literal["exclude", "warn"]
Lifting = Literal["nobody", "two", "reporter"]


class Ground(StrEnum):
    """Why somebody is out, by the numbers of CONFLICTS §1."""

    C1 = "C1"  # subject
    C2 = "C2"  # named otherwise
    C3 = "C3"  # line
    C4 = "C4"  # kin
    C5 = "C5"  # interest
    C6 = "C6"  # prior part
    C7 = "C7"  # small unit
    C8 = "C8"  # suppression
    C9 = "C9"  # incentive
    C10 = "C10"  # enmity
    C11 = "C11"  # veto
    C12 = "C12"  # machinery
    C13 = "C13"  # author


PUBLIC: frozenset[Ground] = frozenset(
    {Ground.C1, Ground.C2, Ground.C3, Ground.C7, Ground.C8, Ground.C11},
)

# An administrator who is out by one of these is out for good (C12).
BEFORE_MACHINERY: frozenset[Ground] = frozenset(
    {Ground.C1, Ground.C2, Ground.C3, Ground.C4, Ground.C5},
)

FAR_KIN = "C4 far"


@dataclass(frozen=True, slots=True)
class GroundRule:
    """What a ground does: whether it shuts out or only warns, and who may lift it for one case."""

    effect: Effect = "exclude"
    lifting: Lifting = "nobody"


DEFAULT: Mapping[str, GroundRule] = MappingProxyType(
    {
        "C1": GroundRule(),
        "C2": GroundRule(lifting="two"),
        "C3": GroundRule(lifting="two"),
        "C4": GroundRule(),
        FAR_KIN: GroundRule(lifting="two"),
        "C5": GroundRule(),
        "C6": GroundRule(lifting="two"),
        "C7": GroundRule("warn", "two"),
        "C8": GroundRule(),
        "C9": GroundRule("warn", "two"),
        "C10": GroundRule(),
        "C11": GroundRule(lifting="reporter"),
        "C12": GroundRule(),
        "C13": GroundRule(),
    },
)


def check(rules: Mapping[str, GroundRule]) -> None:
    """Raise `errors.PolicyRefused` for a table that is not whole, or looser than the default."""
    if rules.keys() != DEFAULT.keys():
        raise errors.PolicyRefused("there is one rule for each ground")
    for key, floor in DEFAULT.items():
        if rules[key].effect not in {floor.effect, "exclude"}:
            raise errors.PolicyRefused(f"{key} excludes, whatever a policy says")
        if rules[key].lifting not in {floor.lifting, "nobody"}:
            raise errors.PolicyRefused(f"{key} can be lifted by {floor.lifting}, or nobody")
