"""The layers of DESIGN §3 hold, and the core needs neither web framework nor database."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BLOCKED = ("flask", "werkzeug", "wtforms", "flask_wtf", "flask_babel", "sqlalchemy", "alembic")


def test_the_contracts_of_import_linter_are_kept():
    """In a process of its own: import-linter switches off every logger that is there already."""
    command = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(
        [command, "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("package", ["app.domain", "crypto"])
def test_the_core_imports_with_framework_and_database_blocked(package):
    """Every module of the package, in a fresh interpreter where those imports fail."""
    program = textwrap.dedent(f"""
        import importlib, pkgutil, sys
        sys.modules.update(dict.fromkeys({BLOCKED!r}))
        package = importlib.import_module({package!r})
        names = [each.name for each in pkgutil.walk_packages(package.__path__, {package!r} + ".")]
        for name in names:
            importlib.import_module(name)
    """)

    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr
