"""The few rows about the instance itself: its id, and the numbers that tell a change.

`numbers` is the one statement with which any process learns whether the directory, the roster, the
ties or the set of cases has changed since it last looked.
"""

from dataclasses import dataclass

from sqlalchemy import Column, ScalarSelect, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from app.store.schema import accounts, meta, roster_signatures, rosters, ties


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a process compares with what it holds in memory."""

    directory: int
    lists: int
    signatures: int
    enrolled: int
    ties: int
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


def _number(key: str) -> ScalarSelect[int]:
    return select(meta.c.number).where(meta.c.key == key).scalar_subquery()


def _count(column: Column[bytes]) -> ScalarSelect[int]:
    return select(func.count(column)).scalar_subquery()


_newest_ties = select(func.coalesce(func.max(ties.c.number), 0)).scalar_subquery()

#: Built once: putting such a statement together costs more than the database needs to answer it.
_NUMBERS = select(
    _number("directory"),
    _count(rosters.c.digest),
    _count(roster_signatures.c.digest),
    _count(accounts.c.locked),
    _newest_ties,
    _number("cases"),
)
_COUNT_CASE = (
    update(meta)
    .where(meta.c.key == "cases", _number("directory") == bindparam("directory"))
    .where(_count(roster_signatures.c.digest) == bindparam("signatures"))
    .where(_count(accounts.c.locked) == bindparam("enrolled"))
    .where(_newest_ties == bindparam("ties"))
    .values(number=meta.c.number + 1)
)


def numbers(session: Session) -> Numbers:
    """Give the numbers of now, in one statement."""
    return Numbers(*session.execute(_NUMBERS).one())


def count_case(session: Session, *, seen: Numbers) -> bool:
    """Count one more case, if directory, roster, the enrolled and the ties are what `seen` says.

    Returns whether they are; if not, nothing was changed and the caller decides anew.
    """
    result = session.connection().execute(
        _COUNT_CASE,
        {
            "directory": seen.directory,
            "signatures": seen.signatures,
            "enrolled": seen.enrolled,
            "ties": seen.ties,
        },
    )
    return result.rowcount == 1


def set_directory(session: Session, *, number: int, mac: bytes) -> None:
    """Write the new number of the directory and its MAC."""
    session.execute(update(meta).where(meta.c.key == "directory").values(number=number, value=mac))


def directory_mac(session: Session) -> tuple[int, bytes]:
    """Give the directory's number and the MAC written with it."""
    row = session.execute(select(meta.c.number, meta.c.value).where(meta.c.key == "directory"))
    number, mac = row.one()
    return number, mac
