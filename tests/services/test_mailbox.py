"""`mailbox`: the receipt opens the reporter's side, and nothing else does (P2, P4, P8)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import casework, mailbox, queue
from app.store import schema
from crypto import receipt as receipts
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
HIGHER = {"olga", "omar", "oskar", "uma", "viktor"}


@pytest.fixture
def receipt(inst):
    return flows.report(inst)


@pytest.fixture
def rita(inst, receipt):
    return flows.come_back(inst, receipt)


def test_it_works(inst, cast, rita):
    flows.say(inst, rita, "It happened again.")
    waiting = mailbox.open_thread(inst, rita)
    alice = seeds.staff(inst, cast, "alice")
    casework.reply(inst, alice, case=flows.the_case(inst), message="Thank you.", now=NOW)
    thread = mailbox.open_thread(inst, rita)

    assert [(said.from_, said.text) for said in thread.messages] == [
        ("reporter", "The numbers are changed every Friday."),
        ("reporter", "It happened again."),
        ("handlers", "Thank you."),
    ]
    assert (waiting.status, waiting.next_what) == ("received", "acknowledge")
    assert waiting.next_on == NOW.date() + timedelta(days=7)
    assert (thread.status, thread.next_what) == ("acknowledged", "feedback")
    assert thread.reference == casework_reference(inst, alice)


def casework_reference(inst, staff):
    return queue.list_page(inst, staff, now=NOW).rows[0].reference


def test_she_is_told_no_handlers_name(inst, cast, rita):
    """Replies come from "the people handling your report"."""
    alice = seeds.staff(inst, cast, "alice")
    casework.reply(inst, alice, case=flows.the_case(inst), message="Thank you.", now=NOW)
    assert "Alice" not in repr(mailbox.open_thread(inst, rita))


@pytest.mark.parametrize("change", [str.upper, lambda words: "  " + words.replace(" ", " - ")])
def test_case_spacing_and_hyphens_do_not_matter(inst, receipt, rita, change):
    assert flows.come_back(inst, change(receipt)) == rita


# --- a wrong receipt -----------------------------------------------------------------------------


def test_a_word_that_is_in_no_receipt_is_pointed_at(inst, receipt):
    typed = receipt.split()
    typed[2] = "zzgrr"
    with pytest.raises(errors.UnknownWords) as refused:
        flows.come_back(inst, " ".join(typed))
    assert refused.value.words == ("zzgrr",)


@pytest.mark.parametrize("typed", ["", "abacus", "abacus " * 8, "\0", "\u200b", "abacus " * 50_000])
def test_what_is_no_receipt_is_one_answer(inst, receipt, typed):
    with pytest.raises((errors.ReceiptUnknown, errors.UnknownWords)):
        flows.come_back(inst, typed)


def test_a_wrong_receipt_is_the_same_work_as_a_right_one(inst, receipt):
    """P4: the same derivation and as many statements, up to the look-up."""
    right = flows.counting(inst, flows.come_back, inst, receipt)
    wrong = flows.counting(inst, flows.come_back, inst, receipts.mint())
    assert right == wrong == 1


def test_a_wrong_receipt_is_derived_like_a_right_one(inst, receipt, monkeypatch):
    derived, derive = [], receipts.derive
    monkeypatch.setattr(receipts, "derive", lambda *a, **k: derived.append(1) or derive(*a, **k))
    flows.come_back(inst, receipt)
    with pytest.raises(errors.ReceiptUnknown):
        flows.come_back(inst, receipts.mint())
    assert len(derived) == 2


def test_the_receipt_of_one_case_opens_no_other(inst, rita):
    """T21: not even when the tags are swapped in the database."""
    other = flows.come_back(inst, flows.report(inst, story="Another story."))
    mixed = mailbox.Reporter(other.case, rita.seed)
    with pytest.raises(errors.NotFound):
        mailbox.open_thread(inst, mixed)
    with pytest.raises(errors.NotFound):
        flows.say(inst, mixed, "Mine now.")


def test_a_case_that_is_gone_is_not_found(inst, rita):
    for table in (schema.items, schema.slots, schema.epochs, schema.cases):
        bob.write(inst, bob.delete(table))
    with pytest.raises(errors.NotFound):
        mailbox.open_thread(inst, rita)


# --- epochs --------------------------------------------------------------------------------------


def test_every_message_starts_a_narrow_epoch_needed_or_not(inst, cast, rita):
    """DESIGN §4: so an epoch by itself says nothing; nobody loses anything here."""
    before = seeds.holders(inst, cast)
    for n in range(1, 4):
        flows.say(inst, rita, f"Message {n}.")
        assert max(row.number for row in bob.rows(inst, schema.epochs)) == n
    rows = bob.rows(inst, schema.epochs)
    assert all(row.thread_chest is None for row in rows)
    assert seeds.holders(inst, cast) == before
    assert len(bob.rows(inst, schema.slots)) == 4 * len(seeds.HANDLERS)


def test_the_next_full_epoch_keeps_what_was_said(inst, cast, rita):
    alice = seeds.staff(inst, cast, "alice")
    flows.say(inst, rita, "Second.")
    casework.open_case(inst, alice, case=flows.the_case(inst), now=NOW)
    flows.say(inst, rita, "Third.")
    view = casework.open_case(inst, alice, case=flows.the_case(inst), now=NOW)
    assert [said.text for said in view.messages][1:] == ["Second.", "Third."]
    assert not view.tampered
    assert {row.epoch for row in bob.rows(inst, schema.slots)} == {4}
    assert len(mailbox.open_thread(inst, rita).messages) == 3


def test_message_14_names_a_reader_who_is_out_at_once(inst, cast, rita):
    """T6: Dora reads the case, message 14 names her, she is out before her next request."""
    dora, case = seeds.staff(inst, cast, "dora"), flows.the_case(inst)
    for n in range(2, 14):
        flows.say(inst, rita, f"Message {n}.")
    assert len(casework.open_case(inst, dora, case=case, now=NOW).messages) == 13
    due_on = mailbox.open_thread(inst, rita).next_on
    flows.say(inst, rita, "And Dora Klein knows it.")

    assert "dora" not in seeds.holders(inst, cast)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, dora, case=case, now=NOW)
    assert flows.listed(inst, dora) == []
    assert seeds.holders(inst, cast) == {"alice", "bob", "emil", "farid"} | HIGHER
    assert mailbox.open_thread(inst, rita).next_on == due_on


def test_the_register_shows_what_she_had_read(inst, cast, rita):
    """T6."""
    dora, case = seeds.staff(inst, cast, "dora"), flows.the_case(inst)
    casework.open_case(inst, dora, case=case, now=NOW)
    before = oversight.count(inst)
    flows.say(inst, rita, "And Dora Klein knows it.")
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, dora, case=case, now=NOW)
    opened, refused = oversight.read(inst, cast)[before - 1 :]
    assert (opened["by"], opened["event"]) == ("dora", "case opened")
    assert opened["case"] == case.replace("-", "")
    assert refused == {"by": "dora", "event": "refused", "on": NOW.date().isoformat()}


def test_a_message_that_names_the_whole_tier_hands_over_to_the_standby(inst, cast, rita):
    """T6: nobody of the tier stays clean, so those above receive it; their keys are old ones."""
    alice, olga, case = (*(seeds.staff(inst, cast, p) for p in ("alice", "olga")),
                         flows.the_case(inst))  # fmt: skip
    casework.open_case(inst, alice, case=case, now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, olga, case=case, now=NOW)
    flows.say(inst, rita, "Alice Moreau, Dora Klein, Emil Novak, Farid Aziz and Bob Okafor.")

    assert seeds.holders(inst, cast) == HIGHER
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)
    queue.refresh(inst, olga, now=NOW)
    view = casework.open_case(inst, olga, case=case, now=NOW)
    assert (len(view.messages), view.standby, view.tampered) == (2, False, False)


def test_a_reader_who_never_held_a_key_is_given_none_by_a_later_message(inst, cast):
    """P9: Bob is accused in the story; a message that no longer names him changes nothing."""
    rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
    flows.say(inst, rita, "Forget what I said.")
    assert "bob" not in seeds.holders(inst, cast)


def test_a_handler_who_stepped_back_gets_nothing_the_next_message_could_open(inst, cast, rita):
    """The portal cannot see a recusal; what it seals to her opens nothing."""
    dora, case = seeds.staff(inst, cast, "dora"), flows.the_case(inst)
    casework.recuse(inst, dora, case=case, reason="My sister works there.", now=NOW)
    flows.say(inst, rita, "One more thing.")
    assert "dora" not in seeds.holders(inst, cast)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, dora, case=case, now=NOW)

    """P9: Bob is accused; a message that no longer names him changes nothing."""


def test_a_reply_that_names_somebody_is_asked_about_and_nothing_is_stored(inst, rita):
    before = len(bob.rows(inst, schema.items))
    asked = mailbox.reply(
        inst, rita, message="It was Dora Klein.", answers=flows.asking.Answers(), now=NOW
    )
    assert [about.label for about in asked.questions] == ["Dora Klein"]
    assert len(bob.rows(inst, schema.items)) == before


def test_who_is_only_mentioned_in_a_reply_is_out_alone(inst, cast, rita):
    """C2: Bob's line stays; he does not."""
    bobs = flows.form_id(inst, "bob", NOW)
    flows.say(inst, rita, "Bob Okafor saw it.", only_mentioned=(bobs,))
    assert seeds.holders(inst, cast) == {"alice", "dora", "emil", "farid"} | HIGHER


