"""`casework`: what handlers do with a case, each act through the gate (P2, P8, P9)."""

import uuid
from datetime import date, timedelta

import pytest

from app.domain import errors
from app.services import casework, mailbox, people, queue
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
LATER = NOW + timedelta(days=1)


@pytest.fixture
def rita(inst):
    return flows.come_back(inst, flows.report(inst, about=["bob"]))


@pytest.fixture
def case(inst, rita):
    return flows.the_case(inst)


@pytest.fixture
def alice(inst, cast):
    return seeds.staff(inst, cast, "alice")


def verbs(case):
    """Every verb there is, as (name, call(inst, staff))."""
    more = {"case": case, "now": NOW}
    return {
        "open": lambda inst, who: casework.open_case(inst, who, **more),
        "reply": lambda inst, who: casework.reply(inst, who, message="Hello.", **more),
        "note": lambda inst, who: casework.note(inst, who, note="Hm.", **more),
        "status": lambda inst, who: casework.set_status(
            inst, who, status="acknowledged", reason="", **more
        ),
        "attest": lambda inst, who: casework.attest(inst, who, stand="clear", because="", **more),
        "aside": lambda inst, who: casework.attest(inst, who, stand="aside", because="", **more),
        "recuse": lambda inst, who: casework.recuse(inst, who, reason="Kin.", **more),
    }


def test_it_works(inst, alice, case, rita):
    casework.note(inst, alice, case=case, note="Ask Gus.", now=NOW)
    casework.reply(inst, alice, case=case, message="We look into it.", now=NOW)
    casework.set_status(inst, alice, case=case, status="acknowledged", reason="", now=NOW)
    view = casework.open_case(inst, alice, case=case, now=NOW)

    assert [(said.from_, said.author, said.text) for said in view.messages] == [
        ("reporter", None, "The numbers are changed every Friday."),
        ("handlers", "Alice Moreau", "We look into it."),
    ]
    assert [(note.author, note.text) for note in view.notes if note.kind == "note"] == [
        ("Alice Moreau", "Ask Gus."),
    ]  # fmt: skip
    assert (view.status, view.due_what, view.standby) == ("acknowledged", "feedback", False)
    assert view.due_on == date(2026, 6, 2)
    assert view.about == ("Robert Okafor",)
    assert view.speak_with == ("Dora Klein", "Emil Novak")
    assert not view.tampered


@pytest.mark.parametrize("verb", verbs(""))
def test_the_accused_gets_the_same_answer_as_for_a_case_that_does_not_exist(inst, cast, case, verb):
    """P2: the same error, as many statements, one row each that names no case."""
    accused, before = seeds.staff(inst, cast, "bob"), oversight.count(inst)
    work = []
    for address in (case, str(uuid.uuid4()), "no id at all"):
        call = verbs(address)[verb]
        with pytest.raises(errors.NotFound) as refused:
            call(inst, accused)
        assert refused.value.args == ()
        work.append(flows.counting(inst, call, inst, accused))
    assert len(set(work)) == 1
    assert oversight.since(inst, cast, before) == 6 * [
        {"by": "bob", "event": "refused", "on": NOW.date().isoformat()}
    ]


@pytest.mark.parametrize("person", ["bob", "farid", "olga", "uma"])
def test_who_is_out_or_not_yet_asked_gets_not_found(inst, cast, case, person):
    """The accused, his line, the standby before their day."""
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, seeds.staff(inst, cast, person), case=case, now=NOW)


def test_a_handler_who_is_on_no_signed_list_gets_not_found(inst, cast, case):
    from app.services import accounts

    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    gus = casting.sign_in(inst, casting.redeem(inst, "gus", code.code, NOW), NOW)
    assert not gus.on_roster
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, gus, case=case, now=NOW)


# --- every act is one row and one commit ---------------------------------------------------------

EVENTS = {
    "open": "case opened", "reply": "replied", "note": "noted", "status": "status acknowledged",
    "attest": "declared", "aside": "stepped back", "recuse": "stepped back",
}  # fmt: skip


@pytest.mark.parametrize("verb", EVENTS)
def test_every_act_is_one_row_of_its_own(inst, cast, alice, case, verb):
    """P8."""
    before = oversight.count(inst)
    verbs(case)[verb](inst, alice)
    (row,) = oversight.since(inst, cast, before)
    assert (row["by"], row["event"]) == ("alice", EVENTS[verb])
    assert row["case"] == case.replace("-", "")


@pytest.mark.parametrize("verb", EVENTS)
def test_every_act_seals_the_case_anew_to_those_who_may_read_it(inst, cast, alice, case, verb):
    """A full epoch: one slot each, older ones deleted; who steps back is not in it."""
    before = seeds.holders(inst, cast)
    verbs(case)[verb](inst, alice)
    assert {row.epoch for row in bob.rows(inst, schema.slots)} == {1}
    assert len(bob.rows(inst, schema.slots)) == len(seeds.HANDLERS)
    leaves = {"alice"} if verb in {"aside", "recuse"} else set()
    assert seeds.holders(inst, cast) == before - leaves


