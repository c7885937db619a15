"""POST /report/send: the receipt, the check page, and whatever else may come."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import intake
from app.store import db

STORY = "Somebody in the night shift writes refunds to his own card."


def cases(inst):
    with inst.db.read() as session:
        return session.connection().exec_driver_sql("SELECT count(*) FROM cases").scalar()


def test_it_answers_with_seven_words_and_a_date(rita, inst):
    rita.tell(STORY)
    assert rita.status == 200
    assert len(rita.receipt.split()) == 7
    assert "9 March 2026" in rita.text
    assert "You may go to an authority at any time." in rita.text
    assert cases(inst) == 1


def test_nothing_is_stored_before_send(rita, inst):
    rita.go("/report").send("/report", category="fraud")
    assert cases(inst) == 0


def test_pressing_send_twice_shows_the_same_receipt(rita, inst):
    """P6."""
    rita.go("/report").send("/report")
    second = rita.answer
    rita.send("/report/send", story=STORY)
    first_receipt = rita.receipt
    rita.answer = second
    rita.send("/report/send", story=STORY)
    assert rita.receipt == first_receipt
    assert "we have it once" in rita.text
    assert cases(inst) == 1


def test_other_words_the_second_time_are_added_and_the_page_says_so(rita, inst):
    """DESIGN §6."""
    rita.go("/report").send("/report")
    second = rita.answer
    rita.send("/report/send", story=STORY)
    rita.answer = second
    rita.send("/report/send", story=STORY + " And on Sunday again.")
    assert "added as a further message" in rita.text
    rita.come_back(rita.receipt)
    assert rita.answer.text.count('data-from="reporter"') == 2
    assert cases(inst) == 1


@pytest.mark.parametrize("story", ["", " \n\t ", "\u200b\u200d\ufeff", "\x00\x07"])
def test_an_empty_story_is_pointed_at(rita, inst, story):
    rita.tell(story, where="Leipzig")
    assert rita.status == 422
    assert "the box is empty" in rita.alert
    assert 'href="#story"' in rita.answer.text
    assert rita.sent("/report/send")["where"] == ["Leipzig"]
    assert cases(inst) == 0


def test_a_story_of_200000_letters_is_given_back_whole(rita, inst):
    story = "ß" * 200_000
    rita.tell(story)
    assert rita.status == 422
    assert "at most 100,000 letters" in rita.alert
    assert rita.sent("/report/send")["story"] == [story]
    assert cases(inst) == 0


def test_the_way_back_with_a_story_too_long_loses_nothing(rita):
    story = "€" * 200_000
    rita.go("/report").send("/report")
    rita.send("/report/send", to="/report", change="yes", story=story)
    assert rita.status == 200
    rita.send("/report")
    assert rita.sent("/report/send")["story"] == [story]


def test_after_an_error_the_state_and_its_receipt_stay(rita):
    rita.go("/report").send("/report")
    state = rita.sent("/report/send")["state"]
    rita.send("/report/send", story="")
    assert rita.sent("/report/send")["state"] == state


@pytest.mark.parametrize("letters", ["a\u200bb \x1b[31m \x00 \u202e", "e\u0301\ufb01 \U0001f600"])
def test_odd_letters_are_fine_and_come_back_as_typed(rita, letters):
    rita.tell(STORY + letters)
    assert rita.receipt
    rita.come_back(rita.receipt)
    assert rita.status == 200
    assert letters.replace("\x00", "") in rita.answer.text.replace("\x00", "")


def test_invalid_utf8_is_taken_with_marks_in_its_place(rita):
    rita.go("/report").send("/report")
    pairs = rita.sent("/report/send")
    token, state = pairs["csrf_token"][0], pairs["state"][0]
    rita.answer = rita.client.post(
        "/report/send",
        data=f"csrf_token={token}&state={state}&story=caf%e9%ff".encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert rita.receipt


@pytest.mark.parametrize("state", ["", "forged", "=====", "\u20ac", "A" * 5000])
def test_a_forged_state_starts_nothing_and_the_second_try_works(rita, inst, state):
    """DESIGN §6: keeps what was typed, mints a new one and asks to send again."""
    rita.go("/report")
    bob = rita.id_of("Robert Okafor")
    rita.send("/report", veto=bob)
    rita.send("/report/send", story=STORY, state=state)
    assert rita.status == 422
    assert "press “Send” again" in rita.alert
    assert "No key for: Robert Okafor." in rita.text
    assert cases(inst) == 0
    assert rita.sent("/report/send")["story"] == [STORY]
    assert rita.send("/report/send").receipt


def test_a_state_three_days_old_loses_no_veto(rita, clock, inst):
    rita.go("/report")
    bob = rita.id_of("Robert Okafor")
    rita.send("/report", veto=bob)
    clock.now += timedelta(days=3)
    rita.send("/report/send", story=STORY)
    assert rita.status == 422
    assert "No key for: Robert Okafor." in rita.text
    assert rita.sent("/report/send")["veto"] == [bob]
    assert rita.send("/report/send").receipt
    assert cases(inst) == 1


def test_the_state_of_somebody_else_starts_nothing(app, rita, inst):
    other = type(rita)(app)
    foreign = other.go("/report").send("/report").sent("/report/send")["state"]
    rita.go("/report").send("/report").send("/report/send", story=STORY, state=foreign[0])
    assert rita.status == 422
    assert cases(inst) == 0


def test_a_reader_named_in_the_text_is_asked_about_once(rita, inst):
    """The check page: its first form posts here again, with the words in it."""
    rita.tell(STORY + " I think Robert Okafor knows.", where="Lisbon")
    assert rita.heading == "Is your report about them?"
    assert cases(inst) == 0
    assert rita.page.forms[0].action == "/report/send"
    sent = rita.sent("/report/send")
    assert sent["where"] == ["Lisbon"]
    assert sent["story"][0].startswith(STORY)
    assert rita.send("/report/send").receipt
    assert cases(inst) == 1


def test_a_body_named_in_the_text_is_asked_about(rita):
    """T22."""
    rita.tell("Dear ethics committee, my manager told HR that the CEO knows.")
    boxes = {given.get("name") for given in rita.page.all("input")}
    assert "not_them" in boxes
    rita.send("/report/send", not_them=["committee", "hr", "management", "ceo"])
    assert rita.receipt


def test_when_nobody_may_read_it_nothing_is_stored_and_the_words_stay(rita, inst):
    """CONFLICTS §3 step 5."""
    everybody = (
        "Alice Moreau, Robert Okafor, Dora Klein, Emil Novak, Farid Aziz, Olga Brandt, "
        "Omar Haddad, Oskar Lind, Uma Reyes and Viktor Hahn all take bribes."
    )
    rita.tell(everybody)
    if rita.heading == "Is your report about them?":
        rita.send("/report/send")
    assert rita.status == 422
    assert rita.heading == "We cannot take this report here"
    assert everybody in rita.text
    assert 'href="https://www.bundesjustizamt.de"' in rita.answer.text
    assert rita.receipt is None
    assert cases(inst) == 0


@pytest.mark.parametrize("trouble", [db.DatabaseUnavailable, errors.Busy])
def test_when_storage_or_places_are_short_words_and_receipt_are_kept(
    rita, inst, monkeypatch, trouble
):
    """P12: the page that says so sends the same words with the same state again."""

    def short(*_, **__):
        raise trouble

    rita.go("/report").send("/report")
    state = rita.sent("/report/send")["state"]
    with monkeypatch.context() as patched:
        patched.setattr(intake, "submit", short)
        rita.send("/report/send", story=STORY)
    assert rita.status == 503
    assert rita.sent("/report/send")["story"] == [STORY]
    assert rita.sent("/report/send")["state"] == state
    assert rita.send("/report/send").receipt
    assert cases(inst) == 1


def test_the_receipt_page_keeps_translators_away(rita):
    html = rita.tell(STORY).page.all("html")[0]
    assert (html["translate"], html["class"]) == ("no", "notranslate")
    assert rita.answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/report", "/report/send"])
def test_before_the_list_is_signed_the_place_is_not_open(empty, clock, path):
    from app import factory
    from app.settings import Settings
    from tests.portal.rita import Rita

    settings = Settings.load({}, home=empty.home, surfaces="portal", kdf_profile="cheap")
    rita = Rita(factory.create_app(settings, clock=clock, inst=empty))
    rita.go("/report")
    assert rita.status == 503
    assert rita.heading == "This place is not open yet"
    assert not rita.page.forms
    token = rita.go("/return").sent("/return")["csrf_token"]
    rita.answer = rita.client.post(path, data={"csrf_token": token, "story": STORY})
    assert rita.receipt is None
    assert STORY in rita.text
