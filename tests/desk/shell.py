"""An application that renders any state of `samples`, without an instance behind it."""

from datetime import UTC, datetime
from typing import Any

from app import factory, paths
from app.desk import routes
from app.web import assets, errors, headers, pages, sessions
from tests.desk import samples


def make(translations):
    app = factory.Sotto("app", static_folder=None, template_folder=str(paths.templates()))
    app.secret_key = "not a secret: these pages are thrown away"
    app.config.update(SURFACES=("desk",), HTTPS=False, WTF_CSRF_ENABLED=True)
    headers.install(app, https=False)
    sessions.install(app)
    pages.install(
        app,
        clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC),
        translations=translations,
    )
    errors.protect(app)
    assets.install(app, paths.static())
    app.register_blueprint(routes.blueprint)
    return app


def page(app, state):
    """Return the HTML of a state."""
    template, given = samples.states()[state]
    context: dict[str, Any] = {}
    with app.test_request_context("/desk"):
        app.update_template_context(context)
        return app.jinja_env.get_template(template).render({**context, **given})
