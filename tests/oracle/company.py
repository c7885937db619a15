"""The standing company as plain facts, and as the people file that the product is given.

Both are made from one table of people and bosses, which the state machine changes from day to day.
"""

import csv
import dataclasses
import datetime as dt
import io

from tests.oracle import facts as plain
from tests.support import cast as casting

# What the titles and units of the people file come to, by the words of CONFLICTS §3.
FUNCTIONS = {
    "chair": {"board"}, "olga": {"board"}, "omar": {"board"}, "oskar": {"board"}, "ceo": {"ceo"},
    "cfo": {"cfo"}, "hr": {"hr", "head_of_hr"}, "legal": {"legal"}, "alice": {"legal"},
    "ida": {"audit"},
}  # fmt: skip
KINDS = {"solid": "manager_id", "dotted": "dotted_ids", "deputy": "stands_in_for_ids"}
Stated = tuple[str, str, str]  # kind, lower, upper


class Company:
    """The people file of today, and every line that ever stood."""

    def __init__(self) -> None:
        self.rows = {row["id"]: row for row in csv.DictReader(io.StringIO(casting.COMPANY))}
        self.away: set[str] = set()
        self.stated: set[Stated] = {
            (kind, row["id"], upper)
            for row in self.rows.values()
            for kind, column in KINDS.items()
            for upper in filter(None, (row[column] or "").split(";"))
        }
        self.lines: list[plain.Line] = []
        self.ranks_before: dict[str, tuple[plain.Was, ...]] = {}
        self.record(casting.START.date())

    @property
    def names(self) -> dict[str, str]:
        """Everybody's full name."""
        return {one: row["name"] for one, row in self.rows.items()}

    def csv(self) -> str:
        """Write the people file of today."""
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(next(iter(self.rows.values()))))
        writer.writeheader()
        for one, row in self.rows.items():
            if one not in self.away:
                writer.writerow(row | {KINDS[kind]: self._uppers(kind, one) for kind in KINDS})
        return text.getvalue()

    def _uppers(self, kind: str, lower: str) -> str:
        held = self.stated if lower not in self.away else set()
        return ";".join(sorted(up for k, low, up in held if (k, low) == (kind, lower)))

    def is_a_ring(self, lower: str, upper: str) -> bool:
        """Whether the one would answer to himself in the end."""
        todo, seen = {upper}, set[str]()
        while todo:
            here = todo.pop()
            seen.add(here)
            todo |= {up for kind, low, up in self.stated if kind == "solid" and low == here} - seen
        return lower in seen

    def record(self, today: dt.date) -> None:
        """Take down what today's file begins and what it takes away."""
        now = {one for one in self.stated if one[1] not in self.away}
        going_on = {
            (line.kind, line.lower, line.upper) for line in self.lines if line.removed_on is None
        }
        self.lines = [
            dataclasses.replace(line, removed_on=today)
            if line.removed_on is None and (line.kind, line.lower, line.upper) not in now
            else line
            for line in self.lines
        ] + [plain.Line(*one, begins=today) for one in sorted(now - going_on)]

    def promote(self, one: str, rank: str, today: dt.date) -> None:
        """Give somebody another rank; the one he had goes on counting from today."""
        before = self.rows[one]["seniority"]
        if before and before != rank:
            was = plain.Was(int(before), today)
            self.ranks_before[one] = (*self.ranks_before.get(one, ()), was)
        self.rows[one]["seniority"] = rank

    def people(self) -> dict[str, plain.Person]:
        """Everybody who is or was in the file."""
        return {
            one: plain.Person(
                one,
                frozenset(row["name"].casefold().split()),
                row["entity"],
                (plain.Was(row["unit"]),),
                (
                    plain.Was(int(row["seniority"]) if row["seniority"] else None),
                    *self.ranks_before.get(one, ()),
                ),
                tuple(plain.Was(each) for each in sorted(FUNCTIONS.get(one, ()))),
            )
            for one, row in self.rows.items()
        }
