"""P2, P9: the product decides as an oracle that was written from CONFLICTS alone.

The oracle is `oracle.py` (§1), `chart.py` (C3) and `tiers.py` (§3) over plain `facts.py`; only
`adapter.py` knows the product. Thousands of examples: `tools/prove_oracle.py`. A difference says
itself what it is, so nothing is made smaller.
"""

import ast
import datetime as dt
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from tests.oracle import agreement, chart, oracle, organisations, tiers
from tests.oracle import facts as plain

HERE = Path(__file__).parent
ORACLE = ("facts.py", "oracle.py", "chart.py", "tiers.py")
TODAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize("name", ORACLE)
def test_the_oracle_imports_nothing_but_the_standard_library_and_itself(name):
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
                for alias in node.names}  # fmt: skip
    imported |= {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }  # fmt: skip
    own = {f"tests.oracle.{each.removesuffix('.py')}" for each in ORACLE}

    assert imported
    assert {
        each for each in imported - own if each.split(".")[0] not in sys.stdlib_module_names
    } == set()
    assert not {"__import__", "importlib"} & {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
    }


@settings(max_examples=200, phases=(Phase.explicit, Phase.generate))
@given(organisations.everything())
def test_the_product_decides_as_the_oracle_does(facts):
    """P2, P9: grounds of every handler, subjects, start, tier, recipients, standby, nobody."""
    assert agreement.difference(facts) == ""


# --- the oracle itself, by what CONFLICTS says in words -------------------------------------------


def company(*lines, said=None, **more):
    """Give a small company: a handles, b is his boss's boss, f sits on the audit committee."""
    people = {
        one: plain.Person(one, frozenset({one}), ranks=(plain.Was(rank),))
        for one, rank in {**dict.fromkeys("abcdk", 6), "f": 0, "g": 0, "z": 1}.items()
    }
    return plain.Facts(
        today=TODAY, people=people, lines=lines,
        handlers={"a": 1, "b": 1, "c": 1, "f": 2, "g": 2, "i": 3, "j": 3},
        policy=plain.Policy((2, 2, 1)), said=(said or plain.Statement(about=frozenset("k")),),
        **more,
    )  # fmt: skip


def line(kind, lower, upper, *, removed=None, begins=dt.date(2020, 1, 1)):
    return plain.Line(kind, lower, upper, begins, removed)


@pytest.mark.parametrize(
    ("lines", "out"),
    [
        ([line("solid", "k", "b"), line("solid", "b", "a")], {"a", "b"}),
        ([line("solid", "a", "k")], {"a"}),
        ([line("dotted", "k", "a"), line("solid", "a", "b")], {"a", "b"}),
        ([line("solid", "k", "d"), line("dotted", "d", "z"), line("solid", "z", "a")], set()),
        ([line("deputy", "a", "b"), line("solid", "k", "b")], {"a", "b"}),
        ([line("solid", "k", "f")], set()),
        ([line("solid", "k", "a", removed=dt.date(2024, 7, 1))], {"a"}),
        ([line("solid", "k", "a", removed=dt.date(2024, 6, 30))], set()),
        ([line("solid", "k", "d", removed=dt.date(2026, 2, 1)),
          line("solid", "d", "a", begins=dt.date(2026, 3, 1))], set()),
    ],
    ids=["two up", "below", "dotted first", "dotted between", "deputy", "board", "24 months",
         "and a day", "never on one day"],
)  # fmt: skip
def test_c3_is_what_stood_on_one_day(lines, out):
    opinion = oracle.decide(company(*lines))

    assert {one for one, grounds in opinion.grounds.items() if "C3" in grounds} == out


@pytest.mark.parametrize(
    ("said", "start", "tier"),
    [
        (plain.Statement(about=frozenset("k")), 1, 1),
        (plain.Statement(about=frozenset("k"), category="accounting"), 2, 2),
        (plain.Statement(about=frozenset("z")), 2, 2),
        (plain.Statement(about=frozenset("f")), 3, 3),
        (plain.Statement(roles=frozenset({"committee"})), 1, 2),
        (plain.Statement(vetoes=frozenset("ab")), 1, 2),
        (plain.Statement(vetoes=frozenset("abcfgij")), 1, None),
    ],
)
def test_it_starts_where_the_table_says_and_climbs(said, start, tier):
    way = tiers.route(company(said=said))

    assert (way.start, way.tier) == (start, tier)


def test_private_grounds_move_nothing_and_the_standby_takes_part():
    ties = frozenset({plain.Tie("a", "k", "near"), plain.Tie("b", "k", "interest")})

    way = tiers.route(company(ties=ties))

    assert (way.tier, way.recipients, way.at_once) == (1, frozenset("c"), True)
    assert way.standby == {"f", "g", "i", "j"}


def test_nothing_lifts_kin_of_the_second_degree():
    lifted = frozenset({("a", "C4"), ("b", "C4")})
    ties = frozenset({plain.Tie("a", "k", "near"), plain.Tie("b", "k", "far")})

    opinion = oracle.decide(company(ties=ties, lifted=lifted))

    assert not opinion.clean("a")
    assert opinion.clean("b")


def test_an_administrator_in_conflict_is_in_c12_too():
    ties = frozenset({plain.Tie("a", "k", "far")})

    opinion = oracle.decide(company(ties=ties, administrators=frozenset("ab")))

    assert opinion.grounds["a"] == {"C4", "C12"}
    assert opinion.clean("b")


def test_the_day_of_the_standby_comes_with_absence_and_with_what_is_overdue():
    seen = dict.fromkeys("abc", TODAY - dt.timedelta(days=7))
    long_ago = {**seen, "b": TODAY - dt.timedelta(days=8), "c": TODAY - dt.timedelta(days=8)}

    def comes(**more):
        facts = company(**more)
        return tiers.takes_part(facts, tiers.route(facts))

    assert not comes(last_seen=seen)
    assert comes(last_seen=long_ago)
    assert comes(last_seen=seen, overdue=True)
    assert comes(last_seen=seen, handed_up=True)


def test_twenty_four_months_before_the_last_of_february():
    assert chart.months_before(dt.date(2028, 2, 29), 24) == dt.date(2026, 2, 28)
