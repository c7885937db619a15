"""The directory by import: all rows or none, and it only grows (CONFLICTS §1).

`review` says what a file would change and changes nothing; `import_file` makes it the directory of
today, in one transaction, if the directory is still the one it was compared with. Whatever costs
time is done before the transaction begins, since nobody else can write while it lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from app.domain import errors, people_diff, people_file, people_merge, people_notices
from app.domain.people import Directory
from app.domain.people_diff import Diff
from app.services import register, world
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import metadata, people

#: Called with the rows done and all there are, as far as is known: `progress(2_000, 480_000)`.
Progress = Callable[[int, int], object]
ROWS_WRITTEN = 4  # for one person of a file, about: himself, two or three names, a line


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a file would change, and the number of the directory that it was compared with."""

    diff: Diff
    version: int


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything that can be worked out before a writer's turn is taken."""

    seen: World
    after: Directory
    mac: bytes
    diff: Diff


def import_file(
    inst: Instance,
    text: str,
    *,
    as_of: date | None = None,
    now: datetime,
    reviewed: int | None = None,
    staff: Staff | None = None,
    progress: Progress | None = None,
) -> Diff:
    """Read a people file and make it the directory of today; return what it changed.

    `as_of` dates lines that are new in it; what the file takes away counts from today, the day it
    is recorded, whatever anybody says. `reviewed` is the number of the directory that the file was
    compared with. Raises `errors.PeopleFileRefused` (line, column, mend), or `errors.ReviewAgain`
    when the directory is another one by now; then nothing has changed.
    """
    done = _Done(progress, lines=text.count("\n") + 1)
    ready = _prepare(inst, text, as_of=as_of, now=now, done=done)
    if reviewed not in {None, ready.seen.directory.version}:
        raise errors.ReviewAgain
    with inst.db.write() as session:
        put(session, inst, ready.seen, ready.after, mac=ready.mac, now=now, passed=done.wrote)
        if ready.seen.is_open or staff:
            _record(session, inst, ready, staff, now=now)
    inst.secrets.remember("directory", ready.after.version, ready.mac)
    done.all()
    return ready.diff


def review(inst: Instance, text: str, *, as_of: date | None = None, now: datetime) -> Reviewed:
    """Say what a people file would change today. Raises `errors.PeopleFileRefused`."""
    before = world.current(inst, now=now).directory
    _, diff = _merged(before, text, as_of=as_of, now=now, passed=None)
    return Reviewed(diff, before.version)


def put(
    session: Session,
    inst: Instance,
    seen: World,
    after: Directory,
    *,
    mac: bytes,
    now: datetime,
    passed: people.Passed | None = None,
) -> None:
    """Write `after` in the place of the directory of `seen`, with its number and MAC.

    Raises `errors.ReviewAgain` when another one has been written since `seen`.
    """
    latest = world.current(inst, now=now, session=session)
    if after.version != _next_number(session, latest.directory):
        raise errors.ReviewAgain
    people.write(session, seen.directory, after, passed=passed)
    metadata.set_directory(session, number=after.version, mac=mac)


def _prepare(
    inst: Instance, text: str, *, as_of: date | None, now: datetime, done: "_Done"
) -> _Prepared:
    with inst.db.read() as session:
        seen = world.current(inst, now=now, session=session)
        number = _next_number(session, seen.directory)
    merged, diff = _merged(seen.directory, text, as_of=as_of, now=now, passed=done.read)
    after = Directory(people=merged.people, lines=merged.lines, version=number)
    return _Prepared(seen, after, world.directory_mac(inst, after), diff)


def _next_number(session: Session, believed: Directory) -> int:
    # A row that claims a higher number than what is believed must not be overtaken by it later.
    return max(believed.version, metadata.directory_mac(session)[0]) + 1


def _merged(
    before: Directory,
    text: str,
    *,
    as_of: date | None,
    now: datetime,
    passed: Callable[[int], object] | None,
) -> tuple[Directory, Diff]:
    today = now.date()
    rows = people_file.parse(text, known=before.people, passed=passed)
    after = people_merge.merge(before, rows, recorded_on=today, as_of=as_of)
    notices = people_notices.look(rows, today=today)
    return after, people_diff.compare(before, after, today=today, notices=notices)


def _record(
    session: Session, inst: Instance, ready: _Prepared, staff: Staff | None, *, now: datetime
) -> None:
    details = {"number": ready.after.version, **ready.diff.numbers()}
    signed = {"by": bytes.fromhex(staff.account), "signer": staff.identity.signer} if staff else {}
    register.record(
        session, inst, ready.seen, "people imported", now=now, **cast("Any", signed | details)
    )


class _Done:
    """How far an import has come: a third for reading and comparing, the rest for writing."""

    def __init__(self, progress: Progress | None, *, lines: int) -> None:
        self._progress, self._lines = progress, lines
        self._total = lines * (1 + ROWS_WRITTEN)
        self._written = 0

    def read(self, rows: int) -> None:
        """Say that `rows` of the file have been read."""
        self._tell(rows)

    def wrote(self, rows: int) -> None:
        """Say that as many rows more have been written."""
        self._written += rows
        self._tell(self._lines + self._written)

    def all(self) -> None:
        """Say that it is done, however many rows it took."""
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(min(done, self._total), self._total)
