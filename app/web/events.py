"""What the log may say: the day, the name of an event, and where in our code it happened.

Never input, never an address, never a time finer than the day (P5). An error is logged as its type
and the line that raised it; its words stay out, since libraries quote what they were given. What
other libraries log is reduced to their name and level for the same reason.
"""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

LOG = logging.getLogger("sotto")
_ROOT = Path(__file__).resolve().parents[2]


class Plain(logging.Formatter):
    """Writes our own events as they are, and of anybody else's only that there was one."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", datefmt="%Y-%m-%d")

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, without the traceback that logging would append."""
        said = record.getMessage() if record.name == LOG.name else f"event=foreign by={record.name}"
        line = logging.makeLogRecord({**record.__dict__, "msg": said, "args": (), "exc_info": None})
        line.exc_text = line.stack_info = None
        return super().format(line)


def configure() -> None:
    """Send every log of this process to standard error in that form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    LOG.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_failed
    sys.unraisablehook = _unraisable


def failed(event: str, error: BaseException) -> None:
    """Log that something failed: which kind of error, and in which line of ours."""
    LOG.error("event=%s type=%s at=%s", event, type(error).__name__, place(error.__traceback__))


def place(trace: TracebackType | None) -> str:
    """Return the innermost line of our own code, as `app/web/events.py:12`."""
    for frame in reversed(traceback.extract_tb(trace)):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and "site-packages" not in path.parts[len(_ROOT.parts) :]:
            return f"{path.relative_to(_ROOT)}:{frame.lineno}"
    return "elsewhere"


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        failed("thread-failed", args.exc_value)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        failed("ignored-error", args.exc_value)
