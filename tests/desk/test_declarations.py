"""GET and POST /desk/declarations: what ties a handler to others, ahead of any case (T18, T24)."""

import re
from datetime import timedelta

import pytest

from app.store import schema
from tests.desk.conftest import found
from tests.support import bob, flows

PAGE = "/desk/declarations"
TIE = {"relation": "family", "whom": "person", "name": "Charlie Young", "since": "2020-05-01",
       "note": "My brother."}  # fmt: skip


def declare(browser, **fields):
    return browser.send(PAGE, TIE | fields, page=PAGE)


def test_the_form_says_above_what_a_share_counts(alice):
    """C5: the numbers are those of the policy."""
    assert "more than 5,000 euros, or more than 0.1 % of the firm" in alice.get(PAGE).text


def shown(text):
    """Give the names of what stands there as declared."""
    return re.findall(r'<div class="holder-who">\s*<h3>(.*?)</h3>', text)


def test_it_works(alice):
    assert shown(alice.get(PAGE).text) == []
    answer = declare(alice)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    page = alice.get(PAGE).text
    assert "It is kept, and counts from now on." in page
    assert shown(page) == ["Charlie Young"]
    assert "My brother." in page
    assert ">Counts</span>" in page
    assert "It is kept, and counts from now on." not in alice.get(PAGE).text


def test_a_firm_may_go_by_several_names(alice, inst, visitor):
    """T4."""
    answer = declare(alice, whom="outside", name="Meridian GmbH", relation="holding",
                     also="MRD Freight\r\n\r\nMeri & Co.", since="", note="")  # fmt: skip
    assert answer.status_code == 303
    flows.report(inst, story="All of it is bought at MRD Freight.")
    assert "data-case" not in alice.get("/desk").text
    assert "data-case" in visitor("dora").get("/desk").text


def test_what_is_kept_for_the_record_keeps_nothing_away(alice):
    declare(alice, relation="gift-returned")
    assert ">On record</span>" in alice.get(PAGE).text


def test_what_is_declared_mid_case_closes_it_with_the_next_request(alice, inst, clock):
    """T18: Alice marries the subject."""
    flows.report(inst, about_names=("Charlie Young",))
    case = found(r'href="(/desk/cases/[0-9a-f-]{36})"', alice.get("/desk").text)
    assert alice.get(case).status_code == 200
    declare(alice, relation="household")
    assert alice.get(case).data == alice.get("/desk/cases/" + "0" * 8).data
    assert case not in alice.get("/desk").text


def test_nobody_else_is_shown_it(alice, visitor):
    declare(alice)
    for who in ("dora", "olga"):
        assert "Charlie" not in visitor(who).get(PAGE).text


def test_the_page_is_the_same_whether_or_not_there_is_a_case(alice, visitor, inst, clock):
    """CONFLICTS §5: it never depends on hidden cases."""

    def page(text):
        return re.sub(r'name="csrf_token" value="[^"]*"', "", text)

    declare(alice)
    alice.get(PAGE)
    before = page(alice.get(PAGE).text)
    flows.report(inst, about_names=("Charlie Young",))
    assert page(alice.get(PAGE).text) == before


# --- once a year ----------------------------------------------------------------------------------


