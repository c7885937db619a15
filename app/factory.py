"""Settings in, one Flask application out.

The order of the installs is the order in which a request meets them: its size, where it comes from,
who may do this, its token. Only then is a view asked.
"""

import importlib
import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Flask
from jinja2 import StrictUndefined

from app import paths
from app.services import instance
from app.settings import Settings, SettingsError
from app.web import (
    assets,
    errors,
    events,
    guards,
    headers,
    limits,
    pages,
    sessions,
)


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


class Sotto(Flask):
    """The application: strict templates, and a log without a word of anybody's."""

    jinja_options = {  # noqa: RUF012 - Flask declares it so
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    def log_exception(self, exc_info: object) -> None:
        """Log the type and place of an error that no page could be made for."""
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        events.failed("answer-failed", error or RuntimeError())


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = now,
    inst: instance.Instance | None = None,
) -> Sotto:
    """Return the application that serves the surfaces of `settings`.

    Raises:
        SettingsError: none of the surfaces asked for exists.
        SecretsMissing: a secret of the instance is not there.
        DatabaseUnavailable: the database is down.
    """
    names = existing_surfaces(settings)
    inst = inst or instance.open_(
        settings.home, database_url=settings.database_url, kdf_profile=settings.kdf_profile
    )
    app = Sotto("app", static_folder=None, template_folder=str(paths.templates()))
    app.secret_key = inst.secrets.cookie
    app.extensions["sotto"] = inst
    app.config.update(SURFACES=names, PROVIDE_AUTOMATIC_OPTIONS=False)
    # A redirect to a tidier address would be made from the Host header.
    app.url_map.strict_slashes = app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    _install(app, settings, clock=clock)
    for name in names:
        app.register_blueprint(_blueprint(name))
    return app


def create_home(
    home: Path, *, kdf_profile: str = "standard", clock: Callable[[], datetime] = now
) -> Sotto:
    """Make a new instance in `home`, with nothing from the environment; return what serves it."""
    from app.services import installing

    settings = Settings.load({}, home=home, kdf_profile=kdf_profile)
    made = installing.make(
        settings.home,
        database_url=settings.database_url,
        kdf_profile=settings.kdf_profile,
        migrations=paths.migrations(),
    )
    return create_app(settings, clock=clock, inst=made)


def existing_surfaces(settings: Settings) -> tuple[str, ...]:
    """Return the surfaces of `settings` that this version has. Raises `SettingsError` for none."""
    names = tuple(
        name for name in settings.surfaces if importlib.util.find_spec(f"app.{name}.routes")
    )
    if not names:
        asked = " and ".join(settings.surfaces)
        raise SettingsError(f"This version of Sotto has no {asked} surface to serve yet.")
    return names


def _install(app: Sotto, settings: Settings, *, clock: Callable[[], datetime]) -> None:
    https = (settings.public_url or "").startswith("https://")
    headers.install(app, https=https)
    sessions.install(app)
    pages.install(app, clock=clock, translations=paths.PACKAGE / "translations")
    limits.install(app)
    errors.install(app)
    guards.install(app)
    errors.protect(app)
    assets.install(app, paths.static())


def _blueprint(surface: str) -> Blueprint:
    module = importlib.import_module(f"app.{surface}.routes")
    return module.blueprint  # type: ignore[no-any-return]
