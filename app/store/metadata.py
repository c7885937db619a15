"""The few rows about the instance itself: its id, and the numbers that tell a change.

`numbers` is the one statement with which any process learns whether the directory, the roster or
the set of cases has changed since it last looked.
"""

from dataclasses import dataclass

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.store.schema import meta, roster_signatures, rosters


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a process compares with what it holds in memory."""

    directory: int
    lists: int
    signatures: int
    cases: int


def start(session: Session, *, instance_id: bytes) -> None:
    """Write the rows of a new instance."""
    rows = [
        {"key": "instance", "number": 1, "value": instance_id},
        {"key": "directory", "number": 0, "value": b""},
        {"key": "cases", "number": 0, "value": b""},
    ]
    session.execute(insert(meta), rows)


def instance_id(session: Session) -> bytes | None:
    """Give the 16 random bytes that name this instance; None before `start`."""
    return session.scalar(select(meta.c.value).where(meta.c.key == "instance"))


def _number(key: str) -> object:
    return select(meta.c.number).where(meta.c.key == key).scalar_subquery()


def numbers(session: Session) -> Numbers:
    """Give the numbers of now, in one statement."""
    lists = select(func.count()).select_from(rosters).scalar_subquery()
    signatures = select(func.count()).select_from(roster_signatures).scalar_subquery()
    row = session.execute(
        select(_number("directory"), lists, signatures, _number("cases"))  # type: ignore[call-overload]
    ).one()
    return Numbers(*row)


def count_case(session: Session, *, seen: Numbers) -> bool:
    """Count one more case, if directory and roster are still what `seen` says.

    Returns whether they are; if not, nothing was changed and the caller decides anew.
    """
    signatures = select(func.count()).select_from(roster_signatures).scalar_subquery()
    result = session.execute(
        update(meta)
        .where(meta.c.key == "cases", _number("directory") == seen.directory)
        .where(signatures == seen.signatures)
        .values(number=meta.c.number + 1)
    )
    return result.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def unchanged(session: Session, *, seen: Numbers) -> bool:
    """Say whether directory and roster are still what `seen` says."""
    now = numbers(session)
    return (now.directory, now.signatures) == (seen.directory, seen.signatures)


def set_directory(session: Session, *, number: int, mac: bytes) -> None:
    """Write the new number of the directory and its MAC."""
    session.execute(
        update(meta).where(meta.c.key == "directory").values(number=number, value=mac)
    )


def directory_mac(session: Session) -> tuple[int, bytes]:
    """Give the directory's number and the MAC written with it."""
    row = session.execute(select(meta.c.number, meta.c.value).where(meta.c.key == "directory"))
    number, mac = row.one()
    return number, mac
