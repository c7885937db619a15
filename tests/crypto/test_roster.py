"""The roster: whom sealing believes (FORMAT.md §17, P7, T21).

Bob is a handler of tier 1 and can write to the database.
"""

import contextlib
import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import keys, lists, roster, wire
from crypto.errors import RosterRefused
from tests.crypto import refusal, scene

INSTANCE = scene.INSTANCE
ZERO = roster.first(instance=INSTANCE)
SOCK = scene.identity("sock")


def believed(*lists, **more):
    return roster.newest(lists, instance=INSTANCE, **more)


def checked(before, after):
    return roster.check_next(before, after, instance=INSTANCE)


@pytest.fixture(scope="module")
def one():
    return roster.decode(scene.founded().raw)


@pytest.fixture(scope="module")
def two(one):
    """Charlie leaves, Erin comes; Alice (tier 1) and Dora (tier 2) sign."""
    kept = [entry for entry in one.entries if entry.account != scene.account("charlie")]
    return scene.signed(
        scene.proposal(one, scene.entries(*kept, scene.entry("erin"))), "alice", "dora"
    )


@pytest.fixture(scope="module")
def three(two):
    before = roster.decode(two.raw)
    return scene.signed(scene.proposal(before, before.entries, policy=b"{}"), "bob", "olga")


# --- list 0 and list 1 ---


def test_list_0_is_empty_and_fixed_by_the_instance():
    assert ZERO.number == 0
    assert (ZERO.entries, ZERO.tiers) == ((), ())
    assert ZERO.policy == b""
    assert roster.first(instance=INSTANCE) == ZERO
    assert roster.first(instance=bytes(16)).digest() != ZERO.digest()


def test_an_instance_without_lists_believes_list_0():
    assert believed() == roster.Believed(ZERO, (), ())


def test_list_1_counts_once_everybody_on_it_has_signed(one):
    assert checked(ZERO, scene.founded()) == one
    assert believed(scene.founded()).roster == one


@pytest.mark.parametrize("missing", scene.EVERYBODY)
def test_list_1_does_not_count_while_a_signature_is_missing(missing):
    """The auditor's too: nobody is enrolled without having compared all fingerprints."""
    signing = [name for name in scene.EVERYBODY if name != missing]
    unfinished = scene.signed(scene.proposal(ZERO), *signing)

    with refusal.refused(RosterRefused):
        checked(ZERO, unfinished)
    assert believed(unfinished) == roster.Believed(ZERO, (0,), ())
    assert roster.signers(ZERO, unfinished, instance=INSTANCE) == {
        scene.account(name) for name in signing
    }


def test_a_list_1_of_another_instance_does_not_count():
    with refusal.refused(RosterRefused):
        roster.check_next(roster.first(instance=bytes(16)), scene.founded(), instance=bytes(16))


# --- the lists after it ---


def test_a_later_list_counts_with_two_handlers_of_different_tiers(one, two, three):
    found = believed(three, scene.founded(), two)
    assert found.roster == roster.decode(three.raw)
    assert found.pending == found.ignored == ()


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("alice",),
        ("alice", "bob"),
        ("alice", "bob", "charlie"),
        ("alice", "alice"),
        ("alice", "ida"),
        ("ida",),
        ("alice", "sock"),
        ("alice", "erin"),
        ("bob", "erin"),
    ],
)
def test_fewer_or_others_are_not_enough(one, names):
    """P7: one tier, an auditor, a stranger or somebody the list itself appoints do not count."""
    kept = [entry for entry in one.entries if entry.account != scene.account("dora")]
    proposed = scene.proposal(one, scene.entries(*kept, scene.entry("erin", tier=2)))
    unfinished = scene.signed(proposed, *names)

    with refusal.refused(RosterRefused):
        checked(one, unfinished)
    assert believed(scene.founded(), unfinished) == roster.Believed(one, (1,), ())


def test_signers_are_judged_by_the_tiers_and_keys_of_the_list_before(one):
    """T21: Bob moves Charlie to another tier, or swaps Dora's key, in the list both would sign."""
    moved = [
        dataclasses.replace(entry, tier=2) if entry.account == scene.account("charlie") else entry
        for entry in one.entries
    ]
    with refusal.refused(RosterRefused):
        checked(one, scene.signed(scene.proposal(one, scene.entries(*moved)), "bob", "charlie"))

    swapped = [
        dataclasses.replace(entry, public=SOCK.public)
        if entry.account == scene.account("dora")
        else entry
        for entry in one.entries
    ]
    proposed = scene.proposal(one, scene.entries(*swapped))
    by_sock = roster.sign(proposed, SOCK, account=scene.account("dora"), instance=INSTANCE)
    by_bob = roster.sign(proposed, scene.BOB, account=scene.account("bob"), instance=INSTANCE)
    forged = roster.Signed(
        proposed.encode(),
        ((scene.account("bob"), by_bob), (scene.account("dora"), by_sock)),
    )
    with refusal.refused(RosterRefused):
        checked(one, forged)


