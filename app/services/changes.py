"""What waits for two handlers and is no new list of readers: asked for, signed, applied (P7).

1. A change is sealed under a secret outside the database; each signature is made by a handler's own
   key over the sealed bytes and judged by the key on the roster, never by a row (T21).
2. The second signature applies it, in its own transaction, and everything stands on record.
3. Nothing here looks at a case: it waits the same whether or not there is one (T10).
"""

import secrets as random_source
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.domain import changes, errors
from app.domain.changes import Change, Kind
from app.domain.people import Directory
from app.domain.routing import Member
from app.services import account_changes, acts, declarations, rosters, world
from app.services.acts import Act
from app.services.declarations import Withdrawal
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import changes as stored
from app.store import metadata, people
from crypto import context, keys, sealing
from crypto.errors import CryptoError, SealRefused

_UNSAID = frozenset({"invitation", "tag"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One change as a page shows it: whom it is about, what it says, who asked and who signed."""

    id: str
    kind: Kind
    concerns: tuple[str, ...]
    what: Mapping[str, str]
    by: str
    on: date
    signed: tuple[str, ...]
    may_sign: bool
    i_signed: bool


def propose(act: Act, kind: Kind, *, concerns: tuple[str, ...], what: Mapping[str, str]) -> None:
    """Put down a change that waits for two. Raises `errors.Refused` when the same waits already."""
    put_down(act.session, act.inst, Change(kind, act.staff.account, concerns, what, act.today))
    act.record("change proposed", kind=kind, concerns=list(concerns))


def put_down(session: Session, inst: Instance, change: Change) -> None:
    """Store a change, inside a transaction that puts it on record. Raises as `propose`."""
    same = (change.kind, _said(change))
    if any((other.kind, _said(other)) == same for other, _ in _open(session, inst)):
        raise errors.Refused("That waits for signatures already.")
    id_ = random_source.token_bytes(16)
    sealed = sealing.seal(_key(inst), change.to_bytes(), context=_context(inst, id_))
    stored.add(session, id_, sealed=sealed)


def _said(change: Change) -> dict[str, str]:
    """Give what a change says to people: not the digest of a code, nor the tag of a tie."""
    return {key: text for key, text in change.what.items() if key not in _UNSAID}


def waiting(inst: Instance, staff: Staff, *, now: datetime) -> tuple[Waiting, ...]:
    """Show everything that waits, oldest first; what a handler takes back to handlers alone."""
    with acts.reading(inst, staff, now=now) as act:
        shown = [
            _shown(act, change, row)
            for change, row in _open(act.session, inst)
            if change.kind != "withdraw" or staff.kind == "handler"
        ]
    return tuple(sorted(shown, key=lambda one: (one.on, one.id)))


def sign(inst: Instance, staff: Staff, change_id: str, *, now: datetime) -> None:
    """Sign a change; the second good signature applies it.

    Raises `errors.NotFound` when nothing of this id waits, and `errors.NotAllowed` for whoever may
    not sign it or has signed.
    """
    struck: Directory | None = None
    with acts.writing(inst, staff, now=now) as act:
        change, row = _found(act, change_id)
        if not _may_sign(act, change) or act.account in {account for account, _ in row.signatures}:
            raise errors.NotAllowed
        mine = act.identity.signer.sign(row.sealed, context=_signing(inst, row.id, act.account))
        stored.sign(act.session, row.id, account=act.account, signature=mine)
        act.record("change signed", kind=change.kind, concerns=list(change.concerns))
        signers = [*_signers(act, change, row), *_members(act.world, [act.account])]
        if changes.is_enough(signers, directory=act.world.directory, today=act.today):
            stored.remove(act.session, row.id)
            struck = _APPLY[change.kind](act, change)
            act.record("change applied", kind=change.kind, concerns=list(change.concerns))
    if struck:
        inst.secrets.remember("directory", struck.version, world.directory_mac(inst, struck))
    world.current(inst, now=now)


def take_back(inst: Instance, staff: Staff, change_id: str, *, now: datetime) -> None:
    """Take a change back, as the one who asked for it. Raises as `sign`."""
    with acts.writing(inst, staff, now=now) as act:
        change, row = _found(act, change_id)
        if change.by != staff.account:
            raise errors.NotAllowed
        stored.remove(act.session, row.id)
        act.record("change taken back", kind=change.kind, concerns=list(change.concerns))


def _open(session: Session, inst: Instance) -> list[tuple[Change, stored.Stored]]:
    """Open what waits; a row that nobody of us sealed is no change."""
    found = []
    for row in stored.waiting(session):
        with suppress(SealRefused):
            raw = sealing.open_sealed(_key(inst), row.sealed, context=_context(inst, row.id))
            found.append((Change.from_bytes(raw), row))
    return found


def _found(act: Act, typed: str) -> tuple[Change, stored.Stored]:
    try:
        wanted = uuid.UUID(typed).bytes
    except ValueError:
        raise errors.NotFound from None
    for change, row in _open(act.session, act.inst):
        if row.id == wanted:
            return change, row
    raise errors.NotFound


def _may_sign(act: Act, change: Change) -> bool:
    (me,) = _members(act.world, [act.account]) or (None,)
    today, directory = act.today, act.world.directory
    return me is not None and changes.may_sign(change, me.person, directory=directory, today=today)


def _signers(act: Act, change: Change, row: stored.Stored) -> list[Member]:
    """Give the handlers whose signature is good and who may sign today."""
    good = []
    for account, signature in row.signatures:
        entry = act.world.roster.by_account(account)
        with suppress(CryptoError):
            if entry:
                label = _signing(act.inst, row.id, account)
                keys.verify(entry.public.verify, signature, row.sealed, context=label)
                good.append(account)
    directory, today = act.world.directory, act.today
    return [
        one
        for one in _members(act.world, good)
        if changes.may_sign(change, one.person, directory=directory, today=today)
    ]


def _members(seen: World, accounts: list[bytes]) -> list[Member]:
    wanted = {account.hex() for account in accounts}
    return [one for one in seen.members if one.account in wanted]


def _shown(act: Act, change: Change, row: stored.Stored) -> Waiting:
    names = {entry.account: entry.name for entry in act.world.roster.entries}
    signed = {account for account, _ in row.signatures}
    mine = act.account in signed
    return Waiting(
        id=str(uuid.UUID(bytes=row.id)),
        kind=change.kind,
        concerns=tuple(rosters.person_line(act.world, one)[0] for one in change.concerns),
        what=_said(change),
        by=account_changes.called(act.session, bytes.fromhex(change.by)),
        on=change.on,
        signed=tuple(sorted(names[one] for one in signed if one in names)),
        may_sign=not mine and _may_sign(act, change),
        i_signed=mine,
    )


def _strike_name(act: Act, change: Change) -> Directory:
    after, name = changes.name_struck(change, act.world.directory)
    people.strike_name(act.session, change.what["person"], name)
    return _put(act, after)


def _strike_line(act: Act, change: Change) -> Directory:
    after, line = changes.line_struck(change, act.world.directory)
    people.strike_line(act.session, line)
    return _put(act, after)


def _put(act: Act, after: Directory) -> Directory:
    mac = world.directory_mac(act.inst, after)
    metadata.set_directory(act.session, number=after.version, mac=mac)
    return after


def _withdraw(act: Act, change: Change) -> None:
    asked = Withdrawal(change.concerns[0], bytes.fromhex(change.what["tag"]))
    declarations.withdraw(act.session, act.inst, asked)


_APPLY: Mapping[Kind, Callable[[Act, Change], Directory | None]] = MappingProxyType(
    {
        "strike name": _strike_name,
        "strike line": _strike_line,
        "withdraw": _withdraw,
        "reset": account_changes.reset,
        "administrator": account_changes.administrator,
        "administrator leaves": account_changes.administrator_leaves,
    }
)


def _key(inst: Instance) -> bytes:
    label = context.encode("change key", instance=inst.id)
    return keys.derive(inst.secrets.directory, context=label, size=32)


def _context(inst: Instance, change: bytes) -> bytes:
    return context.encode("change", instance=inst.id, change=change)


def _signing(inst: Instance, change: bytes, account: bytes) -> bytes:
    return context.encode("change signature", instance=inst.id, change=change, account=account)
