"""A founded company behind real gunicorn, one for each module and database."""

import contextlib
import shutil
from dataclasses import dataclass

import pytest

from app.services import instance
from tests.journeys import outside, walk
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

    def visitor(self):
        """Give a program that stands on no page yet."""
        return outside.Program(self.url)

    def desk(self, person):
        """Give a program of somebody's, signed in and standing on the list."""
        program = self.visitor()
        program.get("/desk/sign-in")
        program.send("/desk/sign-in", **self.keys_of(person))
        program.follow()
        return program


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


@pytest.fixture
def rita(company):
    return company.visitor()


@pytest.fixture
def reported(company, rita):
    """Rita's report about Bob: its receipt, Alice at her list, and its address there."""
    alice = company.desk("alice")
    before = alice.cases
    rita.get("/report")
    rita.send("/report", about_people=rita.form_id("Robert Okafor"))
    rita.send("/report/send", story=outside.STORY, where="Lisbon", when="In spring")
    alice.get("/desk")
    (case,) = alice.cases.keys() - before.keys()
    return rita.receipt, alice, alice.cases[case]
