"""Templates, migrations and static files are found from anywhere, in a checkout and in a wheel."""

import pytest

from app import paths


def test_a_checkout_finds_its_own_folders_from_another_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    checkout = paths.PACKAGE.parent
    assert paths.templates() == checkout / "templates"
    assert paths.migrations() == checkout / "migrations"
    assert paths.static() == checkout / "app" / "static"


def test_a_bundle_wins_over_the_neighbours_of_an_installed_package(tmp_path):
    """Beside an installed package lie other people's folders."""
    bundled = tmp_path / "app" / "_bundled" / "templates"
    bundled.mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "pyproject.toml").touch()

    assert paths.find("templates", package=tmp_path / "app") == bundled


def test_neighbours_of_an_installed_package_are_never_taken_for_ours(tmp_path):
    (tmp_path / "templates").mkdir()

    with pytest.raises(FileNotFoundError, match="templates/ of Sotto is missing"):
        paths.find("templates", package=tmp_path / "app")


def test_a_checkout_without_the_folder_says_so(tmp_path):
    (tmp_path / "pyproject.toml").touch()

    with pytest.raises(FileNotFoundError, match="migrations/ of Sotto is missing"):
        paths.find("migrations", package=tmp_path / "app")
