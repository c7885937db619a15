"""/admin/tiers: quorum and policy; a change becomes the next list, signed by two."""

import json

import pytest

from app.services import rosters, world
from tests.admin.test_accounts import sign_list
from tests.support import seeds

PAGE = "/admin/tiers"
TIERS = {"name-1": "Ethics committee", "quorum-1": "2", "name-2": "Audit committee",
         "quorum-2": "2", "name-3": "Ombudspeople", "quorum-3": "1"}  # fmt: skip


def policy(inst, clock):
    return world.current(inst, now=clock.now).policy


def proposed(inst, cast, clock):
    return rosters.view(inst, seeds.staff(inst, cast, "alice"), now=clock.now).proposed


def test_it_works(adam, at_desk, inst, clock):
    answer = adam.send(PAGE, {**TIERS, "quorum-1": "3"}, page=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert policy(inst, clock).quorum(1) == 2
    assert "Rules that change with this list" in at_desk("alice").get("/desk/roster").text

    sign_list(at_desk, "alice", "olga")

    assert policy(inst, clock).quorum(1) == 3
    assert policy(inst, clock).tiers[0].name == "Ethics committee"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quorum-1": "0"}, "quorum-1"),
        ({"quorum-2": "two"}, "quorum-2"),
        ({"name-3": " "}, "name-3"),
    ],
)
def test_what_is_wrong_is_named(adam, wrong, field):
    answer = adam.send(PAGE, {**TIERS, **wrong}, page=PAGE)

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text


def test_a_quorum_that_nobody_could_reach_is_refused(adam, inst, cast, clock):
    answer = adam.send(PAGE, {**TIERS, "quorum-3": "9"}, page=PAGE)

    assert answer.status_code == 409
    assert "fewer readers than its quorum" in answer.text
    assert proposed(inst, cast, clock) is None


def changed(inst, clock, **rules):
    plain = json.loads(world.current(inst, now=clock.now).signed.to_json())
    return json.dumps({**plain, **rules}, indent=2)


def test_the_whole_policy_can_be_proposed_and_each_rule_is_shown(adam, inst, cast, clock):
    typed = changed(inst, clock, release_hour=7, jurisdiction="FR")
    assert adam.send(f"{PAGE}/policy", {"policy": typed}, page=PAGE).status_code == 303

    rules = {one.rule: (one.was, one.now) for one in proposed(inst, cast, clock).rules}
    assert rules == {"release_hour": ("", "7"), "jurisdiction": ('"EU"', '"FR"')}


@pytest.mark.parametrize("typed", ["", "{", "[]", "{}", '{"tiers": []}'])
def test_what_is_no_policy_is_refused_and_kept(adam, inst, cast, clock, typed):
    answer = adam.send(f"{PAGE}/policy", {"policy": typed}, page=PAGE)

    assert answer.status_code == 422
    assert '<a href="#policy">' in answer.text
    assert proposed(inst, cast, clock) is None


def test_the_policy_in_force_again_is_no_proposal(adam, inst, cast, clock):
    adam.send(f"{PAGE}/policy", {"policy": changed(inst, clock)}, page=PAGE)

    assert proposed(inst, cast, clock) is None


def test_a_policy_that_takes_a_tier_away_is_refused_while_somebody_reads_for_it(
    adam, inst, cast, clock
):
    plain = json.loads(changed(inst, clock))
    start = [rule for rule in plain["start"] if rule["tier"] <= 2]
    typed = changed(inst, clock, tiers=plain["tiers"][:2], start=start)
    answer = adam.send(f"{PAGE}/policy", {"policy": typed}, page=PAGE)

    assert answer.status_code == 409
    assert proposed(inst, cast, clock) is None
