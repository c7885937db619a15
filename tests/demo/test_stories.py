"""The stories: complete, consistent with the directory, and within what the product accepts."""

import re
from collections import Counter
from datetime import date

import pytest

from app.demo import people, stories
from app.domain import cases, workflow

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def company():
    return people.found(1, today=TODAY)


@pytest.fixture(scope="module")
def told(company):
    return stories.told(company, today=TODAY)


@pytest.fixture(scope="module")
def handlers(company):
    return {key for tier in company.tiers for key in tier.members}


def _texts(story):
    yield from (story.story, story.where, story.when, *story.about_names)
    for step in story.steps:
        yield from (step.text, step.reason)


def test_there_are_about_forty_cases(told):
    assert 35 <= len(told) <= 45
    assert len({story.key for story in told}) == len(told)


def test_every_status_and_every_category_occurs(told):
    assert {story.status for story in told} == set(cases.STATUSES)
    assert {story.category for story in told} == set(cases.CATEGORIES)


def test_every_tier_receives_something(told):
    assert Counter(story.expected_tier for story in told).keys() == {1, 2, 3}


def test_every_story_is_its_own_and_of_a_length_people_write(told):
    assert len({story.story for story in told}) == len(told)
    for story in told:
        assert 60 <= len(story.story.split()) <= 350, story.key


def test_nothing_is_said_twice_in_the_same_words(told):
    replies = [step.text for story in told for step in story.steps if step.text]
    assert len(replies) == len(set(replies))


def test_no_placeholder_is_left(told):
    for story in told:
        for text in _texts(story):
            assert not re.search(r"[{}]", text), story.key


def test_chosen_people_are_those_the_form_lists(company, told, handlers):
    listed = handlers | {
        person.key
        for person in company.people.values()
        if person.seniority is not None and person.seniority <= 2
    }
    for story in told:
        assert story.about_people | story.veto <= listed, story.key
        assert story.check.only_mentioned | story.check.other_person <= set(company.people)


def test_choices_are_those_the_form_offers(company, told):
    units = company.units()
    for story in told:
        assert story.about_roles <= set(cases.ROLES), story.key
        assert story.check.not_them <= set(cases.ROLES), story.key
        assert story.about_boss in cases.BOSSES, story.key
        assert story.unit in units | {""}, story.key


def test_expected_readers_are_handlers(told, handlers):
    for story in told:
        assert story.out <= handlers, story.key
        assert {step.by for step in story.steps} <= handlers | {""}, story.key
        assert not {step.by for step in story.steps} & story.out, story.key


def test_steps_follow_the_workflow_to_the_status_of_today(told):
    for story in told:
        status, day = workflow.FIRST, 0
        for step in story.steps:
            assert step.do in stories.STEPS, story.key
            assert day <= step.day <= story.days_ago, (story.key, step.day)
            day = step.day
            if step.do in cases.STATUSES:
                workflow.check(status, step.do, step.reason)
                status = step.do
        assert status == story.status, story.key


def test_a_step_says_what_it_does(told):
    for story in told:
        for step in story.steps:
            assert bool(step.text) is (step.do in {"reply", "note", "declare", "answer"}), story.key


def test_every_kind_of_step_occurs(told):
    assert {step.do for story in told for step in story.steps} == stories.STEPS


def test_some_dates_are_missed_and_some_are_near(told):
    waiting = {story.key: story.days_ago for story in told if story.status == "received"}
    assert any(days > 7 for days in waiting.values())
    assert any(5 <= days <= 7 for days in waiting.values())
    looked_into = [s.days_ago for s in told if s.status in {"assessing", "investigating"}]
    assert any(days > 100 for days in looked_into)
    assert any(84 <= days <= 91 for days in looked_into)


def test_an_unknown_placeholder_is_an_error(company):
    with pytest.raises(KeyError):
        stories.fill("{p:nobody}", company, on=TODAY)
    with pytest.raises(KeyError):
        stories.fill("{p:alice:shoe}", company, on=TODAY)


def test_the_same_seed_tells_the_same_stories(company, told):
    assert stories.told(people.found(1, today=TODAY), today=TODAY) == told
    other = stories.told(people.found(2, today=TODAY), today=TODAY)
    assert [story.key for story in other] == [story.key for story in told]


def test_a_case_says_nothing_the_loader_does_not_know():
    known = set(stories.Story.__dataclass_fields__) | {"tier", "step", "check", "entity"}
    for case in stories.written():
        assert set(case) <= known - {"expected_tier", "steps"}, case["key"]


def test_former_names_and_months_are_filled_in(company):
    text = stories.fill("{p:alice:former} {month:0} {month:31}", company, on=date(2026, 3, 2))
    assert text == "Alice Moran March January"
