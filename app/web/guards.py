"""Who may use which view: every view declares one action, and what is not declared does not exist.

1. `@guards.allow(access.Action.X)` stands on every view. One without it answers 404 whoever asks,
   and a test over `url_map` fails.
2. The role comes from the session of the request's own surface, the answer from the table in
   `domain.access`, which denies by default.
3. Nobody signed in: everything below /desk, existing or not, leads to /desk/sign-in, and everything
   below /case to /return. So the answer says nothing about what is there.
4. Signed in, but not for this: the same 404 as for an address that does not exist.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain import access
from app.services import signin
from app.web import carry, sessions, surfaces

_ACTION = "sotto_action"
_View = TypeVar("_View", bound=Callable[..., Any])


def allow(action: access.Action) -> Callable[[_View], _View]:
    """Declare that a view does `action`; who may not do it never learns that it exists.

    Raises:
        TypeError: the view declares another action already (one function behind two rules).
    """

    def declare(view: _View) -> _View:
        if _action_of(view) not in {None, action}:
            raise TypeError(f"{view.__name__} declares two actions")
        setattr(view, _ACTION, action)
        return view

    return declare


def install(app: Flask) -> None:
    """Ask before every request of `app` whether it may be answered at all."""
    app.before_request(_admit)


def undeclared(app: Flask) -> tuple[str, ...]:
    """Return the endpoints of `app` that declare no action."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    views = app.view_functions
    return tuple(sorted(each for each in endpoints if _action_of(views[each]) is None))


def role_of(who: sessions.Who | None) -> access.Role | None:
    """Return the role somebody has on this surface, None for a stranger."""
    if who is None:
        return None
    if isinstance(who, signin.Staff):
        return access.Role(who.kind)
    return access.Role.REPORTER


def _admit() -> ResponseReturnValue | None:
    surface = surfaces.current()
    if not surface.is_served:
        raise NotFound
    action = _declared()
    if action is not None and access.may(None, action):
        return None
    is_closed = surface.closes(request.path)
    if not is_closed and request.endpoint is None:
        return None  # Nothing is here, which the router is about to say.
    who = sessions.current()
    if who is None and is_closed:
        return carry.to_the_door(surface)
    if request.endpoint is None:
        return None
    if action is None or not access.may(role_of(who), action):
        raise NotFound
    return None


def _declared() -> access.Action | None:
    return _action_of(current_app.view_functions.get(request.endpoint or ""))


def _action_of(view: object) -> access.Action | None:
    action = getattr(view, _ACTION, None)
    return action if isinstance(action, access.Action) else None
