"""Whatever arrives, the answer is calm, nothing is half stored and nobody else reads it.

What the surfaces refuse by themselves is tested beside them (tests/portal, tests/desk, tests/web);
here is what needs both surfaces, two workers or both databases.
"""

import re
import socket
import threading
import uuid

import pytest

from tests.journeys.outside import STORY
from tests.support.seeds import case_ids

ODD = {
    "nothing there": "\x00",
    "controls": "a\x00b\x07c\x1b[31m\x7f",
    "invisible": "a\u200bb\u200d\u202ec\ufeff",
    "no letter": "\ufffe\uffff",
    "very long": "ä" * 40_000,
    "beyond": "\U0001f600\U000e0001",
    "percent": "%00%ff%s%(x)s{{7*7}}{x}",
    "quotes": "'\";--<script>x</script>",
}
CALM = {200, 303, 400, 403, 404, 409, 413, 422}


def is_calm(program):
    return program.answer.status in CALM and "<script" not in program.answer.html


# Odd letters, in every box there is


@pytest.mark.parametrize("field", ["unit", "entity", "about_names", "about_people", "veto"])
def test_the_first_page_takes_odd_letters(rita, field):
    rita.get("/report")
    token = dict(rita.form("/report").sends)["csrf_token"]
    for what, odd in ODD.items():
        rita.post("/report", {"csrf_token": token, field: odd})
        assert is_calm(rita), what
        if rita.answer.status == 200:
            rita.send("/report/send", story=STORY)
            assert rita.receipt, what


@pytest.mark.parametrize("field", ["story", "where", "when", "state", "only_mentioned", "not_them"])
def test_the_second_page_takes_odd_letters(rita, field):
    rita.get("/report")
    rita.send("/report")
    pairs = {**dict(rita.form("/report/send").sends), "story": STORY, "asked": "yes"}
    for what, odd in ODD.items():
        rita.post("/report/send", {**pairs, field: odd})
        assert is_calm(rita), what


@pytest.mark.parametrize("field", ["name", "passphrase", "code"])
def test_the_door_of_the_desk_takes_odd_letters(company, field):
    """On both databases the answer of a name that nobody has."""
    for what, odd in ODD.items():
        program = company.visitor()
        program.get("/desk/sign-in")
        program.send("/desk/sign-in", **{**company.keys_of("emil"), field: odd})
        assert program.answer.status in {403, 422}, what
        assert program.answer.alert


@pytest.mark.parametrize("field", ["name", "invitation", "recovery"])
def test_the_welcome_takes_odd_letters(company, field):
    given = {"name": "emil", "invitation": "AAAAAA-BBBBBB", "recovery": "castle river"}
    for what, odd in ODD.items():
        program = company.visitor()
        program.get("/desk/welcome")
        program.send("/desk/welcome", **{**given, field: odd})
        assert program.answer.status in {403, 413, 422}, what
        assert not program.answer.page.all("output")


def test_the_receipt_takes_odd_letters(rita):
    for what, odd in ODD.items():
        rita.get("/return")
        rita.send("/return", receipt=odd)
        assert rita.answer.status == 422, what
        assert rita.answer.alert


def test_an_address_takes_odd_letters(company):
    alice = company.desk("alice")
    nowhere = alice.get(f"/desk/cases/{uuid.uuid4()}")
    for odd in ODD.values():
        typed = re.sub("[^!-~]|[#?/%]", lambda found: "%" + found[0].encode().hex("%"), odd[:500])
        for path in (f"/desk/cases/{typed}", "/desk/cases/%ff%fe", "/desk/cases/"):
            assert alice.get(path).alike == nowhere.alike
        assert alice.get(f"/desk?page={typed}").status == 200


@pytest.mark.parametrize(
    ("verb", "field"),
    [("reply", "message"), ("notes", "note"), ("status", "reason"), ("status", "status")],
)
def test_a_handlers_boxes_take_odd_letters(reported, verb, field):
    _, alice, case = reported
    for what, odd in ODD.items():
        alice.get(case)
        alice.post(f"{case}/{verb}", {**dict(alice.form(f"{case}/{verb}").sends), field: odd})
        assert is_calm(alice), what
    assert alice.get(case).status == 200


def test_what_was_typed_is_kept_as_it_was_typed(company, rita):
    """Controls and invisible letters are text, on both databases and both sides."""
    rita.tell("Ask <b>Ada</b> \u202e \u200b \x1b[0m \U0001f600 now", where="Room\x00 9")
    receipt = rita.receipt
    rita.come_back(receipt)
    assert "Ask <b>Ada</b> \u202e \u200b \x1b[0m \U0001f600 now" in rita.messages[0][1]