def test_the_same_words_with_a_stricter_answer_are_not_taken_for_the_same(inst, cast, rita):
    """P2: she goes back, unticks "only mentioned" and sends again; now it is about him."""
    bobs = flows.form_id(inst, "bob", NOW)
    flows.say(inst, rita, "Bob Okafor saw it.", only_mentioned=(bobs,))
    flows.say(inst, rita, "Bob Okafor saw it.")
    assert seeds.holders(inst, cast) == {"alice", "dora", "emil"} | HIGHER


def test_a_reply_that_leaves_nobody_is_refused_and_not_stored(inst, cast, rita):
    before = len(bob.rows(inst, schema.items))
    names = "Alice Moreau, Bob Okafor, Dora Klein, Emil Novak, Farid Aziz, Olga Brandt, "
    with pytest.raises(errors.NobodyClean):
        flows.say(inst, rita, names + "Omar Haddad, Oskar Lind, Uma Reyes and Viktor Hahn.")
    assert len(bob.rows(inst, schema.items)) == before


def test_what_the_reporter_does_leaves_no_row_in_the_register(inst, receipt):
    """P8."""
    before = oversight.count(inst)
    rita = flows.come_back(inst, receipt)
    mailbox.open_thread(inst, rita)
    flows.say(inst, rita, "More.")
    assert oversight.count(inst) == before


def test_two_replies_at_the_same_time_are_both_kept_in_epochs_of_their_own(inst, rita):
    import threading

    barrier = threading.Barrier(2)

    def press(text):
        barrier.wait()
        flows.say(inst, rita, text)

    threads = [threading.Thread(target=press, args=(text,)) for text in ("One.", "Two.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {said.text for said in mailbox.open_thread(inst, rita).messages} >= {"One.", "Two."}
    assert sorted(row.number for row in bob.rows(inst, schema.epochs)) == [0, 1, 2]


def test_a_session_gives_back_what_was_signed_in(rita):
    assert mailbox.Reporter.from_bytes(rita.to_bytes()) == rita
    assert rita.seed.hex() not in repr(rita)
