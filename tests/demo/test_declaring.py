"""What the demo's handlers have declared, and what follows from it."""

import pytest

from app.demo import declaring
from app.domain.declarations import RELATIONS
from app.services import declarations
from tests.demo.conftest import NOW

pytestmark = pytest.mark.xdist_group("demo")


def page(opened, staff, key):
    return declarations.view(opened, staff[key], now=NOW)


def test_every_declaration_stands_on_the_page_of_who_made_it(opened, staff):
    told = declaring._told()
    assert told["declared"]
    for each in told["declared"]:
        (line,) = page(opened, staff, each["by"]).lines
        assert (line.relation, line.words) == (each["relation"], each["words"])
        assert line.counts is (RELATIONS[each["relation"]] is not None)


def test_some_are_reminded_and_most_are_not(demo, opened, staff):
    due = {one.key for one in demo.founders if one.tier and page(opened, staff, one.key).is_due}
    assert due == set(declaring._told()["late"])


def test_the_case_that_names_her_cousins_firm_reaches_everybody_but_her(desks):
    """C5 and T24: no longer tier, no other reader, and nothing says why."""
    case = "conflict-headsets"
    assert case not in desks["priya"]
    assert case in desks["yusuf"]
