"""The directory: names that count, ranks, and what was worked out for one day."""

from datetime import date, timedelta

import pytest

from app.domain import people
from app.domain.people import Directory, Name, Person

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("until", "counts"),
    [
        (None, True),
        (date(2027, 1, 1), True),
        (date(2024, 7, 2), True),
        (date(2024, 7, 1), True),
        (date(2024, 6, 30), False),
    ],
)
def test_what_was_removed_counts_for_24_months(until, counts):
    assert Name("Ann", "name", until).counts(TODAY) == counts


def test_a_leap_day_counts_to_the_end_of_february():
    removed = Name("Ann", "name", date(2024, 2, 29))

    assert removed.counts(date(2026, 2, 28))
    assert not removed.counts(date(2026, 3, 1))


def test_a_person_is_called_what_the_file_gives_today():
    one = Person(
        "a",
        (
            Name("Ann Old", "name", date(2026, 1, 1)),
            Name("Ann New", "name"),
            Name("Agent", "title", date(2026, 1, 1)),
        ),
    )

    assert (one.name, one.title) == ("Ann New", None)
    assert Person("b", ()).name == "b"


def test_an_outsider_has_a_name_and_nothing_else():
    olga = people.outsider("olga", "Olga Orlov")

    assert (olga.id, olga.name, olga.seniority, olga.unit) == ("olga", "Olga Orlov", None, "")


def test_outsiders_join_and_replace_nobody():
    known = Directory({"a": Person("a", (Name("Ann", "name"),))}, version=3)
    joined = known.with_people([people.outsider("a", "Somebody"), people.outsider("o", "Olga")])

    assert joined.people["a"].name == "Ann"
    assert joined.people["o"].name == "Olga"
    assert joined.version == 3


def test_ranks_that_an_import_took_away_count_for_24_months():
    ann = Person("a", (Name("1", "rank", date(2026, 1, 1)),), seniority=5)
    ben = Person("b", (Name("1", "rank", date(2020, 1, 1)),))
    known = Directory({"a": ann, "b": ben})

    assert known.ranked(0, 2) == frozenset()
    assert known.ever_ranked(0, 2, today=TODAY) == {"a"}
    assert known.ever_ranked(0, 2) == {"a", "b"}
    assert known.ranked(5, 5) == {"a"}


def test_a_rank_is_looked_up_and_missing_where_there_is_none():
    known = Directory({"a": Person("a", (), seniority=0), "b": Person("b", ())})

    assert [known.seniority(one) for one in ("a", "b", "nobody")] == [0, None, None]


def test_units_that_an_import_took_away_count_for_24_months():
    one = Person("a", (Name("HR", "unit", date(2026, 1, 1)), Name("IT", "unit", date(2020, 1, 1))))

    assert list(one.units(TODAY)) == ["", "HR"]


def test_an_answer_is_worked_out_once_a_day():
    known, calls = Directory({}), []

    def work_out():
        calls.append(1)
        return len(calls)

    assert [known.remembered("x", TODAY, work_out) for _ in range(3)] == [1, 1, 1]
    assert known.remembered("x", TODAY + timedelta(days=1), work_out) == 2
    assert known.remembered("x", TODAY, work_out) == 3


def test_names_are_the_same_from_one_day_to_the_next_unless_something_turns():
    left = Person("a", (Name("Ann", "name"),), end_on=date(2026, 7, 10))
    renamed = Person("b", (Name("Ben", "name", date(2024, 8, 1)),))
    known = Directory({"a": left, "b": renamed})

    def same(one, other):
        return known.same_names_on(date(2026, *one), date(2026, *other))

    assert same((7, 1), (7, 9))
    assert not same((7, 9), (7, 10))
    assert same((7, 11), (7, 30))
    assert not same((7, 30), (8, 2))


def test_an_answer_for_every_day_is_worked_out_once():
    known = Directory({})

    assert known.kept("x", lambda: 1) == 1
    assert known.kept("x", lambda: 2) == 1
