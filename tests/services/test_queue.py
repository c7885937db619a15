"""`queue`: a page of the cases this person may read, and nothing of any other (CONFLICTS §5)."""

import contextlib
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import errors
from app.services import casework, people, queue
from app.store import schema
from tests.support import bob, copies, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def alice(inst, cast):
    return seeds.staff(inst, cast, "alice")


def page(inst, who, number=1, now=NOW):
    return queue.list_page(inst, who, page=number, now=now)


def test_it_works(inst, alice):
    flows.report(inst, about=["bob"], category="metrics")
    (row,) = page(inst, alice).rows
    assert row.case == flows.the_case(inst)
    assert (row.category, row.status, row.about) == ("metrics", "received", "Robert Okafor")
    assert (row.received_on, row.due_on) == (NOW.date(), NOW.date() + timedelta(days=7))
    assert (row.due_what, row.overdue, row.unread) == ("acknowledge", False, True)
    assert (row.standby, row.danger) == (False, False)


@pytest.mark.parametrize("person", ["bob", "farid", "olga", "uma"])
def test_who_is_out_sees_an_empty_list(inst, cast, person):
    flows.report(inst, about=["bob"])
    assert page(inst, seeds.staff(inst, cast, person)) == queue.DeskPage((), 1, has_next=False)


def test_a_case_is_read_once_opened_and_unread_after_her_next_message(inst, alice):
    rita = flows.come_back(inst, flows.report(inst))
    assert page(inst, alice).rows[0].unread
    casework.open_case(inst, alice, case=flows.the_case(inst), now=NOW)
    assert not page(inst, alice).rows[0].unread
    flows.say(inst, rita, "More.")
    assert page(inst, alice).rows[0].unread


def test_what_others_answer_makes_nothing_unread(inst, cast, alice):
    flows.report(inst)
    casework.open_case(inst, alice, case=flows.the_case(inst), now=NOW)
    dora = seeds.staff(inst, cast, "dora")
    casework.reply(inst, dora, case=flows.the_case(inst), message="Hello.", now=NOW)
    assert not page(inst, alice).rows[0].unread


def test_a_status_shows_on_the_list_of_whoever_set_it(inst, alice):
    flows.report(inst)
    page(inst, alice)
    casework.set_status(
        inst, alice, case=flows.the_case(inst), status="acknowledged", reason="", now=NOW
    )
    row = page(inst, alice).rows[0]
    assert (row.status, row.due_what) == ("acknowledged", "feedback")


def test_a_status_shows_on_the_list_of_the_others(inst, cast, alice):
    flows.report(inst)
    dora = seeds.staff(inst, cast, "dora")
    page(inst, dora)
    casework.set_status(
        inst, alice, case=flows.the_case(inst), status="acknowledged", reason="", now=NOW
    )
    assert page(inst, dora).rows[0].status == "acknowledged"


def test_a_case_is_overdue_the_day_after(inst, alice):
    flows.report(inst)
    assert not page(inst, alice, now=NOW + timedelta(days=7)).rows[0].overdue
    assert page(inst, alice, now=NOW + timedelta(days=8)).rows[0].overdue


def test_who_is_named_later_loses_the_row_at_once(inst, cast):
    """T6: on a list that was shown a moment ago."""
    rita = flows.come_back(inst, flows.report(inst))
    dora = seeds.staff(inst, cast, "dora")
    assert page(inst, dora).rows
    flows.say(inst, rita, "Dora Klein too.")
    assert page(inst, dora).rows == ()


def test_who_is_in_the_line_since_the_import_loses_the_row_before_the_next_request(inst, cast):
    """T11."""
    flows.report(inst, about=["bob"])
    dora = seeds.staff(inst, cast, "dora")
    assert page(inst, dora).rows
    people.import_file(inst, casting.under(casting.COMPANY, "bob", "dora"), now=NOW)
    assert page(inst, dora).rows == ()


