"""A founded company behind real gunicorn, one for each module and database."""

import contextlib
import shutil
from dataclasses import dataclass

import pytest

from app.services import instance
from tests.journeys import walk
from tests.support import cast as casting
from tests.support import server


@dataclass
class Company:
    """A served company and what its staff hold."""

    served: server.Served
    inst: instance.Instance
    cast: dict[str, casting.Credentials]

    @property
    def url(self):
        return self.served.url

    def keys_of(self, person):
        """Give what somebody types to sign in now; a code counts once, so half a minute passes."""
        self.served.clock.forward(seconds=30)
        holder = self.cast[person]
        code = holder.code(self.served.clock())
        return {"name": holder.name, "passphrase": holder.passphrase, "code": code}


@contextlib.contextmanager
def _served(founded, request, folder):
    """Serve a copy of the founded company."""
    home = folder / "home"
    shutil.copytree(founded.home, home)
    url = f"sqlite:///{home}/sotto.db"
    if founded.template:
        url, _ = request.getfixturevalue("postgres")(founded.template)
    opened = instance.open_(home, database_url=url, kdf_profile="cheap")
    with server.serving(home, database=url, folder=folder) as served:
        yield Company(served, opened, founded.credentials)
    opened.db.engine.dispose()


@pytest.fixture(scope="module")
def company(founded, request, tmp_path_factory):
    with _served(founded, request, tmp_path_factory.mktemp("company")) as company:
        yield company


@pytest.fixture(scope="session")
def journey(founded, request, tmp_path_factory):
    """Give the journey in the browser, walked in a company of its own; its server still runs."""
    with _served(founded, request, tmp_path_factory.mktemp("journey")) as company:
        yield walk.walk(company)
