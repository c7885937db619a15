"""The demo, built once a worker at the cheap profile; whoever changes it takes a copy."""

from datetime import UTC, datetime

import pytest

from app.demo import build, founding, telling
from app.services import instance

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TELLS: list[tuple[int, int, str]] = []


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Build the demo as `sotto demo` builds it, on a day of its own."""
    home = tmp_path_factory.mktemp("demo") / "home"
    return build.build(
        home, seed=7, now=NOW, kdf_profile="cheap", progress=lambda *told: TELLS.append(told)
    )


@pytest.fixture(scope="session")
def opened(demo):
    """Open the instance of the demo as `sotto serve` would."""
    inst = instance.open_(
        demo.home, database_url=f"sqlite:///{demo.home / 'sotto.db'}", kdf_profile="cheap"
    )
    yield inst
    inst.db.engine.dispose()


@pytest.fixture(scope="session")
def staff(demo, opened):
    """Sign everybody in; by key."""
    return {one.key: founding.come_in(opened, one, now=NOW) for one in demo.founders}


@pytest.fixture(scope="session")
def desks(demo, opened, staff):
    """Give the cases that each handler's desk shows, by key."""
    return {
        one.key: {
            told.story.key
            for told in demo.cases
            if telling.shows(opened, staff[one.key], told.case, now=NOW)
        }
        for one in demo.founders
        if one.tier
    }
