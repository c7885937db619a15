"""A people file on its way from an upload to the directory: kept, reviewed, applied or dropped.

What lies waiting is plain, as the directory itself is, and swept after a day. The review is worked
out against the directory of the moment; applying it goes through only as long as that is the same.
"""

import secrets as random_source
import uuid
from datetime import datetime

from app.domain import errors
from app.services import people
from app.services.instance import Instance
from app.services.people import Reviewed
from app.services.signin import Staff
from app.store import drafts, metadata

_REMEMBERED = "reviewed people file"


def keep(inst: Instance, text: str, *, now: datetime) -> str:
    """Keep a people file to be reviewed; return its id.

    Raises `errors.PeopleFileRefused` with line, column and mend, and then keeps nothing.
    """
    reviewed = people.review(inst, text, now=now)
    draft = random_source.token_bytes(16)
    with inst.db.write() as session:
        drafts.add(session, draft, text=text, made_on=now.date())
    inst.memory[_REMEMBERED] = (draft, now.date(), reviewed)
    return str(uuid.UUID(bytes=draft))


def review(inst: Instance, draft: str, *, now: datetime) -> Reviewed:
    """Say what a kept file would change today. Raises `errors.NotFound` and `PeopleFileRefused`.

    Working it out again for every page of a review would cost seconds for a large company, so each
    process remembers the last one.
    """
    typed = _id(draft)
    with inst.db.read() as session:
        text = drafts.text(session, typed, today=now.date())
        number, _ = metadata.directory_mac(session)
    if text is None:
        raise errors.NotFound
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
        text = drafts.text(session, typed, today=now.date())
    if text is None:
        raise errors.NotFound
    people.import_file(inst, text, now=now, reviewed=reviewed, staff=staff)
    drop(inst, draft)


def drop(inst: Instance, draft: str) -> None:
    """Throw a kept file away."""
    typed = _id(draft)
    with inst.db.write() as session:
        drafts.remove(session, typed)
    inst.memory.pop(_REMEMBERED, None)


def _id(typed: str) -> bytes:
    try:
        return uuid.UUID(typed).bytes
    except ValueError:
        raise errors.NotFound from None
