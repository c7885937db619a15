"""The three surfaces as data: where each lies, what of it is closed, and where its door is.

The path alone says which surface a request belongs to, so that even an address that does not exist
is answered by the rules of its surface: who is not signed in learns nothing about what exists below
/desk. Paths here stand without the language prefix (`pages.Prefix`).
"""

from dataclasses import dataclass

from flask import current_app, request

from app.services.instance import Instance


@dataclass(frozen=True, slots=True)
class Surface:
    """One audience's part of the site.

    Attributes:
        name: `portal`, `desk` or `admin`, as in the settings.
        root: path that belongs to it with everything below.
        closed: path that, with everything below, nobody sees without a session.
        sign_in: path of its door.
        asks: names of the fields its door asks for.
    """

    name: str
    root: str
    closed: str
    sign_in: str
    asks: tuple[str, ...]

    def closes(self, path: str) -> bool:
        """Say whether nobody sees `path` without a session."""
        return _below(self.closed, path)

    @property
    def is_served(self) -> bool:
        """Say whether this process serves it."""
        return self.name in current_app.config["SURFACES"]


STAFF_DOOR = ("name", "passphrase", "code")
PORTAL = Surface("portal", "/", "/case", "/return", ("receipt",))
DESK = Surface("desk", "/desk", "/desk", "/desk/sign-in", STAFF_DOOR)
ADMIN = Surface("admin", "/admin", "/admin", "/admin/sign-in", STAFF_DOOR)
# The portal last: its root holds everything.
ALL = (DESK, ADMIN, PORTAL)


def of(path: str) -> Surface:
    """Return the surface that `path` belongs to."""
    return next(surface for surface in ALL if _below(surface.root, path))


def current() -> Surface:
    """Return the surface of the request."""
    return of(request.path)


def instance() -> Instance:
    """Return the instance this process serves."""
    return current_app.extensions["sotto"]  # type: ignore[no-any-return]


def here(path: str) -> str:
    """Return `path` as it stands in a page or redirect: with the language prefix, without host."""
    return request.script_root + path


def _below(root: str, path: str) -> bool:
    return path == root or path.startswith(root.rstrip("/") + "/")
