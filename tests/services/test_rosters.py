"""`rosters`: who may read is a signed list, and nobody puts himself on it (P7, T10, T21)."""

import pytest

from app.domain import errors
from app.services import accounts, casework, intake, people, rosters
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START


@pytest.fixture
def gus(inst):
    """Somebody who has redeemed and is on no list yet."""
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    return casting.redeem(inst, "gus", code.code, NOW)


def view(inst, cast, person):
    return rosters.view(inst, seeds.staff(inst, cast, person), now=NOW)


def sign(inst, cast, person, **wrong):
    staff = seeds.staff(inst, cast, person)
    proposed = rosters.view(inst, staff, now=NOW).proposed
    shown = {"number": proposed.number, "digest_hex": proposed.digest, **wrong}
    rosters.sign(inst, staff, **shown, now=NOW)


def test_it_works(inst, cast, gus):
    proposed = view(inst, cast, "alice").proposed
    assert (proposed.number, proposed.may_sign, proposed.i_signed) == (2, True, False)
    states = {one.name: one.state for one in proposed.people}
    assert states.pop("gus") == "new"
    assert set(states.values()) == {"kept"}
    (shown,) = (one for one in proposed.people if one.name == "gus")
    assert (shown.fingerprint, shown.person_name) == (gus.fingerprint, "Gus Lange")

    sign(inst, cast, "alice")
    assert view(inst, cast, "alice").proposed.signatures == ("alice",)
    sign(inst, cast, "olga")
    after = view(inst, cast, "alice")
    assert (after.current.number, after.proposed, after.alarms) == (2, None, ())


def test_the_list_in_force_is_published_with_the_day_of_enrolment(inst, cast, gus):
    tiers = rosters.published(inst, now=NOW)
    assert [(tier.name, len(tier.members)) for tier in tiers] == [
        ("Ethics committee", 5), ("Audit committee", 3), ("Ombudspeople", 2),
    ]  # fmt: skip
    assert {member.new for tier in tiers for member in tier.members} == {True}
    later = rosters.published(inst, now=NOW.replace(month=5))
    assert {member.new for tier in later for member in tier.members} == {False}


# --- founding ------------------------------------------------------------------------------------


def founding(inst):
    """Everybody of a small company has redeemed; nobody has signed."""
    people.import_file(inst, casting.COMPANY, now=NOW)
    codes = {"ida": accounts.enrol(inst, name="ida", person="ida", kind="auditor", now=NOW)}
    for person, tier in (("alice", 1), ("bob", 1), ("olga", 2), ("uma", 3)):
        codes[person] = accounts.enrol(
            inst, name=person, person=person, kind="handler", tier=tier, now=NOW
        )
    return {person: casting.redeem(inst, person, code.code, NOW) for person, code in codes.items()}


def test_list_1_counts_once_every_founder_has_signed_it(empty):
    cast = founding(empty)
    for person in cast:
        assert not rosters.is_open(empty, now=NOW)
        sign(empty, cast, person)
    assert rosters.is_open(empty, now=NOW)
    assert view(empty, cast, "alice").current.number == 1


def test_while_a_founders_invitation_is_open_nothing_is_proposed(empty):
    cast = founding(empty)
    accounts.enrol(empty, name="dora", person="dora", kind="handler", tier=1, now=NOW)
    for person in cast:
        proposed = view(empty, cast, person).proposed
        assert proposed is None or not proposed.may_sign
    assert not rosters.is_open(empty, now=NOW)


def test_one_more_founder_makes_a_new_list_that_all_sign_again(empty):
    cast = founding(empty)
    for person in ("alice", "bob"):
        sign(empty, cast, person)
    code = accounts.enrol(empty, name="dora", person="dora", kind="handler", tier=1, now=NOW)
    cast["dora"] = casting.redeem(empty, "dora", code.code, NOW)
    assert view(empty, cast, "alice").proposed.signatures == ()
    for person in cast:
        sign(empty, cast, person)
    assert rosters.is_open(empty, now=NOW)


# --- later lists ---------------------------------------------------------------------------------