@pytest.mark.parametrize("status", ["concluded", "nonsense", "received"])
def test_a_step_the_table_does_not_have_changes_nothing(inst, alice, case, status):
    before = (oversight.count(inst), len(bob.rows(inst, schema.epochs)))
    with pytest.raises(errors.WrongStatus):
        casework.set_status(inst, alice, case=case, status=status, reason="Done.", now=NOW)
    assert (oversight.count(inst), len(bob.rows(inst, schema.epochs))) == before


def test_a_step_that_needs_a_reason_is_refused_without(inst, alice, case):
    for status in ("acknowledged", "assessing"):
        casework.set_status(inst, alice, case=case, status=status, reason="", now=NOW)
    with pytest.raises(errors.ReasonMissing):
        casework.set_status(inst, alice, case=case, status="concluded", reason=" ", now=NOW)


def test_nothing_is_promised_after_the_conclusion(inst, alice, case, rita):
    for status in ("acknowledged", "assessing", "concluded"):
        casework.set_status(inst, alice, case=case, status=status, reason="So.", now=NOW)
    thread = mailbox.open_thread(inst, rita)
    assert (thread.status, thread.next_on, thread.next_what) == ("concluded", None, None)
    assert bob.rows(inst, schema.cases)[0].due_on is None
    assert "So." not in repr(thread)


# --- an answer is the acknowledgement (ADR 30) ---------------------------------------------------


def test_a_first_answer_acknowledges_in_the_same_commit(inst, cast, alice, case, rita):
    """One epoch, one row that says both; the reporter reads both, signed like any status."""
    before = (oversight.count(inst), len(bob.rows(inst, schema.epochs)))
    casework.reply(inst, alice, case=case, message="We look into it.", now=NOW)
    assert len(bob.rows(inst, schema.epochs)) == before[1] + 1
    (row,) = oversight.since(inst, cast, before[0])
    assert (row["event"], row["status"]) == ("replied", "acknowledged")
    thread = mailbox.open_thread(inst, rita)
    assert (thread.status, thread.next_what) == ("acknowledged", "feedback")
    assert thread.messages[-1].text == "We look into it."


def test_it_promises_what_the_step_itself_would_have_promised(inst, cast, alice):
    promised = []
    for act in ("reply", "status"):
        rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
        case = str(uuid.UUID(bytes=rita.case))
        verbs(case)[act](inst, alice)
        thread = mailbox.open_thread(inst, rita)
        row = next(row for row in bob.rows(inst, schema.cases) if row.id == rita.case)
        shown = queue.list_page(inst, alice, page=1, now=NOW).rows
        listed = next(one for one in shown if one.case == case)
        promised.append((thread.status, thread.next_on, row.due_on, listed.status, listed.due_on))
    assert promised[0] == promised[1]
    assert promised[0][1] is not None


def test_an_answer_moves_no_case_that_was_acknowledged(inst, cast, alice, case, rita):
    for status in ("acknowledged", "assessing"):
        casework.set_status(inst, alice, case=case, status=status, reason="", now=NOW)
    before, promised = oversight.count(inst), mailbox.open_thread(inst, rita).next_on
    casework.reply(inst, alice, case=case, message="We look into it.", now=LATER)
    (row,) = oversight.since(inst, cast, before)
    assert "status" not in row
    thread = mailbox.open_thread(inst, rita)
    assert (thread.status, thread.next_on) == ("assessing", promised)


def test_a_note_is_no_answer(inst, alice, case, rita):
    casework.note(inst, alice, case=case, note="Ask Gus.", now=NOW)
    assert mailbox.open_thread(inst, rita).status == "received"


def test_a_step_made_already_says_nothing_again(inst, cast, alice, case, rita):
    casework.reply(inst, alice, case=case, message="We look into it.", now=NOW)
    before = (oversight.count(inst), mailbox.open_thread(inst, rita))
    casework.set_status(inst, alice, case=case, status="acknowledged", reason="", now=LATER)
    (row,) = oversight.since(inst, cast, before[0])
    assert (row["event"], row["again"]) == ("status acknowledged", "yes")
    assert mailbox.open_thread(inst, rita) == before[1]


def test_what_a_second_handler_typed_for_the_same_step_is_kept(inst, cast, alice, case):
    """P12: both pressed "close"; whoever came second loses no word, and nothing stands twice."""
    dora = seeds.staff(inst, cast, "dora")
    for status in ("acknowledged", "assessing"):
        casework.set_status(inst, alice, case=case, status=status, reason="", now=NOW)
    for who, reason in ((alice, "Proven."), (alice, "Proven."), (dora, "He admits it.")) * 2:
        casework.set_status(inst, who, case=case, status="concluded", reason=reason, now=NOW)
    view = casework.open_case(inst, alice, case=case, now=NOW)
    assert [(note.kind, note.author, note.text) for note in view.notes if note.text] == [
        ("reason", "Alice Moreau", "Proven."),
        ("note", "Dora Klein", "He admits it."),
    ]  # fmt: skip


