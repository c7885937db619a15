"""The figures say what was measured: medians, spread, shares round by round, and failures."""

import json
from dataclasses import asdict
from typing import Any

from app.bench import figures
from app.bench.load import Result


def a_result(*, done: int, elapsed: float = 2.0, taken: float = 0.02, failed: int = 0) -> Result:
    steps = {"GET /report": [taken / 2] * done, "POST /report/send": [taken / 2] * done}
    return Result(done, failed, elapsed, [taken] * done, steps, "boom" if failed else "", [])


def some_figures(**changes) -> figures.Figures:
    work = figures.Work.of(
        "report",
        cases=1000,
        sotto=figures.Side([a_result(done=80), a_result(done=40)], cpu_seconds=3.0),
        floor=figures.Side([a_result(done=100), a_result(done=50)], cpu_seconds=1.5),
    )
    told: dict[str, Any] = {
        "machine": {"cores": "2"},
        "commit": "abc",
        "works": [work],
        "memory_mib": figures.Spread.of([60.0, 61.0]),
        "cold_start_seconds": figures.Spread.of([0.9]),
        "statements": 7,
        "slots": 11,
        "bare": {"durable INSERT": 900.0},
    }
    return figures.Figures(**(told | changes))


def test_a_share_is_taken_round_by_round_so_that_drift_cancels():
    """The second round ran on half a machine; the share does not notice."""
    (work,) = some_figures().works

    assert work.share == figures.Spread(0.8, 0.8, 0.8)
    assert work.sotto.per_second == figures.Spread(30.0, 20.0, 40.0)
    assert work.floor.per_second == figures.Spread(37.5, 25.0, 50.0)


def test_percentiles_are_values_that_were_measured():
    assert figures.percentile([], 0.95) == 0.0
    assert figures.percentile([3.0], 0.95) == 3.0
    assert figures.percentile([float(n) for n in range(100)], 0.95) == 95.0
    assert figures.percentile([float(n) for n in range(100)], 1.0) == 99.0


def test_the_json_holds_every_figure():
    read = json.loads(some_figures().to_json())

    assert set(read) == {
        "machine", "commit", "works", "memory_mib", "cold_start_seconds", "statements", "slots",
        "bare",
    }  # fmt: skip
    assert read["works"][0]["sotto"]["steps_p95_ms"] == {"GET /report": 10, "POST /report/send": 10}
    assert read["works"][0] == json.loads(json.dumps(asdict(some_figures().works[0])))


def test_the_table_has_a_row_for_each_kind_of_work():
    table = some_figures().table()

    rates = "| report | 1,000 | 30 (20 to 40) | 38 (25 to 50) | 0.80 (0.80 to 0.80) |"
    assert f"{rates} 25.0 | 10.0 | 20.0 | 20.0 | 10.0 |" in table
    assert "| SQL statements per submission | 7 (11 slots) |" in table
    assert "| durable INSERT per second | 900 |" in table
    assert "failed" not in table


def test_failures_are_printed_and_not_averaged_away():
    rounds = figures.Side([a_result(done=3, failed=2)])
    work = figures.Work.of("return", cases=5, sotto=rounds, floor=figures.Side([a_result(done=4)]))

    table = some_figures(works=[work]).table()

    assert "return, Sotto: 2 failed, first: boom" in table


def test_nothing_done_is_a_share_of_nothing():
    """A floor that failed throughout must not look like a division by zero."""
    rounds = figures.Side([a_result(done=0, failed=1)], cpu_seconds=1.0)

    work = figures.Work.of("return", cases=5, sotto=figures.Side([a_result(done=4)]), floor=rounds)

    assert (work.share.median, work.floor.cpu_ms) == (0.0, 0.0)
