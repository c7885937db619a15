"""What handlers do with a case; every verb passes the gate and starts a full epoch.

A staff action and its register row are one transaction (P8). Each write seals the case anew to those
who are on every roll since the last full epoch and clean by all facts of today, so a key that
somebody lost overnight is gone with the next stroke of anybody's pen (P2, P9).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain import conflicts, deadlines, errors, workflow
from app.services import commits, decisions, gate
from app.services.commits import Draft, spoken
from app.services.decisions import Verdict
from app.services.desklist import DeskList, Entry
from app.services.gate import Admitted
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.views import CaseView, case_view, entry_of, must_attest
from crypto import records

Drafter = Callable[[Admitted], Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class _Deed:
    """What an action adds to a case, and what it changes."""

    drafts: tuple[Draft, ...] = ()
    leaves: bool = False
    next_on: date | None = None


def open_case(inst: Instance, staff: Staff, *, case: str, now: datetime) -> CaseView:
    """Open a case.

    The first opening after a message of the reporter's, or after a change of roster, directory or
    day, starts a full epoch, needed or not. Raises `errors.NotFound` for all that this person may
    not know of.
    """
    with inst.db.write() as session:
        desk = DeskList(session, inst, staff)
        entry = desk.find(gate.case_id(case))
        admitted = gate.admit(
            session, inst, staff, case=entry.case, action="case opened", now=now,
            remembered=entry.remembered,
        )
        if admitted:
            stamp = admitted.world.stamp(now)
            entry = entry_of(admitted, before=entry, now=now, opened_now=True)
            if admitted.file.chain.newest.kind == "narrow" or entry.renewed != stamp:
                commit = _renew(session, inst, admitted, _Deed(next_on=gate.next_on(admitted.file)))
                entry = replace(_after(entry, commit), renewed=stamp)
            desk.put([entry])
            desk.save()
    if admitted is None:
        raise errors.NotFound
    return case_view(admitted, staff, now=now)


def reply(inst: Instance, staff: Staff, *, case: str, message: str, now: datetime) -> None:
    """Answer the reporter, as "the people handling your report". Raises `errors.NotFound`."""
    body = {"kind": "message", "text": message, "on": now.date().isoformat()}
    _act(inst, staff, case=case, action="replied", now=now, make=lambda _: [spoken(body)])


def note(inst: Instance, staff: Staff, *, case: str, note: str, now: datetime) -> None:
    """Write a note that only those who read the case see. Raises `errors.NotFound`."""
    body = {"kind": "note", "text": note, "on": now.date().isoformat()}
    _act(inst, staff, case=case, action="noted", now=now, make=lambda _: [_own(staff, body)])


def set_status(
    inst: Instance, staff: Staff, *, case: str, status: str, reason: str, now: datetime
) -> None:
    """Move the case a step on.

    Raises `errors.NotFound`, `errors.WrongStatus` or `errors.ReasonMissing`.
    """

    def make(admitted: Admitted) -> Sequence[Draft]:
        before = admitted.file.of_kind("status")[-1].body
        workflow.check(before["status"], status, reason)
        next_on, what = _next_step(admitted, status, now.date())
        body = {
            "kind": "status", "status": status, "on": now.date().isoformat(),
            "next_on": next_on.isoformat() if next_on else None, "next_what": what,
        }
        why = {"kind": "reason", "status": status, "text": reason, "on": now.date().isoformat()}
        return [spoken(body), _own(staff, why)]

    _act(inst, staff, case=case, action=f"status {status}", now=now, make=make)


def attest(
    inst: Instance, staff: Staff, *, case: str, stand: str, because: str, now: datetime
) -> None:
    """Declare before the first opening: no conflict, or step back. Raises `errors.NotFound`."""
    if stand == "aside":
        recuse(inst, staff, case=case, reason=because, now=now)
        return
    body = {
        "kind": "declaration", "stand": "clear", "text": because, "on": now.date().isoformat()
    }
    _act(
        inst, staff, case=case, action="declared", now=now, make=lambda _: [_own(staff, body)],
        unattested=True,
    )


def recuse(inst: Instance, staff: Staff, *, case: str, reason: str, now: datetime) -> None:
    """Step back: the last act in the case is an epoch without oneself.

    Raises `errors.NotFound`, or `errors.NobodyClean` when nobody else could read the case.
    """
    body = {"kind": "recusal", "text": reason, "on": now.date().isoformat()}
    _act(
        inst, staff, case=case, action="stepped back", now=now, make=lambda _: [_own(staff, body)],
        leaves=True, unattested=True,
    )


def _act(
    inst: Instance, staff: Staff, *, case: str, action: str, now: datetime, make: Drafter,
    leaves: bool = False, unattested: bool = False,
) -> None:
    with inst.db.write() as session:
        desk = DeskList(session, inst, staff)
        entry = desk.find(gate.case_id(case))
        admitted = gate.admit(
            session, inst, staff, case=entry.case, action=action, now=now,
            remembered=entry.remembered,
        )
        if admitted and not unattested and must_attest(admitted, staff):
            admitted = None
        if admitted:
            drafts = tuple(make(admitted))
            deed = _Deed(_signed(admitted, staff, drafts), leaves, _promised(admitted, drafts))
            commit = _renew(session, inst, admitted, deed, leaving=staff if leaves else None)
            entry = entry_of(admitted, before=entry, now=now, opened_now=True)
            entry = replace(_after(entry, commit), renewed=admitted.world.stamp(now))
            desk.put([replace(entry, opened=not leaves, readable=not leaves)])
            desk.save()
    if admitted is None:
        raise errors.NotFound


def _own(staff: Staff, body: dict[str, Any]) -> Draft:
    return Draft("internal", body, bytes.fromhex(staff.account), staff.identity.signer)


def _signed(admitted: Admitted, staff: Staff, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Put the author's own signature beside what "handlers" say in the thread."""
    beside = [
        _own(
            staff,
            {"kind": "author", "of": admitted.file.next_sequence + n, "said": dict(draft.body)},
        )
        for n, draft in enumerate(drafts)
        if draft.room == "thread"
    ]
    return (*drafts, *beside)


