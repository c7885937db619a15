"""Who is here: one signed cookie a surface, and the session it opens on the server.

1. The cookie holds a random visit id, the secret of the CSRF token and, when somebody is signed in,
   the ticket. It is signed and not dated. What the session keeps lies in the database, sealed under
   the ticket (DESIGN §4, *Unlocked keys*): neither of the two opens anything alone.
2. A surface reads its own cookie and no other, so a handler who looks at the reporter's pages is a
   stranger there. On https the name begins with `__Host-`: no other host and no other path can set
   it, and it travels over https only.
3. It is set first on a page with a form (`csrf_token()` writes to it). `GET /` and a 404 set none.
4. Signing in and out change the visit id and the CSRF secret, so that nothing of before counts.
5. `SameSite=Lax`. `Strict` would keep the cookie back when a handler follows the link in a mail,
   and the sign-in page would then overwrite it, with the session and what is typed in another tab.
   Lax sends it with no POST from elsewhere, and no GET of ours changes anything.

The owner tag says whose page a form stands on, and says it to nobody else: it follows from the
person's own seed, which takes the receipt or the passphrase. It is a part of the CSRF secret, so it
stands in the cookie and, signed, in every form: a phone that restores a tab often has the form and
no longer the cookie.
"""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from werkzeug.datastructures import CallbackDict

from app.services import mailbox, signin
from app.services import sessions as stored
from app.web import pages, surfaces
from crypto import context, keys

VISIT_SIZE = 16
OWNER_SIZE = 16
_VISIT, _TICKET, _CSRF = "visit", "ticket", "csrf_token"
# Flask-WTF's own; a test notices if it changes.
_TOKEN_SALT = "wtf-csrf-token"  # noqa: S105 - a label
Who = signin.Staff | mailbox.Reporter


class Visit(CallbackDict[str, Any], SessionMixin):
    """What one surface's cookie holds; remembers whether it was changed."""

    modified = False

    def __init__(self, initial: Mapping[str, Any] | None = None) -> None:
        def changed(_: object) -> None:
            self.modified = True

        super().__init__(initial, changed)

    def bytes_of(self, name: str) -> bytes | None:
        """Return the bytes kept under `name`, or None."""
        kept = self.get(name)
        return base64.urlsafe_b64decode(kept) if kept else None

    def keep(self, name: str, raw: bytes) -> None:
        """Keep bytes under `name`."""
        self[name] = base64.urlsafe_b64encode(raw).decode("ascii")

    def renew(self, owner: bytes | None) -> None:
        """Forget everything and begin a visit of its own, tagged with `owner`."""
        self.clear()
        # Flask-WTF remembers the token of the request; the next one belongs to the new secret.
        g.pop(_CSRF, None)
        self.keep(_VISIT, secrets.token_bytes(VISIT_SIZE))
        self[_CSRF] = secrets.token_hex() + "." + (owner or b"").hex()


class Cookies(SessionInterface):
    """Reads and writes the cookie of the surface that the request belongs to."""

    session_class = Visit

    def open_session(self, app: Flask, request: Request) -> Visit:
        """Return what the cookie holds; nothing of one that is forged or damaged."""
        surface = surfaces.of(request.path)
        typed = request.cookies.get(cookie_name(app, surface), "")
        try:
            held = _signer(app, surface).loads(typed)
        except BadData:
            return Visit()
        return Visit(held)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie if it changed, delete it if nothing is left in it."""
        if not session.modified:
            return
        surface = surfaces.current()
        name, https = cookie_name(app, surface), app.config["HTTPS"]
        rules: dict[str, Any] = {"path": "/", "secure": https, "httponly": True, "samesite": "Lax"}
        if session:
            response.set_cookie(name, _signer(app, surface).dumps(dict(session)), **rules)
        elif name in request.cookies:
            response.delete_cookie(name, **rules)


def install(app: Flask) -> None:
    """Give `app` its cookies."""
    app.session_interface = Cookies()


def cookie_name(app: Flask, surface: surfaces.Surface) -> str:
    """Return the name of a surface's cookie."""
    return ("__Host-" if app.config["HTTPS"] else "") + "sotto_" + surface.name


def visit_id() -> bytes:
    """Return the 16 bytes that name this visit, beginning one if there is none."""
    known = _visit().bytes_of(_VISIT)
    if known is None:
        known = secrets.token_bytes(VISIT_SIZE)
        _visit().keep(_VISIT, known)
    return known


def current() -> Who | None:
    """Return who is signed in on this surface, or None. Raises `DatabaseUnavailable`."""
    if "who" not in g:
        g.who = _resume()
    return g.who  # type: ignore[no-any-return]


def start(who: Who) -> None:
    """Begin a session for `who` on this surface; one that was open here ends."""
    _end()
    surface = surfaces.current()
    ticket = stored.begin(
        surfaces.instance(), surface=surface.name, payload=who.to_bytes(), now=pages.now()
    )
    _visit().renew(owner_tag(who))
    _visit().keep(_TICKET, ticket.session + ticket.key)
    g.who = who


def finish() -> None:
    """End the session. Staff keep the owner tag, for a box still open in another tab."""
    try:
        _end()
    finally:
        # Whatever the database says, this browser has nothing left that opens anything.
        if surfaces.current() is surfaces.PORTAL:
            _visit().clear()
        else:
            _visit().renew(owner())
        g.who = None


def owner() -> bytes | None:
    """Return the tag of whoever the form was made for, else of whoever was here last, or None."""
    form = _owner_in(_secret_of(request.form.get(_CSRF, "")))
    return form or _owner_in(_visit().get(_CSRF))


def owner_tag(who: Who) -> bytes:
    """Return the 16 bytes that stand for `who` on this surface, the same whenever they come."""
    about = context.encode(
        "owner tag", instance=surfaces.instance().id, surface=surfaces.current().name
    )
    return keys.derive(who.seed, context=about, size=OWNER_SIZE)


def is_anothers() -> bool:
    """Say whether the form was made for somebody else than who is signed in now."""
    who, form = g.get("who"), owner()
    return who is not None and form is not None and form != owner_tag(who)


def _owner_in(secret: object) -> bytes | None:
    tag = str(secret or "").partition(".")[2]
    return bytes.fromhex(tag) or None


def _secret_of(token: str) -> object:
    """Return the secret a form's token was made from, if we made it."""
    try:
        return URLSafeTimedSerializer(current_app.secret_key or "", salt=_TOKEN_SALT).loads(token)
    except BadData:
        return None


def _resume() -> Who | None:
    ticket = _ticket()
    if ticket is None:
        return None
    surface = surfaces.current()
    payload = stored.resume(surfaces.instance(), ticket, surface=surface.name, now=pages.now())
    if payload is None:
        return None
    kind = mailbox.Reporter if surface is surfaces.PORTAL else signin.Staff
    return kind.from_bytes(payload)


def _end() -> None:
    ticket = _ticket()
    if ticket is not None:
        stored.end(surfaces.instance(), ticket)


def _ticket() -> stored.Ticket | None:
    raw = _visit().bytes_of(_TICKET)
    return stored.Ticket(session=raw[:16], key=raw[16:]) if raw else None


def _visit() -> Visit:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001


def _signer(app: Flask, surface: surfaces.Surface) -> URLSafeSerializer:
    return URLSafeSerializer(app.secret_key or "", salt=f"sotto {surface.name} cookie")
