"""Why somebody is in a line: it agrees with the rule, and says the shortest way (C3)."""

from datetime import date

from hypothesis import given

from app.domain import lines, ways
from app.domain.people import Directory, Line
from app.domain.ways import Step, Way
from tests.domain import company, strategies
from tests.domain.strategies import COMPANIES, IDS, TODAY

FIRST = date(2024, 6, 30)


def between(one, subject, *more, without=()):
    known = company.directory(*more, without=without)
    return ways.between(known, one, subject, today=company.TODAY)


def test_it_works():
    assert between("sara", "charlie") == (
        Way((), "above", (Step("charlie", "bob", "solid"), Step("bob", "sara", "solid")),
            company.SINCE),
    )  # fmt: skip


def test_below_is_said_from_the_lower_to_the_higher():
    (way,) = between("charlie", "bob")

    assert (way.kind, way.up) == ("below", (Step("charlie", "bob", "solid"),))


def test_two_who_have_nothing_to_do_with_each_other_have_no_way():
    assert between("alice", "bob") == between("bob", "bob") == ()


def test_a_deputy_is_in_the_line_of_his_principal_and_of_his_principals_line():
    line = Line("alice", "sara", "deputy", company.SINCE)

    (of_sara,) = between("alice", "sara", line)
    (of_bob,) = between("alice", "bob", line)
    assert (of_sara.kind, of_sara.deputy) == ("is", (Step("alice", "sara", "deputy"),))
    assert (of_bob.kind, of_bob.up) == ("above", (Step("bob", "sara", "solid"),))


def test_a_dotted_line_is_a_first_step_or_a_last_one():
    first = Line("alice", "bob", "dotted", company.SINCE)
    (way,) = between("alice", "sara", first)
    assert [step.kind for step in way.up] == ["dotted", "solid"]

    last = Line("bob", "eve", "dotted", company.SINCE)
    (way,) = between("eve", "charlie", last)
    assert [step.kind for step in way.up] == ["solid", "dotted"]
    assert between("lena", "charlie", last) == ()


def test_the_day_is_the_latest_state_in_which_all_of_it_stood():
    (way,) = between(
        "alice", "bob", Line("alice", "bob", "solid", date(2025, 3, 1), date(2025, 5, 1)),
        Line("dora", "eve", "dotted", date(2025, 4, 1)),
    )  # fmt: skip

    assert way.since == date(2025, 4, 1)


def test_what_stood_before_the_first_day_that_counts_is_said_of_that_day():
    known = Directory({}, (Line("a", "b", "solid", date(2001, 1, 1)),))

    assert ways.between(known, "a", "b", today=company.TODAY)[0].since == FIRST


def test_of_several_ways_the_shortest_is_said():
    (way,) = between("mona", "charlie", Line("charlie", "mona", "solid", company.SINCE))

    assert way.up == (Step("charlie", "mona", "solid"),)


def test_a_ring_is_above_and_below():
    known = Directory({}, (Line("a", "b", "solid", FIRST), Line("b", "a", "solid", FIRST)))

    assert [way.kind for way in ways.between(known, "a", "b", today=company.TODAY)] == [
        "above", "below",
    ]  # fmt: skip


@given(COMPANIES)
def test_there_is_a_way_exactly_where_the_rule_says_so(company):
    known = strategies.directory(company)

    for one in IDS:
        for subject in IDS:
            said = bool(ways.between(known, one, subject, today=TODAY))
            assert said == lines.in_conflict(known, one, subject, today=TODAY)
