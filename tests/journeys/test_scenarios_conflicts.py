"""The acceptance scenarios of CONFLICTS §6, each by its number, from a report to who holds a key.

Here at the level of services: T1 to T11, T13 to T15, T18 to T20, T22 to T25 as far as this issue
builds them. The rules alone are in `tests/domain/test_scenarios.py`; T6 and T22 in a browser in
`test_browser_journey.py`; T21 in `tests/attacks`. To other issues belong of T9 search, export and
statistics, of T10 the pages of an administrator, T12 (correction by two), T16 (typed in for
somebody) and T17 (figures).
"""

import uuid
from datetime import timedelta

import pytest

from app.domain import errors
from app.services import accounts, casework, declarations, mailbox, people, queue, rosters
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting
from tests.support.cast import under

NOW = casting.START
DAY = timedelta(days=1)
TIER_1 = {"alice", "bob", "dora", "emil", "farid"}
TIER_2, TIER_3 = {"olga", "omar", "oskar"}, {"uma", "viktor"}
HIGHER = TIER_2 | TIER_3


def shown_to(inst, cast, now=NOW):
    """Whose desk shows the case."""
    found = set()
    for person in seeds.HANDLERS:
        staff = seeds.staff(inst, cast, person)
        queue.refresh(inst, staff, now=now)
        found |= {person} if flows.listed(inst, staff, now) else set()
    return found


def knocks(inst, cast, person, now=NOW):
    """Whether the case's address opens for somebody."""
    try:
        return casework.open_case(
            inst, seeds.staff(inst, cast, person), case=flows.the_case(inst), now=now
        )
    except errors.NotFound:
        return None


@pytest.mark.parametrize(
    "how",
    [
        {"story": "Robert Okafor changes the numbers."},
        {"story": "It was Okafor, Robert."},
        {"story": "Bob Okafor told us to."},
        {"story": "Ask robert.okafor@harbour.test about it."},
        {"story": "Ｒｏｂｅｒｔ　Ｏｋａｆｏｒ did."},
        {"story": "ROBERT OKAFOR's numbers."},
        {"story": "It was Robert Okaffor."},
        {"story": "Это был Роберт Окафор."},
        {"about_names": ("Robert Okafor",)},
        {"about_names": ("Mr Okafor",)},
        {"about": ["bob"]},
    ],
    ids=[
        "full",
        "turned",
        "nickname",
        "address",
        "wide",
        "shouted",
        "misspelt",
        "cyrillic",
        "typed",
        "family",
        "ticked",
    ],
)
def test_t1_a_committee_member_who_is_named_has_no_key_no_row_and_no_page(inst, cast, how):
    """T1: and nobody in his line; the others have it."""
    flows.report(inst, **how)
    assert seeds.holders(inst, cast) == {"alice", "dora", "emil"} | HIGHER
    assert shown_to(inst, cast) == {"alice", "dora", "emil"}
    assert knocks(inst, cast, "bob") is None


def test_t2_somebody_on_the_committee_no_name(inst, cast):
    """T2: the whole of tier 1 is out, tier 2 receives."""
    flows.report(inst, about_roles=("committee",))
    assert seeds.holders(inst, cast) == HIGHER
    assert shown_to(inst, cast) == TIER_2


@pytest.mark.parametrize(
    ("company", "subject", "out"),
    [
        (casting.COMPANY, "Charlie Young", {"bob"}),
        (under(casting.COMPANY, "bob", "dora"), "Robert Okafor", {"bob", "dora", "farid"}),
        (casting.COMPANY, "Pavel Horak", {"dora", "emil"}),
        (casting.COMPANY.replace(",bob,,2021", ",bob,gus,2021"), "Gus Lange", {"farid"}),
    ],
    ids=["boss's boss", "report", "boss", "dotted"],
)
def test_t3_above_or_below_the_subject(inst, cast, company, subject, out):
    """T3: C3, all levels, dotted lines too."""
    people.import_file(inst, company, now=NOW)
    flows.report(inst, about_names=(subject,))
    assert seeds.holders(inst, cast) == TIER_1 - out | HIGHER


def test_t3_within_the_last_24_months(inst, cast):
    people.import_file(inst, under(casting.COMPANY, "farid", "product"), now=NOW)
    later = NOW + 700 * DAY
    flows.report(inst, later, about=["bob"])
    assert "farid" not in seeds.holders(inst, cast)


