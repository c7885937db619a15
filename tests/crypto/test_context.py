"""A context never means two things (FORMAT.md §3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import context
from tests.crypto.scene import CASE, INSTANCE

LABELS = st.text(max_size=20)
FIELDS = st.dictionaries(
    st.sampled_from(["epoch", "room", "place", "by", "part", "use", "number"]),
    st.one_of(st.binary(max_size=12), st.text(max_size=12), st.integers(0, 2**64 - 1)),
)
USES = st.tuples(LABELS, st.binary(min_size=16, max_size=16), FIELDS)


def typed(use):
    """Tell b"x", "x" and 0 apart, as `==` does not tell True from 1 or a dict its types."""
    label, instance, fields = use
    return label, instance, sorted((name, type(v).__name__, v) for name, v in fields.items())


def encode(use):
    label, instance, fields = use
    return context.encode(label, instance=instance, **fields)


@given(USES, USES)
def test_two_uses_never_encode_alike(one, other):
    assert (encode(one) == encode(other)) == (typed(one) == typed(other))


@given(USES, USES)
def test_no_context_is_the_beginning_of_another(one, other):
    if typed(one) != typed(other):
        assert not encode(one).startswith(encode(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"by": b"1"}, {"by": "1"}),
        ({"number": 49}, {"number": b"\0\0\0\0\0\0\0001"}),
        ({"room": "ab", "use": "c"}, {"room": "a", "use": "bc"}),
        ({"room": ""}, {}),
        ({"epoch": 1, "part": 0}, {"epoch": 0, "part": 1}),
    ],
)
def test_types_names_and_borders_count(one, other):
    assert context.encode("x", instance=INSTANCE, **one) != context.encode(
        "x", instance=INSTANCE, **other
    )


def test_the_order_of_fields_does_not_count():
    one = context.encode("x", instance=INSTANCE, case=CASE, epoch=1)
    other = context.encode("x", epoch=1, case=CASE, instance=INSTANCE)
    assert one == other


@pytest.mark.parametrize("name", sorted(context.IDS - {"instance"}))
@pytest.mark.parametrize("wrong", [CASE.hex(), CASE[:15], CASE + b"x", 7, b""])
def test_an_id_is_sixteen_raw_bytes(name, wrong):
    with pytest.raises(ValueError, match="16 raw bytes"):
        context.encode("x", instance=INSTANCE, **{name: wrong})


def test_an_instance_is_an_id_too():
    with pytest.raises(ValueError, match="instance"):
        context.encode("x", instance=b"short")


@pytest.mark.parametrize("value", [-1, 2**64])
def test_a_number_out_of_range_is_refused(value):
    with pytest.raises(ValueError, match="out of range"):
        context.encode("x", instance=INSTANCE, epoch=value)


def test_the_encoding_is_the_one_in_the_format():
    assert context.encode("roll", instance=INSTANCE, epoch=3) == (
        b"sotto\x01\x04roll\x02"
        b"\x05epochi\0\0\0\x08\0\0\0\0\0\0\0\x03"
        b"\x08instanceb\0\0\0\x10" + INSTANCE
    )


def test_a_digest_depends_on_its_context():
    digests = {
        context.digest(b"raw", context=context.encode(label, instance=INSTANCE))
        for label in ("slot digest", "roll digest")
    }
    assert len(digests) == 2
    assert {len(digest) for digest in digests} == {32}
