"""Declarations: sealed to the owner and to every auditor (FORMAT.md §19, P3)."""

from typing import Any

import pytest

from crypto import context, declarations, letters
from crypto.errors import DeclarationRefused
from tests.crypto import refusal, scene

ALICE, BOB = scene.account("alice"), scene.account("bob")
AUDITORS = [(scene.account(name), scene.identity(name).public) for name in ("ida", "inga")]


def sealed(body=b"my sister", **more):
    usual: dict[str, Any] = {
        "owner": ALICE, "identity": scene.ALICE, "auditors": AUDITORS, "instance": scene.INSTANCE,
    }  # fmt: skip
    return declarations.seal_declaration(body, **(usual | more))


def opened(raw, *, who="alice", **more):
    usual: dict[str, Any] = {
        "owner": ALICE, "verify_key": scene.ALICE.public.verify, "identity": scene.identity(who),
        "reader": scene.account(who), "instance": scene.INSTANCE,
    }  # fmt: skip
    return declarations.open_declaration(raw, **(usual | more))


@pytest.mark.parametrize("who", ["alice", "ida", "inga"])
def test_owner_and_auditors_open_it(who):
    assert opened(sealed(), who=who) == b"my sister"


@pytest.mark.parametrize("who", ["bob", "olga"])
def test_nobody_else_does(who):
    with refusal.refused(DeclarationRefused):
        opened(sealed(), who=who)
    with refusal.refused(DeclarationRefused):
        opened(sealed(), identity=scene.identity(who))


def test_before_there_is_an_auditor_it_is_the_owners_alone():
    assert opened(sealed(auditors=[])) == b"my sister"
    with refusal.refused(DeclarationRefused):
        opened(sealed(auditors=[]), who="ida")


@pytest.mark.parametrize(
    "moved",
    [{"instance": bytes(16)}, {"owner": BOB}, {"verify_key": scene.BOB.public.verify},
     {"reader": scene.account("ida")}],
)  # fmt: skip
def test_it_opens_in_its_place_alone(moved):
    with refusal.refused(DeclarationRefused):
        opened(sealed(), **moved)


def test_nobody_can_put_words_into_her_mouth():
    """T21: whoever writes to the database holds every public key; he signs as himself."""
    forged = sealed(
        b"nothing", identity=scene.BOB, auditors=[*AUDITORS, (BOB, scene.BOB.public)][:2]
    )
    for verify_key in (scene.ALICE.public.verify, scene.BOB.public.verify):
        with refusal.refused(DeclarationRefused):
            opened(forged, verify_key=verify_key)
    with refusal.refused(DeclarationRefused):
        opened(forged, who="ida")


def test_an_author_who_is_not_the_owner_is_refused_whatever_he_signs_with():
    place = declarations._Place(scene.INSTANCE, ALICE)
    raw = letters.seal(
        b"nothing", readers=AUDITORS, by=BOB, signer=scene.ALICE.signer, place=place,
        at_least=declarations.BUCKET,
    )  # fmt: skip
    with refusal.refused(DeclarationRefused):
        opened(raw, who="ida")


@pytest.mark.parametrize("body", [b"", b"x", bytes(16_000)])
def test_all_are_of_one_length(body):
    """P3: an empty one too."""
    assert len(sealed(body)) == declarations.sealed_size(auditors=2)


def test_what_does_not_fit_is_not_sealed():
    with pytest.raises(ValueError, match="does not fit"):
        sealed(bytes(16_384))


def test_the_contexts_differ_in_every_place():
    here, there = (declarations._Place(scene.INSTANCE, owner) for owner in (ALICE, BOB))
    made = {here.grant(ALICE), here.grant(BOB), there.grant(ALICE), here.letter(b""),
            there.letter(b""), here.letter(b"x"), here.signature(b"", ALICE)}  # fmt: skip
    assert len(made) == 7
    assert context.encode("declaration", instance=scene.INSTANCE, account=ALICE, grants=b"") in made
