"""CONFLICTS §5: attempts that opened nothing are on record alike; oversight sees who and how often.

One row each, sealed to the auditors, signed by whoever tried; it says neither what was tried nor
whether it was there, and in the database it looks like any other.
"""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain import errors
from app.services import casework, queue
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
VERBS: dict[str, tuple[Callable[..., Any], dict[str, str]]] = {
    "open": (casework.open_case, {}),
    "reply": (casework.reply, {"message": "Which week?"}),
    "note": (casework.note, {"note": "Ask Gus."}),
    "status": (casework.set_status, {"status": "acknowledged", "reason": ""}),
    "attest": (casework.attest, {"stand": "clear", "because": ""}),
    "recuse": (casework.recuse, {"reason": "Kin."}),
}
NOWHERE = "00000000-0000-4000-8000-000000000007"


@pytest.fixture
def tries(inst, cast):
    """Give a function: Bob and Olga try each address with each verb; what Ida then reads."""
    flows.report(inst, about=["bob"])
    hidden = flows.the_case(inst)
    people = {name: seeds.staff(inst, cast, name) for name in ("bob", "olga")}
    for staff in people.values():
        queue.refresh(inst, staff, now=NOW)

    def tried(person, verb, address):
        before = oversight.count(inst)
        act, typed = VERBS[verb]
        with pytest.raises(errors.NotFound):
            act(inst, people[person], case=hidden if address == "hidden" else address, now=NOW,
                **typed)  # fmt: skip
        sizes = [len(row.sealed) for row in bob.rows(inst, schema.register)[before:]]
        return oversight.since(inst, cast, before), sizes

    return tried


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", ["bob", "olga"])
def test_each_is_one_row_that_says_who_and_nothing_else(tries, verb, person):
    seen = [tries(person, verb, address) for address in ("hidden", NOWHERE, "no id at all")]

    assert seen[0][0] == [{"by": person, "event": "refused", "on": "2026-03-02"}]
    assert seen[0] == seen[1] == seen[2]


def test_oversight_counts_them_by_person(tries, inst, cast):
    for person, times in (("bob", 3), ("olga", 1)):
        for _ in range(times):
            tries(person, "open", "hidden")
    refused = [row["by"] for row in oversight.read(inst, cast) if row["event"] == "refused"]

    assert (refused.count("bob"), refused.count("olga")) == (3, 1)


def test_a_row_of_one_looks_like_that_of_a_case_opened(tries, inst, cast):
    """To whoever has the database: who opened what and who was refused are rows of one length."""
    _, refused = tries("bob", "open", "hidden")
    before = oversight.count(inst)
    alice = seeds.staff(inst, cast, "alice")
    casework.open_case(inst, alice, case=flows.the_case(inst), now=NOW)
    opened = [len(row.sealed) for row in bob.rows(inst, schema.register)[before:]]

    assert opened == refused
