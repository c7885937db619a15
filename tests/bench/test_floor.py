"""The floor does the unavoidable and is short enough to be judged; the flows of the load fit it."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.bench import floor, load, serving

SLOTS = 3
LENGTHS = {"GET /report": 9000, "GET /desk": 20_000}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serve the floor as `sotto bench` does: gunicorn, threads, a process of its own."""
    folder = tmp_path_factory.mktemp("floor")
    told = {
        "database": str(folder / "floor.db"),
        "slots": SLOTS,
        "profile": "cheap",
        "lengths": LENGTHS,
    }
    port = serving.free_port()
    command = serving.gunicorn("app.bench.floor:application", port=port, workers=1, threads=4)
    environ = {"SOTTO_FLOOR": json.dumps(told)}
    log = folder / "log"
    with serving.served(command, port=port, environ=environ, log=log) as server:
        yield server, folder / "floor.db"


def test_the_floor_is_one_file_of_under_120_lines():
    """DESIGN §9."""
    assert len(Path(floor.__file__).read_text().splitlines()) < 120


def test_the_floor_imports_nothing_of_the_product_but_crypto():
    imported = re.findall(r"^(?:from|import) (\w+)", Path(floor.__file__).read_text(), re.MULTILINE)

    assert "crypto" in imported
    assert "app" not in imported


def test_a_report_is_stored_with_a_slot_for_each_handler(served):
    server, database = served
    visitor = load.Visitor(server.url)

    receipt = load.report(visitor, number=1)

    assert len(receipt.split()) == 7
    with sqlite3.connect(database) as connection:
        slots = connection.execute("SELECT case_id, slot FROM slots").fetchall()
        stored = connection.execute("SELECT id, sealed FROM cases").fetchall()
    assert stored
    assert len(slots) == SLOTS * len(stored)
    assert {len(slot) for _, slot in slots} == {1168}
    assert all(b"refunds" not in sealed for _, sealed in stored)
    visitor.close()


def test_a_receipt_opens_its_own_story_and_no_other(served):
    server, _ = served
    visitor = load.Visitor(server.url)
    receipts = [load.report(visitor.forget(), number=number) for number in (21, 22)]

    page = load.sign_in(visitor.forget(), receipt=receipts[1])

    assert "Number of this note: 22." in page.text
    assert len(receipts[0].split()) == 7
    visitor.close()


def test_pages_have_the_length_they_were_told(served):
    """The same bytes travel, so that only the work differs."""
    server, _ = served
    visitor = load.Visitor(server.url)

    assert len(visitor.get("/report").text) == LENGTHS["GET /report"]
    assert len(visitor.get("/desk").text) == LENGTHS["GET /desk"]
    visitor.close()


def test_the_desk_lists_cases(served):
    server, _ = served
    visitor = load.Visitor(server.url)
    load.report(visitor, number=3)

    assert all(len(case) == 32 for case in load.desk(visitor.forget()))
    visitor.close()


def test_the_clients_stop_at_the_number_of_flows(served):
    server, _ = served

    result = load.run(load.Job(url=server.url, flow="report", flows=5, seconds=60))

    assert (result.done, result.failed) == (5, 0)
    assert len(result.flow_seconds) == 5
    assert len(set(result.receipts)) == 5
    assert set(result.step_seconds) == {"GET /report", "POST /report", "POST /report/send"}


def test_the_clients_stop_at_the_time(served):
    """No flow begins after the end; with no time at all none begins."""
    server, _ = served

    assert load.run(load.Job(url=server.url, flow="report", seconds=0)).done == 0


def test_receipts_are_used_in_turn(served):
    server, _ = served
    receipts = tuple(load.run(load.Job(url=server.url, flow="report", flows=2)).receipts)

    result = load.run(load.Job(url=server.url, flow="return", flows=4, receipts=receipts))

    assert (result.done, result.failed) == (4, 0)
    assert set(result.step_seconds) == {"GET /return", "POST /return", "GET /case"}


def test_a_flow_that_fails_is_counted_and_says_why(served):
    server, _ = served
    wrong = ("no such receipt",)

    result = load.run(load.Job(url=server.url, flow="return", flows=2, clients=1, receipts=wrong))

    assert (result.done, result.failed) == (0, 2)
    assert "POST /return answered 500" in result.first_failure


def test_a_job_runs_in_a_process_of_its_own(served):
    server, _ = served
    job = {"url": server.url, "flow": "desk", "flows": 3, "clients": 2, "seconds": 30}

    done = subprocess.run(
        [sys.executable, "-m", "app.bench.load"],
        input=json.dumps(job), capture_output=True, text=True, check=True, env=dict(os.environ),
    )  # fmt: skip

    assert json.loads(done.stdout)["done"] == 3


def test_memory_of_the_workers_is_their_own_share(served):
    server, _ = served

    (share,) = server.worker_shares()

    assert 5 * 2**20 < share < 500 * 2**20
    assert server.cold_start_seconds > 0


def test_processor_time_of_the_workers_grows_with_work(served):
    server, _ = served
    before = server.cpu_seconds()

    load.run(load.Job(url=server.url, flow="report", flows=60, seconds=60))

    assert server.cpu_seconds() > before >= 0


def test_a_server_that_does_not_start_says_what_it_said(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]

    with (
        pytest.raises(serving.NotServed, match="no such thing"),
        serving.served(command, port=serving.free_port(), environ={}, log=tmp_path / "log"),
    ):
        pass
