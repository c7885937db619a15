"""One silent error a family (DESIGN §4, P12)."""

import pytest

from crypto import errors
from tests.crypto import refusal

FAMILIES = errors.CryptoError.__subclasses__()


def test_there_is_an_error_for_every_family():
    assert {family.__name__ for family in FAMILIES} == {
        "SealRefused", "SlotRefused", "EpochRefused", "RosterRefused", "ItemRefused",
        "AttachmentRefused", "RegisterRefused", "PassphraseRefused", "ReceiptRefused",
        "SignatureRefused", "KeysRefused", "DeclarationRefused", "TiesRefused",
    }  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_an_error_cannot_be_given_a_text(family):
    with pytest.raises(TypeError):
        family("the key was wrong")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("inner", [errors.SealRefused, ValueError("31 bytes"), UnicodeError("x")])
def test_whatever_was_wrong_inside_gives_the_family_alone(family, inner):
    @errors.silent(family)
    def opens(secret):
        raise inner

    with refusal.refused(family):
        opens(b"secret")


def test_the_traceback_holds_no_argument():
    """Something that dumps frames finds neither the receipt nor the key in ours."""

    @errors.silent(errors.ReceiptRefused)
    def opens(typed, *, key):
        raise ValueError(typed, key)

    with pytest.raises(errors.ReceiptRefused) as refused:
        opens("abacus banana", key=b"key")

    last = refused.tb
    while last.tb_next:
        last = last.tb_next
    assert last.tb_frame.f_code.co_name == "open_or_refuse"
    assert not {"args", "kwargs"} & set(last.tb_frame.f_locals)


def test_a_bug_stays_visible_as_one():
    @errors.silent(errors.SealRefused)
    def opens():
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        opens()


def test_what_opens_is_returned():
    @errors.silent(errors.SealRefused)
    def opens():
        return b"plaintext"

    assert opens() == b"plaintext"
