"""Adam, the administrator, in front of a real instance: real services, real crypto, the cast.

Gus, a buyer, bears the account. Views are thin, so one backend is enough here.
"""

import io
from datetime import timedelta

import pytest

from app import factory, paths
from app.services import installing
from app.settings import Settings
from tests.conftest import Founded, _policy
from tests.support import cast as casting
from tests.web import small

COMPANY = casting.COMPANY


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    home = tmp_path_factory.mktemp("admin") / "home"
    home.mkdir()
    made = installing.make(
        home, database_url=f"sqlite:///{home}/sotto.db", kdf_profile="cheap",
        migrations=paths.migrations(),
    )  # fmt: skip
    _policy(made)
    credentials = casting.found_company(made, admin="gus")
    made.db.engine.dispose()
    return Founded(home, credentials, None)


class Visitor(small.Browser):
    """Somebody's browser at one of the two doors of staff."""

    def __init__(self, app, clock, cast, surface="admin"):
        super().__init__(app)
        self.clock, self.cast, self.surface = clock, cast, surface
        self.door = f"/{surface}/sign-in"

    def enter(self, who, **fields):
        self.clock.forward(seconds=31)
        holder = self.cast[who]
        code = holder.code(self.clock.now)
        given = {"name": holder.name, "passphrase": holder.passphrase, "code": code, **fields}
        return self.post(self.door, given, token=self.token(self.door))

    def send(self, path, fields=None, *, page=None):
        """Post from a page with the token that the page gave."""
        home = "/admin/people" if self.surface == "admin" else "/desk/roster"
        return self.post(path, fields, token=self.token(page or home))

    def upload(self, text, *, name="people.csv"):
        raw = text if isinstance(text, bytes) else text.encode()
        fields = {"file": (io.BytesIO(raw), name), "csrf_token": self.token("/admin/people")}
        return self.client.post("/admin/people", data=fields, base_url=self.base)


@pytest.fixture
def clock():
    clock = small.Clock()
    clock.now = casting.START + timedelta(days=1)
    return clock


@pytest.fixture
def app(inst, clock):
    settings = Settings.load({}, home=inst.home, kdf_profile="cheap")
    return factory.create_app(settings, clock=clock, inst=inst)


@pytest.fixture
def stranger(app, clock, cast):
    return Visitor(app, clock, cast)


@pytest.fixture
def adam(app, clock, cast):
    browser = Visitor(app, clock, cast)
    assert browser.enter("adam").status_code == 303
    return browser


@pytest.fixture
def at_desk(app, clock, cast):
    """Give a function: a person → their browser, signed in at the desk."""

    def signed_in(who):
        browser = Visitor(app, clock, cast, surface="desk")
        assert browser.enter(who).status_code == 303
        return browser

    return signed_in
