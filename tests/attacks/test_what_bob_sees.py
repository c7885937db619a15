"""P2, P3, T9, T17, T24: what an excluded handler is shown is what a stranger is shown.

Twins: copies of one company, the same down to every account id, that differ in one thing. In one a
report is about Bob, in another about a matter of another tier, in the third there is none; or the
lines of the organisation differ and nothing else. What Bob gets, and what the reporter gets, must
then be equal, value for value. (Figures, exports and search, T17, come with the issues that build
them; distinguishing slots by the stored rows is in `test_stored_rows.py`.)
"""

import uuid
from dataclasses import replace

import pytest

from app.domain import errors
from app.services import acts, casework, formpage, intake, mailbox, people, queue, rosters
from app.services.desklist import DeskList
from app.store import schema
from tests.support import bob, copies, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
ELSEWHERE = {"category": "accounting", "story": "The books of a subsidiary are wrong."}


@pytest.fixture
def twins(founded, tmp_path, request):
    """Give three copies: with a report about Bob, about something else, and without any."""
    with (
        copies.company(founded, tmp_path / "about", request) as about,
        copies.company(founded, tmp_path / "elsewhere", request) as elsewhere,
        copies.company(founded, tmp_path / "none", request) as none,
    ):
        flows.report(about, about=["bob"])
        flows.report(elsewhere, **ELSEWHERE)
        yield about, elsewhere, none


def of_each(twins, act):
    return [act(inst) for inst in twins]


def equal(values):
    return all(value == values[0] for value in values)


def test_his_list_is_the_same(twins, cast):
    def listing(inst):
        staff = seeds.staff(inst, cast, "bob")
        queue.refresh(inst, staff, now=NOW)
        return [queue.list_page(inst, staff, page=n, now=NOW) for n in (1, 2)]

    assert equal(of_each(twins, listing))


def test_his_list_costs_the_same_whether_the_case_is_about_him_or_of_another_tier(twins, cast):
    """Whether a case exists shows in a copy of the database; whether it is about him, nowhere."""

    def work(inst):
        staff = seeds.staff(inst, cast, "bob")
        looked = flows.counting(inst, queue.refresh, inst, staff, now=NOW)
        again = flows.counting(inst, queue.list_page, inst, staff, now=NOW)
        sizes = [len(row.sealed) for row in bob.rows(inst, schema.desk_lists,
                                                     account_id=staff.owner)]  # fmt: skip
        return looked, again, sorted(sizes)

    about, elsewhere, _ = twins
    assert equal(of_each((about, elsewhere), work))


def test_his_list_is_as_long_as_alices_who_reads_it(twins, cast):
    about, _, _ = twins
    sizes = set()
    for person in ("alice", "bob"):
        staff = seeds.staff(about, cast, person)
        queue.refresh(about, staff, now=NOW)
        rows = bob.rows(about, schema.desk_lists, account_id=staff.owner)
        sizes.add(tuple(sorted((row.segment, len(row.sealed)) for row in rows)))
    assert len(sizes) == 1


def test_t9_the_case_at_its_address_is_the_same_as_any_random_address(twins, cast):
    """T9: a guessed or leaked address; equal answer, work, and rows on record."""

    def knock(inst):
        staff = seeds.staff(inst, cast, "bob")
        queue.refresh(inst, staff, now=NOW)
        (case,) = seeds.case_ids(inst) or [bytes(range(16))]
        before, tried = oversight.count(inst), []
        for address in (str(uuid.UUID(bytes=case)), str(uuid.UUID(int=77))):
            with pytest.raises(errors.NotFound) as refused:
                casework.open_case(inst, staff, case=address, now=NOW)
            tried.append((refused.value.args, flows.counting(
                inst, casework.open_case, inst, staff, case=address, now=NOW)))  # fmt: skip
        rows = bob.rows(inst, schema.register)[before:]
        return tried, oversight.since(inst, cast, before), [len(row.sealed) for row in rows]

    results = of_each(twins, knock)
    assert equal(results)
    assert results[0][0][0] == results[0][0][1]


def test_t19_his_own_key_opens_the_same_of_a_case_about_him_as_of_another_tiers(twins, cast):
    """T19: what his list keeps of either, and what rows there are of it and how long."""

    def kept(inst):
        staff = seeds.staff(inst, cast, "bob")
        queue.refresh(inst, staff, now=NOW)
        (case,) = seeds.case_ids(inst)
        with acts.reading(inst, staff, now=NOW) as act:
            entry = DeskList(act).find(case)
        rows = [row for table in (schema.epochs, schema.items, schema.slots)
                for row in bob.rows(inst, table, case_id=case)]  # fmt: skip
        lengths = [[len(v) if isinstance(v, bytes) else v for v in row] for row in rows]
        return replace(entry, case=b""), sorted(map(repr, lengths))

    about, elsewhere, _ = twins
    of_both = of_each((about, elsewhere), kept)
    assert equal(of_both)
    assert not of_both[0][0].opened


def test_rosters_and_published_readers_are_the_same(twins, cast):
    """P3: nothing on a roster, a list of readers or an account shows who is excluded where."""

    def shown(inst):
        staff = seeds.staff(inst, cast, "bob")
        return rosters.view(inst, staff, now=NOW), rosters.published(inst, now=NOW)

    assert equal(of_each(twins, shown))


