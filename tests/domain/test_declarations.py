"""What is declared, and which of it takes a handler away (CONFLICTS §1: C4, C5, C10)."""

from datetime import date, timedelta

import pytest

from app.domain import declarations, errors
from app.domain.declarations import Declaration, Declared, Tie, TieKind

TODAY = date(2026, 7, 1)
DAY = timedelta(days=1)


def declared(relation="family", other="bob", **more):
    usual = {
        "name": "Robert Okafor",
        "since": date(2020, 1, 1),
        "words": "My brother.",
        "on": TODAY,
    }
    return Declared(relation, other, **(usual | more))


@pytest.mark.parametrize(
    ("relation", "kind"),
    [("family", "near"), ("household", "near"), ("close", "near"), ("relative", "far"),
     ("holding", "interest"), ("side-job", "interest"), ("supplier", "interest"),
     ("loan", "interest"), ("gift", "interest"), ("dispute", "dispute"),
     ("dispute-theirs", "answered")],
)  # fmt: skip
def test_what_is_declared_makes_a_tie(relation, kind):
    assert declared(relation).tie == Tie(TieKind(kind), date(2020, 1, 1))


@pytest.mark.parametrize("relation", ["gift-returned", "holding-small"])
def test_what_could_be_a_weapon_makes_none(relation):
    """CONFLICTS §1: a gift refused or handed in, a holding below the policy's."""
    assert declared(relation).tie is None


def test_every_relation_is_one_of_these():
    assert len(declarations.RELATIONS) == 13


@pytest.mark.parametrize("kind", [k for k in TieKind if k is not TieKind.ANSWERED])
@pytest.mark.parametrize("came", [-DAY, timedelta(), DAY])
def test_a_tie_counts_for_every_report(kind, came):
    assert Tie(kind, TODAY).counts(came_on=TODAY + came)


@pytest.mark.parametrize(("came", "does"), [(-DAY, False), (timedelta(), True), (DAY, True)])
def test_a_dispute_that_the_other_began_counts_only_if_it_began_before(came, does):
    """C10: else the accused could sue a handler to be rid of her."""
    assert Tie(TieKind.ANSWERED, TODAY).counts(came_on=TODAY + came) is does


def test_nobody_is_tied_where_ties_must_not_matter():
    assert declarations.NOBODYS.between("alice", ["bob"]) == frozenset()


def test_ties_that_cannot_be_believed_decide_nobody():
    """P12: not even where there is nobody to ask about."""
    with pytest.raises(errors.Doubtful):
        declarations.UNBELIEVABLE.between("alice", [])


def test_a_declaration_comes_back_as_it_was():
    made = Declaration().declaring(declared(), person="alice", today=TODAY)
    for one in (made, Declaration(), made.looked_through(TODAY + DAY)):
        assert Declaration.from_dict(one.to_dict()) == one


def test_declaring_keeps_what_was_declared_before_and_counts_as_looking_through():
    one = Declaration().declaring(declared(), person="alice", today=TODAY)
    both = one.declaring(declared("loan"), person="alice", today=TODAY + DAY)
    assert [each.relation for each in both.declared] == ["family", "loan"]
    assert both.looked_through_on == TODAY + DAY


@pytest.mark.parametrize(
    ("new", "why"),
    [({"other": "alice"}, "self"), ({"since": TODAY + DAY}, "later"), ({}, "twice")],
)
def test_what_cannot_be_declared(new, why):
    before = Declaration().declaring(declared(), person="alice", today=TODAY)
    with pytest.raises(declarations.NotDeclared) as refused:
        before.declaring(declared(**new), person="alice", today=TODAY)
    assert refused.value.why == why


def test_what_two_others_took_back_may_be_declared_again():
    before = Declaration().declaring(declared(), person="alice", today=TODAY)
    before = before.declaring(declared("gift-returned"), person="alice", today=TODAY)
    withdrawn = before.as_counts(lambda _: False)
    assert [one.withdrawn for one in withdrawn.declared] == [True, False]
    again = withdrawn.declaring(declared(), person="alice", today=TODAY)
    assert [one.withdrawn for one in again.declared] == [True, False, False]
    assert before.as_counts(lambda _: True) == before


def test_there_is_room_for_64():
    """P3: the table of ties has that many marks for each handler, whoever declares how many."""
    made = Declaration()
    for number in range(64):
        made = made.declaring(declared(other=f"p{number}"), person="alice", today=TODAY)
    with pytest.raises(declarations.NotDeclared) as refused:
        made.declaring(declared(other="p64"), person="alice", today=TODAY)
    assert refused.value.why == "full"


def test_it_is_looked_through_once_a_year():
    assert Declaration().is_due(TODAY)
    looked = Declaration().looked_through(TODAY)
    assert not looked.is_due(date(2027, 6, 30))
    assert looked.is_due(date(2027, 7, 1))


def test_nothing_of_it_is_in_a_repr():
    assert "Okafor" not in repr(declared())
    assert "brother" not in repr(declared())
    assert "bob" not in repr(declared())


@pytest.mark.parametrize(
    ("chosen", "follows"),
    [("prior", ("C6", "two")), ("dispute", ("C10", "nobody")), ("author", ("C13", "nobody")),
     ("", ("", "nobody"))],
)  # fmt: skip
def test_who_steps_aside_is_let_in_again_for_a_prior_part_alone(chosen, follows):
    """CONFLICTS §1, and in doubt nobody lets her in."""
    assert declarations.aside(chosen) == follows
