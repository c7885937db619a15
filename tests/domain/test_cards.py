"""What two may sign inside a case, and which two may (CONFLICTS §4; P2, P9)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain import cards, cases, conflicts
from app.domain.cards import Card
from app.domain.conflicts import Excluded, Ground
from app.domain.people_file import Row, merge
from app.domain.policy import DEFAULT
from app.domain.routing import Member

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)
BOSS, ANN, BEN, CY, DI = (
    Row("boss", "Bo Boss"),
    Row("a", "Ann Able"),
    Row("b", "Ben Baker"),
    Row("c", "Cy Cole"),
    Row("d", "Di Dorn"),
)
COMPANY = merge(
    None,
    [BOSS, replace(ANN, manager_id="boss"), BEN, CY, DI],
    recorded_on=TODAY,
)
READERS = {"a": 1, "b": 1, "boss": 2, "c": 2, "d": 3}
LIFT = Card("lift", "b", ground="C2")
LIFTABLE = [ground for ground, rule in DEFAULT.grounds.items() if rule.lifting == "two"]
STRICT = [g for g in Ground if DEFAULT.grounds[g].lifting != "two"]


def member(person, tier=None):
    return Member(person, person, tier or READERS[person])


def decided(*insiders, policy=DEFAULT, said=None):
    return conflicts.decide(
        said or cases.Said(), (), directory=COMPANY, readers=READERS, policy=policy,
        today=TODAY, insiders=insiders,
    )  # fmt: skip


def out_by(*reasons):
    """Decide that the first of these is out for just these reasons."""
    return replace(decided(), excluded={reasons[0].person: reasons})


def enough(*signers, tier=1):
    return cards.is_enough(signers, tier=tier, last=3, directory=COMPANY, today=TODAY)


def count(card, *people, decision=None, policy=DEFAULT):
    signers = [member(person) for person in people]
    found = cards.who_count(card, signers, decision=decision or decided(), policy=policy)
    return [one.person for one in found]


def test_one_of_the_tier_and_one_above_are_enough():
    assert enough(member("a"), member("c"))


@pytest.mark.parametrize("signers", [(), ("a",), ("c",), ("c", "c")])
def test_one_alone_is_not(signers):
    assert not enough(*map(member, signers))


def test_two_of_the_same_tier_are_not():
    assert not enough(member("a"), member("b"))
    assert not enough(member("boss"), member("c"))


def test_two_below_the_tier_of_the_case_are_not():
    assert not enough(member("a"), member("c"), tier=2)


@pytest.mark.parametrize("pair", [("a", "boss"), ("boss", "a")])
def test_two_of_one_line_are_not(pair):
    assert not enough(*map(member, pair))


def test_a_deputy_and_whom_he_stands_in_for_are_of_one_line_either_way():
    rows = [BOSS, replace(ANN, stands_in_for_ids=("c",)), BEN, CY, DI]
    company = merge(None, rows, recorded_on=TODAY)
    for pair in (("a", "c"), ("c", "a")):
        signers = [member(person) for person in pair]
        assert not cards.is_enough(signers, tier=1, last=3, directory=company, today=TODAY)


def test_a_third_makes_up_for_one_who_does_not_fit():
    assert enough(member("a"), member("boss"), member("c"))


def test_in_the_last_tier_its_other_member_signs():
    assert enough(member("d"), member("b", 3), tier=3)
    assert not enough(member("d"), member("d"), tier=3)
    assert not enough(member("d"), member("c"), tier=3)


def test_who_is_clean_counts():
    assert count(LIFT, "a", "c") == ["a", "c"]


def test_who_is_in_conflict_counts_nothing():
    out = conflicts.excluded("a", Ground.C6)
    assert count(LIFT, "a", "c", decision=decided(out)) == ["c"]


def test_whom_the_card_is_about_and_who_is_meant_count_nothing():
    assert count(LIFT, "b", "c") == ["c"]
    assert count(Card("correct", "b", meant="c"), "a", "c") == ["a"]


def test_an_administrator_counts_nothing():
    rules = replace(DEFAULT, administrators=frozenset({"c"}))
    assert count(LIFT, "a", "c", policy=rules) == ["a"]


def test_who_is_no_reader_today_counts_nothing():
    assert cards.who_count(LIFT, [Member("x", "x", 2)], decision=decided(), policy=DEFAULT) == ()


@pytest.mark.parametrize(("days", "due"), [(0, False), (6, False), (7, False), (8, True)])
def test_it_is_due_once_seven_days_are_over(days, due):
    assert cards.is_due(TODAY, today=TODAY + days * DAY) is due
    assert cards.refuse_by(TODAY) == TODAY + 7 * DAY


def test_it_is_never_due_before_she_was_told():
    assert not cards.is_due(None, today=TODAY + 900 * DAY)


@pytest.mark.parametrize("ground", LIFTABLE)
def test_what_two_may_lift_is_lifted(ground):
    out = Excluded("b", Ground(ground.split()[0]), "two")
    lift = replace(LIFT, ground=out.ground.value)
    assert cards.lifted(out_by(out), [lift]).is_clean("b")


@pytest.mark.parametrize("ground", STRICT)
def test_what_nobody_or_only_she_lifts_stays(ground):
    """C1, C5 and C11 among them."""
    decision = out_by(conflicts.excluded("b", ground))
    lift = replace(LIFT, ground=ground.value)
    assert cards.lifted(decision, [lift]).excluded == decision.excluded


def test_near_kin_stays_where_far_kin_is_lifted():
    near, far = conflicts.excluded("b", Ground.C4), Excluded("b", Ground.C4, "two")
    after = cards.lifted(out_by(far, near), [replace(LIFT, ground="C4")])
    assert after.excluded["b"] == (near,)


def test_another_ground_of_the_same_person_stays():
    both = [Excluded("b", Ground.C2, "two"), Excluded("b", Ground.C3, "two")]
    after = cards.lifted(decided(*both), [LIFT])
    assert [out.ground for out in after.excluded.get("b", ())] == [Ground.C3]


def test_the_same_ground_of_another_person_stays():
    decision = decided(Excluded("a", Ground.C2, "two"))
    assert cards.lifted(decision, [LIFT]).excluded == decision.excluded


@pytest.mark.parametrize("what", ["correct", "grant"])
def test_no_other_card_takes_a_ground_away(what):
    decision = decided(Excluded("b", Ground.C2, "two"))
    assert cards.lifted(decision, [replace(LIFT, what=what)]).excluded == decision.excluded


def test_an_administrator_who_is_out_stays_so():
    """C12: nobody lifts what he is out for."""
    rules = replace(DEFAULT, administrators=frozenset({"b"}))
    decision = decided(Excluded("b", Ground.C2, "two"), policy=rules)
    assert not cards.lifted(decision, [LIFT]).is_clean("b")
