"""Serve the small views by real gunicorn, as `sotto serve` would."""

import sys
from pathlib import Path

from app import factory
from app.settings import Settings
from app.web import events, server
from tests.web import small


def main(home: str, port: str) -> None:
    factory.existing_surfaces = lambda settings: settings.surfaces
    factory._blueprint = lambda surface: small.SURFACES[surface]()
    server.SILENCE_SECONDS = 1
    events.configure()
    settings = Settings.load({}, home=Path(home), surfaces="portal,desk")
    app = factory.create_app(settings)
    server.run(
        app, host="127.0.0.1", port=int(port), workers=1, threads=4,
        after_fork=app.extensions["sotto"].db.forget_connections,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
