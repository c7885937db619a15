"""What waits for two handlers of different tiers, with or without a case (P7, T10)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import accounts, changes, declarations, orders, people, rosters, signin, world
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting
from tests.support.cast import under

NOW = casting.START
DAY = timedelta(days=1)
COMPANY = casting.COMPANY


@pytest.fixture
def adam(inst, cast, monkeypatch):
    """Gus administers, as two handlers have signed."""
    code = accounts.enrol(inst, name="adam", person="gus", kind="admin", now=NOW).code
    sign(inst, cast, "dora", "olga")
    given = accounts.redeem(inst, signin.MANAGING, name="adam", invitation=code, now=NOW)
    who = casting.Credentials(
        "adam", given.passphrase, given.totp_secret, given.recovery_words, given.fingerprint
    )
    monkeypatch.setitem(cast, "adam", who)
    return signin.sign_in(
        inst, signin.MANAGING, name="adam", passphrase=who.passphrase, code=who.code(NOW), now=NOW
    )


def waiting(inst, cast, person="alice", now=NOW):
    return changes.waiting(inst, seeds.staff(inst, cast, person), now=now)


def sign(inst, cast, *signers, now=NOW):
    for person in signers:
        (one, *_) = waiting(inst, cast, person, now)
        changes.sign(inst, seeds.staff(inst, cast, person), one.id, now=now)


def directory(inst, now=NOW):
    return world.current(inst, now=now).directory


FARIDS_LINE = {"person": "farid", "boss": "bob", "kind": "solid", "since": NOW.date().isoformat()}
BOBS_ALIAS = {"person": "bob", "kind": "alias", "text": "Bob Okafor"}


# --- striking an error in the directory -----------------------------------------------------------


def test_an_entry_is_struck_when_two_of_different_tiers_have_signed(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, "alice")
    assert "Bob Okafor" in {one.text for one in directory(inst).people["bob"].names}

    sign(inst, cast, "olga")

    assert "Bob Okafor" not in {one.text for one in directory(inst).people["bob"].names}
    assert waiting(inst, cast) == ()
    assert world.current(bob.restart(inst), now=NOW).alarms == ()


def test_a_line_is_struck_and_counts_no_more(inst, cast, adam):
    """CONFLICTS §1: an entry that was simply wrong; every import leaves it counting."""
    orders.strike_line(inst, adam, what=FARIDS_LINE, now=NOW)
    sign(inst, cast, "olga", "uma")
    flows.report(inst, about=["bob"])

    assert "farid" in seeds.holders(inst, cast)


def test_what_was_struck_stays_struck_in_other_processes_and_older_copies_are_refused(
    inst, cast, adam
):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, "alice", "olga")
    number, _ = inst.secrets.remembered("directory")

    assert number == directory(inst).version


@pytest.mark.parametrize(
    "signers", [("alice", "dora"), ("alice",), ("uma", "viktor"), ("olga", "omar", "oskar")]
)
def test_one_tier_alone_changes_nothing(inst, cast, adam, signers):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, *signers)

    assert len(waiting(inst, cast)) == 1
    assert "Bob Okafor" in {one.text for one in directory(inst).people["bob"].names}


@pytest.mark.parametrize("person", ["bob", "farid"])
def test_who_is_concerned_or_stands_in_the_line_cannot_sign(inst, cast, adam, person):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (one,) = waiting(inst, cast, person)

    assert not one.may_sign
    with pytest.raises(errors.NotAllowed):
        changes.sign(inst, seeds.staff(inst, cast, person), one.id, now=NOW)


def test_a_signature_of_somebody_who_comes_into_the_line_counts_no_more(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, "dora")
    people.import_file(inst, under(COMPANY, "dora", "bob"), now=NOW)
    sign(inst, cast, "olga")

    assert len(waiting(inst, cast)) == 1


def test_signing_twice_is_refused(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, "alice")
    (one,) = waiting(inst, cast)

    assert (one.i_signed, one.may_sign, one.signed) == (True, False, ("alice",))
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice")


def test_nobody_but_a_handler_signs(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (one,) = waiting(inst, cast)
    for staff in (adam, seeds.staff(inst, cast, "ida")):
        with pytest.raises(errors.NotAllowed):
            changes.sign(inst, staff, one.id, now=NOW)


@pytest.mark.parametrize("typed", ["x", "0b6a1f6f-2b11-4d0c-9d8e-6f1c0f5e5a2c"])
def test_a_change_that_does_not_exist_cannot_be_signed(inst, cast, typed):
    with pytest.raises(errors.NotFound):
        changes.sign(inst, seeds.staff(inst, cast, "alice"), typed, now=NOW)


def test_an_entry_that_is_not_there_cannot_be_struck(inst, adam):
    with pytest.raises(errors.NotFound):
        orders.strike_name(inst, adam, what={**BOBS_ALIAS, "text": "Rob"}, now=NOW)
    with pytest.raises(errors.NotFound):
        orders.strike_line(inst, adam, what={**FARIDS_LINE, "boss": "ceo"}, now=NOW)


def test_the_same_waits_only_once(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    with pytest.raises(errors.Refused, match="waits for signatures already"):
        orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)

    assert len(waiting(inst, cast)) == 1


def test_who_asked_takes_it_back_and_nobody_else_does(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (one,) = waiting(inst, cast)
    with pytest.raises(errors.NotAllowed):
        changes.take_back(inst, seeds.staff(inst, cast, "bob"), one.id, now=NOW)
    changes.take_back(inst, adam, one.id, now=NOW)

    assert waiting(inst, cast) == ()


def test_every_step_is_on_record_with_who_did_it(inst, cast, adam):
    before = oversight.count(inst)
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    sign(inst, cast, "alice", "olga")

    rows = oversight.since(inst, cast, before)
    assert [row["event"] for row in rows] == [
        "change proposed", "change signed", "change signed", "change applied",
    ]  # fmt: skip


# --- T21: whoever writes to the database ----------------------------------------------------------


def test_a_signature_written_into_the_database_counts_nothing(inst, cast, adam):
    """T21: Bob signs as Olga, with bytes of his own and with those of another change."""
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (row,) = bob.rows(inst, schema.changes)
    bob.write(
        inst,
        schema.change_signatures.insert().values(
            change_id=row.id, account_id=seeds.account(inst, "olga"), signature=b"\1" * 64
        ),
    )
    sign(inst, cast, "alice")

    assert len(waiting(inst, cast)) == 1
    assert "Bob Okafor" in {one.text for one in directory(inst).people["bob"].names}


def test_a_change_written_into_the_database_is_none(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (row,) = bob.rows(inst, schema.changes)
    bob.write(inst, schema.changes.insert().values(id=b"B" * 16, sealed=row.sealed))
    bob.write(inst, schema.changes.update().where(schema.changes.c.id == row.id).values(
        sealed=bob.flipped(row.sealed)))  # fmt: skip

    assert waiting(inst, cast) == ()


def test_the_table_shows_neither_kind_nor_person(inst, cast, adam):
    orders.strike_name(inst, adam, what=BOBS_ALIAS, now=NOW)
    (row,) = bob.rows(inst, schema.changes)

    assert b"Okafor" not in row.sealed
    assert b"strike" not in row.sealed


# --- T10 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cases", [0, 1])
def test_T10_a_reset_of_a_second_factor_waits_for_two_case_or_no_case(  # noqa: N802 - its name
    inst, cast, adam, cases
):
    for _ in range(cases):
        flows.report(inst, about=["bob"])
    code = accounts.reset(inst, name="bob", by=adam, now=NOW).code
    words = cast["bob"].recovery_words
    with pytest.raises(errors.SignInRefused):
        accounts.redeem(inst, name="bob", invitation=code, recovery=words, now=NOW)
    sign(inst, cast, "alice")
    with pytest.raises(errors.SignInRefused):
        accounts.redeem(inst, name="bob", invitation=code, recovery=words, now=NOW)
    sign(inst, cast, "olga")

    with pytest.raises(errors.SignInRefused):
        accounts.redeem(inst, name="bob", invitation=code, now=NOW)
    assert accounts.redeem(inst, name="bob", invitation=code, recovery=words, now=NOW)


def test_T10_nobody_signs_for_a_reset_of_his_own(inst, cast, adam):  # noqa: N802 - its name
    accounts.reset(inst, name="bob", by=adam, now=NOW)
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "bob")


@pytest.mark.parametrize("cases", [0, 1])
def test_T10_one_more_administrator_waits_for_two(inst, cast, adam, cases):  # noqa: N802
    for _ in range(cases):
        flows.report(inst, about=["bob"])
    code = accounts.enrol(inst, name="eve", person="tina", kind="admin", by=adam, now=NOW).code
    with pytest.raises(errors.SignInRefused):
        accounts.redeem(inst, signin.MANAGING, name="eve", invitation=code, now=NOW)
    sign(inst, cast, "dora", "olga")

    assert accounts.redeem(inst, signin.MANAGING, name="eve", invitation=code, now=NOW)


def test_T10_who_adds_himself_is_refused(inst, adam):  # noqa: N802
    """He has an account already, and an account is a person's only one."""
    with pytest.raises(errors.Refused, match="has an account already"):
        accounts.enrol(inst, name="me", person="gus", kind="handler", tier=1, by=adam, now=NOW)


