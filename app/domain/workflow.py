"""The life of a case as one table: from which status to which, and when a reason is recorded.

The statuses are those of DESIGN §7; the steps follow ISO 37002 (receive, assess, address,
conclude). Whatever is not in the table does not happen. A case that a later message makes worth
another look goes back to *assessing* or *investigating*, with a reason; it never becomes unread.
An answer to the reporter acknowledges a case that nobody has acknowledged yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.domain import cases, errors


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted step; `action` is the word the register and the desk use for it."""

    before: str
    after: str
    needs_reason: bool
    action: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("received", "acknowledged", needs_reason=False, action="acknowledge"),
    Transition("acknowledged", "assessing", needs_reason=False, action="assess"),
    Transition("assessing", "investigating", needs_reason=False, action="investigate"),
    Transition("assessing", "concluded", needs_reason=True, action="conclude"),
    Transition("investigating", "concluded", needs_reason=True, action="conclude"),
    Transition("investigating", "assessing", needs_reason=True, action="reassess"),
    Transition("concluded", "investigating", needs_reason=True, action="reopen"),
    Transition("concluded", "closed", needs_reason=True, action="close"),
    Transition("closed", "assessing", needs_reason=True, action="reopen"),
)

_TABLE: Mapping[tuple[str, str], Transition] = MappingProxyType(
    {(step.before, step.after): step for step in TRANSITIONS},
)

FIRST = cases.STATUSES[0]


def allowed(status: str) -> tuple[Transition, ...]:
    """Return the steps open to a case in this status, in the order of the table."""
    return tuple(step for step in TRANSITIONS if step.before == status)


def after_answer(status: str) -> str:
    """Return where a case stands once the reporter was answered: an answer says "we have it"."""
    return TRANSITIONS[0].after if status == FIRST else status


def is_repeated(status: str, to: str) -> bool:
    """Say whether somebody has made the step to `to` already; no step leads to the first status."""
    return status == to != FIRST


def check(status: str, to: str, reason: str) -> Transition:
    """Return the step from `status` to `to`.

    Raises `errors.WrongStatus` when the table has no such step and `errors.ReasonMissing` when it
    asks for a reason and `reason` is blank.
    """
    step = _TABLE.get((status, to))
    if step is None:
        raise errors.WrongStatus(f"no step from {status} to {to}")
    if step.needs_reason and not reason.strip():
        raise errors.ReasonMissing(step.action)
    return step
