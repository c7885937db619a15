"""Every promise that is built has faults on record, and its tests notice them (`make sabotage`).

Here a few by the commit's own chance, so that all have their turn; the whole in `make prove`.
"""

import ast
import random
import re
import subprocess
from pathlib import Path

import pytest

from tools import prove_sabotage as sabotage

ROOT = Path(__file__).resolve().parents[2]
FAULTS = sabotage.faults()
FEW = 3
# A browser, another database, a server of its own, or thousands of seals: `make prove` has time.
LONG = (
    "tests/journeys/",
    "tests/web/test_server.py",
    "tests/attacks/test_crash.py",
    "tests/crypto/test_distinguisher.py",
)


def promises() -> dict[str, tuple[str, list[str]]]:
    """Return state and tests of each promise, by its number in SECURITY.md."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \*\*(P\d+)\*\* .*? \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return {
        number: (state, re.findall(r"`(tests/[\w/.]+::\w+)`", tests))
        for number, state, tests in rows
    }


def quick() -> list[sabotage.Fault]:
    return [fault for fault in FAULTS if not any(test.startswith(LONG) for test in fault.tests)]


def chosen() -> list[sabotage.Fault]:
    """Return the few of this commit; outside a repository always the same."""
    said = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return random.Random(said.stdout.strip()).sample(quick(), FEW)


# --- what is on record ---------------------------------------------------------------------------


def test_every_promise_that_is_built_has_a_fault_and_no_other():
    """DESIGN §2: each has a planted fault that its test must catch."""
    built = {number for number, (state, _) in promises().items() if state != "not yet"}

    assert len(promises()) == 12
    assert {fault.promise for fault in FAULTS} == built


@pytest.mark.parametrize("number", [number for number, (_, tests) in promises().items() if tests])
def test_every_test_that_a_promise_names_is_tried_by_a_fault(number):
    """A test that no fault has ever made fail is no proof: plant one, in `tools/sabotage`."""
    _, named = promises()[number]
    tried = {test for fault in FAULTS for test in fault.tests}

    assert [test for test in named if test not in tried] == []


def test_faults_have_names_of_their_own_and_one_sentence():
    ids = [fault.id for fault in FAULTS]

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", each) for each in ids)
    assert all(re.fullmatch(r"[A-Z*].*\.", fault.says) for fault in FAULTS)
    assert all(fault.database in sabotage.DATABASES for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_every_fault_can_be_planted(fault):
    """Each old text stands exactly once in its file, and what becomes of it is still Python."""
    changed = fault.changed(ROOT)

    assert changed
    for name, text in changed.items():
        assert text != (ROOT / name).read_text(encoding="utf-8")
        ast.parse(text)


def test_every_test_that_a_fault_names_exists():
    named = {tuple(test.split("::")) for fault in FAULTS for test in fault.tests}
    there = {
        (path, each.name)
        for path in {path for path, _ in named}
        for each in ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        if isinstance(each, ast.FunctionDef)
    }

    assert all(fault.tests for fault in FAULTS)
    assert named <= there


# --- the judge -----------------------------------------------------------------------------------

WIRE = "tests/crypto/test_wire.py::test_the_rest_is_everything_left"


def planted(old, new, *, error=""):
    edit = sabotage.Edit("crypto/wire.py", old, new)
    return sabotage.Fault("a-fault", "P1", "Planted.", (edit,), (WIRE,), error)


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        ("def rest(self) -> bytes:", "passes all the same"),
        ("def rest(self) -> bytes:\n        raise OSError", "fails by builtins.OSError"),
        ("def rest(self) -> bytes", "cannot be collected"),
    ],
)
@pytest.mark.slow
def test_only_a_test_that_notices_is_a_proof(new, wrong):
    """It must fail by its own assertion, not because nothing runs any more."""
    said = sabotage.plant(planted("def rest(self) -> bytes:", new)).wrong

    assert wrong in said
    assert bool(wrong) == bool(said)


def test_a_fault_whose_text_is_gone_is_an_error():
    assert "not exactly once" in sabotage.plant(planted("what nobody wrote", "")).wrong


@pytest.mark.parametrize(
    ("outcomes", "wrong"),
    [
        ([], "did not run"),
        ([{"when": "setup", "outcome": "skipped", "kinds": ["builtins.Skipped"]}], "is skipped"),
        ([{"when": "setup", "outcome": "failed", "kinds": ["builtins.AssertionError"]}], "breaks"),
        ([{"when": "call", "outcome": "failed", "kinds": ["builtins.AssertionError"]}], ""),
        ([{"when": "call", "outcome": "failed", "kinds": ["builtins.OSError"]}], ""),
    ],
)
def test_what_counts_as_noticed(outcomes, wrong):
    """The error that a fault names counts; a fixture that breaks and a skipped test do not."""
    fault = planted("", "", error="builtins.OSError")

    said = sabotage.unnoticed(fault, sabotage.Seen({WIRE: outcomes}))

    assert wrong in said
    assert bool(wrong) == bool(said)


def test_code_from_elsewhere_proves_nothing():
    """The editable install leads to the working tree, where no fault is."""
    noticed = [{"when": "call", "outcome": "failed", "kinds": ["builtins.AssertionError"]}]
    seen = sabotage.Seen({WIRE: noticed}, foreign=["crypto.wire"])

    assert "not imported from the copy" in sabotage.unnoticed(planted("", ""), seen)


def test_without_a_fault_every_test_must_pass():
    passed = {"when": "call", "outcome": "passed", "kinds": []}
    failed = {"when": "teardown", "outcome": "failed", "kinds": ["builtins.OSError"]}

    assert sabotage.unclean([WIRE], sabotage.Seen({WIRE: [passed]})) == ""
    assert "without any fault" in sabotage.unclean([WIRE], sabotage.Seen({WIRE: [passed, failed]}))
    assert "did not run" in sabotage.unclean([WIRE], sabotage.Seen({}))


# --- a few of them, each time --------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("nth", range(FEW))
def test_a_planted_fault_is_noticed(nth):
    """P1–P12: which ones, the commit says; `make sabotage` tries all."""
    assert len(quick()) > len(FAULTS) // 2

    fault = chosen()[nth]

    assert sabotage.plant(fault).wrong == "", fault.id
