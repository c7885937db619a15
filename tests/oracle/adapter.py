"""The same facts as the product takes them: the only place here that knows both sides."""

import dataclasses
from collections.abc import Iterable, Mapping

from app.domain import cases, conflicts, declarations, errors, mentions, people, policy, routing
from tests.oracle import facts as plain

TITLES = {
    "ceo": "Chief executive officer", "cfo": "Chief financial officer",
    "head_of_hr": "Personalleiter", "audit": "Internal auditor", "board": "Board member",
    "compliance": "Compliance officer", "legal": "Legal counsel", "hr": "Human resources partner",
    "it": "System administrator",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What the product decided, in the words of the oracle."""

    grounds: dict[str, frozenset[str]]
    subjects: frozenset[str]
    tier: int | None
    recipients: frozenset[str]
    standby: frozenset[str]
    start: int
    at_once: bool = False


def decide(facts: plain.Facts) -> Outcome:
    """Put the facts through `app.domain`, statement by statement as the services do."""
    directory, rules = _directory(facts), _policy(facts)
    said, decision = cases.Said(), None
    for statement in facts.said:
        said = said.joined(_said(statement))
        decision = conflicts.decide(
            said, tuple(_mentions(facts, statement)), directory=directory, readers=facts.handlers,
            policy=rules, today=facts.today, insiders=_insiders(facts), ties=_Ties(facts),
            firms=frozenset().union(*(one.firms for one in facts.said)), came_on=facts.came_on,
        )  # fmt: skip
        said = decision.kept
    assert decision is not None
    members = [routing.Member(one, one, tier) for one, tier in sorted(facts.handlers.items())]
    given = {"said": said, "members": members, "policy": rules, "directory": directory}
    start = routing.start_tier(decision, **given)
    grounds = {one: _grounds(decision, one) for one in facts.handlers}
    try:
        way = routing.route(decision, **given)
    except errors.NobodyClean:
        nobody = frozenset[str]()
        return Outcome(grounds, decision.subjects, None, nobody, nobody, start)
    return Outcome(
        grounds, decision.subjects, way.tier, way.recipients, way.standby, start, way.standby_now
    )


@dataclasses.dataclass(frozen=True)
class _Ties:
    """The declared ties of the facts, as a decision asks for them."""

    facts: plain.Facts

    def between(self, handler: str, others: Iterable[str]) -> frozenset[declarations.Tie]:
        """Return what he declared about any of them; a kind that only warns makes no tie."""
        kinds = {str(kind) for kind in declarations.TieKind}
        asked = set(others)
        return frozenset(
            declarations.Tie(declarations.TieKind(tie.kind), tie.since)
            for tie in self.facts.ties
            if tie.handler == handler and tie.other in asked and tie.kind in kinds
        )


def _grounds(decision: conflicts.Decision, person: str) -> frozenset[str]:
    return frozenset(str(out.ground) for out in decision.excluded.get(person, ()))


def _insiders(facts: plain.Facts) -> list[conflicts.Excluded]:
    return [
        conflicts.excluded(one, conflicts.Ground(ground))
        for one, ground in sorted(facts.put_on_record)
    ]


def _directory(facts: plain.Facts) -> people.Directory:
    known = {one.id: _person(one) for one in facts.people.values()}
    lines = (
        people.Line(line.lower, line.upper, line.kind, line.begins, line.removed_on)
        for line in facts.lines
    )
    return people.Directory(known, tuple(lines))


def _person(one: plain.Person) -> people.Person:
    names = [people.Name(" ".join(sorted(one.words)), "name")]
    names += [people.Name(TITLES[was.value], "title", was.removed_on) for was in one.functions]
    names += [people.Name(was.value, "unit", was.removed_on) for was in one.units[1:]]
    names += [people.Name(str(was.value), "rank", was.removed_on) for was in one.ranks[1:]]
    return people.Person(
        one.id, tuple(names), one.units[0].value if one.units else "", entity=one.entity,
        seniority=one.ranks[0].value if one.ranks else None,
    )  # fmt: skip


def _policy(facts: plain.Facts) -> policy.Policy:
    tiers = tuple(
        policy.Tier(number, f"tier {number}", quorum)
        for number, quorum in enumerate(facts.policy.quorums, 1)
    )
    return dataclasses.replace(
        policy.DEFAULT, tiers=tiers, top_seniority=facts.policy.top,
        administrators=facts.administrators,
    )  # fmt: skip


def _said(told: plain.Statement) -> cases.Said:
    return cases.Said(
        category=told.category,
        unit=told.unit,
        about_roles=told.roles,
        about_boss=told.boss,
        about_people=told.about,
        about_names=tuple(" ".join(sorted(words)) for words in told.typed),
        veto=told.vetoes,
        only_mentioned=_answered(told.answers, "only mentioned"),
        other_person=_answered(told.answers, "somebody else"),
        not_them=told.not_them,
        suppressors=told.suppressed,
    )


def _answered(answers: Mapping[str, str], answer: str) -> frozenset[str]:
    return frozenset(one for one, given in answers.items() if given == answer)


def _mentions(facts: plain.Facts, told: plain.Statement) -> list[mentions.Mention]:
    """Say what the matcher would have found: full names, and what the facts say of the texts."""
    found = [mentions.Mention(people_, None, "name", "story", "") for people_ in told.texts]
    found += [mentions.Mention(frozenset(), body, "body", "story", body) for body in told.bodies]
    for words in told.typed:
        fits = frozenset(
            one.id for one in facts.people.values() if one.words and one.words <= words
        )
        if fits:
            found.append(mentions.Mention(fits, None, "name", "names", ""))
    return found