def test_a_signature_of_one_account_does_not_count_for_another(one):
    proposed = scene.proposal(one, one.entries)
    mine = roster.sign(proposed, scene.BOB, account=scene.account("bob"), instance=INSTANCE)
    as_dora = roster.sign(proposed, scene.BOB, account=scene.account("dora"), instance=INSTANCE)
    for signature in (mine, as_dora):
        forged = roster.Signed(
            proposed.encode(), ((scene.account("bob"), mine), (scene.account("dora"), signature))
        )
        assert roster.signers(one, forged, instance=INSTANCE) == {scene.account("bob")}
        with refusal.refused(RosterRefused):
            checked(one, forged)


def test_a_signature_on_one_list_does_not_count_on_another(one, two):
    forged = roster.Signed(scene.proposal(one, one.entries).encode(), two.signatures)
    assert roster.signers(one, forged, instance=INSTANCE) == frozenset()


def test_a_signature_of_another_instance_does_not_count(one):
    proposed = scene.proposal(one, one.entries)
    elsewhere = tuple(
        (
            scene.account(name),
            roster.sign(
                proposed, scene.identity(name), account=scene.account(name), instance=bytes(16)
            ),
        )
        for name in ("alice", "dora")
    )
    forged = roster.Signed(proposed.encode(), elsewhere)
    assert roster.signers(one, forged, instance=INSTANCE) == frozenset()


def test_signatures_that_are_not_good_spoil_nothing(two):
    """Else Bob could stop a list by adding one."""
    garbage = ((scene.account("bob"), bytes(64)), (bytes(16), b""), (b"?", b"?"))
    spoilt = roster.Signed(two.raw, (*garbage, *two.signatures, *two.signatures))
    assert believed(scene.founded(), spoilt).roster == roster.decode(two.raw)


# --- the number never goes back ---


def test_an_older_roster_is_refused(one, two, three):
    """T21: the accused puts back the list on which he still was."""
    newest = roster.decode(three.raw)
    seen = {"at_least": 3, "at_least_digest": newest.digest()}
    assert believed(scene.founded(), two, three, **seen).roster == newest
    for some in ((), (scene.founded(),), (scene.founded(), two), (two, three)):
        with refusal.refused(RosterRefused):
            believed(*some, **seen)
        with refusal.refused(RosterRefused):
            believed(*some, at_least=3)


def test_another_list_under_a_number_seen_is_refused(one, two):
    rival = scene.signed(scene.proposal(one, one.entries, policy=b"rival"), "bob", "dora")
    with refusal.refused(RosterRefused):
        believed(
            scene.founded(), rival, at_least=2, at_least_digest=roster.decode(two.raw).digest()
        )
    with refusal.refused(RosterRefused):
        believed(scene.founded(), at_least=0, at_least_digest=one.digest())


def test_list_0_may_have_been_the_newest_seen(one):
    seen = {"at_least": 0, "at_least_digest": ZERO.digest()}
    assert believed(**seen).roster == ZERO
    assert believed(scene.founded(), **seen).roster == one


def test_two_lists_of_one_number_are_refused(one, two):
    """Two former handlers can sign another list 2, and go on from there."""
    rival = scene.signed(scene.proposal(one, one.entries, policy=b"rival"), "charlie", "dora")
    with refusal.refused(RosterRefused):
        believed(scene.founded(), two, rival)


def test_what_was_seen_tells_which_of_two_is_meant(one, two, three):
    rival = scene.signed(scene.proposal(one, one.entries, policy=b"rival"), "charlie", "dora")
    before = roster.decode(rival.raw)
    longer = scene.signed(scene.proposal(before, before.entries, policy=b"more"), "charlie", "dora")
    newest = roster.decode(three.raw)

    found = believed(
        rival, longer, scene.founded(), two, three, at_least=3, at_least_digest=newest.digest()
    )
    assert found == roster.Believed(newest, (), (0, 1))
    seen_two = roster.decode(two.raw).digest()
    assert believed(rival, scene.founded(), two, at_least=2, at_least_digest=seen_two).ignored == (
        0,
    )


