"""What is committed: no registry addresses, locks with hashes, documented settings."""

import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("build", "runtime", "test", "dev")


def committed() -> list[Path]:
    """Return the files git keeps; outside a repository (an unpacked archive) there is no answer."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git repository")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def wanted(name: str) -> list[str]:
    """Return the packages that requirements/NAME.in asks for by itself."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert pins
    assert all(re.match(r"[a-z0-9.\-\[\]]+==\S+", pin) for pin in pins)
    assert all("--hash=sha256:" in pin for pin in pins)
    assert not re.search(r"https?://|file:/|index-url|find-links|trusted-host", text)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_was_asked_for(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pinned = {pin.partition("==")[0].partition("[")[0] for pin in text.splitlines() if "==" in pin}

    asked = {re.split(r"[<>=\[]", each)[0] for each in wanted(name)}
    assert asked
    assert asked <= pinned


def test_the_locks_agree_with_each_other():
    """What is tested is what runs: each set takes the versions of the set below it."""
    pins = {
        name: {
            line.split()[0]
            for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
            if re.match(r"[a-z0-9]", line)
        }
        for name in LOCKS
    }

    assert pins["runtime"] | pins["build"] <= pins["test"] <= pins["dev"]


def test_the_package_asks_for_what_the_runtime_lock_was_made_from():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert sorted(project["dependencies"]) == sorted(wanted("runtime"))


def test_no_committed_file_names_a_place_to_fetch_packages_from():
    """Installers find their registry in the machine's own configuration, never here."""
    # In pieces, so that this file does not match itself.
    marks = ("index" + "-url", '"resol' + 'ved":', "find" + "-links", "trusted" + "-host")
    allowed = {"Makefile": ("--no-emit-",), Path(__file__).name: ("file:/|",)}
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in committed()
        if path.suffix not in {".png", ".jpg", ".webp", ".ico", ".woff2", ".mo"}
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if any(mark in line for mark in marks)
        and not any(excuse in line for excuse in allowed.get(path.name, ()))
    ]

    assert found == []


def test_every_setting_is_documented_and_nothing_else_is():
    rows = re.findall(
        r"^\| `(SOTTO_\w+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE
    )

    assert rows == [PREFIX + each.name.upper() for each in fields(Settings)]


def test_tests_are_no_package():
    """`--import-mode=importlib` needs none, and two files may share a name."""
    assert list((ROOT / "tests").rglob("test_*.py"))
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_the_package_is_marked_private():
    """`app` and `crypto` are generic names: an index refuses what carries this classifier."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert "Private :: Do Not Upload" in project["classifiers"]
    assert project["license"] == "AGPL-3.0-or-later"
    assert "END OF TERMS AND CONDITIONS" in (ROOT / "LICENSE").read_text()