# --- full epochs ---------------------------------------------------------------------------------


def test_opening_again_on_the_same_day_starts_no_epoch(inst, alice, case):
    casework.open_case(inst, alice, case=case, now=NOW)
    casework.open_case(inst, alice, case=case, now=NOW)
    assert len(bob.rows(inst, schema.epochs)) == 2


def test_the_first_opening_after_a_change_starts_one_needed_or_not(inst, alice, case, rita):
    """DESIGN §4: else an administrator gives Alice an alias and watches whose case moves."""
    casework.open_case(inst, alice, case=case, now=NOW)
    people.import_file(inst, casting.COMPANY.replace("Gus Lange,", "Gus Lange,Gussi"), now=NOW)
    casework.open_case(inst, alice, case=case, now=NOW)
    flows.say(inst, rita, "More.")
    casework.open_case(inst, alice, case=case, now=NOW)
    casework.open_case(inst, alice, case=case, now=LATER)
    kinds = [row.thread_chest is not None for row in bob.rows(inst, schema.epochs)]
    assert len(kinds) == 6
    assert sum(kinds) == 4


def test_who_is_in_the_line_since_the_import_is_out_with_the_next_epoch(inst, cast, alice, case):
    """Losing access is immediate; it becomes cryptographic at the next clean reader's visit."""
    moved = casting.COMPANY.replace(
        "Head of support,Support,Lisbon,Harbour,3,coo",
        "Head of support,Support,Lisbon,Harbour,3,dora",
    )
    assert moved != casting.COMPANY
    people.import_file(inst, moved, now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, seeds.staff(inst, cast, "dora"), case=case, now=NOW)
    assert "dora" in seeds.holders(inst, cast)
    casework.open_case(inst, alice, case=case, now=NOW)
    assert "dora" not in seeds.holders(inst, cast)


def test_a_handler_enrolled_later_reads_no_past_case(inst, cast, alice, case, rita):
    """P9: on the list since yesterday; neither message nor visit makes him a reader."""
    from app.services import accounts, rosters

    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    gus = casting.redeem(inst, "gus", code.code, NOW)
    for signer in ("alice", "olga"):
        staff = seeds.staff(inst, cast, signer)
        proposed = rosters.view(inst, staff, now=NOW).proposed
        rosters.sign(inst, staff, number=2, digest_hex=proposed.digest, now=NOW)
    flows.say(inst, rita, "More.")
    casework.open_case(inst, alice, case=case, now=NOW)
    flows.say(inst, rita, "And more.")
    signed_in = casting.sign_in(inst, gus, NOW)
    assert signed_in.on_roster
    assert flows.listed(inst, signed_in) == []
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, signed_in, case=case, now=NOW)
    assert "gus" not in seeds.holders(inst, {**cast, "gus": gus})


# --- stepping back -------------------------------------------------------------------------------


def test_stepping_back_is_the_last_act(inst, alice, case):
    casework.recuse(inst, alice, case=case, reason="We are friends.", now=NOW)
    for verb in verbs(case).values():
        with pytest.raises(errors.NotFound):
            verb(inst, alice)
    assert flows.listed(inst, alice) == []


def test_the_others_see_a_recusal_without_its_reason(inst, cast, alice, case, rita):
    """CONFLICTS §3 step 3: never on which private ground; the auditors have it on record."""
    casework.recuse(inst, alice, case=case, reason="We are friends.", now=NOW)
    view = casework.open_case(inst, seeds.staff(inst, cast, "dora"), case=case, now=NOW)
    assert [(n.kind, n.author, n.text) for n in view.notes] == [
        ("recusal", "Alice Moreau", ""),
    ]  # fmt: skip
    assert "friends" not in repr(mailbox.open_thread(inst, rita))


def test_the_last_of_all_cannot_step_back(inst, cast):
    """There would be nobody left to seal it to."""
    everybody_else = [p for p in seeds.HANDLERS if p != "uma"]
    flows.report(inst, veto=everybody_else)
    uma, case = seeds.staff(inst, cast, "uma"), flows.the_case(inst)
    with pytest.raises(errors.NobodyClean):
        casework.recuse(inst, uma, case=case, reason="Tired.", now=NOW)
    assert casework.open_case(inst, uma, case=case, now=NOW).notes == ()


def test_two_handlers_at_once_both_get_through(inst, cast, alice, case):
    import threading

    dora, barrier = seeds.staff(inst, cast, "dora"), threading.Barrier(2)

    def act(who):
        barrier.wait()
        casework.note(inst, who, case=case, note=who.name, now=NOW)

    threads = [threading.Thread(target=act, args=(who,)) for who in (alice, dora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    view = casework.open_case(inst, alice, case=case, now=NOW)
    assert {note.text for note in view.notes} == {"alice", "dora"}
