"""`intake`: from the first page to a receipt, stored exactly once or not at all (P2, P3, P6)."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import errors
from app.services import asking, formpage, intake, mailbox, people
from app.store import cases, schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START
TIER_1 = {"alice", "bob", "dora", "emil", "farid"}
HIGHER = {"olga", "omar", "oskar", "uma", "viktor"}


def stored(inst):
    """How many rows there are of each table that a report fills."""
    tables = (schema.cases, schema.epochs, schema.items, schema.slots)
    return {table.name: len(bob.rows(inst, table)) for table in tables}


NOTHING = {"cases": 0, "epochs": 0, "items": 0, "slots": 0}
ONE_CASE = {"cases": 1, "epochs": 1, "items": 3, "slots": 10}


def test_it_works(inst, cast):
    begun = flows.begin(inst, NOW, about=["bob"])
    sent = flows.send(inst, begun.hidden, NOW, "He changes the numbers.")

    assert len(sent.receipt.split()) == 7
    assert (sent.again, sent.added) == (False, False)
    assert sent.reply_by == NOW.date() + timedelta(days=7)
    assert stored(inst) == ONE_CASE
    assert flows.readers(inst, cast) == {"alice", "dora", "emil"}


def test_the_accused_holds_no_key_and_the_tiers_above_stand_by(inst, cast):
    """P2, CONFLICTS §3: the clean people of the chosen tier and all above; Farid reports to Bob."""
    flows.report(inst, about=["bob"])
    assert seeds.holders(inst, cast) == {"alice", "dora", "emil"} | HIGHER


def test_who_is_vetoed_holds_no_key(inst, cast):
    """C11: no reason needed."""
    flows.report(inst, veto=["alice"])
    assert seeds.holders(inst, cast) == TIER_1 - {"alice"} | HIGHER


def test_there_is_one_slot_of_one_length_for_every_enrolled_handler(inst, cast):
    """P3."""
    flows.report(inst, about=["bob"], veto=["olga"])
    rows = bob.rows(inst, schema.slots)
    assert {row.account_id for row in rows} == {seeds.account(inst, p) for p in seeds.HANDLERS}
    assert {len(row.slot) for row in rows} == {1168}


def test_the_sentence_of_readers_leaves_out_whom_she_ticked(inst):
    begun = flows.begin(inst, NOW, about=["bob"], veto=["dora"])
    assert begun.readers.listed == ("Alice Moreau", "Emil Novak", "Farid Aziz")
    assert begun.readers.left_out == ("Dora Klein", "Robert Okafor")
    assert begun.readers.tier_name == "Ethics committee"
    assert not begun.leaves_nobody


def test_ticks_that_leave_nobody_are_pointed_out_on_the_first_page(inst):
    assert flows.begin(inst, NOW, veto=seeds.HANDLERS).leaves_nobody


def test_look_shows_the_first_page_again(inst):
    first = flows.first(inst, NOW, about=["bob"], about_names=("Somebody Else",))
    begun = intake.begin(inst, first, visit=flows.VISIT, now=NOW)
    shown = intake.look(inst, begun.hidden, visit=flows.VISIT, now=NOW)
    assert tuple(shown.about_people) == first.about_people
    assert tuple(shown.about_names) == first.about_names


def test_look_gives_exactly_what_was_begun(inst):
    first = flows.first(inst, NOW, about=["bob"])
    begun = intake.begin(inst, first, visit=flows.VISIT, now=NOW)
    assert intake.look(inst, begun.hidden, visit=flows.VISIT, now=NOW) == first


# --- sent twice -------------------------------------------------------------------------------


def test_send_twice_shows_the_same_receipt_and_stores_once(inst):
    """P6."""
    begun = flows.begin(inst, NOW)
    first = flows.send(inst, begun.hidden, NOW)
    second = flows.send(inst, begun.hidden, NOW + timedelta(minutes=2))
    assert second == replace(first, again=True)
    assert stored(inst) == ONE_CASE


def test_other_words_on_the_second_send_become_a_further_message(inst):
    begun = flows.begin(inst, NOW)
    first = flows.send(inst, begun.hidden, NOW, "First words.")
    second = flows.send(inst, begun.hidden, NOW, "Other words.")
    third = flows.send(inst, begun.hidden, NOW, "Other words.")

    assert second == replace(first, again=True, added=True)
    assert third == replace(first, again=True, added=False)
    thread = mailbox.open_thread(inst, flows.come_back(inst, first.receipt))
    assert [message.text for message in thread.messages] == ["First words.", "Other words."]


def test_other_words_are_screened_like_any_message(inst, cast):
    """T6: the second send names somebody, and he is out."""
    begun = flows.begin(inst, NOW)
    flows.send(inst, begun.hidden, NOW, "First words.")
    flows.send(inst, begun.hidden, NOW, "It was Dora Klein.")
    assert "dora" not in seeds.holders(inst, cast)


def test_a_second_send_with_stricter_answers_is_not_taken_for_the_same(inst, cast):
    """P2: back from the receipt page, "only mentioned" unticked, sent again."""
    begun, story = flows.begin(inst, NOW), "Bob Okafor saw it."
    mild = {"asked": True, "only_mentioned": (flows.form_id(inst, "bob", NOW),)}
    first = flows.send(inst, begun.hidden, NOW, story, answers=mild)
    second = flows.send(inst, begun.hidden, NOW, story)
    assert second.receipt == first.receipt
    assert "farid" not in seeds.holders(inst, cast)


def test_two_simultaneous_sends_make_one_case_and_show_one_receipt(inst):
    """P6: pressed twice, answered by two workers."""
    begun = flows.begin(inst, NOW)
    barrier, answers = threading.Barrier(3), []

    def press():
        own = bob.restart(inst)
        barrier.wait()
        answers.append(flows.send(own, begun.hidden, NOW))

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.receipt for answer in answers}) == 1
    assert sorted(answer.again for answer in answers) == [False, True, True]
    assert stored(inst) == ONE_CASE


# --- hidden state ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "garbage", ["", "x", "====", "A" * 6000, "\0", "ü" * 40, "\ud800", "A" * 300_000]
)
def test_garbage_in_the_hidden_field_starts_nothing(inst, garbage):
    with pytest.raises(errors.StateRefused):
        flows.send(inst, garbage, NOW)
    assert intake.look(inst, garbage, visit=flows.VISIT, now=NOW) is None
    assert stored(inst) == NOTHING


def test_a_flipped_bit_in_the_hidden_field_starts_nothing(inst):
    hidden = flows.begin(inst, NOW).hidden
    for at in (0, 40, 80, len(hidden) // 2, len(hidden) - 8):
        other = "B" if hidden[at] != "B" else "C"
        with pytest.raises(errors.StateRefused):
            flows.send(inst, hidden[:at] + other + hidden[at + 1 :], NOW)


def test_the_hidden_field_of_another_visit_starts_nothing(inst):
    hidden = flows.begin(inst, NOW).hidden
    words, answers = intake.Words("Mine."), asking.Answers(asked=True)
    with pytest.raises(errors.StateRefused):
        intake.submit(
            inst, hidden=hidden, visit=b"another visit 16", words=words, answers=answers, now=NOW
        )
    assert stored(inst) == NOTHING


def test_the_hidden_field_is_good_for_a_day(inst):
    hidden = flows.begin(inst, NOW).hidden
    assert flows.send(inst, hidden, NOW + timedelta(days=1)).receipt
    other = flows.begin(inst, NOW + timedelta(days=1)).hidden
    with pytest.raises(errors.StateRefused):
        flows.send(inst, other, NOW + timedelta(days=3))


def test_the_hidden_field_shows_nothing_of_what_it_holds(inst):
    hidden = flows.begin(inst, NOW, about_names=("Quentin Zyx",)).hidden
    longer = flows.begin(inst, NOW, about_names=("Quentin Zyx" * 20,)).hidden
    assert len(hidden) == len(longer)
    assert "Quentin" not in hidden


# --- refused -----------------------------------------------------------------------------------


def test_nobody_clean_stores_nothing(inst):
    """CONFLICTS §3 step 5."""
    begun = flows.begin(inst, NOW, veto=seeds.HANDLERS)
    with pytest.raises(errors.NobodyClean):
        flows.send(inst, begun.hidden, NOW)
    assert stored(inst) == NOTHING


def test_before_list_1_counts_no_report_is_taken(empty):
    people.import_file(empty, casting.COMPANY, now=NOW)
    assert not formpage.first_page(empty, now=NOW).open
    with pytest.raises(errors.NotOpenYet):
        intake.begin(empty, formpage.First(), visit=flows.VISIT, now=NOW)


# --- the check page ----------------------------------------------------------------------------

DEAR = "Dear ethics committee, my manager told HR that the CEO knows."


def test_the_check_page_asks_about_people_and_bodies_and_stores_nothing(inst):
    begun = flows.begin(inst, NOW)
    asked = flows.send(inst, begun.hidden, NOW, DEAR, answers={"asked": False})
    assert {(about.kind, about.id) for about in asked.questions} == {
        ("body", "committee"), ("body", "hr"), ("person", flows.form_id(inst, "ceo", NOW)),
    }  # fmt: skip
    assert stored(inst) == NOTHING


def test_what_is_only_mentioned_stays_with_the_committee(inst, cast):
    """T22: nobody named is a reader, so the whole of tier 1 receives it."""
    begun = flows.begin(inst, NOW)
    ceo = flows.form_id(inst, "ceo", NOW)
    answers = {"asked": True, "only_mentioned": (ceo,), "not_them": ("committee", "hr")}
    flows.send(inst, begun.hidden, NOW, DEAR, answers=answers)
    assert seeds.holders(inst, cast) == TIER_1 | HIGHER


def test_a_check_page_left_empty_is_read_strictly(inst, cast):
    """T23: the same words climb."""
    begun = flows.begin(inst, NOW)
    flows.send(inst, begun.hidden, NOW, DEAR)
    assert seeds.holders(inst, cast) == HIGHER


def test_a_story_that_names_nobody_is_not_asked_about(inst):
    begun = flows.begin(inst, NOW)
    assert isinstance(
        flows.send(inst, begun.hidden, NOW, answers={"asked": False}), intake.Receipted
    )


def test_answers_about_ids_the_page_did_not_offer_mean_nothing(inst, cast):
    begun = flows.begin(inst, NOW)
    answers = {"asked": True, "only_mentioned": ("nonsense",), "not_them": ("nonsense",)}
    flows.send(inst, begun.hidden, NOW, "It was Dora Klein.", answers=answers)
    assert "dora" not in seeds.holders(inst, cast)


# --- ids the form did not offer ------------------------------------------------------------------


def test_an_unknown_form_id_is_an_unknown_name(inst, cast):
    first = formpage.First(about_people=("ffff",), veto=("Robert Okafor",))
    begun = intake.begin(inst, first, visit=flows.VISIT, now=NOW)
    flows.send(inst, begun.hidden, NOW)
    assert "bob" not in seeds.holders(inst, cast)
    assert "alice" in seeds.holders(inst, cast)


def test_the_id_of_somebody_not_on_the_form_names_nobody(inst):
    """The rest of the directory cannot be listed or picked from the portal."""
    page = formpage.first_page(inst, now=NOW)
    offered = {one.form_id for one in page.people}
    charlie = flows.form_id(inst, "charlie", NOW)
    assert charlie not in offered
    begun = flows.begin(inst, NOW, about=["charlie"])
    assert begun.readers.left_out == ()


# --- work ----------------------------------------------------------------------------------------


def test_a_report_costs_six_statements_and_one_batch_of_slots(inst):
    """DESIGN §9."""
    begun = flows.begin(inst, NOW)
    assert flows.counting(inst, flows.send, inst, begun.hidden, NOW) <= 7


def test_the_work_does_not_show_who_is_left_out(inst):
    """P3: as many statements for a report about a reader as for one about nobody."""
    plain = flows.begin(inst, NOW).hidden
    about = flows.begin(inst, NOW, about=["bob"], veto=["alice", "olga"]).hidden
    assert flows.counting(inst, flows.send, inst, plain, NOW) == flows.counting(
        inst, flows.send, inst, about, NOW
    )


def test_a_story_of_any_length_is_kept_word_for_word(inst):
    story = "\u200bÄ story \U0001f600 with\ttabs, zero\u200dwidth and\nlines. " * 3000
    receipt = flows.report(inst, story=story)
    thread = mailbox.open_thread(inst, flows.come_back(inst, receipt))
    assert thread.messages[0].text == story


def test_the_case_id_tells_nothing_and_the_dates_are_days(inst):
    flows.report(inst, about=["bob"])
    flows.report(inst, about=["alice"])
    rows = bob.rows(inst, schema.cases)
    assert len({row.id for row in rows}) == len({row.tag for row in rows}) == 2
    assert {(row.epoch, row.sequence, row.due_on) for row in rows} == {
        (0, 3, NOW.date() + timedelta(days=7)),
    }  # fmt: skip
    with inst.db.read() as session:
        assert cases.count(session) == 2
