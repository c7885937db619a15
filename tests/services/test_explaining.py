"""`sotto conflicts explain`: lines only, whoever reads what (CONFLICTS §5)."""

import pytest

from app.domain import errors
from app.services import declarations, explaining, people
from tests.support import cast as casting
from tests.support import flows, seeds

NOW = casting.START
COMPANY = casting.COMPANY


def said(inst, one="alice", other="legal"):
    return explaining.between(inst, one, other, now=NOW)


def test_it_works(inst):
    people.import_file(inst, COMPANY, now=NOW)
    assert said(inst) == (
        "If a report is about Lena Fischer (legal), Alice Moreau (alice) is left out (C3):",
        "  alice answers to legal. All of it stood on 2026-03-02.",
        "If a report is about Alice Moreau (alice), Lena Fischer (legal) is left out (C3):",
        "  alice answers to legal. All of it stood on 2026-03-02.",
    )


def test_whoever_stands_in_is_in_the_line_one_way(inst):
    people.import_file(inst, COMPANY, now=NOW)
    known = COMPANY.splitlines(keepends=True)
    mine = [
        line.rstrip("\n") + "product\n" if line.startswith("alice,") else line for line in known
    ]
    people.import_file(inst, "".join(mine), now=NOW)
    assert said(inst, "alice", "product") == (
        "If a report is about Pavel Horak (product), Alice Moreau (alice) is left out (C3):",
        "  alice stands in for product. All of it stood on 2026-03-02.",
        "If a report is about Alice Moreau (alice), Pavel Horak (product) is not in that line.",
    )


def test_a_dotted_line_is_called_one(inst):
    people.import_file(inst, COMPANY, now=NOW)
    dotted = "zora,Zora Quill,,,Tester,Product,Bremen,Harbour,4,,alice,,,\n"
    people.import_file(inst, COMPANY + dotted, now=NOW)
    assert "by a dotted line" in said(inst, "zora", "alice")[1]


@pytest.mark.parametrize("pair", [("alice", "nobody"), ("nobody", "alice")])
def test_an_unknown_id_is_named(inst, pair):
    people.import_file(inst, COMPANY, now=NOW)
    with pytest.raises(errors.Refused, match="nobody"):
        said(inst, *pair)


def test_it_says_the_same_whatever_was_declared_and_reported(inst, cast):
    """T24: an administrator learns of no tie and no case."""
    before = said(inst, "alice", "bob")
    tie = declarations.Typed("family", outside=False, name="Bob Okafor")
    declarations.declare(inst, seeds.staff(inst, cast, "alice"), tie, now=NOW)
    flows.report(inst, about=["bob"], veto=["alice"])
    assert said(inst, "alice", "bob") == before
    assert all("not in that line" in line for line in before)