def test_accounts_are_the_same(twins):
    """CONFLICTS §5: directory, accounts and tiers never wait because of a case."""
    assert equal(of_each(twins, lambda inst: sorted(map(repr, bob.rows(inst, schema.accounts)))))


def test_an_import_says_the_same(twins):
    changed = casting.under(casting.COMPANY, "charlie", "bob")
    assert equal(of_each(twins, lambda inst: people.import_file(inst, changed, now=NOW)))


def test_a_session_that_lost_the_case_is_a_strangers(inst, cast):
    """P2: Dora read it, is named, and sees from then on what Farid sees, who never did."""
    rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
    case = flows.the_case(inst)
    dora, farid = (seeds.staff(inst, cast, person) for person in ("dora", "farid"))
    for who in (dora, farid):
        queue.refresh(inst, who, now=NOW)
    casework.open_case(inst, dora, case=case, now=NOW)
    flows.say(inst, rita, "Dora Klein too.")
    shown = [queue.list_page(inst, who, now=NOW) for who in (dora, farid)]
    assert equal(shown)
    work = {
        flows.counting(inst, casework.open_case, inst, who, case=case, now=NOW)
        for who in (dora, farid)
    }
    assert len(work) == 1


# --- two companies that differ only in lines ------------------------------------------------------


@pytest.fixture
def ordered(founded, tmp_path, request):
    """Give two copies: in one Bob is as he was, in the other Dora and Emil are in his line."""
    with (
        copies.company(founded, tmp_path / "flat", request) as flat,
        copies.company(founded, tmp_path / "deep", request) as deep,
    ):
        people.import_file(flat, casting.COMPANY, now=NOW)
        deeper = casting.under(casting.under(casting.COMPANY, "dora", "bob"), "emil", "bob")
        people.import_file(deep, deeper, now=NOW)
        yield flat, deep


SAID = {
    "about a reader": {"about": ["bob"]},
    "vetoes": {"veto": ["alice", "olga"]},
    "a name typed": {"about_names": ("Robert Okafor", "Someone Else")},
    "a boss who reads": {"about_boss": "reader", "unit": "Support"},
    "roles": {"about_roles": ("ceo", "hr")},
    "two readers": {"about": ["alice", "bob"]},
    "nothing": {},
}


@pytest.mark.parametrize("said", SAID)
def test_the_first_page_follows_from_her_words_and_the_published_list_alone(ordered, said):
    """CONFLICTS §5: the page, the sentence of readers, and the warning that nobody is left."""

    def shown(inst):
        page = formpage.first_page(inst, now=NOW)
        first = flows.first(inst, NOW, **SAID[said])
        begun = intake.begin(inst, first, visit=flows.VISIT, now=NOW)
        return page, begun.readers, begun.leaves_nobody, len(begun.hidden)

    assert equal(of_each(ordered, shown))


@pytest.mark.parametrize("said", SAID)
def test_the_check_page_the_receipt_page_and_her_thread_do_too(ordered, said):
    """Never the tier reached, never a number of readers; as many statements."""

    def shown(inst):
        hidden = flows.begin(inst, NOW, **SAID[said]).hidden
        story = "Bob Okafor and the management know it."
        asked = flows.send(inst, hidden, NOW, story, answers={"asked": False})
        work = inst.db.statements
        sent = flows.send(inst, hidden, NOW, story)
        work = inst.db.statements - work
        rita = flows.come_back(inst, sent.receipt)
        thread = mailbox.open_thread(inst, rita)
        return asked, sent.reply_by, work, thread.messages, thread.status, thread.next_on

    assert equal(of_each(ordered, shown))


@pytest.mark.parametrize("said", SAID)
def test_what_is_stored_has_the_same_shape(ordered, said):
    """P3: rows, lengths, plain values; who is in whose line shows in none of them."""

    def stored(inst):
        flows.report(inst, **SAID[said])
        return [
            sorted(
                tuple(len(v) if isinstance(v, bytes) else v for v in row)
                for row in bob.rows(inst, table)
            )
            for table in (schema.cases, schema.epochs, schema.items)
        ], sorted((row.account_id, len(row.slot)) for row in bob.rows(inst, schema.slots))

    assert equal(of_each(ordered, stored))


# --- T24 -----------------------------------------------------------------------------------------


def test_t24_a_sham_report_of_bobs_tells_him_nothing_of_alices_ties(
    founded, tmp_path, cast, request
):
    """T24: he vetoes all but the two of them; whether she has a tie, his list is the same."""
    seen = []
    for tie in (False, True):
        with copies.company(founded, tmp_path / str(tie), request) as inst:
            flows.report(inst, veto=["dora", "emil", "farid"], about_names=("Gus Lange",))
            case = flows.the_case(inst)
            if tie:
                alice = seeds.staff(inst, cast, "alice")
                casework.recuse(inst, alice, case=case, reason="We are married.", now=NOW)
            staff = seeds.staff(inst, cast, "bob")
            queue.refresh(inst, staff, now=NOW)
            (row,) = queue.list_page(inst, staff, now=NOW).rows
            seen.append((row.about, row.status, row.standby, row.unread, row.due_on))
            view = casework.open_case(inst, staff, case=case, now=NOW)
            assert "married" not in repr(view)
            assert view.speak_with == (() if tie else ("Alice Moreau",))
    assert equal(seen)
