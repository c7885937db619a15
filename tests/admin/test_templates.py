"""Each page of the administration in each of its states; rules over all stand with the portal's."""

import itertools
import re

import pytest

from app import paths
from tests.admin import samples, shell
from tests.portal.reading import Page

STATES = sorted(samples.states())


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return shell.make(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def page(app):
    return lambda state: shell.page(app, state)


@pytest.fixture(params=STATES)
def parsed(request, page):
    return Page(page(request.param))


def test_every_template_of_the_administration_is_rendered_in_some_state():
    folder = paths.templates()
    found = {str(path.relative_to(folder)) for path in (folder / "admin").glob("*.html")}
    shown = {template for template, _ in samples.states().values()}
    assert len(shown) > 8
    assert found == {*shown, "admin/_frame.html", "admin/_words.html"}


def test_every_tag_that_opens_closes(parsed):
    assert not parsed.mismatched
    assert not parsed.stack


def test_every_form_that_posts_sends_a_token_to_a_path(parsed):
    for form in parsed.forms:
        assert form.action.startswith("/admin/")
        tokens = [name for name, _ in form.sends].count("csrf_token")
        assert tokens == (1 if form.given["method"] == "post" else 0)


def test_every_box_has_a_label(parsed):
    named = {label["for"] for label in parsed.all("label") if "for" in label}
    for box in parsed.all("input", "textarea", "select"):
        if box.get("type") not in {"hidden", "checkbox", "radio"}:
            assert box["id"] in named


def test_headings_are_in_order_and_begin_with_one(parsed):
    levels = [int(tag[1]) for tag, _ in parsed.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_what_points_at_one_finds_it(parsed):
    ids = [given["id"] for _, given in parsed.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for _, given in parsed.tags:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            assert set(given.get(name, "").split()) <= set(ids)
        if given.get("href", "").startswith("#"):
            assert given["href"][1:] in ids


def test_nothing_comes_from_elsewhere(parsed):
    for given in parsed.all("link", "img", "script", "source", "use"):
        for name in ("href", "src"):
            assert given.get(name, "/").startswith("/")


def test_every_kind_of_notice_and_fact_has_words(page):
    """A kind that the words do not know would stand there as the program calls it."""
    text = page("review")
    for kind in samples.KINDS:
        assert f"<li>{kind}" not in text
    shown = re.findall(r"<dt>([^<]+)</dt>", page("review-moved"))
    assert set(shown).isdisjoint({fact.kind for fact in samples.FACTS})


def test_nothing_is_linked_to_a_case(parsed):
    for link in parsed.all("a"):
        assert not link.get("href", "").startswith("/desk")
