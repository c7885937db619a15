"""Try the properties of the domain and of crypto with thousands of examples, from a fresh seed.

1. Every property (a test under `@given`) below FOLDERS, with the profile `prove` of
   `tests/conftest.py`. One that asks for fewer examples gets as much smaller a share of these.
2. One line each: whether it held, and with how many examples it was really tried, those that it
   threw away for not fitting among them. Failures are shown in full, as pytest shows them.
3. The seed stands in front; `--seed` tries the same examples again.
"""

import argparse
import functools
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("tests/domain", "tests/crypto")


class Watch:
    """A pytest plugin: properties alone, counted, a line each."""

    def __init__(self) -> None:
        self.examples = Counter[str]()
        self.outcomes = Counter[str]()

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what is no property."""
        others = [item for item in items if not _is_property(item)]
        items[:] = [item for item in items if _is_property(item)]
        config.hook.pytest_deselected(items=others)
        for item in items:
            handle = item.obj.hypothesis
            handle.inner_test = self._counted(handle.inner_test, item.nodeid)

    def _counted(self, test: Callable[..., None], name: str) -> Callable[..., None]:
        @functools.wraps(test)
        def counted(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever it draws
            self.examples[name] += 1
            test(*args, **kwargs)

        return counted

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print the line of one property; a fixture that breaks is a failure too."""
        if report.when == "call" or not report.passed:
            self.outcomes[report.outcome] += 1
            tried = self.examples[report.nodeid]
            line = f"{report.outcome}  {tried:6,}  {report.duration:5.1f} s  {report.nodeid}"
            print(line, report.longreprtext, sep="\n" if report.failed else "", flush=True)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Print what could not be imported."""
        if report.failed:
            print(f"failed  {report.nodeid}\n{report.longreprtext}", flush=True)


def _is_property(item: pytest.Item) -> bool:
    from hypothesis import is_hypothesis_test  # noqa: PLC0415 - pytest must see it imported first

    return is_hypothesis_test(getattr(item, "obj", None))


def main() -> int:
    """Print a line for each property and a total; return 0 if every one held."""
    parser = argparse.ArgumentParser(description="Try the properties with thousands of examples.")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("test", nargs="*", default=FOLDERS, help="files or names of tests")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    print(f"seed {wanted.seed}", flush=True)
    watch, begun = Watch(), time.monotonic()
    options = ["-p", "no:cacheprovider", "-p", "no:terminalreporter"]
    chosen = ["--hypothesis-profile", "prove", "--hypothesis-seed", str(wanted.seed)]
    code = pytest.main([*options, *chosen, *wanted.test], plugins=[watch])
    held, failed = watch.outcomes["passed"], watch.outcomes.total() - watch.outcomes["passed"]
    tried, seconds = watch.examples.total(), time.monotonic() - begun
    print(f"\n{held} held, {failed} failed, {tried:,} examples, {seconds:.0f} s")
    return 1 if code or failed or not held else 0


if __name__ == "__main__":
    sys.exit(main())
