"""What was said is judged again by what is known today: unknown names, suppression (T11, T15)."""

import pytest

from app.domain import errors
from app.domain.cases import Said
from app.domain.conflicts import Ground
from app.services import casework, decisions, people, queue, world
from tests.support import cast as casting
from tests.support import flows, seeds

NOW = casting.START
# She answers to Alice, who handles.
ZORA = "zora,Zora Quill,Zed,zora.quill@harbour.test,Tester,Product,Bremen,Harbour,4,alice,,,,\n"


def judged(inst, text, **said):
    """Judge one statement of a reporter, today."""
    chosen = {
        field: frozenset(value) if isinstance(value, set) else value
        for field, value in said.items()
    }
    statement = decisions.Statement(Said(**chosen), (text,))
    seen = world.current(inst, now=NOW)
    return decisions.judge(seen, [statement], today=NOW.date()).decision


def grounds(decision, person):
    return {reason.ground for reason in decision.excluded.get(person, ())}


# --- unknown names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how",
    [
        {"story": "It was Zora Quill."},
        {"about_names": ("Zora Quill",)},
        {"story": "Ask zora.quill@harbour.test."},
        {"story": "My boss did it.", "unit": "Zora Quill"},
    ],
    ids=["text", "typed", "address", "place"],
)
def test_t11_a_name_nobody_knew_counts_from_the_import_that_knows_it(inst, cast, how):
    """T11: kept sealed with the case, matched again in a reader's own session."""
    flows.report(inst, **how)
    alice, dora, case = (*(seeds.staff(inst, cast, p) for p in ("alice", "dora")),
                         flows.the_case(inst))  # fmt: skip
    assert casework.open_case(inst, alice, case=case, now=NOW)
    people.import_file(inst, casting.COMPANY + ZORA, now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)
    queue.refresh(inst, alice, now=NOW)
    assert flows.listed(inst, alice, NOW) == []
    assert casework.open_case(inst, dora, case=case, now=NOW).about == ("Zora Quill",)
    assert "alice" not in seeds.holders(inst, cast)


def test_a_name_in_message_2_that_nobody_knew_counts_too(inst, cast):
    rita = flows.come_back(inst, flows.report(inst))
    flows.say(inst, rita, "I mean Zora Quill.")
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    assert casework.open_case(inst, alice, case=case, now=NOW)
    people.import_file(inst, casting.COMPANY + ZORA, now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)


def test_an_alias_that_an_import_adds_to_a_handler_is_matched_in_what_was_said(inst, cast):
    flows.report(inst, story="They call him Sparrow; Sparrow did it.")
    bob, case = seeds.staff(inst, cast, "bob"), flows.the_case(inst)
    assert casework.open_case(inst, bob, case=case, now=NOW)
    known = casting.COMPANY.replace("Robert Okafor,Bob Okafor", "Robert Okafor,Sparrow")
    people.import_file(inst, known, now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, bob, case=case, now=NOW)


def test_what_she_answered_settles_no_name_of_somebody_who_comes_later(inst, cast):
    """A senior who comes later was never asked about: no answer means him."""
    decision = judged(inst, "", about_names=("Quill",), other_person={"ceo"})
    assert decision.subjects == frozenset()
    people.import_file(inst, casting.COMPANY + ZORA.replace(",4,alice", ",2,ceo"), now=NOW)
    decision = judged(inst, "", about_names=("Quill",), other_person={"ceo"})
    assert decision.subjects == {"zora"}


# --- suppression ----------------------------------------------------------------------------------


def test_t15_a_handler_who_leaked_an_earlier_report_is_out_for_good(inst, cast):
    """T15: by her words alone; she says of Alice that she only mentions her."""
    text = "In May I wrote to you, and Alice Moreau leaked my report to him."
    decision = judged(inst, text, only_mentioned={"alice"})
    assert grounds(decision, "alice") == {Ground.C2, Ground.C8}
    assert grounds(judged(inst, "Alice Moreau was there.", only_mentioned={"alice"}), "alice") == {
        Ground.C2
    }


def test_t15_in_a_message_and_whatever_comes_after(inst, cast):
    answered = Said(only_mentioned=frozenset({"alice"}))
    leaked = decisions.Statement(answered, ("Alice Moreau buried it.",))
    later = decisions.Statement(Said(), ("Nothing new.",))
    seen = world.current(inst, now=NOW)
    decision = decisions.judge(seen, [leaked, later], today=NOW.date()).decision
    assert Ground.C8 in grounds(decision, "alice")


def test_t15_where_the_matter_is_retaliation_whoever_is_mentioned(inst, cast):
    said = {"only_mentioned": {"dora"}, "category": "retaliation"}
    assert grounds(judged(inst, "I spoke to Dora Klein.", **said), "dora") == {
        Ground.C2, Ground.C8,
    }  # fmt: skip
