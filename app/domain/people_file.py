"""The people file: CSV as a personnel system writes it, read strictly (DESIGN §7, contract).

A file is taken whole or not at all. The first thing wrong is refused with line, column and what to
change, since a line dropped in silence is a conflict that nobody finds; for the same reason a
column that the contract does not know is refused, not skipped.

What is odd and can be recorded as it stands is no error: people who answer to each other in a ring,
two chief executives, a boss who has left. `people_notices.py` names such things for whoever reviews
the import; only then does a company with one bad row keep importing the others.

What becomes of the rows, `merge`, is in `people_merge.py`; it is offered here beside `parse`.
"""

import csv
import io
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from app.domain.errors import PeopleFileRefused
from app.domain.mentions import folding
from app.domain.people_merge import Row, merge

__all__ = ["COLUMNS", "REQUIRED", "Row", "formatted", "merge", "parse"]

BETWEEN = ";"
LONGEST_CELL = 1_000
EVERY = 1_000  # rows between two calls of `passed`
_SENIORITY = re.compile(r"\d{1,2}", re.ASCII)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
# Control characters, and those that turn the direction of what stands beside them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Row))
REQUIRED: tuple[str, ...] = ("id", "name")


def parse(
    text: str, *, known: Collection[str] = (), passed: Callable[[int], object] | None = None
) -> tuple[Row, ...]:
    """Return the rows of a people file, in order; a byte-order mark in front is ignored.

    `known` are the ids on record, to whom a line may lead although they stand in no row. `passed`
    is called with the number of rows read, now and then. Raises `PeopleFileRefused` with line,
    column and mend for the first thing wrong.
    """
    lines = _lines(text.removeprefix("\ufeff"))
    header = _header(lines)
    numbered = []
    for line, cells in lines:
        numbered.append((line, _row(line, header, cells)))
        if passed and len(numbered) % EVERY == 0:
            passed(len(numbered))
    if not numbered:
        raise PeopleFileRefused(2, "", "add at least one person below the header")
    _check_ids(numbered, known)
    return tuple(row for _, row in numbered)


def formatted(rows: Iterable[Row]) -> str:
    """Return the file that `parse` reads as these rows."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return written.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    return "" if value is None else str(value)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty with the number it begins at."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise PeopleFileRefused(
            line, "", "quote a cell from beginning to end, and double each quote inside it"
        ) from None


def _header(lines: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    line, cells = next(lines, (1, []))
    header = tuple(cell.strip() for cell in cells)
    for name in header:
        if name not in COLUMNS:
            raise PeopleFileRefused(line, name, f"use only these columns: {', '.join(COLUMNS)}")
        if header.count(name) > 1:
            raise PeopleFileRefused(line, name, "keep one column of this name")
    for name in REQUIRED:
        if name not in header:
            raise PeopleFileRefused(line, name, "add this column to the first line")
    return header


def _row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise PeopleFileRefused(
            line, "", f"give {len(header)} cells, as in the first line; there are {len(cells)}"
        )
    values: dict[str, Any] = {
        name: _value(line, name, cell.strip()) for name, cell in zip(header, cells, strict=True)
    }
    row = Row(**{"id": "", "name": "", **values})
    _check_row(line, row)
    return row


def _value(line: int, column: str, cell: str) -> object:
    """Return the cell as its column's kind of value."""
    if len(cell) > LONGEST_CELL:
        raise PeopleFileRefused(line, column, f"use at most {LONGEST_CELL} letters")
    if _CONTROL.search(cell):
        raise PeopleFileRefused(line, column, "take out the control characters")
    return _KINDS.get(column, _text)(line, column, cell)


def _text(_line: int, _column: str, cell: str) -> str:
    # Ten thousand people of one unit hold one string between them.
    return sys.intern(cell)


def _name(line: int, column: str, cell: str) -> str:
    if not folding.phrase(cell):
        raise PeopleFileRefused(line, column, "give a name that has letters")
    return cell


def _listed(_line: int, _column: str, cell: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cell.split(BETWEEN))
    return tuple(dict.fromkeys(sys.intern(part) for part in parts if part))


def _address(line: int, column: str, cell: str) -> str:
    if cell and not _ADDRESS.fullmatch(cell):
        raise PeopleFileRefused(line, column, "write an address as name@example.org")
    return cell


def _addresses(line: int, column: str, cell: str) -> tuple[str, ...]:
    return tuple(_address(line, column, part) for part in _listed(line, column, cell))


def _seniority(line: int, column: str, cell: str) -> int | None:
    if cell and not _SENIORITY.fullmatch(cell):
        raise PeopleFileRefused(line, column, "write a whole number from 0 (the board) to 99")
    return int(cell) if cell else None


def _day(line: int, column: str, cell: str) -> date | None:
    if not cell:
        return None
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None or day.isoformat() != cell:
        raise PeopleFileRefused(line, column, "write the date as 2026-12-31")
    return day


_KINDS: Mapping[str, Callable[[int, str, str], object]] = {
    "name": _name,
    "aliases": _listed,
    "email": _address,
    "seniority": _seniority,
    "dotted_ids": _listed,
    "start_on": _day,
    "end_on": _day,
    "former_names": _listed,
    "emails": _addresses,
    "titles": _listed,
    "stands_in_for_ids": _listed,
}


def _check_row(line: int, row: Row) -> None:
    if not row.id or BETWEEN in row.id:
        raise PeopleFileRefused(line, "id", f"give an id without {BETWEEN}")
    if row.start_on and row.end_on and row.end_on < row.start_on:
        raise PeopleFileRefused(line, "end_on", "give a day that is not before start_on")
    for column, named in _named(row):
        if row.id in named:
            raise PeopleFileRefused(line, column, f"name somebody else than {row.id}")


def _named(row: Row) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the columns that name other people, with the ids they give."""
    return (
        ("manager_id", (row.manager_id,) if row.manager_id else ()),
        ("dotted_ids", row.dotted_ids),
        ("stands_in_for_ids", row.stands_in_for_ids),
    )


def _check_ids(numbered: Sequence[tuple[int, Row]], known: Collection[str]) -> None:
    first_seen: dict[str, int] = {}
    for line, row in numbered:
        if first_seen.setdefault(row.id, line) != line:
            raise PeopleFileRefused(
                line, "id", f"{row.id} stands in line {first_seen[row.id]} already"
            )
    for line, row in numbered:
        for column, named in _named(row):
            for one in named:
                if one not in first_seen and one not in known:
                    raise PeopleFileRefused(
                        line, column, f"{one} is nobody's id: add this person, or correct the id"
                    )
