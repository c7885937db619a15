"""Files in parts (FORMAT.md §15, P1)."""

import secrets
from typing import Any

import pytest
from cryptography.cobblestone import Cobblestone256Encryptor
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import attachments, context
from crypto.errors import AttachmentRefused
from tests.crypto import refusal, scene

MIB = attachments.PART_SIZE
KEY = scene.seed("file key")
FILE = bytes.fromhex("f11e" + "00" * 14)
HERE: dict[str, Any] = {"instance": scene.INSTANCE, "file": FILE}


def sealed(content, *, piece=None):
    sealer = attachments.PartSealer(KEY, **HERE)
    parts = []
    for at in range(0, len(content), piece or len(content) or 1):
        parts += sealer.update(content[at : at + (piece or len(content))])
    last, length = sealer.finish()
    assert length == len(content)
    return [*parts, *last]


def opened(parts, length, **more):
    return b"".join(
        attachments.open_part(KEY, each, part=at, length=length, **(HERE | more))
        for at, each in enumerate(parts)
    )


@pytest.fixture(scope="module")
def long_file():
    """Two full parts and a bit, in pieces as they arrive from the network."""
    content = secrets.token_bytes(2 * MIB + 12_345)
    return content, sealed(content, piece=64 * 1024 + 7)


@pytest.mark.parametrize(
    "length", [0, 1, 65_535, 65_536, 65_537, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 1]
)
def test_a_file_opens_part_by_part(length):
    content = secrets.token_bytes(length)
    parts = sealed(content)

    assert len(parts) == attachments.part_count(length)
    assert opened(parts, length) == content


@pytest.mark.parametrize("piece", [1000, 65_536, MIB, MIB + 1, 3 * MIB])
def test_it_does_not_matter_in_which_pieces_a_file_arrives(piece):
    content = secrets.token_bytes(2 * MIB + 3)
    assert opened(sealed(content, piece=piece), len(content)) == content


def test_a_range_is_read_without_the_rest(long_file):
    content, parts = long_file
    assert (
        attachments.open_part(KEY, parts[1], part=1, length=len(content), **HERE)
        == content[MIB : 2 * MIB]
    )


def test_all_parts_but_the_last_have_one_length(long_file):
    """So that a part is found in the blob by its number."""
    _, parts = long_file
    assert [len(part) for part in parts[:-1]] == [attachments.SEALED_PART_SIZE] * 2
    assert len(parts[-1]) < attachments.SEALED_PART_SIZE


def test_little_is_held_in_memory():
    """Constant memory: what waits is less than a part and the piece that arrived."""
    sealer = attachments.PartSealer(KEY, **HERE)
    for _ in range(40):
        sealer.update(bytes(100_000))
        assert len(sealer._waiting) <= MIB


