"""The acceptance scenarios of CONFLICTS §6 as far as the rules alone decide them, and its table."""

from datetime import date

import pytest

from app.domain import conflicts, people_file, policy
from app.domain.people import Line
from tests.domain import company
from tests.domain.company import judge, said

TIER_1 = {one for one, tier in company.TIERS.items() if tier == 1}
TIER_2 = {one for one, tier in company.TIERS.items() if tier == 2}
TIER_3 = {one for one, tier in company.TIERS.items() if tier == 3}
DEAR = "Dear ethics committee, my manager told HR that the CEO knows"


@pytest.mark.parametrize(
    "called",
    [
        "Robert Okafor",
        "okafor, robert",
        "Bobby",
        "Okafor's",
        "bob@acme.example",
        "Ro\u200bbert\nOKAFOR",
        "\uff32obert Okafor",  # a full-width letter
        "Róbert Ökafor",
        "Robert Okaffor",
        "Robrt Okafor",
        "Rob Okafor",
        "R. Okafor",
        "R0bert 0kafor",
        "R o b e r t Okafor",
        "Роберт Окафор",
        "Ρόμπερτ Οκαφόρ",
    ],
)
def test_t1_a_named_committee_member_holds_no_key_and_the_others_do(called):
    """T1, by text and by typed name alike."""
    by_text = judge(said(), f"It was {called} who did it")
    by_name = judge(said(about_names=(called,)))

    for judged in (by_text, by_name):
        assert judged.decision.subjects == {"bob"}
        assert judged.recipients == TIER_1 - {"bob"}


def test_t2_somebody_on_the_committee_takes_all_of_tier_1_out():
    judged = judge(said(about_roles="committee"))

    assert {one for one, grounds in judged.out.items() if "C1" in grounds} == TIER_1
    assert judged.tier == 2
    assert judged.recipients == TIER_2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (Line("bob", "alice", "solid", company.SINCE), "boss"),
        (Line("sara", "alice", "solid", company.SINCE), "boss's boss"),
        (Line("alice", "bob", "solid", company.SINCE), "report"),
        (Line("alice", "bob", "dotted", company.SINCE), "dotted-line report"),
        (Line("bob", "alice", "dotted", company.SINCE), "dotted-line boss"),
        (Line("alice", "bob", "solid", company.SINCE, date(2025, 2, 1)), "report until last year"),
        (Line("alice", "bob", "deputy", company.SINCE), "deputy"),
        (Line("alice", "sara", "deputy", company.SINCE), "assistant of the boss"),
    ],
)
def test_t3_who_stands_above_or_below_the_accused_is_out(line, why):
    judged = judge(said(about_people="bob"), known=company.directory(line))

    assert "C3" in judged.out["alice"], why
    assert "alice" not in judged.holders


def test_t6_a_name_in_a_later_message_takes_the_key_away():
    first = judge(said(about_people="charlie"))
    now = first.decision.kept.joined(said())
    later = judge(now, "and Alice Archer covered it up", where="message")

    assert "alice" in first.holders
    assert "alice" not in later.holders
    assert later.holders < first.holders


def test_t7_two_of_three_out_climbs_on_public_grounds_and_brings_standby_on_private_ones():
    """T7: never one-person handling in silence."""
    tiers = {one: tier for one, tier in company.TIERS.items() if one not in {"eve", "nils"}}
    vetoed = judge(said(about_people="charlie", veto="alice"), tiers=tiers)
    recused = judge(
        said(about_people="charlie"),
        tiers=tiers,
        insiders=[conflicts.excluded("alice", conflicts.Ground.C6)],
    )

    assert vetoed.tier == 2
    assert (recused.tier, recused.recipients) == (1, {"petra"})
    assert recused.route.standby_now
    assert not recused.route.quorum_kept


def test_t8_the_whole_board_named_leaves_only_the_ombudspeople():
    ticked = judge(said(about_roles="board"))
    one_by_one = judge(said(about_people="vera ines otto"))

    assert ticked.holders == one_by_one.holders == TIER_3


def test_t10_a_re_parented_accused_keeps_the_old_line():
    """T10: lines and dates apply at once, and the old line goes on counting."""
    rows = people_file.parse("id,name,manager_id,end_on\na,Ann,b,\nb,Ben,,\nc,Cy,,\n")
    moved = people_file.parse("id,name,manager_id,end_on\na,Ann,c,2001-01-01\nb,Ben,,\nc,Cy,,\n")
    before = people_file.merge(None, rows, recorded_on=company.SINCE)
    after = people_file.merge(before, moved, recorded_on=date(2026, 6, 1))

    judged = judge(said(about_people="a"), known=after, tiers={"b": 1, "c": 1, "olga": 3})
    assert judged.out == {"b": ("C3",), "c": ("C3",)}


