"""The web layer around the small views of `small`: real instance, real sessions, real cookies."""

import pytest

from app import factory, paths
from app.services import installing
from app.settings import Settings
from tests.web import small


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    installing.make(
        folder, database_url=f"sqlite:///{folder}/sotto.db", kdf_profile="cheap",
        migrations=paths.migrations(),
    )  # fmt: skip
    return folder


@pytest.fixture
def clock():
    return small.Clock()


@pytest.fixture(params=["http", "https"])
def scheme(request):
    return request.param


@pytest.fixture
def build(home, clock, monkeypatch):
    """Make an application of our small views, as the factory does of the real ones."""
    monkeypatch.setattr(factory, "existing_surfaces", lambda settings: settings.surfaces)
    monkeypatch.setattr(factory, "_blueprint", lambda name: small.SURFACES[name]())

    def made(scheme="http", surfaces="portal,desk"):
        public = "https://report.example.test" if scheme == "https" else None
        settings = Settings.load({}, home=home, public_url=public, surfaces=surfaces)
        return factory.create_app(settings, clock=clock)

    return made


@pytest.fixture
def app(build, scheme):
    return build(scheme)


@pytest.fixture
def browser(app, scheme):
    return small.Browser(app, scheme)
