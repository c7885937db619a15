"""What two handlers of different tiers must sign, and which two may (P7, CONFLICTS §1)."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain import changes, errors, lines
from app.domain.changes import Change
from app.domain.people_file import Row, merge
from app.domain.routing import Member

TODAY = date(2026, 6, 1)
BOSS, ANN, BEN, CY = Row("boss", "Bo Boss"), Row("a", "Ann"), Row("b", "Ben"), Row("c", "Cy Cole")
COMPANY = merge(
    None,
    [BOSS, replace(ANN, manager_id="boss", aliases=("Annie",)), replace(BEN, manager_id="a"), CY],
    recorded_on=TODAY,
)
ALICE, OLGA = Member("1", "a", 1), Member("2", "c", 2)


def about(*people, what=None):
    return Change("reset", "00", people, what or {}, TODAY)


def may(person, change):
    return changes.may_sign(change, person, directory=COMPANY, today=TODAY)


def enough(*signers):
    return changes.is_enough(signers, directory=COMPANY, today=TODAY)


def test_what_is_written_is_read():
    change = about("a", "b", what={"person": "a", "text": "Änn"})

    assert Change.from_bytes(change.to_bytes()) == change


def test_somebody_not_concerned_may_sign():
    assert may("c", about("a"))


@pytest.mark.parametrize("person", ["a", "boss", "b"])
def test_who_is_concerned_and_who_is_in_the_line_may_not(person):
    assert not may(person, about("a"))
    assert not may(person, about("c", "a"))


def test_two_of_different_tiers_are_enough():
    assert enough(ALICE, OLGA)


@pytest.mark.parametrize(
    "signers",
    [(), (ALICE,), (ALICE, replace(OLGA, tier=1)), (ALICE, Member("3", "b", 2)),
     (ALICE, Member("3", "boss", 2))],
)  # fmt: skip
def test_one_or_one_tier_or_one_line_is_not(signers):
    assert not enough(*signers)


def test_a_third_signature_helps_where_two_are_of_one_line():
    assert enough(ALICE, Member("3", "b", 2), OLGA)


def test_a_name_is_struck_and_nothing_else():
    wrong = {"person": "a", "kind": "alias", "text": "Annie"}
    after, name = changes.name_struck(about("a", what=wrong), COMPANY)

    assert name.text == "Annie"
    assert [one.text for one in after.people["a"].names] == ["Ann"]
    assert {**after.people, "a": None} == {**COMPANY.people, "a": None}
    assert (after.lines, after.version) == (COMPANY.lines, COMPANY.version + 1)


def test_a_line_is_struck_and_nobody_is_in_conflict_by_it():
    (line,) = [one for one in COMPANY.lines if one.person == "b"]
    after, struck = changes.line_struck(about("b", "a", what=changes.line_key(line)), COMPANY)

    assert struck == line
    assert lines.line_of(COMPANY, "boss", today=TODAY) == {"a", "b"}
    assert lines.line_of(after, "boss", today=TODAY) == {"a"}
    assert after.people == COMPANY.people


@pytest.mark.parametrize("person", ["a", "x"])
def test_a_name_that_is_not_there_cannot_be_struck(person):
    wrong = {"person": person, "kind": "alias", "text": "Nan"}
    with pytest.raises(errors.NotFound):
        changes.name_struck(about("a", what=wrong), COMPANY)


def test_a_line_that_is_not_there_cannot_be_struck():
    wrong = {"person": "a", "boss": "c", "kind": "solid", "since": "2026-06-01"}
    with pytest.raises(errors.NotFound):
        changes.line_struck(about("a", what=wrong), COMPANY)
