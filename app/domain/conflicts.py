"""Who may not receive a report: the grounds of CONFLICTS §1, decided by a pure function (P2, P9).

Decided here, for every reader: C1 (the subjects, see `subjects.py`), C2 (named otherwise), C3 (the
subjects' lines, see `lines.py`), C4, C5 and C10 (ties to a subject or to a firm that she names, see
`declarations.py`), C7 (small teams, see `teams.py`), C8 (suppression, see `suppression.py`), C9
(paid by the outcome), C11 (vetoes) and C12 (administrators who are out). What is found is rated by
the policy's table (`grounds.py`): it excludes, or only warns. What insiders put on record
(`insiders`: recusals on C6, C10 or C13, names entered by a handler) excludes, whatever it is.

More facts never make anybody clean. What the reporter is shown (`questions`, and `leaves_nobody` in
`routing.py`) follows from her words and the published list alone, never from lines (CONFLICTS §5).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeVar

from app.domain import cases, declarations, findings, grounds, people, subjects
from app.domain.grounds import Lifting
from app.domain.mentions import Mention
from app.domain.policy import DEFAULT, Policy

Ground = grounds.Ground
PUBLIC = grounds.PUBLIC
# The category of a report whose matter is what was done about an earlier one (C8).
MATTER_OF_SUPPRESSION = "retaliation"


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason why one person is out, and who could lift it."""

    person: str
    ground: Ground
    liftable_by: Lifting


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing to keep in mind about one person, who is not out because of it."""

    person: str
    ground: Ground


_Reason = TypeVar("_Reason", Excluded, Warned)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one report and all readers; page, register and routing read the same object.

    `excluded`: reader -> the reasons he is out; `warned`: reader -> what the policy only warns of,
    which takes nothing from anybody. `subjects` and `mentioned`: people, readers or not.
    `bodies`: roles and bodies it is about. `kept`: what she said with every answer turned into a
    fact; this, not the form, is sealed with the case and joined by later messages.
    """

    today: date
    readers: frozenset[str]
    excluded: Mapping[str, tuple[Excluded, ...]]
    subjects: frozenset[str]
    mentioned: frozenset[str]
    bodies: frozenset[str]
    kept: cases.Said
    warned: Mapping[str, tuple[Warned, ...]]

    def is_clean(self, person: str) -> bool:
        """Say whether nothing at all speaks against this reader; False for whoever is none."""
        return person in self.readers and person not in self.excluded

    def is_publicly_clean(self, person: str) -> bool:
        """Say whether no public ground speaks against this reader (CONFLICTS §3 step 2)."""
        reasons = self.excluded.get(person, ())
        return person in self.readers and not any(out.ground in PUBLIC for out in reasons)


@dataclass(frozen=True, slots=True)
class Question:
    """What the check page asks: only mentioned, or about them? `id` is a person or a role."""

    kind: Literal["person", "body"]
    id: str
    label: str


def excluded(person: str, ground: Ground, policy: Policy = DEFAULT) -> Excluded:
    """Return the reason as somebody puts it on record, with who can lift it by the table."""
    return Excluded(person, ground, policy.grounds[ground].lifting)


