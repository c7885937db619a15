"""The contract of DESIGN §7 at the desk: the door, the list, a case and every act in it."""

import uuid

import pytest

from tests.support import flows


@pytest.mark.parametrize("wrong", [{"name": "nobody"}, {"passphrase": "x y z"}, {"code": "000000"}])
def test_a_refused_sign_in_stays_on_its_address(company, wrong):
    program = company.visitor()
    program.get("/desk/sign-in")
    program.send("/desk/sign-in", **{**company.keys_of("alice"), **wrong})
    assert program.answer.status == 403
    assert program.answer.header("Location") is None
    assert "do not go together" in program.answer.alert
    assert program.form("/desk/sign-in")
    assert program.get("/desk").header("Location") == "/desk/sign-in"


def test_signing_in_leads_to_the_list_and_out_again(company):
    program = company.visitor()
    program.get("/desk/sign-in")
    program.send("/desk/sign-in", **company.keys_of("dora"))
    assert (program.answer.status, program.answer.header("Location")) == (303, "/desk")
    assert program.follow().status == 200
    program.send("/desk/sign-out")
    assert program.answer.status == 303
    assert program.get("/desk").header("Location") == "/desk/sign-in"


def test_each_row_names_a_case_and_its_address(reported):
    _, alice, _ = reported
    alice.get("/desk")
    for case, path in alice.cases.items():
        assert path == f"/desk/cases/{uuid.UUID(case)}"


def test_further_pages_are_found_by_rel_next(company):
    for _ in range(26):
        flows.report(company.inst, company.served.clock(), about=("bob",))
    alice, seen, pages = company.desk("alice"), list[str](), 1
    while True:
        seen += alice.cases
        further = alice.answer.page.all("a", rel="next")
        if not further:
            break
        alice.get(further[0].given["href"])
        pages += 1
    assert pages > 1
    assert len(seen) == len(set(seen)) > 25


def test_the_case_is_a_thread_with_a_status(reported):
    _, alice, case = reported
    alice.get(case)
    assert alice.status == "received"
    assert [who for who, _ in alice.messages] == ["reporter"]
    for verb in ("reply", "notes", "status", "recuse"):
        assert alice.form(f"{case}/{verb}")


def test_a_reply_reaches_her_and_a_note_does_not(rita, reported):
    receipt, alice, case = reported
    alice.get(case)
    alice.send(f"{case}/reply", message="Who sends them?")
    assert (alice.answer.status, alice.answer.header("Location")) == (303, case)
    alice.follow()
    alice.send(f"{case}/notes", note="Ask the archive.")
    assert (alice.answer.status, alice.answer.header("Location")) == (303, case)
    assert "Ask the archive." in alice.follow().text
    assert [who for who, _ in alice.messages] == ["reporter", "handlers"]
    rita.come_back(receipt)
    assert [who for who, _ in rita.messages] == ["reporter", "handlers"]
    assert "Who sends them?" in rita.answer.text
    assert "archive" not in rita.answer.text


def test_the_status_moves_through_the_life_of_a_case(rita, reported):
    receipt, alice, case = reported
    for status in ("acknowledged", "assessing", "investigating", "concluded", "closed"):
        alice.get(case)
        alice.post(
            f"{case}/status",
            {**dict(alice.form(f"{case}/status").sends), "status": status, "reason": "It is time."},
        )
        assert (alice.answer.status, alice.answer.header("Location")) == (303, case), status
        alice.follow()
        assert alice.status == status
        assert rita.come_back(receipt).status == 200
        assert rita.status == status
        rita.send("/case/leave")


def test_a_step_the_case_does_not_take_is_pointed_out(reported):
    _, alice, case = reported
    alice.get(case)
    sends = dict(alice.form(f"{case}/status").sends)
    assert alice.post(f"{case}/status", {**sends, "status": "closed"}).alert
    assert alice.status == "received"


def test_whoever_steps_back_is_led_to_the_list_and_loses_the_case(company, reported):
    _, _, case = reported
    emil = company.desk("emil")
    emil.get(case)
    emil.send(f"{case}/recuse", reason="He is my neighbour.")
    assert (emil.answer.status, emil.answer.header("Location")) == (303, "/desk")
    assert case not in emil.follow().html
    assert emil.get(case).alike == emil.get(f"/desk/cases/{uuid.uuid4()}").alike


VERBS = {
    "reply": {"message": "Who are you?"}, "notes": {"note": "Mine."},
    "status": {"status": "closed", "reason": "No."}, "recuse": {"reason": ""},
    "attest": {"stand": "clear", "because": ""},
}  # fmt: skip


@pytest.mark.parametrize("who", ["bob", "farid", "olga", "ida"])
def test_whoever_may_not_know_of_a_case_gets_what_a_random_address_gives(company, reported, who):
    """P2: opening it and every act in it; the accused, his people, another tier, an auditor."""
    _, alice, case = reported
    bob, nowhere = company.desk(who), f"/desk/cases/{uuid.uuid4()}"
    bob.get("/desk/roster")
    token = dict(bob.form("/desk/sign-out").sends)
    his, random = bob.get(case), bob.get(nowhere)
    assert his.status == 404
    assert his.alike == random.alike
    for verb, fields in VERBS.items():
        his = bob.post(f"{case}/{verb}", {**token, **fields})
        random = bob.post(f"{nowhere}/{verb}", {**token, **fields})
        assert his.status == 404, verb
        assert his.alike == random.alike, verb
    alice.get(case)
    assert (alice.status, len(alice.messages)) == ("received", 1)
