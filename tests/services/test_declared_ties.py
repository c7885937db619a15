"""Declaring: kept for her and the auditors, counting at once, and seen by nobody (C4, C5, C10)."""

import dataclasses
from datetime import date, timedelta

import pytest

from app.domain import errors
from app.domain.declarations import NotDeclared
from app.services import (
    casework,
    changes,
    declarations,
    mailbox,
    people,
    queue,
    ties,
    withdrawals,
    world,
)
from app.store import schema
from crypto import declarations as documents
from tests.support import bob, copies, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
DAY = timedelta(days=1)
HANDLERS = len(seeds.HANDLERS)


def typed(relation="family", name="Charlie Young", **more):
    return declarations.Typed(relation, more.pop("outside", False), name, **more)


def declare(inst, cast, person, *args, now=NOW, **more):
    staff = seeds.staff(inst, cast, person)
    return declarations.declare(inst, staff, typed(*args, **more), now=now)


def lines(inst, cast, person, now=NOW):
    return declarations.view(inst, seeds.staff(inst, cast, person), now=now).lines


def holders(inst, cast, **said):
    """Who holds a key of a report filed now."""
    before = set(seeds.case_ids(inst))
    flows.report(inst, **said)
    (case,) = set(seeds.case_ids(inst)) - before
    return seeds.holders(inst, cast, case)


# --- it works -------------------------------------------------------------------------------------


def test_what_is_declared_stands_on_her_page(inst, cast):
    assert lines(inst, cast, "alice") == ()
    assert declare(inst, cast, "alice", since=date(2020, 5, 1), words="My brother.") == ()
    (line,) = lines(inst, cast, "alice")
    assert (line.relation, line.name, line.words) == ("family", "Charlie Young", "My brother.")
    assert (line.since, line.on) == (date(2020, 5, 1), NOW.date())
    assert line.counts
    assert not line.withdrawn
    assert lines(inst, cast, "dora") == ()


@pytest.mark.parametrize(
    ("relation", "counts"),
    [("family", True), ("relative", True), ("loan", True), ("dispute", True),
     ("dispute-theirs", True), ("gift-returned", False), ("holding-small", False)],
)  # fmt: skip
def test_a_tie_to_the_subject_keeps_the_report_away(inst, cast, relation, counts):
    declare(inst, cast, "alice", relation)
    assert lines(inst, cast, "alice")[0].counts is counts
    assert ("alice" in holders(inst, cast, about_names=("Charlie Young",))) is not counts


def test_a_report_about_somebody_else_comes_as_before(inst, cast):
    before = holders(inst, cast, about_names=("Tina Sommer",))
    declare(inst, cast, "alice")
    assert holders(inst, cast, about_names=("Tina Sommer",)) == before


@pytest.mark.parametrize(
    "said",
    [{"story": "Everything is bought at MERIDIAN now."}, {"about_names": ("Meridian Ltd",)},
     {"unit": "Meridian desk"}, {"story": "Ask MRD Freight about it."}],
)  # fmt: skip
def test_a_firm_that_is_named_keeps_the_report_away(inst, cast, said):
    """T4: the subject is a supplier in which a member declared shares or a gift."""
    declare(inst, cast, "alice", "holding", "Meridian GmbH", outside=True, also=("MRD Freight",))
    found = holders(inst, cast, **said)
    assert "alice" not in found
    assert {"dora", "emil"} <= found
    assert "alice" in holders(inst, cast, story="Everything is bought at Zenith now.")


def table_of(inst):
    with inst.db.read() as session:
        return ties.read(inst, session)[1]


def test_one_firm_of_hers_is_put_down_once_under_all_its_names(inst, cast):
    declare(inst, cast, "alice", "holding", "Meridian GmbH", outside=True)
    declare(inst, cast, "alice", "gift", "MERIDIAN", outside=True, also=("", "MRD"))
    assert list(table_of(inst).firms.values()) == [("Meridian GmbH", "MERIDIAN", "MRD")]
    assert holders(inst, cast, story="It was MRD.").isdisjoint({"alice"})
    with pytest.raises(NotDeclared):
        declare(inst, cast, "alice", "gift", "Meridian Ltd", outside=True)


