"""The first page: who is listed, what her choices mean, and the sentence of who may read it.

Everything here follows from her own words and the published list alone, so that two companies that
differ only in lines, kin and interests show the same page byte for byte (CONFLICTS §5).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import routing
from app.domain.cases import BOSSES, CATEGORIES, ROLES, Said
from app.services import world as worlds
from app.services.instance import Instance
from app.services.rosters import person_line
from app.services.world import World


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on the form; a `senior` is in no tier: 0, and no body."""

    form_id: str
    name: str
    title: str
    group: str
    tier: int
    body: str


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What the first page offers."""

    categories: tuple[str, ...]
    roles: tuple[str, ...]
    entities: tuple[str, ...]
    people: tuple[Listed, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class First:
    """What the first page brought: form ids and names as they came."""

    category: str = ""
    entity: str = ""
    unit: str = ""
    about_roles: tuple[str, ...] = ()
    about_boss: str = ""
    about_people: tuple[str, ...] = ()
    about_names: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What she said about people on the first page, in words that she knows from there."""

    roles: tuple[str, ...]
    boss: str
    about: tuple[str, ...]
    veto: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadersSentence:
    """Who at most will read it: the published list less the people she named or ticked."""

    listed: tuple[str, ...]
    left_out: tuple[str, ...]
    tier_name: str


def first_page(inst: Instance, *, now: datetime) -> FirstPage:
    """Give the first page; the people in a fixed order, who gets reports first at the top."""
    world = worlds.current(inst, now=now)
    return FirstPage(
        categories=CATEGORIES,
        roles=ROLES,
        entities=world.policy.entities,
        people=_listed(world),
        open=world.is_open,
    )


def _published(world: World) -> dict[str, int]:
    """Give who is listed: readers with their tier, seniors with 0."""
    seniors = world.directory.ranked(0, world.policy.published_seniority)
    return {**dict.fromkeys(seniors, 0), **world.readers}


def _listed(world: World) -> tuple[Listed, ...]:
    bodies = {tier.number: tier.name for tier in world.policy.tiers}
    listed = [
        Listed(
            world.form_ids[person],
            *person_line(world, person),
            group="reader" if tier else "senior",
            tier=tier,
            body=bodies.get(tier, ""),
        )
        for person, tier in _published(world).items()
    ]
    return tuple(sorted(listed, key=lambda one: (one.group, one.tier, one.name, one.form_id)))


def said_of(world: World, first: First) -> Said:
    """Read the first page; an id that the form did not offer is treated as an unknown name."""
    people = {world.form_ids[person]: person for person in _published(world)}
    strangers = [i for i in (*first.about_people, *first.veto) if i not in people]
    return Said(
        category=first.category if first.category in CATEGORIES else None,
        entity=first.entity,
        unit=first.unit,
        about_roles=frozenset(first.about_roles) & frozenset(ROLES),
        about_boss=next((boss for boss in BOSSES if boss == first.about_boss), ""),
        about_people=frozenset(people[i] for i in first.about_people if i in people),
        about_names=tuple(dict.fromkeys((*first.about_names, *strangers))),
        veto=frozenset(people[i] for i in first.veto if i in people),
    )


def named(inst: Instance, said: Said, *, now: datetime) -> Named:
    """Say back to her whom she named and whom she ticked."""
    world = worlds.current(inst, now=now)
    return Named(
        roles=tuple(role for role in ROLES if role in said.roles),
        boss=said.about_boss,
        about=(*_names(world, said.about_people), *said.about_names),
        veto=_names(world, said.veto),
    )


def shown(world: World, said: Said, *, today: date) -> routing.Shown:
    """Say what follows from her choices and the published list."""
    return routing.shown(
        said, directory=world.directory, readers=world.readers, policy=world.policy, today=today
    )


def sentence(world: World, said: Said, *, tier: int) -> ReadersSentence:
    """Say who at most will read it, by the published list and her own words alone."""
    named = said.about_people | said.veto
    members = [member for member in world.members if member.tier == tier]
    return ReadersSentence(
        listed=_names(world, {m.person for m in members if m.person not in named}),
        left_out=_names(world, named & world.readers.keys()),
        tier_name=next(t.name for t in world.policy.tiers if t.number == tier),
    )


def _names(world: World, people: AbstractSet[str]) -> tuple[str, ...]:
    return tuple(sorted(person_line(world, person)[0] for person in people))
