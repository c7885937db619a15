"""Why somebody is out of a case, and what to keep in mind about those who read it.

For readers of the case alone, and public grounds only: they follow from what the reporter said and
from the directory, both of which readers may know. On which private ground a colleague is out is
shown to nobody (CONFLICTS §3 step 3, T24): whoever is out by private grounds alone is not listed,
and who stepped back is named where that stands, among the notes. What only warns is shown of those
who read the case beside the reader, and of himself, of himself also what is private.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.domain.conflicts import PUBLIC, Decision
from app.services.world import World


@dataclass(frozen=True, slots=True)
class Why:
    """One person and the grounds that may be told of him, by their numbers; `own`: the reader."""

    name: str
    grounds: tuple[str, ...]
    own: bool = False


def out(world: World, decision: Decision) -> tuple[Why, ...]:
    """Name the handlers whom public grounds keep from this case, by name."""
    public = {
        person: tuple(dict.fromkeys(one.ground.value for one in reasons if one.ground in PUBLIC))
        for person, reasons in decision.excluded.items()
    }
    found = (Why(_name(world, person), why) for person, why in public.items() if why)
    return tuple(sorted(found, key=lambda one: one.name))


def warned(
    world: World, decision: Decision, *, own: str, beside: Collection[str]
) -> tuple[Why, ...]:
    """Say what is to be kept in mind about the reader, a person, and about those beside him."""
    return tuple(sorted(_warned(world, decision, own, beside), key=lambda one: one.name))


def _warned(world: World, decision: Decision, own: str, beside: Collection[str]) -> Iterator[Why]:
    for person, warnings in decision.warned.items():
        told = [one.ground for one in warnings if one.ground in PUBLIC or person == own]
        if told and (person == own or person in beside):
            yield Why(_name(world, person), tuple(one.value for one in told), person == own)


def _name(world: World, person: str) -> str:
    known = world.directory.people.get(person)
    return known.name if known else "—"
