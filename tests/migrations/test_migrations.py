"""Migrations go up and down with data in them, and agree with the tables of the code."""

from datetime import date

from sqlalchemy import insert, inspect, select

from app import paths
from app.store import migrate, schema


def test_migrations_and_tables_agree(empty):
    assert migrate.differences(empty.db) == []


def test_down_and_up_again_with_data(empty):
    with empty.db.write() as session:
        session.execute(insert(schema.meta).values(key="kept", number=7, value=b"x"))
    empty.db.engine.dispose()
    migrate.downgrade(empty.db, paths.migrations(), revision="base")
    assert inspect(empty.db.engine).get_table_names() in ([], ["alembic_version"])
    migrate.upgrade(empty.db, paths.migrations())
    with empty.db.read() as session:
        assert session.scalars(select(schema.meta.c.key)).all() == []


def test_upgrading_twice_changes_nothing(empty):
    with empty.db.write() as session:
        session.execute(insert(schema.meta).values(key="kept", number=7, value=b"x"))
    migrate.upgrade(empty.db, paths.migrations())
    with empty.db.read() as session:
        assert session.scalar(select(schema.meta.c.number).where(schema.meta.c.key == "kept")) == 7


def test_changes_and_drafts_go_down_and_up_with_data_in_them(empty):
    with empty.db.write() as session:
        session.execute(insert(schema.changes).values(id=b"c" * 16, sealed=b"x"))
        signed = {"change_id": b"c" * 16, "account_id": b"a" * 16, "signature": b"s"}
        session.execute(insert(schema.change_signatures).values(**signed))
        draft = {"id": b"d" * 16, "made_on": date(2026, 11, 21), "raw": b"x"}
        session.execute(insert(schema.drafts).values(**draft))
        session.execute(insert(schema.meta).values(key="kept", number=7, value=b"x"))
    empty.db.engine.dispose()
    migrate.downgrade(empty.db, paths.migrations(), revision="0002")
    assert "changes" not in inspect(empty.db.engine).get_table_names()
    migrate.upgrade(empty.db, paths.migrations())
    with empty.db.read() as session:
        assert session.scalars(select(schema.changes.c.id)).all() == []
        assert session.scalars(select(schema.meta.c.key)).all().count("kept") == 1
    assert migrate.differences(empty.db) == []
