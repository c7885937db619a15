"""A wheel, installed and started from another directory, brings all that is not Python with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*arguments: str | Path, cwd: Path, python_path: Path | None = None) -> str:
    environ = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    if python_path:
        environ["PYTHONPATH"] = str(python_path)
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.strip()


def relative_files(folder: Path) -> set[Path]:
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path for path in found if "__pycache__" not in path.parts and path.name != ".gitkeep"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build a wheel of this tree and install it, without its dependencies, into a folder."""
    built = tmp_path_factory.mktemp("built")
    target = tmp_path_factory.mktemp("target")
    run("-m", "build", "--no-isolation", "--wheel", "--outdir", built, ROOT, cwd=built)
    (wheel,) = built.glob("sotto-*.whl")
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index")
    run(*pip, "--no-deps", "--target", target, wheel, cwd=built)
    return target


@pytest.mark.parametrize("name", ["templates", "migrations"])
def test_an_installed_wheel_finds_its_own_folder(installed, tmp_path, name):
    program = f"from app import paths; print(paths.{name}())"

    found = Path(run("-c", program, cwd=tmp_path, python_path=installed))

    assert found == installed / "app" / "_bundled" / name
    assert relative_files(found) == relative_files(ROOT / name)


@pytest.mark.parametrize("package", ["app", "crypto"])
def test_a_wheel_holds_every_file_of_the_package(installed, package):
    packed = relative_files(installed / package)

    assert relative_files(ROOT / package) <= packed


@pytest.mark.parametrize("name", ["templates", "migrations"])
def test_an_editable_install_finds_the_folder_of_the_checkout(tmp_path, name):
    """The environment of `make test` is one."""
    found = run("-c", f"from app import paths; print(paths.{name}())", cwd=tmp_path)

    assert Path(found) == ROOT / name
