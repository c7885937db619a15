"""Rules every template keeps, read off Jinja's own tree and off each page as it is sent."""

import itertools
import re

import jinja2
import pytest
from jinja2 import nodes
from jinja2.ext import i18n

from app import paths
from tests.portal import samples
from tests.portal.reading import Page

STATES = sorted(samples.states())
TEMPLATES = sorted(
    str(path.relative_to(paths.templates())) for path in paths.templates().rglob("*.html")
)
FIRST_VIEW_BYTES = 60_000
#: What would make text of somebody's into markup.
UNSAFE = {"safe", "markup", "xmlattr", "tojson", "forceescape"}


@pytest.fixture(params=STATES)
def parsed(request, page):
    return Page(page(request.param))


def tree(name):
    env = jinja2.Environment(autoescape=True, extensions=[i18n])
    return env.parse((paths.templates() / name).read_text(encoding="utf-8"))


def test_there_are_templates_and_states_to_look_at():
    assert len(TEMPLATES) > 12
    assert len(STATES) > 25


def test_every_portal_template_is_rendered_in_some_state():
    shown = {template for template, _ in samples.states().values()}
    parts = {"portal/layout.html", "portal/blocks.html"}
    assert {name for name in TEMPLATES if name.startswith("portal/")} == {
        *(name for name in shown if name.startswith("portal/")),
        *parts,
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_turns_text_into_markup(name):
    found = tree(name)
    assert not UNSAFE & {each.name for each in found.find_all(nodes.Filter)}
    assert not list(found.find_all(nodes.MarkSafe))
    assert not list(found.find_all(nodes.ScopedEvalContextModifier))
    called = {each.node.name for each in found.find_all(nodes.Call) if hasattr(each.node, "name")}
    assert not called & {"Markup"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_only_strings_that_stand_in_a_template_are_translated(name):
    """What somebody typed would be kept with the translations, and shown as markup."""
    calls = [call for call in tree(name).find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    translated = [c.args[0] for c in calls if c.node.name in {"_", "gettext", "ngettext"}]
    assert all(isinstance(text, nodes.Const) for text in translated)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_string_for_people_goes_through_gettext(name):
    """Whatever letters stand outside of tags and expressions would reach nobody's translator."""
    plain = " ".join(each.data for each in tree(name).find_all(nodes.TemplateData))
    for markup in (r'[\w-]+="[^"]*"', r"<[^>]*>?", r"[^<]*>", r"&\w+;"):
        plain = re.sub(markup, " ", plain)
    assert set(re.findall(r"\w{2,}", plain)) <= {"Sotto", "open"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_runs_and_nothing_is_styled_in_place(name):
    source = (paths.templates() / name).read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|<iframe|<object|<base|javascript:", source, re.IGNORECASE)
    assert not re.search(r"\s(style|on[a-z]+)\s*=", source, re.IGNORECASE)


def test_every_tag_that_opens_closes(parsed):
    assert not parsed.mismatched
    assert not parsed.stack


def test_every_posting_form_has_a_token_and_a_path(parsed):
    for form in parsed.forms:
        assert form.given["method"] == "post"
        assert form.action.startswith("/")
        assert [given.get("name") for _, given in form.controls].count("csrf_token") == 1
    for button in parsed.all("button"):
        assert button.get("formaction", "/").startswith("/")


def test_every_field_has_a_label(parsed):
    """A row that can be pressed wraps its box; every other box is named by `for`."""
    named = {label["for"] for label in parsed.all("label") if "for" in label}
    wrapped = sum("for" not in label for label in parsed.all("label"))
    boxes = [box for box in parsed.all("input") if box.get("type") in {"checkbox", "radio"}]
    assert wrapped == len(boxes)
    for box in parsed.all("input", "select", "textarea"):
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


def test_what_is_typed_leaves_for_no_service(parsed):
    """DESIGN §8: no spelling, writing, filling-in or translating service reads along."""
    for box in parsed.all("textarea", "input"):
        if box.get("type", "text") in {"text", "password"}:
            assert box["autocomplete"] == "off"
            assert box["spellcheck"] == "false"
            assert box["autocapitalize"] == "none"
            assert box["writingsuggestions"] == "false"
    if parsed.all("textarea", "output", "article"):
        html = parsed.all("html")[0]
        assert html["translate"] == "no"
        assert html["class"] == "notranslate"


def test_title_and_icon_are_the_same_neutral_ones_everywhere(page):
    heads = set()
    for state in sorted({*STATES} - {"error-desk"}):
        head = page(state).partition("</head>")[0]
        heads.add((*re.findall("<title>(.*)</title>", head), *re.findall('rel="icon".*', head)))
    ((title, _icon),) = heads
    assert title == "Notes"


def test_every_page_of_the_reporter_offers_the_five_ways_out(page):
    for state in STATES:
        if state == "error-desk":
            continue
        for path in ("/leave", "/privacy", "/elsewhere", "/readers", "/return"):
            assert f'href="{path}"' in page(state)


def test_nothing_comes_from_elsewhere(parsed):
    for given in parsed.all("link", "img", "script", "source"):
        for name in ("href", "src"):
            assert given.get(name, "/").startswith("/")


def test_the_first_view_is_small(page):
    sheet = (paths.static() / "base.css").stat().st_size
    icon = (paths.static() / "icon.svg").stat().st_size
    for state in ("landing", "report", "story"):
        assert len(page(state).encode()) + sheet + icon < FIRST_VIEW_BYTES


@pytest.mark.parametrize("state", ["receipt", "receipt-again", "receipt-added"])
def test_the_receipt_stands_alone_in_its_output(page, state):
    """DESIGN §7: outside programs read exactly this."""
    (words,) = re.findall(r'<output id="receipt">([^<]*)</output>', page(state))
    assert len(words.split()) == 7


@pytest.mark.parametrize("status", samples.STATUSES)
def test_status_and_messages_are_marked_as_promised(page, status):
    """DESIGN §7: outside programs read exactly this."""
    text = page(f"case-{status}")
    assert f'<p id="status" data-status="{status}">' in text
    assert re.search(rf'data-status="{status}">\s*\w', text)
    assert re.findall(r'<article class="message" data-from="(\w+)">', text) == [
        "reporter",
        "handlers",
        "reporter",
    ]


def test_the_first_form_of_a_check_page_sends_the_words_again(page):
    """DESIGN §7: the check page's first form posts here again."""
    for state, action, box in (
        ("check", "/report/send", "story"),
        ("check-reply", "/case/reply", "message"),
    ):
        form = Page(page(state)).forms[0]
        names = {given.get("name") for _, given in form.controls}
        assert form.action == action
        assert {box, "only_mentioned", "other_person", "not_them"} <= names


def test_a_leading_empty_line_of_the_story_is_not_lost(shell):
    """The parser of HTML drops one newline after the tag, so there is one more."""
    macros = shell.jinja_env.get_template("shared/macros.html").module
    assert ">\n\n\nStory</textarea>" in str(macros.textarea("story", "\n\nStory"))


def test_an_error_names_its_field_and_leads_to_it(page):
    text = page("story-wrong")
    assert '<div role="alert"' in text
    assert '<a href="#story">' in text
    assert 'aria-describedby="story-hint story-mend" aria-invalid="true"' in text


def test_a_page_that_refuses_a_report_gives_no_reason_and_keeps_the_words(page):
    text = page("refused")
    assert "We cannot take this report here" in text
    assert samples.STORY.splitlines()[0] in text
    assert "<form" not in text
