"""P6, T20: a hard exit at any point leaves a whole case or none, and never a receipt without one.

Here a seeded handful of points on each database; all of them in `tools/prove_kill_points.py`.
"""

import random

import pytest

from tests.support import crash

ACTS = {"send": crash.Send, "reply": crash.Reply, "answer": crash.Answer}
SHARES = sorted(random.Random(20).sample(range(100), 3))


@pytest.mark.parametrize("act", ACTS)
def test_t20_whoever_is_killed_leaves_all_of_it_or_nothing(inst, cast, act):
    killed = ACTS[act](cast)
    points = killed.points(inst)
    assert points >= 15
    for share in SHARES:
        assert not killed.check(inst, points * share // 100)


@pytest.mark.parametrize("act", ACTS)
def test_t20_whoever_is_killed_at_the_very_end_has_done_it(inst, cast, act):
    """Before the last point and after it: committed, and perhaps not shown."""
    killed = ACTS[act](cast)
    points = killed.points(inst)
    assert not killed.check(inst, points - 1)
    assert killed.check(inst, points)
