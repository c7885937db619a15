"""Signed records: who may start an epoch, and which is the newest (FORMAT.md §8, P2, T21).

Each scene is an attempt of somebody who can write to the database. Bob may be a reader who lost the
case, the reporter, or both in turn.
"""

import contextlib
import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import context, epochs, keys, messages, record, records, sealing, wire
from crypto.errors import CryptoError, EpochRefused
from tests.crypto import refusal, scene

PLACE = scene.PLACE


@pytest.fixture(scope="module")
def story():
    """Tell of a report, messages, a full epoch that leaves Bob out, and what comes after."""
    zero = scene.first()
    one = scene.narrow(zero)
    two = scene.narrow(one, readers={"alice", "charlie"})
    three = scene.full(two, last_full=zero, readers={"alice", "charlie"})
    four = scene.narrow(three, readers={"alice", "charlie"})
    five = scene.full(four, last_full=three, readers={"alice", "charlie"})
    six = scene.full(five, last_full=five, readers={"alice"})
    return zero, one, two, three, four, five, six


def test_a_chain_is_believed_to_its_newest_record(story):
    chain = scene.judge(*story)

    assert chain.number == 6
    assert chain.newest == story[-1].record
    assert chain.digest == story[-1].digest
    assert chain.records == tuple(epoch.record for epoch in story)
    assert chain.digests == tuple(epoch.digest for epoch in story)
    assert chain.ignored == chain.ahead == ()


def test_rows_may_come_in_any_order_and_twice(story):
    rows = [epoch.row for epoch in reversed(story)] + [story[2].row]
    chain = scene.judge(*story, rows=rows)

    assert chain.number == 6
    assert chain.ignored == ()


def test_a_record_opens_as_it_was_sealed(story):
    signed = records.open_record(
        story[3].sealed, thread_key=story[3].keys.thread, number=3, **PLACE
    )
    assert signed.record == story[3].record
    assert signed.keeper_signature is not None
    assert len(signed.signature) == 64


def test_a_record_lists_the_slots_of_its_epoch_and_no_others(story):
    """T21: a slot that somebody inserts, or takes from another epoch, does not count."""
    zero, one = story[:2]
    assert all(zero.record.lists(slot) for slot in zero.slots.values())
    assert zero.record.lists(zero.reporter_slot)
    assert not any(zero.record.lists(slot) for slot in one.slots.values())


def test_a_record_lists_its_roll(story):
    zero, one = story[:2]
    assert zero.record.roll == epochs.roll_digest(zero.roll)
    assert zero.record.roll != epochs.roll_digest(one.roll)


def test_a_roll_that_a_reader_rewrites_is_not_in_the_record(story):
    """Bob holds the roll key: he writes himself, or a friend, into an epoch's roll."""
    zero = story[0]
    places: dict[bytes, epochs.Place] = {scene.account("bob"): "recipient"}
    rewritten = epochs.seal_roll(places, keys=zero.keys, **PLACE)
    assert epochs.open_roll(rewritten, roll_key=zero.keys.roll, number=0, **PLACE) == places
    assert epochs.roll_digest(rewritten) != zero.record.roll


def test_a_chest_that_a_reader_rewrites_tells_no_other_story(story):
    """Bob was a reader of epoch 3 and puts other keys into its chest: nothing opens with them."""
    zero, one, two, three = story[:4]
    wrong = [epochs.EpochKeys(n, thread=bytes(32), internal=bytes(32), roll=None) for n in range(3)]
    chest = epochs.seal_chest(wrong, keys=three.keys, **PLACE)
    held = epochs.open_thread_chest(
        chest.thread, thread_key=three.keys.thread, number=3, **PLACE
    ) | scene.thread_keys(three)
    with refusal.refused(EpochRefused):
        scene.judge(rows=[epoch.row for epoch in (zero, one, two, three)], held=held)


def test_a_record_has_the_same_length_whoever_reads(story):
    """P3."""
    assert {len(epoch.sealed) for epoch in story} == {4096 + 80}


# --- somebody else's epochs ---


def forged(before, *, number, kind="full", signer, keeper=None, **more):
    """Make an epoch of Bob's own, for himself alone."""
    held = epochs.full_keys(scene.seed("bob's"), number=number, **PLACE)
    return scene.write(
        scene.seed("bob's"),
        held,
        {"bob"},
        previous=before.digest,
        kind=kind,
        signer=signer,
        keeper=keeper,
        **more,
    )


def believed_without(story, bobs, **more):
    """Give a reader's view where Bob has put his epoch beside the others."""
    held = scene.thread_keys(*story)
    for number, thread in scene.thread_keys(bobs).items():
        held.setdefault(number, thread)
    return scene.judge(rows=[*(epoch.row for epoch in story), bobs.row], held=held, **more)


