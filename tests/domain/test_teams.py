"""C7: small teams, by boss and unit, on any one day that counts."""

from datetime import date

import pytest

from app.domain import teams
from app.domain.people import Directory, Line, Name, Person

TODAY = date(2026, 7, 1)
SINCE = date(2025, 1, 1)


def company(*rows, lines=(), names=()):
    """Build people from (id, unit, boss), and more lines."""
    known = {one: Person(one, tuple(names), unit) for one, unit, _ in rows}
    solid = (Line(one, boss, "solid", SINCE) for one, _, boss in rows if boss)
    return Directory(known, (*solid, *lines))


def mates(known, subject="s", size=3, among=("h", "s")):
    return teams.mates(known, subject, size=size, today=TODAY, among=among)


THREE = (("s", "Shop", "b"), ("h", "shop ", "b"), ("x", "Shop", "b"), ("b", "", ""))


def test_it_works():
    assert mates(company(*THREE)) == {"h"}


@pytest.mark.parametrize(("size", "out"), [(2, set()), (3, {"h"}), (0, set())])
def test_a_team_is_small_up_to_the_size_of_the_policy(size, out):
    assert mates(company(*THREE), size=size) == out


@pytest.mark.parametrize(
    "handler", [("h", "Store", "b"), ("h", "Shop", "c"), ("h", "", "b"), ("h", "Shop", "")]
)
def test_another_unit_or_another_boss_is_another_team(handler):
    assert mates(company(THREE[0], handler, *THREE[2:], ("c", "", ""))) == set()


def test_only_those_of_the_unit_make_a_team_large():
    others = [(str(number), "Store", "b") for number in range(9)]

    assert mates(company(*THREE, *others)) == {"h"}
    assert mates(company(*THREE, *((one, "Shop", "b") for one, _, _ in others))) == set()


def test_a_team_that_grew_was_small_on_a_day_that_counts():
    grown = [Line(str(number), "b", "solid", date(2026, 6, 1)) for number in range(9)]
    staff = [(str(number), "Shop", "") for number in range(9)]

    assert mates(company(*THREE, *staff, lines=grown)) == {"h"}


def test_whoever_came_after_they_parted_made_it_no_larger():
    staff = [(str(number), "Shop", "") for number in range(9)]
    lines = [Line(str(number), "b", "solid", date(2026, 4, 1)) for number in range(9)]
    parted = Line("h", "b", "solid", SINCE, date(2026, 3, 1))
    known = company(("s", "Shop", "b"), ("h", "Shop", ""), *staff, lines=(*lines, parted))

    assert mates(known) == {"h"}


def test_a_team_of_old_is_one_from_the_first_day_that_counts():
    old = (Line(one, "b", "solid", date(2001, 1, 1)) for one in ("s", "h"))

    assert mates(company(("s", "Shop", ""), ("h", "Shop", ""), lines=tuple(old))) == {"h"}


def test_two_who_never_had_the_boss_on_one_day_are_no_mates():
    known = company(("s", "Shop", ""), ("h", "Shop", ""), ("b", "", ""), lines=(
        Line("s", "b", "solid", SINCE, date(2026, 1, 1)),
        Line("h", "b", "solid", date(2026, 3, 1)),
    ))  # fmt: skip

    assert mates(known) == set()


def test_a_unit_of_last_year_counts_and_one_of_long_ago_does_not():
    for until, out in ((date(2026, 1, 1), {"h"}), (date(2024, 1, 1), set())):
        known = company(*THREE)
        moved = Person("h", (Name("Shop", "unit", until),), "Store")
        assert mates(Directory({**known.people, "h": moved}, known.lines)) == out


def test_whoever_is_in_no_file_is_in_no_team():
    lines = (Line("s", "b", "solid", SINCE), Line("h", "b", "solid", SINCE))

    assert mates(Directory({}, lines)) == set()
    assert mates(Directory({})) == set()
