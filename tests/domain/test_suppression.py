"""C8: who is named near words of suppression (T15)."""

import pytest

from app.domain import suppression
from app.domain.mentions import Index, Mention
from tests.domain import company

KNOWN = company.directory()
INDEX = Index(KNOWN, readers=company.TIERS, policy=company.POLICY, today=company.TODAY)


def by(text):
    return suppression.by(text, INDEX.find(text, where="message"))


@pytest.mark.parametrize(
    "text",
    [
        "I reported it in May, and then Alice Archer leaked my report.",
        "Alice Archer is on your committee. She told my boss about my complaint.",
        "My complaint was buried by Alice Archer.",
        "Since then Alice Archer has retaliated against all of us.",
        "Alice Archer hat meine Meldung an ihn weitergegeben.",
        "Alice Archer hat alles vertuscht.",
        "Alice Archer a transmis mon signalement à mon chef.",
        "Alice Archer a étouffé l'affaire.",
        "Alice Archer ha raccontato tutto della mia segnalazione.",
        "Alice Archer pasó mi denuncia a mi jefe.",
        "Alice Archer heeft mijn melding doorgegeven.",
        "Alice Archer przekazała moje zgłoszenie dalej.",
        "My report was sup-\npressed by Alice Archer.",
    ],
)
def test_t15_a_handler_named_near_words_of_suppression(text):
    assert by(text) == {"alice"}


@pytest.mark.parametrize(
    "text",
    [
        "I told Alice Archer about my report.",
        "Alice Archer told us about the party.",
        "Somebody leaked my report.",
        "Charlie Cruz saw it. " + "word " * 50 + "Charlie Smith leaked it.",
        "Alice Archer saw it. " + "word " * suppression.REACH + "It was leaked.",
        "",
    ],
)
def test_who_is_only_mentioned_otherwise_is_not(text):
    assert by(text) == set()


def test_a_second_place_of_the_same_name_counts():
    text = "Alice Archer saw it. " + "word " * 50 + "Alice Archer leaked it."

    assert by(text) == {"alice"}


def test_a_mention_without_a_word_of_the_text_is_nowhere():
    ghost = (Mention(frozenset({"alice"}), None, "name", "story", "?!"),)

    assert suppression.by("it was leaked", ghost) == set()
