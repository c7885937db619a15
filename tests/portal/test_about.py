"""GET /privacy, /elsewhere, /readers: texts of the instance, and who has a key."""

from datetime import timedelta

import pytest

from app.portal import texts


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/privacy", "How your data is used"),
        ("/elsewhere", "Other places you can go"),
        ("/readers", "Who has a key"),
    ],
)
def test_our_own_text_is_shown_where_the_instance_has_none(rita, path, heading):
    rita.go(path)
    assert rita.status == 200
    assert rita.heading == heading


def test_a_text_of_the_instance_stands_before_ours(rita, inst):
    (inst.texts / "privacy.md").write_text("# Ours\n\nAsk <b>Ida</b>.\n", "utf-8")
    rita.go("/privacy")
    assert rita.heading == "Ours"
    assert "Ask &lt;b&gt;Ida&lt;/b&gt;." in rita.answer.text


def test_who_has_a_key_is_listed_by_tier_with_the_day(rita):
    rita.go("/readers")
    tiers = [rita.text.index(name) for name in ("Ethics committee", "Audit committee")]
    assert tiers == sorted(tiers)
    assert rita.text.index("Alice Moreau") < rita.text.index("Olga Brandt")
    assert "2 March 2026" in rita.text


def test_only_who_is_newer_than_the_others_is_marked_as_new(rita, clock):
    assert "nobody is marked as new" in rita.go("/readers").text
    assert "tag" not in {given.get("class") for given in rita.page.all("span")}
    clock.now += timedelta(days=60)
    assert "marked as new" not in rita.go("/readers").text


def test_nobody_else_of_the_company_can_be_found(rita):
    assert "Charlie Young" not in rita.go("/readers").text
    assert rita.go("/readers?q=Charlie").status == 200


@pytest.mark.parametrize("name", ["privacy", "elsewhere", "readers"])
def test_every_shipped_text_has_a_title_and_something_below(name, tmp_path):
    text = texts.read(name, folder=tmp_path, language="en")
    assert text.title
    assert len(text.blocks) > 2
