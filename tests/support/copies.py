"""A company for a whole module of tests that only read it: made once, copied once."""

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.services import installing, instance


@contextlib.contextmanager
def company(founded, home, request):
    """Give an instance that is a copy of the founded company."""
    shutil.copytree(founded.home, home)
    url, name = f"sqlite:///{home}/sotto.db", None
    if founded.template:
        url, name = request.getfixturevalue("postgres")(founded.template)
    opened = instance.open_(home, database_url=url, kdf_profile="cheap")
    try:
        yield opened
    finally:
        opened.db.engine.dispose()
        if name:
            request.getfixturevalue("postgres").give_back(name, founded.template)


@contextlib.contextmanager
def another(founded, home, request):
    """Give a new instance, nobody in it, on the same kind of database as the founded company."""
    url = f"sqlite:///{home}/sotto.db"
    if founded.template:
        url, _ = request.getfixturevalue("postgres")()
    made = installing.make(
        home, database_url=url, kdf_profile="cheap", migrations=paths.migrations()
    )
    try:
        yield made
    finally:
        made.db.engine.dispose()


def frozen(founded, home, request, build):
    """Build something in a company once; give (what to copy it from, what `build` gave)."""
    template = None
    shutil.copytree(founded.home, home)
    url = f"sqlite:///{home}/sotto.db"
    if founded.template:
        url, template = request.getfixturevalue("postgres")(founded.template)
    inst = instance.open_(home, database_url=url, kdf_profile="cheap")
    try:
        built = build(inst)
    finally:
        inst.db.engine.dispose()
    return Frozen(home, template), built


@dataclass(frozen=True)
class Frozen:
    """What `company` copies: a home, and on PostgreSQL a database."""

    home: Path
    template: str | None
