"""Any changed byte of anything stored is refused, by its family and silently (P1, T21, STYLE §3).

Each sealed object is opened with every one of its bytes changed in turn. "Whole" objects are those
whose every byte is judged by one call; a roster's signatures lie beside the list.
"""

from typing import Any

import pytest

from crypto import (
    attachments,
    context,
    declarations,
    epochs,
    grants,
    keys,
    messages,
    passphrase,
    records,
    register,
    roster,
    sealing,
    sessions,
    ties,
)
from crypto.errors import (
    AttachmentRefused,
    DeclarationRefused,
    EpochRefused,
    ItemRefused,
    PassphraseRefused,
    RegisterRefused,
    RosterRefused,
    SealRefused,
    SignatureRefused,
    SlotRefused,
    TiesRefused,
)
from tests.crypto import refusal, scene

PLACE = scene.PLACE
IN: dict[str, Any] = {"instance": scene.INSTANCE}
ALICE = scene.account("alice")
ITEM: dict[str, Any] = {**PLACE, "epoch": 0, "room": "thread", "item": bytes(16), "sequence": 0}
FILE: dict[str, Any] = {**IN, "file": bytes(16), "part": 0, "length": 9}
LABEL = context.encode("session", **IN)


def a_real_slot():
    where: dict[str, Any] = {**PLACE, "epoch": 0, "person": ALICE}
    slot = grants.real_slot(bytes(32), scene.ALICE.public, **where)
    return slot, lambda raw: grants.open_slot(raw, scene.ALICE, **where), SlotRefused


def a_reporters_slot():
    hers, where = scene.rita().identity, {**PLACE, "epoch": 0}
    slot = grants.reporter_slot(bytes(32), hers.public, **where)
    return slot, lambda raw: grants.open_reporter_slot(raw, hers, **where), SlotRefused


def a_session_seal():
    key = sessions.session_key(bytes(32), bytes(32), surface="desk", session=bytes(16), **IN)
    sealed = sealing.seal(key, b"seed and more", context=LABEL)
    return sealed, lambda raw: sealing.open_sealed(key, raw, context=LABEL), SealRefused


def a_hidden_field():
    key = sessions.hidden_key(bytes(32), visit=bytes(16), **IN)
    sealed = sealing.seal(key, b"a receipt and what was ticked", context=LABEL)
    return sealed, lambda raw: sealing.open_sealed(key, raw, context=LABEL), SealRefused


def a_record():
    zero = scene.first()

    def judge(raw):
        return scene.judge(rows=[(0, raw)], held=scene.thread_keys(zero))

    return zero.sealed, judge, EpochRefused


def a_kept_record():
    """Give a full epoch's record, with both its signatures, in a chain of two."""
    zero = scene.first()
    one = scene.full(zero, last_full=zero)

    def judge(raw):
        # What is remembered is the changed record itself, so that it cannot be left out quietly.
        return scene.judge(
            rows=[zero.row, (1, raw)],
            held=scene.thread_keys(zero, one),
            remembered=(1, records.record_digest(raw)),
        )

    return one.sealed, judge, EpochRefused


def held():
    return epochs.full_keys(bytes(32), number=1, **PLACE)


def before():
    return [epochs.full_keys(bytes(32), number=0, **PLACE)]


def a_thread_chest():
    chest = epochs.seal_chest(before(), keys=held(), **PLACE)

    def opens(raw):
        return epochs.open_thread_chest(raw, thread_key=held().thread, number=1, **PLACE)

    return chest.thread, opens, EpochRefused


def an_internal_chest():
    chest = epochs.seal_chest(before(), keys=held(), **PLACE)

    def opens(raw):
        return epochs.open_internal_chest(raw, internal_key=held().internal, number=1, **PLACE)

    return chest.internal, opens, EpochRefused


def a_roll():
    key = held().roll
    sealed = epochs.seal_roll({ALICE: "recipient"}, keys=held(), **PLACE)

    def opens(raw):
        return epochs.open_roll(raw, roll_key=key, number=1, **PLACE)

    return sealed, opens, EpochRefused


def an_item():
    hers = scene.rita().identity
    sealed = messages.seal_item(
        b"what she said", key=bytes(32), by=messages.REPORTER, signer=hers.signer, **ITEM
    )
    return sealed, lambda raw: messages.open_item(raw, key=bytes(32), **ITEM), ItemRefused


def a_locked_seed():
    who: dict[str, Any] = {**IN, "account": ALICE}
    sealed = passphrase.lock(
        seed=bytes(32), totp_secret=bytes(20), last_step=1, passphrase="abacus", pepper_number=1,
        pepper=scene.PEPPER, profile="cheap", **who,
    )  # fmt: skip

    def opens(raw):
        return passphrase.unlock(raw, "abacus", peppers={1: scene.PEPPER}, **who)

    return sealed, opens, PassphraseRefused


