"""Names as people write them: short, misspelt, bent, in another alphabet, broken (CONFLICTS §2)."""

from dataclasses import replace

import pytest

from app.domain.mentions import Index, syllables
from app.domain.mentions.reading import MOST_LOOKED_UP
from app.domain.people import Directory, Name, Person
from tests.domain.company import POLICY, TODAY

NAMES = {
    "rob": "Robert Okafor",
    "meg": "Margaret Whitfield",
    "gos": "Małgorzata Kowalska",
    "mar": "Marek Wróbel",
    "ser": "Sergey Ivanov",
    "pap": "Dimitris Papadopoulos",
    "moh": "Mohammed Al-Masri",
    "kim": "Kim Min Jun",
    "lee": "Ji Hyun Lee",
    "wan": "Hsiao-ming Wang",
    "ouy": "Ouyang Xiu",
    "ann": "Anna-Maria van der Berg",
    "and": "Andrej Steinbrück",
    "sor": "Søren Ångström",
    "ale": "Alexandra Montgomery Featherstone",
}


def person(one, name, **more):
    return Person(one, (Name(name, "name"),), **more)


def index(names=None, *, readers=(), **more):
    known = {one: person(one, name) for one, name in (names or NAMES).items()}
    return Index(Directory(known), readers=readers, policy=POLICY, today=TODAY, **more)


INDEX = index()
READERS = index(readers=NAMES)


def people(text, using=INDEX, where="story"):
    found = (mention.people for mention in using.find(text, where=where))
    return set().union(*found)


def hows(text, using=INDEX):
    return {(mention.how, mention.certainty) for mention in using.find(text, where="story")}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("J. Okafor, no: R. Okafor", "rob"),
        ("said Okafor R. to me", "rob"),
        ("M. E. Whitfield", "meg"),
        ("Whitfield, E. M.", "meg"),
        ("A. van der Berg", "ann"),
        ("Bob Okafor", "rob"),
        ("Bobby Okafor", "rob"),
        ("Gosia Kowalska", "gos"),
        ("Maggie Whitfield", "meg"),
        ("Andi Steinbrueck", "and"),
        ("o Gosi Kowalskiej", "gos"),
        ("dla Marka Wróbla", "mar"),
        ("Herrn Steinbrücks Andrej", "and"),
        ("Robret Okafor", "rob"),
        ("Robert Okafro", "rob"),
        ("Robret Okafro", "rob"),
        ("Marget Witfield", "meg"),
        ("Robert James Okafor", "rob"),
        ("Annamaria Vanderberg", "ann"),
        ("Anna Maria van der Berg", "ann"),
        ("Soeren Aangstroem", "sor"),
        ("Сергей Иванов", "ser"),
        ("С. Иванов", "ser"),
        ("Δημήτρης Παπαδόπουλος", "pap"),
        ("محمد المصري", "moh"),
        ("김민준", "kim"),
        ("김 민준", "kim"),
        ("이지현", "lee"),
        ("王小明", "wan"),
        ("欧阳修", "ouy"),
        ("R o b e r t  O k a f o r", "rob"),
        ("R.o.b.e.r.t O.k.a.f.o.r", "rob"),
        ("R0b3rt 0kaf0r", "rob"),
        ("Kowa1ska, M@łgorzata", "gos"),
        ("Ro-\nbert Okafor", "rob"),
    ],
)
def test_a_whole_name_is_found_however_it_is_written(text, who):
    assert people(text) == {who}


@pytest.mark.parametrize(
    "text",
    [
        "x. Okafor",
        "JO is no name",
        "Ann Okafor",
        "4 2 1 3 5 6",
        "2nd, 3rd and B2B!",
        "a b c d e f g",
        "안녕하세요 everyone",
        "漢",
        "привет",
        "אבג דהו",
        "Q. Zzz",
        "R. ",
        "B. R. Q. S. T. V. W. X.",
    ],
)
def test_what_only_looks_like_a_name_is_none(text):
    assert people(text) == set()


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("R. Okafor", ("initials", "sure")),
        ("Bob Okafor", ("diminutive", "likely")),
        ("Robert Okafro", ("near", "near")),
        ("Сергей Иванов", ("name", "likely")),
    ],
)
def test_a_mention_says_how_and_how_surely(text, how):
    assert hows(text) == {how}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("it was Whitfeild again", "meg"),
        ("it was whitfeild again", "meg"),
        ("then Steinbruch came", "and"),
        ("ask Mr Okafr", "rob"),
        ("ask Mr von Okafr", "rob"),
        ("ask Bob", "rob"),
        ("spytaj Gosię", "gos"),
        ("Иванов was there", "ser"),
        ("Robert Okafor and Robert", "rob"),
        ("bei Steinbrücks daheim", "and"),
        ("in the morning Robert Stone and the others came", "rob"),
        ("and the Robert Thunderstorm was over by then", "rob"),
    ],
)
def test_one_word_of_a_reader_is_found_misspelt_and_bent(text, who):
    assert people(text, using=READERS) == {who}


