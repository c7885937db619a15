"""What people have open goes on over midnight, at two workers, with secrets that change by the day.

DESIGN §4: a day secret is destroyed after two days; what was sealed under yesterday's still opens.
"""

import os
import threading
from datetime import timedelta

import pytest

from app.store.secrets import Secrets
from tests.journeys.outside import STORY
from tests.support.cast import START


@pytest.fixture
def eve(company):
    """Ten minutes to midnight, of a day later than any before."""
    clock = company.served.clock
    tonight = (clock() + timedelta(days=1)).replace(hour=23, minute=50, second=0, microsecond=0)
    clock.set(tonight)
    return clock


def test_a_report_begun_before_midnight_is_sent_after_it(rita, eve):
    rita.get("/report")
    rita.send("/report", category="fraud")
    eve.forward(minutes=20)
    rita.send("/report/send", story=STORY)
    assert rita.answer.status == 200
    assert rita.receipt


def test_a_session_begun_before_midnight_goes_on_after_it(company, rita, eve, reported):
    receipt, alice, case = reported
    rita.come_back(receipt)
    eve.forward(minutes=20)
    assert alice.get(case).status == 200
    alice.send(f"{case}/reply", message="Good morning.")
    assert alice.answer.status == 303
    assert rita.get("/case").status == 200
    assert "Good morning." in rita.answer.text


def test_words_kept_before_midnight_stand_in_the_box_after_it(rita, eve):
    eve.forward(minutes=-50)
    receipt = rita.tell(STORY) and rita.receipt
    rita.come_back(receipt)
    eve.forward(minutes=45)
    rita.send("/case/reply", message="A long night of writing.")
    assert rita.answer.status == 403
    eve.forward(minutes=20)
    rita.send("/return", receipt=receipt)
    assert ("message", "A long night of writing.") in rita.form("/case/reply").sends


def test_a_page_of_the_day_before_yesterday_is_minted_again_and_loses_nothing(rita, eve):
    rita.get("/report")
    rita.send("/report", veto=rita.form_id("Dora Klein"))
    eve.forward(days=2)
    rita.send("/report/send", story=STORY)
    assert rita.answer.status == 422
    assert "open for too long" in rita.answer.alert
    assert "No key for: Dora Klein" in rita.answer.text
    rita.send("/report/send")
    assert rita.receipt


def test_the_first_second_of_a_day_loses_nobody(company, eve):
    """Thirty who begin at once, at two workers, when there is no secret for that day yet."""
    programs = [company.visitor() for _ in range(30)]
    eve.forward(minutes=20)
    start = threading.Barrier(len(programs))

    def report(program):
        start.wait()
        program.get("/report")
        while program.answer.status in {200, 503} and not program.receipt:
            # A full house says so, and keeps the words.
            program.send(program.answer.page.forms[0].action, **words_for(program))

    threads = [threading.Thread(target=report, args=(program,)) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {program.answer.status for program in programs} == {200}


def words_for(program):
    return {"story": STORY} if "story" in program.answer.page.forms[0].names() else {}


def test_a_worker_that_tidies_up_does_not_destroy_the_secret_another_is_making(
    tmp_path, monkeypatch
):
    """P12: the two see each other's half-made files, whatever the moment."""
    day = START.date()
    one, other = (Secrets.make(tmp_path / "home") for _ in range(2))
    link = os.link

    def tidied(source, target):
        link(source, target)
        other.destroy_days(day)

    monkeypatch.setattr(os, "link", tidied)
    assert one.day(day) == other.day(day)
