"""The policy as data: canonical JSON, and no policy that contradicts itself."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import cases, errors, policy, policy_table
from app.domain.policy import DEFAULT, Policy, StartRule, Tier

POLICIES = st.builds(
    replace,
    st.just(DEFAULT),
    administrators=st.frozensets(st.text(max_size=5), max_size=3),
    top_seniority=st.integers(0, 5),
    release_hour=st.none() | st.integers(0, 23),
    ask_declaration=st.booleans(),
    entities=st.lists(st.text(max_size=5), max_size=3).map(tuple),
)


@given(POLICIES)
def test_what_is_written_is_read(one):
    assert Policy.from_json(one.to_json()) == one


@given(POLICIES)
def test_the_form_is_canonical(one):
    """It is signed in the roster: equal policies are equal bytes."""
    raw = one.to_json()

    assert Policy.from_json(raw).to_json() == raw
    assert (
        raw
        == json.dumps(
            json.loads(raw), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
    )


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"null", b"\xff", b'{"tiers":[]}'])
def test_what_is_no_policy_is_refused(raw):
    with pytest.raises(errors.PolicyRefused):
        Policy.from_json(raw)


@pytest.mark.parametrize("field", [field.name for field in fields(Policy)])
def test_a_missing_field_is_refused(field):
    plain = json.loads(DEFAULT.to_json())
    del plain[field]
    with pytest.raises(errors.PolicyRefused):
        Policy.from_json(json.dumps(plain).encode())


def test_an_unknown_property_of_a_rule_is_refused():
    plain = json.loads(DEFAULT.to_json())
    plain["start"][0]["spared"] = True
    with pytest.raises(errors.PolicyRefused):
        Policy.from_json(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"tiers": ()},
        {"tiers": (*DEFAULT.tiers[:2], Tier(4, "four", 1))},
        {"tiers": (replace(DEFAULT.tiers[0], quorum=0), *DEFAULT.tiers[1:])},
        {"tiers": DEFAULT.tiers[:2], "roles": DEFAULT.roles},
        {"start": (StartRule("nowhere", 9),)},
        {"start": (StartRule("nobody", 2, fits=("nobody",)),)},
        {"roles": {**DEFAULT.roles, "x": policy.RoleRule(tier=7)}},
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(change):
    with pytest.raises(errors.PolicyRefused):
        replace(DEFAULT, **change)


def test_every_role_of_the_form_has_a_rule_and_every_body_words():
    assert set(cases.ROLES) - {cases.NO_ROLE} <= set(DEFAULT.roles)
    assert all(rule.words for rule in DEFAULT.roles.values() if rule.body)
    assert all(role in cases.ROLES for role, rule in DEFAULT.roles.items() if rule.body)


def test_the_last_tier_needs_one_and_the_others_two():
    assert [tier.quorum for tier in DEFAULT.tiers] == [2, 2, 1]
    assert [DEFAULT.quorum(number) for number in (1, 2, 3)] == [2, 2, 1]


def test_no_phrase_that_only_looks_like_a_body_is_one():
    words = {word.casefold() for rule in DEFAULT.roles.values() for word in rule.words}

    assert words.isdisjoint(policy_table.NOT_A_BODY)
