"""The exam is there, is as large as asked for, and says of itself only what is so."""

import ast
import collections
import pathlib
import re

import pytest

from tests.exam import reading

EVERYWHERE = (
    "exact", "order", "title", "initials", "family", "given", "diminutive", "misspelling",
    "misspelling_family", "accent", "address", "role", "broken", "cyrillic", "greek", "arabic",
    "hangul", "chinese",
)  # fmt: skip
# Spanish and Italian put nothing behind a name.
CASE = ("en", "de", "fr", "nl", "pl")
PER_LANGUAGE, PER_WAY, NEGATIVES = 300, 2100, 3000


def targets_by(way: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = collections.defaultdict(set)
    for text in reading.texts():
        if text.way == way:
            found[text.lang] |= set(text.targets)
    return found


@pytest.mark.parametrize("way", [*EVERYWHERE, "case"])
def test_every_way_has_three_hundred_different_people_in_each_language(way):
    found = targets_by(way)
    wanted = CASE if way == "case" else reading.LANGUAGES
    assert set(found) == set(wanted)
    assert {lang: len(ids) for lang, ids in found.items() if len(ids) < PER_LANGUAGE} == {}


@pytest.mark.parametrize("way", [*EVERYWHERE, "case"])
def test_every_way_has_2100_texts_over_all_languages(way):
    assert sum(text.way == way for text in reading.texts()) >= PER_WAY


def test_no_text_belongs_to_a_way_that_nobody_asked_for():
    assert {text.way for text in reading.texts()} == {*EVERYWHERE, "case"}
    assert {text.way for text in reading.negatives()} == {"nobody", "others"}


@pytest.mark.parametrize("way", ["nobody", "others"])
def test_there_are_three_thousand_texts_that_name_no_handler(way):
    found = [text for text in reading.negatives() if text.way == way]
    assert len(found) >= NEGATIVES
    assert {text.lang for text in found} == set(reading.LANGUAGES)
    assert all(60 <= len(text.text.split()) <= 250 for text in found)


def test_no_such_text_holds_the_full_name_of_a_handler_of_its_roster():
    names = {person.id: person.name.lower() for person in reading.people()}
    for text in reading.negatives():
        low = text.text.lower()
        handlers = reading.rosters()[text.roster].handlers
        assert not [one for one in handlers if re.search(rf"\b{names[one]}\b", low)], text.id


def test_all_texts_are_different_and_so_are_their_ids():
    everything = [*reading.texts(), *reading.negatives()]
    assert len({text.text for text in everything}) == len(everything)
    assert len({text.id for text in everything}) == len(everything)


def test_every_target_is_somebody_of_the_company():
    company_of = {person.id: person.company for person in reading.people()}
    assert len(company_of) == len(reading.people())
    for text in reading.texts():
        assert text.targets
        assert {company_of[target] for target in text.targets} == {text.company}


def test_every_text_is_read_under_a_roster_of_its_company():
    rosters = reading.rosters()
    for text in [*reading.texts(), *reading.negatives()]:
        assert rosters[text.roster].company == text.company


def test_a_roster_has_twelve_handlers_none_of_them_senior_none_on_two_rosters():
    by_id = {person.id: person for person in reading.people()}
    handlers = [one for roster in reading.rosters().values() for one in roster.handlers]
    assert {len(set(roster.handlers)) for roster in reading.rosters().values()} == {12}
    assert len(set(handlers)) == len(handlers)
    assert not any(by_id[one].senior for one in handlers)


@pytest.mark.parametrize("way", ["given", "misspelling_family"])
def test_what_counts_only_for_handlers_and_seniors_is_about_them(way):
    by_id = {person.id: person for person in reading.people()}
    for text in reading.texts():
        if text.way == way:
            [target] = text.targets
            handles = target in reading.rosters()[text.roster].handlers
            assert handles or by_id[target].senior, text.id


def test_the_exact_way_has_the_name_in_the_text():
    by_id = {person.id: person for person in reading.people()}
    exact = [text for text in reading.texts() if text.way == "exact"]
    assert exact
    for text in exact:
        [target] = text.targets
        assert by_id[target].name.upper() in text.text.upper(), text.id


def test_a_way_that_changes_the_name_does_not_hold_it_unchanged():
    by_id = {person.id: person for person in reading.people()}
    changed = {
        "misspelling",
        "accent",
        "broken",
        "cyrillic",
        "greek",
        "arabic",
        "hangul",
        "chinese",
    }
    for text in reading.texts():
        if text.way in changed:
            whole = rf"\b{re.escape(by_id[text.targets[0]].name)}\b"
            assert not re.search(whole, text.text), text.id


def test_a_title_said_for_a_name_is_held_by_at_most_five():
    for text in reading.texts():
        if text.way == "role":
            assert len(text.targets) <= 5


def test_titles_not_used_as_names_are_held_by_more_than_five():
    named = {target for text in reading.texts() if text.way == "role" for target in text.targets}
    count = collections.Counter((person.company, person.title) for person in reading.people())
    others = {(each.company, each.title) for each in reading.people() if each.id not in named}
    assert min(count[title] for title in others) > 5


def test_neither_reading_nor_building_the_exam_knows_the_product():
    folder = pathlib.Path(__file__).parent
    sources = [path for path in folder.rglob("*.py") if path.name != pathlib.Path(__file__).name]
    assert len(sources) > 10
    forbidden = {"app", "crypto", "anyascii", "rapidfuzz", "nicknames"}
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & forbidden, path


def test_what_was_dropped_is_recorded_for_every_language():
    assert set(reading.dropped()) == set(reading.LANGUAGES)
    assert sum(sum(counts.values()) for counts in reading.dropped().values()) > 0


def test_the_data_stays_small():
    assert sum(path.stat().st_size for path in reading.DATA.iterdir()) < 6_000_000
