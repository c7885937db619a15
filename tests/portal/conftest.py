"""The portal's templates as the factory sets them up, with nothing behind them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import factory, paths
from app.portal import routes
from app.settings import Settings
from app.web import assets, errors, headers, pages, sessions
from tests.portal import samples
from tests.portal.rita import Rita
from tests.support.cast import START


@pytest.fixture(scope="session")
def shell(tmp_path_factory):
    """Return an application that renders any state of `samples`, without an instance."""
    app = factory.Sotto("app", static_folder=None, template_folder=str(paths.templates()))
    app.secret_key = "not a secret: these pages are thrown away"
    app.config.update(SURFACES=("portal",), HTTPS=False, WTF_CSRF_ENABLED=True)
    headers.install(app, https=False)
    sessions.install(app)
    pages.install(
        app,
        clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC),
        translations=tmp_path_factory.mktemp("translations"),
    )
    errors.protect(app)
    assets.install(app, paths.static())
    app.register_blueprint(routes.blueprint)
    return app


@pytest.fixture(scope="session")
def page(shell):
    """Return a function: name of a state → its HTML."""

    def rendered(state):
        template, given = samples.states()[state]
        with shell.test_request_context("/"):
            return shell.jinja_env.get_template(template).render(
                **{**_context(shell), **given},
            )

    return rendered


def _context(app):
    given: dict[str, object] = {}
    app.update_template_context(given)
    return given


class Clock:
    """A clock that a test moves."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def app(inst, clock):
    """Return the portal of a founded company."""
    settings = Settings.load({}, home=inst.home, surfaces="portal", kdf_profile="cheap")
    return factory.create_app(settings, clock=clock, inst=inst)


@pytest.fixture
def rita(app):
    return Rita(app)


def pytest_collection_modifyitems(config, items):
    """Pages do not depend on the database: SQLite is enough here, the journeys take both."""
    here = Path(__file__).parent
    away = {
        item
        for item in items
        if here in item.path.parents
        and "postgres" in getattr(getattr(item, "callspec", None), "params", {}).values()
    }
    config.hook.pytest_deselected(items=list(away))
    items[:] = [item for item in items if item not in away]