def decide(
    said: cases.Said,
    mentions: Sequence[Mention],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
    today: date,
    insiders: Sequence[Excluded] = (),
    ties: declarations.Ties = declarations.NOBODYS,
    firms: frozenset[str] = frozenset(),
    suppressors: frozenset[str] = frozenset(),
    came_on: date | None = None,
    mistaken: frozenset[str] = frozenset(),
) -> Decision:
    """Decide for every reader (person -> tier) whether he may receive this report.

    `mentions` are those of the new words and names; for a later message `said` is `kept` of the
    decision before, joined by what the message says and answers itself. `firms` are all that she
    has named by now, `suppressors` whom the new words name near words of suppression, `came_on` the
    day of her first message (today, without one), `mistaken` whom names and texts do not mean, as
    two people have put on record (`cards.py`).

    Raises `errors.Doubtful` when the ties cannot be believed.
    """
    reading = subjects.read(
        said,
        mentions,
        directory=directory,
        readers=readers,
        policy=policy,
        today=today,
        mistaken=mistaken,
    )
    entered = {reason.person for reason in insiders if reason.ground is Ground.C1}
    accused = reading.accused | entered
    company = findings.Company(directory, readers, policy, today)
    suppressing = (said.suppressors | suppressors) - mistaken
    if MATTER_OF_SUPPRESSION in said.matters:
        suppressing |= reading.mentioned
    found = {
        Ground.C1: accused | reading.suspected,
        Ground.C2: reading.mentioned,
        Ground.C3: findings.in_line(accused, company),
        Ground.C7: findings.in_small_team(accused, company),
        Ground.C8: suppressing,
        Ground.C9: findings.paid_by(said.matters, company),
        Ground.C11: said.veto,
    }
    named = {(who, ground, str(ground)) for ground, people_ in found.items() for who in people_}
    named.update(findings.tied(accused | firms, readers, ties, came_on=came_on or today))
    out, warned = _rated(named, policy)
    out.update(_as_ruled(reason, policy) for reason in insiders)
    out.update(_machinery(out, policy))
    return Decision(
        today,
        frozenset(readers),
        _by_reader(out, readers),
        accused,
        reading.mentioned - accused,
        reading.bodies,
        replace(
            said.without_answers(),
            about_roles=reading.bodies,
            accused=said.accused | reading.found,
            settled_names=frozenset(said.about_names),
            suspected=reading.suspected,
            suppressors=suppressing,
        ),
        _by_reader(warned, readers),
    )


def questions(
    said: cases.Said,
    mentions: Sequence[Mention],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
) -> tuple[Question, ...]:
    """Return what the check page asks; nothing when the first page has settled all.

    Asked about are readers and published seniors whom the text names, seniors whom a typed name may
    mean, and bodies the text names; not again, whom she accused already.
    """
    named = tuple(
        subjects.people_named(said, mentions, directory=directory, readers=readers, policy=policy)
    )
    published = directory.ranked(0, policy.published_seniority).union(readers)
    settled = said.about_people | said.accused | said.only_mentioned | said.other_person
    settled |= {one.person for one in named if one.sure}
    asked = {one.person for one in named} & published - settled
    return (*_about_people(asked, directory), *_about_bodies(said, mentions))


def _about_people(asked: set[str], directory: people.Directory) -> Iterator[Question]:
    known = directory.people
    labels = {person: known[person].name if person in known else person for person in asked}
    for person in sorted(asked, key=lambda one: (labels[one], one)):
        yield Question("person", person, labels[person])


def _about_bodies(said: cases.Said, mentions: Sequence[Mention]) -> Iterator[Question]:
    typed = {mention.body for mention in mentions if mention.where == "names"}
    asked = subjects.bodies_named(said, mentions) - typed
    label = {mention.body: mention.text for mention in reversed(mentions)}
    for body in sorted(asked):
        yield Question("body", body, label[body])


def _rated(
    named: Iterable[tuple[str, Ground, str]], policy: Policy
) -> tuple[set[Excluded], set[Warned]]:
    """Part what shuts out from what only warns, by the policy's table."""
    out, warned = set[Excluded](), set[Warned]()
    for who, ground, key in named:
        rule = policy.grounds[key]
        if rule.effect == "exclude":
            out.add(Excluded(who, ground, rule.lifting))
        else:
            warned.add(Warned(who, ground))
    return out, warned


def _as_ruled(reason: Excluded, policy: Policy) -> Excluded:
    """Return what is on record, liftable by nobody where the policy says so by now."""
    strict = policy.grounds[reason.ground].lifting == "nobody"
    return replace(reason, liftable_by="nobody") if strict else reason


def _machinery(out: Iterable[Excluded], policy: Policy) -> Iterator[Excluded]:
    """Yield C12 for each administrator who is out by C1 to C5: nobody lifts what he is out for."""
    for reason in set(out):
        if reason.ground in grounds.BEFORE_MACHINERY and reason.person in policy.administrators:
            yield excluded(reason.person, Ground.C12, policy)


def _by_reader(
    reasons: Iterable[_Reason], readers: Mapping[str, int]
) -> Mapping[str, tuple[_Reason, ...]]:
    order = list(Ground)
    by_reader: dict[str, list[_Reason]] = {}
    for reason in sorted(reasons, key=lambda one: (one.person, order.index(one.ground), repr(one))):
        if reason.person in readers:
            by_reader.setdefault(reason.person, []).append(reason)
    return MappingProxyType({person: tuple(out) for person, out in by_reader.items()})
