"""Release: reports and messages reach desks at a fixed hour, so that no visit can be matched."""

import uuid
from datetime import timedelta

import pytest

from app.domain import errors
from app.services import casework, mailbox, queue
from tests.support import cast as casting
from tests.support import copies, flows, oversight, seeds

MORNING = casting.START  # 09:00; the release is at 17:00
AFTERNOON = MORNING.replace(hour=16, minute=59)
EVENING = MORNING.replace(hour=17)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def company(founded, tmp_path_factory, request):
    """Found a company that releases at 17:00, once: (instance, credentials)."""
    home = tmp_path_factory.mktemp("releasing") / "home"
    with copies.another(founded, home, request) as inst:
        casting.with_policy(inst, release_hour=17)
        yield inst, casting.found_company(inst)


@pytest.fixture
def releasing(company):
    """Give the company, its credentials, and a way to file a report: (receipt, case)."""
    inst, cast = company

    def report(now, **words):
        before = set(seeds.case_ids(inst))
        begun = flows.begin(inst, now)
        receipt = flows.send(inst, begun.hidden, now, **words).receipt
        (case,) = set(seeds.case_ids(inst)) - before
        return receipt, str(uuid.UUID(bytes=case))

    return inst, cast, report


def opens(inst, cast, case, now, person="alice"):
    staff = seeds.staff(inst, cast, person)
    try:
        view = casework.open_case(inst, staff, case=case, now=now)
    except errors.NotFound:
        assert case not in flows.listed(inst, staff, now)
        return None
    assert case in flows.listed(inst, staff, now)
    return view


def test_it_works(releasing):
    inst, cast, report = releasing
    _, case = report(MORNING)
    assert opens(inst, cast, case, AFTERNOON) is None
    assert opens(inst, cast, case, EVENING)


def test_what_comes_after_the_hour_waits_for_the_next_day(releasing):
    inst, cast, report = releasing
    _, case = report(EVENING)
    assert opens(inst, cast, case, EVENING.replace(hour=23)) is None
    assert opens(inst, cast, case, AFTERNOON + DAY) is None
    assert opens(inst, cast, case, EVENING + DAY)


def test_danger_is_shown_at_once(releasing):
    inst, cast, report = releasing
    _, case = report(MORNING, danger=True)
    assert opens(inst, cast, case, MORNING).danger


def test_a_list_looked_at_before_shows_the_case_after_the_hour_without_a_new_sign_in(releasing):
    inst, cast, report = releasing
    _, case = report(MORNING)
    dora = seeds.staff(inst, cast, "dora")
    assert case not in flows.listed(inst, dora, AFTERNOON)
    assert case in flows.listed(inst, dora, EVENING)


def test_her_message_waits_as_well_and_nothing_of_it_is_shown(releasing):
    inst, cast, report = releasing
    receipt, case = report(MORNING - DAY)
    assert len(opens(inst, cast, case, MORNING).messages) == 1
    flows.say(inst, flows.come_back(inst, receipt), "More.", now=MORNING)
    alice = seeds.staff(inst, cast, "alice")
    (row,) = (r for r in queue.list_page(inst, alice, now=AFTERNOON).rows if r.case == case)
    assert not row.unread
    assert len(opens(inst, cast, case, AFTERNOON).messages) == 1
    (row,) = (r for r in queue.list_page(inst, alice, now=EVENING).rows if r.case == case)
    assert row.unread
    assert len(opens(inst, cast, case, EVENING).messages) == 2


def test_nobody_new_is_named_before_her_message_has_come(releasing):
    """It counts at once and shows at the hour: neither a name nor a row tells that she was here."""
    inst, cast, report = releasing
    receipt, case = report(MORNING - DAY)
    before = opens(inst, cast, case, MORNING)
    flows.say(inst, flows.come_back(inst, receipt), "It is Gus Lange.", now=MORNING)
    alice = seeds.staff(inst, cast, "alice")
    assert opens(inst, cast, case, AFTERNOON) == before
    (row,) = (r for r in queue.list_page(inst, alice, now=AFTERNOON).rows if r.case == case)
    assert row.about == ""
    assert opens(inst, cast, case, EVENING).about == ("Gus Lange",)
    (row,) = (r for r in queue.list_page(inst, alice, now=EVENING).rows if r.case == case)
    assert row.about == "Gus Lange"


def test_an_answer_given_before_her_message_came_stands_before_it(releasing):
    """The order in which it reached the desks: that she wrote last evening shows nowhere."""
    inst, cast, report = releasing
    receipt, case = report(MORNING - DAY)
    alice = seeds.staff(inst, cast, "alice")
    flows.say(inst, flows.come_back(inst, receipt), "More.", now=EVENING)
    casework.reply(inst, alice, case=case, message="Which week?", now=EVENING)
    casework.reply(inst, alice, case=case, message="Which week?", now=EVENING)
    said = [one.text for one in opens(inst, cast, case, EVENING + DAY, "dora").messages]
    assert said[1:] == ["Which week?", "More."]


def test_whoever_is_in_danger_is_heard_at_once_each_time(releasing):
    inst, cast, report = releasing
    receipt, case = report(MORNING, danger=True)
    flows.say(inst, flows.come_back(inst, receipt), "He is here.", now=MORNING)
    assert len(opens(inst, cast, case, MORNING).messages) == 2


def test_where_the_policy_names_no_hour_everything_shows_at_once(inst, cast):
    """As in the demo."""
    receipt = flows.report(inst)
    case = flows.the_case(inst)
    flows.say(inst, flows.come_back(inst, receipt), "More.", now=MORNING)
    assert len(opens(inst, cast, case, MORNING).messages) == 2


def test_what_her_message_says_about_people_counts_at_once(releasing):
    """T6: access ends with the commit, not with the release."""
    inst, cast, report = releasing
    receipt, case = report(MORNING - DAY)
    assert opens(inst, cast, case, MORNING, "dora")
    flows.say(inst, flows.come_back(inst, receipt), "Dora Klein too.", now=MORNING)
    assert opens(inst, cast, case, MORNING, "dora") is None


def test_she_sees_her_own_words_at_once(releasing):
    inst, _, report = releasing
    receipt, _ = report(MORNING)
    rita = flows.come_back(inst, receipt)
    flows.say(inst, rita, "More.", now=MORNING)
    assert len(mailbox.open_thread(inst, rita).messages) == 2


def test_not_released_is_the_same_answer_as_not_there(releasing):
    """CONFLICTS §5: one error, as many statements, one row that names no case."""
    inst, cast, report = releasing
    _, case = report(MORNING)
    alice, before = seeds.staff(inst, cast, "alice"), oversight.count(inst)
    queue.refresh(inst, alice, now=AFTERNOON)
    work = {
        flows.counting(inst, casework.open_case, inst, alice, case=address, now=AFTERNOON)
        for address in (case, str(uuid.uuid4()))
    }
    assert len(work) == 1
    assert [set(row) for row in oversight.since(inst, cast, before)] == 2 * [{"by", "event", "on"}]