# What the form did not offer


def test_only_mentioned_does_not_acquit_whom_she_accused(company, rita):
    """P2, P9: an answer nobody asked for gives no key to somebody she ticked."""
    rita.get("/report")
    bob, dora = rita.form_id("Robert Okafor"), rita.form_id("Dora Klein")
    rita.send("/report", about_people=bob, veto=dora, about_roles="none")
    pairs = dict(rita.form("/report/send").sends)
    forged = [("only_mentioned", bob), ("other_person", bob), ("only_mentioned", dora)]
    before = set(case_ids(company.inst))
    rita.post("/report/send", [*{**pairs, "story": STORY, "asked": "yes"}.items(), *forged])
    assert rita.receipt
    (case,) = set(case_ids(company.inst)) - before
    path = f"/desk/cases/{uuid.UUID(bytes=case)}"
    assert company.desk("bob").get(path).status == 404
    assert company.desk("dora").get(path).status == 404
    assert company.desk("alice").get(path).status == 200


def test_not_them_does_not_acquit_a_body_she_ticked(company, rita):
    before = set(case_ids(company.inst))
    rita.get("/report")
    rita.send("/report", about_roles="committee")
    pairs = dict(rita.form("/report/send").sends)
    rita.post("/report/send", {**pairs, "story": STORY, "asked": "yes", "not_them": "committee"})
    assert rita.receipt
    (case,) = set(case_ids(company.inst)) - before
    path = f"/desk/cases/{uuid.UUID(bytes=case)}"
    assert company.desk("alice").get(path).status == 404
    assert company.desk("olga").get(path).status == 200


def test_the_plain_copy_of_her_answers_acquits_nobody(company, rita):
    """What counts is the sealed state, not the hidden fields that stand beside it."""
    before = set(case_ids(company.inst))
    rita.get("/report")
    rita.send("/report", about_people=rita.form_id("Robert Okafor"))
    pairs = {**dict(rita.form("/report/send").sends), "story": STORY}
    assert pairs.pop("about_people")
    rita.post("/report/send", pairs)
    (case,) = set(case_ids(company.inst)) - before
    assert company.desk("bob").get(f"/desk/cases/{uuid.UUID(bytes=case)}").status == 404


# A second send


def test_other_words_that_name_a_reader_are_asked_about_before_they_are_added(company, rita):
    """DESIGN §6: one case, one receipt; the reader named the second time loses it."""
    before = set(case_ids(company.inst))
    rita.get("/report")
    rita.send("/report", about_people=rita.form_id("Robert Okafor"))
    second = rita.answer
    rita.send("/report/send", story=STORY)
    receipt = rita.receipt
    (case,) = set(case_ids(company.inst)) - before
    path = f"/desk/cases/{uuid.UUID(bytes=case)}"
    assert company.desk("dora").get(path).status == 200
    rita.answer = second
    rita.send("/report/send", story=STORY + " Dora Klein signs them.")
    assert rita.receipt is None
    rita.send("/report/send")
    assert rita.receipt == receipt
    assert "added as a further message" in rita.answer.text
    assert len(set(case_ids(company.inst)) - before) == 1
    assert company.desk("dora").get(path).status == 404
    assert company.desk("alice").get(path).status == 200
    rita.come_back(receipt)
    assert len(rita.messages) == 2


# The door


