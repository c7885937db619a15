"""Real SQLite and real PostgreSQL, an empty instance and a founded company on each.

A company is founded once per backend and worker; every test gets a copy of its home and database.

Hypothesis has no clock: how long an example takes on a busy machine is no claim of ours. `prove` is
the profile of `tools/prove_properties.py`.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app import paths
from app.services import installing
from tests.support import cast as casting
from tests.support import copies, databases

settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("prove", settings.get_profile("suite"), max_examples=2000)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def postgres():
    """Start a PostgreSQL of this worker's own; give what makes databases."""
    server = databases.PostgreSQL()
    yield server
    server.stop()


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
    with copies.company(founded, tmp_path / "home", request) as opened:
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
