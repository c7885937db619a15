"""What handlers do with a case; every verb passes the gate and starts a full epoch.

A staff action and its register row are one transaction (P8). Each write seals the case anew to
those who are on every roll since the last full epoch and clean by all facts of today, so a key that
somebody lost overnight is gone with the next stroke of anybody's pen (P2, P9).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain import conflicts, declarations, errors, workflow
from app.services import acts, cards, commits, decisions, drafting, gate, queue
from app.services.acts import Act
from app.services.casefile import CaseFile
from app.services.commits import Draft
from app.services.decisions import Verdict
from app.services.desklist import DeskList, Entry
from app.services.gate import Admitted
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.views import CaseView, case_view, entry_of, must_attest
from crypto import records


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does in a case: what the register calls it, what it adds, what it needs.

    `told`: what more of it goes on record, for oversight alone. `leaves`: it is this person's last
    act. `unattested`: it does not wait for the declaration.
    """

    action: str
    drafts: drafting.Drafts
    told: Callable[[Admitted], Mapping[str, str]] = lambda _: {}
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
        entry = queue.entry(act, desk, gate.case_id(case))
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
    return case_view(admitted, staff)


def reply(inst: Instance, staff: Staff, *, case: str, message: str, now: datetime) -> None:
    """Answer the reporter, as "the people handling your report"; twice the same is said once.

    Whoever is answered knows that the report was read, so a first answer is the acknowledgement
    too. Raises `errors.NotFound`.
    """

    def told(admitted: Admitted) -> Mapping[str, str]:
        after = workflow.after_answer(admitted.file.status["status"])
        return {} if drafting.stands_at(admitted, after) else {"status": after}

    deed = Deed("replied", drafting.answer(message), told)
    do(inst, staff, deed, case=case, now=now)


def note(inst: Instance, staff: Staff, *, case: str, note: str, now: datetime) -> None:
    """Write a note that only those who read the case see. Raises `errors.NotFound`."""
    do(inst, staff, Deed("noted", drafting.internal("note", note)), case=case, now=now)


def set_status(
    inst: Instance, staff: Staff, *, case: str, status: str, reason: str, now: datetime
) -> None:
    """Move the case a step on; a step that somebody has made already changes nothing.

    Raises `errors.NotFound`, `errors.WrongStatus` or `errors.ReasonMissing`.
    """

    def told(admitted: Admitted) -> Mapping[str, str]:
        return {"again": "yes"} if drafting.stands_at(admitted, status) else {}

    deed = Deed(f"status {status}", drafting.step(status, reason), told)
    do(inst, staff, deed, case=case, now=now)


def attest(
    inst: Instance,
    staff: Staff,
    *,
    case: str,
    stand: str,
    because: str,
    ground: str = "",
    now: datetime,
) -> None:
    """Declare before the first opening: no conflict, or step back. Raises `errors.NotFound`."""
    if stand == "aside":
        recuse(inst, staff, case=case, reason=because, ground=ground, now=now)
        return
    declared = drafting.internal("declaration", "", stand="clear")
    deed = Deed("declared", declared, _because(because), unattested=True)
    do(inst, staff, deed, case=case, now=now)


def recuse(
    inst: Instance, staff: Staff, *, case: str, reason: str, ground: str = "", now: datetime
) -> None:
    """Step back: the last act in the case is an epoch without oneself.

    `ground` is one of `declarations.ASIDE`, or empty. The item of the case says who may lift it and
    no more: every reader can open it, and the ground may be that she wrote the report herself.
    Raises `errors.NotFound`, or `errors.NobodyClean` when nobody else could read the case.
    """
    number, liftable_by = declarations.aside(ground)
    stepped_back = drafting.internal("recusal", "", liftable_by=liftable_by)
    told = _because(reason, number)
    deed = Deed("stepped back", stepped_back, told, leaves=True, unattested=True)
    do(inst, staff, deed, case=case, now=now)


def _because(reason: str, ground: str = "") -> Callable[[Admitted], Mapping[str, str]]:
    """Say why to oversight alone: readers are not told on which private ground somebody is out."""
    told = {"because": reason, "ground": ground}
    return lambda _: {name: word for name, word in told.items() if word}


def do(inst: Instance, staff: Staff, deed: Deed, *, case: str, now: datetime) -> None:
    """Do something in a case, through the gate and with a full epoch. Raises `errors.NotFound`."""
    with acts.writing(inst, staff, now=now) as act:
        desk = DeskList(act)
        entry = queue.entry(act, desk, gate.case_id(case))
        admitted = gate.admit(
            act,
            deed.action,
            entry,
            told=deed.told,
            ready=lambda case: deed.unattested or not must_attest(case, staff),
        )
        if admitted:
            drafts = drafting.with_authors(act, admitted, deed.drafts(act, admitted))
            commit = _renew(
                act,
                admitted,
                drafts=drafts,
                next_on=drafting.promised(drafts, admitted),
                leaving=deed.leaves,
            )
            after = entry_of(act, admitted, before=entry, opened_now=True)
            after = drafting.noted(_sealed_anew(act, after, commit), drafts)
            desk.put([replace(after, opened=not deed.leaves, readable=not deed.leaves)])
            desk.save()
    if admitted is None:
        raise errors.NotFound


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
    may = decisions.on_every_roll(file) & verdict.route.holders
    may |= verdict.added
    named = may & decisions.recipients(file, verdict)
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
    return cards.of_case(file, act.world, today=act.today, leaving=[out])


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
