"""The directory only grows (CONFLICTS §1, P9, T10)."""

from dataclasses import replace
from datetime import date

from app.domain import lines
from app.domain.people import Line, Name
from app.domain.people_file import Row, merge

MONDAY, TUESDAY, LATER = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 20)
ANN = Row("a", "Ann Archer", aliases=("Annie",), email="a@x.example", title="Lead", unit="HR",
          seniority=2, manager_id="b")  # fmt: skip
BEN = Row("b", "Ben Berg")
CY = Row("c", "Cy Cole")


def imported(*steps):
    """Merge one file after the other: (day, rows)."""
    known = None
    for day, *rows in steps:
        known = merge(known, rows, recorded_on=day)
    return known


def test_the_first_file_makes_people_and_lines():
    known = imported((MONDAY, ANN, BEN))
    ann = known.people["a"]

    assert ann.names == (
        Name("Ann Archer", "name"), Name("Annie", "alias"), Name("a@x.example", "email"),
        Name("Lead", "title"),
    )  # fmt: skip
    assert (ann.unit, ann.seniority, ann.end_on) == ("HR", 2, None)
    assert known.lines == (Line("a", "b", "solid", MONDAY),)
    assert known.version == 1


def test_every_kind_of_line_is_recorded():
    row = replace(ANN, dotted_ids=("c",), stands_in_for_ids=("c",))

    assert {(line.boss, line.kind) for line in imported((MONDAY, row, BEN, CY)).lines} == {
        ("b", "solid"), ("c", "dotted"), ("c", "deputy"),
    }  # fmt: skip


def test_what_a_file_takes_away_stays_with_the_day_it_was_recorded():
    changed = Row("a", "Ann Baker", manager_id="c", seniority=5, unit="Sales")
    known = imported((MONDAY, ANN, BEN, CY), (LATER, changed, BEN, CY))

    assert known.people["a"].names == (
        Name("Ann Baker", "name"), Name("HR", "unit", LATER), Name("2", "rank", LATER),
        Name("Ann Archer", "name", LATER), Name("Annie", "alias", LATER),
        Name("a@x.example", "email", LATER), Name("Lead", "title", LATER),
    )  # fmt: skip
    assert known.lines == (Line("a", "b", "solid", MONDAY, LATER), Line("a", "c", "solid", LATER))


def test_a_third_file_changes_no_day_that_was_recorded():
    known = imported(
        (MONDAY, ANN, BEN), (TUESDAY, Row("a", "Ann"), BEN), (LATER, Row("a", "Ann"), BEN)
    )

    assert {name.until for name in known.people["a"].names} == {None, TUESDAY}
    assert known.lines == (Line("a", "b", "solid", MONDAY, TUESDAY),)


def test_what_is_stated_again_counts_as_if_it_had_never_gone():
    known = imported((MONDAY, ANN, BEN), (TUESDAY, Row("a", "Ann"), BEN), (TUESDAY, ANN, BEN))

    assert Name("Annie", "alias") in known.people["a"].names
    assert known.lines == (Line("a", "b", "solid", MONDAY),)


def test_a_line_stated_again_later_is_a_second_line():
    known = imported((MONDAY, ANN, BEN), (TUESDAY, Row("a", "Ann"), BEN), (LATER, ANN, BEN))

    assert known.lines == (
        Line("a", "b", "solid", MONDAY, TUESDAY), Line("a", "b", "solid", LATER),
    )  # fmt: skip


def test_who_is_not_in_the_file_has_left_and_keeps_his_names():
    known = imported((MONDAY, ANN, BEN), (LATER, BEN))

    assert known.people["a"].end_on == LATER
    assert all(name.until is None for name in known.people["a"].names)
    assert known.lines == (Line("a", "b", "solid", MONDAY, LATER),)


def test_who_left_before_keeps_the_day_and_who_comes_back_is_here():
    gone = replace(ANN, end_on=TUESDAY)
    known = imported((MONDAY, gone, BEN), (LATER, BEN))

    assert known.people["a"].end_on == TUESDAY
    assert merge(known, [ANN, BEN], recorded_on=LATER).people["a"].end_on is None


def test_what_stood_between_two_files_of_one_day_stood_on_that_day():
    """Else an administrator could import a line away within the day it was recorded."""
    known = imported((MONDAY, BEN, CY, Row("a", "Ann")), (LATER, ANN, BEN, CY))
    known = merge(known, [Row("a", "Ann", manager_id="c"), BEN, CY], recorded_on=LATER)

    assert Line("a", "b", "solid", LATER, date(2026, 6, 21)) in known.lines
    assert lines.line_of(known, "a", today=LATER) == {"b", "c"}


def test_a_file_dated_back_begins_lines_then_and_stops_nothing_before_today():
    known = merge(None, [ANN, BEN, CY], recorded_on=MONDAY, as_of=date(2020, 1, 1))
    moved = merge(known, [replace(ANN, manager_id="c"), BEN, CY], recorded_on=LATER,
                  as_of=date(2021, 1, 1))  # fmt: skip

    assert moved.lines == (
        Line("a", "b", "solid", date(2020, 1, 1), LATER),
        Line("a", "c", "solid", date(2021, 1, 1)),
    )


def test_a_file_cannot_begin_lines_in_the_future():
    known = merge(None, [ANN, BEN], recorded_on=MONDAY, as_of=date(2099, 1, 1))

    assert known.lines[0].since == MONDAY


def test_a_line_stated_again_from_before_it_stopped_goes_on():
    known = imported((MONDAY, ANN, BEN), (TUESDAY, Row("a", "Ann"), BEN))
    again = merge(known, [ANN, BEN], recorded_on=LATER, as_of=MONDAY)

    assert again.lines == (Line("a", "b", "solid", MONDAY),)


def test_importing_the_same_file_again_changes_nothing_but_the_version():
    known = imported((MONDAY, ANN, BEN))
    again = merge(known, [ANN, BEN], recorded_on=LATER)

    assert (again.people, again.lines, again.version) == (known.people, known.lines, 2)
