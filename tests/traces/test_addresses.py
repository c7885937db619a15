"""P2, T9: a case that somebody may not know of is a case that does not exist, step by step.

Same statements in the same order, as many rows and bytes read and written, the same seals, openings
and derivations, one row of equal length in the register, the same bytes back: whichever of these
the case is, and whichever address of the `url_map` it is asked for with. No step may depend on the
id that was typed; a test on time would pass today and fail tomorrow.
"""

import pytest

from tests.traces import routes
from tests.traces.conftest import BY_IMPORT, BY_MESSAGE, NOWHERE, READERS

pytestmark = pytest.mark.xdist_group("traces")
HIDDEN = (
    "excluded from the start",
    "not mine",
    "standby whose day has not come",
    "not released",
    "not an id at all",
    BY_IMPORT,
    BY_MESSAGE,
)
WHEN = ("after an import", "after a message")


@pytest.fixture(params=WHEN)
def pair(request, knocked, kind):
    """Give what came of a kind of case and of none: {way: (steps, answer)} each."""
    return knocked(kind)[request.param], knocked(NOWHERE)[request.param]


@pytest.mark.parametrize("when", WHEN)
def test_every_address_of_a_case_is_asked(knocked, when):
    ways = knocked(NOWHERE)[when]

    assert {way.split()[1] for way in ways} == {"desk.case", "desk.cards.page", *routes.FIELDS}
    assert all(answer[0] == 404 for _, answer in ways.values())


def test_it_would_notice_a_case_that_opens(knocked):
    """A reader's: pages, openings and decisions that no stranger's has."""
    opened, nowhere = (knocked(kind)["after an import"] for kind in (READERS, NOWHERE))

    assert opened["GET desk.case"][1][0] == 200
    assert len(opened["GET desk.case"][0]) > 2 * len(nowhere["GET desk.case"][0])


@pytest.mark.parametrize("kind", HIDDEN)
def test_the_answer_is_the_same_to_the_byte(pair):
    asked, nowhere = pair

    for way, (_, answer) in nowhere.items():
        assert asked[way][1] == answer, way


@pytest.mark.parametrize("kind", HIDDEN)
def test_the_work_is_the_same_step_by_step(pair):
    asked, nowhere = pair

    for way, (steps, _) in nowhere.items():
        assert steps, way
        assert list(map(repr, asked[way][0])) == list(map(repr, steps)), way


@pytest.mark.parametrize("kind", [NOWHERE, *HIDDEN])
def test_each_attempt_is_one_row_of_one_length(pair):
    """Whatever was tried, and with whichever verb (CONFLICTS §5)."""
    written = [
        [step for step in steps if step[0] == "sql" and step[1].startswith("INSERT INTO register")]
        for steps, _ in pair[0].values()
    ]

    assert all(len(rows) == 1 for rows in written)
    assert len({repr(rows[0][2]) for rows in written}) == 1
