"""One company in which Olga meets every kind of case there is, before the signed-in eye of a clock.

Views are thin and the database is asked the same on both, so one backend is enough here; what the
gate does is counted on both in `tests/attacks`.
"""

import uuid
from datetime import timedelta

import pytest

from app import factory, paths
from app.services import casework, installing, people
from app.settings import Settings
from tests.conftest import Founded
from tests.support import cast as casting
from tests.support import copies, flows, seeds
from tests.traces import routes
from tests.web import small

REPORTED = casting.START
NOW = casting.START + timedelta(days=1, hours=1)
NOWHERE = "does not exist"
READERS = "a reader's"
BY_IMPORT = "newly in conflict by an import"
BY_MESSAGE = "newly in conflict by a message"
READ = (READERS, BY_IMPORT, BY_MESSAGE)
BOOKS = {"category": "accounting", "story": "The books of a subsidiary are wrong."}
NAMED = "The books are wrong, says Frieda Sander."
ALIAS = casting.COMPANY.replace("olga,Olga Brandt,,", "olga,Olga Brandt,Frieda Sander,")


@pytest.fixture(scope="session")
def founded(tmp_path_factory):
    """Found a company that releases at 17:00, with one administrator."""
    home = tmp_path_factory.mktemp("traces") / "home"
    home.mkdir()
    made = installing.make(
        home, database_url=f"sqlite:///{home}/sotto.db", kdf_profile="cheap",
        migrations=paths.migrations(),
    )  # fmt: skip
    casting.with_policy(made, release_hour=17)
    credentials = casting.found_company(made, admin="gus")
    made.db.engine.dispose()
    return Founded(home, credentials, None)


class Desk:
    """A copy of the company, and whoever sits before its pages."""

    def __init__(self, inst, cast):
        self.inst, self.cast = inst, cast
        self.clock = small.Clock()
        self.clock.now = NOW
        settings = Settings.load({}, home=inst.home, kdf_profile="cheap")
        self.app = factory.create_app(settings, clock=self.clock, inst=inst)

    def report(self, now=REPORTED, **said):
        """File a report; return (its receipt, the address of its case)."""
        before = set(seeds.case_ids(self.inst))
        receipt = flows.report(self.inst, now, **said)
        (case,) = set(seeds.case_ids(self.inst)) - before
        return receipt, str(uuid.UUID(bytes=case))

    def browser(self, person, surface="desk"):
        """Sign somebody in; each code a fresh one."""
        self.clock.forward(seconds=31)
        browser = small.Browser(self.app)
        answer = browser.post(
            f"/{surface}/sign-in",
            self.credentials(person),
            token=browser.token(f"/{surface}/sign-in"),
        )
        assert answer.status_code == 303
        return browser

    def credentials(self, person):
        holder = self.cast[person]
        code = holder.code(self.clock.now)
        return {"name": holder.name, "passphrase": holder.passphrase, "code": code}


@pytest.fixture(scope="session")
def scene(founded, tmp_path_factory, request):
    """File what Olga may read, may not read and may not read yet; give (copy of it, cases)."""
    home = tmp_path_factory.mktemp("scene") / "home"

    def build(inst):
        desk = Desk(inst, founded.credentials)
        return {
            "excluded from the start": desk.report(about=["olga"]),
            "not mine": desk.report(about=["oskar"]),
            "standby whose day has not come": desk.report(),
            READERS: desk.report(**BOOKS),
            BY_IMPORT: desk.report(category="accounting", story=NAMED),
            BY_MESSAGE: desk.report(**BOOKS),
            "not released": desk.report(NOW, **BOOKS),
        }

    return copies.frozen(founded, home, request, build)


@pytest.fixture(scope="session")
def knocked(founded, scene, tmp_path_factory, request):
    """Give a function: a kind of case → {when: {way: what was done and answered}}.

    Olga has signed in and read what she may. "After an import": the first that she asks for then
    is the case, so this is also the first time that anything is decided anew. "After a message":
    she is named in one, and nothing else has changed.
    """
    known = {}

    def of(kind):
        if kind not in known:
            home = tmp_path_factory.mktemp("knock") / "home"
            with copies.company(scene[0], home, request) as inst:
                known[kind] = _knocked(Desk(inst, founded.credentials), scene[1], kind)
        return known[kind]

    return of


def _knocked(desk, cases, kind):
    inst, browser = desk.inst, desk.browser("olga")
    addresses = {name: case for name, (_, case) in cases.items()} | routes.NO_CASES
    olga = seeds.staff(inst, desk.cast, "olga")
    for name in READ:
        casework.open_case(inst, olga, case=addresses[name], now=desk.clock.now)
    people.import_file(inst, ALIAS, now=desk.clock.now)
    first = NOWHERE if kind == BY_MESSAGE else kind
    imported = routes.knock(desk, browser, addresses[first])
    rita = flows.come_back(inst, cases[BY_MESSAGE][0])
    flows.say(inst, rita, "Olga Brandt knew.", desk.clock.now)
    named = routes.knock(desk, browser, addresses[kind])
    return {"after an import": imported, "after a message": named}