def test_a_message_that_hands_the_case_up_reaches_the_next_tier_at_its_next_sign_in(inst, cast):
    rita = flows.come_back(inst, flows.report(inst))
    olga = seeds.staff(inst, cast, "olga")
    assert page(inst, olga).rows == ()
    flows.say(inst, rita, "It is the whole ethics committee.")
    queue.refresh(inst, olga, now=NOW)
    assert len(page(inst, olga).rows) == 1


# --- many cases ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sixty(founded, tmp_path_factory, request):
    """File 60 reports; every fifth of them is about Emil."""
    with copies.company(founded, tmp_path_factory.mktemp("sixty") / "home", request) as inst:
        for n in range(60):
            flows.report(inst, about=["emil"] if n % 5 == 0 else [], story=f"Story {n}.")
        yield inst


def test_pages_show_every_case_once_the_newest_first(sixty, cast):
    dora, emil = (seeds.staff(sixty, cast, person) for person in ("dora", "emil"))
    pages = [page(sixty, dora, number) for number in (1, 2, 3, 4)]
    assert [len(one.rows) for one in pages] == [25, 25, 10, 0]
    assert [one.has_next for one in pages] == [True, True, False, False]
    everything = {str(uuid.UUID(bytes=case)) for case in seeds.case_ids(sixty)}
    assert {row.case for one in pages for row in one.rows} == everything

    shown = flows.listed(sixty, emil)
    assert len(shown) == len(set(shown)) == 48


def test_a_page_that_has_not_changed_costs_a_few_statements(sixty, cast):
    dora = seeds.staff(sixty, cast, "dora")
    page(sixty, dora)
    assert flows.counting(sixty, page, sixty, dora) <= 6
    assert flows.counting(sixty, page, sixty, dora, 2) <= 6


def test_a_reader_of_few_and_a_reader_of_all_do_the_same_work(sixty, cast):
    """P2: nothing that Olga reads, 48 that Emil reads, on lists equally long."""
    work, sizes = set(), set()
    for person in ("olga", "uma", "emil"):
        staff = seeds.staff(sixty, cast, person)
        page(sixty, staff)
        work.add(flows.counting(sixty, page, sixty, staff))
        mine = bob.rows(sixty, schema.desk_lists, account_id=staff.owner)
        sizes.add(tuple(sorted((row.segment, len(row.sealed)) for row in mine)))
    assert len(sizes) == 1
    assert len(work) == 1


@pytest.mark.parametrize("number", [0, -1, 10**9])
def test_a_page_that_is_not_there_is_empty_or_the_first(inst, alice, number):
    flows.report(inst)
    assert len(page(inst, alice, number).rows) <= 1


# --- sign-in looks at what has changed ------------------------------------------------------------


def test_refresh_takes_in_new_cases(inst, alice):
    flows.report(inst)
    queue.refresh(inst, alice, now=NOW)
    assert flows.counting(inst, page, inst, alice) <= 6


def test_refresh_looks_at_nothing_twice(inst, cast):
    """DESIGN §5: a page costs a page, also for a reader of one case in fifty."""
    for n in range(4):
        flows.report(inst, about=["alice"], story=f"Story {n}.")
    alice = seeds.staff(inst, cast, "alice")
    queue.refresh(inst, alice, now=NOW)
    assert flows.counting(inst, queue.refresh, inst, alice, now=NOW) <= 9


def test_neither_list_nor_refresh_puts_anything_on_record(inst, alice):
    flows.report(inst)
    before = oversight.count(inst)
    page(inst, alice)
    queue.refresh(inst, alice, now=NOW)
    assert oversight.count(inst) == before


def test_a_segment_that_is_gone_is_made_again(inst, alice):
    """T21: deleting it hides no case."""
    flows.report(inst)
    assert page(inst, alice).rows
    bob.write(inst, bob.delete(schema.desk_lists).where(schema.desk_lists.c.segment == 0))
    assert page(inst, alice).rows


def test_a_list_that_is_gone_is_made_again(inst, alice):
    flows.report(inst)
    shown = page(inst, alice)
    bob.write(inst, bob.delete(schema.desk_lists))
    assert page(inst, alice) == shown


