"""Plant each known fault in a copy of the tree and see the tests named for it fail.

1. A fault is an entry of `sabotage/*.toml`: the promise it breaks, what it is in one sentence, its
   edits (a text that stands exactly once in a file, and what is put in its place) and the tests
   that must notice. A text that no longer stands there is an error, not a fault that passed.
2. It is planted in a copy, never in the working tree, and the copy is what is imported: its own
   settings of pytest put it in front, and `sabotage/witness.py` looks where each module came from.
3. Each named test must fail by an assertion, or by the error that the fault names. One that cannot
   be collected, breaks in a fixture or is skipped proves nothing. Without any fault all of them
   must pass in a copy, or their failing would mean nothing.
4. On SQLite, unless the fault says that it shows on PostgreSQL alone. The tests of the browser need
   Chromium here as in CI: what is skipped is not noticed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tools" / "sabotage"
COPIED = ("app", "crypto", "templates", "migrations", "tests", "pyproject.toml")
PROCESSES = 2
PATIENCE_SECONDS = 300
DATABASES = {"sqlite": "not postgres", "postgres": "not sqlite"}
# An assertion of the test itself, and `pytest.fail`, which is also how `pytest.raises` says that
# nothing was raised.
NOTICED = frozenset({"builtins.AssertionError", "builtins.Failed"})

Outcomes = Sequence[Mapping[str, Any]]


class NotPlanted(Exception):
    """A text to be replaced does not stand exactly once where the fault says."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of one file: `old` stands in it exactly once."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break a promise, and the tests that must notice.

    `error`: full name of what they may fail by, if it is not an assertion. `database`: on which of
    the two they run.
    """

    id: str
    promise: str
    says: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    error: str = ""
    database: str = "sqlite"

    def changed(self, root: Path) -> dict[str, str]:
        """Return the files below `root` as they are with the fault. Raises `NotPlanted`."""
        texts: dict[str, str] = {}
        for edit in self.edits:
            text = texts.get(edit.file) or (root / edit.file).read_text(encoding="utf-8")
            if text.count(edit.old) != 1:
                raise NotPlanted(f"{self.id}: {edit.file} holds its old text not exactly once")
            texts[edit.file] = text.replace(edit.old, edit.new)
        return texts


@dataclass(frozen=True, slots=True)
class Seen:
    """What `witness` saw: outcomes by test, files not collected, modules from elsewhere."""

    tests: Mapping[str, Outcomes]
    uncollected: Sequence[str] = ()
    foreign: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one run; `wrong` says in a sentence why it is not what it must be."""

    promise: str
    id: str
    wrong: str
    seconds: float


def faults(folder: Path = FOLDER) -> tuple[Fault, ...]:
    """Return every fault on record, by promise."""
    return tuple(fault for path in sorted(folder.glob("*.toml")) for fault in _read(path))


def _read(path: Path) -> Iterator[Fault]:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for entry in table["fault"]:
        edits = tuple(Edit(**edit) for edit in entry.pop("edit"))
        tests = tuple(entry.pop("tests"))
        yield Fault(promise=table["promise"], edits=edits, tests=tests, **entry)


def plant(fault: Fault) -> Result:
    """Run the tests of a fault in a copy that has it; each of them must notice."""
    begun = time.monotonic()
    try:
        wrong = unnoticed(fault, _run(fault.changed(ROOT), fault.tests, fault.database))
    except (NotPlanted, subprocess.TimeoutExpired) as error:
        wrong = str(error)
    return Result(fault.promise, fault.id, wrong, time.monotonic() - begun)


def check_clean(tests: Sequence[str], database: str) -> Result:
    """Run the tests in a copy without a fault; all of them must pass."""
    begun = time.monotonic()
    wrong = unclean(tests, _run({}, tests, database))
    return Result("", f"none, {database}", wrong, time.monotonic() - begun)


