"""The portal's templates as the factory sets them up, with nothing behind them."""

from datetime import UTC, datetime

import pytest

from app import factory, paths
from app.portal import routes
from app.web import assets, errors, headers, pages, sessions
from tests.portal import samples


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
    given = {}
    app.update_template_context(given)
    return given
