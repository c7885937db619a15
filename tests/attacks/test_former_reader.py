"""T21: Dora read a case lawfully, kept every key, lost the case, and owns the database.

What she held she may have copied. But she writes nothing that anybody believes: no item under the
newest epoch, none that looks newer than it is, no epoch that a reader or the reporter takes for
the next. What she *can* do is named in DESIGN §2 and tested here too: put the case back to the day
she lost it, until a reader whose list is newer comes.
"""

import contextlib
import json
import uuid

import pytest

from app.domain import errors
from app.services import casework, mailbox, people, queue
from app.store import schema
from crypto import epochs, grants, messages, records
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
ITEMS, EPOCHS, SLOTS = schema.items, schema.epochs, schema.slots


class Former:
    """What Dora kept of a case: the keys of every epoch since the last full one, and its rows."""

    def __init__(self, inst, cast, case):
        self.inst, self.case, self.account = inst, case, seeds.account(inst, "dora")
        self.identity = seeds.identity(cast, "dora")
        self.keys = {}
        rows = {row.epoch: row.slot for row in bob.rows(
            inst, SLOTS, case_id=case, account_id=self.account)}  # fmt: skip
        for number in sorted(rows):
            place = {"instance": inst.id, "case": case}
            secret = grants.open_slot(rows[number], self.identity, epoch=number,
                                      person=self.account, **place)  # fmt: skip
            if not self.keys:
                self.keys[number] = epochs.full_keys(secret, number=number, **place)
            else:
                before = self.keys[number - 1]
                self.keys[number] = epochs.narrow_keys(secret, before=before, **place)
        self.saved = {
            table: [r._asdict() for r in bob.rows(inst, table, case_id=case)]
            for table in (ITEMS, EPOCHS, SLOTS)
        }

    @property
    def last(self):
        return self.keys[max(self.keys)]

    def speak(self, body, *, room="thread", by=messages.EPOCH, signer=None, at=None, epoch=None):
        """Put down an item as well as she can; where the last one ends, or at `at`."""
        held = self.keys[epoch] if epoch is not None else self.last
        rows = bob.rows(self.inst, ITEMS, case_id=self.case)
        sequence = at if at is not None else max(row.sequence for row in rows) + 1
        item = bytes([sequence]) * 16
        sealed = messages.seal_item(
            json.dumps(body).encode(), key=held.thread if room == "thread" else held.internal,
            by=by, signer=signer or held.signer(), instance=self.inst.id, case=self.case,
            epoch=held.number, room=room, item=item, sequence=sequence, at_least=4096,
        )  # fmt: skip
        bob.write(self.inst, bob.insert(ITEMS).values(
            id=item, case_id=self.case, epoch=held.number, sequence=sequence,
            sealed=sealed))  # fmt: skip
        bob.write(self.inst, bob.update(schema.cases).where(schema.cases.c.id == self.case).values(
            sequence=sequence + 1))  # fmt: skip

    def forge(self, kind, *, number, signer, keeper=None, previous, receipt):
        """Issue an epoch, real for her and everybody."""
        place = {"instance": self.inst.id, "case": self.case}
        secret = bytes([7]) * 32
        held = (epochs.full_keys(secret, number=number, **place) if kind == "full"
                else epochs.narrow_keys(secret, before=self.keys[number - 1], **place))  # fmt: skip
        rows = bob.rows(self.inst, SLOTS, case_id=self.case)
        accounts = sorted({row.account_id for row in rows})
        mine = grants.real_slot(secret, self.identity.public, epoch=number, person=self.account,
                                **place)  # fmt: skip
        slots = {a: grants.filler_slot(epoch=number, person=a, **place) for a in accounts}
        slots[self.account] = mine
        hers = grants.reporter_slot(held.thread, receipt, epoch=number, **place)
        roll = epochs.seal_roll({self.account: "recipient"}, keys=held, **place)
        record = records.Record(
            number=number, kind=kind, previous=previous, receipt=receipt,
            slots=tuple(sorted(grants.slot_digest(s) for s in (hers, *slots.values()))),
            epoch_verify=held.signer().public, roll=epochs.roll_digest(roll),
        )  # fmt: skip
        sealed = records.seal_record(record, thread_key=held.thread, signer=signer, keeper=keeper,
                                     **place)  # fmt: skip
        chests = {"thread_chest": None, "internal_chest": None}
        if kind == "full":
            earlier = [self.keys[n] for n in range(number)] if 0 in self.keys else []
            chest = epochs.seal_chest(earlier, keys=held, **place)
            chests = {"thread_chest": chest.thread, "internal_chest": chest.internal}
        bob.write(
            self.inst,
            bob.delete(SLOTS).where(SLOTS.c.case_id == self.case, SLOTS.c.epoch >= number),
            bob.delete(EPOCHS).where(EPOCHS.c.case_id == self.case, EPOCHS.c.number >= number),
            bob.insert(EPOCHS).values(case_id=self.case, number=number, record=sealed, roll=roll,
                                      reporter_slot=hers, **chests),
            *(bob.insert(SLOTS).values(id=a, case_id=self.case, account_id=a, epoch=number, slot=s)
              for a, s in slots.items()),
        )  # fmt: skip


