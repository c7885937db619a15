"""The product behind its own gunicorn, in a process of its own: `sotto serve`, but for the clock.

The clock runs, and a test moves it forward for every worker at once. Home and temporary folder of
the process are its own, so that what it leaves there can be looked through.
"""

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support import cast as casting

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Clock:
    """The real clock, moved by as many seconds as a file says."""

    path: Path

    def __call__(self):
        return datetime.now(UTC) + timedelta(seconds=float(self.path.read_text()))

    def forward(self, **delta):
        self.set(self() + timedelta(**delta))

    def set(self, moment):
        changed = self.path.with_suffix(".new")
        changed.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        changed.replace(self.path)


@dataclass
class Served:
    """A running server: where it answers, and all it could leave something in."""

    process: subprocess.Popen[bytes]
    port: int
    clock: Clock
    home: Path
    database: str
    log: Path
    user: Path
    temp: Path

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def workers(self):
        """Give the process ids of the workers."""
        (children,) = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(each) for each in children.read_text().split()]


@contextlib.contextmanager
def serving(home, *, database, folder, now=casting.START + timedelta(days=1), workers=2):
    """Serve the instance at `home` until the end of the block."""
    clock = Clock(folder / "clock")
    clock.set(now)
    places = {name: folder / name for name in ("user", "temp")}
    for place in places.values():
        place.mkdir()
    port, log = free_port(), folder / "log"
    environ = {
        "PATH": os.environ["PATH"], "HOME": str(places["user"]), "TMPDIR": str(places["temp"]),
        "SOTTO_HOME": str(home), "SOTTO_DATABASE_URL": database, "SOTTO_KDF_PROFILE": "cheap",
        "SOTTO_PORT": str(port), "SOTTO_WORKERS": str(workers), "SOTTO_THREADS": "4",
    }  # fmt: skip
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.server", str(clock.path)],
            cwd=ROOT, env=environ, stdout=written, stderr=written,
        )  # fmt: skip
    served = Served(process, port, clock, home, database, log, **places)
    try:
        until_it_answers(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=90) == 0


def until_it_answers(served):
    for _ in range(1200):
        with contextlib.suppress(OSError), urllib.request.urlopen(served.url, timeout=5):
            return
        assert served.process.poll() is None, served.log.read_text()
        time.sleep(0.05)
    raise AssertionError(f"no answer in a minute: {served.log.read_text()}")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def main(clock):
    """Run the product's own `serve` under another clock, and with less patience."""
    from app import cli, factory
    from app.settings import Settings
    from app.store import db
    from app.web import limits

    db.BUSY_SECONDS, limits.LONGEST_PAUSE_SECONDS = 1, 0
    factory.create_app = functools.partial(factory.create_app, clock=Clock(Path(clock)))
    cli.run(Settings.load(os.environ))


if __name__ == "__main__":
    main(*sys.argv[1:])
