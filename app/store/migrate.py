"""Bring a database to the schema of this version; Alembic does the work."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from app.store import schema
from app.store.db import Database, translated


def upgrade(database: Database, folder: Path, *, revision: str = "head") -> None:
    """Run the migrations in `folder` up to `revision`. Raises `db.DatabaseUnavailable`."""
    with translated(), database.engine.begin() as connection:
        config = _config(folder)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(database: Database, folder: Path, *, revision: str) -> None:
    """Run the migrations in `folder` down to `revision`. Raises `db.DatabaseUnavailable`."""
    with translated(), database.engine.begin() as connection:
        config = _config(folder)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def differences(database: Database) -> list[object]:
    """Say where the database and the tables of `schema` disagree; empty when they agree."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, schema.metadata))


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    return config
