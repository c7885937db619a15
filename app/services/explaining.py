"""What the directory says of two people: whether one is in the other's line, which way, since when.

In the plain sentences of the command line, for whoever tests the directory. Lines only: nothing
here knows of a case, of what anybody declared, or of who reads (CONFLICTS §5).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from app.domain import errors, people, ways
from app.services import world
from app.services.instance import Instance

_STEPS: Mapping[people.LineKind, str] = MappingProxyType(
    {
        "solid": "{person} answers to {boss}",
        "dotted": "{person} answers to {boss} by a dotted line",
        "deputy": "{person} stands in for {boss}",
    },
)


def between(inst: Instance, one: str, other: str, *, now: datetime) -> tuple[str, ...]:
    """Say it both ways round, since standing in for somebody counts one way only.

    Raises `errors.Refused`, with a sentence, for an id that no people file ever stated, and
    `errors.Doubtful` when the directory cannot be believed.
    """
    seen = world.current(inst, now=now)
    for person in (one, other):
        if person not in seen.directory.people:
            raise errors.Refused(f"Nobody in the directory has the id {person}.")
    pairs = ((one, other), (other, one))
    return tuple(line for pair in pairs for line in _one_way(seen, *pair))


def _one_way(seen: world.World, person: str, subject: str) -> Iterator[str]:
    found = ways.between(seen.directory, person, subject, today=seen.day)
    names = {who: f"{seen.directory.people[who].name} ({who})" for who in (person, subject)}
    about = f"If a report is about {names[subject]}, {names[person]}"
    if not found:
        yield f"{about} is not in that line."
        return
    yield f"{about} is left out (C3):"
    for way in found:
        steps = (_STEPS[step.kind].format(**_ids(step)) for step in (*way.deputy, *way.up))
        yield f"  {'; '.join(steps)}. All of it stood on {way.since}."


def _ids(step: ways.Step) -> dict[str, str]:
    return {"person": step.person, "boss": step.boss}
