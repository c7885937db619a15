"""Why somebody is out, for readers of the case: public grounds, never what a colleague declared."""

from dataclasses import replace

import pytest

from app.domain import grounds
from app.domain.grounds import GroundRule
from app.services import casework, declarations, people, views
from app.services.reasons import Why
from tests.support import cast as casting
from tests.support import flows, seeds

NOW = casting.START


def view(inst, cast, person="alice"):
    staff = seeds.staff(inst, cast, person)
    return casework.open_case(inst, staff, case=flows.the_case(inst), now=NOW)


def kin(inst, cast, person, name):
    tie = declarations.Typed("family", outside=False, name=name)
    declarations.declare(inst, seeds.staff(inst, cast, person), tie, now=NOW)


def test_it_works(inst, cast):
    flows.report(inst, about=["bob"], veto=["emil"])
    shown = {why.name: why.grounds for why in view(inst, cast).out}
    assert shown["Robert Okafor"] == ("C1",)
    assert shown["Farid Aziz"] == ("C3",)
    assert shown["Emil Novak"] == ("C11",)
    assert list(shown) == sorted(shown)
    assert {"Alice Moreau", "Dora Klein"}.isdisjoint(shown)


@pytest.mark.parametrize("relation", ["family", "relative", "loan", "dispute"])
def test_t24_who_is_out_privately_is_not_listed_and_nothing_else_changes(inst, cast, relation):
    """T24: the same for two companies that differ only in ties, but for whom to speak with."""
    flows.report(inst, about=["bob"])
    before = view(inst, cast)
    tie = declarations.Typed(relation, outside=False, name="Bob Okafor")
    declarations.declare(inst, seeds.staff(inst, cast, "dora"), tie, now=NOW)
    after = view(inst, cast)
    assert before.speak_with == ("Dora Klein", "Emil Novak")
    assert after.speak_with == ("Emil Novak",)
    assert replace(after, speak_with=before.speak_with) == before


def test_t24_of_somebody_who_is_out_on_both_only_the_public_ground_is_told(inst, cast):
    kin(inst, cast, "farid", "Bob Okafor")
    flows.report(inst, about=["bob"])
    assert Why("Farid Aziz", ("C3",)) in view(inst, cast).out


def test_who_stepped_back_is_not_listed(inst, cast):
    flows.report(inst, about=["bob"])
    dora = seeds.staff(inst, cast, "dora")
    casework.recuse(inst, dora, case=flows.the_case(inst), reason="My brother.", now=NOW)
    assert "Dora Klein" not in {why.name for why in view(inst, cast).out}


def test_before_the_declaration_nothing_is_said_of_anybody(inst, cast, monkeypatch):
    """The page names whom the report is about, and nobody else."""
    flows.report(inst, about=["emil"])
    monkeypatch.setattr(views, "must_attest", lambda *_: True)
    shown = view(inst, cast, "dora")
    assert (shown.warned, shown.out, shown.speak_with) == ((), (), ())


# --- what only warns ------------------------------------------------------------------------------


def test_a_mate_of_a_small_team_is_told_and_so_are_the_others(inst, cast):
    """C7: Dora and Emil are the two people of Product."""
    flows.report(inst, about=["emil"])
    assert view(inst, cast, "dora").warned == (Why("Dora Klein", ("C7",), own=True),)
    assert view(inst, cast, "alice").warned == (Why("Dora Klein", ("C7",)),)


def test_of_whom_one_does_not_read_it_with_nothing_is_told(inst, cast):
    """T24: or the warning would say that she is gone, and when."""
    kin(inst, cast, "dora", "Emil Novak")
    flows.report(inst, about=["emil"])
    assert view(inst, cast, "alice").warned == ()


@pytest.fixture
def paid(inst, cast):
    """Let Dora sell: her pay depends on what customers are promised (C9)."""
    sells = casting.COMPANY.replace("Product designer,Product", "Product designer,Sales")
    people.import_file(inst, sells, now=NOW)
    return seeds.staff(inst, cast, "dora")


def test_t24_what_is_private_is_told_to_oneself_alone(inst, cast, paid):
    """C9: the role is on file; that it counts here is nobody else's business."""
    flows.report(inst, category="overselling", about=["bob"])
    assert view(inst, cast, "dora").warned == (Why("Dora Klein", ("C9",), own=True),)
    assert view(inst, cast, "alice").warned == ()


def test_what_the_policy_makes_exclude_is_listed_if_it_is_public(inst, cast, monkeypatch):
    from app.services import world

    strict = {**grounds.DEFAULT, "C7": GroundRule(), "C9": GroundRule()}
    monkeypatch.setattr(world, "_with_machinery", lambda signed, _: replace(signed, grounds=strict))
    inst.memory.clear()
    flows.report(inst, about=["emil"])
    assert Why("Dora Klein", ("C7",)) in view(inst, cast).out
    assert view(inst, cast).warned == ()
