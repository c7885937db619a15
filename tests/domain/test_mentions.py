"""What a text names: exact names, words of names, titles, addresses, bodies (CONFLICTS §2)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.mentions import Index
from app.domain.people import Directory, Name, Person
from tests.domain import company
from tests.domain.company import POLICY, TODAY

INDEX = Index(company.directory(), readers=company.TIERS, policy=POLICY, today=TODAY)


def index(*people, readers=(), rules=POLICY):
    known = Directory({one.id: one for one in people})
    return Index(known, readers=readers, policy=rules, today=TODAY)


def find(text, where="story", using=INDEX):
    return {(one.how, *sorted(one.people), *([one.body] if one.body else []))
            for one in using.find(text, where=where)}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Charlie Cruz",
        "It was charlie cruz.",
        "CRUZ, CHARLIE",
        "Cruz Charlie's desk",
        "Charlie\n Cruz",
        "Char-\nlie Cruz",
        "Chárlie\u200b Cruz",
    ],
)
def test_a_full_name_is_found_for_anyone_in_either_order(text):
    assert find(text) == {("name", "charlie")}


@pytest.mark.parametrize(
    "text",
    ["Charlie", "Cruz", "Charlies Cruzado", "Charlie or Cruz", "uncharlie cruz", "Char lie Cruz"],
)
def test_less_than_the_name_or_more_is_nobody_for_the_rank_and_file(text):
    assert find(text) == set()


def test_middle_names_may_be_left_out():
    using = index(Person("m", (Name("María Josefa de la Cruz", "name"),)))

    assert find("Maria Cruz and maria josefa de la cruz", using=using) == {("name", "m")}


def test_aliases_and_former_names_count_and_names_long_gone_do_not():
    names = (Name("Ann Archer", "name"), Name("Annie Oakley", "former"),
             Name("Ace", "alias"), Name("Ann Baker", "name", date(2020, 1, 1)))  # fmt: skip
    using = index(Person("a", names))

    assert find("Annie Oakley", using=using) == find("ace", using=using) == {("name", "a")}
    assert find("Ann Baker", using=using) == set()


@pytest.mark.parametrize("text", ["Okafor did it", "ask robert", "Bobby's team", "the Okafor case"])
def test_one_word_is_enough_for_a_reader(text):
    assert {who for how, *who in map(tuple, find(text)) for who in who} == {"bob"}


@pytest.mark.parametrize(("text", "who"), [("Castle knew", "cora"), ("ask Finn", "finn")])
def test_one_word_is_enough_for_senior_people(text, who):
    assert find(text) == {("word", who)}


def test_a_reader_without_a_record_is_found_by_nothing():
    """So whoever enrols a reader puts her on record too (`Directory.with_people`)."""
    assert find("ghost", using=index(readers={"ghost"})) == set()


def test_one_word_of_somebody_who_was_senior_is_enough():
    using = index(Person("a", (Name("Ann Archer", "name"), Name("1", "rank", TODAY))))

    assert find("archer", using=using) == {("word", "a")}


def test_initials_particles_and_forms_of_address_are_nobodys_name():
    using = index(Person("a", (Name("Dr. J. van der Berg", "name"),)), readers={"a"})

    assert find("Dr. J. said van der what", using=using) == set()
    assert find("ask berg", using=using) == {("word", "a")}


def test_a_common_word_is_a_name_only_where_it_is_written_like_one():
    using = index(Person("w", (Name("Will Price", "name"),)), readers={"w"})

    assert find("I will pay the price. Will you?", using=using) == set()
    assert find("I saw Will there", using=using) == {("word", "w")}
    assert find("Price told me", using=using) == {("word", "w")}
    assert find("Will Price", using=using) == {("name", "w")}


def test_a_typed_word_is_a_name_however_it_is_written():
    using = index(Person("w", (Name("Will Price", "name"),)))

    assert find("will price", where="names", using=using) == {("name", "w")}
    assert find("will price", where="story", using=using) == set()


def test_a_word_inside_a_full_name_names_nobody_else():
    """Another Okafor, by full name, is not the reader of that family name."""
    other = Person("jane", (Name("Jane Okafor", "name"),))
    reader = Person("bob", (Name("Bob Okafor", "name"),))
    using = index(other, reader, readers={"bob"})

    assert find("Jane Okafor", using=using) == {("name", "jane")}
    assert find("Jane Okafor, and Okafor", using=using) == {("name", "jane"), ("word", "bob")}


def test_namesakes_are_found_together():
    using = index(*(Person(one, (Name("Jo Lee", "name"),)) for one in "ab"))

    assert find("Jo Lee", using=using) == {("name", "a", "b")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail bob@acme.example", {("address", "bob")}),
        ("mail BOB@ACME.EXAMPLE now", {("address", "bob")}),
        ("charlie@acme.example", {("address", "charlie")}),
        ("charlie@elsewhere.example", set()),
    ],
)
def test_addresses_are_found(text, found):
    assert found <= find(text)
    assert {how for how, *_ in find(text)} <= {"address", "word"}


@pytest.mark.parametrize(
    ("address", "text", "found"),
    [
        ("jcruz7@x.example", "user jcruz7", True),
        ("j.cruz@x.example", "J. Cruz", True),
        ("cruz@x.example", "cruz", False),
        ("will@x.example", "will", False),
        ("jc@x.example", "jc", False),
        ("", "x example", False),
    ],
)
def test_user_names_are_found_unless_they_are_words_or_one_of_the_own_names(address, text, found):
    one = Person("c", (Name("Charlie Cruz", "name"), Name(address, "email")))

    assert (find(text, using=index(one)) == {("address", "c")}) == found


def test_an_address_long_gone_is_not_found():
    one = Person("c", (Name("Charlie Cruz", "name"), Name("jcruz7@x", "email", date(2020, 1, 1))))

    assert find("jcruz7", using=index(one)) == set()


def staff(title, count, **more):
    return [Person(f"p{number}", (Name(title, "title"),), **more) for number in range(count)]


def test_a_title_held_by_five_is_a_name_and_by_six_is_nobody():
    assert find("our Queue Lead", using=index(*staff("queue lead", 5))) == {
        ("title", "p0", "p1", "p2", "p3", "p4")
    }
    assert find("our Queue Lead", using=index(*staff("queue lead", 6))) == set()


def test_former_holders_count_as_holders_but_not_towards_the_five():
    """A title that many had one after the other is still one person's title today."""
    here = staff("Queue lead", 5)
    left = Person("left", (Name("Queue lead", "title"),), end_on=TODAY)
    moved = Person("moved", (Name("Queue lead", "title", TODAY),))
    long_ago = Person("old", (Name("Queue lead", "title", date(2020, 1, 1)),))

    (found,) = find("queue lead", using=index(*here, left, moved, long_ago))
    assert set(found) >= {"left", "moved"}
    assert "old" not in found