def test_a_code_opens_once_even_at_two_workers_at_the_same_moment(company):
    """Twenty who saw her phone, all at once: one of them is in."""
    keys, answers = company.keys_of("viktor"), list[int]()
    programs = [company.visitor() for _ in range(20)]
    for program in programs:
        program.get("/desk/sign-in")
    start = threading.Barrier(len(programs))

    def enter(program):
        start.wait()
        program.send("/desk/sign-in", **keys)
        answers.append(program.answer.status)

    threads = [threading.Thread(target=enter, args=(program,)) for program in programs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(303) == 1
    assert set(answers) <= {303, 403, 503}


def test_a_code_of_yesterday_or_tomorrow_opens_nothing(company):
    keys = company.keys_of("omar")
    for minutes in (-2, 2, 1440):
        program = company.visitor()
        program.get("/desk/sign-in")
        moment = company.served.clock()
        code = company.cast["omar"].code(moment.fromtimestamp(moment.timestamp() + 60 * minutes))
        program.send("/desk/sign-in", **{**keys, "code": code})
        assert program.answer.status == 403


# In the middle of a long reply

LETTER = "We have read the vermilion list & ask <you> to wait until the brimstone summer. " * 40


@pytest.fixture
def ended(company, reported):
    """Alice's long reply meets the end of her session: the page she gets, and the case."""
    _, alice, case = reported
    alice.get(case)
    company.served.clock.forward(minutes=45)
    alice.send(f"{case}/reply", message=LETTER)
    return alice, case


def enter(company, program, person):
    return program.send("/desk/sign-in", **company.keys_of(person))


def test_an_ended_session_shows_the_door_and_nothing_readable(ended):
    alice, case = ended
    assert alice.answer.status == 403
    assert "vermilion" not in alice.answer.html
    assert case not in alice.answer.html
    assert dict(alice.form("/desk/sign-in").sends)["carried"]


def test_the_same_person_finds_it_in_the_box_and_nothing_was_stored(company, ended):
    alice, case = ended
    enter(company, alice, "alice")
    assert ("message", LETTER) in alice.form(f"{case}/reply").sends
    again = alice.answer
    alice.get(case)
    assert len(alice.messages) == 1
    alice.answer = again
    alice.send(f"{case}/reply")
    alice.follow()
    assert [who for who, _ in alice.messages] == ["reporter", "handlers"]


@pytest.mark.parametrize("person", ["bob", "dora", "ida"])
def test_nobody_else_finds_it_not_even_another_reader(company, ended, person):
    alice, _ = ended
    enter(company, alice, person)
    assert alice.answer.status == 303
    assert "vermilion" not in alice.follow().html


def test_a_wrong_code_on_the_way_back_keeps_it(company, ended):
    alice, case = ended
    alice.send("/desk/sign-in", **{**company.keys_of("alice"), "code": "000000"})
    assert alice.answer.status == 403
    assert "vermilion" not in alice.answer.html
    enter(company, alice, "alice")
    assert ("message", LETTER) in alice.form(f"{case}/reply").sends


def test_a_stale_token_gives_it_back_to_who_is_signed_in(reported):
    _, alice, case = reported
    alice.get(case)
    alice.send(f"{case}/reply", message=LETTER, csrf_token="stale")
    assert alice.answer.status == 400
    assert ("message", LETTER) in alice.form(f"{case}/reply").sends
    alice.send(f"{case}/reply")
    assert alice.answer.status == 303


def test_her_own_long_reply_waits_for_her_receipt_and_for_no_other(company, rita, reported):
    receipt, _, _ = reported
    other = company.visitor()
    other.tell("Somebody else tells something else.")
    rita.come_back(receipt)
    company.served.clock.forward(minutes=45)
    rita.send("/case/reply", message=LETTER)
    assert "vermilion" not in rita.answer.html
    door = rita.answer
    rita.send("/return", receipt=other.receipt)
    assert "vermilion" not in rita.answer.html
    assert rita.follow().status == 200
    assert "vermilion" not in rita.answer.html
    rita.answer = door
    rita.send("/return", receipt=receipt)
    assert rita.answer.status == 400, "the page before is of a visit that has ended"
    rita.send("/return")
    assert ("message", LETTER) in rita.form("/case/reply").sends
    rita.send("/case/reply")
    rita.follow()
    assert len(rita.messages) == 2


# Requests that are none


def test_a_report_that_was_cut_off_is_no_report(company, rita):
    """P6, P12: by the length that was promised, and in pieces that stop."""
    before = set(case_ids(company.inst))
    rita.get("/report")
    rita.send("/report")
    pairs = dict(rita.form("/report/send").sends)
    body = f"csrf_token={pairs['csrf_token']}&state={pairs['state']}&story=half+a+vermilion+st"
    head = (
        "POST /report/send HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Cookie: {rita._cookie()}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    whole = f"{head}Content-Length: {len(body) + 50}\r\n\r\n{body}"
    parts = f"{head}Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n{body}\r\n"
    for raw in (whole, parts):
        assert not sent_raw(company, raw).startswith(b"HTTP/1.1 200")
    assert set(case_ids(company.inst)) == before
    assert "vermilion" not in company.served.log.read_text()


def sent_raw(company, raw):
    with socket.create_connection(("127.0.0.1", company.served.port), timeout=20) as connection:
        connection.sendall(raw.encode())
        connection.shutdown(socket.SHUT_WR)
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize("path", ["/report/send", "/return", "/desk/sign-in", "/desk/welcome"])
def test_far_too_much_is_refused_before_it_is_read(company, path):
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {10**9}\r\n\r\n"
    )
    assert sent_raw(company, head + "story=vermilion").startswith(b"HTTP/1.1 413")


def test_after_all_of_it_the_log_has_no_failure_and_no_word(company):
    """Every test above went to these two workers; this one has to be the last of the file."""
    log = company.served.log.read_text()
    assert "event=request-failed" not in log
    assert "event=answer-failed" not in log
    for word in ("vermilion", "emil", "script", "Traceback"):
        assert word not in log
