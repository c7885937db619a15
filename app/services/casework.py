"""What handlers do with a case; every verb passes the gate and starts a full epoch.

A staff action and its register row are one transaction (P8). Each write seals the case anew to
those who are on every roll since the last full epoch and clean by all facts of today, so a key that
somebody lost overnight is gone with the next stroke of anybody's pen (P2, P9).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import conflicts, deadlines, errors, workflow
from app.services import acts, commits, decisions, gate
from app.services.acts import Act
from app.services.casefile import CaseFile
from app.services.commits import Draft, spoken
from app.services.decisions import Verdict
from app.services.desklist import DeskList, Entry
from app.services.gate import Admitted
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.views import CaseView, case_view, entry_of, must_attest
from crypto import records

FEEDBACK_GIVEN = ("concluded", "closed")


@dataclass(frozen=True, slots=True)
class _Deed:
    """What somebody does in a case: what the register calls it, what it adds, what it needs.

    `because`: what is said of it to oversight alone; readers of the case are not told on which
    private ground somebody is out. `leaves`: it is this person's last act. `unattested`: it does
    not wait for the declaration.
    """

    action: str
    drafts: Callable[[Act, Admitted], Sequence[Draft]]
    because: str = ""
    leaves: bool = False
    unattested: bool = False


def open_case(inst: Instance, staff: Staff, *, case: str, now: datetime) -> CaseView:
    """Open a case.

    The first opening after a message of the reporter's, or after a change of roster, directory or
    day, starts a full epoch, needed or not. Raises `errors.NotFound` for all that this person may
    not know of.
    """
    with acts.writing(inst, staff, now=now) as act:
        desk = DeskList(act)
        entry = desk.find(gate.case_id(case))
        admitted = gate.admit(act, "case opened", entry)
        if admitted:
            shown = not must_attest(admitted, staff)
            after = entry_of(act, admitted, before=entry, opened_now=shown)
            if admitted.file.chain.newest.kind == "narrow" or entry.renewed != act.stamp:
                commit = _renew(act, admitted, drafts=(), next_on=gate.next_on(admitted.file))
                after = _sealed_anew(act, after, commit)
            desk.put([after])
            desk.save()
    if admitted is None:
        raise errors.NotFound
    return case_view(admitted, staff, now=now)


def reply(inst: Instance, staff: Staff, *, case: str, message: str, now: datetime) -> None:
    """Answer the reporter, as "the people handling your report"; twice the same is said once.

    Raises `errors.NotFound`.
    """

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        body = {"kind": "message", "text": message, "on": act.today.isoformat()}
        return [] if admitted.file.last_message == body else [spoken(body)]

    _do(inst, staff, _Deed("replied", drafts), case=case, now=now)


def note(inst: Instance, staff: Staff, *, case: str, note: str, now: datetime) -> None:
    """Write a note that only those who read the case see. Raises `errors.NotFound`."""
    _do(inst, staff, _Deed("noted", _internal("note", note)), case=case, now=now)


def set_status(
    inst: Instance, staff: Staff, *, case: str, status: str, reason: str, now: datetime
) -> None:
    """Move the case a step on.

    Raises `errors.NotFound`, `errors.WrongStatus` or `errors.ReasonMissing`.
    """

    def drafts(act: Act, admitted: Admitted) -> Sequence[Draft]:
        workflow.check(admitted.file.status["status"], status, reason)
        next_on = _feedback_by(admitted, status, act.today)
        told = {
            "kind": "status",
            "status": status,
            "on": act.today.isoformat(),
            "next_on": next_on.isoformat() if next_on else None,
            "next_what": "feedback" if next_on else None,
        }
        return [spoken(told), *_internal("reason", reason, status=status)(act, admitted)]

    _do(inst, staff, _Deed(f"status {status}", drafts), case=case, now=now)


def attest(
    inst: Instance, staff: Staff, *, case: str, stand: str, because: str, now: datetime
) -> None:
    """Declare before the first opening: no conflict, or step back. Raises `errors.NotFound`."""
    if stand == "aside":
        recuse(inst, staff, case=case, reason=because, now=now)
        return
    declared = _internal("declaration", "", stand="clear")
    deed = _Deed("declared", declared, because=because, unattested=True)
    _do(inst, staff, deed, case=case, now=now)


def recuse(inst: Instance, staff: Staff, *, case: str, reason: str, now: datetime) -> None:
    """Step back: the last act in the case is an epoch without oneself.

    Raises `errors.NotFound`, or `errors.NobodyClean` when nobody else could read the case.
    """
    stepped_back = _internal("recusal", "")
    deed = _Deed("stepped back", stepped_back, because=reason, leaves=True, unattested=True)
    _do(inst, staff, deed, case=case, now=now)


def _do(inst: Instance, staff: Staff, deed: _Deed, *, case: str, now: datetime) -> None:
    with acts.writing(inst, staff, now=now) as act:
        desk = DeskList(act)
        entry = desk.find(gate.case_id(case))
        admitted = gate.admit(
            act,
            deed.action,
            entry,
            because=deed.because,
            ready=lambda case: deed.unattested or not must_attest(case, staff),
        )
        if admitted:
            drafts = _with_authors(act, admitted, deed.drafts(act, admitted))
            commit = _renew(
                act,
                admitted,
                drafts=drafts,
                next_on=_promised(drafts, admitted),
                leaving=deed.leaves,
            )
            after = entry_of(act, admitted, before=entry, opened_now=True)
            after = _told(_sealed_anew(act, after, commit), drafts)
            desk.put([replace(after, opened=not deed.leaves, readable=not deed.leaves)])
            desk.save()
    if admitted is None:
        raise errors.NotFound


def _own(act: Act, body: dict[str, Any]) -> Draft:
    return Draft("internal", body, act.account, act.identity.signer)


def _internal(kind: str, text: str, **more: str) -> Callable[[Act, Admitted], Sequence[Draft]]:
    """Draft one internal item of one's own."""

    def drafts(act: Act, _: Admitted) -> Sequence[Draft]:
        body = {"kind": kind, "text": text, "on": act.today.isoformat(), **more}
        return [_own(act, body)]

    return drafts


