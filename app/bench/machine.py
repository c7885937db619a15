"""What the machine is, and what it does with nothing around it."""

import os
import platform
import secrets
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from crypto import context, grants, keys, receipt

BARE_SECONDS = 1.0
CHECKOUT = Path(__file__).resolve().parents[2]


def bare(folder: Path, *, profile: str, seconds: float = BARE_SECONDS) -> dict[str, float]:
    """Return what one thread does a second with nothing around it, in the folder of the homes."""
    public = keys.Identity.from_seed(keys.new_seed()).public
    label = context.encode("floor", instance=bytes(16))
    words = receipt.mint()
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE bare (id BLOB PRIMARY KEY, raw BLOB) WITHOUT ROWID")
        raw = bytes(4096)
        return {
            "bare durable INSERTs (4 KiB, one thread)": _rate(
                lambda: connection.execute(
                    "INSERT INTO bare VALUES (?, ?)", (secrets.token_bytes(16), raw)
                ),
                seconds=seconds,
            ),
            "bare HPKE seals (one thread)": _rate(
                lambda: grants.wrap(raw[:32], public, context=label), seconds=seconds
            ),
            "bare receipt derivations (one thread)": _rate(
                lambda: receipt.derive(words, pepper=raw[:32], instance=raw[:16], profile=profile),
                seconds=seconds,
            ),
        }


def _rate(work: Callable[[], object], *, seconds: float) -> float:
    done, begun = 0, time.perf_counter()
    while (taken := time.perf_counter() - begun) < seconds or not done:
        work()
        done += 1
    return done / taken


def about() -> dict[str, str]:
    """Return what the figures were measured on."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def commit() -> str:
    """Return the id of the commit, and whether files differ from it; empty where there is none."""
    git = shutil.which("git")
    if git is None:
        return ""
    head = _said(git, "rev-parse", "--short", "HEAD")
    return head + (" and changes" if head and _said(git, "status", "--porcelain") else "")


def _said(git: str, *asked: str) -> str:
    done = subprocess.run([git, *asked], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
