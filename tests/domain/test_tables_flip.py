"""Every cell of the tables is changed, one at a time, and something notices.

Cells are: each field, phrase and rule of the default policy, each ground, tie and relation, each
role × action, each step of a case, each row of CONFLICTS §3. What notices are the claims, which say
by hand what the tables come to, or the policy itself, which refuses.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType

import pytest

from app.domain import (
    access,
    conflicts,
    declarations,
    errors,
    findings,
    grounds,
    policy,
    policy_table,
    workflow,
)  # fmt: skip
from app.domain.access import Action, Role
from app.domain.declarations import TieKind
from tests.domain import claims

# Flips that change nothing, each with the reason why.
NOTHING_CHANGES = {
    "not a body: in compliance with": "“compliance with” hides the same word.",
    "roles: audit.units: Interne Revision": "“Revision” is part of it.",
    "roles: hr.units: people team": "“people” is part of it.",
    "roles: compliance.titles: chief compliance officer": "“compliance” is part of it.",
    "roles: legal.titles: general counsel": "“counsel” is part of it.",
    "roles: legal.titles: legal counsel": "“legal” is part of it, and “counsel”.",
    "roles: ceo.titles: chief executive officer": "It is “chief executive” in other words.",
    "roles: board.words: audit committee": "Tier 2 has this name.",
    "roles: committee.words: ethics committee": "Tier 1 has this name.",
}
MOST = 1 / 50


def flipped(value, where):
    """Yield each change of one cell: where, and how to make the whole anew (it may refuse)."""
    if isinstance(value, bool):
        yield where, lambda: not value
    elif isinstance(value, int):
        yield f"{where} + 1", lambda: value + 1
        yield f"{where} - 1", lambda: value - 1
    elif value is None:
        yield where, lambda: 1
    elif isinstance(value, str):
        yield where, lambda: value + " and more"
    elif isinstance(value, frozenset):
        yield where, lambda: value | {"charlie"}
    elif isinstance(value, tuple):
        yield from _of_a_list(value, where)
    elif isinstance(value, Mapping):
        yield from _of_a_table(value, where)
    else:
        yield from _of_a_rule(value, where)


def _of_a_list(value, where):
    for at, one in enumerate(value):
        name = f"{where}: {one if isinstance(one, str) else at}"
        rest = (value[:at], value[at + 1 :])
        yield name, lambda rest=rest: (*rest[0], *rest[1])
        if is_dataclass(one):
            for below, made in flipped(one, name):
                yield below, lambda rest=rest, made=made: (*rest[0], made(), *rest[1])


def _of_a_table(value, where):
    for key, one in value.items():
        rest = {other: known for other, known in value.items() if other != key}
        yield f"{where}: {key}", lambda rest=rest: rest
        for below, made in flipped(one, f"{where}: {key}"):
            yield below, lambda rest=rest, key=key, made=made: rest | {key: made()}


def _of_a_rule(rule, where):
    for field in fields(rule):
        value = getattr(rule, field.name)
        # A lower end without an upper one is no range.
        if field.name == "seniority_min" and rule.seniority_max is None:
            continue
        if field.name in {"people", "entities"}:
            yield (
                f"{where}.{field.name}",
                lambda name=field.name: replace(rule, **{name: ("charlie",)}),
            )
        for below, made in flipped(value, f"{where}.{field.name}"):
            yield below, lambda name=field.name, made=made: replace(rule, **{name: made()})


def of_the_policy():
    for where, made in flipped(policy.DEFAULT, "policy"):
        yield where.removeprefix("policy."), made, ()


def _as_is():
    return policy.DEFAULT


def toggled(whole, one):
    return whole ^ frozenset({one})


def of_the_grounds():
    for ground in grounds.Ground:
        public = toggled(grounds.PUBLIC, ground)
        yield f"public: {ground}", _as_is, ((conflicts, "PUBLIC", public),)
        machinery = toggled(grounds.BEFORE_MACHINERY, ground)
        if ground != grounds.Ground.C12:  # C12 is there already.
            yield f"machinery: {ground}", _as_is, ((grounds, "BEFORE_MACHINERY", machinery),)
    for kind, (ground, key) in findings.BY_TIE.items():
        other = "C11" if ground != "C11" else "C1"
        for by in ((grounds.Ground(other), key), (ground, other)):
            table = {**findings.BY_TIE, kind: by}
            yield f"tie: {kind} {by}", _as_is, ((findings, "BY_TIE", table),)
    for relation, means in declarations.RELATIONS.items():
        for meant in {None, *TieKind} - {means}:
            relations = {**declarations.RELATIONS, relation: meant}
            yield f"relation: {relation} {meant}", _as_is, ((declarations, "RELATIONS", relations),)


def of_the_access():
    for action in Action:
        anybody = toggled(access.ANYBODY, action)
        yield f"anybody: {action}", _as_is, ((access, "ANYBODY", anybody),)
        for role in Role if action not in access.ANYBODY else ():
            table = {**access.ALLOWED, role: toggled(access.ALLOWED[role], action)}
            yield f"{role}: {action}", _as_is, ((access, "ALLOWED", table),)


def of_the_steps():
    for where, made in flipped(workflow.TRANSITIONS, "step"):
        steps = made()
        table = MappingProxyType({(step.before, step.after): step for step in steps})
        yield where, _as_is, ((workflow, "TRANSITIONS", steps), (workflow, "_TABLE", table))


def of_the_rows_and_phrases():
    for at, row in enumerate(policy_table.ROWS):
        for receives in (row[1] - 1, row[1] + 1):
            changed = list(policy_table.ROWS)
            changed[at] = (row[0], receives, row[2])
            yield f"row {at}: {receives}", _as_is, ((policy_table, "ROWS", tuple(changed)),)
    for phrase in policy_table.NOT_A_BODY:
        rest = tuple(one for one in policy_table.NOT_A_BODY if one != phrase)
        yield f"not a body: {phrase}", _as_is, ((policy_table, "NOT_A_BODY", rest),)


TABLES = {
    "policy": (of_the_policy, claims.CLAIMS),
    "grounds": (of_the_grounds, (claims.ties, claims.public)),
    "access": (of_the_access, (claims.may,)),
    "steps": (of_the_steps, (claims.steps,)),
    "rows and phrases": (of_the_rows_and_phrases, (claims.rows, claims.words)),
}


def unnoticed(flip, noticing):
    """Say whether every claim still holds after one change."""
    _, made, patches = flip
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in patches:
            patch.setattr(module, name, value)
        try:
            rules = made()
            for claim in noticing:
                claim(rules)
        except (AssertionError, errors.Refused, pytest.fail.Exception):
            return False
    return True


def test_every_claim_holds_as_the_tables_are():
    for claim in claims.CLAIMS:
        claim(policy.DEFAULT)


@pytest.mark.parametrize("table", TABLES)
def test_a_change_of_any_cell_is_noticed(table):
    flips, noticing = TABLES[table]
    made = list(flips())
    survivors = {flip[0] for flip in made if unnoticed(flip, noticing)}

    assert len(made) > 20
    assert survivors == {one for one in NOTHING_CHANGES if one in {flip[0] for flip in made}}


def test_at_most_one_cell_in_fifty_changes_nothing():
    cells = sum(len(list(flips())) for flips, _ in TABLES.values())

    assert cells > 500
    assert len(NOTHING_CHANGES) <= MOST * cells
