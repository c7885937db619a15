"""Many rows by one statement: as the driver does it on SQLite, as arrays on PostgreSQL.

PostgreSQL is told one statement for each row otherwise, and an import has hundreds of thousands.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import ARRAY, Connection, Table, bindparam, func, insert, select, update
from sqlalchemy.sql.selectable import TableValuedAlias

BATCH = 5_000
Row = Mapping[str, Any]


def batches(rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Yield the rows in lists of at most `BATCH`."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def insert_all(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert rows that all give the same columns."""
    names = tuple(rows[0])
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    given = _given(table, {name: name for name in names})
    connection.execute(
        insert(table).from_select(names, select(*(given.c[name] for name in names))),
        _arrays(rows),
    )


def update_all(
    connection: Connection, table: Table, rows: list[Row], *, key: tuple[str, ...]
) -> None:
    """Update rows by the columns of `key`, which each row gives as `key_` and the column's name."""
    changed = tuple(name for name in rows[0] if not name.startswith("key_"))
    if connection.dialect.name != "postgresql":
        same = (table.c[name] == bindparam(f"key_{name}") for name in key)
        values: dict[str, Any] = {name: bindparam(name) for name in changed}
        connection.execute(update(table).where(*same).values(values), rows)
        return
    given = _given(table, {**{f"key_{name}": name for name in key}, **{n: n for n in changed}})
    same = (table.c[name] == given.c[f"key_{name}"] for name in key)
    columns: dict[str, Any] = {name: given.c[name] for name in changed}
    connection.execute(update(table).where(*same).values(columns), _arrays(rows))


def _given(table: Table, columns: Mapping[str, str]) -> TableValuedAlias:
    """Return the arrays as a table: the names it gives, each of the type of a column of `table`."""
    arrays = (bindparam(name, type_=ARRAY(table.c[of].type)) for name, of in columns.items())
    return func.unnest(*arrays).table_valued(*columns).render_derived(name="given")


def _arrays(rows: list[Row]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
