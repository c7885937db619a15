"""Words as they are compared: spelling and typesetting fold away, whole words stay whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.mentions import folding

OKAFOR = ("robert", "okafor")


@pytest.mark.parametrize(
    "written",
    [
        "Robert Okafor",
        "  ROBERT\t\n okafor ",
        "Ro\u200bbert Oka\u00adfor",  # zero-width space, soft hyphen
        "\ufeffRobert\u00a0Okafor",
        "Róbért Ökafor",
        "Ro\u0301bert Okafor",  # a combining accent
        "\uff32\uff4f\uff42\uff45\uff52\uff54 \uff2f\uff4b\uff41\uff46\uff4f\uff52",  # full width
        "Robert-Okafor",
        "Robert‐Okafor",
        "Robert_Okafor",
        "Роберт Окафор",
        "\U0001d411obert Okafor",  # a mathematical letter
    ],
)  # fmt: skip
def test_one_name_written_in_many_ways_is_one(written):
    assert folding.phrase(written) == OKAFOR


def test_an_apostrophe_parts_words():
    assert folding.phrase("O'Brien’s") == ("o", "brien", "s")


def test_what_has_no_letters_has_no_words():
    assert folding.phrase(" ?! \u200b 🙂 -- ") == ()


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Müller", "muller"),
        ("Müller", "mueller"),
        ("Mu\u0308ller", "mueller"),
        ("Mueller", "muller"),
        ("Mueller", "mueller"),
        ("Götz Öz", "goetz oez"),
        ("Weiß", "weiss"),
    ],
)
def test_german_vowels_may_be_spelled_out(name, spelling):
    assert tuple(spelling.split()) in folding.spellings(name)


def test_a_plain_name_has_one_spelling():
    assert folding.spellings("Robert Okafor") == {OKAFOR}


def test_a_word_knows_how_it_was_written_and_whether_it_opens_a_sentence():
    words = folding.words("Will came. Bob, too\nRose")

    assert [(word.written, word.opens) for word in words] == [
        ("Will", True), ("came", False), ("Bob", True), ("too", False), ("Rose", True),
    ]  # fmt: skip


def test_a_word_broken_at_a_line_end_is_put_together():
    assert folding.rejoined("Oka-\n for and more") == "Okafor and more"
    assert folding.rejoined("Oka\u00ad\r\nfor") == "Okafor"
    assert folding.rejoined("Anna-Maria - well\n - no") is None


@example("\U0001e7f0")  # an Ethiopic letter that is spelled with an apostrophe in Latin
@given(st.text())
def test_folding_is_final(text):
    once = folding.phrase(text)

    assert folding.phrase(" ".join(once)) == once


@given(st.text(), st.text())
def test_words_side_by_side_do_not_change_each_other(one, other):
    assert folding.phrase(f"{one} . {other}") == folding.phrase(one) + folding.phrase(other)


def test_endless_texts_of_any_letters_are_folded():
    for letter, count in (("a ", 100_000), ("é", 1), ("王", 1), ("\u0301", 0), ("a\u200b", 1)):
        assert len(folding.words(letter * (200_000 // len(letter)))) == count
