"""Cases in Bob's hands."""

import pytest

from tests.support import copies
from tests.support.scene import Scene, build


@pytest.fixture(scope="module")
def built(founded, tmp_path_factory, request):
    home = tmp_path_factory.mktemp("scene") / "home"
    return copies.frozen(founded, home, request, lambda inst: build(inst, founded.credentials))


@pytest.fixture
def scene(built, cast, tmp_path, request):
    with copies.company(built[0], tmp_path / "home", request) as inst:
        yield Scene(inst, cast, built[1])
