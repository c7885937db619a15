"""The one gate: whoever asks for a case, it is decided here, today, and put on record.

*Not granted*, *newly conflicted*, *standby whose day has not come*, *not released yet* and *does
not exist* are one answer after the same work: one look-up, one opening (against a stand-in where
there is none), one decision, one sealed record of the attempt (CONFLICTS §5, P2, P12).

1. What this person's own list, brought up to date, does not show as readable is not looked up at
   all: the stand-in is. So what is done cannot depend on whether it is there.
2. What it does show may have been lost a moment ago; nothing of it is loaded before the newest slot
   has opened, and until then the statements, their rows and the openings are those of the stand-in.
"""

import contextlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import errors, release, standby
from app.domain.cases import Said
from app.services import cards, casefile, decisions
from app.services.acts import Act
from app.services.casefile import CaseFile
from app.services.decisions import Statement, Verdict
from app.services.desklist import Entry
from app.services.instance import Instance
from app.services.world import World
from app.store import cases
from crypto import grants
from crypto.errors import CryptoError, SlotRefused

_NOBODYS_WORDS = Statement(Said(), ("nobody said this",))
_NOWHERE = bytes(16)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A case that this person may read today, and as what: recipient or standby.

    `shown` is the file without what has not reached the desks yet, and `known` what follows from
    that much: what pages say, while `file` and `verdict` decide and are written on. `is_odd`: rows
    of it do not verify, or fewer are there than this person's list remembers.
    """

    file: CaseFile
    verdict: Verdict
    shown: CaseFile
    known: Verdict
    place: str
    world: World
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking: whether the slot opened, and the case if it is admitted."""

    opened: bool
    standing: tuple[int, int]
    admitted: Admitted | None = None


def case_id(typed: str) -> bytes:
    """Read a case's id from an address; what is no id is a case that does not exist."""
    try:
        return uuid.UUID(typed).bytes
    except ValueError:
        return bytes(16)


def admit(
    act: Act,
    action: str,
    entry: Entry,
    *,
    told: Callable[[Admitted], Mapping[str, str]] = lambda _: {},
    ready: Callable[[Admitted], bool] = lambda _: True,
) -> Admitted | None:
    """Decide whether this person may do `action` in a case, and put the attempt on record.

    `entry` is what the person's list, brought up to date, keeps of the case (`queue.entry`), `told`
    what more of the act oversight alone is told, `ready` whatever else must hold before the act.
    Returns None for all that this person may not know of. The caller lets the transaction commit,
    so that the attempt stays on record, and only then answers with `errors.NotFound`.
    """
    # What does not open is loaded from nowhere: the work must not depend on what is in the case.
    listed = entry.case if entry.readable else _NOWHERE
    wanted = listed if _opens(act, listed) else _NOWHERE
    stored = cases.load(act.session, wanted, account=act.account)
    if stored is None:
        with contextlib.suppress(errors.Refused):
            decisions.judge(act.world, [_NOBODYS_WORDS], today=act.today)
    admitted = look(act, entry, stored).admitted
    if admitted is None or not ready(admitted):
        act.record("refused")
        return None
    odd = {"found": "rows that do not verify"} if admitted.is_odd else {}
    more = {**told(admitted), **odd}
    act.record(action, case=entry.case.hex(), place=admitted.place, **more)
    return admitted


def look(act: Act, entry: Entry, stored: cases.Stored | None) -> Look:
    """Open what was looked up and decide, without a record: the gate as the list uses it."""
    if stored is None:
        return Look(opened=False, standing=(0, 0))
    standing = (stored.row.epoch, stored.row.sequence)
    file = _open(act, stored, entry.remembered)
    verdict = _decide(file, act.world, act.today) if file else None
    place = _place(act, file, verdict) if file and verdict else None
    shown = _released_part(act, file) if file and place else None
    known = verdict if shown is file else _decide(shown, act.world, act.today) if shown else None
    if not (file and verdict and shown and known and place):
        return Look(opened=file is not None, standing=standing)
    is_odd = file.tampered or file.next_sequence < entry.sequence
    admitted = Admitted(file, verdict, shown, known, place, act.world, is_odd)
    return Look(opened=True, standing=standing, admitted=admitted)


def _opens(act: Act, case: bytes) -> bool:
    """Say whether this person's newest slot opens; without one, the same work is done in vain."""
    stand_in = _stand_in(act.inst)
    epoch, slot = cases.door(act.session, case, account=act.account, stand_in=stand_in)
    try:
        grants.open_slot(
            slot, act.identity, instance=act.inst.id, case=case, epoch=epoch, person=act.account
        )
    except SlotRefused:
        return False
    return True


def _stand_in(inst: Instance) -> bytes:
    """Give a slot that opens for nobody, for cases that do not exist."""
    if "stand-in slot" not in inst.memory:
        inst.memory["stand-in slot"] = grants.filler_slot(
            instance=inst.id, case=bytes(16), epoch=0, person=bytes(16)
        )
    slot: bytes = inst.memory["stand-in slot"]
    return slot


def _open(act: Act, stored: cases.Stored, remembered: tuple[int, bytes] | None) -> CaseFile | None:
    try:
        return casefile.open_for_reader(
            act.inst,
            stored,
            identity=act.identity,
            account=act.account,
            authors=act.world.authors,
            remembered=remembered,
        )
    except CryptoError:
        return None


def _decide(file: CaseFile, world: World, today: date) -> Verdict | None:
    try:
        return cards.of_case(file, world, today=today)
    except errors.Refused:
        return None


def _place(act: Act, file: CaseFile, verdict: Verdict) -> str | None:
    """Say as what this person reads the case today, or None."""
    account = act.staff.account
    if account not in verdict.route.holders or not is_released(file, act.world, act.now):
        return None
    named = decisions.recipients(file, verdict)
    if account in named:
        return "recipient"
    # Whoever joined the tier since has no key to this case, so he is no reader to wait for.
    readers = named & verdict.route.holders & decisions.on_every_roll(file)
    day_has_come = standby.has_come(
        next_on=next_on(file),
        today=act.today,
        readers_present=len(readers & act.present),
        at_once=verdict.route.standby_now or cards.calls_standby(file),
    )
    return "standby" if day_has_come else None


def next_on(file: CaseFile) -> date | None:
    """Give the day by which the reporter was promised the next step, as the sealed status says."""
    promised = file.status["next_on"]
    return date.fromisoformat(promised) if promised else None


def is_released(file: CaseFile, world: World, now: datetime) -> bool:
    """Say whether the case has reached the desks."""
    return _has_arrived(file.header, world, now)


def _released_part(act: Act, file: CaseFile) -> CaseFile:
    """Leave out messages of hers that count already, but that no desk shows yet."""
    there = tuple(item for item in file.items if _has_arrived(item.body, act.world, act.now))
    return file if there == file.items else replace(file, items=there)


def _has_arrived(body: Mapping[str, Any], world: World, now: datetime) -> bool:
    on, hour = body.get("release_on"), world.policy.release_hour
    return release.is_released(date.fromisoformat(on) if on else None, now=now, hour=hour)
