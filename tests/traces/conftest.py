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
def desk_of(founded, tmp_path_factory, request):
    """Give a function: a name → a copy of the company, closed at the end."""
    opened = []

    def made(name):
        home = tmp_path_factory.mktemp(name.replace(" ", "-")) / "home"
        inst = copies.company(founded, home, request)
        opened.append(inst)
        return Desk(inst.__enter__(), founded.credentials)

    yield made
    for inst in opened:
        inst.__exit__(None, None, None)


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
            "a reader's": desk.report(**BOOKS),
            "newly in conflict by an import": desk.report(category="accounting", story=NAMED),
            "newly in conflict by a message": desk.report(**BOOKS),
            "not released": desk.report(NOW, **BOOKS),
        }

    return copies.frozen(founded, home, request, build)


@pytest.fixture(scope="session")
def knocked(founded, scene, tmp_path_factory, request):
    """Give a function: a kind of case → what each address of it did and answered, in order.

    The first of them is the first that Olga asks for after everything has changed.
    """
    known = {}

    def of(kind):
        if kind not in known:
            home = tmp_path_factory.mktemp("knock") / "home"
            with copies.company(scene[0], home, request) as inst:
                desk = Desk(inst, founded.credentials)
                olga = desk.browser("olga")
                case = {**_changed(desk, scene[1]), **routes.NO_CASES}[kind]
                known[kind] = routes.knock(desk, olga, case)
        return known[kind]

    return of


def _changed(desk, cases):
    """Let her read what she may, and then lose it; give the address of each kind of case."""
    inst, now = desk.inst, desk.clock.now
    olga = seeds.staff(inst, desk.cast, "olga")
    for kind in ("a reader's", "newly in conflict by an import", "newly in conflict by a message"):
        casework.open_case(inst, olga, case=cases[kind][1], now=now)
    rita = flows.come_back(inst, cases["newly in conflict by a message"][0])
    flows.say(inst, rita, "Olga Brandt knew.", now)
    people.import_file(inst, ALIAS, now=now)
    return {kind: case for kind, (_, case) in cases.items()}