def test_a_founding_list_of_bobs_own_is_refused_beside_the_true_one(one):
    """Anybody can found a company of sock puppets; not where the true one is known."""
    socks = {name: scene.identity(f"sock {name}") for name in ("a", "b", "c")}
    some = scene.entries(
        scene.entry("a", public=socks["a"].public),
        scene.entry("b", public=socks["b"].public, tier=2),
        scene.entry("c", public=socks["c"].public, kind="auditor", tier=None),
    )
    proposed = scene.proposal(ZERO, some)
    bobs = roster.Signed(
        proposed.encode(),
        tuple(
            (
                scene.account(name),
                roster.sign(proposed, sock, account=scene.account(name), instance=INSTANCE),
            )
            for name, sock in socks.items()
        ),
    )
    assert believed(bobs).roster.number == 1
    with refusal.refused(RosterRefused):
        believed(bobs, scene.founded())
    seen = {"at_least": 1, "at_least_digest": one.digest()}
    assert believed(bobs, scene.founded(), **seen) == roster.Believed(one, (), (0,))
    with refusal.refused(RosterRefused):
        believed(bobs, **seen)


def test_rows_that_are_no_lists_are_left_out_and_reported(one, two):
    garbage = roster.Signed(b"garbage", ())
    stale = scene.signed(scene.proposal(ZERO, policy=b"old"), "alice")
    jumped = scene.signed(scene.proposal(one, one.entries, number=7), "alice", "dora")
    found = believed(garbage, scene.founded(), stale, two, jumped)
    assert found == roster.Believed(roster.decode(two.raw), (), (0, 2, 4))


def test_every_list_is_read_once(one, two, three, monkeypatch):
    """However many rows there are: reading one checks all its keys."""
    read = []

    def noted(raw):
        read.append(raw)
        return lists.decode(raw)

    monkeypatch.setattr(roster, "decode", noted)
    assert believed(scene.founded(), two, three).roster.number == 3
    assert len(read) == 3


def test_the_next_list_names_the_digest_of_the_one_before(one):
    for wrong in ({"previous": bytes(32)}, {"number": 3}, {"number": 1}):
        loose = scene.signed(scene.proposal(one, one.entries, **wrong), "alice", "dora")
        with refusal.refused(RosterRefused):
            checked(one, loose)
        assert believed(scene.founded(), loose).ignored == (1,)


# --- reading a list ---


def test_handlers_auditors_and_accounts_are_found(one):
    assert [entry.name for entry in one.auditors()] == ["Ida"]
    assert {entry.name for entry in one.handlers()} == {"Alice", "Bob", "Charlie", "Dora", "Olga"}
    assert one.by_account(scene.account("dora")).tier == 2
    assert one.by_account(scene.account("sock")) is None


def test_parse_and_format_are_inverse(one, two, three):
    for raw in (ZERO.encode(), scene.founded().raw, two.raw, three.raw):
        assert roster.decode(raw).encode() == raw


@st.composite
def any_list(draw):
    """Draw a list that keeps the rules, with any names, dates and places."""
    cast = draw(st.permutations(scene.EVERYBODY))[: draw(st.integers(3, 6))]
    kinds = ["handler", "handler", "auditor"]
    kinds += draw(st.lists(st.sampled_from(["handler", "auditor"]), min_size=3, max_size=3))
    tiers = [1, 2, None] + [1 if kind == "handler" else None for kind in kinds[3:]]
    persons = draw(st.lists(st.text(max_size=5), min_size=6, max_size=6, unique=True))
    some = [
        scene.entry(
            name,
            kind=kinds[at],
            tier=tiers[at],
            name=draw(st.text(min_size=1, max_size=8)),
            person=persons[at],
            enrolled_on=str(draw(st.dates())),
        )
        for at, name in enumerate(cast)
    ]
    return scene.proposal(ZERO, scene.entries(*some), policy=draw(st.binary(max_size=9)))


@given(any_list())
def test_any_list_is_read_as_it_was_written(proposed):
    assert roster.decode(proposed.encode()) == proposed


