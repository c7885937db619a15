"""The people file: strict, whole or not at all, and what is written is read (DESIGN §7)."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import people_file
from app.domain.errors import PeopleFileRefused
from app.domain.people_file import Row

EVERY_COLUMN = """\
id,name,aliases,email,title,unit,site,entity,seniority,manager_id,dotted_ids,start_on,end_on,\
former_names,emails,titles,stands_in_for_ids
1,Vera Vance,,vera@acme.example,Chair,Board,Lyon,Acme SA,0,,,2020-02-29,,,,,
2,"Okafor, Robert",Bob; Bobby ;;Bob,,,,,,,1,1;3,,2026-12-31,Robert Old,b@x.example;c@x.example,A;B,3
3,李小龍,,,,,,,,,,,,,,,
"""


def refused(text):
    with pytest.raises(PeopleFileRefused) as caught:
        people_file.parse(text)
    assert caught.value.mend
    assert caught.value.mend in str(caught.value)
    return caught.value.line, caught.value.column


def test_every_column_is_read():
    vera, bob, lee = people_file.parse(EVERY_COLUMN)

    assert vera == Row(
        "1", "Vera Vance", email="vera@acme.example", title="Chair", unit="Board", site="Lyon",
        entity="Acme SA", seniority=0, start_on=date(2020, 2, 29),
    )  # fmt: skip
    assert bob == Row(
        "2", "Okafor, Robert", aliases=("Bob", "Bobby"), manager_id="1", dotted_ids=("1", "3"),
        end_on=date(2026, 12, 31), former_names=("Robert Old",),
        emails=("b@x.example", "c@x.example"), titles=("A", "B"), stands_in_for_ids=("3",),
    )  # fmt: skip
    assert lee == Row("3", "李小龍")


def test_only_id_and_name_are_required():
    assert people_file.parse("name,id\nAnn,1") == (Row("1", "Ann"),)


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_tolerated():
    assert people_file.parse("\ufeffid,name\r\n\r\n 1 , Ann \r\n") == (Row("1", "Ann"),)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, "id"),
        ("id\n1\n", 1, "name"),
        ("id,name\n", 2, ""),
        ("id;name\n1;Ann\n", 1, "id;name"),
        ("id,name,nickname\n1,Ann,A\n", 1, "nickname"),
        ("id,name,name\n1,Ann,Ann\n", 1, "name"),
        ("id,name\n1,Ann,extra\n", 2, ""),
        ("id,name\n1\n", 2, ""),
        ('id,name\n1,"Ann\n', 2, ""),
        ('id,name\n1,"Ann"x\n', 2, ""),
        ("id,name\n,Ann\n", 2, "id"),
        ("id,name\n1;2,Ann\n", 2, "id"),
        ("id,name\n1,\n", 2, "name"),
        ("id,name\n1,???\n", 2, "name"),
        ("id,name\n1,A\x07nn\n", 2, "name"),
        ('id,name\n1,"A\nnn"\n', 2, "name"),
        ('id,name\n1,Ann\n\n2,"Ben\tx"\n', 4, "name"),
        ("id,name\n1,\u202eAnn\n", 2, "name"),
        (f"id,name\n1,{'A' * 1001}\n", 2, "name"),
        ("id,name\n1,Ann\n1,Ben\n", 3, "id"),
        ("id,name,email\n1,Ann,ann\n", 2, "email"),
        ("id,name,emails\n1,Ann,a@x;b\n", 2, "emails"),
        ("id,name,seniority\n1,Ann,-1\n", 2, "seniority"),
        ("id,name,seniority\n1,Ann,1.5\n", 2, "seniority"),
        ("id,name,seniority\n1,Ann,100\n", 2, "seniority"),
        ("id,name,start_on\n1,Ann,01.02.2020\n", 2, "start_on"),
        ("id,name,start_on\n1,Ann,20200201\n", 2, "start_on"),
        ("id,name,end_on\n1,Ann,2026-02-30\n", 2, "end_on"),
        ("id,name,start_on,end_on\n1,Ann,2026-02-02,2026-02-01\n", 2, "end_on"),
        ("id,name,manager_id\n1,Ann,1\n", 2, "manager_id"),
        ("id,name,manager_id\n1,Ann,2\n", 2, "manager_id"),
        ("id,name,dotted_ids\n1,Ann,\n2,Ben,1;3\n", 3, "dotted_ids"),
        ("id,name,stands_in_for_ids\n1,Ann,9\n", 2, "stands_in_for_ids"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_line_and_column(text, line, column):
    assert refused(text) == (line, column)


def test_a_ring_is_recorded_as_it_stands():
    """`people_notices` names it; the rules count each of them as above the others."""
    assert len(people_file.parse("id,name,manager_id\n1,A,2\n2,B,3\n3,C,2\n")) == 3


def test_a_line_may_lead_to_somebody_on_record_who_is_not_in_the_file():
    text = "id,name,manager_id,dotted_ids\n1,Ann,gone,gone\n"

    assert people_file.parse(text, known={"gone"})[0].manager_id == "gone"
    assert refused(text) == (2, "manager_id")


def test_it_says_how_far_it_has_come():
    text = "id,name\n" + "".join(f"{number},Ann\n" for number in range(2500))
    passed = []
    people_file.parse(text, passed=passed.append)

    assert passed == [1000, 2000]


def test_dotted_circles_and_mutual_deputies_are_no_error():
    text = "id,name,dotted_ids,stands_in_for_ids\n1,Ann,2,2\n2,Ben,1,1\n"

    assert len(people_file.parse(text)) == 2


def test_a_line_of_a_thousand_levels_is_read():
    rows = "".join(f"{number},Ann,{number - 1 or ''}\n" for number in range(1, 1001))

    assert len(people_file.parse(f"id,name,manager_id\n{rows}")) == 1000


WORDS = st.text("abzÄ王,\"' -", min_size=1, max_size=8).map(str.strip).filter(bool)
NAMES = WORDS.filter(lambda text: any(letter.isalpha() for letter in text))
LISTS = st.lists(WORDS, max_size=3, unique=True).map(tuple)
DATES = st.none() | st.dates()


@st.composite
def files(draw):
    count = draw(st.integers(1, 5))
    rows = []
    for number in range(count):
        others = [str(other) for other in range(count) if other != number]
        some = st.lists(st.sampled_from(others), unique=True).map(tuple) if others else st.just(())
        start, end = sorted((draw(st.dates()), draw(st.dates())))
        rows.append(
            Row(
                str(number), draw(NAMES), draw(LISTS), draw(st.sampled_from(("", "a@b"))),
                draw(WORDS), draw(WORDS), draw(WORDS), draw(WORDS),
                draw(st.none() | st.integers(0, 99)),
                draw(st.sampled_from(("", *others[:number]))), draw(some),
                draw(st.sampled_from((None, start))), draw(st.sampled_from((None, end))),
                draw(LISTS), draw(st.sampled_from(((), ("a@b", "c@d")))), draw(LISTS), draw(some),
            ),
        )  # fmt: skip
    return tuple(rows)


@given(files())
def test_what_is_written_is_read(rows):
    assert people_file.parse(people_file.formatted(rows)) == rows


@given(st.text('id,name\n";1 2\ufeff\x00é'))
def test_garbage_is_read_or_refused_and_nothing_else(text):
    with contextlib.suppress(PeopleFileRefused):
        assert people_file.parse(text)
