"""The check page: what is asked when a text names somebody, and what her answers mean.

No answer means the stricter reading (CONFLICTS §1). Form ids stand for people; one that the page
did not offer means nothing here.
"""

from dataclasses import dataclass, replace

from app.domain import conflicts
from app.domain.cases import ROLES, Said
from app.services.decisions import Statement, found
from app.services.world import World


@dataclass(frozen=True, slots=True)
class Answers:
    """What the check page brought back; `asked` says that she has seen it."""

    asked: bool = False
    only_mentioned: tuple[str, ...] = ()
    other_person: tuple[str, ...] = ()
    not_them: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """One question: a person by form id, or a body by its role."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing is stored yet: these are to be settled first."""

    questions: tuple[AskedAbout, ...]


def said_with(world: World, said: Said, answers: Answers) -> Said:
    """Put her answers to what she said on the first page."""
    people = world.person_by_form_id
    return replace(
        said,
        only_mentioned=frozenset(people[i] for i in answers.only_mentioned if i in people),
        other_person=frozenset(people[i] for i in answers.other_person if i in people),
        not_them=frozenset(role for role in answers.not_them if role in ROLES),
    )


def ask(world: World, before: Said, statement: Statement, answers: Answers) -> Asked | None:
    """Give the check page's questions, or None when nothing is open or she has seen it."""
    if answers.asked:
        return None
    questions = conflicts.questions(
        before.joined(statement.said),
        found(world, statement),
        directory=world.directory,
        readers=world.readers,
        policy=world.policy,
    )
    listed = tuple(_about(world, question) for question in questions)
    return Asked(listed) if listed else None


def _about(world: World, question: conflicts.Question) -> AskedAbout:
    if question.kind == "person":
        return AskedAbout("person", world.form_ids[question.id], question.label)
    return AskedAbout("body", question.id, question.label)