def test_a_colleague_gives_a_firm_of_hers_no_name(inst, cast):
    """CONFLICTS §1: leaving people out can be a weapon. Bob calls the firm "the"."""
    declare(inst, cast, "alice", "holding", "Meridian", outside=True)
    declare(inst, cast, "bob", "holding", "Meridian", outside=True, also=("the",))
    found = holders(inst, cast, story="It was the man of the night shift.")
    assert "alice" in found
    assert "bob" not in found
    assert holders(inst, cast, story="It was Meridian.").isdisjoint({"alice", "bob"})


def test_names_of_firms_never_take_more_than_each_handlers_own_room(inst, cast):
    """One who fills hers leaves the others theirs: the document bounds what lies in the table."""
    with pytest.raises(NotDeclared) as refused:
        for number in range(64):
            also = tuple(f"Firm {number} of the long names, branch {n}" for n in range(12))
            declare(inst, cast, "bob", "holding", f"Firm {number}", outside=True, also=also)
    assert refused.value.why == "full"
    written = table_of(inst).firms.values()
    taken = sum(20 + sum(4 + len(name.encode()) for name in names) for names in written)
    assert 10_000 < taken < 16_384
    declare(inst, cast, "alice", "holding", "Meridian", outside=True)


@pytest.mark.parametrize("said", [{"about": ["bob"]}, {"story": "Our Head of Support cheats."}])
def test_somebody_declared_as_an_outsider_is_found_in_the_directory(inst, cast, said):
    """Chosen on the form or meant by a title: her name need not stand in a word of it."""
    declare(inst, cast, "alice", "family", "Robert Okafor", outside=True)
    found = holders(inst, cast, **said)
    assert "alice" not in found
    assert "dora" in found


def test_an_outsider_who_is_hired_later_is_the_same_person(inst, cast):
    declare(inst, cast, "alice", "family", "Nina New", outside=True)
    people.import_file(inst, casting.COMPANY + "nina,Nina New,,,Nightwatch,,,,,,,,,\n", now=NOW)
    assert "alice" not in holders(inst, cast, story="It was the Nightwatch.")


def test_a_firm_named_in_an_earlier_message_goes_on_counting(inst, cast):
    """P9: a later message does not make her forget it."""
    declare(inst, cast, "alice", "holding", "Meridian", outside=True)
    rita = flows.come_back(inst, flows.report(inst, story="Meridian pays him."))
    flows.say(inst, rita, "And every Friday again.")
    assert "alice" not in seeds.holders(inst, cast)


def test_a_firm_that_message_14_names_shuts_her_out_at_once(inst, cast):
    """T6: the reporter's own session knows the ties and starts the narrow epoch without her."""
    declare(inst, cast, "alice", "holding", "Meridian", outside=True)
    rita = flows.come_back(inst, flows.report(inst))
    assert "alice" in seeds.holders(inst, cast)
    flows.say(inst, rita, "The money comes from Meridian.")
    assert "alice" not in seeds.holders(inst, cast)


# --- T18: mid-case --------------------------------------------------------------------------------


def test_whoever_declares_mid_case_is_out_at_once_and_without_a_key_after_the_next_visit(
    inst, cast
):
    """T18: Alice marries the subject."""
    rita = flows.come_back(inst, flows.report(inst, about_names=("Charlie Young",)))
    alice, dora = (seeds.staff(inst, cast, person) for person in ("alice", "dora"))
    case = flows.the_case(inst)
    queue.refresh(inst, alice, now=NOW)
    assert casework.open_case(inst, alice, case=case, now=NOW)
    declare(inst, cast, "alice", "household")
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)
    assert flows.listed(inst, alice) == []
    assert casework.open_case(inst, dora, case=case, now=NOW)
    assert "alice" not in seeds.holders(inst, cast)
    flows.say(inst, rita, "Still so.")
    assert "alice" not in seeds.holders(inst, cast)


def test_another_process_knows_it_with_its_next_statement(inst, cast):
    """T18: nothing is remembered longer than one look at the numbers."""
    flows.report(inst, about_names=("Charlie Young",))
    other, alice, case = bob.restart(inst), seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    assert casework.open_case(other, alice, case=case, now=NOW)
    declare(inst, cast, "alice")
    with pytest.raises(errors.NotFound):
        casework.open_case(other, alice, case=case, now=NOW)


