"""`sessions`: a row opens nothing without the cookie, and both nothing without the day secret."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.services import sessions
from app.store import schema
from tests.support import bob
from tests.support import cast as casting

NOW = casting.START
PAYLOAD = b"the seed of somebody who must not be known"
MINUTE = timedelta(minutes=1)


def begin(inst, surface="desk", now=NOW):
    return sessions.begin(inst, surface=surface, payload=PAYLOAD, now=now)


def resume(inst, ticket, surface="desk", now=NOW):
    return sessions.resume(inst, ticket, surface=surface, now=now)


def test_it_works(inst):
    ticket = begin(inst)
    assert resume(inst, ticket) == PAYLOAD
    assert resume(bob.restart(inst), ticket) == PAYLOAD


def test_a_ticket_is_in_no_repr(inst):
    ticket = begin(inst)
    assert ticket.key.hex() not in repr(ticket)
    assert repr(ticket.key) not in repr(ticket)


@pytest.mark.parametrize("wrong", [{"key": bytes(32)}, {"session": bytes(16)}])
def test_another_ticket_opens_nothing(inst, wrong):
    assert resume(inst, replace(begin(inst), **wrong)) is None


def test_the_session_of_one_surface_is_none_on_another(inst):
    assert resume(inst, begin(inst), surface="portal") is None


def test_it_ends_after_half_an_hour_without_a_request(inst):
    ticket = begin(inst)
    assert resume(inst, ticket, now=NOW + 30 * MINUTE + MINUTE) is None
    assert resume(inst, ticket, now=NOW + MINUTE) is None, "what has ended stays ended"


def test_it_slides(inst):
    ticket = begin(inst)
    for n in range(1, 8):
        assert resume(inst, ticket, now=NOW + n * 25 * MINUTE) == PAYLOAD


@pytest.mark.parametrize("surface", ["desk", "portal", "admin"])
def test_it_ends_at_the_absolute_limit_however_busy(inst, surface):
    ticket, limit = begin(inst, surface), sessions.ABSOLUTE[surface]
    moment = NOW
    while moment + 20 * MINUTE <= NOW + limit:
        moment += 20 * MINUTE
        assert resume(inst, ticket, surface, moment) == PAYLOAD
    assert resume(inst, ticket, surface, NOW + limit + MINUTE) is None


def test_reading_on_within_a_minute_writes_nothing(inst):
    ticket = begin(inst)
    before = bob.rows(inst, schema.sessions)
    resume(inst, ticket, now=NOW + MINUTE / 2)
    assert bob.rows(inst, schema.sessions) == before


def test_an_ended_session_is_gone_and_ending_twice_says_nothing(inst):
    ticket = begin(inst)
    sessions.end(inst, ticket)
    sessions.end(inst, ticket)
    assert resume(inst, ticket) is None
    assert bob.rows(inst, schema.sessions) == []


def test_it_lives_over_midnight(inst):
    late = NOW.replace(hour=23, minute=50)
    ticket = begin(inst, now=late)
    assert resume(inst, ticket, now=late + 20 * MINUTE) == PAYLOAD


def test_when_the_day_secret_is_destroyed_row_and_cookie_open_nothing(inst):
    """DESIGN §4: neither is enough without what is destroyed after two days."""
    ticket, (row,) = begin(inst), bob.rows(inst, schema.sessions)
    inst.secrets.day((NOW + timedelta(days=2)).date())
    assert not (inst.home / "secrets/days" / NOW.date().isoformat()).exists()
    assert resume(inst, ticket, now=NOW + MINUTE) is None
    assert bob.rows(inst, schema.sessions) == [row]


def test_a_clock_that_goes_back_ends_it(inst):
    assert resume(inst, begin(inst), now=NOW - MINUTE) is None


def test_the_row_says_a_day_and_nothing_else(inst):
    """P5: id hashed, clock sealed, every row equally long."""
    short = sessions.begin(inst, surface="portal", payload=b"x", now=NOW)
    begin(inst)
    rows = bob.rows(inst, schema.sessions)
    assert {row.started_on for row in rows} == {NOW.date()}
    assert len({len(row.sealed) for row in rows}) == 1
    assert short.session not in {row.id for row in rows}
    assert all(PAYLOAD not in row.sealed and PAYLOAD.hex().encode() not in row.sealed
               for row in rows)  # fmt: skip


def test_the_row_of_one_session_is_none_for_another(inst):
    """T21: Bob copies Alice's sealed row over his own."""
    alice, bobs = begin(inst), begin(inst)
    rows = bob.rows(inst, schema.sessions)
    for one, other in zip(rows, reversed(rows), strict=True):
        row = bob.update(schema.sessions).where(schema.sessions.c.id == one.id)
        bob.write(inst, row.values(sealed=other.sealed))
    assert resume(inst, alice) is None
    assert resume(inst, bobs) is None


def test_rows_of_destroyed_days_are_swept(inst):
    begin(inst)
    begin(inst, now=NOW + timedelta(days=2))
    assert [row.started_on for row in bob.rows(inst, schema.sessions)] == [
        (NOW + timedelta(days=2)).date()
    ]
