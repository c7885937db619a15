"""Each page of the desk in each of its states; rules over all templates stand with the portal's."""

import itertools
import re

import pytest

from app import paths
from tests.desk import samples, shell
from tests.desk.conftest import found
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


def test_every_template_of_the_desk_is_rendered_in_some_state():
    folder = paths.templates()
    found = {str(path.relative_to(folder)) for path in (folder / "desk").glob("*.html")}
    shown = {template for template, _ in samples.states().values()}
    assert len(shown) > 5
    parts = {f"desk/_{name}.html" for name in ("frame", "reasons", "second", "words")}
    assert found == {*shown, *parts}


def test_every_tag_that_opens_closes(parsed):
    assert not parsed.mismatched
    assert not parsed.stack


def test_every_form_posts_a_token_to_a_path(parsed):
    for form in parsed.forms:
        assert form.given["method"] == "post"
        assert form.action.startswith("/desk/")
        assert [name for name, _ in form.sends].count("csrf_token") == 1


def test_every_box_has_a_label(parsed):
    named = {label["for"] for label in parsed.all("label") if "for" in label}
    for box in parsed.all("input", "textarea"):
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


def test_what_is_written_about_a_case_leaves_for_no_service(parsed):
    """No spelling, writing or translating service reads along; password managers may help."""
    for box in parsed.all("textarea"):
        assert box["spellcheck"] == "false"
        assert box["writingsuggestions"] == "false"
    if parsed.all("article", "textarea", "output"):
        assert parsed.all("html")[0]["translate"] == "no"


def test_nothing_comes_from_elsewhere(parsed):
    for given in parsed.all("link", "img", "script", "source", "use"):
        for name in ("href", "src"):
            assert given.get(name, "/").startswith("/")


def test_rows_and_pages_are_marked_as_promised(page):
    """DESIGN §7: outside programs read exactly this."""
    text = page("cases")
    row = f'<a data-case="{samples.CASE}" href="/desk/cases/{samples.CASE}">'
    assert text.count(row) == len(samples.ROWS)
    assert '<a rel="next" href="/desk?page=2">' in text
    assert 'rel="next"' not in page("cases-last-page")


def test_what_needs_its_reader_comes_first(page):
    text = page("cases")
    titles = ["Needs you now", "New to you", "Going on", "Done"]
    assert re.findall(r"<h2>([^<]+?) <span", text) == titles
    assert text.index("Health and safety") < text.index("Going on") < text.index("False accounts")


def test_a_late_case_says_so_in_words(page):
    assert "5 days overdue" in page("cases")
    answer_by = 'Answer by</span> <time datetime="2026-11-23">Monday 23 November</time>'
    assert answer_by in page("cases")


def test_an_empty_list_says_so_and_counts_nothing(page):
    text = page("cases-empty")
    assert "There is nothing for you here." in text
    assert 'class="count"' not in text


def test_status_and_messages_are_marked_as_promised(page):
    """DESIGN §7: outside programs read exactly this."""
    text = page("case")
    assert '<p id="status" data-status="assessing">' in text
    assert re.findall(r'<article class="message" data-from="(\w+)">', text) == [
        "reporter",
        "handlers",
        "reporter",
    ]


def test_why_somebody_stepped_back_is_shown_to_nobody(page):
    """CONFLICTS §3 step 3: never on which private ground another is out."""
    assert "stepped back" in page("case")
    assert "brother in law" not in page("case")


def test_a_problem_is_never_folded_away(page):
    text = page("case-no-reason")
    fold = text.index("<details open>")
    assert fold < text.index('id="reason-mend"') < text.index("</details>", fold)
    assert text.count("<details open>") == 1


def test_a_single_step_is_no_choice(page):
    """One step: its button and a fold for a reason; a radio would ask for nothing."""
    assert 'type="radio"' not in page("case-new")
    assert 'type="radio"' in page("case")


def test_fingerprints_stand_open_where_they_are_compared_and_are_folded_elsewhere(page):
    assert "<details>" not in page("roster")
    assert "As before" in page("roster")
    quiet = page("roster-quiet")
    assert quiet.count("<details>") == quiet.count('<li class="holder')
    assert "As before" not in quiet


def test_the_way_to_the_box_stands_beside_what_is_next(page):
    assert page("case").count('<a href="#message">') == 1


def test_a_declaration_names_whom_the_report_is_about_and_nothing_else(page):
    text = page("attest")
    assert "Bob Okafor" in text
    for hidden in ("I work in second-line", "6F96-19FF", "Credit taken", "Jonas Weber"):
        assert hidden not in text


def test_the_sheet_carries_what_the_demo_reads(page):
    text = page("welcomed")
    sheet = dict(re.findall(r'<output id="([\w-]+)"[^>]*>(.*?)</output>', text, re.DOTALL))
    plain = {name: re.sub("<[^>]+>", "", kept).split() for name, kept in sheet.items()}
    assert " ".join(plain["passphrase"]) == samples.GIVEN.passphrase
    assert "".join(plain["totp-secret"]) == samples.GIVEN.totp_secret
    assert " ".join(plain["recovery-words"]) == samples.GIVEN.recovery_words
    assert " ".join(plain["fingerprint"]) == samples.FINGERPRINT


def test_the_code_for_the_telephone_is_drawn_without_script_or_address(page):
    drawn = found(r'(<svg class="qr".*?</svg>)', page("welcomed"))
    assert re.search(r'<path d="[\dMhvz -]+"/>', drawn)
    assert "data:" not in page("welcomed")


def test_an_auditor_is_offered_no_cases(page):
    assert 'href="/desk"' not in page("roster-first")
    assert 'href="/desk"' in page("roster")
