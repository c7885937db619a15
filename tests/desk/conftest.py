"""The desk in front of a real instance: real services, real crypto, the standing cast.

Views are thin, so one backend is enough here; services and journeys run on both.
"""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from app import factory, paths
from app.domain import policy
from app.services import installing, mailbox
from app.settings import Settings
from tests.conftest import Founded
from tests.desk import shell as shells
from tests.support import cast as casting
from tests.support import flows
from tests.web import small

STRANGE = str(uuid.UUID(int=2**121 + 7, version=4))


def company(home, *, ask_declaration):
    """Found the standing company on SQLite; return what the fixture `inst` copies."""
    home.mkdir()
    made = installing.make(
        home, database_url=f"sqlite:///{home}/sotto.db", kdf_profile="cheap",
        migrations=paths.migrations(),
    )  # fmt: skip
    rules = replace(policy.DEFAULT, ask_declaration=ask_declaration)
    made.policy_file.write_bytes(rules.to_json())
    credentials = casting.found_company(made)
    made.db.engine.dispose()
    return Founded(home, credentials, None)


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    return company(tmp_path_factory.mktemp("desk") / "home", ask_declaration=False)


def found(pattern, text):
    """Return what the first group of `pattern` holds; it has to be there."""
    match = re.search(pattern, text, re.DOTALL)
    assert match, pattern
    return match[1]


class Visitor(small.Browser):
    """Somebody's browser at the desk; one for each person."""

    def __init__(self, app, clock, cast):
        super().__init__(app)
        self.clock, self.cast = clock, cast

    def fields(self, who, **fields):
        holder = self.cast[who]
        code = holder.code(self.clock.now)
        return {"name": holder.name, "passphrase": holder.passphrase, "code": code, **fields}

    def enter(self, who, **fields):
        return self.send("/desk/sign-in", self.fields(who, **fields), page="/desk/sign-in")

    def send(self, path, fields=None, *, page=None):
        """Post from a page with the token that the page gave."""
        return self.post(path, fields, token=self.token(page or "/desk/roster"))


@pytest.fixture(scope="session")
def shell(tmp_path_factory):
    return shells.make(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def clock():
    """Begin a day after everybody signed the first list, so that every code is a fresh one."""
    clock = small.Clock()
    clock.now = casting.START + timedelta(days=1)
    return clock


@pytest.fixture
def app(inst, clock):
    settings = Settings.load({}, home=inst.home, surfaces="desk", kdf_profile="cheap")
    return factory.create_app(settings, clock=clock, inst=inst)


@pytest.fixture
def visitor(app, clock, cast):
    """Give a function: a person → their browser, signed in."""

    def signed_in(who):
        browser = Visitor(app, clock, cast)
        answer = browser.enter(who)
        assert answer.status_code == 303
        return browser

    return signed_in


@pytest.fixture
def stranger(app, clock, cast):
    return Visitor(app, clock, cast)


@pytest.fixture
def alice(visitor):
    return visitor("alice")


@pytest.fixture
def bob(visitor):
    return visitor("bob")


@pytest.fixture
def receipt(inst):
    """Rita's report about Bob: Alice reads it, Bob does not."""
    return flows.report(inst, about=("bob",), category="credit")


@pytest.fixture
def case(receipt, alice):
    """Give the path of the case that came of it."""
    return found(r'href="(/desk/cases/[0-9a-f-]{36})"', alice.get("/desk").text)


@pytest.fixture
def told(inst, receipt):
    """Give a function: what the reporter reads when she comes back now."""
    return lambda: mailbox.open_thread(inst, flows.come_back(inst, receipt))


@pytest.fixture
def nowhere():
    """Give the path of a case that does not exist."""
    return f"/desk/cases/{STRANGE}"
