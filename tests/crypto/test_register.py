"""Register rows (FORMAT.md §16, P8)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import context, grants, keys, register, sealing, wire
from crypto.errors import RegisterRefused
from tests.crypto import refusal, scene

IDA, INGA = scene.IDA, scene.identity("inga")
AUDITORS = [(scene.account(name), scene.identity(name).public) for name in ("ida", "inga")]
ALICE = scene.account("alice")
PREVIOUS = b"\x07" * 32


def row(body=b"opened a case", *, by=ALICE, signer=scene.ALICE.signer, **more):
    usual: dict[str, Any] = {
        "auditors": AUDITORS, "instance": scene.INSTANCE, "number": 3, "previous": PREVIOUS,
    }  # fmt: skip
    return register.seal_row(body, by=by, signer=signer, **(usual | more))


def opened(sealed, *, who="ida", **more):
    usual: dict[str, Any] = {
        "identity": scene.identity(who), "account": scene.account(who),
        "instance": scene.INSTANCE, "number": 3, "previous": PREVIOUS,
    }  # fmt: skip
    return register.open_row(sealed, **(usual | more))


@settings(max_examples=settings.default.max_examples // 5)
@given(st.binary(max_size=1500))
def test_every_auditor_opens_a_row(body):
    sealed = row(body)
    for who in ("ida", "inga"):
        found = opened(sealed, who=who)
        assert (found.by, found.body) == (ALICE, body)
        assert register.check_author(found, scene.ALICE.public.verify) is None


@pytest.mark.parametrize("who", ["alice", "bob", "olga"])
def test_nobody_else_does_the_author_included(who):
    """P8."""
    with refusal.refused(RegisterRefused):
        opened(row(), who=who)
    with refusal.refused(RegisterRefused):
        opened(row(), identity=scene.identity(who))


@pytest.mark.parametrize(
    "moved",
    [
        {"instance": bytes(16)},
        {"number": 4},
        {"number": -1},
        {"previous": bytes(32)},
        {"account": scene.account("inga")},
        {"account": bytes(16)},
        {"account": b""},
    ],
)
def test_a_row_opens_in_its_place_alone(moved):
    with refusal.refused(RegisterRefused):
        opened(row(), **moved)


def test_a_row_is_signed_by_who_did_it():
    """An auditor, who could seal a row, cannot put an act on Alice."""
    forged = opened(row(b"deleted a case", signer=IDA.signer))
    with refusal.refused(RegisterRefused):
        register.check_author(forged, scene.ALICE.public.verify)


def test_the_signature_names_place_and_author():
    true = opened(row())
    for place in ({"number": 4}, {"previous": bytes(32)}):
        again = row(**place)
        moved = register.Row(
            by=true.by,
            body=true.body,
            signature=true.signature,
            context=opened(again, **place).context,
        )
        with refusal.refused(RegisterRefused):
            register.check_author(moved, scene.ALICE.public.verify)


def test_a_row_needs_an_auditor():
    for wrong in ([], [AUDITORS[0], AUDITORS[0]]):
        with pytest.raises(ValueError, match="auditor"):
            row(auditors=wrong)
    with pytest.raises(ValueError, match="32 bytes expected"):
        row(previous=b"")
    with pytest.raises(ValueError, match="16 bytes expected"):
        row(auditors=[(b"ida", IDA.public)])


def test_rows_of_one_bucket_have_one_length():
    assert len({len(row(bytes(n))) for n in (0, 10, 500, 900)}) == 1


def by_hand(listed, *, raw=None):
    """Make a row with any list of auditors, as somebody on the program's side could."""
    key = keys.new_seed()
    place: dict[str, Any] = {"instance": scene.INSTANCE, "number": 3, "previous": PREVIOUS}
    wrapped = b"".join(
        who
        + grants.wrap(key, public, context=context.encode("register grant", account=who, **place))
        for who, public in listed
    )
    label = context.encode("register row", grants=wrapped, **place)
    signature = bytes(64)
    body = wire.sized(ALICE) + wire.sized(b"body") + signature if raw is None else raw
    return wire.sized(wrapped) + sealing.seal(key, body, context=label)


