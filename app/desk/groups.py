"""Put the rows of a page in groups, by what they ask of their reader today.

1. What cannot wait: a report that nobody has confirmed and one has not opened, somebody in danger,
   a promised day that has passed or comes soon (a week). The most urgent first.
2. What is new to its reader: what she wrote since one last looked, a case that others have begun.
3. What goes on, and what is done, in the order the service gave. What was over before one ever
   looked asks nothing of anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain import cases
from app.services import queue

SOON = timedelta(days=7)
DONE = frozenset({"concluded", "closed"})
Rows = tuple[queue.DeskRow, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows of one page in four groups."""

    now: Rows
    unread: Rows
    later: Rows
    done: Rows


def grouped(rows: Sequence[queue.DeskRow], *, today: date) -> Groups:
    """Return `rows` in their groups."""
    now, others = _split(rows, lambda row: _is_pressing(row, today=today))
    unread, seen = _split(others, lambda row: row.unread and not _is_over_unseen(row))
    done, later = _split(seen, lambda row: row.status in DONE)
    return Groups(now=tuple(sorted(now, key=_urgency)), unread=unread, later=later, done=done)


def _is_over_unseen(row: queue.DeskRow) -> bool:
    """Say whether a case was done before its reader ever opened it."""
    return row.fresh and row.status in DONE


def _split(
    rows: Sequence[queue.DeskRow], chosen: Callable[[queue.DeskRow], bool]
) -> tuple[Rows, Rows]:
    return tuple(row for row in rows if chosen(row)), tuple(row for row in rows if not chosen(row))


def _is_pressing(row: queue.DeskRow, *, today: date) -> bool:
    if row.due_on is not None and row.due_on <= today + SOON:
        return True
    is_new = row.fresh and row.status == cases.STATUSES[0]
    return is_new or (row.danger and row.status not in DONE)


def _urgency(row: queue.DeskRow) -> tuple[bool, date]:
    return not row.danger, row.due_on or date.max
