"""gunicorn as `sotto serve` runs it: threads, and nothing of a visit in any log (P5).

1. Threads, because a sync worker kills a request that takes longer than its timeout, as an upload
   over Tor does. A thread is given up only when nothing at all arrives for `SILENCE_SECONDS`.
2. gunicorn writes the address and raw line of a malformed request, and the URI of one that failed.
   Here a malformed request is answered and logged by `Worker` itself, and `journal` lets
   through only the messages it knows.
3. No control socket, no `Server` header, no trust in anything forwarded: scheme and host come from
   SOTTO_PUBLIC_URL (`factory`). No settings file and no GUNICORN_* variable is read.
"""

import contextlib
import ctypes
import socket
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from gunicorn.http import wsgi
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.web import events, headers, journal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SILENCE_SECONDS = 60
LINGER_SECONDS = 2
# From malloc.h; other systems have no such call, and no such heaps.
_M_ARENA_MAX = -8
# A worker whose main loop (never a request) stands still this long is replaced.
STUCK_SECONDS = 120
# gunicorn counts them as malformed requests, but it is the application that made them.
OUR_FAULT = (InvalidResponseHeader, InvalidResponseHeaderName)


class Answer(wsgi.Response):  # type: ignore[misc]
    """An answer that does not say which server gave it."""

    def default_headers(self) -> list[str]:
        """Return gunicorn's own headers without `Server`."""
        given: list[str] = super().default_headers()
        return [each for each in given if not each.startswith("Server:")]


class Worker(ThreadWorker):  # type: ignore[misc]
    """A threaded worker that gives up on silence and keeps quiet about malformed requests."""

    def enqueue_req(self, conn: TConn) -> None:
        """Let no connection hold a thread while nothing arrives."""
        silence = struct.pack("ll", SILENCE_SECONDS, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, silence)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, silence)
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """Answer a connection, and let go of one that ends here rather than in the main loop.

        gunicorn waits up to two seconds for the other side to close, on the one thread that
        accepts: a few clients who never close would keep everybody else out.
        """
        again = super().handle(conn)
        if again is False:
            _let_go(conn.sock)
        return again

    def handle_error(
        self, _request: object, client: socket.socket, _address: object, exc: Exception
    ) -> None:
        """Answer a request that never became one, or that broke outside the application."""
        theirs = isinstance(exc, ParseException) and not isinstance(exc, OUR_FAULT)
        if theirs:
            events.LOG.info("event=malformed-request type=%s", type(exc).__name__)
        else:
            events.failed("request-broke", exc)
        try:
            client.sendall(_bare_answer("400 Bad Request" if theirs else "500 Internal Error"))
        except OSError:
            events.LOG.info("event=connection-gone")


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around one WSGI application, made before the fork and shared by all workers."""

    def __init__(self, load: Callable[[], "WSGIApplication"], options: dict[str, object]) -> None:
        self._load, self._options = load, options
        super().__init__()

    def load_config(self) -> None:
        """Take our settings, and nobody else's."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Return the application."""
        return self._load()


class AddressTaken(Exception):
    """The address to serve on cannot be bound; the text is one sentence."""


def insist_on_address(host: str, port: int) -> None:
    """Insist that the address can be bound; gunicorn by itself tries five times and says little.

    Raises:
        AddressTaken: it is in use, or not an address of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        raise AddressTaken(
            f"{host}:{port} is in use or not an address of this machine: name another with --port."
        ) from None


def run(
    app: "WSGIApplication",
    *,
    host: str,
    port: int,
    workers: int,
    threads: int,
    after_fork: Callable[[], object],
) -> None:
    """Serve `app` until a signal ends it.

    Args:
        app: made already, so that its memory is shared and a broken setting stops the start.
        host: address to bind; an IPv6 address without brackets.
        port: 0 lets the system choose.
        workers: processes.
        threads: threads in each.
        after_fork: called in each worker: connections of the parent must not be shared.
    """
    wsgi.Response = Answer
    _share_memory_between_threads()
    address = f"[{host}]" if ":" in host else host
    Server(
        lambda: app,
        {
            "bind": f"{address}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "logger_class": journal.Journal,
            "preload_app": True,
            "control_socket_disable": True,
            "timeout": STUCK_SECONDS,
            "graceful_timeout": 30,
            "keepalive": 5,
            "forwarded_allow_ips": "",
            "secure_scheme_headers": {},
            "forwarder_headers": "",
            "proc_name": "sotto",
            "post_fork": lambda _arbiter, _worker: after_fork(),
        },
    ).run()


def _share_memory_between_threads() -> None:
    """Let glibc keep two heaps for all threads, not one for each.

    Argon2 takes 8 MiB for each derivation, and glibc keeps them for the next one: in a heap of its
    own for every thread that ever derived. Two heaps hold what is needed at once.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def _let_go(sock: socket.socket) -> None:
    """End a connection once the other side has read what was sent (RFC 9112 §9.6)."""
    until = time.monotonic() + LINGER_SECONDS
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_WR)
        while (left := until - time.monotonic()) > 0:
            sock.settimeout(left)
            if not sock.recv(65536):
                break
    with contextlib.suppress(OSError):
        # Now gunicorn's own wait finds the end at once.
        sock.shutdown(socket.SHUT_RDWR)


def _bare_answer(status: str) -> bytes:
    body = b"This could not be read. Nothing was kept.\n"
    lines = [f"HTTP/1.1 {status}", "Connection: close"]
    lines += ["Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.ALWAYS.items()]
    lines.append(f"Cache-Control: {headers.NOT_KEPT}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
