"""POST /desk/cases/…/recuse: the last act in a case is to lose it."""

from tests.desk.conftest import found
from tests.support import flows


def step_back(browser, case, reason="", page=None):
    return browser.send(case + "/recuse", {"reason": reason}, page=page)


def test_it_works(alice, case, nowhere):
    answer = step_back(alice, case, "He is my brother in law.", case)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk")
    assert case not in alice.get("/desk").text
    assert alice.get(case).data == alice.get(nowhere).data


def test_the_list_says_once_that_it_is_done(alice, case):
    step_back(alice, case, "", case)

    assert "You have stepped back." in alice.get("/desk").text
    assert "You have stepped back." not in alice.get("/desk").text


def test_no_reason_is_needed(alice, case):
    assert step_back(alice, case, "", case).status_code == 303


def test_the_others_go_on_and_do_not_learn_why(alice, visitor, case):
    """CONFLICTS §3 step 3."""
    step_back(alice, case, "He is my brother in law.", case)

    text = visitor("dora").get(case).text
    assert "The numbers are changed every Friday." in text
    assert "brother" not in text


def test_the_reporter_is_not_told(alice, case, told):
    before = told()
    step_back(alice, case, "He is my brother in law.", case)

    assert told() == before


def test_her_next_message_does_not_reach_who_stepped_back(alice, case, inst, receipt, clock):
    step_back(alice, case, "", case)
    flows.say(inst, flows.come_back(inst, receipt), "One more thing.", clock.now)

    assert alice.get(case).status_code == 404


def test_the_accused_gets_what_a_random_address_gives(bob, case, nowhere):
    his, random = step_back(bob, case), step_back(bob, nowhere)

    assert his.status_code == random.status_code == 404
    assert his.data == random.data


def test_a_stranger_is_led_to_the_door(stranger, case):
    assert stranger.post(case + "/recuse", {}).headers["Location"] == "/desk/sign-in"


def test_the_last_reader_cannot_leave_a_case_to_nobody(inst, visitor):
    """P12: the page says so, and nothing typed is lost."""
    flows.report(inst, about_roles=("board",), veto=("viktor",), category="accounting")
    uma = visitor("uma")
    path = found(r'href="(/desk/cases/[^"]+)">', uma.get("/desk").text)

    answer = step_back(uma, path, "I know them all.", path)

    assert answer.status_code == 409
    assert "nobody could read this case" in answer.text
    assert "I know them all." in answer.text
    assert uma.get(path).status_code == 200


def test_a_reason_that_is_too_long_is_given_back(alice, case):
    answer = step_back(alice, case, "word " * 5000, case)

    assert answer.status_code == 422
    assert '<a href="#recuse-reason">' in answer.text
    assert alice.get(case).status_code == 200
