"""T21: Bob is left out of a case, owns the database, and writes into the rows of that case.

Whatever he does: he reads nothing, nobody holds a key who held none, nothing new is sealed to him,
the other cases go on, nothing breaks but that case, and it is reported: a reader who is admitted is
told so and the register says it (`found`), or the reader is refused and the register says that.
"""

import uuid

import pytest

from app.domain import errors
from app.services import casework, mailbox, queue
from app.store import schema
from crypto import epochs, grants
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
SLOTS, ITEMS, EPOCHS, CASES = schema.slots, schema.items, schema.epochs, schema.cases


# --- slots ---------------------------------------------------------------------------------------


def seals_a_secret_of_his_own_to_himself(it):
    mine, its = it.slot("bob"), seeds.identity(it.cast, "bob")
    slot = grants.real_slot(bytes(32), its.public, instance=it.inst.id, case=it.case,
                            epoch=mine.epoch, person=mine.account_id)  # fmt: skip
    it.set(SLOTS, SLOTS.c.id == mine.id, slot=slot)


def takes_alices_slot_for_his(it):
    it.set(SLOTS, SLOTS.c.id == it.slot("bob").id, slot=it.slot("alice").slot)


def swaps_two_readers_slots(it):
    one, other = it.slot("alice"), it.slot("dora")
    it.set(SLOTS, SLOTS.c.id == one.id, slot=other.slot)
    it.set(SLOTS, SLOTS.c.id == other.id, slot=one.slot)


def takes_his_slot_of_another_case(it):
    it.set(SLOTS, SLOTS.c.id == it.slot("bob").id, slot=it.slot("bob", case=it.other).slot)


def puts_alices_slot_of_another_epoch(it):
    older = it.slot("alice", it.newest - 1)
    it.set(SLOTS, SLOTS.c.id == it.slot("alice", it.newest).id, slot=older.slot)


def deletes_doras_slot(it):
    bob.write(it.inst, bob.delete(SLOTS).where(SLOTS.c.id == it.slot("dora").id))


def deletes_alices_slot(it):
    bob.write(it.inst, bob.delete(SLOTS).where(SLOTS.c.id == it.slot("alice").id))


def deletes_every_slot(it):
    bob.write(it.inst, bob.delete(SLOTS).where(SLOTS.c.case_id == it.case))


def puts_slots_for_the_next_epoch(it):
    for person in seeds.HANDLERS:
        row = it.slot(person)._asdict() | {"epoch": it.newest + 1, "id": person.encode().ljust(16)}
        bob.write(it.inst, bob.insert(SLOTS).values(row))


def puts_a_slot_of_an_epoch_long_gone(it):
    row = it.slot("alice")._asdict() | {"epoch": 0, "id": b"x" * 16}
    bob.write(it.inst, bob.insert(SLOTS).values(row))


# --- epochs --------------------------------------------------------------------------------------


def issues_an_epoch_of_his_own(it):
    """Sealed under keys he made, real for him and everybody, signed by nobody who may."""
    number, case, inst = it.newest + 1, it.case, it.inst.id
    held = epochs.full_keys(bytes(32), instance=inst, case=case, number=number)
    row = it.rows(EPOCHS, number=it.newest)[0]._asdict()
    roll = epochs.seal_roll({bytes(16): "recipient"}, keys=held, instance=inst, case=case)
    bob.write(it.inst, bob.insert(EPOCHS).values(row | {"number": number, "roll": roll}))
    for person in seeds.HANDLERS:
        account = seeds.account(it.inst, person)
        slot = grants.real_slot(bytes(32), seeds.identity(it.cast, person).public, instance=inst,
                                case=case, epoch=number, person=account)  # fmt: skip
        bob.write(it.inst, bob.insert(SLOTS).values(
            id=person.encode().ljust(16), case_id=case, account_id=account, epoch=number,
            slot=slot))  # fmt: skip


