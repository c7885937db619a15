"""The contract of DESIGN §7, driven by a program that knows nothing else, on both databases.

Here what the reporter's side promises, and what all pages do; test_http_contract_desk.py has the
desk, test_http_founding.py a new instance.
"""

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.outside import STORY

CATEGORIES = [
    "credit", "information", "metrics", "overselling", "privacy", "unfair", "harassment",
    "discrimination", "fraud", "accounting", "conflict", "retaliation", "safety", "other",
    "question",
]  # fmt: skip
ROLES = [
    "ceo", "cfo", "board", "management", "committee", "compliance", "hr", "legal", "it", "none",
]  # fmt: skip
BOSSES = ["no", "reader", "other"]


def test_the_landing_page_sets_no_cookie(rita):
    answer = rita.get("/")
    assert answer.status == 200
    assert answer.header("Set-Cookie") is None


def test_the_first_page_offers_the_fields_of_the_contract(rita):
    rita.get("/report")
    form = rita.form("/report")
    assert set(form.values("category")) - {""} == set(CATEGORIES)
    assert set(form.values("about_roles")) == set(ROLES)
    assert set(form.values("about_boss")) - {""} == set(BOSSES)
    assert set(form.values("about_people")) == set(form.values("veto"))
    assert len(set(form.values("veto"))) > 10
    assert {"unit", "about_names", "csrf_token"} <= form.names()


def test_every_field_may_be_left_empty(rita):
    rita.tell(STORY)
    assert rita.answer.status == 200
    assert len(rita.receipt.split()) == 7


@pytest.mark.parametrize("field", ["category", "about_roles", "about_boss"])
def test_every_value_the_contract_names_is_taken(rita, field):
    for value in {"category": CATEGORIES, "about_roles": ROLES, "about_boss": BOSSES}[field]:
        rita.get("/report")
        rita.send("/report", **{field: value})
        assert rita.answer.status == 200, value
        assert {"story", "where", "when", "danger"} <= rita.form("/report/send").names()


def test_several_names_roles_ticks_and_vetoes_are_taken(company, rita):
    rita.get("/report")
    dora, emil = rita.form_id("Dora Klein"), rita.form_id("Emil Novak")
    rita.send(
        "/report", about_roles=["hr", "it"], about_names="Kevin\nMaria Sol", veto=[dora, emil],
        unit="Billing", about_boss="other", category="fraud",
    )  # fmt: skip
    rita.send("/report/send", story=STORY, danger="yes")
    assert rita.receipt


def test_the_check_page_answers_once_and_posts_to_the_same_address(rita):
    """Its first form is the one to send; nothing else has to be known."""
    rita.tell("I told Dora Klein and the ethics committee of it, and they wrote it down.")
    assert (rita.answer.status, rita.receipt) == (200, None)
    first = rita.answer.page.forms[0]
    assert first.action == "/report/send"
    assert {"only_mentioned", "other_person", "not_them"} <= first.names()
    assert "committee" in first.values("not_them")
    rita.send("/report/send")
    assert len(rita.receipt.split()) == 7


def test_without_an_answer_the_stricter_reading_counts(company, rita):
    """T23: "the ethics committee", unanswered, is about all of it."""
    rita.tell("Dear ethics committee, this was known to all of you.")
    rita.send("/report/send")
    newest = rita.receipt
    alice = company.desk("alice")
    assert not _reads(alice, "this was known to all of you")
    assert rita.come_back(newest).status == 200


def test_only_mentioned_means_the_committee_receives_it(company, rita):
    """T22, answered: those who are only addressed read it."""
    rita.tell("Dear ethics committee, this was kept from all of you.")
    rita.send("/report/send", not_them="committee")
    assert rita.receipt
    assert _reads(company.desk("alice"), "this was kept from all of you")


def _reads(handler, words):
    """Say whether any case on the list holds these words."""
    return any(words in handler.get(path).text for path in handler.cases.values())


def test_a_report_may_come_as_multipart(rita):
    """As a browser sends it once the form has files."""
    rita.get("/report")
    rita.send("/report")
    pairs = {**dict(rita.form("/report/send").sends), "story": STORY}
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    body = "".join(part.format(*pair) for pair in pairs.items()) + "--b--\r\n"
    rita.post("/report/send", body.encode(), kind="multipart/form-data; boundary=b")
    assert rita.receipt


def test_the_receipt_opens_her_side(rita, reported):
    receipt, _, _ = reported
    rita.get("/return")
    rita.send("/return", receipt=receipt)
    assert (rita.answer.status, rita.answer.header("Location")) == (303, "/case")
    rita.follow()
    assert rita.status == "received"
    ((who, said),) = rita.messages
    assert who == "reporter"
    for words in (STORY, "Lisbon", "In spring"):
        assert words in said