@pytest.fixture
def rita(inst):
    return flows.come_back(inst, flows.report(inst))


@pytest.fixture
def dora(inst, cast, rita):
    """Dora, with all she could copy of epoch 0, a moment before she loses the case."""
    return Former(inst, cast, rita.case)


def named(inst, rita):
    """Rita's next message names Dora: a narrow epoch without her."""
    flows.say(inst, rita, "Dora Klein takes part.")


def moved(inst, cast, case):
    """Let an import put Dora into the line, and Alice's visit be an epoch without her."""
    people.import_file(inst, casting.under(casting.COMPANY, "charlie", "dora"), now=NOW)
    casework.open_case(inst, seeds.staff(inst, cast, "alice"), case=case, now=NOW)


def texts(inst, cast, rita):
    """Give what the thread says, to Rita and to Alice."""
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    view = casework.open_case(inst, alice, case=case, now=NOW)
    hers = [said.text for said in mailbox.open_thread(inst, rita).messages]
    return hers, [said.text for said in view.messages], view


SAYS = {"kind": "message", "text": "Tell us your name.", "on": "2026-03-02"}
CLOSES = {"kind": "status", "status": "closed", "on": "2026-03-02", "next_on": None,
          "next_what": None}  # fmt: skip


def as_handlers(dora, body):
    """Write it as a reader's session does, with her own signature beside it."""
    at = max(row.sequence for row in bob.rows(dora.inst, ITEMS, case_id=dora.case)) + 1
    dora.speak(body, at=at)
    beside = {"kind": "author", "of": at, "said": body}
    dora.speak(beside, room="internal", by=dora.account, signer=dora.identity.signer, at=at + 1)


@pytest.mark.parametrize("body", [SAYS, CLOSES], ids=["says", "closes"])
def test_named_by_a_message_she_speaks_for_handlers_no_more(inst, cast, rita, dora, body):
    named(inst, rita)
    as_handlers(dora, body)
    hers, theirs, view = texts(inst, cast, rita)
    assert SAYS["text"] not in hers + theirs
    assert (view.status, mailbox.open_thread(inst, rita).status) == ("received", "received")
    assert view.tampered


@pytest.mark.parametrize("body", [SAYS, CLOSES], ids=["says", "closes"])
def test_out_by_an_import_she_speaks_for_handlers_no_more(inst, cast, dora, body):
    rita = flows.come_back(inst, flows.report(inst, about_names=("Charlie Young",), story="He."))
    case = str(uuid.UUID(bytes=rita.case))
    former = Former(inst, cast, rita.case)
    moved(inst, cast, case)
    as_handlers(former, body)
    thread = mailbox.open_thread(inst, rita)
    assert SAYS["text"] not in [said.text for said in thread.messages]
    assert thread.status == "received"


def test_her_late_note_is_left_out_and_reported(inst, cast, rita, dora):
    named(inst, rita)
    note = {"kind": "note", "text": "Drop it.", "on": "2026-03-02"}
    dora.speak(note, room="internal", by=dora.account, signer=dora.identity.signer)
    _, _, view = texts(inst, cast, rita)
    assert view.notes == ()
    assert view.tampered


def receipt_of(inst, rita):
    return rita.identity.public


def digest_of(inst, case, number):
    (row,) = bob.rows(inst, EPOCHS, case_id=case, number=number)
    return records.record_digest(row.record)


