"""What is odd about a people file is named and recorded; it is never refused, nor passed over."""

from datetime import date

import pytest

from app.domain import lines, people_file, people_notices
from app.domain.people_notices import Notice

TODAY = date(2026, 6, 1)
HEAD = "id,name,email,seniority,manager_id,dotted_ids,end_on\n"


def look(*rows, known=()):
    parsed = people_file.parse(HEAD + "".join(f"{row}\n" for row in rows), known=known)
    return people_notices.look(parsed, today=TODAY)


CHIEF = "c,Cleo Chief,,1,,,"


def test_a_tidy_file_has_nothing_odd():
    assert look(CHIEF, "a,Ann,a@x.example,5,c,,", "b,Ben,,,a,c,", "v,Vera,,0,,,") == ()


def test_people_who_answer_to_each_other_are_named():
    assert look(CHIEF, "a,Ann,,,b,,", "b,Ben,,,d,,", "d,Dan,,,a,,", "e,Eve,,,d,,") == (
        Notice("circle", ("a", "b", "d")),
    )


def test_two_rings_are_two_notices():
    found = look(CHIEF, "a,Ann,,,b,,", "b,Ben,,,a,,", "d,Dan,,,e,,", "e,Eve,,,d,,")

    assert [one.people for one in found] == [("a", "b"), ("d", "e")]


def test_a_ring_leaves_out_everybody_in_it():
    """The stricter reading: each of them stands above and below the others."""
    text = HEAD + "a,Ann,,,b,,\nb,Ben,,,d,,\nd,Dan,,,a,,\ne,Eve,,,d,,\n"
    known = people_file.merge(None, people_file.parse(text), recorded_on=TODAY)

    assert lines.line_of(known, "a", today=TODAY) == {"b", "d", "e"}


def test_an_orphan_is_named_and_the_line_stays():
    found = look(CHIEF, "a,Ann,,,gone,,", "b,Ben,,,a,lost,", known={"gone", "lost"})

    assert found == (Notice("boss not in the file", ("gone", "lost")),)


def test_a_boss_who_has_left_is_named():
    assert look(CHIEF, "a,Ann,,,c,,2026-06-01", "b,Ben,,,a,,", "d,Dan,,,c,,2026-05-01") == (
        Notice("boss has left", ("a",)),
    )


def test_people_without_a_boss_are_named_unless_they_are_the_head_or_the_board():
    assert look(CHIEF, "v,Vera,,0,,,", "a,Ann,,,c,,", "b,Ben,,,,,") == (Notice("no boss", ("b",)),)


def test_no_managers_at_all_is_one_notice():
    assert look(CHIEF, "a,Ann,,,,,") == (Notice("nobody has a boss", ()),)


def test_two_chief_executives_are_named():
    assert look(CHIEF, "d,Dan,,1,,,", "a,Ann,,,c,,") == (Notice("several chiefs", ("c", "d")),)


def test_a_company_without_a_chief_executive_is_named():
    assert look("a,Ann,,2,b,,", "b,Ben,,0,,,") == (Notice("no chief", ()),)


def test_a_file_without_ranks_is_named():
    assert Notice("nobody has a rank", ()) in look("a,Ann,,,b,,", "b,Ben,,,,,")


def test_people_who_share_an_address_are_named():
    found = look(
        CHIEF, "a,Ann,A@x.example,,c,,", "b,Ben,a@X.example,,c,,", "d,Dan,d@x.example,,c,,"
    )

    assert found == (Notice("shared address", ("a", "b")),)


@pytest.mark.parametrize("levels", [people_notices.DEEP, 30])
def test_a_line_of_thirty_levels_is_named(levels):
    rows = (f"{n},Ann {n},,,{n - 1 if n > 1 else 'c'},," for n in range(1, levels + 1))
    found = look(CHIEF, *rows)

    assert found == ((Notice("deep line", ("30",), 30),) if levels == 30 else ())


def test_a_line_of_thirty_levels_counts_from_end_to_end():
    text = HEAD + CHIEF + "\n" + "".join(
        f"{n},Ann {n},,,{n - 1 if n > 1 else 'c'},,\n" for n in range(1, 31)
    )  # fmt: skip
    known = people_file.merge(None, people_file.parse(text), recorded_on=TODAY)

    assert lines.in_conflict(known, "c", "30", today=TODAY)
    assert lines.in_conflict(known, "30", "c", today=TODAY)


def test_who_stands_below_a_ring_is_counted_once_around():
    above, rings = people_notices._climbed({"a": "b", "b": "a", "d": "a", "e": "d"})

    assert above == {"a": 1, "b": 1, "d": 2, "e": 3}
    assert rings == [("a", "b")]
