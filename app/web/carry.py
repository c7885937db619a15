"""What somebody typed survives an ended session, a stale token and a full house (P12).

Three ways, and none of them stores anything:

1. The page still has its writer (a stale token, a 503, the reporter's own form that needs no
   session): the answer shows the words again, in a form that sends them to the same address.
2. The session has ended, or another person's has begun: the words are sealed to the owner tag
   (`sessions`) of whoever the form was made for, and travel in the hidden field `carried` of the
   sign-in form. If the same person signs in, the answer shows them again, unsent; to anybody else
   the field is noise and is dropped. Nothing in the page is readable meanwhile.
3. Nobody was ever signed in here: there is nobody to keep words for, and the door is shown.

Passwords and codes are asked again, never given back. Files have to be chosen again.
"""

import base64
import contextlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from app.services import views
from app.web import pages, sessions, surfaces
from crypto import context, errors, sealing
from crypto import sessions as session_keys

CARRIED = "carried"
TOKEN = "csrf_token"  # noqa: S105 - the name of the field
NOT_SIGNED_IN = 403


class Kind(StrEnum):
    """How a field is shown again."""

    HIDDEN = "hidden"
    LINE = "line"
    AREA = "area"
    SECRET = "secret"  # noqa: S105 - a box to type in again; it never holds a value
    CODE = "code"  # the same for digits that count once


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form that is shown again."""

    name: str
    value: str = field(repr=False)
    kind: Kind
    label: str | LazyString


@dataclass(frozen=True, slots=True)
class Form:
    """A form that gives words back; `shared/error.html` shows it.

    Attributes:
        action: path to send it to, with the language prefix and without a host.
        fields: hidden ones first, in the order they came.
        button: what the button says.
    """

    action: str
    fields: tuple[Field, ...]
    button: str


# The fields people type into. Whatever is not named here was chosen, not typed, and stays hidden.
SHOWN: dict[str, tuple[Kind, LazyString]] = {
    "about_names": (Kind.AREA, lazy_gettext("Other people it is about, one name per line")),
    "story": (Kind.AREA, lazy_gettext("What happened")),
    "where": (Kind.LINE, lazy_gettext("Where")),
    "when": (Kind.LINE, lazy_gettext("When")),
    "message": (Kind.AREA, lazy_gettext("Your message")),
    "note": (Kind.AREA, lazy_gettext("Your note")),
    "reason": (Kind.AREA, lazy_gettext("Your reason")),
    "because": (Kind.AREA, lazy_gettext("Your reason")),
    "receipt": (Kind.LINE, lazy_gettext("The seven words of your receipt")),
    "name": (Kind.LINE, lazy_gettext("Your name")),
    "passphrase": (Kind.SECRET, lazy_gettext("Your passphrase")),
    "code": (Kind.CODE, lazy_gettext("The code from your phone")),
    "invitation": (Kind.SECRET, lazy_gettext("Your invitation")),
    "recovery": (Kind.SECRET, lazy_gettext("Your recovery words")),
}
ASKED_AGAIN = frozenset({Kind.SECRET, Kind.CODE})
# Only these are worth a way round the sign-in: what can be ticked again is quickly ticked.
WORDS = frozenset({"message", "note", "reason", "because"})


def typed() -> tuple[tuple[str, str], ...]:
    """Return the fields of the request's form, without its token."""
    return tuple(pair for pair in request.form.items(multi=True) if pair[0] != TOKEN)


def form_again() -> Form | None:
    """Return the request's own form to send once more, or None if nothing was sent."""
    if request.method != "POST":
        return None
    return _form(surfaces.here(request.path), typed(), gettext("Send again"))


def sealed() -> str:
    """Return the sealed words that came with the request, for the sign-in form to pass on."""
    return request.form.get(CARRIED, "")


def to_the_door(surface: surfaces.Surface) -> ResponseReturnValue:
    """Answer somebody who is not signed in: with the door, and with the words if there are any."""
    owner = sessions.owner()
    if request.method != "POST" or owner is None or not WORDS & request.form.keys():
        return redirect(surfaces.here(surface.sign_in), code=303)
    asked = tuple((name, "") for name in surface.asks)
    kept = seal(request.path, typed(), owner=owner)
    page = render_template(
        "shared/error.html",
        title=gettext("You were signed out"),
        what_happened=gettext("You were away too long, or signed out elsewhere. Nothing was sent."),
        what_next=gettext("What you wrote is kept. Sign in and it stands in the box again."),
        status=NOT_SIGNED_IN,
        form=_form(surfaces.here(surface.sign_in), ((CARRIED, kept), *asked), gettext("Sign in")),
    )
    return page, NOT_SIGNED_IN


def resumed() -> ResponseReturnValue | None:
    """Return the page with the words that came through the sign-in, or None if there are none.

    A sign-in view says `return carry.resumed() or redirect(...)` once the session has begun.
    """
    who = sessions.current()
    opened = open_(sealed(), owner=sessions.owner_tag(who)) if sealed() and who else None
    if opened is None:
        return None
    path, fields = opened
    return render_template(
        "shared/error.html",
        title=gettext("You are signed in again"),
        what_happened=_what_this_is(path),
        what_next=gettext("Read it through, and send it if it is still what you want to say."),
        status=200,
        form=_form(surfaces.here(path), fields, gettext("Send")),
    )


def _what_this_is(path: str) -> str:
    """Say what came through the sign-in, and to which case it belongs if to one of several."""
    typed_id = path.partition("/cases/")[2].partition("/")[0]
    try:
        of = views.reference(uuid.UUID(typed_id).bytes)
    except ValueError:
        return str(gettext("Here is what you wrote. It has not been sent."))
    said = gettext("Here is what you wrote for case %(case)s. It has not been sent.", case=of)
    return str(said)


def seal(path: str, fields: Iterable[tuple[str, str]], *, owner: bytes) -> str:
    """Seal what was typed at `path` to an owner tag; nobody else's tag opens it."""
    inst = surfaces.instance()
    body = json.dumps([path, list(fields)]).encode()
    key = session_keys.hidden_key(inst.secrets.day(pages.today()), instance=inst.id, visit=owner)
    return base64.urlsafe_b64encode(sealing.seal(key, body, context=_context())).decode("ascii")


def open_(carried: str, *, owner: bytes) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return path and fields sealed to an owner tag, or None: forged, foreign, too old."""
    inst = surfaces.instance()
    try:
        raw = base64.urlsafe_b64decode(carried)
    except ValueError:
        return None
    for day_secret in inst.secrets.recent_days(pages.today()):
        key = session_keys.hidden_key(day_secret, instance=inst.id, visit=owner)
        with contextlib.suppress(errors.SealRefused):
            path, fields = json.loads(sealing.open_sealed(key, raw, context=_context()))
            return path, tuple((name, value) for name, value in fields)
    return None


def _context() -> bytes:
    return context.encode(
        "carried words", instance=surfaces.instance().id, surface=surfaces.current().name
    )


def _form(action: str, pairs: Iterable[tuple[str, str]], button: str) -> Form:
    fields = [_field(name, value) for name, value in pairs]
    return Form(action, tuple(sorted(fields, key=lambda each: each.kind != Kind.HIDDEN)), button)


def _field(name: str, value: str) -> Field:
    kind, label = SHOWN.get(name, (Kind.HIDDEN, ""))
    return Field(name, "" if kind in ASKED_AGAIN else value, kind, label)