def a_register_row():
    place: dict[str, Any] = {**IN, "number": 0, "previous": register.START}
    auditors = [(scene.account(name), scene.identity(name).public) for name in ("ida", "inga")]
    sealed = register.seal_row(
        b"opened a case", auditors=auditors, by=ALICE, signer=scene.ALICE.signer, **place
    )

    def opens(raw):
        return register.open_row(raw, identity=scene.IDA, account=scene.account("ida"), **place)

    return sealed, opens, RegisterRefused


def a_declaration():
    auditors = [(scene.account("ida"), scene.IDA.public)]
    who: dict[str, Any] = {**IN, "owner": ALICE}
    sealed = declarations.seal_declaration(
        b"my sister", identity=scene.ALICE, auditors=auditors, **who
    )

    def opens(raw):
        judged = {"identity": scene.ALICE, "reader": ALICE}
        verify_key = scene.ALICE.public.verify
        return declarations.open_declaration(raw, verify_key=verify_key, **judged, **who)

    return sealed, opens, DeclarationRefused


def a_table_of_ties():
    held = ties.Keys.from_secret(bytes(32), **IN)
    sealed = held.seal(ties.Table({}, {}), number=1)
    return sealed, lambda raw: held.open(raw, number=1), TiesRefused


def a_link_of_the_register():
    sealed = b"a sealed row" * 20
    digest = register.row_digest(0, register.START, sealed)

    def opens(raw):
        return register.check_chain([(0, register.START, raw, digest)])

    return sealed, opens, RegisterRefused


def a_part_of_a_file():
    sealer = attachments.PartSealer(bytes(32), file=bytes(16), **IN)
    sealer.update(b"a picture")
    part = sealer.finish().parts[0]
    return part, lambda raw: attachments.open_part(bytes(32), raw, **FILE), AttachmentRefused


def a_roster():
    """Give the smallest list there can be, signed by everybody on it."""
    some = scene.entries(
        scene.entry("alice"),
        scene.entry("dora", tier=2),
        scene.entry("ida", kind="auditor", tier=None),
    )
    zero = roster.first(**IN)
    signed = scene.signed(scene.proposal(zero, some), "alice", "dora", "ida")

    def opens(raw):
        return roster.check_next(zero, roster.Signed(raw, signed.signatures), **IN)

    return signed.raw, opens, RosterRefused


def signatures_on_a_roster():
    """Both signatures on a later list, one behind the other: both are needed."""
    one = roster.decode(scene.founded().raw)
    signed = scene.signed(scene.proposal(one, one.entries), "alice", "dora")
    raw = b"".join(signature for _, signature in signed.signatures)

    def opens(raw):
        pairs = ((ALICE, raw[:64]), (scene.account("dora"), raw[64:]))
        return roster.check_next(one, roster.Signed(signed.raw, pairs), **IN)

    return raw, opens, RosterRefused


def a_signature():
    signature = scene.ALICE.signer.sign(b"said", context=LABEL)

    def opens(raw):
        keys.verify(scene.ALICE.public.verify, raw, b"said", context=LABEL)
        return True

    return signature, opens, SignatureRefused


STORED = [
    a_real_slot, a_reporters_slot, a_session_seal, a_hidden_field, a_record, a_kept_record,
    a_thread_chest, an_internal_chest, a_roll, an_item, a_locked_seed, a_register_row,
    a_declaration, a_table_of_ties, a_link_of_the_register, a_part_of_a_file, a_roster,
    signatures_on_a_roster, a_signature,
]  # fmt: skip


@pytest.mark.parametrize("make", STORED, ids=lambda make: make.__name__)
def test_every_changed_byte_is_refused(make):
    raw, opens, family = make()
    assert opens(raw) is not None

    opened = [
        at for at, wrong in enumerate(refusal.flips(raw)) if not _refuses(opens, wrong, family)
    ]

    assert opened == []


@pytest.mark.parametrize("make", STORED, ids=lambda make: make.__name__)
def test_every_bit_at_the_borders_is_refused(make):
    """Top and bottom bits, where encodings are loose: signs, counts, high bits of points."""
    raw, opens, family = make()
    borders = sorted({0, 1, 31, 32, 63, 64, len(raw) // 2, len(raw) - 49, len(raw) - 1})
    for at in (at for at in borders if 0 <= at < len(raw)):
        for bit in range(8):
            wrong = raw[:at] + bytes((raw[at] ^ 1 << bit,)) + raw[at + 1 :]
            assert _refuses(opens, wrong, family), (at, bit)


@pytest.mark.parametrize("make", STORED, ids=lambda make: make.__name__)
def test_cut_or_lengthened_it_is_refused(make):
    raw, opens, family = make()
    for wrong in (b"", raw[:-1], raw[1:], raw[: len(raw) // 2], raw + b"\0", raw + raw):
        assert _refuses(opens, wrong, family)


def test_the_top_bit_of_a_slots_x25519_key_counts_although_the_curve_ignores_it():
    raw, opens, family = a_real_slot()
    wrong = bytearray(raw)
    wrong[1119] ^= 0x80
    assert _refuses(opens, bytes(wrong), family)


def _refuses(opens, raw, family):
    try:
        opens(raw)
    except family as error:
        refusal.insist_on_silence(error, family)
        return True
    return False
