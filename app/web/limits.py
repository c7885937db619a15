"""How much a request may bring, how often a name may be tried, how many derivations run at once.

1. The size of a form is limited by its address, before a byte of it is read. The numbers leave room
   for the longest text the forms take, three bytes a letter and percent-encoded, so that too long a
   story is answered by the form, which gives it back, and not by a 413, which cannot.
2. A form that was cut off is refused: half a story must not be kept as the whole.
3. No file is taken in that no view asked for, and none is ever spooled to the disk (P5). Where one
   is asked for, somebody who may not send it is held to the usual size before a byte is read.
4. A name that was just tried in vain waits before the next try: a second, two, four, at most 30.
   Never a lock, so nobody can lock a handler out; the passphrase (77 bits) is the lock. No address
   is kept, and of the name a MAC under a key that ends with the process. Few may wait at once, or
   waiting would take every thread; who finds no place does not wait, and still has to pass (5).
5. A bounded number of key derivations runs at once on each surface, so that a flood of one leaves
   the other its share. Who finds no place within a moment gets a calm 503 that keeps the words.
"""

import io
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import IO, TYPE_CHECKING, cast

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.domain import access, errors
from app.web import guards, sessions
from crypto import context, macs

if TYPE_CHECKING:
    from typing_extensions import Buffer

KIB, MIB = 1024, 1024 * 1024
USUAL_SIZE = 64 * KIB
# By rule, with what varies in it written `*`. A door takes the words that `carry` sealed, too.
SIZES = {
    "/report": 4 * MIB,
    "/report/send": 4 * MIB,
    "/return": 4 * MIB,
    "/case/reply": 2 * MIB,
    "/desk/sign-in": 4 * MIB,
    "/desk/cases/*/reply": 2 * MIB,
    "/desk/cases/*/notes": 2 * MIB,
    "/desk/cases/*/status": 512 * KIB,
    "/desk/cases/*/recuse": 512 * KIB,
    "/desk/cases/*/attest": 512 * KIB,
    "/desk/intake": 4 * MIB,
    "/admin/people": 32 * MIB,
    "/admin/tiers/policy": 512 * KIB,
}
# Addresses that take a file, and what it takes to be listened to there.
FILES = {"/admin/people": access.Action.PEOPLE_MANAGE}
MOST_FIELDS = 2000

FREE_TRIES = 2
LONGEST_PAUSE_SECONDS = 30
FORGOTTEN_AFTER_SECONDS = 3600
MOST_NAMES = 10_000
MOST_WAITING = 2

DERIVATIONS = {"portal": 4, "desk": 2, "admin": 2}
PATIENCE_SECONDS = 0.5


class Nowhere(io.BytesIO):
    """Where a file goes that no view asked for."""

    def write(self, part: "Buffer", /) -> int:
        """Drop the bytes, and say they were taken."""
        return memoryview(part).nbytes


class BoundedRequest(Request):
    """A request whose files never touch the disk."""

    takes_files = False

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return io.BytesIO() if self.takes_files else Nowhere()


@dataclass(slots=True)
class _Tries:
    failed: int
    last: float


@dataclass(slots=True)
class Throttle:
    """Pauses before a name is tried again; `sleep` and `clock` (seconds) come in for tests."""

    sleep: Callable[[float], object] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _tries: OrderedDict[bytes, _Tries] = field(default_factory=OrderedDict, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_WAITING))

    @contextmanager
    def paced(self, typed: str) -> Iterator[None]:
        """Wait if `typed` was just refused, then remember whether it is refused again."""
        name = macs.mac(self._key, typed.strip().casefold().encode(), context=_NAME)
        self._wait(self._pause(name))
        try:
            yield
        except errors.SignInRefused:
            self._failed(name)
            raise
        with self._lock:
            self._tries.pop(name, None)

    def _pause(self, name: bytes) -> float:
        with self._lock:
            tries = self._tries.get(name)
            if tries is None or tries.failed < FREE_TRIES:
                return 0.0
            pause = min(2.0 ** (tries.failed - FREE_TRIES), LONGEST_PAUSE_SECONDS)
            since = self.clock() - tries.last
            return 0.0 if since > FORGOTTEN_AFTER_SECONDS else max(0.0, pause - since)

    def _wait(self, seconds: float) -> None:
        if seconds and self._places.acquire(blocking=False):
            try:
                self.sleep(seconds)
            finally:
                self._places.release()

    def _failed(self, name: bytes) -> None:
        with self._lock:
            now = self.clock()
            tries = self._tries.pop(name, _Tries(0, now))
            stale = now - tries.last > FORGOTTEN_AFTER_SECONDS
            self._tries[name] = _Tries(1 if stale else min(tries.failed + 1, 64), now)
            if len(self._tries) > MOST_NAMES:
                self._tries.popitem(last=False)


_NAME = context.encode("typed name", instance=context.NO_INSTANCE)


def install(app: Flask) -> None:
    """Limit every request of `app`; this must be installed before whatever reads a form."""
    app.request_class = BoundedRequest
    app.config["MAX_FORM_MEMORY_SIZE"] = None  # The size of the whole is limited, by address.
    app.extensions["sotto_throttle"] = Throttle()
    app.extensions["sotto_derivations"] = {
        name: BoundedSemaphore(number) for name, number in DERIVATIONS.items()
    }
    app.before_request(_bound)


@contextmanager
def paced(typed: str) -> Iterator[None]:
    """Hold back a name that was just refused: `with limits.paced(name): signin.sign_in(...)`."""
    throttle: Throttle = current_app.extensions["sotto_throttle"]
    with throttle.paced(typed):
        yield


@contextmanager
def derivations(surface: str) -> Iterator[None]:
    """Take one of the places for key derivations on a surface. Raises `errors.Busy`."""
    places: BoundedSemaphore = current_app.extensions["sotto_derivations"][surface]
    if not places.acquire(timeout=PATIENCE_SECONDS):
        raise errors.Busy
    try:
        yield
    finally:
        places.release()


def _bound() -> None:
    rule = re.sub("<[^>]*>", "*", str(request.url_rule or ""))
    request.max_content_length = SIZES.get(rule, USUAL_SIZE)
    if rule in FILES and request.method == "POST":
        listens = access.may(guards.role_of(sessions.current()), FILES[rule])
        cast("BoundedRequest", request).takes_files = listens
        request.max_content_length = SIZES[rule] if listens else USUAL_SIZE
    if request.content_length is not None:
        # gunicorn ends a body silently where the connection ended. Without its word for the end,
        # werkzeug counts to Content-Length itself and refuses what is shorter.
        request.environ.pop("wsgi.input_terminated", None)
    if request.method == "POST" and request.endpoint and _fields() > MOST_FIELDS:
        raise RequestEntityTooLarge


def _fields() -> int:
    return sum(len(values) for _, values in request.form.lists())
