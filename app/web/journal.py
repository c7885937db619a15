"""gunicorn's own log, reduced to the names of the events we know (P5).

gunicorn formats addresses, raw lines and URIs of requests into its messages, and tracebacks into
its errors. So its words are never written: a message we know becomes an event, of another one it is
said only that there was one. What a later gunicorn adds stays out until somebody has read it.
"""

import logging

from gunicorn.config import Config
from gunicorn.glogging import Logger

from app.web import events

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
