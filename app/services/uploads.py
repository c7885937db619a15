"""A people file on its way from an upload to the directory: kept, reviewed, applied or dropped.

What lies waiting is plain, as the directory itself is, with a MAC under the directory's secret, and
swept after a day: whoever writes to the database cannot have another file applied than the one that
was reviewed (T21). The review is worked out against the directory of the moment; applying it goes
through only as long as that is the same.
"""

import secrets as random_source
import uuid
import zlib
from datetime import datetime

from app.domain import errors
from app.services import people
from app.services.instance import Instance
from app.services.people import Reviewed
from app.services.signin import Staff
from app.store import drafts, metadata
from crypto import context, macs

MAC_SIZE = 32
_REMEMBERED = "reviewed people file"


def keep(inst: Instance, text: str, *, now: datetime) -> str:
    """Keep a people file to be reviewed; return its id.

    Raises `errors.PeopleFileRefused` with line, column and mend, and then keeps nothing.
    """
    reviewed = people.review(inst, text, now=now)
    draft = random_source.token_bytes(16)
    with inst.db.write() as session:
        drafts.add(session, draft, raw=_written(inst, draft, text), made_on=now.date())
    inst.memory[_REMEMBERED] = (draft, now.date(), reviewed)
    return str(uuid.UUID(bytes=draft))


def review(inst: Instance, draft: str, *, now: datetime) -> Reviewed:
    """Say what a kept file would change today. Raises `errors.NotFound` and `PeopleFileRefused`.

    Working it out again for every page of a review would cost seconds for a large company, so each
    process remembers the last one.
    """
    typed = _id(draft)
    with inst.db.read() as session:
        raw = drafts.raw(session, typed, today=now.date())
        number, _ = metadata.directory_mac(session)
    text = _read(inst, typed, raw)
    known = inst.memory.get(_REMEMBERED)
    if known and known[:2] == (typed, now.date()) and known[2].version == number:
        remembered: Reviewed = known[2]
        return remembered
    reviewed = people.review(inst, text, now=now)
    inst.memory[_REMEMBERED] = (typed, now.date(), reviewed)
    return reviewed


def apply(inst: Instance, staff: Staff, draft: str, *, reviewed: int, now: datetime) -> None:
    """Make a kept file the directory of today.

    `reviewed` is the number of the directory that the review was made against. Raises
    `errors.ReviewAgain` when it is another one by now, and `errors.NotFound`.
    """
    typed = _id(draft)
    with inst.db.read() as session:
        raw = drafts.raw(session, typed, today=now.date())
    text = _read(inst, typed, raw)
    people.import_file(inst, text, now=now, reviewed=reviewed, staff=staff)
    drop(inst, draft)


def drop(inst: Instance, draft: str) -> None:
    """Throw a kept file away."""
    typed = _id(draft)
    with inst.db.write() as session:
        drafts.remove(session, typed)
    inst.memory.pop(_REMEMBERED, None)


def _written(inst: Instance, draft: bytes, text: str) -> bytes:
    packed = zlib.compress(text.encode())
    return macs.mac(inst.secrets.directory, packed, context=_context(inst, draft)) + packed


def _read(inst: Instance, draft: bytes, raw: bytes | None) -> str:
    """Return the file that was kept. Raises `errors.NotFound` for none, and for another one."""
    mac, packed = (raw or b"")[:MAC_SIZE], (raw or b"")[MAC_SIZE:]
    if not macs.matches(mac, inst.secrets.directory, packed, context=_context(inst, draft)):
        raise errors.NotFound
    return zlib.decompress(packed).decode()


def _context(inst: Instance, draft: bytes) -> bytes:
    return context.encode("people draft", instance=inst.id, draft=draft)


def _id(typed: str) -> bytes:
    try:
        return uuid.UUID(typed).bytes
    except ValueError:
        raise errors.NotFound from None