def test_the_message_after_it_is_not_sealed_to_her(inst, cast):
    """The portal holds the secret of the ties, though it cannot see a recusal."""
    rita = flows.come_back(inst, flows.report(inst, about_names=("Charlie Young",)))
    declare(inst, cast, "alice")
    flows.say(inst, rita, "Still so.")
    assert "alice" not in seeds.holders(inst, cast)


def test_a_dispute_that_the_accused_begins_mid_case_rids_him_of_nobody(inst, cast):
    """C10: else suing Alice would be enough."""
    flows.report(inst, about_names=("Charlie Young",))
    later, case = NOW + 9 * DAY, flows.the_case(inst)
    declare(inst, cast, "alice", "dispute-theirs", since=(NOW + 8 * DAY).date(), now=later)
    assert casework.open_case(inst, seeds.staff(inst, cast, "alice"), case=case, now=later)
    declare(inst, cast, "dora", "dispute-theirs", since=(NOW - DAY).date(), now=later)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, seeds.staff(inst, cast, "dora"), case=case, now=later)


# --- whom -----------------------------------------------------------------------------------------


def test_whose_name_fits_several_is_chosen(inst, cast):
    """Nothing is kept before; what was not offered chooses nobody."""
    people.import_file(inst, casting.COMPANY.replace("Gus Lange", "Charlie Young"), now=NOW)
    for pick in ("", "alice"):
        candidates = declare(inst, cast, "alice", pick=pick)
        assert {one.person for one in candidates} == {"charlie", "gus"}
    assert lines(inst, cast, "alice") == ()
    assert declare(inst, cast, "alice", pick="gus") == ()
    with pytest.raises(NotDeclared):
        declare(inst, cast, "alice", pick="gus")
    assert declare(inst, cast, "alice", pick="charlie") == ()


@pytest.mark.parametrize(
    ("name", "outside"), [("…", False), ("…", True), ("Nobody Nowhere", False)]
)
def test_a_name_that_says_nobody_is_not_taken(inst, cast, name, outside):
    with pytest.raises(NotDeclared) as refused:
        declare(inst, cast, "alice", name=name, outside=outside)
    assert refused.value.why == "unknown"
    assert lines(inst, cast, "alice") == ()


def test_nobody_is_tied_to_herself(inst, cast):
    name = world.current(inst, now=NOW).directory.people["alice"].name
    with pytest.raises(NotDeclared) as refused:
        declare(inst, cast, "alice", name=name)
    assert refused.value.why == "self"


@pytest.mark.parametrize("person", ["ida"])
def test_only_handlers_on_the_roster_declare(inst, cast, person):
    for act in (lambda: lines(inst, cast, person), lambda: declare(inst, cast, person)):
        with pytest.raises(errors.NotAllowed):
            act()


def test_more_than_fits_is_not_taken(inst, cast):
    with pytest.raises(NotDeclared) as refused:
        declare(inst, cast, "alice", words="x" * 20_000)
    assert refused.value.why == "full"


# --- every year -----------------------------------------------------------------------------------


def test_she_is_asked_to_look_through_it_once_a_year(inst, cast):
    alice = seeds.staff(inst, cast, "alice")
    due = lambda now: declarations.view(inst, alice, now=now).is_due  # noqa: E731
    assert due(NOW)
    declarations.look_through(inst, alice, now=NOW)
    assert not due(NOW + 300 * DAY)
    assert due(NOW + 365 * DAY)
    declare(inst, cast, "alice", now=NOW + 365 * DAY)
    assert not due(NOW + 366 * DAY)


# --- who reads it, and what the rows show ---------------------------------------------------------


def test_the_auditor_reads_what_was_declared_and_no_other_handler_does(inst, cast):
    declare(inst, cast, "alice", words="My brother.")
    account = seeds.account(inst, "alice")
    (row,) = bob.rows(inst, schema.declarations, account_id=account)
    here = {"owner": account, "verify_key": seeds.identity(cast, "alice").public.verify,
            "instance": inst.id}  # fmt: skip

    def opened(person):
        return documents.open_declaration(
            row.sealed, identity=seeds.identity(cast, person), reader=seeds.account(inst, person),
            **here,
        )  # fmt: skip

    assert b"My brother." in opened("ida")
    assert b"My brother." in opened("alice")
    with pytest.raises(documents.DeclarationRefused):
        opened("bob")


