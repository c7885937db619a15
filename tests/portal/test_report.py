"""GET and POST /report: what and who, and what her answers do."""

import re

import pytest

from app.domain import cases
from tests.portal.rita import Rita


def test_it_lists_readers_and_published_seniors_with_two_ticks_each(rita):
    rita.go("/report")
    names = [given["name"] for given in rita.page.all("input") if "name" in given]
    listed = names.count("veto")
    assert listed == names.count("about_people") > 10
    assert "Robert Okafor" in rita.answer.text
    assert "Carlos Mendez" in rita.answer.text
    assert "Charlie Young" not in rita.answer.text


def test_readers_stand_below_the_group_they_read_for_and_seniors_apart(rita):
    """CONFLICTS §5: the published list, and nothing else, says who stands where."""
    text = rita.go("/report").text
    at = [
        text.index(each)
        for each in ("Ethics committee", "Alice Moreau", "Audit committee", "Olga Brandt", "Senior")
    ]
    assert at == sorted(at)
    tiers = re.findall(r"<h3>([^<]*)</h3>", rita.answer.text)[:3]
    rita.go("/readers")
    assert tiers == re.findall(r'<h2 id="tier-\d">([^<]*)</h2>', rita.answer.text)


def test_none_of_these_stands_apart_and_is_sent_like_the_others(rita):
    rita.go("/report")
    roles = [given["value"] for given in rita.page.all("input") if given["name"] == "about_roles"]
    assert roles == list(cases.ROLES)
    rita.send("/report", about_roles="none")
    assert rita.sent("/report/send")["about_roles"] == ["none"]


def test_the_empty_page_is_the_same_for_everybody_but_for_the_token(rita, app):
    """Whoever was here before leaves nothing on it, ticked or typed."""
    rita.go("/report").send("/report", about_names="Gossip", change="yes")
    assert "Gossip" in rita.answer.text
    texts = {}
    for visitor in (rita, Rita(app)):
        text, token = visitor.go("/report").answer.text, visitor.sent("/report")["csrf_token"][0]
        texts[token] = text.replace(token, "")
    assert len(texts) == 2
    assert len(set(texts.values())) == 1
    assert "Gossip" not in "".join(texts.values())


def test_everything_may_stay_empty(rita):
    rita.go("/report").send("/report")
    assert rita.status == 200
    assert rita.heading == "What happened?"


def test_the_second_page_says_who_cannot_read_it(rita):
    """CONFLICTS §5: made from her own answers and the published list alone."""
    rita.go("/report")
    bob, dora = rita.id_of("Robert Okafor"), rita.id_of("Dora Klein")
    rita.send("/report", about_people=bob, veto=dora)
    assert "No key for: Dora Klein, Robert Okafor." in rita.text
    assert "At most these people in it can read it: Alice Moreau" in rita.text


def test_ticks_that_leave_nobody_are_pointed_out_at_once_and_stay_ticked(rita):
    rita.go("/report")
    everybody = [given["value"] for given in rita.page.all("input") if given.get("name") == "veto"]
    rita.send("/report", veto=everybody)
    assert rita.status == 422
    assert "nobody is left" in rita.alert
    assert 'href="#people"' in rita.answer.text
    assert rita.sent("/report")["veto"] == everybody


def test_ten_thousand_names_get_a_clear_sentence_and_are_kept(rita):
    names = "\n".join(f"Name Number{number}" for number in range(10_000))
    rita.go("/report").send("/report", about_names=names)
    assert rita.status == 422
    assert "at most 100 people" in rita.alert
    assert rita.sent("/report")["about_names"] == [names]


@pytest.mark.parametrize(
    "forged", [{"category": "gossip"}, {"about_roles": "pope"}, {"about_boss": "maybe"}]
)
def test_a_value_the_page_does_not_offer_is_refused(rita, forged):
    rita.go("/report").send("/report", **forged)
    assert rita.status == 422
    assert "choose from the list" in rita.alert


def test_an_id_the_page_did_not_offer_is_taken_as_a_name(rita):
    """DESIGN §6: and nothing on the page tells it apart from one that exists."""
    rita.go("/report").send("/report", about_people="0123456789abcdef")
    assert rita.status == 200
    assert rita.heading == "What happened?"


def test_the_way_back_keeps_ticks_and_words(rita):
    rita.go("/report")
    bob = rita.id_of("Robert Okafor")
    rita.send("/report", veto=bob, category="fraud", about_roles=["hr", "it"])
    rita.send("/report/send", to="/report", change="yes", story="\nOnce\n\nupon", danger="yes")
    assert rita.status == 200
    assert rita.sent("/report")["veto"] == [bob]
    assert rita.sent("/report")["category"] == ["fraud"]
    assert rita.sent("/report")["about_roles"] == ["hr", "it"]
    rita.send("/report")
    assert rita.sent("/report/send")["story"] == ["\nOnce\n\nupon"]
    assert rita.sent("/report/send")["danger"] == ["yes"]


def test_without_a_token_nothing_is_taken_and_the_words_come_back(rita):
    rita.go("/report").send("/report", csrf_token="stale", about_names="Kevin")
    assert rita.status == 400
    assert rita.sent("/report")["about_names"] == ["Kevin"]
