"""Drive the whole product in any order of events, watched by the oracle (P2, P3, P9).

1. A company is founded as people found one; every run works in a copy of it, in process, through
   the pages, with the clock handed in (`tests/oracle/machine.py`).
2. Runs of 40 events until the minutes are over. After each event whoever must not read a case
   sees, opens and infers nothing, also with every copy of the database and his own seed; whoever
   must, reads it. The first break ends the proof with the events that led there.
3. Then how often each rule and each ground had its say. In an hour none may be under 200 times; a
   shorter run only says which were.

`prove_machine.py [MINUTES]`, 10 unless told.
"""

import secrets
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hypothesis import HealthCheck, Phase, seed, settings  # noqa: E402 - the tree of this file first
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402

from tests.oracle import founded  # noqa: E402

RUNS_AT_ONCE = 2
ENOUGH = 200
LONG_MINUTES = 60
RULES = (
    "report", "message", "open", "reply", "notes", "status", "recuse", "sign in", "enrol", "time",
    "withdraw", "withdrawn", "lift asked for", "lifted",
    "move solid", "move dotted", "move deputy", "leave or return",
    "promote", "declare near", "declare far",
    "declare interest", "declare dispute", "C1", "C2", "C3", "C4", "C5", "C6", "C10", "C11",
    "start 1", "start 2", "start 3", "standby waits", "standby reads", "hidden", "opened",
)  # fmt: skip


def main() -> int:
    """Print one line a rule; return 1 if one had its say too seldom in a long run."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    until = time.monotonic() + 60 * minutes
    memory = Path("/dev/shm")  # noqa: S108 - a disk would only make it slower
    place = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sotto-machine-", dir=place) as folder:
        home = Path(folder) / "founded"
        machine = founded.machine_of(home, Path(folder), founded.company(home))
        while time.monotonic() < until:
            _run(machine, secrets.randbits(64))
    for name, times in sorted(machine.counted.items()):
        print(f"{name:20} {times:8}")
    seldom = [name for name in RULES if machine.counted[name] < ENOUGH]
    print(f"{machine.number} runs, no break, {minutes:g} minutes")
    if seldom:
        print(f"fewer than {ENOUGH} times: {', '.join(seldom)}")
    return 1 if seldom and minutes >= LONG_MINUTES else 0


def _run(machine: type, number: int) -> None:
    chosen = settings(
        max_examples=RUNS_AT_ONCE, stateful_step_count=40, database=None, deadline=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(seed(number)(machine), settings=chosen)


if __name__ == "__main__":
    sys.exit(main())
