"""Two signatures inside a case: lifting, correcting, granting (CONFLICTS §4; P2, P7, P9)."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import errors
from app.domain.cards import Card
from app.services import (
    accounts,
    casework,
    cosigning,
    mailbox,
    people,
    queue,
    refusing,
    rosters,
    world,
)
from app.store import schema
from tests.support import bob as thief
from tests.support import cast as casting
from tests.support import flows, oversight, seeds

NOW = casting.START
DAY = timedelta(days=1)
EIGHTH = NOW + 8 * DAY
MENTIONED = Card("lift", "dora", ground="C2")
IN_LINE = Card("lift", "farid", ground="C3")


class Case:
    """A case about Bob in which Dora is only mentioned, and what people do in it."""

    def __init__(self, inst, cast, receipt):
        self.inst, self.cast = inst, cast
        self.rita = flows.come_back(inst, receipt)
        self.address = str(uuid.UUID(bytes=self.rita.case))

    def staff(self, person):
        return seeds.staff(self.inst, self.cast, person)

    def view(self, person, now=NOW):
        """Open it by list and address; None for whoever may not know of it."""
        staff = self.staff(person)
        queue.refresh(self.inst, staff, now=now)
        try:
            return casework.open_case(self.inst, staff, case=self.address, now=now)
        except errors.NotFound:
            return None

    def ask(self, person, card, now=NOW):
        """Write a card; give its digest."""
        queue.refresh(self.inst, self.staff(person), now=now)
        cosigning.ask(
            self.inst, self.staff(person), case=self.address, card=card, reason="She knows.",
            now=now,
        )  # fmt: skip
        return self.view(person, now).cards[-1].id

    def sign(self, person, card, now=NOW):
        queue.refresh(self.inst, self.staff(person), now=now)
        cosigning.sign(self.inst, self.staff(person), case=self.address, card=card, now=now)

    def both(self, card, *, first="alice", second="olga", now=NOW):
        digest = self.ask(first, card, now)
        self.sign(second, digest, now)
        return digest

    def reads(self, person, now):
        """Whether somebody reads it, after a clean reader has opened it that day."""
        assert self.view("alice", now)
        return self.view(person, now) is not None

    def state(self, now, person="alice"):
        return [card.state for card in self.view(person, now).cards]


def report(inst, story="Dora Klein was in the room.", *, mentions="dora", about=("bob",), **said):
    begun = flows.begin(inst, NOW, about=about, **said)
    mentioned = (flows.form_id(inst, mentions, NOW),)
    answers = {"asked": True, "only_mentioned": mentioned}
    return flows.send(inst, begun.hidden, NOW, story, answers=answers).receipt


def deputy(inst, now):
    """Make Alice somebody who stands in for Olga."""
    lines = casting.COMPANY.splitlines()
    told = [f"{line}olga" if line.startswith("alice,") else line for line in lines]
    people.import_file(inst, "\n".join(told) + "\n", now=now)


@pytest.fixture
def case(inst, cast):
    return Case(inst, cast, report(inst))


def test_it_works(case):
    """She is mentioned, two lift it, the reporter is told and keeps silent: she reads it all."""
    assert not case.reads("dora", NOW)
    case.both(MENTIONED)

    assert case.reads("dora", EIGHTH)
    said = [message.text for message in case.view("dora", EIGHTH).messages]
    assert said == ["Dora Klein was in the room."]
    assert "Dora Klein" in case.view("alice", EIGHTH).speak_with


def test_a_lifting_with_one_signature_lifts_nothing(case):
    case.ask("alice", MENTIONED)
    assert case.state(EIGHTH) == ["waits"]
    assert not case.reads("dora", EIGHTH)


@pytest.mark.parametrize("days", [0, 1, 6, 7])
def test_before_seven_days_are_over_nothing_is_lifted(case, days):
    case.both(MENTIONED)
    assert case.state(NOW + days * DAY) == ["told"]
    assert not case.reads("dora", NOW + days * DAY)


def test_the_days_begin_when_the_second_has_signed(case):
    digest = case.ask("alice", MENTIONED)
    case.sign("olga", digest, NOW + 5 * DAY)
    assert not case.reads("dora", NOW + 12 * DAY)
    assert case.reads("dora", NOW + 13 * DAY)


def test_two_of_the_same_tier_lift_nothing(case):
    digest = case.ask("alice", MENTIONED)
    with pytest.raises(errors.NotAllowed):
        case.sign("emil", digest)
    assert not case.reads("dora", EIGHTH)


@pytest.mark.parametrize("person", ["dora", "bob", "farid"])
def test_whom_it_is_about_and_who_else_is_out_cannot_even_sign(case, person):
    digest = case.ask("alice", MENTIONED)
    with pytest.raises(errors.NotFound):
        case.sign(person, digest)


def test_nobody_signs_twice(case):
    digest = case.ask("alice", MENTIONED)
    with pytest.raises(errors.NotAllowed):
        case.sign("alice", digest)
    case.sign("olga", digest)
    with pytest.raises(errors.NotAllowed):
        case.sign("omar", digest)


def test_a_card_that_is_not_there_is_signed_by_nobody(case):
    case.ask("alice", MENTIONED)
    with pytest.raises(errors.NotAllowed):
        case.sign("olga", "00" * 32)


def test_who_stands_in_the_others_line_does_not_sign(case, inst):
    deputy(inst, NOW)
    digest = case.ask("alice", MENTIONED)
    with pytest.raises(errors.NotAllowed):
        case.sign("olga", digest)
    case.sign("omar", digest)
    assert case.reads("dora", EIGHTH)


def test_a_signature_counts_nothing_once_the_two_are_of_one_line(case, inst):
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    deputy(inst, EIGHTH)
    assert not case.reads("dora", EIGHTH)
    assert "dora" not in seeds.holders(inst, case.cast)


def test_a_signature_counts_nothing_once_its_author_steps_back(case):
    case.both(MENTIONED)
    casework.recuse(case.inst, case.staff("olga"), case=case.address, reason="Kin.", now=NOW + DAY)
    assert case.state(EIGHTH) == ["ended"]
    assert not case.reads("dora", EIGHTH)


def test_a_signature_counts_nothing_once_its_author_is_off_the_roster(case, inst):
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    olga = seeds.account(inst, "olga")
    with inst.db.write() as session:
        seen = world.current(inst, now=EIGHTH, session=session)
        drawn = rosters.draft(session, seen)
        kept = tuple(entry for entry in drawn.entries if entry.account != olga)
        rosters.put_forward(session, seen, replace(drawn, entries=kept))
    for signer in ("alice", "omar"):
        proposed = rosters.view(inst, case.staff(signer), now=EIGHTH).proposed
        rosters.sign(inst, case.staff(signer), number=2, digest_hex=proposed.digest, now=EIGHTH)
    assert not case.reads("dora", EIGHTH)
    assert "dora" not in seeds.holders(inst, case.cast)


@pytest.mark.parametrize(
    ("person", "ground"), [("dora", "C1"), ("emil", "C11"), ("emil", "C5"), ("farid", "C3")]
)
def test_what_nobody_may_lift_or_what_is_not_so_cannot_be_asked_for(inst, cast, person, ground):
    """C1, C5 and C11 among them."""
    begun = flows.begin(inst, NOW, about=["dora"], veto=["emil"])
    case = Case(inst, cast, flows.send(inst, begun.hidden, NOW).receipt)
    with pytest.raises(errors.NotAllowed):
        case.ask("alice", Card("lift", person, ground=ground))


def test_only_the_ground_that_was_named_is_lifted(inst, cast):
    """Farid is in Bob's line and mentioned as well: one of two is not enough."""
    case = Case(inst, cast, report(inst, "Farid Aziz saw it.", mentions="farid"))
    case.both(IN_LINE)
    assert not case.reads("farid", EIGHTH)
    case.both(Card("lift", "farid", ground="C2"), now=EIGHTH)
    assert case.reads("farid", EIGHTH + 8 * DAY)


