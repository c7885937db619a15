"""Compare the rules with an oracle that was written from CONFLICTS alone (P2, P9).

1. Random organisations, reports and later facts, as in `tests/oracle/organisations.py`.
2. For each the grounds of every handler, the subjects, the start, the tier, who receives and who
   stands by must be what the oracle says; the first difference ends the proof.
3. Then how often each rule had a say. One that did not 200 times proves too little: it fails.

`prove_oracle.py [EXAMPLES]`, 10,000 unless told.
"""

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402 - the tree of this file first

from tests.oracle import agreement, organisations  # noqa: E402
from tests.oracle import facts as plain  # noqa: E402

ENOUGH = 200
RULES = (
    *(f"C{number}" for number in range(1, 14)), "C3, dotted", "C3, deputy", "C3, removed",
    "start 1", "start 2", "start 3", "tier 1", "tier 2", "tier 3", "climb", "standby at once",
    "standby, its day has come", "nobody",
)  # fmt: skip


def main() -> int:
    """Print one line a rule; return 0 if each had its say often enough."""
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    counted, begun = Counter[str](), time.monotonic()

    @settings(
        max_examples=examples, deadline=None, database=None, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(organisations.everything())
    def compare(facts: plain.Facts) -> None:
        if found := agreement.difference(facts):
            raise AssertionError(found)
        counted.update(["reports", *agreement.fired(facts)])

    compare()
    for rule in RULES:
        print(f"{rule:28} {counted[rule]:7}")
    seldom = [rule for rule in RULES if counted[rule] < ENOUGH]
    print(f"{counted['reports']} reports, no difference, {time.monotonic() - begun:.0f} s")
    if seldom:
        print(f"fewer than {ENOUGH} times: {', '.join(seldom)}")
    return 1 if seldom else 0


if __name__ == "__main__":
    sys.exit(main())