def _promised(admitted: Admitted, drafts: tuple[Draft, ...]) -> date | None:
    for draft in drafts:
        if draft.body["kind"] == "status":
            promised = draft.body["next_on"]
            return date.fromisoformat(promised) if promised else None
    return gate.next_on(admitted.file)


def _next_step(
    admitted: Admitted, status: str, today: date
) -> tuple[date | None, str | None]:
    """Say what the reporter is promised next, by the legal clock of the case."""
    if status in ("concluded", "closed"):
        return None, None
    header = admitted.file.of_kind("header")[0].body
    received_on = date.fromisoformat(header["received_on"])
    acknowledged = [
        date.fromisoformat(item.body["on"])
        for item in admitted.file.of_kind("status")
        if item.body["status"] == "acknowledged"
    ]
    first = acknowledged[0] if acknowledged else today
    return deadlines.feedback_by(received_on, first, header["jurisdiction"]), "feedback"


def _renew(
    session: Session, inst: Instance, admitted: Admitted, deed: _Deed, *,
    leaving: Staff | None = None,
) -> commits.Commit:
    """Make and store a full epoch, real for those who still may read."""
    file, world = admitted.file, admitted.world
    verdict = _without(admitted, leaving) if leaving else admitted.verdict
    may = gate.on_every_roll(file) & verdict.route.holders
    recipients = may & gate.recipients(file, verdict)
    scene = commits.scene(
        world, enrolled=commits.enrolled(session), recipients=recipients,
        standby=may - recipients,
    )
    commit = commits.full(inst, file, scene=scene, drafts=deed.drafts)
    if not commits.store(session, file, commit, due_on=deed.next_on):
        raise errors.Busy
    return commit


def _without(admitted: Admitted, leaving: Staff) -> Verdict:
    """Decide again as if the recusal were on record already: it will be."""
    world, file = admitted.world, admitted.file
    entry = world.roster.by_account(bytes.fromhex(leaving.account))
    if entry is None:
        raise errors.NotFound
    out = conflicts.excluded(entry.person, conflicts.Ground.C6)
    return decisions.judge(
        world, decisions.statements_of(file), today=world.day,
        insiders=(*decisions.insiders_of(file, world), out),
    )


def _after(entry: Entry, commit: commits.Commit) -> Entry:
    """Note the epoch just made: an older one will not be believed."""
    last = commit.items[-1].sequence if commit.items else None
    return replace(
        entry, epoch=commit.epoch.number, record=records.record_digest(commit.epoch.record),
        sequence=entry.sequence if last is None else last + 1,
    )
