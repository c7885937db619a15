"""P2, P9: whatever is reported in whatever company, no slot opens for who is in C1, C3 or C11.

Every seed is tried on every slot. Who must be out is worked out here from what was said and from
the organisation as it is recorded, by `lines.in_conflict` alone (which has an oracle of its own in
`tests/domain`); what intake, messages and visits make of it is what is tested.
"""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import errors, lines
from app.services import casework, people, world
from tests.support import cast as casting
from tests.support import copies, flows, seeds

NOW = casting.START
NAMES = {
    line.split(",")[0]: line.split(",")[1] for line in casting.COMPANY.splitlines()[1:]
}  # fmt: skip
STAFF = sorted(set(NAMES) - {"ida", "uma", "viktor", "olga", "omar", "oskar", "chair"})
PEOPLE = st.sampled_from(sorted(set(NAMES) - {"ida"}))
READERS = st.sampled_from(seeds.HANDLERS)
MOVES = st.lists(st.tuples(st.sampled_from(STAFF), st.sampled_from(STAFF)), max_size=2)


@pytest.fixture(scope="module")
def company(founded, tmp_path_factory, request):
    home = tmp_path_factory.mktemp("random") / "home"
    with copies.company(founded, home, request) as inst:
        yield inst, founded.credentials


def moved(inst, moves):
    """Let an import give people other bosses; nobody answers to himself or in a ring."""
    company = casting.COMPANY
    for person, boss in moves:
        if person != boss:
            company = casting.under(company, person, boss)
    try:
        people.import_file(inst, company, now=NOW)
    except errors.PeopleFileRefused:
        people.import_file(inst, casting.COMPANY, now=NOW)


def out(inst, subjects, vetoed):
    """Work out who must hold nothing."""
    directory = world.current(inst, now=NOW).directory
    in_line = {
        reader for reader in seeds.HANDLERS for subject in subjects
        if lines.in_conflict(directory, reader, subject, today=NOW.date())
    }  # fmt: skip
    return in_line | set(subjects) | set(vetoed)


STORIES = st.fixed_dictionaries(
    {
        "moves": MOVES, "about": st.sets(READERS, max_size=2),
        "typed": st.lists(PEOPLE, max_size=2), "veto": st.sets(READERS, max_size=4),
        "told": st.none() | PEOPLE, "later": st.none() | PEOPLE,
        "more_moves": MOVES, "visitor": READERS,
    }
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(drawn=STORIES)
def test_nobody_accused_in_the_line_or_vetoed_holds_a_key(company, drawn):
    about, typed, veto = drawn["about"], drawn["typed"], drawn["veto"]
    told, later = drawn["told"], drawn["later"]
    inst, cast = company
    moved(inst, drawn["moves"])
    before = set(seeds.case_ids(inst))
    story = f"It was {NAMES[told]}." if told else "The numbers are changed."
    said = {"about": sorted(about), "veto": sorted(veto)}
    try:
        receipt = flows.report(
            inst, story=story, about_names=tuple(NAMES[p] for p in typed), **said
        )
    except errors.NobodyClean:
        assert set(seeds.case_ids(inst)) == before
        return
    (case,) = set(seeds.case_ids(inst)) - before
    subjects = about | set(typed) | ({told} if told else set())
    held = seeds.holders(inst, cast, case)
    assert held.isdisjoint(out(inst, subjects, veto))

    if later:
        subjects |= {later}
        try:
            flows.say(inst, flows.come_back(inst, receipt), f"And {NAMES[later]}.")
        except errors.NobodyClean:
            return
        assert seeds.holders(inst, cast, case) <= held - out(inst, subjects, veto)
    held = seeds.holders(inst, cast, case)
    moved(inst, drawn["more_moves"])
    staff, address = seeds.staff(inst, cast, drawn["visitor"]), str(uuid.UUID(bytes=case))
    try:
        casework.open_case(inst, staff, case=address, now=NOW)
    except errors.NotFound:
        return
    assert drawn["visitor"] in held - out(inst, subjects, veto)
    assert seeds.holders(inst, cast, case) <= held - out(inst, subjects, veto)
