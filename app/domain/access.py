"""Which role may do what: one table, default deny (P7, P12).

Every endpoint of DESIGN §7 declares one of these actions. The table says only what a role may try;
whether *this* handler may touch *this* case is decided by the conflict rules and by whose key opens
it. An administrator has no action that reads a case, and an auditor none that changes anything.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """Who is asking; nobody signed in is `None`."""

    REPORTER = "reporter"
    HANDLER = "handler"
    AUDITOR = "auditor"
    ADMINISTRATOR = "admin"


class Action(StrEnum):
    """What an endpoint does, as it declares it."""

    PUBLIC = "public"  # landing, information pages, who has a key, leave, static files
    REPORT = "report"  # the report form, its check page and sending it
    RETURN = "return"  # typing in a receipt
    SIGN_IN = "sign_in"
    WELCOME = "welcome"  # redeeming an invitation or a reset
    SIGN_OUT = "sign_out"
    REPORTER_CASE = "reporter.case"  # her thread, her replies, leaving it
    CASE_LIST = "case.list"
    CASE_OPEN = "case.open"
    CASE_ATTEST = "case.attest"
    CASE_REPLY = "case.reply"
    CASE_NOTE = "case.note"
    CASE_STATUS = "case.status"
    CASE_RECUSE = "case.recuse"
    CASE_COSIGN = "case.cosign"  # cards that two sign inside a case
    CASE_HAND_UP = "case.hand_up"
    CASE_INTAKE = "case.intake"  # typed in for somebody
    DECLARE = "declare"  # what ties oneself to others, ahead of any case
    ROSTER_VIEW = "roster.view"
    ROSTER_SIGN = "roster.sign"
    CHANGES_VIEW = "changes.view"  # what waits for two handlers and is no new list
    CHANGES_SIGN = "changes.sign"
    REGISTER_VIEW = "register.view"
    PEOPLE_MANAGE = "people.manage"
    ACCOUNTS_MANAGE = "accounts.manage"
    TIERS_MANAGE = "tiers.manage"


ANYBODY: frozenset[Action] = frozenset(
    {Action.PUBLIC, Action.REPORT, Action.RETURN, Action.SIGN_IN, Action.WELCOME},
)

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.REPORTER: frozenset({Action.REPORTER_CASE}),
        Role.HANDLER: frozenset(
            {
                Action.SIGN_OUT,
                Action.CASE_LIST,
                Action.CASE_OPEN,
                Action.CASE_ATTEST,
                Action.CASE_REPLY,
                Action.CASE_NOTE,
                Action.CASE_STATUS,
                Action.CASE_RECUSE,
                Action.CASE_COSIGN,
                Action.CASE_HAND_UP,
                Action.CASE_INTAKE,
                Action.DECLARE,
                Action.ROSTER_VIEW,
                Action.ROSTER_SIGN,
                Action.CHANGES_VIEW,
                Action.CHANGES_SIGN,
            },
        ),
        # A founding auditor compares the fingerprints and signs the first list too (DESIGN §4).
        Role.AUDITOR: frozenset(
            {Action.SIGN_OUT, Action.ROSTER_VIEW, Action.ROSTER_SIGN, Action.REGISTER_VIEW},
        ),
        Role.ADMINISTRATOR: frozenset(
            {
                Action.SIGN_OUT,
                Action.PEOPLE_MANAGE,
                Action.ACCOUNTS_MANAGE,
                Action.TIERS_MANAGE,
            },
        ),
    },
)


def may(role: Role | None, action: Action) -> bool:
    """Say whether the table gives this role this action; what it does not name is refused."""
    return action in ANYBODY or (role is not None and action in ALLOWED[role])