def test_padding_may_need_parts_of_its_own():
    """A large file is rounded up by more than a part."""
    length = (1 << 30) + 1
    padded = attachments.padded_length(length)
    assert padded - length > 2 * MIB
    assert attachments.part_count(length) == padded // MIB

    sealer = attachments.PartSealer(KEY, **HERE)
    sealer._length, sealer._sealed = length, length // MIB
    sealer._waiting = bytearray(b"x")
    last, _ = sealer.finish()
    assert len(last) == attachments.part_count(length) - length // MIB
    first = attachments.open_part(KEY, last[0], part=length // MIB, length=length, **HERE)
    assert first == b"x"
    second = attachments.open_part(KEY, last[1], part=length // MIB + 1, length=length, **HERE)
    assert second == b""
    assert opened_last(last, length) == b""


def opened_last(last, length):
    number = attachments.part_count(length) - 1
    return attachments.open_part(KEY, last[-1], part=number, length=length, **HERE)


# --- lengths ---


@given(st.integers(0, 1 << 40))
def test_padding_costs_little_and_never_cuts(length):
    padded = attachments.padded_length(length)
    assert padded >= max(length, attachments.SMALLEST)
    if length > attachments.SMALLEST:
        assert (padded - length) / length < 0.032


@given(st.integers(0, 1 << 40), st.integers(0, 1 << 20))
def test_a_longer_file_is_never_padded_to_less(length, more):
    assert attachments.padded_length(length) <= attachments.padded_length(length + more)


def test_small_files_are_all_alike():
    lengths = {len(sealed(bytes(n))[0]) for n in (0, 1, 1000, 50_000, 65_536)}
    assert len(lengths) == 1


def test_files_of_nearly_one_length_are_alike():
    """P1: somebody who knows the document cannot tell it by its length."""
    stored = {sum(map(len, sealed(bytes(n)))) for n in range(300_000, 303_000, 500)}
    assert len(stored) == 1


# --- what is refused ---


def test_parts_cannot_be_swapped_or_repeated(long_file):
    content, parts = long_file
    for at, other in ((0, 1), (1, 0), (2, 1), (1, 2)):
        with refusal.refused(AttachmentRefused):
            attachments.open_part(KEY, parts[other], part=at, length=len(content), **HERE)


def test_a_file_from_which_parts_were_cut_off_is_refused(long_file):
    """Whatever length the reader is told, the part that would be the last was not sealed as it."""
    _content, parts = long_file
    for length in (2 * MIB, 2 * MIB - 5, MIB + 1):
        last = attachments.part_count(length) - 1
        with refusal.refused(AttachmentRefused):
            attachments.open_part(KEY, parts[last], part=last, length=length, **HERE)


def test_a_file_is_not_opened_with_another_length(long_file):
    content, parts = long_file
    for length in (len(content) - 1, len(content) + 1, 3 * MIB, 0):
        with refusal.refused(AttachmentRefused):
            attachments.open_part(KEY, parts[-1], part=2, length=length, **HERE)


@pytest.mark.parametrize("moved", [{"file": bytes(16)}, {"instance": bytes(16)}])
def test_a_part_of_another_file_is_refused(moved):
    with refusal.refused(AttachmentRefused):
        opened(sealed(b"content"), 7, **moved)


def test_another_key_opens_nothing():
    part = sealed(b"content")[0]
    for key in (attachments.new_key(), b"", bytes(31)):
        with refusal.refused(AttachmentRefused):
            attachments.open_part(key, part, part=0, length=7, **HERE)


@pytest.mark.parametrize("part", [-1, 1, 2**64])
def test_a_part_outside_the_file_is_refused(part):
    with refusal.refused(AttachmentRefused):
        attachments.open_part(KEY, sealed(b"content")[0], part=part, length=7, **HERE)


def by_hand(plain, *, length):
    label = context.encode("file part", part=0, parts=1, length=length, **HERE)
    stream = Cobblestone256Encryptor(KEY, label)
    return stream.update(plain) + stream.finalize()


@pytest.mark.parametrize(
    "plain",
    [
        b"content".ljust(65_536, b"\0")[:-1],
        b"content".ljust(65_537, b"\0"),
        b"content".ljust(65_535, b"\0") + b"\x01",
        b"contentX".ljust(65_536, b"\0"),
        b"",
    ],
)
def test_padding_has_one_form(plain):
    true = by_hand(b"content".ljust(65_536, b"\0"), length=7)
    assert attachments.open_part(KEY, true, part=0, length=7, **HERE) == b"content"
    with refusal.refused(AttachmentRefused):
        attachments.open_part(KEY, by_hand(plain, length=7), part=0, length=7, **HERE)


@settings(max_examples=settings.default.max_examples // 5)
@given(st.binary(max_size=300), st.data())
def test_any_flipped_bit_is_refused(content, data):
    part = bytearray(sealed(content)[0])
    bit = data.draw(st.integers(0, len(part) * 8 - 1))
    part[bit // 8] ^= 1 << bit % 8
    with refusal.refused(AttachmentRefused):
        attachments.open_part(KEY, bytes(part), part=0, length=len(content), **HERE)


def test_keys_are_fresh():
    assert len({attachments.new_key() for _ in range(50)}) == 50
    with pytest.raises(ValueError, match="32 bytes expected"):
        attachments.PartSealer(b"", **HERE)
