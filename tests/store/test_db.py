"""One door to the database: one transaction, errors without text, writers one after the other."""

import threading

import pytest
from sqlalchemy import insert, text

from app.store import db, metadata, schema


def test_a_write_that_fails_leaves_nothing(empty):
    """P6."""
    with pytest.raises(ZeroDivisionError), empty.db.write() as session:
        session.execute(insert(schema.meta).values(key="half", number=1, value=b""))
        _ = 1 / 0
    with empty.db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM meta WHERE key = 'half'")) == 0


def test_a_taken_key_is_a_conflict_without_text(empty):
    row = insert(schema.meta).values(key="twice", number=1, value=b"")
    with empty.db.write() as session:
        session.execute(row)
    with pytest.raises(db.Conflict) as raised, empty.db.write() as session:
        session.execute(row)
    assert not raised.value.args
    assert raised.value.__suppress_context__


def test_a_database_that_is_gone_is_unavailable_without_text(tmp_path):
    """P12: a clear error, and nothing of the statement in it."""
    gone = db.Database(f"sqlite:///{tmp_path}/no/such/folder/sotto.db")
    with pytest.raises(db.DatabaseUnavailable) as raised, gone.read() as session:
        session.execute(text("SELECT 'secret story'"))
    assert not raised.value.args


def test_a_full_database_is_unavailable_and_keeps_what_it_had(empty):
    """P12: full, nothing half stored."""
    if empty.db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lets a test limit the size of the file")
    with empty.db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with pytest.raises(db.DatabaseUnavailable), empty.db.write() as session:
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.execute(insert(schema.meta).values(key="big", number=1, value=bytes(10**6)))
    empty.db.engine.dispose()
    with empty.db.read() as session:
        assert metadata.instance_id(session) == empty.id


def test_a_locked_database_is_unavailable(empty, monkeypatch):
    if empty.db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL waits for its lock; SQLite gives up after BUSY_SECONDS")
    monkeypatch.setattr(db, "BUSY_SECONDS", 0)
    second = db.Database(str(empty.db.engine.url))
    with (
        empty.db.write() as session,
        pytest.raises(db.DatabaseUnavailable),
        second.write() as other,
    ):
        session.execute(text("SELECT 1"))
        other.execute(text("SELECT 1"))
    second.engine.dispose()


def test_writers_come_one_after_the_other(empty):
    """Two who read, wait and write: without order one of the two would be lost."""
    barrier = threading.Barrier(2)

    def count():
        barrier.wait()
        with empty.db.write() as session:
            seen = metadata.numbers(session)
            metadata.set_directory(session, number=seen.directory + 1, mac=b"")

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with empty.db.read() as session:
        assert metadata.numbers(session).directory == 2


def test_sqlite_is_durable_and_forgets_what_it_deletes(empty):
    """P6, P11."""
    if empty.db.engine.dialect.name != "sqlite":
        pytest.skip("settings of SQLite")
    with empty.db.read() as session:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert settings == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
    }  # fmt: skip


def test_parameters_are_hidden_from_errors(empty):
    """P1: an error of the driver quotes no value."""
    assert empty.db.engine.hide_parameters
