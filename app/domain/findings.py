"""What the directory, the policy and the ties say of the readers, before the policy rates it.

Each function gives its grounds of CONFLICTS §1 for all readers: C3 and C7 from the lines, C9 from
the roles whose pay depends on the matter, C4, C5 and C10 from declared ties.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from app.domain import declarations, grounds, lines, people, roles, teams
from app.domain.declarations import TieKind
from app.domain.grounds import Ground
from app.domain.policy import Policy

# How a tie is named in the policy's table; far kin is C4 with a rule of its own.
BY_TIE: Mapping[TieKind, tuple[Ground, str]] = MappingProxyType(
    {
        TieKind.NEAR: (Ground.C4, "C4"),
        TieKind.FAR: (Ground.C4, grounds.FAR_KIN),
        TieKind.INTEREST: (Ground.C5, "C5"),
        TieKind.DISPUTE: (Ground.C10, "C10"),
        TieKind.ANSWERED: (Ground.C10, "C10"),
    },
)


@dataclass(frozen=True, slots=True)
class Company:
    """What is known of the company on one day."""

    directory: people.Directory
    readers: Mapping[str, int]
    policy: Policy
    today: date


def in_line(accused: Collection[str], company: Company) -> frozenset[str]:
    """Return the readers in the line of somebody it is about (C3)."""
    return frozenset(
        reader
        for reader in company.readers
        if any(
            lines.in_conflict(company.directory, reader, one, today=company.today)
            for one in accused
        )
    )


def in_small_team(accused: Collection[str], company: Company) -> frozenset[str]:
    """Return the readers in a small team with somebody it is about (C7)."""
    return frozenset().union(
        *(
            teams.mates(
                company.directory,
                one,
                size=company.policy.team_size,
                today=company.today,
                among=company.readers.keys(),
            )
            for one in accused
        )
    )


def paid_by(matters: Collection[str], company: Company) -> frozenset[str]:
    """Return whose pay depends on how such matters end, readers or not (C9)."""
    paid = {role for matter in matters for role in company.policy.incentives.get(matter, ())}
    return frozenset().union(
        *(
            roles.members(
                role,
                directory=company.directory,
                readers=company.readers,
                policy=company.policy,
                today=company.today,
            )
            for role in paid
        )
    )


def tied(
    others: frozenset[str] | set[str],
    readers: Iterable[str],
    ties: declarations.Ties,
    *,
    came_on: date,
) -> Iterator[tuple[str, Ground, str]]:
    """Yield readers tied to any of these people and firms: who, ground, key of the policy's table.

    Raises `errors.Doubtful` when the ties cannot be believed.
    """
    for reader in readers:
        for tie in ties.between(reader, others):
            if tie.counts(came_on=came_on):
                yield reader, *BY_TIE[tie.kind]
