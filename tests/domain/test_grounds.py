"""C7, C8, C9 and C12 in a decision: what excludes, what only warns, and what nobody can lift."""

from dataclasses import replace

import pytest

from app.domain import conflicts, grounds, routing
from app.domain.conflicts import Excluded, Ground, Warned
from app.domain.grounds import GroundRule
from app.domain.people import Line
from tests.domain import company
from tests.domain.company import POLICY, judge, said

STRICT = replace(
    POLICY,
    grounds={**grounds.DEFAULT, "C7": GroundRule(lifting="two"), "C9": GroundRule(lifting="two")},
)
TEAM = company.directory()
ABOUT_EVE = said(about_people="eve")  # who has Lena for a boss, as Alice has
PAID = said(about_people="charlie", category="overselling")  # and Nils sells


def decided(report, rules=POLICY, **more):
    return conflicts.decide(
        report, (), directory=TEAM, readers=company.TIERS, policy=rules, today=company.TODAY, **more
    )


def test_a_mate_of_a_small_team_is_warned_of_and_reads_it():
    decision = decided(ABOUT_EVE)

    assert decision.warned == {"alice": (Warned("alice", Ground.C7),)}
    assert decision.is_clean("alice")


def test_where_the_policy_says_so_a_mate_of_a_small_team_is_out_publicly():
    decision = decided(ABOUT_EVE, STRICT)

    assert decision.excluded["alice"] == (Excluded("alice", Ground.C7, "two"),)
    assert not decision.is_publicly_clean("alice")
    assert decision.warned == {}


def test_whoever_is_paid_by_the_matter_is_warned_of():
    assert decided(PAID).warned == {"nils": (Warned("nils", Ground.C9),)}
    assert decided(replace(PAID, category="fraud")).warned == {}


def test_where_the_policy_says_so_he_is_out_privately():
    decision = decided(PAID, STRICT)

    assert decision.excluded["nils"] == (Excluded("nils", Ground.C9, "two"),)
    assert decision.is_publicly_clean("nils")


def test_whoever_is_listed_as_paid_is_paid():
    roles = {**POLICY.roles, "bonus": replace(POLICY.roles["sales"], units=(), people=("alice",))}
    rules = replace(POLICY, roles=roles, incentives={"fraud": ("bonus",)})

    assert set(decided(replace(PAID, category="fraud"), rules).warned) == {"alice"}


def test_a_category_named_once_goes_on_paying():
    """P9: a later submission of another category gives nobody back."""
    kept = decided(PAID, STRICT).kept.joined(said(category="accounting"))

    assert "nils" in decided(kept, STRICT).excluded
    assert kept.category == "accounting"


def test_what_only_warns_moves_nothing_and_takes_nothing():
    loose = judge(PAID).route
    strict = judge(PAID, rules=STRICT).route

    assert loose.recipients - strict.recipients == {"nils"}
    assert loose.tier == strict.tier


def test_whoever_is_no_reader_is_not_warned_of():
    known = company.directory(Line("x", "lena", "solid", company.SINCE)).with_people(
        [company.person("x", "Xaver Xu", unit="Success")]
    )

    assert set(judge(ABOUT_EVE, known=known).decision.warned) == {"alice"}


def test_t15_a_handler_who_leaked_is_out_and_nobody_lets_him_in():
    """T15: she says of him that she only mentions him; two could have lifted C2."""
    decision = decided(said(only_mentioned="alice"), suppressors=frozenset({"alice"}))

    assert decision.excluded["alice"] == (
        Excluded("alice", Ground.C2, "two"), Excluded("alice", Ground.C8, "nobody"),
    )  # fmt: skip
    assert not decision.is_publicly_clean("alice")


def test_t15_what_was_said_of_him_stays_said():
    kept = decided(said(only_mentioned="alice"), suppressors=frozenset({"alice", "charlie"})).kept

    assert Ground.C8 in {one.ground for one in decided(kept.joined(said())).excluded["alice"]}
    assert kept.suppressors == {"alice", "charlie"}


@pytest.mark.parametrize(("category", "out"), [("retaliation", True), ("fraud", False)])
def test_where_the_matter_is_retaliation_whoever_is_mentioned_is_out_for_good(category, out):
    decision = decided(said(only_mentioned="alice", category=category))

    assert (Excluded("alice", Ground.C8, "nobody") in decision.excluded["alice"]) is out


def test_it_is_the_same_whichever_message_names_him():
    first = decided(said(category="retaliation")).kept
    later = decided(first.joined(said(only_mentioned="alice")))

    assert Excluded("alice", Ground.C8, "nobody") in later.excluded["alice"]


def with_administrator(*who):
    return replace(POLICY, administrators=frozenset(who))


@pytest.mark.parametrize(
    "report", [said(only_mentioned="bob"), said(about_people="bob"), said(about_people="charlie")]
)
def test_an_administrator_who_is_out_is_out_for_good(report):
    """C12: administrators in C1 to C5."""
    decision = decided(report, with_administrator("bob"))

    assert Excluded("bob", Ground.C12, "nobody") in decision.excluded["bob"]
    assert all(one.ground is not Ground.C12 for one in decided(report).excluded["bob"])


def test_an_administrator_whom_nothing_touches_reads():
    assert decided(said(about_people="eve"), with_administrator("bob")).is_clean("bob")


def test_an_administrator_who_stepped_back_or_was_vetoed_may_come_back_as_anybody():
    decision = decided(
        said(veto="bob"),
        with_administrator("bob", "alice"),
        insiders=[conflicts.excluded("alice", Ground.C6)],
    )

    assert decision.excluded["bob"] == (Excluded("bob", Ground.C11, "reporter"),)
    assert decision.excluded["alice"] == (Excluded("alice", Ground.C6, "two"),)


def test_machinery_says_nothing_publicly():
    """T24: an administrator out by a private ground shows no more than any other."""
    kin = [conflicts.excluded("bob", Ground.C4)]

    assert decided(said(), with_administrator("bob"), insiders=kin).is_publicly_clean("bob")


@pytest.mark.parametrize("ground", ["C6", "C7", "C9", "C10", "C13"])
def test_what_an_insider_puts_on_record_excludes_whatever_the_table_says(ground):
    """Who steps back is out, on C7 or C9 too, which else only warn."""
    decision = decided(said(), insiders=[conflicts.excluded("alice", Ground(ground))])

    assert [one.ground for one in decision.excluded["alice"]] == [ground]


def test_what_is_on_record_is_lifted_by_nobody_where_the_policy_says_so():
    rules = replace(POLICY, grounds={**grounds.DEFAULT, "C6": GroundRule()})
    insiders = [conflicts.excluded("alice", Ground.C6)]

    assert decided(said(), insiders=insiders).excluded["alice"][0].liftable_by == "two"
    assert decided(said(), rules, insiders=insiders).excluded["alice"][0].liftable_by == "nobody"


def test_the_first_page_does_not_know_who_is_paid_by_what():
    """CONFLICTS §5: private grounds show nowhere."""
    rules = replace(STRICT, incentives={"overselling": ("committee",)})
    given = {"directory": TEAM, "readers": company.TIERS, "today": company.TODAY}
    vetoed = replace(PAID, veto=frozenset({"vera", "ines", "otto", "olga", "omar"}))

    assert routing.shown(vetoed, policy=rules, **given) == routing.shown(
        vetoed, policy=POLICY, **given
    )
