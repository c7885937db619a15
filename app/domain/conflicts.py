"""Who may not receive a report: the grounds of CONFLICTS §1, decided by a pure function (P2, P9).

Decided here, for every reader: C1 (the subjects, see `subjects.py`), C2 (named otherwise), C3 (the
subjects' lines, see `lines.py`), C11 (vetoes), C4, C5 and C10 (ties to a subject or to a firm that
she names, see `declarations.py`), and whatever insiders put on record (`insiders`: recusals, names
entered by a handler). Of the other grounds the module knows name, kind and who can lift them; what
they are learned from comes in as `insiders`.

More facts never make anybody clean. What the reporter is shown (`questions`, and `leaves_nobody` in
`routing.py`) follows from her words and the published list alone, never from lines (CONFLICTS §5).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from app.domain import cases, declarations, grounds, lines, people, subjects
from app.domain.declarations import TieKind
from app.domain.grounds import Lifting
from app.domain.mentions import Mention
from app.domain.policy import DEFAULT, Policy

Ground = grounds.Ground
PUBLIC = grounds.PUBLIC

# How a tie is named in the policy's table; far kin is C4 with a rule of its own.
BY_TIE: Mapping[TieKind, tuple[Ground, str]] = MappingProxyType(
    {
        TieKind.NEAR: (Ground.C4, "C4"),
        TieKind.FAR: (Ground.C4, grounds.FAR_KIN),
        TieKind.INTEREST: (Ground.C5, "C5"),
        TieKind.DISPUTE: (Ground.C10, "C10"),
        TieKind.ANSWERED: (Ground.C10, "C10"),
    },
)


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason why one person is out, and who could lift it."""

    person: str
    ground: Ground
    liftable_by: Lifting


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one report and all readers; page, register and routing read the same object.

    `excluded`: reader -> the reasons he is out. `subjects` and `mentioned`: people, readers or not.
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
    came_on: date | None = None,
) -> Decision:
    """Decide for every reader (person -> tier) whether he may receive this report.

    `mentions` are those of the new words and names; for a later message `said` is `kept` of the
    decision before, joined by what the message says and answers itself. `firms` are all that she
    has named by now, `came_on` the day of her first message (today, without one).

    Raises `errors.Doubtful` when the ties cannot be believed.
    """
    reading = subjects.read(
        said, mentions, directory=directory, readers=readers, policy=policy, today=today
    )
    entered = {reason.person for reason in insiders if reason.ground is Ground.C1}
    accused = reading.accused | entered
    found = {
        Ground.C1: accused | reading.suspected,
        Ground.C2: reading.mentioned,
        Ground.C3: _in_line(accused, directory=directory, readers=readers, today=today),
        Ground.C11: said.veto,
    }
    named = {(who, ground, ground) for ground, people_ in found.items() for who in people_}
    tied = _tied(accused | firms, readers, ties, came_on=came_on or today)
    reasons = {
        Excluded(who, ground, policy.grounds[key].lifting) for who, ground, key in named.union(tied)
    }
    return Decision(
        today,
        frozenset(readers),
        _by_reader(reasons.union(insiders), readers),
        accused,
        reading.mentioned - accused,
        reading.bodies,
        replace(
            said.without_answers(),
            about_roles=reading.bodies,
            accused=said.accused | reading.found,
            settled_names=frozenset(said.about_names),
        ),
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


def _in_line(
    accused: frozenset[str] | set[str],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    today: date,
) -> frozenset[str]:
    return frozenset(
        reader
        for reader in readers
        if any(lines.in_conflict(directory, reader, one, today=today) for one in accused)
    )


def _tied(
    others: frozenset[str] | set[str],
    readers: Iterable[str],
    ties: declarations.Ties,
    *,
    came_on: date,
) -> Iterator[tuple[str, Ground, str]]:
    for reader in readers:
        for tie in ties.between(reader, others):
            if tie.counts(came_on=came_on):
                yield reader, *BY_TIE[tie.kind]


def _by_reader(
    reasons: set[Excluded], readers: Mapping[str, int]
) -> Mapping[str, tuple[Excluded, ...]]:
    order = list(Ground)
    by_reader: dict[str, list[Excluded]] = {}
    for reason in sorted(
        reasons, key=lambda one: (one.person, order.index(one.ground), one.liftable_by)
    ):
        if reason.person in readers:
            by_reader.setdefault(reason.person, []).append(reason)
    return MappingProxyType({person: tuple(out) for person, out in by_reader.items()})
