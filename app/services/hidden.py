"""The hidden field of a half-written report: sealed to this visit and to today (DESIGN §6)."""

import base64
import json
from datetime import datetime
from typing import Any

from app.domain import errors
from app.services.instance import Instance
from crypto import context, sealing
from crypto import sessions as session_keys
from crypto.errors import SealRefused

LONGEST = 200_000


def seal_hidden(inst: Instance, state: dict[str, Any], *, visit: bytes, now: datetime) -> str:
    """Seal `state` for the visit whose cookie holds these 16 bytes; good for a day."""
    key = session_keys.hidden_key(inst.secrets.day(now.date()), instance=inst.id, visit=visit)
    raw = json.dumps(state, ensure_ascii=False).encode()
    sealed = sealing.seal(key, raw, context=_context(inst, visit), at_least=4096)
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def open_hidden(inst: Instance, typed: str, *, visit: bytes, now: datetime) -> dict[str, Any]:
    """Open a hidden field. Raises `errors.StateRefused` when it is old, foreign or not one."""
    try:
        sealed = base64.urlsafe_b64decode(typed[:LONGEST].encode())
    except ValueError:
        raise errors.StateRefused from None
    for day_secret in inst.secrets.recent_days(now.date()):
        key = session_keys.hidden_key(day_secret, instance=inst.id, visit=visit)
        try:
            raw = sealing.open_sealed(key, sealed, context=_context(inst, visit))
        except SealRefused:
            continue
        state: dict[str, Any] = json.loads(raw)
        return state
    raise errors.StateRefused


def _context(inst: Instance, visit: bytes) -> bytes:
    return context.encode("hidden state", instance=inst.id, visit=visit)