def test_a_title_without_letters_or_of_a_dozen_words_and_more_is_no_name():
    using = index(*staff("***", 1), *staff("one two three " * 5, 1))

    assert find("one two three " * 5, using=using) == set()


def test_a_title_that_is_a_common_word_is_no_name():
    assert find("on sales", using=index(*staff("Sales", 1))) == set()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("the CEO knows", "cora"),
        ("our chief executive", "cora"),
        ("der Geschäftsführer", "cora"),
        ("our CFO", "finn"),
        ("the head of HR", "hilda"),
        ("Personalleiterin", "hilda"),
        ("general counsel", "greta"),
        ("the Head of Support", "sara"),
    ],
)
def test_a_function_is_a_name_in_several_languages(text, who):
    assert find(text) == {("title", who)}


def test_a_role_that_nobody_holds_on_record_is_asked_about_as_such():
    using = index(Person("a", (Name("Ann", "name"),)))

    assert find("the CEO", using=using) == {("body", "ceo")}
    assert find("the head of human resources", using=using) == {("body", "hr")}


def test_a_role_that_many_hold_is_nobody():
    assert find("the CEO", using=index(*staff("Regional CEO", 6))) == set()


def test_a_role_goes_to_the_exact_title_then_to_a_longer_one_then_to_the_rank():
    exact = Person("a", (Name("CEO", "title"),))
    longer = Person("b", (Name("Deputy CEO", "title"),))
    ranked = Person("c", (Name("Cy", "name"),), seniority=1)

    assert find("the CEO", using=index(exact, longer, ranked)) == {("title", "a")}
    assert find("the CEO", using=index(longer, ranked)) == {("title", "b")}
    assert find("the CEO", using=index(ranked)) == {("title", "c")}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Dear ethics committee", "committee"),
        ("the committee", "committee"),
        ("the audit committee", "board"),
        ("the board of directors", "board"),
        ("Management knew", "management"),
        ("die Geschäftsleitung", "management"),
        ("I told HR", "hr"),
        ("i told hr", "hr"),
        ("human resources", "hr"),
        ("compliance knew", "compliance"),
        ("the legal team", "legal"),
        ("IT can read it", "it"),
        ("the IT department", "it"),
        ("the it department", "it"),
        ("Ethik-Kommission", None),
        ("Ethikkommission", "committee"),
    ],
)
def test_bodies_are_found_by_what_they_are_called(text, body):
    assert find(text) == ({("body", body)} if body else set())


@pytest.mark.parametrize(
    "text",
    [
        "my manager", "it is not", "Hr. Schmidt", "is this legal?", "on board", "across the board",
        "project management", "in compliance with the rules", "overboard", "dashboard",
        "the steering committee", "boards",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_body_is_none(text):
    assert find(text) == set()


def test_a_body_is_called_by_the_name_of_its_tier():
    tiers = (replace(POLICY.tiers[0], name="Speak-up circle"), *POLICY.tiers[1:])
    using = index(rules=replace(POLICY, tiers=tiers))

    assert find("dear speak up circle", using=using) == {("body", "committee")}


def test_each_is_mentioned_once_and_as_it_was_written():
    found = INDEX.find("Okafor. OKAFOR! Okafor's", where="message")

    assert [(one.text, one.where) for one in found] == [("Okafor", "message")]


@given(st.text(), st.text())
def test_a_name_is_found_whatever_stands_around_it(before, after):
    assert any(
        one.how == "name" and "charlie" in one.people
        for one in INDEX.find(f"{before} ; Charlie Cruz ; {after}", where="story")
    )


def test_an_endless_text_of_names_is_bounded():
    text = "Robert Okafor board HR Dear " * 7_000
    found = INDEX.find(text, where="story")

    assert len(found) == len(find(text)) <= 4
