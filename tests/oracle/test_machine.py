"""P2, P3, P9: the product in any order of events; the long run is `tools/prove_machine.py`."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.oracle import founded

SHORT = settings(
    max_examples=3, stateful_step_count=12, derandomize=True, database=None, deadline=None,
    phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_nobody_in_conflict_sees_opens_or_infers_a_case_whatever_happens(tmp_path):
    """P2, P3, P9: and everybody who is clean reads it."""
    credentials = founded.company(tmp_path / "founded")
    machine = founded.machine_of(tmp_path / "founded", tmp_path, credentials)

    run_state_machine_as_test(machine, settings=SHORT)

    assert machine.counted["hidden"] > 50
    assert machine.counted["opened"] > 5
