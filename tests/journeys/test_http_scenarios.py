"""Scenarios of CONFLICTS §6 as they are lived through, at both surfaces and two workers."""

import uuid
from datetime import timedelta

import pytest

from app.services import people
from tests.journeys.outside import STORY
from tests.support import cast as casting
from tests.support.seeds import case_ids


@pytest.fixture
def told(company):
    """Give a function: somebody's report → the address of its case."""

    def tell(rita, story=STORY, *, about=None, **words):
        before = set(case_ids(company.inst))
        rita.tell(story, about=about, **words)
        if not rita.receipt:
            rita.send("/report/send")
        assert rita.receipt
        (case,) = set(case_ids(company.inst)) - before
        return f"/desk/cases/{uuid.UUID(bytes=case)}"

    return tell


def readers(company, path, people_=("alice", "bob", "dora", "emil", "farid", "olga", "uma")):
    """Give those for whom an address opens."""
    return {person for person in people_ if company.desk(person).get(path).status == 200}


@pytest.mark.parametrize(
    "written",
    ["Bob Okafor", "OKAFOR, Robert", "robert.okafor@harbour.test", "The Head of Support"],
)
def test_whoever_the_story_names_is_out_however_he_is_written(company, rita, told, written):
    """T1: a nickname, the other order, capitals, an address, a title."""
    path = told(rita, f"{written} changes the numbers.")
    assert "bob" not in readers(company, path, ["bob", "alice"])


def test_someone_of_the_committee_is_the_whole_committee(company, rita, told):
    """T2."""
    path = told(rita, about={"about_roles": "committee"})
    assert readers(company, path) == {"olga"}


def test_where_and_when_are_searched_for_names_as_the_story_is(company, rita, told):
    path = told(rita, where="In the office of Dora Klein", when="When Emil Novak was away")
    assert readers(company, path, ["dora", "emil", "alice"]) == {"alice"}


def test_a_name_typed_as_the_team_counts_as_well(company, rita, told):
    """P2: she wrote it down; which box it stands in is no fact about Dora."""
    path = told(rita, about={"unit": "Dora Klein's team"})
    assert "dora" not in readers(company, path, ["dora", "alice"])


def test_the_team_she_named_and_what_she_said_of_her_boss_reach_the_readers(company, rita, told):
    path = told(rita, about={"unit": "Night shift billing", "about_boss": "other"})
    text = company.desk("alice").get(path).text
    assert "Night shift billing" in text
    assert "boss" in text


def test_an_import_over_night_is_known_to_every_worker_at_once(company, rita, told):
    """T11: Emil comes under Bob; before his next request, at whichever worker, he is out."""
    rita.get("/report")
    rita.send("/report", about_people=rita.form_id("Robert Okafor"))
    before = set(case_ids(company.inst))
    rita.send("/report/send", story=STORY)
    (case,) = set(case_ids(company.inst)) - before
    path = f"/desk/cases/{uuid.UUID(bytes=case)}"
    emil, alice = company.desk("emil"), company.desk("alice")
    assert [emil.get(path).status for _ in range(4)] == [200] * 4
    company.served.clock.forward(hours=12)
    moved = casting.COMPANY.replace("Harbour,6,product,,2021-02-01", "Harbour,6,bob,,2021-02-01")
    assert moved != casting.COMPANY
    people.import_file(company.inst, moved, now=company.served.clock())
    emil, alice = company.desk("emil"), company.desk("alice")
    for _ in range(6):
        assert emil.get(path).status == 404
        assert path not in emil.get("/desk").html
        assert alice.get(path).status == 200


def test_a_half_written_report_survives_a_visit_to_an_older_one(rita, told):
    """Two tabs of one browser: the receipt opens an old report, the new one is still sent."""
    told(rita)
    receipt = rita.receipt
    rita.get("/report")
    tab = rita.send("/report", about_people=rita.form_id("Robert Okafor"))
    rita.come_back(receipt)
    rita.answer = tab
    rita.send("/report/send", story="A second matter.")
    for _ in range(2):
        assert rita.receipt is None
        assert ("story", "A second matter.") in rita.form("/report/send").sends
        rita.send("/report/send")
    assert rita.receipt
    assert rita.receipt != receipt


def test_two_reports_of_one_visit_are_two(company, rita):
    pages = [rita.get("/report") and rita.send("/report") for _ in range(2)]
    receipts = []
    for page in pages:
        rita.answer = page
        rita.send("/report/send", story=STORY)
        receipts.append(rita.receipt)
    assert len(set(receipts)) == 2


def test_nobody_who_could_read_means_nothing_is_stored(company, rita):
    """CONFLICTS §3 step 5: the words stay, the outside places are listed, no reason is given."""
    before = set(case_ids(company.inst))
    everybody = " and ".join(
        line.split(",")[1]
        for line in casting.COMPANY.splitlines()
        if line.split(",")[0] in sum(casting.TIERS.values(), ())
    )
    rita.tell(f"{everybody} all take bribes.")
    rita.send("/report/send")
    assert rita.answer.status == 422
    assert everybody in rita.answer.text
    assert "https://" in rita.answer.html
    assert rita.receipt is None
    assert set(case_ids(company.inst)) == before


def test_what_nobody_answered_comes_to_the_next_tier_on_day_eight(company, rita, told):
    """T13, T25: and to nobody else."""
    path = told(rita, about={"about_names": "Kevin"})
    assert readers(company, path, ["olga", "uma"]) == set()
    company.served.clock.set(company.served.clock() + timedelta(days=8))
    assert "olga" in readers(company, path, ["olga", "bob"])