def deletes_the_newest_epoch(it):
    """Alice's list has not seen that one yet, so this is the day before; but a message is gone."""
    last = it.newest
    bob.write(
        it.inst,
        bob.delete(SLOTS).where(SLOTS.c.case_id == it.case, SLOTS.c.epoch == last),
        bob.delete(EPOCHS).where(EPOCHS.c.case_id == it.case, EPOCHS.c.number == last),
    )


def deletes_the_first_epoch(it):
    bob.write(it.inst, bob.delete(EPOCHS).where(EPOCHS.c.case_id == it.case, EPOCHS.c.number == 0))


def swaps_the_records_of_two_epochs(it):
    one, other = it.rows(EPOCHS)[-2:]
    for row, record in ((one, other.record), (other, one.record)):
        same = (EPOCHS.c.case_id == it.case) & (EPOCHS.c.number == row.number)
        it.set(EPOCHS, same, record=record)


def puts_the_roll_of_another_epoch(it):
    same = (EPOCHS.c.case_id == it.case) & (EPOCHS.c.number == it.newest)
    it.set(EPOCHS, same, roll=it.rows(EPOCHS, number=it.newest - 1)[0].roll)


def puts_the_epoch_of_another_case(it):
    same = (EPOCHS.c.case_id == it.case) & (EPOCHS.c.number == 0)
    row = it.rows(EPOCHS, it.other)[0]._asdict()
    it.set(EPOCHS, same, **{k: v for k, v in row.items() if k not in {"case_id", "number"}})


def lowers_the_epoch_column(it):
    it.set(CASES, CASES.c.id == it.case, epoch=0)


def lowers_the_sequence_column(it):
    it.set(CASES, CASES.c.id == it.case, sequence=1)


# --- items ---------------------------------------------------------------------------------------


def deletes_her_first_message(it):
    bob.write(it.inst, bob.delete(ITEMS).where(ITEMS.c.case_id == it.case, ITEMS.c.sequence == 1))


def deletes_her_newest_message(it):
    last = max(row.sequence for row in it.rows(ITEMS))
    bob.write(it.inst, bob.delete(ITEMS).where(ITEMS.c.case_id == it.case,
                                               ITEMS.c.sequence == last))  # fmt: skip
    it.set(CASES, CASES.c.id == it.case, sequence=last)


def deletes_the_answer(it):
    bob.write(it.inst, bob.delete(ITEMS).where(ITEMS.c.case_id == it.case, ITEMS.c.sequence == 3))


def replays_an_older_message(it):
    row = it.rows(ITEMS, sequence=1)[0]._asdict()
    last = max(row.sequence for row in it.rows(ITEMS))
    bob.write(it.inst, bob.insert(ITEMS).values(row | {"id": b"r" * 16, "sequence": last + 1}))


def reorders_two_messages(it):
    one, other = (it.rows(ITEMS, sequence=n)[0] for n in (1, 3))
    it.set(ITEMS, ITEMS.c.id == one.id, sequence=99)
    it.set(ITEMS, ITEMS.c.id == other.id, sequence=1)
    it.set(ITEMS, ITEMS.c.id == one.id, sequence=3)


def swaps_messages_of_two_cases(it):
    one, other = it.rows(ITEMS, sequence=1)[0], it.rows(ITEMS, it.other, sequence=1)[0]
    it.set(ITEMS, ITEMS.c.id == one.id, sealed=other.sealed)
    it.set(ITEMS, ITEMS.c.id == other.id, sealed=one.sealed)


def moves_a_message_to_another_epoch(it):
    it.set(ITEMS, ITEMS.c.id == it.rows(ITEMS, sequence=1)[0].id, epoch=it.newest)


def swaps_the_tags_of_two_cases(it):
    one, other = it.rows(CASES)[0], it.rows(CASES, it.other)[0]
    it.set(CASES, CASES.c.id == one.id, tag=bytes(32))
    it.set(CASES, CASES.c.id == other.id, tag=one.tag)
    it.set(CASES, CASES.c.id == one.id, tag=other.tag)