@given(any_list(), st.data())
def test_whatever_is_read_is_written_the_same(proposed, data):
    """No two byte strings mean one list: a signature over bytes is one over their meaning."""
    raw = bytearray(proposed.encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(RosterRefused):
        assert roster.decode(bytes(raw)).encode() == bytes(raw)


ALICE, BOB, DORA, IDA = (
    scene.entry("alice"),
    scene.entry("bob"),
    scene.entry("dora", tier=2),
    scene.entry("ida", kind="auditor", tier=None),
)
ENOUGH = (ALICE, BOB, DORA, IDA)
TIERS = scene.TIERS
changed = dataclasses.replace

WRONG: dict[str, Any] = {
    "an account twice": ((*ENOUGH, changed(BOB, account=ALICE.account)), TIERS),
    "a person twice": ((ALICE, changed(BOB, person=ALICE.person), DORA, IDA), TIERS),
    "keys twice": ((ALICE, changed(BOB, public=ALICE.public), DORA, IDA), TIERS),
    "a signing key twice": (
        (
            ALICE,
            changed(BOB, public=keys.PublicKeys(BOB.public.kem, ALICE.public.verify)),
            DORA,
            IDA,
        ),
        TIERS,
    ),
    "a KEM key twice": (
        (
            ALICE,
            changed(BOB, public=keys.PublicKeys(ALICE.public.kem, BOB.public.verify)),
            DORA,
            IDA,
        ),
        TIERS,
    ),
    "a tier that is not listed": ((ALICE, changed(BOB, tier=4), DORA, IDA), TIERS),
    "a handler without a tier": ((ALICE, changed(BOB, tier=None), DORA, IDA), TIERS),
    "an auditor in a tier": ((ALICE, BOB, DORA, changed(IDA, tier=1)), TIERS),
    "no name": ((ALICE, changed(BOB, name=""), DORA, IDA), TIERS),
    "no date": ((ALICE, changed(BOB, enrolled_on="yesterday"), DORA, IDA), TIERS),
    "a date that is none": ((ALICE, changed(BOB, enrolled_on="2025-13-01"), DORA, IDA), TIERS),
    "a date with more": ((ALICE, changed(BOB, enrolled_on="2025-03-01\n"), DORA, IDA), TIERS),
    "one tier of handlers": ((ALICE, BOB, IDA), TIERS),
    "no auditor": ((ALICE, BOB, DORA), TIERS),
    "nobody": ((), TIERS),
    "tiers out of order": (ENOUGH, TIERS[::-1]),
    "a tier twice": (ENOUGH, (*TIERS, changed(TIERS[2], name="again"))),
    "a tier 0": (ENOUGH, (changed(TIERS[0], number=0), *TIERS)),
    "a tier without a name": (ENOUGH, (changed(TIERS[0], name=""), *TIERS[1:])),
    "a quorum of 0": (ENOUGH, (changed(TIERS[0], quorum=0), *TIERS[1:])),
}


def raw_list(some, tiers, *, number=1, previous=None, policy=b"{}"):
    """Write a list without looking at its rules."""
    return b"".join((
        wire.number(number),
        ZERO.digest() if previous is None else previous,
        wire.sized(b"".join(entry.encode() for entry in some)),
        wire.sized(b"".join(tier.encode() for tier in tiers)),
        wire.sized(policy),
    ))  # fmt: skip


def test_a_list_written_by_hand_is_read_so_that_the_next_tests_mean_something():
    some = scene.entries(*ENOUGH)
    assert roster.decode(raw_list(some, TIERS)).entries == some


@pytest.mark.parametrize("what", WRONG)
def test_a_list_that_breaks_a_rule_is_neither_written_nor_read(what):
    some, tiers = WRONG[what]
    some = scene.entries(*some)

    with pytest.raises(ValueError, match=r"."):
        scene.proposal(ZERO, some, tiers=tiers).encode()
    with refusal.refused(RosterRefused):
        roster.decode(raw_list(some, tiers))


def test_entries_are_in_order():
    some = scene.entries(*ENOUGH)[::-1]
    with refusal.refused(RosterRefused):
        roster.decode(raw_list(some, TIERS))


@pytest.mark.parametrize(
    "wrong",
    [
        {"some": ENOUGH, "tiers": (), "policy": b""},
        {"some": (), "tiers": TIERS, "policy": b""},
        {"some": (), "tiers": (), "policy": b"{}"},
    ],
)
def test_list_0_holds_nothing(wrong):
    with refusal.refused(RosterRefused):
        roster.decode(raw_list(number=0, **wrong))


def test_bytes_left_over_or_missing_are_refused():
    raw = scene.founded().raw
    for wrong in (raw + b"\0", raw[:-1], raw[1:], b""):
        with refusal.refused(RosterRefused):
            roster.decode(wrong)


def test_text_that_is_not_utf_8_is_refused():
    raw = scene.founded().raw
    assert raw.count(b"Alice") == 1
    with refusal.refused(RosterRefused):
        roster.decode(raw.replace(b"Alice", b"Al\xffce"))


def test_keys_that_cannot_be_sealed_to_are_refused():
    """Else one entry would close the portal for everybody."""
    raw = scene.founded().raw
    point = scene.ALICE.public.kem[1184:]
    assert raw.count(point) == 1
    with refusal.refused(RosterRefused):
        roster.decode(raw.replace(point, bytes(32)))


def test_outsiders_have_no_person_id():
    """Two ombudspeople, neither in the directory."""
    some = scene.entries(
        *ENOUGH, scene.entry("olga", tier=3, person=""), scene.entry("erin", tier=3, person="")
    )
    assert len(roster.decode(raw_list(some, TIERS)).handlers()) == 5
