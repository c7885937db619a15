"""Two ways to the database: `read` and `write`, one transaction each.

SQLite and PostgreSQL through the same code. Writers come one after the other on both (SQLite by
`BEGIN IMMEDIATE`, PostgreSQL by one advisory lock), so that "still the newest" means the same on
both. Whatever the driver says when the database is gone, locked or full becomes one error without
text: the driver's own words may quote parameters (P1).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.orm import Session

BUSY_SECONDS = 5
_LOCK = "SELECT pg_advisory_xact_lock"
_WRITERS_LOCK = 0x536F74746F  # "Sotto": the number of PostgreSQL's advisory lock for writers


class DatabaseUnavailable(Exception):
    """The database is down, locked or full; nothing was stored."""


class Conflict(Exception):
    """Somebody else's commit came first: a unique key is taken already."""


class Database:
    """One engine, and the only door to a `Session`.

    `statements` counts what was sent, so that tests and the bench compare work and not time.
    """

    def __init__(self, url: str) -> None:
        self.statements = 0
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(sotto_write=True)
        self._reader = self.engine
        if self.engine.dialect.name == "postgresql":
            # Readers see one moment; writers come one by one and must see the newest.
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")
        event.listen(self.engine, "before_cursor_execute", self._count)

    def _count(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        """Count what is sent, but not what only begins a transaction."""
        self.statements += not statement.startswith(("BEGIN", _LOCK))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session whose reads agree with each other; nothing is committed.

        Raises `DatabaseUnavailable`.
        """
        with translated(), Session(self._reader) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that commits at the end of the block, all or nothing.

        Raises `DatabaseUnavailable`, or `Conflict` when a unique key is taken.
        """
        with translated(), Session(self._writer) as session, session.begin():
            yield session

    def forget_connections(self) -> None:
        """Leave the parent's connections alone; for a worker just after the fork."""
        self.engine.dispose(close=False)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver raises into an error without text."""
    try:
        yield
    except exc.IntegrityError:
        raise Conflict from None
    except (exc.DBAPIError, exc.TimeoutError):
        raise DatabaseUnavailable from None


def _engine(url: str) -> Engine:
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    engine = create_engine(url, hide_parameters=True, **_options(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def _options(url: str) -> dict[str, Any]:
    """Let nobody wait for ever behind a writer that hangs; SQLite is told by a pragma."""
    if url.startswith("sqlite"):
        return {}
    limit = f"-c lock_timeout={BUSY_SECONDS * 1000}"
    return {"pool_pre_ping": True, "connect_args": {"options": limit}}


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = (
        None  # transactions begin where we say, not where the driver guesses
    )
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("sotto_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("sotto_write"):
        connection.execute(text(f"{_LOCK}({_WRITERS_LOCK})"))