def test_an_act_is_one_row_on_record_and_says_nothing_of_what(inst, cast):
    """P8."""
    before = oversight.count(inst)
    declare(inst, cast, "alice", words="My brother.")
    declarations.look_through(inst, seeds.staff(inst, cast, "dora"), now=NOW)
    rows = oversight.since(inst, cast, before)
    assert [(row["by"], row["event"]) for row in rows] == [
        ("alice", "declaration kept"), ("dora", "declaration kept"),
    ]  # fmt: skip
    assert "brother" not in repr(rows)


def look_of(inst):
    """Give what every row looks like: of bytes the length alone, ids aside."""
    return sorted(
        (
            (table.name, *(len(v) if isinstance(v, bytes) else v for v in row))
            for table in schema.metadata.sorted_tables
            for row in bob.rows(inst, table)
        ),
        key=repr,
    )


def test_what_was_declared_cannot_be_told_from_a_copy_of_the_database(inst, cast, tmp_path):
    """P3: a tie, a note that makes none, a firm of a long name, or that nothing is missing."""
    acts = [
        lambda: declare(inst, cast, "alice", words="My brother."),
        lambda: declare(inst, cast, "alice", "gift-returned"),
        lambda: declare(inst, cast, "alice", "loan", "Meridian " * 20, outside=True),
        lambda: declarations.look_through(inst, seeds.staff(inst, cast, "alice"), now=NOW),
    ]
    looks = []
    for act in acts:
        act()
        shown = [row for row in look_of(inst) if row[0] not in {"register", "ties"}]
        (table,) = bob.rows(inst, schema.ties)
        newest = max(bob.rows(inst, schema.register), key=lambda row: row.number)
        looks.append((shown, len(table.sealed), len(newest.sealed)))
    assert all(one == looks[0] for one in looks)


def test_two_databases_that_differ_only_in_what_was_declared_are_of_one_size(
    founded, cast, tmp_path, request
):
    """P3: in every table as many rows, each of the same lengths."""
    looks = []
    for name, words in (("one", "My brother."), ("other", None)):
        with copies.company(founded, tmp_path / name, request) as inst:
            flows.report(inst, about_names=("Charlie Young",))
            for person in ("alice", "dora"):
                if words:
                    declare(inst, cast, person, words=words)
                    continue
                declarations.look_through(inst, seeds.staff(inst, cast, person), now=NOW)
            flows.report(inst, about_names=("Charlie Young",))
            looks.append(look_of(inst))
    assert len({row[0] for row in looks[0]}) > 8
    assert looks[0] == looks[1]


def test_everybody_enrolled_has_a_document_and_room_from_the_first_day(inst):
    """P3: that there is one says nothing."""
    rows = bob.rows(inst, schema.declarations)
    assert len(rows) == HANDLERS
    table = table_of(inst)
    assert table.handlers == HANDLERS
    assert len(table.marks) == 64 * HANDLERS


def test_the_whole_table_is_written_anew_each_time(inst, cast):
    (before,) = bob.rows(inst, schema.ties)
    declarations.look_through(inst, seeds.staff(inst, cast, "alice"), now=NOW)
    (after,) = bob.rows(inst, schema.ties)
    same = sum(x == y for x, y in zip(before.sealed, after.sealed, strict=True))
    assert after.number == before.number + 1
    assert same < len(after.sealed) / 100


# --- the reporter ---------------------------------------------------------------------------------


def test_what_the_reporter_reads_does_not_depend_on_it(inst, cast):
    """CONFLICTS §5, P2."""
    asked = {"about_names": ("Charlie Young",)}
    begun = flows.begin(inst, NOW, **asked)
    thread = mailbox.open_thread(inst, flows.come_back(inst, flows.report(inst, **asked)))
    for person in ("alice", "dora", "emil"):
        declare(inst, cast, person)
    again = flows.begin(inst, NOW, **asked)
    told = mailbox.open_thread(inst, flows.come_back(inst, flows.report(inst, **asked)))
    assert (again.readers, again.leaves_nobody) == (begun.readers, begun.leaves_nobody)
    assert told.reference != thread.reference
    assert (told.status, told.next_on, told.messages) == (
        thread.status, thread.next_on, thread.messages,
    )  # fmt: skip


