"""Fillers cannot be told from real slots by anything stored beside them (P3, T19).

10,000 slots, each real or filler by coin, in two epochs of 500 cases; and Bob's own, fillers all,
with his seed. The judge must do no better than chance; and it must find each fault that is planted,
or its silence would mean nothing. Its bound is crossed by chance once in a million runs.
"""

import ast
import random
import secrets
from pathlib import Path
from typing import Any

import pytest

from crypto import grants, keys
from tests.crypto import judge, scene

STAFF = tuple(f"member {n}" for n in range(10))
IDS = {name: scene.account(name) for name in (*STAFF, "bob")}
PUBLIC = {IDS[name]: scene.identity(name).public.to_bytes() for name in (*STAFF, "bob")}
KEPT = scene.seed("the key that somebody forgot to forget")


def real(row):
    name = next(name for name in STAFF if IDS[name] == row["account_id"])
    return grants.real_slot(secrets.token_bytes(32), scene.identity(name).public, **place(row))


def filler(row):
    return grants.filler_slot(**place(row))


def place(row):
    return {
        "instance": scene.INSTANCE,
        "case": row["case_id"],
        "epoch": row["epoch"],
        "person": row["account_id"],
    }


def evidence(cases, *, epochs=2, filler=filler, order=None, seeds=(), spoil=None):
    """Make the table of slots as services make it: one statement an epoch, in random order."""
    rows, truth = [], []
    for case in (secrets.token_bytes(16) for _ in range(cases)):
        for epoch in range(epochs):
            # A coin for every row: answers that hang together would make luck more likely.
            places = {name: secrets.randbelow(2) == 1 for name in STAFF}
            made: list[tuple[dict[str, Any], bool | None]]
            made = [(_row(case, epoch, name, places[name], filler), places[name]) for name in STAFF]
            made.append((_row(case, epoch, "bob", is_real=False, filler=filler), None))
            random.SystemRandom().shuffle(made)
            made.sort(key=order or (lambda _: 0))
            rows += [row for row, _ in made]
            truth += [is_real for _, is_real in made]
    if spoil:
        spoil(rows, truth)
    return judge.Evidence(rows, truth, scene.INSTANCE, PUBLIC, (scene.seed("bob"), *seeds))


def _row(case, epoch, name, is_real, filler):
    row = {
        "id": secrets.token_bytes(16),
        "case_id": case,
        "account_id": IDS[name],
        "epoch": epoch,
    }
    return {**row, "slot": real(row) if is_real else filler(row)}


@pytest.mark.slow
def test_fillers_cannot_be_told_from_real_slots():
    """P3, T19."""
    found = evidence(cases=500)
    assert len([truth for truth in found.truth if truth is not None]) == 10_000

    best = judge.judge(found)[0]

    assert best.asked == 5_000
    assert not best.tells, best


# --- the same with a fault planted: silence must mean something ---

FEW = 30


def telling(found):
    """Give the names of all learners that tell."""
    return {verdict.learner for verdict in judge.judge(found) if verdict.tells}


def test_fillers_written_last_are_found():
    found = evidence(FEW, order=lambda made: made[1] is not True)
    assert telling(found) == {"place in its epoch"}


def test_ids_that_keep_the_order_of_writing_are_found():
    def number(rows, truth):
        ordered = sorted(range(len(rows)), key=lambda at: (rows[at]["case_id"], not truth[at]))
        for n, at in enumerate(ordered):
            rows[at]["id"] = n.to_bytes(16, "big")

    assert "rank of its id in its epoch" in telling(evidence(FEW, spoil=number))


def test_random_bytes_instead_of_a_seal_are_found():
    """By the top bit of the X25519 key, and by the ML-KEM ciphertext, each by itself."""
    found = evidence(FEW, filler=lambda _: secrets.token_bytes(grants.SLOT_SIZE))
    by = {"ML-KEM coefficients", "top bit of the X25519 key", "best bit by position"}
    assert telling(found) >= by


