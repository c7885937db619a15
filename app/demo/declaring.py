"""What the demo's handlers have declared, through the service, on the day they were founded."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from app.demo.people import Company
from app.demo.telling import Desk
from app.services import declarations
from app.services.instance import Instance


def declare(inst: Instance, company: Company, desks: Sequence[Desk], *, now: datetime) -> None:
    """Let everybody declare, or look through an empty page."""
    told = _told()
    spoken = {each["by"] for each in told["declared"]}
    by_key = {desk.founder.key: desk for desk in desks}
    for each in told["declared"]:
        typed = _typed(company, each, now=now)
        declarations.declare(inst, by_key[each["by"]].staff, typed, now=now)
    for key, desk in by_key.items():
        if key not in spoken and key not in told["late"]:
            declarations.look_through(inst, desk.staff, now=now)


def _told() -> dict[str, Any]:
    file = resources.files("app.demo") / "data" / "declarations.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _typed(company: Company, each: Mapping[str, Any], *, now: datetime) -> declarations.Typed:
    person = company.people[each["person"]] if "person" in each else None
    ago = each.get("since_days_ago")
    return declarations.Typed(
        relation=each["relation"],
        outside=person is None,
        name=person.name if person else each["firm"],
        pick=person.id if person else "",
        also=tuple(each.get("also", ())),
        since=(now - timedelta(days=ago)).date() if ago else None,
        words=each["words"],
    )
