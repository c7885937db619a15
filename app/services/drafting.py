"""What an act of a handler adds to a case: drafts of items, and what follows from them.

1. Whatever "handlers" say in the thread has its author's own signature beside it (DESIGN §4).
2. A first answer is the acknowledgement: both are items of one commit, so that the clock of the
   acknowledgement never runs on over an answer she can read.
3. A step that somebody has made already says nothing again; a new reason for it is kept (P12).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain import deadlines, workflow
from app.services import gate
from app.services.acts import Act
from app.services.commits import Draft, spoken
from app.services.desklist import Entry
from app.services.gate import Admitted

Drafts = Callable[[Act, Admitted], Sequence[Draft]]
FEEDBACK_GIVEN = ("concluded", "closed")


def internal(kind: str, text: str, **more: str) -> Drafts:
    """Draft one internal item of one's own."""

    def drafts(act: Act, _: Admitted) -> Sequence[Draft]:
        body = {"kind": kind, "text": text, "on": act.today.isoformat(), **more}
        return [_own(act, body)]

    return drafts


def answer(message: str) -> Drafts:
    """Draft a message to the reporter, and the status that it brings about."""

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        body = {"kind": "message", "text": message, "on": act.today.isoformat()}
        said = [] if admitted.shown.last_message == body else [spoken(body)]
        after = workflow.after_answer(admitted.file.status["status"])
        moved = [] if stands_at(admitted, after) else [_status(act, admitted, after)]
        return [*said, *moved]

    return drafts


def step(status: str, reason: str) -> Drafts:
    """Draft a step and its reason.

    The drafting raises `errors.WrongStatus` or `errors.ReasonMissing`.
    """

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        if stands_at(admitted, status):
            return _kept(act, admitted, reason)
        workflow.check(admitted.file.status["status"], status, reason)
        why = internal("reason", reason, status=status)
        return [_status(act, admitted, status), *why(act, admitted)]

    return drafts


def stands_at(admitted: Admitted, status: str) -> bool:
    """Say whether somebody has moved the case to `status` already."""
    return workflow.is_repeated(admitted.file.status["status"], status)


def with_authors(act: Act, admitted: Admitted, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Put the author's own signature beside what "handlers" say in the thread."""
    sequence = admitted.file.next_sequence
    beside = [
        _own(act, {"kind": "author", "of": sequence + n, "said": dict(draft.body)})
        for n, draft in enumerate(drafts)
        if draft.room == "thread"
    ]
    return (*drafts, *beside)


def noted(entry: Entry, drafts: Sequence[Draft]) -> Entry:
    """Return the list's entry with the status that these drafts have set."""
    told = _told(drafts)
    if told is None:
        return entry
    return replace(entry, status=told.body["status"], due_on=_day(told.body["next_on"]))


def promised(drafts: Sequence[Draft], admitted: Admitted) -> date | None:
    """Give the next promised day after these drafts: a new status sets it, all else leaves it."""
    told = _told(drafts)
    return _day(told.body["next_on"]) if told else gate.next_on(admitted.file)


def _own(act: Act, body: dict[str, Any]) -> Draft:
    return Draft("internal", body, act.account, act.identity.signer)


def _kept(act: Act, admitted: Admitted, reason: str) -> Sequence[Draft]:
    """Keep what was typed for a step that somebody made before, unless it stands there already."""
    written = (*admitted.file.of_kind("reason"), *admitted.file.of_kind("note"))
    known = {item.body["text"] for item in written}
    is_new = reason.strip() and reason not in known
    return internal("note", reason)(act, admitted) if is_new else []


def _status(act: Act, admitted: Admitted, status: str) -> Draft:
    next_on = _feedback_by(admitted, status, act.today)
    return spoken(
        {
            "kind": "status",
            "status": status,
            "on": act.today.isoformat(),
            "next_on": next_on.isoformat() if next_on else None,
            "next_what": "feedback" if next_on else None,
        }
    )


def _told(drafts: Sequence[Draft]) -> Draft | None:
    return next((draft for draft in drafts if draft.body["kind"] == "status"), None)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _feedback_by(admitted: Admitted, status: str, today: date) -> date | None:
    """Say by when the reporter is promised an answer, by the legal clock of the case."""
    if status in FEEDBACK_GIVEN:
        return None
    header = admitted.file.header
    acknowledged = [
        date.fromisoformat(item.body["on"])
        for item in admitted.file.of_kind("status")
        if item.body["status"] == "acknowledged"
    ]
    received_on = date.fromisoformat(header["received_on"])
    first = min(acknowledged, default=today)
    return deadlines.feedback_by(received_on, first, header["jurisdiction"])