def test_her_no_within_seven_days_stops_it_for_good(case, inst):
    digest = case.both(MENTIONED)
    refusing.refuse(inst, case.rita, card=digest, now=NOW + 7 * DAY)
    assert case.state(EIGHTH) == ["refused"]
    assert not case.reads("dora", NOW + 90 * DAY)
    with pytest.raises(errors.NotAllowed):
        case.ask("alice", MENTIONED, NOW + 90 * DAY)


def test_her_no_twice_is_once_and_too_late_is_said(case, inst):
    digest = case.both(MENTIONED)
    with pytest.raises(errors.TooOld):
        refusing.refuse(inst, case.rita, card=digest, now=EIGHTH)
    assert case.reads("dora", EIGHTH)


def test_she_refuses_only_what_she_was_told_of(case, inst):
    digest = case.ask("alice", MENTIONED)
    for unknown in (digest, "00" * 32):
        with pytest.raises(errors.NotFound):
            refusing.refuse(inst, case.rita, card=unknown, now=NOW)


def test_her_no_starts_a_narrow_epoch_like_every_message(case, inst):
    digest = case.both(MENTIONED)
    before = len(thief.rows(inst, schema.epochs))
    refusing.refuse(inst, case.rita, card=digest, now=NOW)
    refusing.refuse(inst, case.rita, card=digest, now=NOW)
    assert len(thief.rows(inst, schema.epochs)) == before + 1
    (notice,) = mailbox.open_thread(inst, case.rita, now=NOW).notices
    assert notice.refused