def _run(changed: Mapping[str, str], tests: Sequence[str], database: str) -> Seen:
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        tree, report = Path(folder) / "tree", Path(folder) / "report.json"
        _copy(tree)
        for name, text in changed.items():
            (tree / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "witness",
                "--hypothesis-profile", "witness", "-k", DATABASES[database],
                "--basetemp", str(Path(folder) / "tmp"), *tests,
            ],
            cwd=tree, env=_environ(tree, report), capture_output=True, text=True,
            timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip
        if not report.exists():
            return Seen({}, uncollected=[done.stderr.strip()[-300:] or "pytest"])
        return Seen(**json.loads(report.read_text(encoding="utf-8")))


def _copy(tree: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tree / name)


def _environ(tree: Path, report: Path) -> dict[str, str]:
    """Return an environment in which the copy is found first, by child processes as well."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    path = os.pathsep.join([str(tree), str(FOLDER)])
    return {**kept, "PYTHONPATH": path, "WITNESS_REPORT": str(report)}


def unnoticed(fault: Fault, seen: Seen) -> str:
    """Say which test did not notice the fault, or proves nothing; nothing if all noticed."""
    accepted = NOTICED | ({fault.error} if fault.error else set())
    for test in fault.tests:
        called = [each for each in seen.tests.get(test, ()) if each["when"] == "call"]
        failed = [each for each in called if each["outcome"] == "failed"]
        if any(accepted & set(each["kinds"]) for each in failed):
            continue
        if failed:
            return f"{test} fails by {failed[0]['kinds'][0]}, which proves nothing"
        if any(each["outcome"] == "passed" for each in called):
            return f"{test} passes all the same"
        return _never_called(test, seen)
    return _from_elsewhere(seen)


def unclean(tests: Sequence[str], seen: Seen) -> str:
    """Say which test does not pass without any fault; nothing if all do."""
    for test in tests:
        outcomes = seen.tests.get(test, ())
        if any(each["outcome"] == "failed" for each in outcomes):
            return f"{test} fails without any fault"
        if not any(each["when"] == "call" and each["outcome"] == "passed" for each in outcomes):
            return _never_called(test, seen)
    return _from_elsewhere(seen)


def _never_called(test: str, seen: Seen) -> str:
    if seen.tests.get(test):
        return f"{test} is skipped or breaks before it begins, which proves nothing"
    about = f" ({seen.uncollected[0]} cannot be collected)" if seen.uncollected else ""
    return f"{test} did not run{about}, which proves nothing"


def _from_elsewhere(seen: Seen) -> str:
    return f"{seen.foreign[0]} was not imported from the copy" if seen.foreign else ""


def prove(chosen: Sequence[Fault]) -> Iterator[Result]:
    """Yield what came of each fault, and first of none at all."""
    with ThreadPoolExecutor(PROCESSES) as pool:
        running = [
            pool.submit(check_clean, tests, database)
            for database in DATABASES
            if (tests := _named(chosen, database))
        ]
        running += [pool.submit(plant, fault) for fault in chosen]
        for each in running:
            yield each.result()


def _named(chosen: Sequence[Fault], database: str) -> list[str]:
    """Return the tests that run on a database, each once."""
    named = (test for fault in chosen if fault.database == database for test in fault.tests)
    return list(dict.fromkeys(named))


def main() -> int:
    """Print a table; return 0 if every fault was noticed."""
    parser = argparse.ArgumentParser(description="Plant known faults and see their tests fail.")
    parser.add_argument("id", nargs="*", help="only these faults")
    wanted = parser.parse_args().id
    chosen = [fault for fault in faults() if not wanted or fault.id in wanted]
    print("| Promise | Fault | Noticed | Seconds |\n|---|---|---|---|", flush=True)
    wrong = 0
    results = list[Result]()
    for result in prove(chosen):
        results.append(result)
        wrong += bool(result.wrong)
        verdict = result.wrong or "yes"
        print(f"| {result.promise} | {result.id} | {verdict} | {result.seconds:.1f} |", flush=True)
    print(f"\n{len(results) - wrong} passed, {wrong} failed")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
