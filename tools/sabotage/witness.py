"""A pytest plugin that says what really happened to each test, and where the code came from.

`prove_sabotage` loads it inside the copy (`-p witness`) and reads what it leaves at WITNESS_REPORT.
With the profile `witness` Hypothesis draws the same examples each time and does not shrink what it
finds: that a test fails is the answer, not how simply.
"""

import json
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

settings.register_profile(
    "witness",
    derandomize=True,
    deadline=None,
    report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.generate),
)

OURS = ("app", "crypto", "tests")
_tests: dict[str, list[dict[str, Any]]] = {}
_uncollected: list[str] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note the outcome of setup, call and teardown, and of what kind an error was."""
    report = yield
    kinds = type(call.excinfo.value).__mro__ if call.excinfo else ()
    named = item.nodeid.partition("[")[0]
    _tests.setdefault(named, []).append(
        {
            "when": report.when,
            "outcome": report.outcome,
            "kinds": [f"{kind.__module__}.{kind.__qualname__}" for kind in kinds],
        }
    )
    return report


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note what could not be imported at all."""
    if report.failed:
        _uncollected.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write it all down."""
    seen = {"tests": _tests, "uncollected": _uncollected, "foreign": _foreign(session.config)}
    Path(os.environ["WITNESS_REPORT"]).write_text(json.dumps(seen), encoding="utf-8")


def _foreign(config: pytest.Config) -> list[str]:
    """Name the modules of ours that were not imported from the tree under test."""
    places = {
        name: Path(file).resolve()
        for name, module in sys.modules.items()
        if name.partition(".")[0] in OURS and (file := getattr(module, "__file__", None))
    }
    root = config.rootpath.resolve()
    return sorted(name for name, place in places.items() if not place.is_relative_to(root))
