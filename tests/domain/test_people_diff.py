"""The reviewed diff: everything an import changes stands in it, and nothing else."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain import people_diff
from app.domain.people_diff import Change
from app.domain.people_file import Row, merge
from app.domain.people_notices import Notice

MONDAY, LATER = date(2026, 6, 1), date(2026, 6, 20)
ANN = Row("a", "Ann Archer", aliases=("Annie",), email="a@x.example", title="Lead", unit="HR",
          site="Lyon", entity="Acme SA", seniority=2, manager_id="b")  # fmt: skip
BEN = Row("b", "Ben Berg")
CY = Row("c", "Cy Cole")


def diff(old, new):
    before = merge(None, old, recorded_on=MONDAY)
    after = merge(before, new, recorded_on=LATER)
    return people_diff.compare(before, after, today=LATER)


def facts(*changes):
    """Read the facts of the only change there is as triples."""
    ((change,),) = (group for group in changes if group)
    return [(fact.kind, fact.was, fact.now) for fact in change.facts]


def test_the_same_file_changes_nobody():
    assert set(diff([ANN, BEN], [ANN, BEN]).numbers().values()) == {0}


def test_who_is_new_and_who_has_left():
    found = diff([ANN, BEN], [BEN, CY])

    assert found.added == (Change("c", "Cy Cole"),)
    assert found.left == (Change("a", "Ann Archer"),)
    assert found.numbers() == {"added": 1, "left": 1, "moved": 0, "reparented": 0, "renamed": 0}


def test_who_is_back_is_new_and_who_has_an_end_today_has_left():
    gone = replace(ANN, end_on=LATER)

    assert diff([replace(ANN, end_on=MONDAY), BEN], [ANN, BEN]).added == (
        Change("a", "Ann Archer"),
    )
    assert diff([ANN, BEN], [gone, BEN]).left == (Change("a", "Ann Archer"),)


def test_who_left_before_and_still_is_gone_stands_nowhere():
    found = diff([replace(ANN, end_on=MONDAY), BEN], [BEN])

    assert found.numbers()["left"] == 0


def test_another_place_is_said_fact_by_fact():
    moved = replace(ANN, unit="Sales", site="", seniority=5, title="Clerk", entity="Acme",
                    start_on=MONDAY, end_on=date(2027, 1, 1))  # fmt: skip
    found = diff([ANN, BEN], [moved, BEN])

    assert facts(found.moved, found.renamed, found.reparented) == [
        ("title", "Lead", "Clerk"), ("unit", "HR", "Sales"), ("site", "Lyon", ""),
        ("entity", "Acme SA", "Acme"), ("rank", "2", "5"), ("start", "", "2026-06-01"),
        ("end", "", "2027-01-01"),
    ]  # fmt: skip


def test_another_boss_is_said_by_name():
    other = replace(ANN, manager_id="c", dotted_ids=("b",), stands_in_for_ids=("b", "c"))
    found = diff([ANN, BEN, CY], [other, BEN, CY])

    assert facts(found.reparented, found.moved, found.renamed) == [
        ("solid", "Ben Berg", "Cy Cole"), ("dotted", "", "Ben Berg"),
        ("deputy", "", "Ben Berg; Cy Cole"),
    ]  # fmt: skip


def test_another_name_is_said_and_what_stays_is_not():
    other = replace(ANN, name="Ann Baker", aliases=("Annie", "Nan"), former_names=("Ann Archer",),
                    email="")  # fmt: skip
    found = diff([ANN, BEN], [other, BEN])

    assert facts(found.renamed, found.moved, found.reparented) == [
        ("name", "Ann Archer", "Ann Baker"), ("alias", "", "Nan"), ("former", "", "Ann Archer"),
        ("email", "a@x.example", ""),
    ]  # fmt: skip


def test_somebody_moved_and_renamed_stands_in_both_groups():
    found = diff([ANN, BEN], [replace(ANN, name="Ann Baker", unit="Sales"), BEN])

    assert [change.person for change in (*found.moved, *found.renamed)] == ["a", "a"]


def test_notices_travel_with_it():
    before = merge(None, [ANN, BEN], recorded_on=MONDAY)
    odd = (Notice("no chief", ()),)

    assert people_diff.compare(before, before, today=LATER, notices=odd).notices == odd


WORDS = st.sampled_from(("", "x", "y"))
PEOPLE = st.lists(
    st.builds(
        Row, st.sampled_from("abcd"), st.sampled_from(("Ann", "Ben")), email=WORDS, title=WORDS,
        unit=WORDS, seniority=st.none() | st.integers(0, 2),
        aliases=st.lists(st.sampled_from(("A", "B")), unique=True).map(tuple),
    ),
    unique_by=lambda row: row.id,
)  # fmt: skip


def stated(rows):
    """Return what a file says, whatever the order of the aliases."""
    return {row.id: replace(row, aliases=tuple(sorted(row.aliases))) for row in rows}


@given(PEOPLE, PEOPLE)
def test_a_person_stands_in_it_if_and_only_if_the_file_says_something_else_of_him(old, new):
    found = diff(old, new)
    groups = (found.added, found.left, found.moved, found.reparented, found.renamed)
    named = {change.person for group in groups for change in group}
    before, after = stated(old), stated(new)
    differing = {one for one in before | after if before.get(one) != after.get(one)}

    assert differing == named


@given(PEOPLE, PEOPLE)
def test_the_other_way_round_who_was_new_has_left(old, new):
    there = {change.person for change in diff(old, new).added}
    back = {change.person for change in diff(new, old).left}

    assert there == back
