"""gunicorn as `sotto serve` runs it: threads, and nothing of a visit in any log (P5).

1. Threads, because a sync worker kills a request that takes longer than its timeout, as an upload
   over Tor does. A thread is given up only when nothing at all arrives for `SILENCE_SECONDS`.
2. gunicorn writes the address and raw line of a malformed request, and the URI of one that failed.
   Here a malformed request is answered and logged by `Worker` itself, and `Journal` lets through
   only the messages it knows, so what a later gunicorn adds stays out until somebody reads it.
3. No control socket, no `Server` header, no trust in anything forwarded: scheme and host come from
   SOTTO_PUBLIC_URL (`factory`). No settings file and no GUNICORN_* variable is read.
"""

import contextlib
import logging
import socket
import struct
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http import wsgi
from gunicorn.http.errors import (
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    ParseException,
)
from gunicorn.workers.gthread import TConn, ThreadWorker

from app.web import events, headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

SILENCE_SECONDS = 60
LINGER_SECONDS = 2
# A worker whose main loop (never a request) stands still this long is replaced.
STUCK_SECONDS = 120
KNOWN = {
    "Starting gunicorn %s": "starting",
    "Listening at: %s (%s)": "listening",
    "Booting worker with pid: %s": "worker-started",
    "Worker exiting (pid: %s)": "worker-ended",
    "Handling signal: %s": "signal",
    "Shutting down: %s": "ended",
    "Worker (pid:%s) exited with code %s.": "worker-ended",
    "Worker (pid:%s) was sent %s!": "worker-killed",
}
# gunicorn counts them as malformed requests, but it is the application that made them.
OUR_FAULT = (InvalidResponseHeader, InvalidResponseHeaderName)


class Journal(Logger):  # type: ignore[misc]
    """gunicorn's log, reduced to the names of events we know; there is no access log at all."""

    def setup(self, cfg: Config) -> None:
        """Write where the rest of the process writes."""
        self.cfg = cfg
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        # gunicorn.http.wsgi and others write to their own loggers, with the method of a request.
        logging.getLogger("gunicorn").setLevel(logging.CRITICAL + 1)

    def _note(self, level: int, message: object) -> None:
        events.LOG.log(level, "event=server-%s", KNOWN.get(str(message), "message"))

    def critical(self, msg: object, *_: object, **__: object) -> None:
        """Log that there was one."""
        self._note(logging.CRITICAL, msg)

    def error(self, msg: object, *_: object, **__: object) -> None:
        """Log that there was one."""
        self._note(logging.ERROR, msg)

    def warning(self, msg: object, *_: object, **__: object) -> None:
        """Log that there was one."""
        self._note(logging.WARNING, msg)

    def info(self, msg: object, *_: object, **__: object) -> None:
        """Log it if it is one of ours to know."""
        if str(msg) in KNOWN:
            self._note(logging.INFO, msg)

    def debug(self, *_: object, **__: object) -> None:
        """Log nothing."""

    def exception(self, msg: object, *_: object, **__: object) -> None:
        """Log that there was one, without its words."""
        self._note(logging.ERROR, msg)

    def log(self, lvl: object, msg: object, *_: object, **__: object) -> None:
        """Log that there was one."""
        self._note(lvl if isinstance(lvl, int) else logging.INFO, msg)

    def access(self, *_: object, **__: object) -> None:
        """Log nothing about a request."""

    def reopen_files(self) -> None:
        """There is no file of gunicorn's to open again."""


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
    address = f"[{host}]" if ":" in host else host
    Server(
        lambda: app,
        {
            "bind": f"{address}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "logger_class": Journal,
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
