"""The policy of the demo company: the default, with its tiers, entities and administrators.

Nothing waits for a release and nobody is asked for a declaration, so that whoever tries the demo
sees at once what a report does.
"""

from dataclasses import replace

from app.demo.people import Company
from app.domain import policy
from app.domain.policy import Policy


def of(company: Company) -> Policy:
    """Return the policy that the founders of the demo sign."""
    return replace(
        policy.DEFAULT,
        tiers=tuple(
            policy.Tier(number, tier.name, tier.quorum)
            for number, tier in enumerate(company.tiers, start=1)
        ),
        administrators=frozenset(company.people[key].id for key in company.administrators),
        entities=tuple(name for key, name in company.entities.items() if key != "outside"),
        release_hour=None,
        ask_declaration=False,
    )