def assert_not_believed(story, bobs):
    chain = believed_without(story, bobs)
    assert chain.number == len(story) - 1
    assert chain.newest == story[-1].record
    assert (*chain.ignored, *chain.ahead) == (len(story),)


def test_a_handler_who_was_always_left_out_cannot_start_an_epoch(story):
    """P2: he has a key of his own and the database, but no key of the case."""
    bob = scene.BOB.signer
    assert_not_believed(story, forged(story[-1], number=7, signer=bob, keeper=bob))
    with refusal.refused(EpochRefused):
        scene.judge(scene.first(signer=bob, readers={"bob"}))


def test_somebody_left_out_by_a_narrow_epoch_cannot_start_a_full_one(story):
    """Bob was a reader until epoch 1: he holds the keeper's key, not that of epoch 2."""
    zero, one, two = story[:3]
    mine = (zero.keys.signer(), one.keys.signer(), scene.BOB.signer)
    for signer in mine:
        assert_not_believed(
            (zero, one, two), forged(two, number=3, signer=signer, keeper=zero.keys.signer())
        )


def test_the_reporter_cannot_start_a_full_epoch(story):
    """She may be Bob: a full epoch of hers would tell her the internal key."""
    zero, one, two = story[:3]
    hers = scene.rita().identity.signer
    for signer in (hers, two.keys.signer()):
        for keeper in (hers, one.keys.signer(), two.keys.signer()):
            bobs = forged(two, number=3, signer=signer, keeper=keeper)
            assert_not_believed((zero, one, two), bobs)


def test_a_reader_cannot_start_a_narrow_epoch(story):
    """A narrow epoch says that the reporter wrote; only her receipt signs one."""
    six = story[-1]
    for signer in (six.keys.signer(), scene.ALICE.signer):
        assert_not_believed(story, forged(six, number=7, kind="narrow", signer=signer))


def test_a_reader_who_lost_the_case_cannot_go_on_after_the_full_epoch(story):
    three = story[3]
    two = story[2]
    bobs = forged(three, number=4, signer=two.keys.signer(), keeper=two.keys.signer())
    assert_not_believed(story[:4], bobs)


def test_a_record_of_another_epoch_is_not_signed_for_this_one(story):
    """Signatures are bound to the number: re-sealing an old record gains nothing."""
    two = story[2]
    old = records.open_record(two.sealed, thread_key=two.keys.thread, number=2, **PLACE)
    renumbered = dataclasses.replace(old.record, number=7, previous=story[-1].digest)
    raw = wire.sized(renumbered.encode()) + old.signature
    label = context.encode("epoch record", epoch=7, **PLACE)
    sealed = sealing.seal(two.keys.thread, raw, context=label)

    chain = scene.judge(
        rows=[*(epoch.row for epoch in story), (7, sealed)],
        held=scene.thread_keys(*story) | {7: two.keys.thread},
    )
    assert chain.number == 6
    assert chain.ahead == (7,)


def test_the_keepers_signature_does_not_pass_for_the_signers(story):
    zero, one, two, three = story[:4]
    signed = records.open_record(three.sealed, thread_key=three.keys.thread, number=3, **PLACE)
    assert signed.keeper_signature is not None
    swapped = wire.sized(three.record.encode()) + signed.keeper_signature + signed.signature
    label = context.encode("epoch record", epoch=3, **PLACE)
    sealed = sealing.seal(three.keys.thread, swapped, context=label)

    chain = scene.judge(
        zero, one, two, three, rows=[*(e.row for e in (zero, one, two)), (3, sealed)]
    )
    assert chain.number == 2


# --- a database put back, thinned out, mixed up ---


def test_without_the_first_record_nothing_is_believed(story):
    with refusal.refused(EpochRefused):
        scene.judge(*story, rows=[epoch.row for epoch in story[1:]])
    with refusal.refused(EpochRefused):
        scene.judge(*story, rows=[])


def test_a_gap_ends_the_chain(story):
    chain = scene.judge(*story, rows=[epoch.row for at, epoch in enumerate(story) if at != 3])
    assert chain.number == 2
    assert chain.ahead == (3, 4, 5)


def test_an_older_state_is_refused_by_whoever_remembers_a_newer(story):
    """T21: the accused lowers the epoch."""
    remembered = (4, story[4].digest)
    assert scene.judge(*story, remembered=remembered).number == 6
    assert scene.judge(*story[:5], remembered=remembered).number == 4
    with refusal.refused(EpochRefused):
        scene.judge(*story[:4], remembered=remembered)


@pytest.mark.parametrize("number", [0, 3, 6])
def test_another_digest_than_remembered_is_refused(story, number):
    with refusal.refused(EpochRefused):
        scene.judge(*story, remembered=(number, bytes(32)))


