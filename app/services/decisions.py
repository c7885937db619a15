"""What follows for one case from everything known today: who is out, who reads, who stands by.

The reporter's words are gone through in the order she said them, each message with the answers she
gave to it, against today's directory and ties; what insiders put on record is added. So a fact can
only take a key away (P9), and the same function serves intake, every message, every opening and the
list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from app.domain import conflicts, errors, routing, suppression
from app.domain.cases import Said
from app.domain.mentions import Mention
from app.services.casefile import CaseFile
from app.services.caseitems import REPORTER
from app.services.world import World


@dataclass(frozen=True, slots=True)
class Statement:
    """What the reporter said at one time: her choices and answers, and her words.

    `places`: what she typed as entity and unit. It is searched for people alone: a unit called
    after a body ("HR") is not the body. `on`: the day she said it; None for today.
    """

    said: Said
    texts: tuple[str, ...]
    places: tuple[str, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, and the route that follows from it.

    `added`: accounts that get a key although no roll names them yet, since two have signed (§4).
    """

    decision: conflicts.Decision
    said: Said
    route: routing.Route
    added: frozenset[str] = frozenset()


def found(world: World, statement: Statement) -> tuple[Mention, ...]:
    """Find the people and bodies that a statement names, in its words and its list of names."""
    in_texts = [mention for _, named in _in_texts(world, statement) for mention in named]
    return (*in_texts, *_beside(world, statement))


def _in_texts(world: World, statement: Statement) -> Iterator[tuple[str, Sequence[Mention]]]:
    for text in statement.texts:
        yield text, world.index.find(text, where="message")


def _beside(world: World, statement: Statement) -> Iterator[Mention]:
    """Find whom she names outside her own words: as a place, or on the list of names."""
    for place in statement.places:
        for mention in world.index.find(place, where="story"):
            if mention.body is None and mention.how != "title":
                yield mention
    yield from world.index.find("\n".join(statement.said.about_names), where="names")


def firms(world: World, statement: Statement) -> frozenset[str]:
    """Find the firms, among those that handlers are tied to, that a statement names."""
    texts = (*statement.texts, *statement.places, *statement.said.about_names)
    return frozenset().union(*map(world.ties.named.find, texts))


def judge(
    world: World,
    statements: Sequence[Statement],
    *,
    today: date,
    insiders: Sequence[conflicts.Excluded] = (),
    mistaken: frozenset[str] = frozenset(),
) -> Verdict:
    """Decide a case from what was said, oldest first; `mistaken` as `conflicts.decide` has it.

    Raises `errors.NobodyClean` when nobody at all may read it, and `errors.Doubtful` when the table
    of ties cannot be believed.
    """
    said, decision, named = Said(), None, frozenset[str]()
    for statement in statements:
        said = said.joined(statement.said)
        named |= firms(world, statement)
        in_texts = tuple(_in_texts(world, statement))
        decision = conflicts.decide(
            said,
            (*chain.from_iterable(of for _, of in in_texts), *_beside(world, statement)),
            directory=world.directory,
            readers=world.readers,
            policy=world.policy,
            today=today,
            insiders=insiders,
            ties=world.ties.held,
            firms=named,
            suppressors=frozenset().union(*(suppression.by(*one) for one in in_texts)),
            came_on=statements[0].on,
            mistaken=mistaken,
        )
        said = decision.kept
    if decision is None:
        raise errors.NotFound
    route = routing.route(
        decision,
        said=said,
        members=world.members,
        policy=world.policy,
        directory=world.directory,
    )
    return Verdict(decision, said, route)


def statements_of(file: CaseFile) -> tuple[Statement, ...]:
    """Give what the reporter said in a case, message by message."""
    return tuple(_statement(item.body) for item in file.of_kind("message") if item.by == REPORTER)


def _statement(body: Mapping[str, Any]) -> Statement:
    said = Said.from_dict(body["said"])
    places = tuple(filter(None, (said.entity, said.unit)))
    return Statement(said, words_of(body), places, date.fromisoformat(body["on"]))


def words_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Give every text of a message that is searched for people."""
    return tuple(body[key] for key in ("text", "where", "when") if body.get(key))


def insiders_of(file: CaseFile, world: World) -> tuple[conflicts.Excluded, ...]:
    """Give the handlers who have stepped back, or said that they must."""
    people = {entry.account: entry.person for entry in world.roster.handlers()}
    return tuple(
        conflicts.Excluded(people[item.by], conflicts.Ground.C6, item.body["liftable_by"])
        for item in file.items
        if item.kind == "recusal" and item.by in people
    )


def recipients(file: CaseFile, verdict: Verdict) -> frozenset[str]:
    """Give who is recipient: by today's route, or by a roll since the last full epoch."""
    by_roll = {
        account.hex()
        for roll in file.rolls.values()
        for account, place in roll.items()
        if place == "recipient"
    }
    return verdict.route.recipients | by_roll


def on_every_roll(file: CaseFile) -> frozenset[str]:
    """Give who holds a real slot in every epoch since the last full one."""
    held = [
        {account.hex() for account, place in roll.items() if place != "none"}
        for roll in file.rolls.values()
    ]
    return frozenset(set.intersection(*held)) if held else frozenset()
