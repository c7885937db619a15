"""Time a hidden case against one that does not exist: `make timing`, a figure, never a test.

Bob is accused and asks for the case about him and for a random id, in turn and in an order drawn
for each pair, through the whole application in this process. Printed is the median of the
differences within the pairs, with the 95 % interval of a bootstrap: what a watch could tell him if
nothing lay between. That the work is the same step by step is a test (`tests/traces`).
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app import factory, paths  # noqa: E402 - found through the line above
from app.services import installing  # noqa: E402
from app.settings import Settings  # noqa: E402
from tests.support import cast as casting  # noqa: E402
from tests.support import flows  # noqa: E402
from tests.web import small  # noqa: E402

PAIRS = 5000
RESAMPLES = 2000
WARM = 20
NOT_FOUND = 404


def prepare(home: Path) -> tuple[small.Browser, str]:
    """Found a company with a case about Bob of some length; return his browser and its path."""
    inst = installing.make(
        home,
        database_url=f"sqlite:///{home}/sotto.db",
        kdf_profile="cheap",
        migrations=paths.migrations(),
    )
    casting.with_policy(inst)
    cast = casting.found_company(inst)
    rita = flows.come_back(inst, flows.report(inst, about=("bob",)))
    for n in range(5):
        flows.say(inst, rita, f"The numbers of week {n} are changed too.")
    clock = small.Clock()
    clock.now = casting.START + timedelta(minutes=5)
    app = factory.create_app(Settings.load({}, home=home, kdf_profile="cheap"), clock=clock)
    bob = small.Browser(app)
    bob.post("/desk/sign-in", _typed(cast["bob"], clock.now), token=bob.token("/desk/sign-in"))
    return bob, f"/desk/cases/{flows.the_case(inst)}"


def differences(bob: small.Browser, hidden: str, *, pairs: int) -> list[float]:
    """Return hidden less missing, in microseconds, of each pair."""
    found = []
    for n in range(WARM + pairs):
        missing = f"/desk/cases/{uuid.uuid4()}"
        turn = [hidden, missing]
        random.shuffle(turn)
        took = {path: _microseconds(bob, path) for path in turn}
        if n >= WARM:
            found.append(took[hidden] - took[missing])
    return found


def interval(found: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % interval of the median, by bootstrap."""
    drawn = sorted(
        statistics.median(random.choices(found, k=len(found)))  # noqa: S311 - hides nothing
        for _ in range(RESAMPLES)
    )
    return drawn[RESAMPLES * 25 // 1000], drawn[RESAMPLES * 975 // 1000]


def _typed(who: casting.Credentials, now: object) -> dict[str, str]:
    return {"name": who.name, "passphrase": who.passphrase, "code": who.code(now)}


def _microseconds(bob: small.Browser, path: str) -> float:
    begun = time.perf_counter_ns()
    answer = bob.get(path)
    took = time.perf_counter_ns() - begun
    if answer.status_code != NOT_FOUND:
        raise SystemExit(f"{path} is not hidden from him: {answer.status_code}")
    return took / 1000


def main() -> None:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=PAIRS)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as folder:
        bob, hidden = prepare(Path(folder) / "home")
        found = differences(bob, hidden, pairs=pairs)
    low, high = interval(found)
    print(
        f"hidden less missing, {pairs} pairs: median {statistics.median(found):+.1f} µs,"
        f" 95 % interval {low:+.1f} to {high:+.1f} µs"
    )


if __name__ == "__main__":
    main()
