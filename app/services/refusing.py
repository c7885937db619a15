"""The reporter says no to what two of her readers want (CONFLICTS §4, ADR 38).

Like every message of hers it starts a narrow epoch and leaves no row in the register (P8).
"""

from datetime import datetime

from app.domain import errors
from app.services import mailbox, notices
from app.services import world as worlds
from app.services.instance import Instance
from app.services.mailbox import Reporter


def refuse(inst: Instance, reporter: Reporter, *, card: str, now: datetime) -> None:
    """Say no to a card, for good; twice is once.

    Raises `errors.NotFound` for what she was not told of, `errors.TooOld` when her days are over,
    and what `mailbox.reply` raises.
    """
    with inst.db.write() as session:
        world = worlds.current(inst, now=now, session=session)
        file = mailbox.open_side(session, inst, reporter.case, reporter.identity)
        told = next((one for one in notices.of(file, today=now.date()) if one.card == card), None)
        if told is None:
            raise errors.NotFound
        if told.refused:
            return
        if told.over:
            raise errors.TooOld
        if not file.is_whole:
            raise errors.Doubtful
        on = now.date().isoformat()
        body = {"kind": "objection", "text": "", "card": card, "on": on}
        mailbox.write(session, inst, world, file, reporter.identity, body=body)
