"""Containers have exactly one encoding (FORMAT.md §2)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import wire

PARTS = st.lists(st.one_of(st.binary(max_size=40), st.integers(0, 2**64 - 1), st.text(max_size=9)))


def written(parts):
    write: dict[type, Any] = {bytes: wire.sized, int: wire.number, str: wire.text}
    return b"".join(write[type(part)](part) for part in parts)


@given(PARTS)
def test_what_was_written_is_read(parts):
    reader = wire.Reader(written(parts))

    read: dict[type, Any] = {bytes: reader.sized, int: reader.number, str: reader.text}
    assert [read[type(part)]() for part in parts] == parts
    reader.end()


@given(PARTS.filter(bool), st.binary(min_size=1, max_size=3))
def test_a_byte_more_or_less_is_refused(parts, more):
    raw = written(parts)

    for wrong in (raw + more, raw[:-1]):
        reader = wire.Reader(wrong)
        read: dict[type, Any] = {bytes: reader.sized, int: reader.number, str: reader.text}
        with pytest.raises(ValueError, match=r"expected|left over|decode"):
            for part in parts:
                read[type(part)]()
            reader.end()


def test_a_length_beyond_the_end_is_refused():
    with pytest.raises(ValueError, match="expected"):
        wire.Reader(b"\xff\xff\xff\xff" + b"x" * 10).sized()


def test_a_choice_that_does_not_exist_is_refused():
    assert wire.Reader(b"\x01").choice(("none", "recipient")) == "recipient"
    with pytest.raises(ValueError, match="no such choice"):
        wire.Reader(b"\x02").choice(("none", "recipient"))


@pytest.mark.parametrize("value", [-1, 2**64])
def test_a_number_out_of_range_is_refused(value):
    with pytest.raises(ValueError, match="out of range"):
        wire.number(value)


def test_all_reads_until_nothing_is_left():
    assert wire.Reader(b"abcd").all(lambda one: one.take(2)) == [b"ab", b"cd"]
    assert wire.Reader(b"").all(lambda one: one.take(2)) == []
    with pytest.raises(ValueError, match="2 bytes expected"):
        wire.Reader(b"abc").all(lambda one: one.take(2))


def test_the_rest_is_everything_left():
    reader = wire.Reader(b"abcd")
    reader.take(1)

    assert reader.left == 3
    assert reader.rest() == b"bcd"
    assert reader.left == 0


def test_a_wrong_length_is_told_without_content():
    with pytest.raises(ValueError, match=r"^32 bytes expected, got 6$") as told:
        wire.exactly(b"secret", 32)
    assert "secret" not in str(told.value)
