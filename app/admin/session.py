"""Who administers at this moment."""

from app.domain import access, errors
from app.services import signin
from app.web import guards, sessions


def staff() -> signin.Staff:
    """Return who is signed in; the guards have seen to it that it is an administrator."""
    who = sessions.current()
    if not isinstance(who, signin.Staff) or guards.role_of(who) is not access.Role.ADMINISTRATOR:
        raise errors.NotFound
    return who