def test_t11_an_import_overnight_takes_a_handler_out():
    known = company.directory(Line("eve", "bob", "solid", company.TODAY), without=("eve",))

    assert "eve" in judge(said(about_people="bob")).holders
    assert "eve" not in judge(said(about_people="bob"), known=known).holders


def test_t12_a_namesake_on_the_committee_is_out_for_now():
    """T12: "somebody else of that name" is kept as a fact and lifts nothing for a handler."""
    judged = judge(said(other_person="bob"), "Robert Okafor from the warehouse")

    assert judged.out["bob"] == ("C1",)
    assert judged.decision.kept.namesakes == {"bob"}


def test_t14_naming_the_entire_committee_climbs_and_does_not_stall():
    judged = judge(said(about_people=" ".join(TIER_1)))

    assert (judged.tier, judged.recipients) == (2, TIER_2)


def test_t22_only_mentioned_reaches_tier_1_less_those_mentioned():
    asked = judge(said(), DEAR).questions
    judged = judge(said(only_mentioned="cora", not_them="committee hr"), DEAR)

    assert {(one.kind, one.id) for one in asked} == {
        ("person", "cora"), ("body", "committee"), ("body", "hr"),
    }  # fmt: skip
    assert (judged.tier, judged.recipients) == (1, TIER_1)
    assert judged.decision.mentioned == {"cora"}


def test_t22_a_member_who_is_only_mentioned_is_out_alone():
    judged = judge(said(only_mentioned="bob"), "I told Robert Okafor")

    assert judged.out == {"bob": ("C2",)}


def test_t23_the_check_page_left_empty_is_read_strictly_and_climbs():
    judged = judge(said(), DEAR)

    assert judged.tier == 2
    assert judged.decision.bodies == {"committee", "hr"}


INSIDE = "ceo cfo board management committee compliance hr legal it"


@pytest.mark.parametrize(
    ("row", "report"),
    [
        (0, said(about_people="charlie")),
        (0, said(about_people="sara")),
        (1, said(about_people="alice")),
        (2, said(about_people="hilda")),
        (2, said(about_people="kim")),
        (2, said(about_people="greta")),
        (2, said(about_people="ian")),
        (2, said(about_roles="hr")),
        (2, said(about_roles="compliance")),
        (2, said(about_roles="legal")),
        (3, said(about_people="finn")),
        (3, said(about_roles="cfo")),
        (3, said(category="accounting")),
        (4, said(about_people="cora")),
        (4, said(about_roles="ceo")),
        (4, said(about_people="mona")),
        (4, said(about_roles="management")),
        (5, said(about_people="ines")),
        (5, said(about_people="vera")),
        (5, said(about_roles="board")),
        (6, said(about_people="tom")),
        (6, said(about_roles="it")),
        (7, said(about_roles=INSIDE)),
    ],
)
def test_every_row_of_the_table_follows_from_the_rules(row, report):
    """CONFLICTS §3, the table: it is data in the policy."""
    judged = judge(report)
    stands_by = {one for one, tier in company.TIERS.items() if tier > judged.tier}

    assert judged.tier == policy.ROWS[row].receives
    assert judged.holders <= {
        one for one, tier in company.TIERS.items() if tier >= policy.ROWS[row].receives
    }
    assert judged.route.standby == stands_by


def test_the_table_has_a_test_for_every_row():
    rows = next(
        mark.args[1] for mark in test_every_row_of_the_table_follows_from_the_rules.pytestmark
    )
    assert {row for row, _ in rows} == set(range(len(policy.ROWS)))


def test_the_line_of_an_accused_line_manager_is_out():
    """The first row: the ethics committee less the subject's line."""
    assert judge(said(about_people="sara")).recipients == TIER_1 - {"bob"}


def test_without_a_committee_quorum_a_member_is_judged_by_the_audit_committee():
    """The second row."""
    tiers = {
        one: tier for one, tier in company.TIERS.items() if one not in {"eve", "nils", "petra"}
    }

    assert judge(said(about_people="alice"), tiers=tiers).tier == 2