def test_a_list_of_somebody_else_is_no_list(inst, cast, alice):
    """T21: Bob puts his own list in Alice's place; it does not open, and hers is made again."""
    flows.report(inst, about=["bob"])
    shown, accused = page(inst, alice), seeds.staff(inst, cast, "bob")
    page(inst, accused)
    bob.write(inst, bob.delete(schema.desk_lists).where(
        schema.desk_lists.c.account_id == alice.owner))  # fmt: skip
    bob.write(inst, bob.update(schema.desk_lists).values(account_id=alice.owner))
    assert page(inst, alice) == shown


def test_the_day_of_the_list_is_the_day_of_the_request(inst, alice):
    flows.report(inst)
    (today,), (tomorrow,) = page(inst, alice).rows, page(inst, alice, now=TOMORROW).rows
    assert replace(tomorrow, overdue=today.overdue) == today


# --- an address opens what the list shows (ADR 37) ------------------------------------------------


def knock(inst, who, case, now=NOW):
    return casework.open_case(inst, who, case=case, now=now)


def looks(inst, who, case, monkeypatch, now=NOW):
    """Count what is looked into before the gate answers for one address."""
    seen, look = [], queue.gate.look
    monkeypatch.setattr(queue.gate, "look", lambda *args: seen.append(args) or look(*args))
    with contextlib.suppress(errors.NotFound):
        knock(inst, who, case, now)
    monkeypatch.setattr(queue.gate, "look", look)
    return len(seen) - 1  # The last is the gate's own, of the case or of the stand-in.


def test_an_address_opens_a_case_that_no_list_has_shown_yet(inst, alice):
    flows.report(inst)
    assert knock(inst, alice, flows.the_case(inst)).messages


@pytest.mark.parametrize("lost", ["segment", "list"])
def test_an_address_makes_a_list_again_that_is_gone(inst, alice, lost):
    """T21: deleting it hides no case."""
    flows.report(inst)
    assert page(inst, alice).rows
    table = schema.desk_lists
    which = table.c.segment == 0 if lost == "segment" else table.c.segment == table.c.segment
    bob.write(inst, bob.delete(table).where(which))
    assert knock(inst, alice, flows.the_case(inst)).messages
    assert len(page(inst, alice).rows) == 1


def test_of_a_long_list_a_few_are_decided_again_and_the_one_asked_for(inst, alice, monkeypatch):
    """After a change of the day, and not a second time; each opens whichever turn it has."""
    monkeypatch.setattr(queue, "PER_ADDRESS", 2)
    for n in range(5):
        flows.report(inst, story=f"Story {n}.")
    cases = flows.listed(inst, alice)
    assert all(knock(inst, alice, case, TOMORROW).messages for case in reversed(cases))
    assert len(flows.listed(inst, alice, TOMORROW)) == 5
    after = TOMORROW + timedelta(days=1)
    assert looks(inst, alice, cases[-1], monkeypatch, after) == 2 + 1
    assert looks(inst, alice, str(uuid.uuid4()), monkeypatch, after) == 2
    assert looks(inst, alice, str(uuid.uuid4()), monkeypatch, after) == 0


def test_what_is_looked_into_does_not_follow_from_the_address(inst, cast, monkeypatch):
    """Olga stands by for one, is left out of one, and asks for either, or for none."""
    for said in ({}, {"veto": ["olga"]}):
        flows.report(inst, **said)
    olga = seeds.staff(inst, cast, "olga")
    queue.refresh(inst, olga, now=NOW)
    addresses = [str(uuid.UUID(bytes=case)) for case in seeds.case_ids(inst)]
    days = [NOW + timedelta(days=n) for n in (1, 2, 3)]
    asked = zip([*addresses, str(uuid.uuid4())], days, strict=True)
    assert [looks(inst, olga, case, monkeypatch, day) for case, day in asked] == [1, 1, 1]