def account(inst, person):
    return seeds.account(inst, person).hex()


def invite_tina(inst, adam):
    tina = {"name": "tina", "person": "tina", "kind": "handler", "tier": 1}
    return accounts.enrol(inst, **tina, by=adam, now=NOW)


def on_roster(inst):
    return {(e.name, e.tier) for e in world.current(inst, now=NOW).roster.handlers()}


def agree(inst, cast, *signers):
    for person in signers:
        staff = seeds.staff(inst, cast, person)
        proposed = rosters.view(inst, staff, now=NOW).proposed
        rosters.sign(inst, staff, number=proposed.number, digest_hex=proposed.digest, now=NOW)


@pytest.mark.parametrize("cases", [0, 1])
def test_T10_moving_somebody_to_another_tier_waits_for_two(inst, cast, adam, cases):  # noqa: N802
    for _ in range(cases):
        flows.report(inst, about=["bob"])
    orders.move(inst, adam, account=account(inst, "bob"), tier=2, now=NOW)
    assert ("bob", 1) in on_roster(inst)
    agree(inst, cast, "alice", "dora")
    assert ("bob", 1) in on_roster(inst)
    agree(inst, cast, "olga")

    assert ("bob", 2) in on_roster(inst)


def test_T10_a_change_of_quorum_waits_for_two_and_is_shown(inst, cast, adam):  # noqa: N802
    from dataclasses import replace

    rules = world.current(inst, now=NOW).signed
    first = replace(rules.tiers[0], quorum=1)
    wanted = replace(rules, tiers=(first, *rules.tiers[1:]))
    orders.rule(inst, adam, policy=wanted, now=NOW)
    proposed = rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed
    (rule,) = proposed.rules

    assert (rule.rule, rule.was, rule.now) == ("tiers 1 quorum", "2", "1")
    assert world.current(inst, now=NOW).policy.quorum(1) == 2
    agree(inst, cast, "alice", "olga")
    assert world.current(inst, now=NOW).policy.quorum(1) == 1


