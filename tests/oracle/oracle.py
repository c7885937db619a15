"""Who is out, and why: CONFLICTS §1 read aloud, slowly.

Written from that text alone, to be compared with what the product decides; it shares no line with
it. Where the text leaves a choice, doubt excludes, and a comment says so.
"""

import dataclasses
from collections.abc import Iterable
from typing import Any

from tests.oracle import chart
from tests.oracle import facts as plain

PRIVATE = frozenset({"C4", "C5", "C6", "C9", "C10", "C13"})
LIFTED_BY_TWO = frozenset({"C2", "C3", "C4", "C6"})


@dataclasses.dataclass(frozen=True)
class Opinion:
    """Grounds of every handler: those that shut out, and those that only warn."""

    grounds: dict[str, frozenset[str]]
    warned: dict[str, frozenset[str]]
    subjects: frozenset[str]

    def clean(self, handler: str) -> bool:
        """Nothing shuts him out."""
        return not self.grounds[handler]

    def clean_by_public(self, handler: str) -> bool:
        """Nothing that follows from her words and the directory shuts him out."""
        return not self.grounds[handler] - PRIVATE


def decide(facts: plain.Facts) -> Opinion:
    """Say for every handler which grounds there are."""
    about = subjects(facts)
    grounds, warned = {}, {}
    for handler in facts.handlers:
        found = _found(facts, handler, about)
        shut = {one for one in found & facts.policy.excluding if not lifted(facts, handler, one)}
        if handler in facts.administrators and shut & {"C1", "C2", "C3", "C4", "C5"}:
            shut.add("C12")
        grounds[handler] = frozenset(shut)
        warned[handler] = frozenset(found - facts.policy.excluding)
    return Opinion(grounds, warned, about)


def subjects(facts: plain.Facts) -> frozenset[str]:
    """Everybody it is about; what was said once stays said (P9)."""
    found = {one for one, ground in facts.put_on_record if ground == "C1"}
    for said in facts.said:
        found |= said.about
        for role in bodies_meant(said):
            found |= members(facts, role)
        for words in said.typed:
            found |= _meant(facts, said, _fitting(facts, words), typed=True)
        for people in said.texts:
            found |= _meant(facts, said, people, typed=False)
        found |= _may_be_the_boss(facts, said)
    return frozenset(found)


def bodies_meant(said: plain.Statement) -> set[str]:
    """Ticked ones, and those her words name and neither first page nor answer settles."""
    ticked = set(said.roles) - {"none"}
    settled = set(said.bodies) if said.roles == {"none"} else set(said.not_them)
    return ticked | (set(said.bodies) - settled)


def members(facts: plain.Facts, role: str) -> set[str]:
    """Everyone in a body, or who fits a role, or did in the last 24 months."""
    people = facts.people.values()
    found = {one.id for one in people if role in still(facts, one.functions)}
    if role == "ceo":
        found |= _ranked(facts, 1, 1)
    if role == "management":
        found |= _ranked(facts, 1, 2)
    if role == "board":
        found |= _ranked(facts, 0, 0)
    if role == "it":
        found |= facts.administrators
    tier = {"committee": 1, "board": 2}.get(role)  # tier 2 is the board's own committee
    return found | {one for one, at in facts.handlers.items() if at == tier}


def is_senior(facts: plain.Facts, person: str) -> bool:
    """Seniority at or above the policy's, now or lately; a small number is a high rank."""
    return person in _ranked(facts, 0, facts.policy.top)


def _ranked(facts: plain.Facts, highest: int, lowest: int) -> set[str]:
    return {
        one.id
        for one in facts.people.values()
        if any(highest <= rank <= lowest for rank in still(facts, one.ranks) - {None})
    }


def still(facts: plain.Facts, values: tuple[plain.Was, ...]) -> set[Any]:
    """Give what counts of somebody's units, ranks or functions, taken away or not."""
    return {one.value for one in values if chart.counts(facts, one.removed_on)}


def _fitting(facts: plain.Facts, words: frozenset[str]) -> frozenset[str]:
    """Whom a typed name fits: by the full name; handlers and seniors by any part of theirs."""
    full = {one.id for one in facts.people.values() if one.words and one.words <= words}
    part = {one.id for one in facts.people.values() if words and words <= one.words}
    return frozenset(full | _near(facts, part))