def test_a_row_made_by_hand_opens_so_that_the_next_tests_mean_something():
    assert opened(by_hand(sorted(AUDITORS))).body == b"body"


@pytest.mark.parametrize("listed", [sorted(AUDITORS, reverse=True), [AUDITORS[0], AUDITORS[0]], []])
def test_grants_are_in_order_and_each_once(listed):
    with refusal.refused(RegisterRefused):
        opened(by_hand(listed))


@pytest.mark.parametrize("raw", [b"", wire.sized(ALICE) + wire.sized(b"body") + bytes(65)])
def test_a_row_has_one_form(raw):
    with refusal.refused(RegisterRefused):
        opened(by_hand(sorted(AUDITORS), raw=raw))


def test_an_auditor_cannot_be_cut_out_of_a_row_unnoticed():
    sealed = row()
    size = 16 + grants.SLOT_SIZE
    for gone in range(2):
        wrapped = sealed[4 : 4 + 2 * size]
        left = wrapped[: gone * size] + wrapped[(gone + 1) * size :]
        cut = wire.sized(left) + sealed[4 + 2 * size :]
        for who in ("ida", "inga"):
            with refusal.refused(RegisterRefused):
                opened(cut, who=who)


# --- the chain ---


@pytest.fixture(scope="module")
def chain():
    rows, previous = [], register.START
    for number in range(5):
        sealed = row(str(number).encode(), number=number, previous=previous)
        digest = register.row_digest(number, previous, sealed)
        rows.append((number, previous, sealed, digest))
        previous = digest
    return rows


def test_a_whole_chain_gives_its_head(chain):
    assert register.check_chain(chain) == chain[-1][3]
    assert register.check_chain([]) == register.START


def test_an_auditor_goes_on_from_the_head_she_kept(chain):
    kept = register.check_chain(chain[:2])
    assert register.check_chain(chain[2:], number=2, previous=kept) == chain[-1][3]
    with refusal.refused(RegisterRefused):
        register.check_chain(chain[3:], number=2, previous=kept)


SPOILT = {
    "the first is gone": lambda rows: rows[1:],
    "one in the middle is gone": lambda rows: rows[:2] + rows[3:],
    "two are swapped": lambda rows: [rows[1], rows[0], *rows[2:]],
    "one comes twice": lambda rows: [*rows, rows[-1]],
    "another digest": lambda rows: [(*rows[0][:3], bytes(32)), *rows[1:]],
    "another previous": lambda rows: [(0, bytes(31), *rows[0][2:]), *rows[1:]],
    "another row": lambda rows: [(*rows[0][:2], rows[0][2] + b"x", rows[0][3]), *rows[1:]],
    "another number": lambda rows: [(7, *rows[0][1:]), *rows[1:]],
    "another number, well digested": lambda rows: [
        (7, *rows[0][1:3], register.row_digest(7, *rows[0][1:3])),
    ],
    "another previous, well digested": lambda rows: [
        rows[0],
        (1, register.START, rows[1][2], register.row_digest(1, register.START, rows[1][2])),
    ],
    "a later row in its place": lambda rows: [
        rows[0],
        (*rows[1][:2], rows[2][2], rows[1][3]),
        *rows[2:],
    ],
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_chain_with_a_gap_or_a_change_is_refused(chain, what):
    with refusal.refused(RegisterRefused):
        register.check_chain(SPOILT[what](chain))


def test_rewriting_a_row_and_all_digests_after_it_is_found_by_an_auditor(chain):
    """Digests can be recomputed by anybody; the number and digest before are sealed inside."""
    rows, previous = list(chain[:2]), chain[1][3]
    rewritten = row(b"nothing happened", number=2, previous=previous, signer=scene.BOB.signer)
    for number, sealed in ((2, rewritten), (3, chain[3][2]), (4, chain[4][2])):
        digest = register.row_digest(number, previous, sealed)
        rows.append((number, previous, sealed, digest))
        previous = digest
    assert register.check_chain(rows) == previous

    with refusal.refused(RegisterRefused):
        opened(rows[3][2], number=3, previous=rows[3][1])
    forged = opened(rows[2][2], number=2, previous=rows[2][1])
    with refusal.refused(RegisterRefused):
        register.check_author(forged, scene.ALICE.public.verify)