def test_somebody_leaves_with_the_next_list_and_is_shown_as_leaving(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    proposed = rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed
    assert {one.name for one in proposed.people if one.state == "gone"} == {"emil"}
    agree(inst, cast, "alice", "olga")

    assert ("emil", 1) not in on_roster(inst)
    assert world.current(inst, now=NOW).alarms == ()


def test_who_has_left_does_not_come_back_with_somebody_elses_invitation(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    agree(inst, cast, "alice", "olga")
    code = accounts.enrol(
        inst, name="tina", person="tina", kind="handler", tier=1, by=adam, now=NOW
    )
    casting.redeem(inst, "tina", code.code, NOW)
    proposed = rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed

    assert {one.name for one in proposed.people if one.state == "new"} == {"tina"}
    assert "emil" not in {one.name for one in proposed.people}


def test_what_is_asked_for_one_after_the_other_is_one_list(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    orders.move(inst, adam, account=account(inst, "dora"), tier=2, now=NOW)
    proposed = rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed

    assert {one.name: one.state for one in proposed.people if one.state != "kept"} == {
        "emil": "gone", "dora": "changed",
    }  # fmt: skip


def test_an_order_voids_the_signatures_under_the_list_before(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    agree(inst, cast, "alice")
    orders.move(inst, adam, account=account(inst, "dora"), tier=2, now=NOW)
    agree(inst, cast, "olga")

    assert ("emil", 1) in on_roster(inst)


def test_what_is_proposed_can_be_taken_back(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    orders.take_back(inst, adam, now=NOW)

    assert rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed is None


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (lambda inst, adam: orders.move(inst, adam, account=account(inst, "bob"), tier=9, now=NOW),
         "does not have"),
        (lambda inst, adam: [orders.leave(inst, adam, account=account(inst, who), now=NOW)
                             for who in ("olga", "omar")], "fewer readers than its quorum"),
        (lambda inst, adam: orders.leave(inst, adam, account=account(inst, "ida"), now=NOW),
         "One auditor has to stay"),
    ],
)  # fmt: skip
def test_a_list_that_could_not_work_is_not_proposed(inst, cast, adam, order, said):
    with pytest.raises(errors.Refused, match=said):
        order(inst, adam)


@pytest.mark.parametrize("typed", ["", "zz", "00" * 16])
def test_an_account_that_does_not_exist_is_not_found(inst, adam, typed):
    with pytest.raises(errors.NotFound):
        orders.leave(inst, adam, account=typed, now=NOW)


def test_an_invitation_that_nobody_redeemed_ends_at_once(inst, cast, adam):
    code = accounts.enrol(
        inst, name="tina", person="tina", kind="handler", tier=1, by=adam, now=NOW
    )
    orders.leave(inst, adam, account=account(inst, "tina"), now=NOW)

    with pytest.raises(errors.SignInRefused):
        accounts.redeem(inst, name="tina", invitation=code.code, now=NOW)
    assert accounts.enrol(
        inst, name="tina", person="tina", kind="handler", tier=1, by=adam, now=NOW
    )


def test_an_administrator_leaves_when_two_have_signed_and_still_counts_as_one(inst, cast, adam):
    orders.leave(inst, adam, account=adam.account, now=NOW)
    assert world.current(inst, now=NOW).policy.administrators == {"gus"}
    sign(inst, cast, "dora", "olga")

    with pytest.raises(errors.Refused, match="has an account to reset"):
        accounts.reset(inst, name="adam", now=NOW)
    assert "gus" in world.current(bob.restart(inst), now=NOW).policy.administrators


# --- C12 ------------------------------------------------------------------------------------------


def test_a_report_about_an_administrator_starts_at_tier_two(inst, cast, adam):
    flows.report(inst, about_names=["Gus Lange"])

    assert seeds.holders(inst, cast) <= {"olga", "omar", "oskar", "uma", "viktor"}


def test_without_his_account_it_starts_at_tier_one(inst, cast):
    flows.report(inst, about_names=["Gus Lange"])

    assert "alice" in seeds.holders(inst, cast)


def test_the_account_of_an_administrator_is_no_alarm_and_on_no_list(inst, adam):
    seen = world.current(inst, now=NOW)

    assert seen.alarms == ()
    assert "adam" not in {entry.name for entry in seen.roster.entries}
    assert bytes.fromhex(adam.account) not in seen.enrolled


def test_the_signed_policy_does_not_take_over_who_has_an_account(inst, cast, adam):
    orders.leave(inst, adam, account=account(inst, "emil"), now=NOW)
    proposed = rosters.view(inst, seeds.staff(inst, cast, "alice"), now=NOW).proposed

    assert proposed.rules == ()


# --- withdrawing a declaration --------------------------------------------------------------------


def test_a_declaration_is_withdrawn_when_two_others_have_signed(inst, cast):
    from app.services import acts

    alice = seeds.staff(inst, cast, "alice")
    typed = declarations.Typed("family", outside=False, name="Charlie Young")
    declarations.declare(inst, alice, typed, now=NOW)
    asked = declarations.withdrawal(inst, alice, 0, now=NOW)
    with acts.writing(inst, alice, now=NOW) as act:
        changes.propose(act, "withdraw", concerns=(asked.person,), what={"tag": asked.tag.hex()})
    with pytest.raises(errors.NotAllowed):
        sign(inst, cast, "alice")
    (one,) = waiting(inst, cast, "dora")
    assert one.what == {}
    sign(inst, cast, "dora", "olga")

    (line,) = declarations.view(inst, alice, now=NOW).lines
    assert not line.counts