def test_she_is_told_without_a_name_and_without_the_reason(case, inst):
    case.ask("alice", MENTIONED)
    assert mailbox.open_thread(inst, case.rita, now=NOW).notices == ()
    case.sign("olga", case.view("olga").cards[0].id)
    thread = mailbox.open_thread(inst, case.rita, now=NOW)
    (notice,) = thread.notices
    assert (notice.what, notice.until) == ("lift", (NOW + 7 * DAY).date())
    assert not notice.refused
    assert not notice.over
    assert "She knows." not in repr(thread)
    assert "Dora" not in repr(thread.notices)


def test_a_card_makes_the_standbys_day_come(inst, cast):
    case = Case(inst, cast, report(inst, about=()))
    assert case.view("olga") is None
    case.ask("alice", MENTIONED)
    assert case.view("olga").standby


def test_handing_up_makes_the_standbys_day_come_at_once(inst, cast):
    case = Case(inst, cast, report(inst, about=()))
    assert case.view("uma") is None
    cosigning.hand_up(inst, case.staff("alice"), case=case.address, reason="I knew him.", now=NOW)
    assert case.view("uma").standby
    assert [note.text for note in case.view("uma").notes] == ["I knew him."]


def test_a_message_that_names_her_anew_puts_her_out_again(case, inst):
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    flows.say(inst, case.rita, "Dora Klein asked me who told.", EIGHTH)
    assert not case.reads("dora", EIGHTH)
    assert "dora" not in seeds.holders(inst, case.cast)
    assert case.state(EIGHTH) == ["ended"]


def test_a_message_about_nobody_keeps_her_after_the_next_visit_of_a_clean_reader(case, inst):
    """The portal cannot read cards, so it seals without her until then."""
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    flows.say(inst, case.rita, "It happened again.", EIGHTH)
    assert case.view("dora", EIGHTH) is None
    assert case.reads("dora", EIGHTH)


def test_a_message_about_somebody_else_ends_it(case, inst):
    """The two lifted it for what the report was about then."""
    case.both(IN_LINE)
    assert case.reads("farid", EIGHTH)
    flows.say(inst, case.rita, "Tina Sommer and Gus Lange did the same.", EIGHTH)
    assert not case.reads("farid", EIGHTH)


def test_who_was_let_in_and_steps_back_is_out(case, inst):
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    casework.recuse(inst, case.staff("dora"), case=case.address, reason="No.", now=EIGHTH)
    assert not case.reads("dora", EIGHTH)
    assert "dora" not in seeds.holders(inst, case.cast)


def test_who_was_let_in_does_not_sign_for_others(case):
    """Nobody is clean by a card alone when signatures are counted."""
    case.both(MENTIONED)
    assert case.reads("dora", EIGHTH)
    with pytest.raises(errors.NotAllowed):
        case.ask("dora", IN_LINE, EIGHTH)


def test_rows_copied_from_another_case_count_nothing(case, inst, cast):
    """A card and its signature in full, put into a case of the same kind."""
    case.both(MENTIONED)
    twin = Case(inst, cast, report(inst))
    other = twin.rita.case
    assert twin.view("alice")
    taken = thief.rows(inst, schema.items, case_id=case.rita.case)
    there = len(thief.rows(inst, schema.items, case_id=other))
    copies = [
        {"case_id": other, "sequence": there + n, "id": row.id[::-1], "epoch": row.epoch,
         "sealed": row.sealed}
        for n, row in enumerate(taken)
    ]  # fmt: skip
    thief.write(inst, thief.insert(schema.items).values(copies))
    assert twin.view("alice", EIGHTH).cards == ()
    assert twin.view("dora", EIGHTH) is None


def enrolled(case, person="gus", tier=1):
    """Enrol somebody the day after; give the case as the list stands then."""
    inst = case.inst
    code = accounts.enrol(inst, name=person, person=person, kind="handler", tier=tier, now=NOW)
    case.cast = {**case.cast, person: casting.redeem(inst, person, code.code, NOW)}
    for signer in ("alice", "olga"):
        staff = case.staff(signer)
        proposed = rosters.view(inst, staff, now=NOW).proposed
        rosters.sign(inst, staff, number=2, digest_hex=proposed.digest, now=NOW)


def test_a_handler_enrolled_later_is_granted_a_past_case_by_two(case, inst):
    enrolled(case)
    assert not case.reads("gus", NOW)
    case.both(Card("grant", "gus"))
    assert not case.reads("gus", NOW + 7 * DAY)
    assert case.reads("gus", EIGHTH)
    assert [said.text for said in case.view("gus", EIGHTH).messages] == [
        "Dora Klein was in the room."
    ]


