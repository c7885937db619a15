"""Taking a declaration back: she asks, and two others of different tiers sign (P7).

The two have to know what they sign, so the change says whom it named and how; nobody else's page
shows it. Until both have signed it goes on counting.
"""

from datetime import datetime

from app.services import acts, changes, declarations
from app.services.instance import Instance
from app.services.signin import Staff


def ask(inst: Instance, staff: Staff, number: int, *, now: datetime) -> None:
    """Ask for declaration `number` of one's own to be withdrawn.

    Raises `errors.NotFound` when it does not count, `errors.Refused` when it waits already, and
    what `declarations.view` raises.
    """
    asked = declarations.withdrawal(inst, staff, number, now=now)
    said = {"person": asked.person, "relation": asked.relation, "name": asked.name}
    with acts.writing(inst, staff, now=now) as act:
        known = act.world.directory.people
        others = tuple(one for one in (asked.other,) if one in known)
        changes.propose(
            act,
            "withdraw",
            concerns=(asked.person, *others),
            what={"tag": asked.tag.hex(), **said},
        )
