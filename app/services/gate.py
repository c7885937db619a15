"""The one gate: whoever asks for a case, it is decided here, today, and put on record.

*Not granted*, *newly conflicted*, *standby whose day has not come*, *not released yet* and *does not
exist* are one answer after the same work: one look-up, one opening (against a stand-in where there
is none), one decision, one sealed record of the attempt (CONFLICTS §5, P2, P12).
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.domain import errors, release, standby
from app.domain.cases import Said
from app.services import casefile, decisions, register
from app.services import world as worlds
from app.services.casefile import CaseFile
from app.services.decisions import Statement, Verdict
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import accounts, cases
from crypto import grants
from crypto.errors import CryptoError

_NOBODYS_WORDS = Statement(Said(), ("nobody said this",))


@dataclass(frozen=True, slots=True)
class Admitted:
    """A case that this person may read today, and as what: recipient or standby."""

    file: CaseFile
    verdict: Verdict
    place: str
    world: World


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking: whether the slot opened, and the case if it is admitted."""

    opened: bool
    admitted: Admitted | None


def case_id(typed: str) -> bytes:
    """Read a case's id from an address; what is no id is a case that does not exist."""
    try:
        return uuid.UUID(typed).bytes
    except ValueError:
        return bytes(16)


def admit(
    session: Session, inst: Instance, staff: Staff, *, case: bytes, action: str, now: datetime,
    remembered: tuple[int, bytes] | None = None,
) -> Admitted | None:
    """Decide whether `staff` may do `action` in `case`, and put the attempt on record.

    Returns None for all that this person may not know of. The caller lets the transaction commit,
    so that the attempt stays on record, and only then answers with `errors.NotFound`.
    """
    world = worlds.current(inst, now=now, session=session)
    looked = look(session, inst, world, staff, case=case, now=now, remembered=remembered)
    admitted = looked.admitted
    details = {"case": case.hex(), "place": admitted.place} if admitted else {}
    if admitted and admitted.file.tampered:
        details["found"] = "rows that do not verify"
    register.record(
        session, inst, world, action if admitted else "refused", now=now,
        by=bytes.fromhex(staff.account), signer=staff.identity.signer, **details,
    )
    return admitted


def look(
    session: Session, inst: Instance, world: World, staff: Staff, *, case: bytes, now: datetime,
    remembered: tuple[int, bytes] | None = None,
) -> Look:
    """Look up, open and decide, without a record: the gate as the list uses it."""
    account = bytes.fromhex(staff.account)
    stored = cases.load(session, case, account=account)
    week_ago = now.date() - timedelta(days=standby.ABSENT_AFTER_DAYS)
    present = {account_id.hex() for account_id in accounts.seen_since(session, week_ago)}
    file = _open(inst, stored, staff, world, remembered)
    verdict = _decide(file, world, now.date())
    if file is None or verdict is None:
        return Look(opened=file is not None, admitted=None)
    place = _place(file, verdict, staff.account, present, now=now, world=world)
    return Look(opened=True, admitted=Admitted(file, verdict, place, world) if place else None)


def _open(
    inst: Instance, stored: cases.Stored | None, staff: Staff, world: World,
    remembered: tuple[int, bytes] | None,
) -> CaseFile | None:
    identity, account = staff.identity, bytes.fromhex(staff.account)
    try:
        if stored is None or not stored.slots:
            grants.open_slot(
                _stand_in(inst), identity, instance=inst.id, case=bytes(16), epoch=0,
                person=account,
            )
            return None
        return casefile.open_for_reader(
            inst, stored, identity=identity, account=account, authors=world.authors,
            remembered=remembered,
        )
    except CryptoError:
        return None


def _stand_in(inst: Instance) -> bytes:
    """A slot that opens for nobody, for cases that do not exist."""
    nobody = {"instance": inst.id, "case": bytes(16), "person": bytes(16)}
    if "stand-in slot" not in inst.memory:
        inst.memory["stand-in slot"] = grants.filler_slot(epoch=0, **nobody)
    slot: bytes = inst.memory["stand-in slot"]
    return slot


def _decide(file: CaseFile | None, world: World, today: date) -> Verdict | None:
    try:
        if file is None:
            decisions.judge(world, [_NOBODYS_WORDS], today=today)
            return None
        return decisions.of_case(file, world, today=today)
    except errors.Refused:
        return None


def _place(
    file: CaseFile, verdict: Verdict, account: str, present: set[str], *, now: datetime,
    world: World,
) -> str | None:
    """Say as what this person reads the case today, or None."""
    if account not in verdict.route.holders or not is_released(file, world, now):
        return None
    if account in recipients(file, verdict):
        return "recipient"
    readers = recipients(file, verdict) & verdict.route.holders
    day_has_come = standby.has_come(
        next_on=next_on(file), today=now.date(), readers=len(readers),
        readers_present=len(readers & present), at_once=verdict.route.standby_now,
    )
    return "standby" if day_has_come else None


def recipients(file: CaseFile, verdict: Verdict) -> frozenset[str]:
    """Give who is recipient: by today's route, or by a roll since the last full epoch."""
    by_roll = {
        account.hex()
        for roll in file.rolls.values()
        for account, place in roll.items()
        if place == "recipient"
    }
    return verdict.route.recipients | by_roll


def on_every_roll(file: CaseFile) -> frozenset[str]:
    """Give who holds a real slot in every epoch since the last full one."""
    held = [
        {account.hex() for account, place in roll.items() if place != "none"}
        for roll in file.rolls.values()
    ]
    return frozenset(set.intersection(*held)) if held else frozenset()


def next_on(file: CaseFile) -> date | None:
    """Give the day by which the reporter was promised the next step, as the sealed status says."""
    promised = file.of_kind("status")[-1].body["next_on"] if file.of_kind("status") else None
    return date.fromisoformat(promised) if promised else None


def is_released(file: CaseFile, world: World, now: datetime) -> bool:
    """Say whether the case has reached the desks."""
    on = file.of_kind("header")[0].body["release_on"]
    hour = world.policy.release_hour
    return release.is_released(date.fromisoformat(on) if on else None, now=now, hour=hour)
