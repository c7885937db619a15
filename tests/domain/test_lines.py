"""C3: lines, as the organisation stood on any one day of the last 24 months."""

import itertools
from datetime import date, timedelta

import pytest

from app.domain import lines
from app.domain.people import Directory, Line, LineKind, Name, Person
from tests.domain.company import SINCE, TODAY

GONE = date(2024, 6, 30)  # one day too long ago


def chart(*steps, ranks=None, **days):
    """Draw a directory out of "a>b" (a answers to b), "a~b" (dotted), "a+b" (a stands in for b)."""
    kinds: dict[str, LineKind] = {">": "solid", "~": "dotted", "+": "deputy"}
    drawn = [
        step
        if isinstance(step, Line)
        else Line(step[0], step[2], kinds[step[1]], days.get("since", SINCE), days.get("until"))
        for step in steps
    ]
    ranks = ranks or {}
    return Directory(
        {one: Person(one, (), seniority=ranks.get(one)) for one in "abcdef"}, tuple(drawn)
    )


def line_of(known, subject, **among):
    return lines.line_of(known, subject, today=TODAY, **among)


def test_everyone_above_and_below_and_nobody_beside():
    known = chart("a>b", "b>c", "d>c", "e>d")

    assert line_of(known, "b") == {"a", "c"}
    assert line_of(known, "c") == {"a", "b", "d", "e"}
    assert line_of(known, "a") == {"b", "c"}
    assert line_of(known, "f") == frozenset()


def test_the_question_can_be_asked_about_some_only():
    assert line_of(chart("a>b", "b>c"), "b", among=("c", "d", "b")) == {"c"}


def test_nobody_is_in_his_own_line():
    assert not lines.in_conflict(chart("a>b", "b>a"), "a", "a", today=TODAY)


@pytest.mark.parametrize(
    ("steps", "met"),
    [
        (("a~b",), True),  # one dotted line is the first step of either
        (("a~b", "b>c"), True),  # first of a
        (("a>b", "b~c"), True),  # first of c
        (("a~b", "b>d", "d~c"), True),  # first of each
        (("a>b", "b~d", "d>c"), False),  # in the middle: of neither
        (("a~b", "b~d", "d>c"), False),
    ],
)
def test_a_dotted_line_counts_as_the_first_step_from_either_of_the_two(steps, met):
    known, other = chart(*steps), "b" if len(steps) == 1 else "c"

    assert lines.in_conflict(known, "a", other, today=TODAY) == met
    assert lines.in_conflict(known, other, "a", today=TODAY) == met


def test_deputies_of_anyone_left_out_are_out_and_deputies_of_those():
    known = chart("a>b", "d+b", "e+d", "f+a")

    assert line_of(known, "a") == {"b", "d", "e", "f"}


def test_standing_in_for_somebody_is_no_line_upward():
    """The one stood in for is not left out by that alone."""
    assert not lines.in_conflict(chart("a+b"), "b", "a", today=TODAY)


def test_the_board_is_in_nobodys_line_and_no_way_goes_through_it():
    known = chart("a>b", "b>c", "e>c", "d>e", ranks={"c": 0})

    assert line_of(known, "a") == {"b"}
    assert line_of(known, "c") == frozenset()
    assert line_of(known, "e") == {"d"}


def test_a_board_member_who_answers_to_somebody_inside_is_in_that_line():
    """Else an import could take a handler out of all lines by calling him a board member."""
    known = chart("a>b", "b>c", ranks={"b": 0})

    assert line_of(known, "a") == {"b", "c"}


def test_a_board_member_who_had_another_rank_is_in_his_line():
    moved = Person("b", (Name("1", "rank", TODAY),), seniority=0)
    known = Directory({"a": Person("a", ()), "b": moved}, (Line("a", "b", "solid", SINCE),))

    assert line_of(known, "a") == {"b"}
    assert lines.line_of(known, "a", today=TODAY + timedelta(days=800)) == frozenset()


def test_a_line_that_ended_counts_for_24_months_from_the_day_recorded():
    assert line_of(chart("a>b", since=date(2020, 1, 1), until=date(2024, 7, 1)), "a") == {"b"}
    assert line_of(chart("a>b", since=date(2020, 1, 1), until=GONE), "a") == frozenset()


def test_lines_of_different_days_are_never_put_together():
    """One answered to b until March, b to c from April on: he never stood below c."""
    known = chart(
        Line("a", "b", "solid", SINCE, date(2026, 3, 1)),
        Line("b", "c", "solid", date(2026, 4, 1)),
    )
    apart = chart(
        Line("a", "b", "solid", SINCE, date(2026, 3, 1)),
        Line("b", "c", "solid", date(2026, 3, 1)),
    )
    together = chart(
        Line("a", "b", "solid", SINCE, date(2026, 3, 2)),
        Line("b", "c", "solid", date(2026, 3, 1)),
    )

    assert line_of(known, "a") == line_of(apart, "a") == {"b"}
    assert line_of(together, "a") == {"b", "c"}


def test_a_deputy_of_another_day_is_not_out():
    known = chart(
        Line("a", "b", "solid", SINCE, date(2026, 3, 1)), Line("d", "b", "deputy", date(2026, 3, 1))
    )

    assert line_of(known, "a") == {"b"}


def test_a_line_on_record_stood_for_one_day_at_least():
    assert line_of(chart(Line("a", "b", "solid", TODAY, TODAY)), "a") == {"b"}


def test_a_line_that_begins_later_counts_at_once():
    assert line_of(chart("a>b", since=date(2030, 1, 1)), "a") == {"b"}


def test_rings_end():
    known = chart("a>b", "b>c", "c>a", "d+e", "e+d", "d>a")

    assert line_of(known, "a") == {"b", "c", "d", "e"}
    assert lines.leaders(known, ("a",), today=TODAY) == {"a", "b", "c"}


def test_who_leads_people_at_whatever_distance():
    known = chart("a>b", "b>c", "d~a")

    assert lines.leaders(known, ("a",), today=TODAY) == {"b", "c"}
    assert lines.leaders(known, ("d",), today=TODAY) == {"a", "b", "c"}
    assert lines.leaders(known, today=TODAY) == {"a", "b", "c"}
    assert lines.bosses(known, "a", today=TODAY) == {"b"}


def test_three_hundred_levels_are_walked():
    ids = [str(number) for number in range(300)]
    known = Directory(
        {one: Person(one, ()) for one in ids},
        tuple(Line(one, boss, "solid", SINCE) for one, boss in itertools.pairwise(ids)),
    )

    assert len(line_of(known, "150")) == 299
