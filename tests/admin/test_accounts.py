"""/admin/accounts: who is invited, moves, leaves, is given a new start; all of it waits for two."""

import re

import pytest

from app.services import accounts, rosters, signin, world
from tests.support import cast as casting
from tests.support import flows, seeds
from tests.web import small

PAGE = "/admin/accounts"
TINA = {"name": "tina", "person": "tina", "kind": "handler", "tier": "1"}


def code(answer):
    """Return the code that a page shows once."""
    assert answer.status_code == 200, answer.text
    return re.search(r'<output id="invitation"[^>]*>([A-Z2-7-]+)</output>', answer.text)[1]


def invite(adam, **fields):
    return adam.send(PAGE, {**TINA, **fields}, page=PAGE)


def ask(adam, inst, person, what, **fields):
    account = seeds.account(inst, person).hex()
    return adam.send(f"{PAGE}/{account}/{what}", fields, page=PAGE)


def readers(inst, clock):
    return {(e.name, e.tier) for e in world.current(inst, now=clock.now).roster.handlers()}


def sign_list(at_desk, *people):
    for person in people:
        browser = at_desk(person)
        page = browser.get("/desk/roster")
        given = {name: small.value(page, name) for name in ("number", "digest")}
        answer = browser.send("/desk/roster", {**given, "agree": "yes"}, page="/desk/roster")
        assert answer.status_code == 303


def test_it_works(adam, at_desk, inst, clock):
    """Tina is invited, redeems, and reads once two of different tiers have signed."""
    casting.redeem(inst, "tina", code(invite(adam)), clock.now)
    assert "Tina Sommer" in adam.get(PAGE).text
    assert ("tina", 1) not in readers(inst, clock)

    sign_list(at_desk, "alice", "olga")

    assert ("tina", 1) in readers(inst, clock)


def test_a_code_is_shown_once_and_nowhere_again(adam):
    shown = code(invite(adam))

    assert shown not in adam.get(PAGE).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"person": ""}, "person"), ({"kind": "boss"}, "kind"),
     ({"name": "x" * 201}, "name")],
)  # fmt: skip
def test_what_is_missing_is_named(adam, wrong, field):
    answer = invite(adam, **wrong)

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"person": "nobody"}, "is in the directory"), ({"name": "alice"}, "this sign-in name"),
     ({"person": "alice"}, "has an account already"), ({"tier": "9"}, "has no tier"),
     ({"tier": ""}, "has no tier"), ({"person": "gus"}, "has an account already")],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence_and_what_was_typed_stays(adam, wrong, said):
    answer = invite(adam, **wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert small.value(answer, "name") == {**TINA, **wrong}["name"]


def test_moving_somebody_is_proposed_and_counts_with_two_signatures(adam, at_desk, inst, clock):
    answer = ask(adam, inst, "bob", "move", tier="2")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "moves from tier 1 to tier 2" in adam.get(PAGE).text
    assert ("bob", 1) in readers(inst, clock)
    assert "Before: tier 1" in at_desk("alice").get("/desk/roster").text

    sign_list(at_desk, "alice", "olga")

    assert ("bob", 2) in readers(inst, clock)


def test_leaving_is_proposed_and_can_be_taken_back(adam, inst, clock):
    assert ask(adam, inst, "emil", "leave").status_code == 303
    assert "leaves" in adam.get(PAGE).text
    answer = adam.send("/admin/tiers/take-back", page=PAGE)

    assert answer.status_code == 303
    assert rosters.view(inst, staff(inst, adam), now=clock.now).proposed is None


def staff(inst, browser, person="alice"):
    return seeds.staff(inst, browser.cast, person)


@pytest.mark.parametrize(("what", "fields"), [("move", {"tier": "9"}), ("move", {"tier": "x"})])
def test_a_tier_that_does_not_exist_is_refused(adam, inst, what, fields):
    answer = ask(adam, inst, "bob", what, **fields)

    assert answer.status_code == 409
    assert "does not have" in answer.text


def test_the_last_auditor_stays(adam, inst):
    answer = ask(adam, inst, "ida", "leave")

    assert answer.status_code == 409
    assert "One auditor has to stay" in answer.text


def test_a_new_start_opens_nothing_before_two_have_signed(adam, inst, cast, clock):
    """T10: he orders it, he holds the code, and has nothing."""
    shown = code(ask(adam, inst, "bob", "reset"))
    words = cast["bob"].recovery_words
    with pytest.raises(casting_refused()):
        accounts.redeem(inst, name="bob", invitation=shown, recovery=words, now=clock.now)
    flows.two_sign(inst, cast, "dora", "olga", now=clock.now)

    assert accounts.redeem(inst, name="bob", invitation=shown, recovery=words, now=clock.now)


def casting_refused():
    from app.domain import errors

    return errors.SignInRefused


def test_what_he_asked_for_he_takes_back(adam, inst):
    ask(adam, inst, "bob", "reset")
    page = adam.get(PAGE)
    path = re.search(r'action="(/admin/accounts/changes/[0-9a-f-]+/take-back)"', page.text)[1]
    assert adam.send(path, page=PAGE).status_code == 303

    assert "A new start for" not in adam.get(PAGE).text
    assert adam.send(path, page=PAGE).status_code == 409


def test_one_more_administrator_opens_nothing_before_two_have_signed(adam, inst, cast, clock):
    shown = code(invite(adam, kind="admin"))
    with pytest.raises(casting_refused()):
        accounts.redeem(inst, signin.MANAGING, name="tina", invitation=shown, now=clock.now)
    flows.two_sign(inst, cast, "dora", "olga", now=clock.now)

    assert accounts.redeem(inst, signin.MANAGING, name="tina", invitation=shown, now=clock.now)


def test_an_open_invitation_ends_at_once(adam, inst):
    invite(adam)
    assert ask(adam, inst, "tina", "leave").status_code == 303

    assert "Tina Sommer" not in adam.get(PAGE).text


@pytest.mark.parametrize("what", ["reset", "leave", "move"])
def test_an_account_that_does_not_exist_is_a_404(adam, what):
    assert adam.send(f"{PAGE}/{'00' * 16}/{what}", page=PAGE).status_code == 404
    assert adam.send(f"{PAGE}/zz/{what}", page=PAGE).status_code == 404


def test_the_page_is_the_same_with_and_without_a_case(adam, inst, clock):
    """P7: what an administrator sees depends on no case, and nor does what he may ask for."""

    def shown():
        pages = ("/admin/people", "/admin/people/of/bob", PAGE, "/admin/tiers")
        return [re.sub(r'value="[^"]*"', "", adam.get(path).text) for path in pages]

    before = shown()
    flows.report(inst, clock.now, about=["bob"])

    assert shown() == before
