"""What she said: facts that stay, answers that settle their own words (P9)."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import cases
from app.domain.cases import Said

IDS = st.frozensets(st.sampled_from("abc"))
SAID = st.builds(
    Said,
    category=st.sampled_from((None, *cases.CATEGORIES)),
    unit=st.sampled_from(("", "Support", "Sales")),
    about_roles=st.frozensets(st.sampled_from(cases.ROLES), max_size=2),
    about_boss=st.sampled_from(cases.BOSSES),
    about_people=IDS,
    about_names=st.lists(st.text(max_size=3), max_size=2, unique=True).map(tuple),
    veto=IDS,
    only_mentioned=IDS,
    other_person=IDS,
    not_them=st.frozensets(st.sampled_from(cases.ROLES), max_size=2),
    accused=IDS,
    mentioned=IDS,
    namesakes=IDS,
    settled_names=st.frozensets(st.text(max_size=1), max_size=2),
)


@given(SAID)
def test_what_is_written_is_read(said):
    assert Said.from_dict(said.to_dict()) == said


def test_a_field_that_is_not_there_is_empty():
    assert Said.from_dict({}) == Said()


def test_every_field_is_written():
    assert set(Said().to_dict()) == {field.name for field in fields(Said)}


def test_none_settles_only_where_nothing_is_ticked():
    assert Said(about_roles=frozenset({"none"})).no_body
    assert not Said(about_roles=frozenset({"none", "hr"})).no_body
    assert Said(about_roles=frozenset({"none", "hr"})).roles == {"hr"}


@given(SAID, SAID)
def test_every_fact_of_either_stays_a_fact(before, later):
    joined = before.joined(later)

    for fact in ("veto", "mentioned", "namesakes"):
        assert getattr(before, fact) | getattr(later, fact) <= getattr(joined, fact)
    ticked = before.about_people | before.accused | later.about_people | later.accused
    assert ticked <= joined.about_people | joined.accused
    assert before.roles | later.roles <= joined.roles
    assert set(before.about_names + later.about_names) == set(joined.about_names)


@given(SAID, SAID)
def test_only_the_answers_of_the_later_message_are_answers(before, later):
    """P9: no answer settles the words of another message."""
    joined = before.joined(later)

    assert joined.only_mentioned == later.only_mentioned
    assert joined.other_person == later.other_person
    assert joined.not_them == later.not_them
    assert joined.no_body == (later.no_body and not before.roles)
    assert before.only_mentioned <= joined.mentioned


@given(SAID, SAID)
def test_an_unknown_boss_stays_unknown(before, later):
    """P9: whom another message ticks does not say which reader the boss is."""
    joined = before.joined(later)

    assert joined.boss_unknown == (before.boss_unknown or later.boss_unknown)


@pytest.mark.parametrize(
    ("before", "later", "unit"),
    [
        (Said(unit="Support"), Said(unit="Sales"), "Support"),
        (Said(), Said(unit="Sales"), "Sales"),
        (Said(unit="Support", about_boss="reader"), Said(unit="Sales"), "Support"),
        (Said(unit="Support"), Said(unit="Sales", about_boss="reader"), "Sales"),
        (Said(unit="Support", about_boss="reader"), Said(unit="Sales", about_boss="reader"), ""),
        (Said(unit="Support", about_boss="reader"), Said(about_boss="reader"), ""),
    ],
)
def test_two_bosses_of_different_units_may_be_anywhere(before, later, unit):
    assert before.joined(later).unit == unit


def test_accounting_stays_accounting():
    for one, other in (("accounting", "fraud"), ("fraud", "accounting"), (None, "accounting")):
        assert Said(category=one).joined(Said(category=other)).category == "accounting"
    assert Said(category="fraud").joined(Said(category="credit")).category == "fraud"
    assert Said().joined(Said(category="credit")).category == "credit"


@given(SAID)
def test_without_answers_only_facts_are_left(said):
    bare = said.without_answers()

    assert bare == replace(bare, only_mentioned=frozenset(), not_them=frozenset())
    assert cases.NO_ROLE not in bare.about_roles
    assert bare.without_answers() == bare