def test_two_of_the_same_tier_are_not_enough(inst, cast, gus):
    for person in ("alice", "dora", "emil"):
        sign(inst, cast, person)
    assert view(inst, cast, "alice").current.number == 1


def test_one_alone_is_not_enough(inst, cast, gus):
    sign(inst, cast, "olga")
    assert view(inst, cast, "alice").current.number == 1


def test_nobody_signs_twice(inst, cast, gus):
    sign(inst, cast, "alice")
    before = oversight.count(inst)
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice")
    assert oversight.count(inst) == before
    assert not view(inst, cast, "alice").proposed.may_sign


def test_the_auditor_does_not_sign_later_lists(inst, cast, gus):
    assert not view(inst, cast, "ida").proposed.may_sign
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "ida")


def test_who_is_proposed_does_not_sign_for_himself(inst, cast, gus):
    everybody = {**cast, "gus": gus}
    assert not view(inst, everybody, "gus").proposed.may_sign
    with pytest.raises(errors.NotAllowed):
        sign(inst, everybody, "gus")


@pytest.mark.parametrize("wrong", [{"number": 3}, {"number": 1}, {"digest_hex": "00" * 32},
                                   {"digest_hex": ""}, {"digest_hex": "x"}])  # fmt: skip
def test_only_the_list_that_was_looked_at_is_signed(inst, cast, gus, wrong):
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice", **wrong)
    assert view(inst, cast, "alice").proposed.signatures == ()


def test_a_proposal_that_changed_after_i_looked_is_not_signed(inst, cast, gus):
    """P7: somebody else redeemed in between; what I compared is not what lies there now."""
    looked_at = view(inst, cast, "alice").proposed.digest
    code = accounts.enrol(inst, name="tina", person="tina", kind="handler", tier=1, now=NOW)
    casting.redeem(inst, "tina", code.code, NOW)
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice", digest_hex=looked_at)


def test_there_is_nothing_to_sign_when_nothing_is_proposed(inst, cast):
    assert view(inst, cast, "alice").proposed is None
    with pytest.raises(errors.NotAllowed):
        rosters.sign(inst, seeds.staff(inst, cast, "alice"), number=2, digest_hex="", now=NOW)


# --- what a proposed account may ----------------------------------------------------------------


def test_a_proposed_account_is_not_published_and_reads_nothing(inst, cast, gus):
    flows.report(inst)
    assert "Gus Lange" not in repr(rosters.published(inst, now=NOW))
    staff = casting.sign_in(inst, gus, NOW)
    assert flows.listed(inst, staff) == []
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, staff, case=flows.the_case(inst), now=NOW)
    slots = bob.rows(inst, schema.slots, account_id=staff.owner)
    assert [seeds.opens(inst, slot, staff.identity) for slot in slots] == [False]


def test_once_signed_he_receives_the_next_report_and_not_the_last(inst, cast, gus):
    flows.report(inst)
    (past,) = seeds.case_ids(inst)
    sign(inst, cast, "alice")
    sign(inst, cast, "olga")
    flows.report(inst, story="The next.")
    staff = casting.sign_in(inst, gus, NOW)
    (shown,) = flows.listed(inst, staff)
    assert shown.replace("-", "") != past.hex()


def test_every_signature_is_a_row_of_its_own(inst, cast, gus):
    """P8."""
    before = oversight.count(inst)
    sign(inst, cast, "alice")
    (row,) = oversight.since(inst, {**cast, "gus": gus}, before)
    assert (row["by"], row["event"], row["number"]) == ("alice", "roster signed", 2)


def test_a_process_that_was_asleep_believes_the_new_list_with_its_next_statement(inst, cast, gus):
    other = bob.restart(inst)
    assert rosters.published(other, now=NOW)
    sign(inst, cast, "alice")
    sign(inst, cast, "olga")
    assert "Gus Lange" in repr(rosters.published(other, now=NOW))
    begun = intake.begin(other, flows.first(other, NOW), visit=flows.VISIT, now=NOW)
    assert "Gus Lange" in begun.readers.listed