def test_a_remembered_digest_counts_at_its_own_number_alone(story):
    with refusal.refused(EpochRefused):
        scene.judge(*story, remembered=(5, story[4].digest))


def test_two_records_of_one_number_are_refused(story):
    """Bob was a reader of the full epoch 3 and signs another epoch 4, longer than the true one."""
    four = story[4]
    rival = scene.full(story[3], last_full=story[3], readers={"bob"})
    rows = [*(epoch.row for epoch in story), rival.row]
    held = scene.thread_keys(*story)
    chain = scene.judge(rows=rows, held=held)
    assert chain.number == 6
    assert chain.ignored == (7,)

    # Alice's slot of epoch 4 opens under one secret; where both open under it, nobody is believed.
    both = scene.narrow(story[3], readers={"alice"})
    resealed = records.seal_record(
        both.record, thread_key=four.keys.thread, signer=scene.rita().identity.signer, **PLACE
    )
    with refusal.refused(EpochRefused):
        scene.judge(rows=[*(epoch.row for epoch in story[:5]), (4, resealed)], held=held)


def test_what_is_remembered_must_verify_too(story):
    """A digest in a list is no signature: whoever wrote it there may have been deceived."""
    zero, one, two = story[:3]
    bobs = forged(two, number=3, signer=scene.BOB.signer, keeper=scene.BOB.signer)
    with refusal.refused(EpochRefused):
        believed_without((zero, one, two), bobs, remembered=(3, bobs.digest))


def test_what_is_remembered_tells_which_of_two_is_meant(story):
    four = story[4]
    other = scene.narrow(story[3], readers={"alice"})
    resealed = records.seal_record(
        other.record, thread_key=four.keys.thread, signer=scene.rita().identity.signer, **PLACE
    )
    chain = scene.judge(
        rows=[(4, resealed), *(epoch.row for epoch in story)],
        held=scene.thread_keys(*story),
        remembered=(5, story[5].digest),
    )
    assert chain.number == 6
    assert chain.digests[4] == four.digest
    assert chain.ignored == (0,)


def test_a_record_whose_key_is_not_held_is_not_believed(story):
    """An epoch that left a handler out and a forged one look alike to him: both are `ahead`."""
    held = scene.thread_keys(*story[:2])
    chain = scene.judge(*story, held=held)
    assert chain.number == 1
    assert chain.ahead == (2, 3, 4, 5, 6)
    with refusal.refused(EpochRefused):
        scene.judge(*story, held=held, remembered=(3, story[3].digest))


def test_rows_with_impossible_numbers_are_left_out(story):
    rows = [*(epoch.row for epoch in story), (-1, story[0].sealed), (2**70, b""), (0, b"garbage")]
    chain = scene.judge(*story, rows=rows)
    assert chain.number == 6
    assert chain.ignored == (7, 9)
    assert chain.ahead == (8,)


# --- whose receipt ---


def test_the_reporter_insists_on_her_own_receipt(story):
    own = scene.rita().identity.public
    assert scene.judge(*story, receipt=own).number == 6
    with refusal.refused(EpochRefused):
        scene.judge(*story, receipt=scene.BOB.public)


def test_a_case_cannot_change_its_receipt(story):
    """Bob, a reader, knows the thread key and would like to speak as the reporter."""
    zero = story[0]
    bobs = scene.narrow(
        zero, signer=scene.BOB.signer, receipt_keys=scene.BOB.public, readers={"bob", "alice"}
    )
    chain = scene.judge(zero, bobs)
    assert chain.number == 0
    assert chain.ahead == (1,)


def test_previous_must_be_the_record_before(story):
    zero = story[0]
    loose = scene.narrow(zero, previous=bytes(32))
    assert scene.judge(zero, loose).number == 0


@pytest.mark.parametrize("moved", [{"instance": bytes(16)}, {"case": bytes(16)}, {"number": 1}])
def test_a_record_opens_in_its_place_alone(story, moved):
    with refusal.refused(EpochRefused):
        records.open_record(
            story[0].sealed,
            thread_key=story[0].keys.thread,
            **({"number": 0} | PLACE | moved),
        )


# --- the form of a record ---


def test_a_keeper_signs_full_epochs_after_the_first_and_no_others(story):
    signer = scene.rita().identity.signer
    for epoch in story[:2]:
        with pytest.raises(ValueError, match="keeper"):
            records.seal_record(
                epoch.record,
                thread_key=epoch.keys.thread,
                signer=signer,
                keeper=signer,
                **PLACE,
            )
    with pytest.raises(ValueError, match="keeper"):
        records.seal_record(
            story[3].record, thread_key=story[3].keys.thread, signer=signer, **PLACE
        )


