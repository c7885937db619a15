"""Sessions whose rows open nothing: the key is half in the cookie, half in a day secret.

Neither the database nor the cookie alone opens anything, and any worker may serve the next request
(DESIGN §4). The clock lies inside the sealed part; the row carries a date (P5).
"""

import json
import secrets as random_source
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.services.instance import Instance
from app.store import sessions
from crypto import context, macs, sealing
from crypto import sessions as session_keys
from crypto.errors import SealRefused

IDLE = timedelta(minutes=30)
ABSOLUTE = {"desk": timedelta(hours=10), "admin": timedelta(hours=10), "portal": timedelta(hours=3)}
#: A page view within this time does not write, so that reading costs no durable commit.
SLIDE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the cookie holds: the session's 16-byte id and its 32-byte key."""

    session: bytes = field(repr=False)
    key: bytes = field(repr=False)


def begin(inst: Instance, *, surface: str, payload: bytes, now: datetime) -> Ticket:
    """Start a session that gives `payload` back to whoever holds the ticket.

    The first one of a day in each process sweeps those that no day secret opens any more.
    """
    ticket = Ticket(random_source.token_bytes(16), random_source.token_bytes(32))
    day_secret = inst.secrets.day(now.date())
    sealed = _seal(inst, ticket, surface, day_secret, started=now, seen=now, payload=payload)
    swept = inst.memory.get("sessions swept on") == now.date()
    with inst.db.write() as session:
        if not swept:
            sessions.sweep(session, before=now.date() - timedelta(days=1))
        sessions.add(session, id_=_row(inst, ticket), started_on=now.date(), sealed=sealed)
    inst.memory["sessions swept on"] = now.date()
    return ticket


def resume(inst: Instance, ticket: Ticket, *, surface: str, now: datetime) -> bytes | None:
    """Give the payload back, and slide the idle limit; None when the session has ended."""
    row = _row(inst, ticket)
    with inst.db.read() as session:
        sealed = sessions.find(session, row)
    opened = _open(inst, ticket, surface, sealed, now) if sealed else None
    if opened is None:
        return None
    started, seen, payload, day_secret = opened
    if now - seen > IDLE or now - started > ABSOLUTE[surface] or now < started:
        end(inst, ticket)
        return None
    if now - seen > SLIDE_AFTER:
        slid = _seal(inst, ticket, surface, day_secret, started=started, seen=now, payload=payload)
        with inst.db.write() as session:
            sessions.replace(session, id_=row, sealed=slid)
    return payload


def end(inst: Instance, ticket: Ticket) -> None:
    """End the session; a ticket that is unknown ends nothing and says nothing."""
    with inst.db.write() as session:
        sessions.end(session, _row(inst, ticket))


def _row(inst: Instance, ticket: Ticket) -> bytes:
    return macs.token_digest(ticket.session, instance=inst.id, purpose="session row")


def _context(inst: Instance, ticket: Ticket, surface: str) -> bytes:
    return context.encode("session", instance=inst.id, surface=surface, session=ticket.session)


def _seal(
    inst: Instance,
    ticket: Ticket,
    surface: str,
    day_secret: bytes,
    *,
    started: datetime,
    seen: datetime,
    payload: bytes,
) -> bytes:
    body = json.dumps([started.isoformat(), seen.isoformat(), payload.hex()]).encode()
    key = _key(inst, ticket, surface, day_secret)
    return sealing.seal(key, body, context=_context(inst, ticket, surface))


def _key(inst: Instance, ticket: Ticket, surface: str, day_secret: bytes) -> bytes:
    return session_keys.session_key(
        ticket.key, day_secret, instance=inst.id, surface=surface, session=ticket.session
    )


def _open(
    inst: Instance, ticket: Ticket, surface: str, sealed: bytes, now: datetime
) -> tuple[datetime, datetime, bytes, bytes] | None:
    for day_secret in inst.secrets.recent_days(now.date()):
        key = _key(inst, ticket, surface, day_secret)
        try:
            body = sealing.open_sealed(key, sealed, context=_context(inst, ticket, surface))
        except SealRefused:
            continue
        started, seen, payload = json.loads(body)
        times = datetime.fromisoformat(started), datetime.fromisoformat(seen)
        return *times, bytes.fromhex(payload), day_secret
    return None
