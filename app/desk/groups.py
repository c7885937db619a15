"""Put the rows of a page in groups, by what they ask of their reader today.

"Needs you now" is what cannot wait: something is unread, somebody may be in danger, a promised day
has passed or comes within a week. The order inside a group is the one the service gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.services import queue

SOON = timedelta(days=7)
DONE = frozenset({"concluded", "closed"})


@dataclass(frozen=True, slots=True)
class Groups:
    """The rows of one page in three groups."""

    now: tuple[queue.DeskRow, ...]
    later: tuple[queue.DeskRow, ...]
    done: tuple[queue.DeskRow, ...]


def grouped(rows: Sequence[queue.DeskRow], *, today: date) -> Groups:
    """Return `rows` in their groups, each in the order given."""
    now = tuple(row for row in rows if _needs_reader(row, today=today))
    others = tuple(row for row in rows if row not in now)
    return Groups(
        now=now,
        later=tuple(row for row in others if row.status not in DONE),
        done=tuple(row for row in others if row.status in DONE),
    )


def _needs_reader(row: queue.DeskRow, *, today: date) -> bool:
    if row.unread:
        return True
    if row.status in DONE:
        return row.overdue
    return row.danger or (row.due_on is not None and row.due_on <= today + SOON)