def test_an_epoch_after_the_newest_is_believed_by_nobody(inst, cast, rita, dora):
    """Signed with what she held of epoch 0, as signer and as keeper."""
    named(inst, rita)
    dora.keys[1] = epochs.EpochKeys(1, bytes(32), bytes(32), None)  # what she does not have
    signer = dora.keys[0].signer()
    dora.forge("full", number=2, signer=signer, keeper=signer,
               previous=digest_of(inst, rita.case, 1), receipt=receipt_of(inst, rita))  # fmt: skip
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)
    assert len(mailbox.open_thread(inst, rita).messages) == 2
    flows.say(inst, rita, "Still here.")
    assert "dora" not in seeds.holders(inst, cast)
    queue.refresh(inst, alice, now=NOW)
    assert len(casework.open_case(inst, alice, case=case, now=NOW).messages) == 3


def test_a_narrow_epoch_of_hers_is_believed_by_nobody(inst, cast, rita, dora):
    """Only the receipt signs narrow ones."""
    dora.forge("narrow", number=1, signer=dora.keys[0].signer(),
               previous=digest_of(inst, rita.case, 0), receipt=receipt_of(inst, rita))  # fmt: skip
    assert len(mailbox.open_thread(inst, rita).messages) == 1
    flows.say(inst, rita, "Dora Klein too.")
    assert "dora" not in seeds.holders(inst, cast)


def test_put_back_to_the_day_before_it_is_refused_by_a_reader_who_saw_newer(inst, cast, rita, dora):
    """DESIGN §2 names the limit: until such a reader comes. Then she is refused, on record."""
    named(inst, rita)
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    casework.open_case(inst, alice, case=case, now=NOW)
    for table in (ITEMS, SLOTS, EPOCHS):
        bob.write(inst, bob.delete(table).where(table.c.case_id == rita.case))
    for table in (EPOCHS, SLOTS, ITEMS):
        bob.write(inst, bob.insert(table).values(dora.saved[table]))
    before = oversight.count(inst)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)
    assert [row["event"] for row in oversight.since(inst, cast, before)] == ["refused"]


def test_what_comes_after_opens_with_nothing_she_kept(inst, cast, rita, dora):
    """P2: every slot and chest of the newer epochs, tried with every key she has."""
    named(inst, rita)
    casework.open_case(inst, seeds.staff(inst, cast, "alice"), case=flows.the_case(inst), now=NOW)
    flows.say(inst, rita, "Once more.")
    assert all("dora" not in found for found in seeds.openings(inst, cast, rita.case).values())


# --- Bob as the reporter of a report he made up ---------------------------------------------------

ODD = {
    "no JSON": b"\xff", "a list": b"[]", "nothing": b"{}", "no text": b'{"kind": "message"}',
    "a number": b'{"kind": "message", "text": 1, "on": "2026-03-02", "said": {}}',
    "no day": b'{"kind": "message", "text": "x", "on": "soon", "said": {}, "release_on": null}',
    "odd people": b'{"kind": "message", "text": "x", "on": "2026-03-02", "said": {"veto": 1}}',
    "a status": b'{"kind": "status", "status": "nonsense"}',
}  # fmt: skip


@pytest.mark.parametrize("body", ODD)
def test_what_only_the_receipt_could_sign_breaks_no_desk(inst, cast, rita, body):
    """P12: Bob reports himself, keeps the receipt, and puts odd words into the database."""
    flows.report(inst, story="Another case.")
    (row,) = bob.rows(inst, EPOCHS, case_id=rita.case)
    thread = grants.open_reporter_slot(row.reporter_slot, rita.identity, instance=inst.id,
                                       case=rita.case, epoch=0)  # fmt: skip
    item = b"odd words, odd id"[:16]
    sealed = messages.seal_item(ODD[body], key=thread, by=messages.REPORTER,
                                signer=rita.identity.signer, instance=inst.id, case=rita.case,
                                epoch=0, room="thread", item=item, sequence=3)  # fmt: skip
    bob.write(inst, bob.insert(ITEMS).values(id=item, case_id=rita.case, epoch=0, sequence=3,
                                             sealed=sealed))  # fmt: skip
    for person in ("alice", "olga"):
        queue.refresh(inst, seeds.staff(inst, cast, person), now=NOW)
    alice = seeds.staff(inst, cast, "alice")
    assert flows.listed(inst, alice)
    with contextlib.suppress(errors.Refused):
        casework.open_case(inst, alice, case=str(uuid.UUID(bytes=rita.case)), now=NOW)
    with contextlib.suppress(errors.Refused):
        mailbox.open_thread(inst, rita)
    with contextlib.suppress(errors.Refused):
        flows.say(inst, rita, "More.")
