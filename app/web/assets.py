"""Static files: the same for everybody, kept for long, dated never.

Their address carries a mark of their content (`url_for` adds it): a new version is a new address.
No ETag and no date is sent: both would say when the server was last touched.
"""

import mimetypes
import zlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

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
    path = safe_join(str(current_app.config[FOLDER]), filename)
    if path is None or not Path(path).is_file():
        raise NotFound
    return Response(Path(path).read_bytes(), mimetype=mimetypes.guess_type(path)[0])


def _mark(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static" and "v" not in values:
        path: Path = current_app.config[FOLDER] / str(values["filename"])
        values["v"] = _content_mark(path, changed=path.stat().st_mtime_ns)


@lru_cache
def _content_mark(path: Path, *, changed: int) -> str:  # noqa: ARG001 - a newer file, a newer mark
    """Return a mark that changes with the content; it guards against nothing but stale copies."""
    return f"{zlib.crc32(path.read_bytes()):08x}"