def test_t4_a_supplier_in_which_a_member_declared_shares_or_a_gift(inst, cast):
    """T4: C5, by the name of the firm alone; the tier does not move."""
    for person, relation in (("alice", "holding"), ("dora", "gift")):
        typed = declarations.Typed(relation, outside=True, name="Meridian GmbH")
        declarations.declare(inst, seeds.staff(inst, cast, person), typed, now=NOW)
    flows.report(inst, story="Everything is bought at Meridian now.")
    assert shown_to(inst, cast) == TIER_1 - {"alice", "dora"}
    assert seeds.holders(inst, cast) == (TIER_1 | HIGHER) - {"alice", "dora"}


def test_t5_t18_who_learns_of_a_tie_in_the_middle_is_out_with_one_act(inst, cast):
    """T18: C4 at once; what Dora's last act seals is not sealed to her."""
    rita = flows.come_back(inst, flows.report(inst))
    assert knocks(inst, cast, "dora")
    dora, case = seeds.staff(inst, cast, "dora"), flows.the_case(inst)
    casework.attest(inst, dora, case=case, stand="aside", because="We married.", now=NOW)
    assert "dora" not in seeds.holders(inst, cast)
    flows.say(inst, rita, "More.")
    assert knocks(inst, cast, "alice")
    assert knocks(inst, cast, "dora") is None
    assert "dora" not in seeds.holders(inst, cast)


def test_t6_a_new_name_in_message_14(inst, cast):
    """T6: out at once, on record what was read, and the clock keeps running."""
    rita = flows.come_back(inst, flows.report(inst))
    for n in range(2, 14):
        flows.say(inst, rita, f"Message {n}.")
    assert knocks(inst, cast, "emil")
    before = mailbox.open_thread(inst, rita)
    flows.say(inst, rita, "Emil Novak gets a share.")
    assert knocks(inst, cast, "emil") is None
    assert "emil" not in shown_to(inst, cast)
    after = mailbox.open_thread(inst, rita)
    assert (after.next_on, after.status) == (before.next_on, before.status)
    read = [row for row in oversight.read(inst, cast) if row["by"] == "emil"]
    assert [row["event"] for row in read[-2:]] == ["case opened", "refused"]


def test_t7_two_in_conflict_by_public_grounds_and_the_case_climbs(inst, cast):
    """T7: Olga and Omar of three, quorum 2: the ombudspeople, never Oskar alone."""
    flows.report(inst, about=["olga", "omar"])
    assert seeds.holders(inst, cast) == TIER_3
    assert shown_to(inst, cast) == TIER_3


def test_t7_by_private_grounds_and_the_standby_takes_part(inst, cast):
    """T7: the case does not move, and never one handles it alone in silence."""
    flows.report(inst, category="accounting")
    case = flows.the_case(inst)
    for person in ("olga", "omar"):
        staff = seeds.staff(inst, cast, person)
        casework.recuse(inst, staff, case=case, reason="A share.", now=NOW)
    assert shown_to(inst, cast) == {"oskar"} | TIER_3


def test_t8_the_whole_board_named(inst, cast):
    """T8: only the ombudspeople hold a key."""
    flows.report(inst, about_roles=("board",))
    assert seeds.holders(inst, cast) == TIER_3


def test_t9_the_excluded_with_a_restored_backup(inst, cast):
    """T9, T19: his own key and every row there is."""
    flows.report(inst, about=["bob"])
    assert all("bob" not in opened for opened in seeds.openings(inst, cast).values())
    restored = bob.restart(inst)
    assert knocks(restored, cast, "bob") is None
    assert flows.listed(restored, seeds.staff(inst, cast, "bob")) == []


def test_t10_no_edit_of_an_administrator_gives_an_existing_case_a_reader(inst, cast):
    """T10: a new handler waits for two tiers; lines and dates apply at once, old ones count on."""
    flows.report(inst, about=["bob"])
    before = seeds.holders(inst, cast)
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    everybody = {**cast, "gus": casting.redeem(inst, "gus", code.code, NOW)}
    assert rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).current.number == 1
    moved = under(under(casting.COMPANY, "farid", "product"), "bob", "product")
    people.import_file(inst, moved, as_of=(NOW - 800 * DAY).date(), now=NOW)
    accounts.reset(inst, name="alice", now=NOW)
    for person in ("alice", "dora"):
        assert knocks(inst, cast, person)
    assert seeds.holders(inst, everybody) == before
    flows.report(inst, about=["bob"], story="A new report.")
    for case in seeds.case_ids(inst):
        assert {"bob", "farid", "gus"}.isdisjoint(seeds.holders(inst, everybody, case))


