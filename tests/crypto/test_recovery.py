"""Recovery words (FORMAT.md §13)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto import recovery, words
from crypto.errors import PassphraseRefused
from tests.crypto import refusal, scene

SEED = scene.seed("alice")


@given(st.binary(min_size=32, max_size=32))
def test_recovery_words_give_the_seed_back(seed):
    written = recovery.write(seed)

    assert len(written.split(" ")) == recovery.COUNT == 21
    assert recovery.read(written) == seed
    assert recovery.read(written.upper().replace(" ", "-")) == seed


@settings(max_examples=settings.default.max_examples // 2)
@given(st.binary(min_size=32, max_size=32), st.integers(0, 20), st.integers(1, 7771))
def test_a_wrong_recovery_word_is_noticed(seed, at, by):
    """15 check bits: one slip passes once in 32,768."""
    written = recovery.write(seed).split(" ")
    written[at] = words.WORDS[(words.INDEX[written[at]] + by) % words.COUNT]
    try:
        seed_read = recovery.read(" ".join(written))
    except PassphraseRefused as error:
        refusal.insist_on_silence(error, PassphraseRefused)
    else:
        assert seed_read != seed


def number_as_words(value):
    drawn = []
    for _ in range(21):
        value, at = divmod(value, words.COUNT)
        drawn.append(words.WORDS[at])
    return " ".join(reversed(drawn))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        recovery.write(SEED) + " abacus",
        recovery.write(SEED).rsplit(" ", 1)[0],
        recovery.write(SEED).rsplit(" ", 1)[0] + " abacuss",
        number_as_words(2**271),
        number_as_words(words.COUNT**21 - 1),
        number_as_words(int.from_bytes(SEED, "big") << 15),
    ],
)
def test_what_are_no_recovery_words_is_refused(typed):
    with refusal.refused(PassphraseRefused):
        recovery.read(typed)


def test_21_words_are_enough_for_a_seed_and_its_check_bits():
    assert words.COUNT**20 < 2**271 <= words.COUNT**21
    ends = (bytes(32), b"\xff" * 32)
    assert all(recovery.read(recovery.write(e)) == e for e in ends)
