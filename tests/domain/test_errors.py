"""A rule said no: one family, and nothing in it that a person typed."""

from app.domain import errors


def test_every_refusal_is_of_one_family():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]

    assert kinds
    assert all(issubclass(kind, errors.Refused) for kind in kinds)


def test_a_refused_people_file_says_where_and_what_to_change():
    assert str(errors.PeopleFileRefused(3, "id", "give one")) == "line 3, column id: give one"
    assert str(errors.PeopleFileRefused(3, "", "give one")) == "line 3: give one"


def test_unknown_words_are_carried_and_never_printed():
    refused = errors.UnknownWords(("secret",))

    assert refused.words == ("secret",)
    assert "secret" not in str(refused)