def test_t11_an_import_overnight(inst, cast):
    """T11: out before the next request, on the list and at the address."""
    flows.report(inst, about_names=("Charlie Young",))
    assert {"alice", "dora"} <= shown_to(inst, cast)
    people.import_file(inst, under(casting.COMPANY, "charlie", "dora"), now=NOW + DAY)
    assert knocks(inst, cast, "dora", NOW + DAY) is None
    assert "dora" not in shown_to(inst, cast, NOW + DAY)
    assert knocks(inst, cast, "alice", NOW + DAY)
    assert "dora" not in seeds.holders(inst, cast)


def test_t13_t25_absent_for_more_than_seven_days(inst, cast):
    """T13, T25: the slot stays, the standby fills the quorum; nobody else's desk shows it."""
    flows.report(inst, about=["bob"])
    assert shown_to(inst, cast, NOW + 7 * DAY) == {"alice", "dora", "emil"}
    assert shown_to(inst, cast, NOW + 8 * DAY) == {"alice", "dora", "emil"} | HIGHER
    assert knocks(inst, cast, "olga", NOW + 8 * DAY).standby
    assert "alice" in seeds.holders(inst, cast)


def test_t14_the_entire_committee_named_to_stall_it(inst, cast):
    """T14: climbs, does not stall."""
    flows.report(inst, veto=sorted(TIER_1), about=sorted(TIER_1))
    assert shown_to(inst, cast) == TIER_2
    assert len(knocks(inst, cast, "olga").messages) == 1


def test_t15_a_handler_who_leaked_an_earlier_report(inst, cast):
    """T15: C8, though she answers that she only mentions him; his colleagues have it."""
    story = "I wrote to you in May, and Alice Moreau leaked my report."
    begun = flows.begin(inst, NOW)
    answers = {"asked": True, "only_mentioned": (flows.form_id(inst, "alice", NOW),)}
    flows.send(inst, begun.hidden, NOW, story, answers=answers)
    assert shown_to(inst, cast) == TIER_1 - {"alice"}
    assert knocks(inst, cast, "alice") is None
    assert "alice" not in seeds.holders(inst, cast)


def test_t20_every_session_open_and_nobody_too_many(inst, cast):
    """T20: opened by all who may, written by three at once; killed ones are in `test_crash.py`."""
    flows.report(inst, about=["bob"])
    before, case = seeds.holders(inst, cast), flows.the_case(inst)
    for person in ("alice", "dora", "emil"):
        staff = seeds.staff(inst, cast, person)
        casework.note(inst, staff, case=case, note=person, now=NOW)
    view = knocks(inst, cast, "emil")
    assert [note.text for note in view.notes] == ["alice", "dora", "emil"]
    assert seeds.holders(inst, cast) == before


DEAR = "Dear ethics committee, my manager told HR that the CEO knows."


def test_t22_only_mentioned(inst, cast):
    """T22: tier 1 receives, less those individually mentioned."""
    begun = flows.begin(inst, NOW)
    story = DEAR + " Alice Moreau was in the room."
    asked = flows.send(inst, begun.hidden, NOW, story, answers={"asked": False})
    named = tuple(about.id for about in asked.questions if about.kind == "person")
    bodies = tuple(about.id for about in asked.questions if about.kind == "body")
    answers = {"asked": True, "only_mentioned": named, "not_them": bodies}
    flows.send(inst, begun.hidden, NOW, story, answers=answers)
    assert shown_to(inst, cast) == TIER_1 - {"alice"}
    assert "alice" not in seeds.holders(inst, cast)


def test_t23_the_same_left_empty(inst, cast):
    """T23: the stricter reading climbs."""
    flows.report(inst, story=DEAR)
    assert seeds.holders(inst, cast) == HIGHER
    assert shown_to(inst, cast) == TIER_2


def test_t24_a_sham_report_shows_company_and_no_ground(inst, cast):
    """T24: beside whom he reads it he sees; on which private ground another is out, never."""
    flows.report(inst, veto=["dora", "emil", "farid"])
    alice, case = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    assert knocks(inst, cast, "bob").speak_with == ("Alice Moreau",)
    casework.recuse(inst, alice, case=case, reason="Gus is my brother.", now=NOW)
    view = knocks(inst, cast, "bob")
    assert view.speak_with == ()
    assert "brother" not in repr(view)
    assert str(uuid.UUID(case)) == view.case