def test_a_report_costs_not_one_statement_more(inst, cast):
    """DESIGN §9: the number of the table is read with the others."""
    begun = [flows.begin(inst, NOW, about_names=("Charlie Young",)) for _ in range(3)]
    flows.send(inst, begun[0].hidden, NOW)
    before = flows.counting(inst, flows.send, inst, begun[1].hidden, NOW)
    declare(inst, cast, "alice")
    assert flows.counting(inst, flows.send, inst, begun[2].hidden, NOW) == before


# --- withdrawing waits for two others -------------------------------------------------------------


def test_what_two_others_withdraw_counts_no_more(inst, cast):
    declare(inst, cast, "alice")
    declare(inst, cast, "dora")
    asked = declarations.withdrawal(inst, seeds.staff(inst, cast, "alice"), 0, now=NOW)
    assert "alice" not in holders(inst, cast, about_names=("Charlie Young",))
    with inst.db.write() as session:
        declarations.withdraw(session, inst, asked)
    (line,) = lines(inst, cast, "alice")
    assert (line.counts, line.withdrawn) == (False, True)
    found = holders(inst, cast, about_names=("Charlie Young",))
    assert "alice" in found
    assert "dora" not in found
    declare(inst, cast, "alice", words="Again.")
    assert "alice" not in holders(inst, cast, about_names=("Charlie Young",))
    assert [one.withdrawn for one in lines(inst, cast, "alice")] == [True, False]


@pytest.mark.parametrize("number", [-1, 1, 2])
def test_only_what_counts_can_be_asked_back(inst, cast, number):
    declare(inst, cast, "alice")
    declare(inst, cast, "alice", "gift-returned")
    with pytest.raises(errors.NotFound):
        declarations.withdrawal(inst, seeds.staff(inst, cast, "alice"), number, now=NOW)


def test_it_is_withdrawn_once(inst, cast):
    declare(inst, cast, "alice")
    asked = declarations.withdrawal(inst, seeds.staff(inst, cast, "alice"), 0, now=NOW)
    with inst.db.write() as session:
        declarations.withdraw(session, inst, asked)
    with inst.db.write() as session, pytest.raises(errors.NotFound):
        declarations.withdraw(session, inst, asked)


def waiting(inst, cast, person):
    return changes.waiting(inst, seeds.staff(inst, cast, person), now=NOW)


def ask(inst, cast, person, number=0):
    withdrawals.ask(inst, seeds.staff(inst, cast, person), number, now=NOW)


def sign(inst, cast, person):
    (one,) = waiting(inst, cast, person)
    changes.sign(inst, seeds.staff(inst, cast, person), one.id, now=NOW)


def test_taking_back_waits_for_two_others_of_different_tiers(inst, cast):
    """P7: until both have signed it counts."""
    declare(inst, cast, "alice", "loan")
    ask(inst, cast, "alice")
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice")
    for person in ("dora", "emil"):
        sign(inst, cast, person)
    assert "alice" not in holders(inst, cast, about_names=("Charlie Young",))
    sign(inst, cast, "olga")
    assert "alice" in holders(inst, cast, about_names=("Charlie Young",))
    assert waiting(inst, cast, "dora") == ()


def test_the_two_see_what_they_sign_and_nobody_of_the_other_persons_line_does(inst, cast):
    """Farid answers to Bob, whom it is about; a tag says nothing to people."""
    name = world.current(inst, now=NOW).directory.people["bob"].name
    declare(inst, cast, "alice", "loan", name)
    ask(inst, cast, "alice")
    (one,) = waiting(inst, cast, "dora")
    assert (one.kind, one.what["relation"], one.what["name"]) == ("withdraw", "loan", name)
    assert "tag" not in one.what
    assert {p for p in seeds.HANDLERS if waiting(inst, cast, p)[0].may_sign}.isdisjoint(
        {"alice", "bob", "farid"}
    )


def test_nobody_but_handlers_is_shown_that_she_takes_something_back(inst, cast):
    declare(inst, cast, "alice", "loan")
    ask(inst, cast, "alice")
    ida = dataclasses.replace(seeds.staff(inst, cast, "ida"), kind="admin")
    assert changes.waiting(inst, ida, now=NOW) == ()


def test_two_handlers_may_ask_at_once_and_each_of_them_once(inst, cast):
    for person in ("alice", "dora"):
        declare(inst, cast, person, "loan")
        ask(inst, cast, person)
    with pytest.raises(errors.Refused):
        ask(inst, cast, "alice")
    assert len(waiting(inst, cast, "emil")) == 2