def test_she_replies_and_leaves(rita, reported):
    receipt, _, _ = reported
    rita.come_back(receipt)
    rita.send("/case/reply", message="It was the last Friday, too.")
    assert (rita.answer.status, rita.answer.header("Location")) == (303, "/case")
    rita.follow()
    assert [who for who, _ in rita.messages] == ["reporter", "reporter"]
    rita.send("/case/leave")
    assert rita.answer.status == 303
    assert rita.follow().status == 200
    rita.get("/case")
    assert (rita.answer.status, rita.answer.header("Location")) == (303, "/return")


def test_a_reply_may_answer_once_with_a_check_page(rita, reported):
    """Nothing is stored before; its first form posts to /case/reply."""
    receipt, _, _ = reported
    rita.come_back(receipt)
    rita.send("/case/reply", message="Emil Novak has a copy of the list.")
    assert rita.answer.status == 200
    check = rita.answer
    rita.get("/case")
    assert len(rita.messages) == 1
    rita.answer = check
    assert rita.answer.page.forms[0].action == "/case/reply"
    rita.send("/case/reply")
    rita.follow()
    assert len(rita.messages) == 2


def test_leaving_clears_the_browser_and_goes_where_nobody_asks(rita, reported):
    rita.come_back(reported[0])
    answer = rita.get("/leave")
    assert answer.header("Clear-Site-Data") == '"cookies", "storage"'
    assert answer.header("Location") == "https://www.wikipedia.org/"
    assert rita.get("/case").header("Location") == "/return"


# On every surface: errors, tokens, addresses


def test_errors_are_alerts_that_name_the_field_and_the_mend(company, rita, reported):
    receipt, alice, case = reported
    rita.tell("")
    assert "the box is empty" in rita.answer.alert
    rita.get("/report")
    rita.send("/report", about_names="\n".join(str(n) for n in range(101)))
    assert "at most 100 people" in rita.answer.alert
    rita.get("/return")
    assert "“zzyzx”" in rita.send("/return", receipt="abacus zzyzx").alert
    assert "seven words" in rita.send("/return", receipt="abacus " * 7).alert
    rita.come_back(receipt)
    assert rita.send("/case/reply", message=" ").alert
    alice.get(case)
    assert alice.send(f"{case}/reply", message=" ").alert
    assert alice.send(f"{case}/notes", note=" ").alert
    assert alice.get("/desk/nothing").alert


@pytest.mark.parametrize("path", ["/nothing", "/report/nothing", "/case/nothing", "/desk/nothing"])
def test_what_is_not_there_is_a_404_without_a_form(company, rita, reported, path):
    receipt, alice, _ = reported
    rita.come_back(receipt)
    program = alice if path.startswith("/desk") else rita
    answer = program.get(path)
    assert answer.status == 404
    assert answer.alike == program.get(path + "-else").alike
    assert answer.page.forms == []


def test_every_form_of_every_page_carries_a_token_and_a_path_without_a_host(rita, reported):
    receipt, alice, case = reported
    pages = [rita.get("/report"), rita.send("/report"), rita.get("/return"), rita.get("/return")]
    pages += [rita.come_back(receipt), alice.get("/desk"), alice.get(case)]
    pages += [alice.get("/desk/roster"), alice.get("/desk/sign-in"), alice.get("/desk/welcome")]
    forms = [form for page in pages for form in page.page.forms]
    assert len(forms) > 12
    for form in forms:
        assert "csrf_token" in form.names()
        assert urlsplit(form.action)._replace(path="") == urlsplit("")
        assert form.action.startswith("/")


def test_nothing_is_taken_without_the_token(company, reported):
    receipt, alice, case = reported
    assert company.visitor().post("/report/send", {"story": STORY}).status == 400
    assert company.visitor().post("/return", {"receipt": receipt}).status == 400
    assert company.visitor().post("/desk/sign-in", company.keys_of("alice")).status == 400
    assert alice.post(f"{case}/reply", {"message": "Hello"}).status == 400
    alice.get(case)
    assert len(alice.messages) == 1


def test_no_page_has_a_script_or_asks_another_host(rita, reported):
    receipt, alice, case = reported
    pages = [rita.get(path) for path in ("/", "/report", "/readers", "/privacy", "/elsewhere")]
    pages += [rita.come_back(receipt), alice.get("/desk"), alice.get(case)]
    for answer in pages:
        assert not answer.page.all("script")
        assert "script-src 'none'" in answer.header("Content-Security-Policy")
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', answer.html)
        assert not re.findall(r'<link[^>]*href="(?:https?:)?//', answer.html)
