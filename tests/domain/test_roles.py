"""Who fits a role or sits in a body (C1: roles and bodies chosen)."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain import policy, roles
from app.domain.people import Directory, Name, Person
from tests.domain import company
from tests.domain.company import TODAY


def members(role, known=None, rules=company.POLICY):
    return roles.members(
        role,
        directory=known or company.directory(),
        readers=company.TIERS,
        policy=rules,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("ceo", "cora"),
        ("cfo", "finn"),
        ("head_of_hr", "hilda"),
        ("general_counsel", "greta"),
        ("audit", "ian"),
        ("board", "vera ines otto"),
        ("management", "cora finn hilda greta mona"),
        ("committee", "alice bob eve nils petra"),
        ("compliance", "kim"),
        ("hr", "hilda petra"),
        ("legal", "greta"),
        ("it", "tom"),
        ("none", ""),
        ("unheard of", ""),
    ],
)
def test_who_fits_each_role_of_the_default_policy(role, who):
    assert members(role) == set(who.split())


def one(title="", unit="", **more):
    return Directory(
        {"a": Person("a", (Name(title, "title"), *more.pop("names", ())), unit, **more)}
    )


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Deputy chief financial officer", "cfo"),
        ("CEO & Founder", "ceo"),
        ("Geschaeftsfuehrer", None),
        ("Geschäftsführer Vertrieb", "ceo"),
        ("Head of Human-Resources", "hr"),
        ("Compliance Officer EMEA", "compliance"),
        ("Ceoliner", None),
        ("Personal assistant", None),
    ],
)
def test_a_title_fits_by_whole_words_wherever_they_stand(title, role):
    known = one(title)
    fits = {name for name in company.POLICY.roles if "a" in members(name, known)}

    assert (role in fits) if role else not fits


def test_a_unit_fits_by_whole_words_too():
    assert "a" in members("legal", one(unit="Legal & Tax"))
    assert "a" in members("compliance", one(unit="Legal & Compliance"))
    assert "a" not in members("it", one(unit="Audit"))


def test_a_title_or_unit_taken_away_goes_on_counting_for_24_months():
    names = (Name("CEO", "title", date(2026, 1, 1)), Name("HR", "unit", date(2026, 1, 1)))
    old = (Name("CFO", "title", date(2020, 1, 1)), Name("IT", "unit", date(2020, 1, 1)))
    known = one(names=names + old)

    assert [name for name in ("ceo", "hr", "cfo", "it") if "a" in members(name, known)] == [
        "ceo",
        "hr",
    ]


def test_administrators_belong_to_it():
    assert members("it", one(), replace(policy.DEFAULT, administrators=frozenset({"x"}))) == {"x"}


def test_a_phrase_without_letters_fits_nobody():
    rule = policy.RoleRule(titles=("???",), units=("",))
    known = one()

    assert roles.titled(known, rule, TODAY) == frozenset()
    assert roles.titled(known, policy.RoleRule(titles=("x",)), TODAY, exactly=True) == frozenset()


def test_who_sits_in_a_unit_of_that_name():
    known = company.directory()

    assert roles.in_unit(known, "  support ", TODAY) == {"sara", "bob", "charlie", "dora"}
    assert roles.in_unit(known, "Nowhere", TODAY) == frozenset()