def test_random_bytes_with_the_top_bit_cleared_are_found():
    def careful(_):
        raw = bytearray(secrets.token_bytes(grants.SLOT_SIZE))
        raw[1119] &= 0x7F
        return bytes(raw)

    assert telling(evidence(FEW, filler=careful)) == {"ML-KEM coefficients"}


def test_a_random_ml_kem_ciphertext_beside_a_true_x25519_key_is_found():
    def half(row):
        return secrets.token_bytes(1088) + filler(row)[1088:]

    assert telling(evidence(FEW, filler=half)) == {"ML-KEM coefficients"}


def test_one_filler_key_for_all_is_found_when_it_was_kept():
    """Whoever held on to the one key opens every filler, and nothing else."""
    kept = keys.Identity.from_seed(KEPT).public

    def one_key(row):
        return grants.real_slot(secrets.token_bytes(32), kept, **place(row))

    found = evidence(FEW, filler=one_key, seeds=(KEPT,))
    assert telling(found) == {"opens with a seed"}


def test_one_filler_for_all_is_found():
    same = grants.filler_slot(**scene.PLACE, epoch=0, person=IDS["bob"])
    assert "copies" in telling(evidence(FEW, filler=lambda _: same))


def test_one_encapsulation_for_all_is_found():
    same = grants.filler_slot(**scene.PLACE, epoch=0, person=IDS["bob"])
    found = evidence(FEW, filler=lambda _: same[:1120] + secrets.token_bytes(48))
    assert "blocks seen elsewhere" in telling(found)


def test_a_slot_that_is_not_renewed_is_found():
    made: dict[tuple[bytes, bytes], bytes] = {}

    def once(row):
        return made.setdefault((row["case_id"], row["account_id"]), filler(row))

    assert "same as in another epoch" in telling(evidence(FEW, filler=once))


def test_a_filler_of_another_length_is_found():
    assert "length" in telling(evidence(FEW, filler=lambda row: filler(row)[:-1]))


def test_a_mark_beside_the_fillers_is_found():
    def mark(rows, truth):
        for row, is_real in zip(rows, truth, strict=True):
            row["made_for"] = row["account_id"] if is_real else None

    assert telling(evidence(FEW, spoil=mark)) == {"nulls"}


def test_a_public_key_inside_the_fillers_is_found():
    def labelled(row):
        return filler(row)[:-32] + PUBLIC[row["account_id"]][1184:1216]

    assert "a public key inside" in telling(evidence(FEW, filler=labelled))


# --- the judge itself ---


def test_the_judge_never_imports_what_it_judges():
    tree = ast.parse(Path(judge.__file__).read_text("utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _names(node)
    }
    assert imported
    assert not {name.split(".")[0] for name in imported} & {"crypto", "app", "tests"}


def _names(node):
    return [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]


def test_the_judge_opens_what_is_sealed_to_a_seed_it_holds():
    """Its second implementation of the format agrees with the first."""
    row = {"id": bytes(16), "case_id": scene.CASE, "account_id": IDS["member 3"], "epoch": 7}
    row["slot"] = real(row)
    for seed, expected in ((scene.seed("member 3"), True), (scene.seed("bob"), False)):
        key, digest = judge.key_pair(seed)
        assert judge.opens(row, key, digest, instance=scene.INSTANCE) is expected


def test_the_judge_counts_chance_exactly():
    assert judge.by_chance(0, 10) == 1.0
    assert judge.by_chance(10, 10) == 1 / 1024
    assert judge.by_chance(9, 10) == 11 / 1024
    assert 0.49 < judge.by_chance(2500, 5000) < 0.52
    assert judge.by_chance(2700, 5000) < judge.FALSE_ALARM < judge.by_chance(2600, 5000)


def test_257_coefficients_of_1024_have_four_numbers_behind_them():
    assert len(judge.FULL) == 1024
    assert sum(judge.FULL) == 257
