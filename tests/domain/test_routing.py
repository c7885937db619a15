"""Which tier receives, and who stands by (CONFLICTS §3)."""

from dataclasses import replace

import pytest

from app.domain import conflicts, policy, routing
from app.domain.conflicts import Ground
from app.domain.people import Directory, Line, Name, Person
from app.domain.policy import Tier
from tests.domain import company
from tests.domain.company import POLICY, TIERS, TODAY, judge, said


def at(tier):
    return {one for one, number in TIERS.items() if number == tier}


def test_it_works():
    route = judge(said()).route

    assert route == routing.Route(
        1, frozenset(at(1)), frozenset(at(2) | at(3)), standby_now=False, quorum_kept=True
    )
    assert route.holders == frozenset(TIERS)


def test_it_climbs_to_the_first_tier_with_a_quorum():
    assert judge(said(veto="alice bob eve")).tier == 1
    assert judge(said(veto="alice bob eve nils")).tier == 2
    assert judge(said(veto=" ".join(at(1)) + " ines otto")).tier == 3


def test_a_tier_that_was_passed_holds_no_key():
    judged = judge(said(veto="alice bob eve nils"))

    assert judged.holders == at(2) | at(3)


def test_the_last_tier_receives_with_whoever_is_clean_and_says_so():
    rules = replace(POLICY, tiers=(*POLICY.tiers[:2], Tier(3, "Ombudspeople", 2)))
    judged = judge(said(about_roles="board", veto="olga"), rules=rules)

    assert (judged.tier, judged.recipients) == (3, {"omar"})
    assert not judged.route.quorum_kept
    assert judged.route.standby_now


def test_nobody_clean_in_the_last_tier_is_nobody_though_some_are_clean_below():
    """P9: whoever was passed by on the way up does not come back."""
    vetoed = " ".join(at(3)) + " alice bob eve nils ines otto"

    assert judge(said(veto=vetoed)).holders == set()
    assert judge(said(veto=" ".join(TIERS))).holders == set()


def test_standby_without_recipients_still_receives():
    out = [conflicts.excluded(one, Ground.C10) for one in at(1)]
    route = judge(said(), insiders=out).route

    assert (route.tier, route.recipients, route.standby) == (1, frozenset(), at(2) | at(3))
    assert route.standby_now


@pytest.mark.parametrize(
    ("recused", "now"), [("", False), ("alice bob", False), ("alice bob eve", True)]
)
def test_standby_takes_part_when_half_of_the_tier_is_out(recused, now):
    out = [conflicts.excluded(one, Ground.C10) for one in recused.split()]
    route = judge(said(), insiders=out).route

    assert route.tier == 1
    assert route.standby_now == now


def test_exactly_half_is_half():
    tiers = {one: tier for one, tier in TIERS.items() if one != "petra"}

    assert judge(said(veto="alice bob"), tiers=tiers).route.standby_now
    assert not judge(said(veto="alice"), tiers=tiers).route.standby_now


def test_a_quorum_exactly_kept_is_kept_however_large_the_other_tiers_are():
    tiers = {one: tier for one, tier in TIERS.items() if one not in {"petra", "nils", "eve"}}
    route = judge(said(), tiers=tiers).route

    assert route.recipients == {"alice", "bob"}
    assert route.quorum_kept
    assert not route.standby_now


def test_a_lost_quorum_calls_the_standby_though_less_than_half_is_out():
    tiers = {one: tier for one, tier in TIERS.items() if one not in {"petra", "nils"}}
    rules = replace(POLICY, tiers=(Tier(1, "Ethics committee", 3), *POLICY.tiers[1:]))
    out = [conflicts.excluded("eve", Ground.C10)]
    route = judge(said(), tiers=tiers, rules=rules, insiders=out).route

    assert route.recipients == {"alice", "bob"}
    assert not route.quorum_kept
    assert route.standby_now


