"""Static files: the same for everybody, kept for long, dated never.

Their address carries a mark of their content (`url_for` adds it): a new version is a new address.
No ETag and no date is sent: both would say when the server was last touched.
"""

import zlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory

from app.domain import access
from app.web import guards

FOLDER = "STATIC_FOLDER"


def install(app: Flask, folder: Path) -> None:
    """Serve the files below `folder` at /static/."""
    app.config[FOLDER] = folder
    app.add_url_rule("/static/<path:filename>", "static", _serve)
    app.url_defaults(_mark)


@guards.allow(access.Action.PUBLIC)
def _serve(filename: str) -> Response:
    return send_from_directory(
        current_app.config[FOLDER], filename, etag=False, conditional=False, last_modified=None
    )


def _mark(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static" and "v" not in values:
        values["v"] = _content_mark(current_app.config[FOLDER], str(values.get("filename", "")))


@cache
def _content_mark(folder: Path, filename: str) -> str:
    """Return a mark that changes with the content; it guards against nothing but stale copies."""
    return f"{zlib.crc32((folder / filename).read_bytes()):08x}"
