"""The headers of every answer, errors and static files included (DESIGN §8, SECURITY.md).

1. Nothing runs and nothing is fetched from elsewhere: no script at all, on any surface.
2. Nobody else's page may frame a page, open it and keep hold of it, or load a piece of it.
3. No page is kept by a cache or named to another site; only static files, the same for everybody,
   are kept, under an address that changes with their content and with no date of theirs.
4. https is promised (HSTS) only where SOTTO_PUBLIC_URL says https; the request has no say in it.
"""

from typing import TypeVar

from flask import Flask, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

# Chromium applies `form-action` to redirects after a form too: a form may never end up elsewhere.
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What a page could ask of a phone, as far as browsers know the name: none of it.
POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "clipboard-write",
    "compute-pressure", "display-capture", "encrypted-media", "fullscreen", "gamepad",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-create",
    "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in POWERS),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOT_KEPT = "no-store"
KEPT = "public, max-age=31536000, immutable"
ONLY_HTTPS = "max-age=63072000"
# They say when something changed or what the page depended on; nothing here may be kept anyway.
TELLING = ("Last-Modified", "ETag", "Expires", "Vary", "Server", "Date")


_Answer = TypeVar("_Answer", bound=AnyResponse)


def install(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of `app`."""
    app.config["HTTPS"] = https
    app.after_request(_finish)


def clear_site(response: _Answer) -> _Answer:
    """Tell the browser to forget cookies and storage of this site (the reporter leaves)."""
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


def _finish(response: Response) -> Response:
    for name in TELLING:
        response.headers.pop(name, None)
    response.headers.update(ALWAYS)
    is_static = request.endpoint == "static" and response.status_code in {200, 206}
    response.headers["Cache-Control"] = KEPT if is_static else NOT_KEPT
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = ONLY_HTTPS
    return response
