"""The word list, and how typed words are read (FORMAT.md §11)."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import words

RECEIPT = "abacus banana cactus daffodil eagle fabric gallery"


def test_the_list_is_the_eff_long_list_without_hyphens():
    assert len(words.WORDS) == words.COUNT == 7772
    assert len(set(words.WORDS)) == 7772
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words.WORDS)
    assert list(words.WORDS) == sorted(words.WORDS)


def test_another_list_is_refused():
    """A receipt opens only with the list it was made from."""
    shipped = (resources.files("xkcdpass") / "static" / "eff-long").read_text("utf-8")
    assert words.select(shipped) == words.WORDS
    for wrong in (shipped + "\nmore", shipped.replace("abacus\n", "", 1), ""):
        with pytest.raises(RuntimeError, match="word list"):
            words.select(wrong)


def test_drawn_words_are_on_the_list_and_differ():
    drawn = [words.draw(7) for _ in range(50)]

    assert len(set(drawn)) == 50
    assert all(len(words.split(each)) == 7 and not words.unknown(each) for each in drawn)


@pytest.mark.parametrize(
    "typed",
    [
        "Abacus BANANA cactus daffodil eagle fabric gallery",
        "  abacus\tbanana\ncactus   daffodil eagle fabric gallery ",
        "abacus-banana-cactus-daffodil-eagle-fabric-gallery",
        "abacus – banana — cactus · daffodil, eagle; fabric. gallery!",
        "1. abacus 2. banana 3. cactus 4. daffodil 5. eagle 6. fabric 7. gallery",
        "àbacus banána cactüs dåffodil eaglé fabriç galléry",
        "aba\u00adcus ban\u200bana cac\ufefftus daffodil eagle fabric gallery",
        "ａｂａｃｕｓ ｂａｎａｎａ cactus daffodil eagle fabric gallery",
        "abacus_banana_cactus_daffodil_eagle_fabric_gallery",
        "İ".replace("İ", "") + "abacus banana cactus daﬀodil eagle fabric gallery",
    ],
)
def test_case_accents_spacing_hyphens_and_numbers_do_not_count(typed):
    assert words.normalise(typed) == RECEIPT


@given(st.text(max_size=60))
def test_reading_is_settled_after_one_pass(typed):
    once = words.normalise(typed)
    assert words.normalise(once) == once
    assert words.split(once) == words.split(typed)


def test_unknown_words_are_pointed_out():
    assert words.unknown(RECEIPT) == ()
    assert words.unknown("abacus bananna cactus яблоко 7") == ("bananna", "яблоко")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bananna", "banana"), ("cacuts", "cactus"), ("eagl", "eagle"), ("fabrid", "fabric")],
)
def test_a_slip_of_the_finger_is_recognised(typed, meant):
    assert meant in words.suggest(typed)


def test_a_word_far_from_any_is_not_guessed():
    assert words.suggest("zzzzzzzz") == ()
    assert len(words.suggest("bat")) <= 3
