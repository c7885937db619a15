"""The company that every run of the state machine is a copy of: founded once, on SQLite."""

from collections import Counter

from app import paths
from app.services import installing
from tests.oracle import machine, watched
from tests.support import cast as casting


def company(home):
    """Found the standing company; return the credentials by person."""
    made = installing.make(
        home, database_url=f"sqlite:///{home}/sotto.db", kdf_profile="cheap",
        migrations=paths.migrations(),
    )  # fmt: skip
    casting.with_policy(made, release_hour=watched.HOUR)
    credentials = casting.found_company(made)
    made.db.engine.dispose()
    return credentials


def machine_of(home, folder, credentials):
    """Return the machine that runs in copies of `home` below `folder`."""
    given = {"founded": home, "folder": folder, "credentials": credentials, "counted": Counter()}
    return type("Company", (machine.Machine,), given)
