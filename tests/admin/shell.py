"""An application that renders any state of `samples`, without an instance behind it."""

from app.admin import routes
from tests.admin import samples
from tests.desk import shell


def make(translations):
    app = shell.make(translations)
    app.config["SURFACES"] = ("desk", "admin")
    app.register_blueprint(routes.blueprint)
    return app


def page(app, state):
    """Return the HTML of a state."""
    template, given = samples.states()[state]
    context = {}
    with app.test_request_context("/admin/people"):
        app.update_template_context(context)
        return app.jinja_env.get_template(template).render({**context, **given})