def _with_authors(act: Act, admitted: Admitted, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Put the author's own signature beside what "handlers" say in the thread."""
    sequence = admitted.file.next_sequence
    beside = [
        _own(act, {"kind": "author", "of": sequence + n, "said": dict(draft.body)})
        for n, draft in enumerate(drafts)
        if draft.room == "thread"
    ]
    return (*drafts, *beside)


def _told(entry: Entry, drafts: Sequence[Draft]) -> Entry:
    """Note the status that these drafts have set."""
    for draft in drafts:
        if draft.body["kind"] == "status":
            due_on = date.fromisoformat(draft.body["next_on"]) if draft.body["next_on"] else None
            return replace(entry, status=draft.body["status"], due_on=due_on)
    return entry


def _promised(drafts: Sequence[Draft], admitted: Admitted) -> date | None:
    """Give the next promised day after these drafts: a new status sets it, all else leaves it."""
    for draft in drafts:
        if draft.body["kind"] == "status":
            promised = draft.body["next_on"]
            return date.fromisoformat(promised) if promised else None
    return gate.next_on(admitted.file)


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


def _renew(
    act: Act,
    admitted: Admitted,
    *,
    drafts: Sequence[Draft],
    next_on: date | None,
    leaving: bool = False,
) -> commits.Commit:
    """Make and store a full epoch, real for those who still may read."""
    file = admitted.file
    verdict = _without(act, file) if leaving else admitted.verdict
    may = gate.on_every_roll(file) & verdict.route.holders
    named = may & gate.recipients(file, verdict)
    scene = commits.scene(act.world, recipients=named, standby=may - named)
    commit = commits.full(act.inst, file, scene=scene, drafts=drafts)
    if not commits.store(act.session, file, commit, due_on=next_on):
        raise errors.Busy
    return commit


def _without(act: Act, file: CaseFile) -> Verdict:
    """Decide as if this person's recusal were on record already: it is about to be."""
    entry = act.world.roster.by_account(act.account)
    if entry is None:
        raise errors.NotFound
    out = conflicts.excluded(entry.person, conflicts.Ground.C6)
    insiders = (*decisions.insiders_of(file, act.world), out)
    statements = decisions.statements_of(file)
    return decisions.judge(act.world, statements, today=act.today, insiders=insiders)


def _sealed_anew(act: Act, entry: Entry, commit: commits.Commit) -> Entry:
    """Note the epoch just made: an older one will not be believed."""
    sequence = commit.items[-1].sequence + 1 if commit.items else entry.sequence
    return replace(
        entry,
        at_epoch=commit.epoch.number,
        epoch=commit.epoch.number,
        record=records.record_digest(commit.epoch.record),
        sequence=sequence,
        renewed=act.stamp,
    )
