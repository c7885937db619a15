"""`signin`: name, passphrase and code; whatever is wrong, the answer is one (T21, P12)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import accounts, rosters, signin
from app.store import schema
from crypto import keys, passphrase, register
from crypto.errors import RegisterRefused
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START + timedelta(minutes=10)


def attempt(inst, who, now=NOW, **wrong):
    typed = {"name": who.name, "passphrase": who.passphrase, "code": who.code(now), **wrong}
    return signin.sign_in(inst, **typed, now=now)


def test_it_works(inst, cast):
    alice = attempt(inst, cast["alice"])
    assert (alice.name, alice.kind, alice.tier, alice.on_roster) == ("alice", "handler", 1, True)
    assert alice.identity.public == seeds.identity(cast, "alice").public
    assert alice.seed.hex() not in repr(alice)
    assert signin.Staff.from_bytes(alice.to_bytes()) == alice


def test_an_auditor_signs_in_and_is_in_no_tier(inst, cast):
    ida = attempt(inst, cast["ida"])
    assert (ida.kind, ida.tier, ida.on_roster) == ("auditor", None, True)


@pytest.mark.parametrize("name", ["ALICE", "  alice ", "Alice"])
def test_the_name_is_taken_as_people_type_it(inst, cast, name):
    assert attempt(inst, cast["alice"], name=name).name == "alice"


@pytest.mark.parametrize("spaces", ["-", "  ", "\t"])
def test_the_passphrase_is_taken_as_people_type_it(inst, cast, spaces):
    typed = spaces.join(cast["alice"].passphrase.upper().split())
    assert attempt(inst, cast["alice"], passphrase=typed)


WRONG = {
    "name": {"name": "nobody"},
    "no name": {"name": ""},
    "passphrase": {"passphrase": "abacus banana cactus daffodil eagle fabric"},
    "no passphrase": {"passphrase": ""},
    "code": {"code": "000000"},
    "no code": {"code": ""},
    "letters for a code": {"code": "abc\0ü"},
    "a long passphrase": {"passphrase": "abacus " * 20_000},
    "everything": {"name": "x", "passphrase": "\0", "code": "\0"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_the_answer_is_one(inst, cast, wrong):
    """One error, as many statements, one row each that names nobody."""
    before = oversight.count(inst)
    flows.counting(inst, attempt, inst, cast["alice"], name="nobody")  # what is made once, is made
    baseline = flows.counting(inst, attempt, inst, cast["alice"], name="nobody")
    with pytest.raises(errors.SignInRefused) as refused:
        attempt(inst, cast["alice"], **WRONG[wrong])
    assert refused.value.args == ()
    assert flows.counting(inst, attempt, inst, cast["alice"], **WRONG[wrong]) == baseline
    row = {"by": "instance", "event": "sign-in refused", "on": NOW.date().isoformat()}
    assert oversight.since(inst, cast, before) == [row] * 4


@pytest.mark.parametrize("name", ["\0", "alice\0", "\ud800", "a" * 5000])
def test_a_name_no_database_can_hold_is_an_unknown_name(inst, cast, name):
    """P12: PostgreSQL keeps no NUL in a text; that is no reason to call it unavailable."""
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"], name=name)


@pytest.mark.parametrize("wrong", ["name", "passphrase", "code", "not redeemed yet"])
def test_whatever_is_wrong_one_derivation_is_done(inst, cast, wrong, monkeypatch):
    accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    done, unlock = [], passphrase.unlock
    monkeypatch.setattr(passphrase, "unlock", lambda *a, **k: done.append(1) or unlock(*a, **k))
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"], **WRONG.get(wrong, {"name": "gus"}))
    assert done == [1]


def test_a_code_counts_once(inst, cast):
    attempt(inst, cast["alice"])
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"])
    assert attempt(inst, cast["alice"], now=NOW + timedelta(seconds=30))


def test_an_older_code_does_not_count_after_a_newer_one(inst, cast):
    ahead = cast["alice"].code(NOW + timedelta(seconds=30))
    attempt(inst, cast["alice"], code=ahead)
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"])


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step(inst, cast, seconds, taken):
    code = cast["alice"].code(NOW + timedelta(seconds=seconds))
    if taken:
        assert attempt(inst, cast["alice"], code=code)
    else:
        with pytest.raises(errors.SignInRefused):
            attempt(inst, cast["alice"], code=code)


def test_the_code_of_somebody_else_is_wrong(inst, cast):
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"], code=cast["dora"].code(NOW))


def test_two_with_one_code_at_the_same_time_are_one(inst, cast):
    import threading

    barrier, came = threading.Barrier(2), []

    def press():
        own = bob.restart(inst)
        barrier.wait()
        try:
            came.append(attempt(own, cast["alice"]).name)
        except errors.SignInRefused:
            came.append(None)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came, key=str) == [None, "alice"]


def test_keys_that_are_not_those_on_the_roster_are_refused(inst, cast):
    """T21: a locked seed of Bob's making in Alice's row; he has even the pepper of this test."""
    seed, peppers = keys.new_seed(), inst.secrets.staff_peppers()
    locked = passphrase.lock(
        seed=seed, totp_secret=bytes(20), last_step=0, passphrase=cast["bob"].passphrase,
        pepper_number=1, pepper=peppers[1], profile="cheap", instance=inst.id,
        account=seeds.account(inst, "alice"),
    )  # fmt: skip
    row = schema.accounts.c.person_id == "alice"
    bob.write(inst, bob.update(schema.accounts).where(row).values(locked=locked))
    import pyotp

    code = pyotp.TOTP("A" * 32).at(NOW)
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["alice"], passphrase=cast["bob"].passphrase, code=code)


def test_a_locked_seed_in_another_row_opens_nothing(inst, cast):
    """T21: Bob's own blob in Alice's row."""
    (bobs,) = bob.rows(inst, schema.accounts, person_id="bob")
    row = schema.accounts.c.person_id == "alice"
    bob.write(inst, bob.update(schema.accounts).where(row).values(locked=bobs.locked))
    with pytest.raises(errors.SignInRefused):
        attempt(inst, cast["bob"], name="alice")


def test_the_tier_is_what_the_roster_says_whatever_the_row_says(inst, cast):
    """T21."""
    row = schema.accounts.c.person_id == "bob"
    bob.write(inst, bob.update(schema.accounts).where(row).values(tier=3, kind="auditor"))
    staff = attempt(inst, cast["bob"])
    assert (staff.tier, staff.kind) == (1, "handler")


def test_somebody_proposed_signs_in_and_is_on_no_roster(inst):
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    gus = attempt(inst, casting.redeem(inst, "gus", code.code, NOW))
    assert (gus.on_roster, gus.tier) == (False, None)
    assert not rosters.view(inst, gus, now=NOW).proposed.may_sign


def test_an_auditor_who_is_only_proposed_reads_no_row(inst):
    """P8: rows are sealed to those on the roster."""
    code = accounts.enrol(inst, name="gus", person="gus", kind="auditor", now=NOW)
    gus = attempt(inst, casting.redeem(inst, "gus", code.code, NOW))
    assert (gus.kind, gus.on_roster) == ("auditor", False)
    for number, previous, sealed, _ in bob.rows(inst, schema.register):
        with pytest.raises(RegisterRefused):
            register.open_row(
                sealed, identity=gus.identity, account=gus.owner, instance=inst.id,
                number=number, previous=previous,
            )  # fmt: skip


def test_a_new_instance_refuses_like_any_other(empty):
    """P12: nobody is enrolled yet."""
    with pytest.raises(errors.SignInRefused):
        signin.sign_in(empty, name="alice", passphrase="x", code="1", now=NOW)


def test_the_day_of_the_sign_in_is_kept_and_nothing_finer(inst, cast):
    """P5, CONFLICTS §3 step 4."""
    attempt(inst, cast["alice"], now=NOW + timedelta(days=3))
    (row,) = bob.rows(inst, schema.accounts, person_id="alice")
    assert row.seen_on == (NOW + timedelta(days=3)).date()
