"""`sotto bench` from the demo's company to the table, as short as it can be."""

import json
import sqlite3
from contextlib import closing

import pytest

from app.bench import build, load, run, serving

# What takes long to build is built once, by one worker.
pytestmark = pytest.mark.xdist_group("bench")

SIZES = (60, 65)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    said: list[str] = []
    folder = tmp_path_factory.mktemp("bench")
    figures = run.run(cases=SIZES, rounds=1, seconds=0.3, home=folder, say=said.append)
    return figures, said, folder


@pytest.mark.slow
def test_every_kind_of_work_is_done_without_a_failure(measured):
    figures, _, _ = measured

    names = [(work.name, work.cases) for work in figures.works]
    assert names == [
        ("list, a reader of nearly all", 60),
        ("list, a reader of 2 %", 60),
        ("receipt sign-in", 60),
        ("report", 60),
        ("list, a reader of nearly all", 65),
        ("list, a reader of 2 %", 65),
    ]
    for work in figures.works:
        assert (work.sotto.failed, work.sotto.first_failure) == (0, ""), work.name
        assert (work.floor.failed, work.floor.first_failure) == (0, ""), work.name
        assert work.sotto.done > 0
        assert work.floor.done > 0


@pytest.mark.slow
def test_the_flows_are_those_of_the_contract(measured):
    """DESIGN §7, §9: whole flows, step by step."""
    figures, _, _ = measured
    steps = {work.name: set(work.sotto.steps_p95_ms) for work in figures.works}

    assert steps["report"] == {"GET /report", "POST /report", "POST /report/send"}
    assert steps["receipt sign-in"] == {"GET /return", "POST /return", "GET /case"}
    assert steps["list, a reader of 2 %"] == {"GET /desk"}


@pytest.mark.slow
def test_a_submission_sends_few_statements(measured):
    """DESIGN §9: at most six, and one for each batch of slots."""
    figures, _, _ = measured

    assert figures.slots == 10
    assert 1 <= figures.statements <= 9


@pytest.mark.slow
def test_the_report_of_the_bench_can_be_read_by_programs(measured):
    figures, said, _ = measured

    read = json.loads(figures.to_json())
    assert len(read["works"]) == len(figures.works)
    assert read["memory_mib"]["median"] > 1
    assert read["cold_start_seconds"]["median"] > 0
    assert any("rounds" in line for line in said)


@pytest.mark.slow
def test_each_home_holds_as_many_cases_as_were_asked_for_and_stays(measured):
    _, _, folder = measured

    for size in SIZES:
        with closing(sqlite3.connect(folder / f"home-{size}" / "sotto.db")) as connection:
            (cases,) = connection.execute("SELECT count(*) FROM cases").fetchone()
        assert cases >= size


def test_what_cannot_be_built_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "SOTTO", (*build.SOTTO[:1], "-c", "raise SystemExit('no disk')"))

    with pytest.raises(run.BenchFailed, match=r"^The demo could not be built: no disk$"):
        run.run(cases=(1,), home=tmp_path, say=lambda _: None)


def test_clients_that_break_say_why():
    job = load.Job(url=f"http://127.0.0.1:{serving.free_port()}", flow="no such flow", flows=1)

    with pytest.raises(load.FlowFailed, match=r"The clients stopped: KeyError: 'no such flow'"):
        run.clients(job)
