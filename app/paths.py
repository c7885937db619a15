"""Where the parts that are not Python lie: templates, migrations, static files.

They are found from this file, never from the directory a process was started in, so a checkout, an
editable install and a wheel answer alike:

1. In a wheel they ship inside the package, under `_bundled/`.
2. In a checkout, editable or not, they lie beside the package, next to `pyproject.toml`.

The bundle is asked first: beside an installed package lie other people's folders, and one of them
may be called `templates`. Nothing here writes, and nothing here depends on a setting.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """Return the folder of the Jinja templates.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return find("templates", package=PACKAGE)


def migrations() -> Path:
    """Return the folder of the Alembic environment (`env.py` and `versions/`).

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    return find("migrations", package=PACKAGE)


def static() -> Path:
    """Return the folder of style sheets and icons, which is part of the package itself."""
    return PACKAGE / "static"


def find(name: str, *, package: Path) -> Path:
    """Return the folder `name` that belongs to the package lying at `package`.

    Raises:
        FileNotFoundError: it is neither bundled nor in a checkout around the package.
    """
    bundled = package / "_bundled" / name
    if bundled.is_dir():
        return bundled
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"The folder {name}/ of Sotto is missing: install the package again.")
