"""T21, P2, P12: a message that accuses somebody is destroyed; nobody becomes clean by it.

Alice may read the case, comes into the line of the accused by an import, owns the database, and
destroys the message in which the accusation stands. On half of what was said nobody is decided.
"""

import pytest

from app.domain import errors
from app.services import casework, people
from app.store import schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START


@pytest.fixture
def rita(inst):
    rita = flows.come_back(inst, flows.report(inst))
    flows.say(inst, rita, "It was Charlie Young.")
    return rita


def opened(inst, cast, person):
    staff = seeds.staff(inst, cast, person)
    return casework.open_case(inst, staff, case=flows.the_case(inst), now=NOW)


def destroyed(inst):
    table = schema.items
    accusing = max(bob.rows(inst, table), key=lambda row: row.sequence)
    bob.write(inst, bob.delete(table).where(table.c.id == accusing.id))


def test_a_reader_who_came_into_the_line_is_not_let_in_again(inst, cast, rita):
    assert opened(inst, cast, "alice").messages
    people.import_file(inst, casting.under(casting.COMPANY, "charlie", "alice"), now=NOW)
    with pytest.raises(errors.NotFound):
        opened(inst, cast, "alice")
    destroyed(inst)

    with pytest.raises(errors.NotFound):
        opened(inst, cast, "alice")


def test_her_next_message_is_sealed_to_nobody_on_half_of_what_she_said(inst, cast, rita):
    destroyed(inst)
    before = len(bob.rows(inst, schema.epochs))

    with pytest.raises(errors.Doubtful):
        flows.say(inst, rita, "More.")
    assert len(bob.rows(inst, schema.epochs)) == before
