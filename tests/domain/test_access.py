"""Role × action: default deny (P7, P12)."""

import pytest

from app.domain.access import ALLOWED, ANYBODY, Action, Role, may

READS_CASES = {action for action in Action if action.value.startswith("case.")}


@pytest.mark.parametrize("action", Action)
def test_nobody_signed_in_may_only_what_is_public(action):
    assert may(None, action) == (action in ANYBODY)


@pytest.mark.parametrize("role", Role)
def test_what_is_public_is_public_for_everybody(role):
    assert all(may(role, action) for action in ANYBODY)


@pytest.mark.parametrize("action", sorted(READS_CASES))
def test_only_a_handler_may_touch_cases(action):
    """P7: an administrator reads nothing, an auditor sees no content."""
    assert [role for role in Role if may(role, action)] == [Role.HANDLER]


def test_a_handler_works_on_cases_and_signs_the_roster():
    assert ALLOWED[Role.HANDLER] == READS_CASES | {
        Action.SIGN_OUT,
        Action.DECLARE,
        Action.ROSTER_VIEW,
        Action.ROSTER_SIGN,
        Action.CHANGES_VIEW,
        Action.CHANGES_SIGN,
    }


def test_a_reporter_may_only_see_her_own_case():
    assert {action for action in Action if may(Role.REPORTER, action)} == {
        *ANYBODY,
        Action.REPORTER_CASE,
    }


def test_an_auditor_changes_nothing_but_signs_the_roster():
    assert ALLOWED[Role.AUDITOR] == {
        Action.SIGN_OUT,
        Action.ROSTER_VIEW,
        Action.ROSTER_SIGN,
        Action.REGISTER_VIEW,
    }


def test_an_administrator_manages_and_does_not_read():
    manages = {action for action in Action if action.value.endswith(".manage")}

    assert ALLOWED[Role.ADMINISTRATOR] == manages | {Action.SIGN_OUT}
    assert all(
        not may(role, action)
        for role in Role
        if role is not Role.ADMINISTRATOR
        for action in manages
    )


def test_every_action_belongs_to_somebody():
    assert {*ANYBODY, *(action for actions in ALLOWED.values() for action in actions)} == set(
        Action
    )