def test_a_grant_is_no_lifting(case, inst):
    """The same check as for everybody: who comes into conflict before the day is not let in."""
    enrolled(case)
    case.both(Card("grant", "gus"))
    flows.say(inst, case.rita, "Gus Lange knew.", NOW + DAY)
    assert not case.reads("gus", EIGHTH)
    assert "gus" not in seeds.holders(inst, case.cast)


@pytest.mark.parametrize("person", ["emil", "bob", "dora", "tina", "nobody"])
def test_who_has_a_key_is_out_or_is_no_handler_is_granted_nothing(case, person):
    with pytest.raises(errors.NotAllowed):
        case.ask("alice", Card("grant", person))


def test_without_two_signatures_no_visit_and_no_message_makes_a_reader(case, inst):
    """P9, the other way round: cards alone, whoever writes them, add no key."""
    enrolled(case)
    before = seeds.holders(inst, case.cast)
    for card in (MENTIONED, IN_LINE, Card("grant", "gus"), Card("correct", "dora")):
        case.ask("alice", card)
    for days in (1, 8, 30):
        flows.say(inst, case.rita, f"Day {days}.", NOW + days * DAY)
        assert case.view("alice", NOW + days * DAY)
        assert seeds.holders(inst, case.cast) <= before


NAMESAKE = "Dora Klein took the money, and it is about her alone."


@pytest.fixture
def mistaken(inst, cast):
    """Dora is accused by her name alone; a supplier's clerk is called so too."""
    begun = flows.begin(inst, NOW)
    return Case(inst, cast, flows.send(inst, begun.hidden, NOW, NAMESAKE).receipt)


def test_t12_a_namesake_is_out_and_comes_in_when_two_have_corrected_it(mistaken, inst):
    assert not mistaken.reads("dora", NOW)
    mistaken.both(Card("correct", "dora"))
    assert not mistaken.reads("dora", NOW + 7 * DAY)
    assert mistaken.reads("dora", EIGHTH)
    assert mistaken.view("alice", EIGHTH).about == ()
    (notice,) = mailbox.open_thread(inst, mistaken.rita, now=EIGHTH).notices
    assert notice.what == "correct"


def test_t12_who_is_meant_instead_is_out_with_the_whole_line(mistaken, inst):
    """Not Dora is meant, but Bob: he and Farid of his team lose the case."""
    assert mistaken.reads("farid", NOW)
    mistaken.both(Card("correct", "dora", meant="bob"))
    assert mistaken.reads("bob", NOW + 7 * DAY)
    for person, reads in (("dora", True), ("bob", False), ("farid", False)):
        assert mistaken.reads(person, EIGHTH) is reads
    assert seeds.holders(inst, mistaken.cast).isdisjoint({"bob", "farid"})


def test_t12_a_message_that_names_her_again_ends_the_correction(mistaken, inst):
    mistaken.both(Card("correct", "dora"))
    assert mistaken.reads("dora", EIGHTH)
    flows.say(inst, mistaken.rita, "I do mean Dora Klein.", EIGHTH)
    assert not mistaken.reads("dora", EIGHTH)


def test_t12_her_no_stops_a_correction(mistaken, inst):
    digest = mistaken.both(Card("correct", "dora"))
    refusing.refuse(inst, mistaken.rita, card=digest, now=NOW + DAY)
    assert not mistaken.reads("dora", EIGHTH)


def test_whom_she_chose_from_the_list_is_no_mistake(case):
    for card in (Card("correct", "bob"), Card("correct", "dora", meant="dora"),
                 Card("correct", "dora", meant="no such person")):  # fmt: skip
        with pytest.raises(errors.NotAllowed):
            case.ask("alice", card)


def test_who_is_meant_does_not_write_that_somebody_else_was(mistaken):
    with pytest.raises(errors.NotAllowed):
        mistaken.ask("alice", Card("correct", "dora", meant="alice"))


def test_who_would_lose_the_case_by_a_correction_does_not_sign_it(mistaken, inst):
    """Meant is a member of the board: only the last tier would keep it, and signs."""
    meant = Card("correct", "dora", meant="olga")
    with pytest.raises(errors.NotAllowed):
        mistaken.ask("alice", meant)
    cosigning.hand_up(inst, mistaken.staff("alice"), case=mistaken.address, reason="", now=NOW)
    mistaken.both(meant, first="uma", second="viktor")
    assert mistaken.view("uma", EIGHTH)
    assert seeds.holders(inst, mistaken.cast) == {"uma", "viktor"}


def test_every_act_is_one_row_of_the_register(case, inst):
    before = oversight.count(inst)
    digest = case.ask("alice", MENTIONED)
    case.sign("olga", digest)
    cosigning.hand_up(inst, case.staff("alice"), case=case.address, reason="", now=NOW)
    told = [one["event"] for one in oversight.read(inst, case.cast)[before:]]
    assert {"second signature asked for", "second signature", "handed up"} <= set(told)
