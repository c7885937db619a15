"""The declaration before the first opening, where the policy asks for one (C4-C6, C13)."""

import uuid

import pytest

from app.domain import errors
from app.services import casework, decisions, queue
from tests.support import cast as casting
from tests.support import copies, flows, oversight, seeds

NOW = casting.START


@pytest.fixture(scope="module")
def company(founded, tmp_path_factory, request):
    """Found a company that asks for declarations, once: (instance, credentials)."""
    home = tmp_path_factory.mktemp("declaring") / "home"
    with copies.another(founded, home, request) as inst:
        casting.with_policy(inst, ask_declaration=True)
        yield inst, casting.found_company(inst)


@pytest.fixture
def declaring(company):
    """File one more report there: (instance, credentials, its case, Alice)."""
    inst, cast = company
    before = set(seeds.case_ids(inst))
    flows.report(inst, about=["bob"], story="He cheats, says Mrs Zyx.")
    (case,) = set(seeds.case_ids(inst)) - before
    return inst, cast, str(uuid.UUID(bytes=case)), seeds.staff(inst, cast, "alice")


def test_before_it_the_page_names_only_whom_the_report_is_about(declaring):
    inst, _, case, alice = declaring
    view = casework.open_case(inst, alice, case=case, now=NOW)
    assert view.must_attest
    assert view.about == ("Robert Okafor",)
    assert (view.messages, view.notes, view.speak_with) == ((), (), ())
    assert "Zyx" not in repr(view)


def test_after_it_the_case_is_open(declaring):
    inst, _, case, alice = declaring
    casework.attest(inst, alice, case=case, stand="clear", because="", now=NOW)
    view = casework.open_case(inst, alice, case=case, now=NOW)
    assert not view.must_attest
    assert "Zyx" in view.messages[0].text


def test_the_declaration_of_one_does_not_open_the_case_for_another(declaring):
    inst, cast, case, alice = declaring
    casework.attest(inst, alice, case=case, stand="clear", because="", now=NOW)
    dora = seeds.staff(inst, cast, "dora")
    assert casework.open_case(inst, dora, case=case, now=NOW).must_attest


def test_who_stands_aside_is_out_with_the_same_commit(declaring):
    """T5, T18: approved the contract, married the subject: out at once and for good."""
    inst, cast, case, alice = declaring
    casework.attest(inst, alice, case=case, stand="aside", because="I hired him.", now=NOW)
    assert "alice" not in seeds.holders(inst, cast, uuid.UUID(case).bytes)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, alice, case=case, now=NOW)


@pytest.mark.parametrize(
    ("ground", "number", "by"),
    [("prior", "C6", "two"), ("dispute", "C10", "nobody"), ("author", "C13", "nobody"),
     ("", None, "nobody")],
)  # fmt: skip
def test_the_case_keeps_who_may_lift_it_and_the_auditors_the_ground(
    declaring, monkeypatch, ground, number, by
):
    """C6, C10, C13: a reader can open every item of the case, and Alice may be the reporter."""
    inst, cast, case, alice = declaring
    before, verdicts, judge = oversight.count(inst), [], decisions.judge

    def judging(*args, **kwargs):
        verdicts.append(judge(*args, **kwargs))
        return verdicts[-1]

    casework.attest(inst, alice, case=case, stand="aside", because="", ground=ground, now=NOW)
    (row,) = oversight.since(inst, cast, before)
    assert row.get("ground") == number
    monkeypatch.setattr(decisions, "judge", judging)
    dora = seeds.staff(inst, cast, "dora")
    casework.attest(inst, dora, case=case, stand="clear", because="", now=NOW)
    view = casework.open_case(inst, dora, case=case, now=NOW)
    (out,) = verdicts[-1].decision.excluded["alice"]
    assert (out.ground, out.liftable_by) == ("C6", by)
    assert not [note for note in view.notes if note.text]


@pytest.mark.parametrize("act", ["reply", "note", "status"])
def test_nothing_is_done_before_it(declaring, act):
    inst, cast, case, alice = declaring
    before = oversight.count(inst)
    with pytest.raises(errors.NotFound):
        {
            "reply": lambda: casework.reply(inst, alice, case=case, message="Hi.", now=NOW),
            "note": lambda: casework.note(inst, alice, case=case, note="Hm.", now=NOW),
            "status": lambda: casework.set_status(
                inst, alice, case=case, status="acknowledged", reason="", now=NOW
            ),
        }[act]()
    assert [row["event"] for row in oversight.since(inst, cast, before)] == ["refused"]


def test_a_case_not_read_yet_stays_unread_until_the_declaration(declaring):
    inst, _, case, alice = declaring
    casework.open_case(inst, alice, case=case, now=NOW)
    (row,) = (row for row in queue.list_page(inst, alice, now=NOW).rows if row.case == case)
    assert row.unread
