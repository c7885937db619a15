"""Bob owns the database: he reads and writes every row of it, and holds what is his.

He has no secret below SOTTO_HOME, no key but his own, and runs no program of ours.
"""

import dataclasses

from sqlalchemy import delete, insert, inspect, select, text, update

from app.store import schema

__all__ = ["delete", "insert", "restart", "rows", "select", "sql", "tables", "update", "write"]


def write(inst, *statements):
    """Write to the database behind everybody's back."""
    with inst.db.write() as session:
        return [session.execute(statement) for statement in statements]


def sql(inst, statement, **values):
    with inst.db.write() as session:
        session.execute(text(statement), values)


def rows(inst, table, **where):
    """Read rows of a table; `where` compares columns."""
    query = select(table).where(*(table.c[name] == value for name, value in where.items()))
    with inst.db.read() as session:
        return list(session.execute(query))


def restart(inst):
    """Open the same instance in a new process: what memory held is gone."""
    return dataclasses.replace(inst, memory={})


def tables(inst):
    """Every table there is, ours and others."""
    return inspect(inst.db.engine).get_table_names()


def sealed_columns():
    """Every column that holds sealed bytes, signatures or slots: (table, column)."""
    return [
        (table, column)
        for table in schema.metadata.sorted_tables
        for column in table.c
        if column.name in {"sealed", "record", "roll", "reporter_slot", "slot", "locked",
                           "thread_chest", "internal_chest", "raw", "signature"}
    ]  # fmt: skip


def flipped(raw, at=-1):
    """Give the same bytes but for one bit."""
    changed = bytearray(raw)
    changed[at] ^= 1
    return bytes(changed)
