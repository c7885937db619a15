"""The life of a case: one table, nothing beside it."""

import itertools

import pytest

from app.domain import cases, errors, workflow


def test_a_case_goes_from_received_to_closed_step_by_step():
    for before, after in itertools.pairwise(cases.STATUSES):
        assert workflow.check(before, after, "because").after == after


@pytest.mark.parametrize("pair", list(itertools.product(cases.STATUSES, repeat=2)))
def test_what_the_table_does_not_name_does_not_happen(pair):
    named = {(step.before, step.after) for step in workflow.TRANSITIONS}
    if pair in named:
        assert workflow.check(pair[0], pair[1], "because") in workflow.allowed(pair[0])
    else:
        with pytest.raises(errors.WrongStatus):
            workflow.check(pair[0], pair[1], "because")


@pytest.mark.parametrize("step", workflow.TRANSITIONS)
def test_a_reason_is_asked_for_where_the_table_says_so(step):
    if step.needs_reason:
        with pytest.raises(errors.ReasonMissing):
            workflow.check(step.before, step.after, " \n")
    else:
        assert workflow.check(step.before, step.after, "") == step


def test_ending_and_reopening_a_case_are_recorded_with_a_reason():
    for step in workflow.TRANSITIONS:
        if step.after in {"concluded", "closed"} or step.before in {"concluded", "closed"}:
            assert step.needs_reason


def test_a_case_never_becomes_unread_again_and_is_never_stuck():
    assert all(step.after not in {"received", "acknowledged"} for step in workflow.TRANSITIONS[1:])
    assert all(workflow.allowed(status) for status in cases.STATUSES)
    assert cases.STATUSES[0] == workflow.FIRST


@pytest.mark.parametrize("status", cases.STATUSES)
def test_an_answer_acknowledges_what_nobody_has_acknowledged_and_moves_nothing_else(status):
    after = workflow.after_answer(status)
    assert after == ("acknowledged" if status == "received" else status)
    assert after == status or workflow.check(status, after, "").action == "acknowledge"


@pytest.mark.parametrize("pair", list(itertools.product(cases.STATUSES, repeat=2)))
def test_a_step_is_repeated_where_the_case_stands_by_a_step(pair):
    steps = {step.after for step in workflow.TRANSITIONS}
    assert workflow.is_repeated(*pair) == (pair[0] == pair[1] and pair[1] in steps)
