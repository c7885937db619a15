"""What staff do, on the record: a row in the same transaction as the act (P8).

Rows are sealed to the auditors and chained. Each is signed by whoever acted; what the system itself
notes (a refused sign-in, an invitation from the command line) is signed by the instance. A refused
attempt names who tried, never which case (CONFLICTS §5).
"""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.services.instance import Instance
from app.services.world import World
from app.store import accounts, register
from crypto import keys
from crypto import register as rows

SYSTEM = b"instance"


def record(
    session: Session,
    inst: Instance,
    world: World,
    event: str,
    *,
    now: datetime,
    by: bytes = SYSTEM,
    signer: keys.Signer | None = None,
    **details: object,
) -> None:
    """Append `event` to the register, inside the transaction that `session` is.

    `by` is the account id of who acts, with that person's `signer`. Before list 1 and before the
    first auditor has redeemed her invitation there is nobody to seal a row to, and none is made:
    what founders did by then stands on the list that all of them sign.
    """
    readers = auditors(session, world)
    if not readers:
        return
    body = {"event": event, "on": now.date().isoformat(), **details}
    before = register.head(session)
    sealed = rows.seal_row(
        json.dumps(body, sort_keys=True).encode(),
        auditors=readers,
        by=by,
        signer=signer or keys.Signer.from_seed(inst.secrets.instance),
        instance=inst.id,
        number=before.number + 1,
        previous=before.digest,
    )
    digest = rows.row_digest(before.number + 1, before.digest, sealed)
    register.append(session, after=before, digest=digest, sealed=sealed)


def auditors(session: Session, world: World) -> Sequence[tuple[bytes, keys.PublicKeys]]:
    """Those on the roster; before list 1, those who have redeemed their invitation."""
    if world.is_open:
        return [(entry.account, entry.public) for entry in world.roster.auditors()]
    return [
        (account.id, keys.PublicKeys.from_bytes(account.public_keys))
        for account in accounts.everybody(session)
        if account.kind == "auditor" and account.public_keys
    ]
