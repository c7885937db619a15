"""Ties: keyed tags in one sealed table (FORMAT.md §20, P3, T21)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import context, keys, sealing, ties, wire
from crypto.errors import TiesRefused
from tests.crypto import refusal, scene

KEYS = ties.Keys.from_secret(scene.seed("ties"), instance=scene.INSTANCE)
TIE = {"handler": "alice", "other": "bob", "kind": "near"}
FIRM = scene.account("firm")
DAY = 739_000


def table(*others, handlers=1, firms=None):
    real = dict(KEYS.mark(**(TIE | {"other": other}), day=DAY) for other in others)
    return ties.Table(KEYS.filled(real, handlers=handlers), firms or {})


def test_a_tie_is_found_with_its_day_and_no_other_is():
    marks = table("bob").marks
    assert KEYS.since(marks, **TIE) == DAY
    for other in ({"handler": "dora"}, {"other": "eve"}, {"kind": "far"}):
        assert KEYS.since(marks, **(TIE | other)) is None


def test_a_tie_needs_the_secret_and_the_instance():
    marks = table("bob").marks
    for secret, instance in ((bytes(32), scene.INSTANCE), (scene.seed("ties"), bytes(16))):
        assert ties.Keys.from_secret(secret, instance=instance).since(marks, **TIE) is None


@given(st.integers(min_value=1, max_value=3_652_059))
def test_any_day_comes_back(day):
    assert KEYS.since(dict([KEYS.mark(**TIE, day=day)]), **TIE) == day


def test_what_is_sealed_opens_the_same():
    firms = {FIRM: ("Meridian GmbH", "Meridian"), bytes(16): ("Østkyst",)}
    made = table("bob", "eve", handlers=2, firms=firms)
    opened = KEYS.open(KEYS.seal(made, number=7), number=7)
    assert opened == made
    assert opened.handlers == 2
    assert KEYS.real(opened.marks).keys() == {
        KEYS.tag(**(TIE | {"other": o})) for o in ("bob", "eve")
    }


@pytest.mark.parametrize("handlers", [0, 1, 10, 40])
def test_the_length_follows_from_the_number_of_handlers_alone(handlers):
    """P3: neither how many ties there are nor how long the names of firms are."""
    empty = KEYS.seal(table(handlers=handlers), number=1)
    others = [f"person {n}" for n in range(handlers * ties.QUOTA)]
    names = "x" * (handlers * ties.ROOM - 24)
    full = KEYS.seal(
        table(*others, handlers=handlers, firms={FIRM: (names,)} if handlers else {}), number=1
    )
    assert len(empty) == len(full)


def test_there_are_always_as_many_marks():
    for others in ((), ("bob",), tuple(map(str, range(64)))):
        assert len(table(*others).marks) == ties.QUOTA
    assert len(table("bob", handlers=3).marks) == 3 * ties.QUOTA


def test_a_filler_looks_like_a_tie_to_whoever_has_no_secret():
    """As many ones as zeros in every byte of the marks, of either kind; the lengths are equal."""
    real = [KEYS.mark(**(TIE | {"other": str(n)}), day=DAY) for n in range(2000)]
    fillers = list(KEYS.filled({}, handlers=32).items())[:2000]
    for marks in (real, fillers):
        assert {len(tag + day) for tag, day in marks} == {ties.MARK_SIZE}
        for at in range(ties.MARK_SIZE):
            ones = sum((tag + day)[at].bit_count() for tag, day in marks)
            assert abs(ones - 8000) < 6 * (16_000**0.5) / 2


def test_there_is_no_room_for_one_tie_or_firm_too_many():
    with pytest.raises(ValueError, match="more ties"):
        table(*map(str, range(65)))
    with pytest.raises(ValueError, match="more firms"):
        KEYS.seal(table(firms={FIRM: ("x" * ties.ROOM,)}), number=1)
    with pytest.raises(ValueError, match="16 bytes"):
        KEYS.seal(table(firms={b"x": ("x",)}), number=1)


@pytest.mark.parametrize("number", [0, 6, 8, -1])
def test_a_table_opens_under_its_number_alone(number):
    sealed = KEYS.seal(table("bob"), number=7)
    with refusal.refused(TiesRefused):
        KEYS.open(sealed, number=number)


def by_hand(marks, firms=b"", more=b""):
    label = context.encode("tie keys", instance=scene.INSTANCE, use="table")
    key = keys.derive(scene.seed("ties"), context=label)
    here = context.encode("tie table", instance=scene.INSTANCE, number=1)
    return sealing.seal(key, wire.sized(marks) + wire.sized(firms) + more, context=here)


MARKS = b"".join(tag + day for tag, day in sorted(table("bob").marks.items()))
NAMED = FIRM + wire.sized(wire.text("Meridian"))


def test_a_table_made_by_hand_opens_so_that_the_next_tests_mean_something():
    assert KEYS.open(by_hand(MARKS, NAMED), number=1).firms == {FIRM: ("Meridian",)}


@pytest.mark.parametrize(
    "raw",
    [
        (MARKS[36:],), (MARKS[36:72] + MARKS[36:],), (MARKS[36:] + MARKS[:36],), (MARKS[:-1],),
        (MARKS, NAMED * 2), (MARKS, FIRM + wire.sized(b"")), (MARKS, NAMED[:-1]),
        (MARKS, FIRM + wire.sized(b"\0\0\0\1\xff")), (MARKS, b"", b"\0"),
        (MARKS, NAMED + bytes(16) + wire.sized(wire.text("x"))),
    ],
)  # fmt: skip
def test_a_table_has_one_form(raw):
    with refusal.refused(TiesRefused):
        KEYS.open(by_hand(*raw), number=1)


def test_two_tables_of_one_content_are_sealed_differently():
    one, other = (KEYS.seal(table("bob"), number=1) for _ in range(2))
    assert one != other
    assert KEYS.digest(one, number=1) != KEYS.digest(other, number=1)
    assert KEYS.digest(one, number=1) != KEYS.digest(one, number=2)


def test_nothing_of_it_is_in_a_repr():
    shown = repr((KEYS, table("bob", firms={FIRM: ("Meridian",)})))
    assert "Meridian" not in shown
    assert "\\x" not in shown