@pytest.mark.parametrize(
    "text",
    [
        "Robert Quexton came",  # somebody else's family name behind
        "Jane Okafor came",  # somebody else's given name before
        "the barge was there",  # near Berg, but a word
        "Berk knew",  # opens a sentence
        "anne of the okapis",
        "Robert van Quexton",
        f"Roland {50 * 'x'}",
    ],
)
def test_one_word_beside_somebody_elses_name_or_near_a_word_is_nobody(text):
    assert people(text, using=READERS) == set()


def test_a_family_name_is_enough_in_a_company_of_many_where_one_bears_it():
    crowd = {f"p{n}": f"{chr(97 + n % 26)}{chr(97 + n // 26)}xo Smith" for n in range(260)}
    using = index({**crowd, "rob": "Robert Okafor"})

    assert people("Okafor did it", using=using) == {"rob"}
    assert people("with Mr Okafor", using=using) == {"rob"}
    assert people("Smith did it", using=using) == set()


def test_the_name_of_the_company_is_not_whoever_is_called_like_it():
    boss = person("b", "Hugo Meridian", entity="Meridian Tools Ltd")
    using = Index(Directory({"b": boss}), readers={"b"}, policy=POLICY, today=TODAY)

    assert people("at Meridian we all knew", using=using) == set()
    assert people("Mr Meridian and Hugo Meridian", using=using) == {"b"}


def titled(*held):
    known = {
        f"p{n}": Person(f"p{n}", (Name(title, "title"),), unit=unit, site=site)
        for n, (title, unit, site) in enumerate(held)
    }
    return Index(Directory(known), readers=(), policy=POLICY, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "our head of purchasing",
        "die Leiterin Einkauf",
        "unser Einkaufsleiter",
        "la directrice des achats",
        "the purchasing department's manager",
    ],
)
def test_a_title_is_found_in_other_words_and_languages(text):
    assert people(text, using=titled(("Head of Purchasing", "", ""))) == {"p0"}


def test_a_title_of_many_is_a_name_with_the_site_where_few_hold_it():
    held = [("Shift lead", "Plant", "Graz")] * 6 + [
        ("Shift lead", "Plant", "Linz"),
        ("***", "", ""),
    ]
    using = titled(*held)

    assert people("the shift lead", using=using) == set()
    assert people("the shift lead in Linz", using=using) == {"p6"}
    assert people("the shift lead in Graz", using=using) == set()


def test_firms_are_found_beside_people():
    using = index(firms={"f": ["Zenith Supplies GmbH"]})

    [found] = using.find("an invoice of Zenith Supplies", where="story")
    assert (found.how, found.firms, found.people) == ("firm", {"f"}, frozenset())


def test_names_are_taken_over_from_an_index_of_the_same_directory_only():
    first = index()
    known = first.directory
    again = Index(known, readers={"rob"}, policy=POLICY, today=TODAY, like=first)
    other = Index(replace(known), readers={"rob"}, policy=POLICY, today=TODAY, like=first)

    assert again.names is first.names
    assert other.names is not first.names
    assert people("okafor", using=again) == people("okafor", using=other) == {"rob"}


def test_more_unknown_words_than_are_looked_up_may_mean_every_reader():
    """A flood of near matches is read with bounded work, and doubt excludes."""
    letters = "bcdfghjklm"
    flood = " ".join(
        f"Okaf{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in letters[:3]
    )
    using = index(readers={"rob", "meg"})

    assert MOST_LOOKED_UP < 3_000
    assert people(flood, using=using) == {"rob", "meg"}


@pytest.mark.parametrize(
    "name", ["X Y", "\u202eنجيب\u202c Haddad", "Will Price", "李 Lee", "O", "J. P. O'Neil-Smythe"]
)
def test_strange_names_are_found_as_they_stand(name):
    assert people(f"It was {name}!", using=index({"a": name}, readers={"a"})) == {"a"}


def test_five_hundred_of_one_surname_are_told_apart():
    crowd = {f"p{n}": f"Given{n} Li" for n in range(500)}
    using = index(crowd, readers={"p7"})

    assert people("Given3 Li", using=using) >= {"p3"}
    assert people("Li said so", using=using) == {"p7"}


def test_what_is_no_syllable_of_hangul_is_left_out_of_the_key():
    assert syllables.of_text("김a수", "hangul") == syllables.of_text("김수", "hangul")