def test_once_a_year_she_is_asked_to_look_through_it(alice, visitor, clock):
    reminder = "Please look through what you declared"
    assert reminder in alice.get(PAGE).text
    answer = alice.send(PAGE + "/looked-through", {}, page=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "We ask again in a year." in alice.get(PAGE).text
    assert reminder not in alice.get(PAGE).text
    clock.now += timedelta(days=366)
    assert reminder in visitor("alice").get(PAGE).text


def test_whoever_is_asked_is_told_so_once_after_the_door(alice, visitor, clock):
    """It is said of her page alone, whatever cases there are."""
    reminder = "Please look through what you declared"
    assert reminder in alice.get("/desk").text
    assert reminder not in alice.get("/desk").text
    alice.send(PAGE + "/looked-through", {}, page=PAGE)
    clock.now += timedelta(minutes=5)
    assert reminder not in visitor("alice").get("/desk").text
    clock.now += timedelta(days=366)
    assert reminder in visitor("alice").get("/desk").text


# --- taking back ----------------------------------------------------------------------------------


def test_she_asks_and_it_counts_until_two_others_have_signed(alice, visitor):
    """P7."""
    declare(alice)
    answer = alice.send(PAGE + "/0/withdraw", {}, page=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "Two others are asked." in alice.get(PAGE).text
    assert ">Counts</span>" in alice.get(PAGE).text
    for who in ("dora", "olga"):
        browser = visitor(who)
        text = browser.get("/desk/changes").text
        assert "Close family, Charlie Young" in text
        path = found(r'action="(/desk/changes/[^"]+)"', text)
        assert browser.send(path, {}, page="/desk/changes").status_code == 303
    assert ">Withdrawn</span>" in alice.get(PAGE).text


def test_twice_asked_is_said(alice):
    declare(alice)
    alice.send(PAGE + "/0/withdraw", {}, page=PAGE)
    answer = alice.send(PAGE + "/0/withdraw", {}, page=PAGE)
    assert answer.status_code == 422
    assert "This waits for two signatures already." in answer.text


@pytest.mark.parametrize("number", ["7", "-1", "x"])
def test_what_is_not_there_cannot_be_asked_back(alice, number):
    declare(alice)
    assert alice.send(f"{PAGE}/{number}/withdraw", {}, page=PAGE).status_code == 404


# --- who may --------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_door(stranger):
    answer = stranger.get(PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")


def test_an_auditor_has_no_such_page(visitor):
    ida = visitor("ida")
    for answer in (ida.get(PAGE), ida.send(PAGE, TIE), ida.send(PAGE + "/looked-through", {})):
        assert answer.status_code == 404


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"relation": ""}, "relation"),
        ({"relation": "enemy"}, "relation"),
        ({"whom": ""}, "whom"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Nobody Nowhere"}, "name"),
        ({"name": "…", "whom": "outside"}, "name"),
        ({"name": "Alice Meyer"}, "name"),
        ({"since": "last year"}, "since"),
        ({"since": "2999-01-01"}, "since"),
        ({"note": "x" * 1001}, "note"),
        ({"also": "x" * 501}, "also"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stands_there(alice, inst, fields, field, cast):
    if fields.get("name") == "Alice Meyer":
        from app.services import world

        people = world.current(inst, now=alice.clock.now).directory.people
        fields = {"name": people["alice"].name}
    answer = declare(alice, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "My brother." in answer.text or field == "note"
    assert shown(alice.get(PAGE).text) == []


def test_twice_the_same_is_said(alice):
    declare(alice)
    answer = declare(alice, note="Once more.")
    assert answer.status_code == 422
    assert "You have declared this already." in answer.text


def test_where_several_have_the_name_she_is_asked_whom_she_means(alice, inst, clock):
    from app.services import people
    from tests.support import cast as casting

    two = casting.COMPANY.replace("Gus Lange", "Charlie Young")
    people.import_file(inst, two, now=clock.now)
    answer = declare(alice)
    assert answer.status_code == 422
    picks = re.findall(r'name="pick" value="([^"]+)"', answer.text)
    assert sorted(picks) == ["charlie", "gus"]
    assert shown(alice.get(PAGE).text) == []
    assert declare(alice, pick="gus").status_code == 303


def test_a_form_without_its_token_keeps_nothing(alice):
    answer = alice.post(PAGE, TIE, token="")
    assert answer.status_code in {400, 403, 409, 422}
    assert shown(alice.get(PAGE).text) == []


def test_where_the_table_does_not_agree_staff_are_told_what_that_means(alice, visitor, inst):
    """T21: on the key list, in words of its own."""
    declare(alice)
    bob.write(inst, bob.update(schema.ties).values(sealed=b""))
    text = visitor("dora").get("/desk/roster").text
    assert "What handlers have declared does not fit" in text
    assert "the last list that fits stays in force" not in text
    answer = declare(alice, relation="loan")
    assert answer.status_code == 503
    assert "My brother." in answer.text