@pytest.mark.parametrize(
    ("role", "tier"), [("ceo", 2), ("management", 2), ("hr", 2), ("it", 2), ("board", 3)]
)
def test_a_body_starts_higher_though_nobody_on_record_is_in_it(role, tier):
    assert judge(said(about_roles=role), known=Directory({})).tier == tier


def test_whoever_is_in_conflict_does_not_stand_by():
    out = [conflicts.excluded("omar", Ground.C4)]

    assert judge(said(veto="vera"), insiders=out).route.standby == {"ines", "otto", "olga"}


def test_a_member_of_a_tier_the_policy_does_not_know_holds_nothing():
    judged = judge(said(), tiers={**TIERS, "lena": 4})

    assert "lena" not in judged.holders


def test_whoever_is_only_mentioned_starts_nothing_higher():
    assert judge(said(only_mentioned="cora"), "I told Cora Castle").tier == 1


def test_a_reader_left_out_for_a_shared_word_starts_nothing_higher():
    """Ines is an audit-committee member; a stranger may have that first name too."""
    assert judge(said(about_names=("Ines Unknown",))).tier == 1


def test_somebody_without_a_rank_who_answers_to_the_chief_is_top_management():
    known = company.directory(Line("x", "cora", "solid", company.SINCE)).with_people(
        [company.person("x", "Xaver Xu"), company.person("y", "Yara Yu")]
    )

    assert judge(said(about_people="x"), known=known).tier == 2
    assert judge(said(about_people="y"), known=known).tier == 1


def test_the_board_is_top_management_where_no_rule_speaks_of_it():
    rules = replace(POLICY, start=tuple(rule for rule in POLICY.start if rule.top))

    assert judge(said(about_people="vera"), rules=rules).tier == 2


def test_without_ranks_and_chief_nobody_is_top_management():
    known = Directory({one: Person(one, ()) for one in (*TIERS, "z")})

    assert judge(said(about_people="z"), known=known).tier == 1


def test_a_rank_taken_away_by_an_import_still_starts_higher():
    known = company.directory()
    mona = known.people["mona"]
    demoted = replace(mona, seniority=6, names=(*mona.names, Name("2", "rank", TODAY)))
    known = replace(known, people={**known.people, "mona": demoted}, lines=())

    assert judge(said(about_people="mona"), known=known).tier == 2


# --- what the first page shows -------------------------------------------------------------------


def shown(report, known=None, readers=TIERS):
    answer = routing.shown(
        report,
        directory=known or company.directory(),
        readers=readers,
        policy=POLICY,
        today=TODAY,
    )
    return answer.leaves_nobody, answer.tier


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (said(), (False, 1)),
        (said(about_people="bob"), (False, 1)),
        (said(about_roles="committee"), (False, 2)),
        (said(about_roles="board"), (False, 3)),
        (said(about_people="cora"), (False, 2)),
        (said(category="accounting"), (False, 2)),
        (said(veto=" ".join(TIERS)), (True, 3)),
        (said(about_roles="committee board", veto="olga omar"), (True, 3)),
        (said(about_names=tuple(company.STAFF[0][1].split())), (False, 3)),
    ],
)  # fmt: skip
def test_the_first_page_speaks_of_her_words_and_the_published_list(report, expected):
    assert shown(report) == expected


def test_the_first_page_knows_no_line_and_nobody_unpublished():
    """CONFLICTS §5: Sara leads Bob, and Kim is in compliance; neither shows."""
    assert shown(said(about_people="sara", veto="alice eve nils")) == (False, 1)
    assert shown(said(about_people="kim")) == (False, 1)
    assert judge(said(about_people="kim")).tier == 2


def test_the_first_page_knows_a_board_that_reads_nothing():
    outside = {one: tier for one, tier in TIERS.items() if tier != 2}

    assert shown(said(about_people="vera"), readers=outside) == (False, 3)


def test_readers_without_a_record_are_shown_all_the_same():
    assert shown(said(), known=Directory({})) == (False, 1)


def test_the_default_policy_starts_nothing_at_tier_1():
    assert all(rule.tier > 1 for rule in policy.DEFAULT.start)