ATTACKS = [
    seals_a_secret_of_his_own_to_himself, takes_alices_slot_for_his, swaps_two_readers_slots,
    takes_his_slot_of_another_case, puts_alices_slot_of_another_epoch, deletes_doras_slot,
    deletes_alices_slot, deletes_every_slot, puts_slots_for_the_next_epoch,
    puts_a_slot_of_an_epoch_long_gone, issues_an_epoch_of_his_own, deletes_the_newest_epoch,
    deletes_the_first_epoch, swaps_the_records_of_two_epochs, puts_the_roll_of_another_epoch,
    puts_the_epoch_of_another_case, lowers_the_epoch_column, lowers_the_sequence_column,
    deletes_her_first_message, deletes_her_newest_message, deletes_the_answer,
    replays_an_older_message, reorders_two_messages, swaps_messages_of_two_cases,
    moves_a_message_to_another_epoch,
]  # fmt: skip


def attempt(act, *args, **kwargs):
    """Give what an act gives, None if it is refused; anything else that is raised is a bug."""
    try:
        return act(*args, **kwargs)
    except errors.Refused:
        return None


@pytest.mark.parametrize("attack", ATTACKS)
def test_t21_he_gains_nothing_it_is_reported_and_the_other_cases_go_on(scene, attack):
    """P2, P9, P12."""
    it, inst = scene, scene.inst
    attack(it)
    before = oversight.count(inst)
    view = attempt(casework.open_case, inst, it.staff("alice"), case=it.address, now=NOW)
    (row,) = oversight.since(inst, it.cast, before)
    assert row["event"] == "refused" or row.get("found")
    assert view is None or view.tampered

    attempt(mailbox.open_thread, inst, it.rita)
    attempt(flows.say, inst, it.rita, "One more thing.")
    for person in ("dora", "emil", "olga", "bob"):
        attempt(casework.open_case, inst, it.staff(person), case=it.address, now=NOW)
    left = seeds.openings(inst, it.cast, it.case)
    assert set.intersection(*left.values(), it.before | {"bob"}) <= it.before
    assert not [epoch for (_, epoch), people in left.items() if epoch > it.newest + 1
                and "bob" in people]  # fmt: skip
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, it.staff("bob"), case=it.address, now=NOW)
    for person in ("alice", "bob", "olga"):
        queue.refresh(inst, it.staff(person), now=NOW)
        shown = flows.listed(inst, it.staff(person))
        assert (str(uuid.UUID(bytes=it.third)) in shown) == (person != "olga")


def test_a_case_deleted_whole_is_noticed_at_the_next_sign_in_of_a_reader(scene):
    """T21: the shortest way to be rid of a report. Her list remembers that there was one."""
    it = scene
    for table in (SLOTS, ITEMS, EPOCHS):
        bob.write(it.inst, bob.delete(table).where(table.c.case_id == it.case))
    bob.write(it.inst, bob.delete(CASES).where(CASES.c.id == it.case))
    before = oversight.count(it.inst)
    queue.refresh(it.inst, it.staff("alice"), now=NOW)
    assert [row["by"] for row in oversight.since(it.inst, it.cast, before)] == ["alice"]
    assert it.address not in flows.listed(it.inst, it.staff("alice"))


def test_swapped_tags_give_her_neither_case(scene):
    """P4: her receipt finds the other's row and opens nothing of it."""
    it = scene
    swaps_the_tags_of_two_cases(it)
    mixed = mailbox.Reporter(it.other, it.rita.seed)
    with pytest.raises(errors.NotFound):
        mailbox.open_thread(it.inst, mixed)


def test_without_him_nothing_is_reported(scene):
    view = casework.open_case(scene.inst, scene.staff("alice"), case=scene.address, now=NOW)
    assert not view.tampered
    assert [said.text for said in view.messages][1:] == ["Which week?", "Every week.", "Since May."]
