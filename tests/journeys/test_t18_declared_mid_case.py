"""T18 as it is lived through: Alice marries the subject in the middle of a case, at two workers."""

import uuid

from app.services import queue
from tests.journeys.outside import STORY
from tests.support import seeds

TIE = {"relation": "household", "whom": "person", "name": "Charlie Young", "since": "2026-02-14",
       "note": "We married in February."}  # fmt: skip


def test_whoever_marries_the_subject_is_out_with_the_next_request(company, rita):
    rita.get("/report")
    rita.send("/report", about_names="Charlie Young")
    rita.send("/report/send", story=STORY)
    if not rita.receipt:
        rita.send("/report/send")
    receipt = rita.receipt
    (case,) = seeds.case_ids(company.inst)
    path = f"/desk/cases/{uuid.UUID(bytes=case)}"
    alice, dora = company.desk("alice"), company.desk("dora")
    assert [alice.get(path).status for _ in range(4)] == [200] * 4

    alice.get("/desk/declarations")
    alice.send("/desk/declarations", **TIE)
    assert alice.answer.status == 303
    strange = f"/desk/cases/{uuid.UUID(int=2**100)}"
    for _ in range(6):
        assert alice.get(path).status == 404
        assert alice.answer.body == alice.get(strange).body
        assert path not in alice.get("/desk").html
        assert dora.get(path).status == 200
    assert "alice" not in seeds.holders(company.inst, company.cast)

    rita.come_back(receipt)
    rita.send("/case/reply", message="It goes on.")
    assert "alice" not in seeds.holders(company.inst, company.cast)
    assert "It goes on." in dora.get(path).text
    for colleague in (dora, company.desk("olga")):
        for page in ("/desk", "/desk/declarations", "/desk/roster", path):
            assert "married" not in colleague.get(page).text


def test_what_is_sealed_between_the_declaration_and_her_next_visit_is_not_sealed_to_her(
    company, rita
):
    """The portal's own worker knows it: no handler comes in between."""
    before = set(seeds.case_ids(company.inst))
    rita.get("/report")
    rita.send("/report", about_names="Tina Sommer")
    rita.send("/report/send", story=STORY)
    if not rita.receipt:
        rita.send("/report/send")
    (case,) = set(seeds.case_ids(company.inst)) - before
    held = seeds.holders(company.inst, company.cast, case)
    emil = company.desk("emil")
    assert "emil" in held
    queue.refresh(company.inst, seeds.staff(company.inst, company.cast, "emil"),
                  now=company.served.clock())  # fmt: skip
    emil.get("/desk/declarations")
    emil.send("/desk/declarations", **TIE | {"name": "Tina Sommer"})
    assert emil.answer.status == 303

    rita.come_back(rita.receipt)
    rita.send("/case/reply", message="It goes on.")
    assert seeds.holders(company.inst, company.cast, case) == held - {"emil"}
