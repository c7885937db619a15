"""The policy as data: canonical JSON, and no policy that contradicts itself."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import cases, errors, grounds, policy, policy_table
from app.domain.policy import DEFAULT, Policy, StartRule, Tier

STRICTEST = dict.fromkeys(grounds.DEFAULT, grounds.GroundRule())
POLICIES = st.builds(
    replace,
    st.just(DEFAULT),
    administrators=st.frozensets(st.text(max_size=5), max_size=3),
    top_seniority=st.integers(0, 5),
    release_hour=st.none() | st.integers(0, 23),
    ask_declaration=st.booleans(),
    entities=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    team_size=st.integers(0, 9),
    grounds=st.sampled_from(
        (grounds.DEFAULT, dict.fromkeys(grounds.DEFAULT, grounds.GroundRule()))
    ),
    incentives=st.dictionaries(
        st.sampled_from(cases.CATEGORIES), st.lists(st.just("sales"), max_size=1).map(tuple)
    ),
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


LATER = ["grounds", "team_size", "incentives", "holding_euros", "holding_per_mille"]


def without(*names):
    plain = json.loads(DEFAULT.to_json())
    return json.dumps({name: value for name, value in plain.items() if name not in names}).encode()


@pytest.mark.parametrize("field", [f.name for f in fields(Policy) if f.name not in LATER])
def test_a_missing_field_is_refused(field):
    with pytest.raises(errors.PolicyRefused):
        Policy.from_json(without(field))


def test_a_list_signed_before_a_field_existed_has_its_default():
    read = Policy.from_json(without(*LATER))

    assert read.grounds == grounds.DEFAULT
    assert (read.team_size, read.incentives) == (5, {})
    assert (read.holding_euros, read.holding_per_mille) == (5000, 1)


@pytest.mark.parametrize(
    ("field", "value"), [("team_size", "5"), ("team_size", 2.5), ("grounds", []), ("grounds", {}),
                         ("incentives", {"fraud": 3})],
)  # fmt: skip
def test_a_later_field_of_another_kind_is_refused(field, value):
    plain = {**json.loads(DEFAULT.to_json()), field: value}
    with pytest.raises(errors.PolicyRefused):
        Policy.from_json(json.dumps(plain).encode())


def ruled(key, **change):
    return {**grounds.DEFAULT, key: replace(grounds.DEFAULT[key], **change)}


def test_the_table_of_grounds_is_that_of_conflicts_1():
    """CONFLICTS §1, row by row: what excludes, what warns, and who could lift it."""
    two = {"C2", "C3", "C4 far", "C6", "C7", "C9"}
    expected = {key: ("exclude", "two" if key in two else "nobody") for key in grounds.DEFAULT}
    expected |= {"C7": ("warn", "two"), "C9": ("warn", "two"), "C11": ("exclude", "reporter")}

    assert {key: (one.effect, one.lifting) for key, one in grounds.DEFAULT.items()} == expected
    assert set(grounds.Ground) | {grounds.FAR_KIN} == set(expected)


@pytest.mark.parametrize("key", sorted(grounds.DEFAULT))
def test_a_policy_may_be_stricter(key):
    stricter = ruled(key, effect="exclude", lifting="nobody")

    assert replace(DEFAULT, grounds=stricter).grounds[key] == grounds.GroundRule()


@pytest.mark.parametrize("key", sorted(set(grounds.DEFAULT) - {"C7", "C9"}))
def test_no_policy_makes_a_warning_of_what_shuts_out(key):
    with pytest.raises(errors.PolicyRefused):
        replace(DEFAULT, grounds=ruled(key, effect="warn"))


@pytest.mark.parametrize("key", sorted(grounds.DEFAULT))
@pytest.mark.parametrize("lifting", ["two", "reporter"])
def test_no_policy_lets_anybody_lift_what_he_could_not(key, lifting):
    if grounds.DEFAULT[key].lifting == lifting:
        assert replace(DEFAULT, grounds=ruled(key, lifting=lifting)).grounds == grounds.DEFAULT
        return
    with pytest.raises(errors.PolicyRefused):
        replace(DEFAULT, grounds=ruled(key, lifting=lifting))


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {key: rule for key, rule in grounds.DEFAULT.items() if key != "C13"},
        {**grounds.DEFAULT, "C14": grounds.GroundRule()},
        {**grounds.DEFAULT, "C7": grounds.GroundRule("forget", "two")},
    ],
)
def test_a_table_that_is_not_whole_is_refused(rules):
    with pytest.raises(errors.PolicyRefused):
        replace(DEFAULT, grounds=rules)


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
        {"incentives": {"fraud": ("nobody",)}},
        {"incentives": {"weather": ("sales",)}},
        {"team_size": -1},
        {"holding_euros": -1},
        {"holding_per_mille": -1},
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