WRONG: list[dict[str, Any]] = [
    {"slots": ()},
    {"slots": (bytes(32), bytes(32))},
    {"slots": (b"\x02" * 32, b"\x01" * 32)},
    {"slots": (b"short",)},
    {"previous": b"\x01" * 32},
    {"previous": b""},
    {"kind": "narrow"},
    {"roll": b"short"},
    {"epoch_verify": b"short"},
    {"kind": "wide"},
    {"items": (b"\x01" * 32, b"\x01" * 32)},
    {"items": (b"short",)},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_record_that_breaks_a_rule_is_not_sealed(story, wrong):
    with pytest.raises(ValueError, match=r"."):
        dataclasses.replace(story[0].record, **wrong).encode()


def sealed_raw(epoch, raw):
    """Seal and sign any bytes as record 0, as somebody with the receipt and the key could."""
    label = context.encode("epoch record signature", epoch=0, role="signer", **PLACE)
    signature = scene.rita().identity.signer.sign(raw, context=label)
    return sealing.seal(
        epoch.keys.thread,
        wire.sized(raw) + signature,
        context=context.encode("epoch record", epoch=0, **PLACE),
    )


def assert_refused(epoch, sealed):
    with refusal.refused(EpochRefused):
        records.open_record(sealed, thread_key=epoch.keys.thread, number=0, **PLACE)


def test_a_record_sealed_by_hand_opens_so_that_the_next_tests_mean_something(story):
    zero = story[0]
    sealed = sealed_raw(zero, zero.record.encode())
    assert scene.judge(rows=[(0, sealed)], held=scene.thread_keys(zero)).number == 0


def raw_record(
    record, *, number=0, kind=0, previous=bytes(32), slots=None, items=None, receipt=None
):
    listed = b"".join(record.slots if slots is None else slots)
    written = b"".join(record.items if items is None else items)
    front = wire.number(number) + bytes((kind,)) + previous + record.roll + record.epoch_verify
    keys_ = receipt or record.receipt.to_bytes()
    return front + keys_ + wire.sized(listed) + wire.sized(written)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1, "previous": b"\x01" * 32},
        {"number": 1, "kind": 1},
        {"kind": 1},
        {"kind": 2},
        {"previous": b"\x01" * 32},
        {"slots": ()},
        {"slots": (b"\x02" * 32, b"\x01" * 32)},
        {"slots": (b"\x01" * 32, b"\x01" * 32)},
        {"slots": (b"\x01" * 31,)},
        {"items": (b"\x01" * 32, b"\x01" * 32)},
        {"items": (b"\x01" * 31,)},
        {"receipt": bytes(1248)},
    ],
)
def test_a_record_that_breaks_a_rule_is_refused(story, wrong):
    zero = story[0]
    assert raw_record(zero.record) == zero.record.encode()
    assert_refused(zero, sealed_raw(zero, raw_record(zero.record, **wrong)))


def test_a_record_lists_its_items_and_no_others(story):
    sealed = bytes(64)
    listed = messages.item_digest(sealed)
    record = dataclasses.replace(story[0].record, items=(listed,))
    assert record.lists_item(sealed)
    assert not record.lists_item(bytes(65))
    assert not story[0].record.lists_item(sealed)


def test_bytes_behind_a_record_are_refused(story):
    zero = story[0]
    raw = zero.record.encode()
    assert_refused(zero, sealed_raw(zero, raw + b"\0"))
    behind = sealing.seal(
        zero.keys.thread,
        wire.sized(raw) + bytes(64) + b"\0",
        context=context.encode("epoch record", epoch=0, **PLACE),
    )
    assert_refused(zero, behind)


DIGESTS = st.binary(min_size=32, max_size=32)
RECORDS = st.builds(
    records.Record,
    number=st.integers(1, 2**64 - 1),
    kind=st.sampled_from(["full", "narrow"]),
    slots=st.sets(DIGESTS, min_size=1, max_size=12).map(sorted).map(tuple),
    previous=DIGESTS,
    receipt=st.just(scene.rita().identity.public),
    epoch_verify=DIGESTS,
    roll=DIGESTS,
)


@given(RECORDS)
def test_parse_and_format_are_inverse(one):
    assert record._decode(one.encode()) == one


@given(RECORDS, st.data())
def test_whatever_is_read_is_written_the_same(one, data):
    """No two byte strings mean one record: a signature over bytes is one over their meaning."""
    raw = bytearray(one.encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CryptoError, ValueError):
        assert record._decode(bytes(raw)).encode() == bytes(raw)


def test_a_verify_key_of_another_epoch_is_another_key(story):
    assert len({epoch.record.epoch_verify for epoch in story}) == len(story)
    for epoch in story:
        assert keys.Signer.from_seed(epoch.keys.roll).public == epoch.record.epoch_verify
