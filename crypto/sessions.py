"""Keys of a session: one half in the cookie, one half that is destroyed with the day.

FORMAT.md §14. The session row keeps what it must sealed under a key that neither the database nor
the cookie holds: it follows from a random key in the cookie *and* a secret of the day that is kept
outside the database and destroyed after two days. A copied database opens nothing, a found cookie
opens nothing later. What is sealed goes through `sealing`.
"""

from crypto import context as contexts
from crypto import keys, wire


def session_key(
    cookie_key: bytes, day_secret: bytes, *, instance: bytes, surface: str, session: bytes
) -> bytes:
    """Derive the 32-byte key that a session row is sealed under.

    Args:
        cookie_key: 32 random bytes that only the cookie holds.
        day_secret: 32 bytes, the secret of the day on which the session began.
        instance: 16 bytes.
        surface: "portal", "desk" or "admin"; a cookie of one opens nothing in another.
        session: 16 bytes, the row's id.

    """
    both = wire.exactly(cookie_key, keys.KEY_SIZE) + wire.exactly(day_secret, keys.KEY_SIZE)
    label = contexts.encode("session key", instance=instance, surface=surface, session=session)
    return keys.derive(both, context=label)


def hidden_key(day_secret: bytes, *, instance: bytes, visit: bytes) -> bytes:
    """Derive the 32-byte key that a form's hidden field is sealed under.

    Args:
        day_secret: 32 bytes, the portal's secret of the day.
        instance: 16 bytes.
        visit: 16 bytes that only the visitor's cookie holds.

    """
    label = contexts.encode("hidden field key", instance=instance, visit=visit)
    return keys.derive(wire.exactly(day_secret, keys.KEY_SIZE), context=label)
