"""Put the rows of a page in groups, by what they ask of their reader today.

1. What cannot wait: a new report, somebody in danger, a promised day that has passed or comes soon
   (a week). The most urgent first.
2. What she wrote since one last looked.
3. What goes on, and what is done, in the order the service gave.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    unread, seen = _split(others, lambda row: row.unread)
    done, later = _split(seen, lambda row: row.status in DONE)
    return Groups(now=tuple(sorted(now, key=_urgency)), unread=unread, later=later, done=done)


def _split(
    rows: Sequence[queue.DeskRow], chosen: Callable[[queue.DeskRow], bool]
) -> tuple[Rows, Rows]:
    return tuple(row for row in rows if chosen(row)), tuple(row for row in rows if not chosen(row))


def _is_pressing(row: queue.DeskRow, *, today: date) -> bool:
    if row.due_on is not None and row.due_on <= today + SOON:
        return True
    return row.status not in DONE and (row.danger or row.fresh)


def _urgency(row: queue.DeskRow) -> tuple[bool, date]:
    return not row.danger, row.due_on or date.max
