"""The standby: a key from the first commit, the case when its day has come (T13, T25)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import casework, queue
from app.store import schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START
DAY = timedelta(days=1)
TIER_1 = ("alice", "bob", "dora", "emil", "farid")
STANDBY = ("olga", "omar", "oskar", "uma", "viktor")


@pytest.fixture
def rita(inst):
    return flows.come_back(inst, flows.report(inst))


@pytest.fixture
def case(inst, rita):
    return flows.the_case(inst)


def seen(inst, cast, person, case, now):
    """Whether somebody's list and the case's address show it; the two must agree."""
    staff = seeds.staff(inst, cast, person)
    queue.refresh(inst, staff, now=now)
    shown = bool(queue.list_page(inst, staff, now=now).rows)
    try:
        view = casework.open_case(inst, staff, case=case, now=now)
    except errors.NotFound:
        assert not shown
        return None
    assert shown
    return "standby" if view.standby else "recipient"


def present(inst, *people, on):
    """Only these have signed in within the last seven days."""
    accounts, table = [seeds.account(inst, p) for p in people], schema.accounts
    bob.write(
        inst,
        bob.update(table).values(seen_on=on - 30 * DAY),
        bob.update(table).where(table.c.id.in_(accounts)).values(seen_on=on),
    )


def test_it_works(inst, cast, case):
    """Before the day the standby is nobody; the tier is."""
    assert seen(inst, cast, "alice", case, NOW) == "recipient"
    for person in STANDBY:
        assert seen(inst, cast, person, case, NOW) is None
    assert set(STANDBY) <= seeds.holders(inst, cast)


@pytest.mark.parametrize("person", STANDBY)
def test_t25_on_day_eight_after_everybody_lost_the_passphrase(inst, cast, case, person):
    """T25: nobody of tier 1 has signed in since; on the seventh day it is too early."""
    assert seen(inst, cast, person, case, NOW + 7 * DAY) is None
    assert seen(inst, cast, person, case, NOW + 8 * DAY) == "standby"


def test_t25_on_day_eight_nobody_elses_desk_shows_it(inst, cast):
    """T25: who was left out is so on day eight as well."""
    flows.report(inst, about=["bob"], veto=["olga"])
    case = flows.the_case(inst)
    for person in ("bob", "farid", "olga"):
        assert seen(inst, cast, person, case, NOW + 8 * DAY) is None
    assert seen(inst, cast, "omar", case, NOW + 8 * DAY) == "standby"


def test_the_standby_answers_and_the_reporter_sees_it(inst, cast, case, rita):
    olga = seeds.staff(inst, cast, "olga")
    late = NOW + 8 * DAY
    casework.reply(inst, olga, case=case, message="We take over.", now=late)
    thread = casework.open_case(inst, olga, case=case, now=late)
    assert [said.author for said in thread.messages] == [None, "Olga Brandt"]


@pytest.mark.parametrize(("there", "expected"), [
    ((), "standby"), (("alice",), "standby"), (("alice", "dora"), None), (TIER_1, None),
])  # fmt: skip
def test_absent_members_keep_the_slot_and_the_standby_fills_the_quorum(
    inst, cast, case, there, expected
):
    """T13: fewer than two readers within seven days."""
    present(inst, *there, on=NOW)
    assert seen(inst, cast, "olga", case, NOW) == expected
    assert seen(inst, cast, "emil", case, NOW) == "recipient"


def test_who_comes_back_within_the_week_ends_it(inst, cast, case):
    present(inst, "alice", on=NOW)
    assert seen(inst, cast, "olga", case, NOW) == "standby"
    casting.sign_in(inst, cast["dora"], NOW)
    assert seen(inst, cast, "olga", case, NOW + DAY) is None


def test_an_overdue_acknowledgement_calls_them(inst, cast, case):
    present(inst, *TIER_1, on=NOW + 8 * DAY)
    assert seen(inst, cast, "olga", case, NOW + 7 * DAY) is None
    assert seen(inst, cast, "olga", case, NOW + 8 * DAY) == "standby"


def test_an_answer_is_an_acknowledgement_and_calls_nobody(inst, cast, case):
    """ADR 30: she has read their words, so nobody stands in because a button was not pressed."""
    alice = seeds.staff(inst, cast, "alice")
    casework.reply(inst, alice, case=case, message="Which week?", now=NOW)
    present(inst, *TIER_1, on=NOW + 8 * DAY)
    assert seen(inst, cast, "olga", case, NOW + 8 * DAY) is None


def test_an_overdue_feedback_calls_them(inst, cast, case):
    alice = seeds.staff(inst, cast, "alice")
    casework.set_status(inst, alice, case=case, status="acknowledged", reason="", now=NOW)
    due_on = casework.open_case(inst, alice, case=case, now=NOW).due_on
    day = NOW.replace(year=due_on.year, month=due_on.month, day=due_on.day)
    present(inst, *TIER_1, on=day)
    assert seen(inst, cast, "olga", case, day) is None
    present(inst, *TIER_1, on=day + DAY)
    assert seen(inst, cast, "olga", case, day + DAY) == "standby"


def test_the_plain_due_date_in_the_row_calls_nobody(inst, cast, case):
    """T21: Bob dates it back; what counts is what the reporter was promised, sealed."""
    bob.write(inst, bob.update(schema.cases).values(due_on=(NOW - 9 * DAY).date()))
    assert seen(inst, cast, "olga", case, NOW) is None


@pytest.mark.parametrize(("stepping_back", "expected"), [
    (("alice", "dora"), None), (("alice", "dora", "emil"), "standby"),
])  # fmt: skip
def test_half_of_the_tier_out_on_private_grounds_calls_them_at_once(
    inst, cast, case, stepping_back, expected
):
    """T7, CONFLICTS §3: three of five; the case does not move."""
    for person in stepping_back:
        staff = seeds.staff(inst, cast, person)
        casework.recuse(inst, staff, case=case, reason="Kin.", now=NOW)
    assert seen(inst, cast, "olga", case, NOW) == expected
    assert seen(inst, cast, "farid", case, NOW) == "recipient"


def test_half_of_the_tier_out_on_public_grounds_calls_them_at_once(inst, cast):
    """CONFLICTS §1: on whatever grounds."""
    flows.report(inst, veto=["alice", "dora", "emil"])
    case = flows.the_case(inst)
    assert seen(inst, cast, "olga", case, NOW) == "standby"
    assert seen(inst, cast, "farid", case, NOW) == "recipient"


def test_without_a_quorum_of_clean_members_the_case_climbs(inst, cast):
    """T7: four of five ticked; the fifth never handles it alone, and holds no key."""
    flows.report(inst, veto=["alice", "dora", "emil", "farid"])
    case = flows.the_case(inst)
    assert seeds.holders(inst, cast) == set(STANDBY)
    assert seen(inst, cast, "bob", case, NOW) is None
    assert seen(inst, cast, "olga", case, NOW) == "recipient"
    assert seen(inst, cast, "uma", case, NOW) is None


def test_a_standby_who_acts_stays_standby_in_the_next_epoch(inst, cast, case):
    """The roll says who is which; acting does not make a recipient."""
    olga = seeds.staff(inst, cast, "olga")
    casework.note(inst, olga, case=case, note="Here.", now=NOW + 8 * DAY)
    casting.sign_in(inst, cast["alice"], NOW + 2 * DAY)
    present(inst, *TIER_1, on=NOW + DAY)
    assert seen(inst, cast, "olga", case, NOW + DAY) is None


def test_who_stood_by_and_is_named_loses_the_key_like_anybody(inst, cast, case, rita):
    flows.say(inst, rita, "Olga Brandt knew.")
    assert "olga" not in seeds.holders(inst, cast)
    assert seen(inst, cast, "olga", case, NOW + 8 * DAY) is None
