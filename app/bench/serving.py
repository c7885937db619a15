"""Start a server, wait for its first answer, look at its memory, stop it again.

Linux only where it looks at memory: `/proc/PID/smaps_rollup` gives the proportional share (PSS), in
which pages that workers share count once in all. Only processes started here are stopped here.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

FIRST_ANSWER_SECONDS = 30.0


class NotServed(Exception):
    """A server did not answer in time; the text is what it said last."""


@dataclass(frozen=True)
class Server:
    """A server that has answered once."""

    url: str
    pid: int
    cold_start_seconds: float

    def worker_shares(self) -> list[int]:
        """Return the proportional share of memory of each worker, in bytes."""
        return [_share(pid) for pid in self._workers()]

    def cpu_seconds(self) -> float:
        """Return the processor time that the workers have used up to now, all together."""
        return sum(_cpu_ticks(pid) for pid in self._workers()) / os.sysconf("SC_CLK_TCK")

    def _workers(self) -> list[int]:
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]


def _cpu_ticks(pid: int) -> int:
    """Return user and system time of a process; the name before them may hold anything."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _share(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def free_port() -> int:
    """Return a port nobody listens on at this moment."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


def gunicorn(application: str, *, port: int, workers: int, threads: int) -> list[str]:
    """Return the command that serves a WSGI application as `sotto serve` serves Sotto."""
    return [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--no-control-socket",
        "--preload", "--keep-alive", "5",
        "--workers", str(workers), "--threads", str(threads), "--bind", f"127.0.0.1:{port}",
        "--log-level", "error", application,
    ]  # fmt: skip


@contextmanager
def served(
    command: Sequence[str], *, port: int, environ: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """Run a server in its own process group until the block ends.

    Raises:
        NotServed: it ended, or gave no answer within half a minute.
    """
    with log.open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environ}, stdout=said, stderr=said, start_new_session=True
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begun > FIRST_ANSWER_SECONDS:
                raise NotServed(log.read_text(encoding="utf-8", errors="replace")[-2000:])
            time.sleep(0.005)
        taken = time.perf_counter() - begun
        yield Server(f"http://127.0.0.1:{port}", process.pid, taken)
    finally:
        _stop(process)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