def _meant(
    facts: plain.Facts, said: plain.Statement, fits: frozenset[str], *, typed: bool
) -> set[str]:
    """Whom one name means, after her answers."""
    near = _near(facts, fits)
    meant = set(fits) if len(fits) == 1 else set(near)
    asked = {one for one in near if _was_senior(facts, one) and one not in said.answers}
    if asked:  # several, one of them senior, and no answer: all of them
        meant |= {one for one in fits if one not in said.answers}
    sure = set(fits) if typed and len(fits) == 1 else set()
    return {one for one in meant if one in sure or not _spared(facts, said, one, typed=typed)}


def _near(facts: plain.Facts, people: Iterable[str]) -> set[str]:
    """Give handlers and seniors of these people."""
    return {one for one in people if one in facts.handlers or _was_senior(facts, one)}


def _was_senior(facts: plain.Facts, person: str) -> bool:
    """Seniority now or ever: people call him by his name as before (doubt excludes)."""
    ranks = {was.value for was in facts.people[person].ranks} - {None}
    return any(rank <= facts.policy.top for rank in ranks)


def _spared(facts: plain.Facts, said: plain.Statement, person: str, *, typed: bool) -> bool:
    """Whether her answer spares him: of a handler who is typed, or "somebody else", never."""
    answer = said.answers.get(person)
    if person in facts.handlers:
        return answer == "only mentioned" and not typed
    return answer is not None


def _may_be_the_boss(facts: plain.Facts, said: plain.Statement) -> set[str]:
    """Her boss is one of the readers and she ticked nobody: all who lead people there."""
    if said.boss != "reader" or said.about:
        return set()
    there = {
        one.id
        for one in facts.people.values()
        if said.unit and said.unit in still(facts, one.units)
    }
    led = there or facts.people.keys()
    return {one for one in facts.handlers if chart.leads(facts, one, led)}


def _found(facts: plain.Facts, handler: str, about: frozenset[str]) -> set[str]:
    found = {ground for who, ground in facts.put_on_record if who == handler}
    if handler in about or _shares_a_word(facts, handler):
        found.add("C1")
    answers = {said.answers.get(handler) for said in facts.said}
    if "only mentioned" in answers and handler not in about:
        found.add("C2")
    if any(chart.in_line(facts, handler, subject) for subject in about):
        found.add("C3")
    found |= _by_declaration(facts, handler, about)
    if any(_same_small_unit(facts, handler, subject) for subject in about):
        found.add("C7")
    if any(handler in said.suppressed for said in facts.said):
        found.add("C8")
    if handler in facts.people and facts.people[handler].paid_by_result:
        found.add("C9")
    if any(handler in said.vetoes for said in facts.said):
        found.add("C11")
    return found


def _shares_a_word(facts: plain.Facts, handler: str) -> bool:
    """Whether a name typed on the first page has one of his words in it."""
    words = facts.people[handler].words if handler in facts.people else frozenset()
    return any(words & typed for said in facts.said for typed in said.typed)


def _by_declaration(facts: plain.Facts, handler: str, about: frozenset[str]) -> set[str]:
    others = about.union(*(said.firms for said in facts.said))
    kinds = {
        tie.kind
        for tie in facts.ties
        if tie.handler == handler
        and tie.other in others
        # A dispute that the other began counts if it began before the matter; the matter began
        # before it was told, and more is not known of it.
        and (tie.kind != "answered" or tie.since <= facts.came_on)
    }
    grounds = {"near": "C4", "far": "C4", "interest": "C5", "dispute": "C10", "answered": "C10"}
    return {grounds[kind] for kind in kinds if kind in grounds}


def _same_small_unit(facts: plain.Facts, handler: str, subject: str) -> bool:
    one, other = facts.people.get(handler), facts.people.get(subject)
    if one is None or other is None or handler == subject:
        return False
    teams = {(who.id, who.entity, was.value) for who in facts.people.values()
             for was in who.units[:1] if was.value}  # fmt: skip
    mine = {(entity, unit) for person, entity, unit in teams if person == handler}
    same = {person for person, entity, unit in teams if (entity, unit) in mine}
    return subject in same and len(same) < facts.policy.small_unit


def lifted(facts: plain.Facts, handler: str, ground: str) -> bool:
    """Two clean people may lift C2, C3, C6 and kin beyond the second degree; nothing else."""
    if ground not in LIFTED_BY_TWO or (handler, ground) not in facts.lifted:
        return False
    is_near = any(tie.handler == handler and tie.kind == "near" for tie in facts.ties)
    return not (ground == "C4" and is_near)
