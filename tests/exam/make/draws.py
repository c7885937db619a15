"""Draws the people whom the texts of one way are about, and says how one addresses them."""

from tests.exam.make import people, texts, words


def some(desk: texts.Desk, count: int, *, handlers: int = 60) -> list[people.Somebody]:
    """Draw different people: some handlers, the seniors, the rest from the whole company."""
    chosen = desk.rng.sample(desk.company.rosters, k=handlers // 12)
    first = [person for roster in chosen for person in roster]
    first += [person for person in desk.company.people if person.senior]
    rest = [person for person in desk.company.people if person not in first]
    desk.rng.shuffle(rest)
    return (first + rest)[:count]


def everybody(desk: texts.Desk) -> list[people.Somebody]:
    """Return the whole company in an order of chance, handlers first."""
    handlers = desk.handlers()
    rest = [person for person in desk.company.people if person not in handlers]
    desk.rng.shuffle(handlers)
    desk.rng.shuffle(rest)
    return [*handlers[:80], *rest, *handlers[80:]]


def deciders(desk: texts.Desk) -> list[people.Somebody]:
    """Return handlers and seniors."""
    return desk.handlers() + [person for person in desk.company.people if person.senior]


def honorific(desk: texts.Desk, person: people.Somebody) -> str:
    """Return how one addresses this person."""
    return str(desk.rng.choice(words.of(desk.lang)[f"honorific_{person.sex}"]))
