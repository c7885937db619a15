"""The fictional company: believable, deterministic, and in the form of the contract (DESIGN §7)."""

import csv
import io
import tomllib
from datetime import date
from importlib import resources

import anyascii
import pytest
from rapidfuzz.distance import Levenshtein

from app.demo import people

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def company():
    return people.found(1, today=TODAY)


@pytest.fixture(scope="module")
def rows(company):
    return list(csv.DictReader(io.StringIO(company.people_file())))


def test_the_people_file_has_the_columns_of_the_contract(rows):
    assert list(rows[0]) == list(people.COLUMNS)
    assert all(row["id"] and row["name"] for row in rows)


def test_about_240_people_work_there(company):
    inside = [p for p in company.people.values() if p.entity != "Outside" and not p.end_on]
    assert 225 <= len(inside) <= 255


def test_there_are_three_sites_two_entities_and_somebody_outside(company):
    inside = [p for p in company.people.values() if p.entity != "Outside"]
    assert {p.site for p in inside} == {"Cork", "Leipzig", "Lisbon"}
    assert {p.entity for p in inside} == {"Fernwick Care Ltd", "Fernwick Service GmbH"}
    assert sum(p.entity == "Outside" for p in company.people.values()) == 2


def test_the_same_seed_gives_the_same_people(company):
    assert people.found(1, today=TODAY).people_file() == company.people_file()


def test_another_seed_gives_other_people_and_the_same_cast(company):
    other = people.found(2, today=TODAY)
    cast = {key for key in company.people if not key[-1].isdigit()}
    same = {key for key in company.people if company.people[key].name == other.people[key].name}
    assert cast <= same
    assert len(same) < len(company.people) / 2


@pytest.mark.parametrize("column", ["id", "name", "email"])
@pytest.mark.parametrize("seed", range(5))
def test_nobody_shares_id_name_or_address(seed, column):
    told = list(csv.DictReader(io.StringIO(people.found(seed, today=TODAY).people_file())))
    values = [row[column] for row in told]
    assert len(values) == len(set(values))


def test_everybody_has_a_manager_except_the_board_and_those_outside(company):
    for person in company.people.values():
        alone = person.seniority == 0 or person.entity == "Outside"
        assert bool(person.manager) is not alone, person.key


def test_a_manager_stands_above_whom_he_manages(company):
    for person in company.people.values():
        if person.manager:
            assert company.people[person.manager].seniority < person.seniority, person.key


def test_every_line_leads_to_the_chair_of_the_board(company):
    for person in company.people.values():
        if person.entity == "Outside" or person.seniority == 0:
            continue
        above = person
        for _ in range(8):
            above = company.people[above.manager] if above.manager else above
        assert above.key == "chair", person.key


def test_people_have_what_a_matcher_must_cope_with(rows):
    for column in ("aliases", "former_names", "emails", "titles", "dotted_ids", "end_on"):
        assert sum(bool(row[column]) for row in rows) >= 3, column
    assert sum(bool(row["stands_in_for_ids"]) for row in rows) >= 10
    scripts = {"Cyrillic": "а", "Greek": "α", "Arabic": "ا"}
    text = "".join(row["aliases"] for row in rows)
    assert all(letter in text for letter in scripts.values())


def test_every_id_referred_to_exists(rows):
    ids = {row["id"] for row in rows}
    for row in rows:
        for column in ("manager_id", "dotted_ids", "stands_in_for_ids"):
            assert set(filter(None, row[column].split(";"))) <= ids


def test_nobody_starts_after_leaving_or_in_the_future(company):
    for person in company.people.values():
        assert person.start_on is None or person.start_on < (person.end_on or TODAY), person.key


def test_the_given_names_of_handlers_are_nobody_elses_but_the_namesakes(company):
    handlers = [company.people[key] for tier in company.tiers for key in tier.members]
    given = {handler.given for handler in handlers}
    sharing = {p.key for p in company.people.values() if p.given in given} - {
        handler.key for handler in handlers
    }
    assert sharing == {"namesake"}


def test_the_tiers_are_five_three_and_two(company):
    assert [len(tier.members) for tier in company.tiers] == [5, 3, 2]
    assert [tier.quorum for tier in company.tiers] == [2, 2, 1]
    assert company.auditors
    assert not {key for tier in company.tiers for key in tier.members} & set(company.auditors)


def test_no_reader_administers_the_machines(company):
    readers = {key for tier in company.tiers for key in tier.members}
    assert company.administrators
    assert not readers & set(company.administrators)


def test_the_pools_of_names_hold_no_name_twice():
    text = resources.files("app.demo").joinpath("data", "names.toml").read_text("utf-8")
    cultures = tomllib.loads(text)["culture"]
    assert cultures
    for name, culture in cultures.items():
        for pool in ("women", "men", "families"):
            assert len(culture[pool]) == len(set(culture[pool])), (name, pool)


def test_no_given_name_is_a_misspelling_of_a_handlers_or_seniors(company):
    """So that a later, sharper matcher finds in the stories whom they mean (CONFLICTS §2)."""
    handlers = {key for tier in company.tiers for key in tier.members}
    known = {
        anyascii.anyascii(one.given).lower()
        for one in company.people.values()
        if one.key in handlers or one.seniority in (0, 1, 2)
    }
    text = resources.files("app.demo").joinpath("data", "names.toml").read_text("utf-8")
    for culture in tomllib.loads(text)["culture"].values():
        for spelled in (*culture["women"], *culture["men"]):
            for name in spelled.split("|")[0].lower().split("="):
                plain = anyascii.anyascii(name)
                nearest = min(known, key=lambda one: Levenshtein.distance(one, plain))
                allowed = 1 if len(plain) < 6 else 2
                assert Levenshtein.distance(nearest, plain) > allowed, (name, nearest)
