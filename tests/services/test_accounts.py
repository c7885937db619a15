"""`accounts`: invited, redeemed once, reset with recovery words; proposed until signed (P3, P7)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import accounts, people, rosters, signin
from app.store import schema
from crypto import keys, recovery
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
HOUR = timedelta(hours=1)


def invite(inst, person="gus", now=NOW, **more):
    asked = {"name": person, "person": person, "kind": "handler", "tier": 1, **more}
    return accounts.enrol(inst, **asked, now=now)


@pytest.fixture
def code(inst):
    return invite(inst).code


def redeem(inst, code, name="gus", now=NOW, recovery=""):
    return accounts.redeem(inst, name=name, invitation=code, recovery=recovery, now=now)


def test_it_works(inst, code):
    welcome = redeem(inst, code)
    assert len(welcome.passphrase.split()) == 6
    assert len(welcome.recovery_words.split()) == 21
    assert welcome.totp_uri.startswith("otpauth://totp/")
    gus = casting.Credentials("gus", welcome.passphrase, welcome.totp_secret,
                              welcome.recovery_words, welcome.fingerprint)  # fmt: skip
    assert casting.sign_in(inst, gus, NOW).name == "gus"
    assert seeds.identity({"gus": gus}, "gus").public.fingerprint() == welcome.fingerprint


def test_no_secret_is_in_a_repr(inst):
    invitation = invite(inst)
    welcome = redeem(inst, invitation.code)
    shown = repr(invitation) + repr(welcome)
    for secret in (invitation.code, welcome.passphrase, welcome.totp_secret, welcome.totp_uri,
                   welcome.recovery_words):  # fmt: skip
        assert secret not in shown


def test_the_code_is_taken_as_people_type_it(inst, code):
    assert redeem(inst, f"  {code.lower().replace('-', ' ')}\n")


# --- the invitation ------------------------------------------------------------------------------


def test_an_invitation_is_good_once(inst, code):
    redeem(inst, code)
    with pytest.raises(errors.SignInRefused):
        redeem(inst, code)


def test_an_invitation_is_good_for_a_week(inst):
    invitation = invite(inst)
    assert invitation.expires_on == NOW.date() + timedelta(days=7)
    with pytest.raises(errors.SignInRefused):
        redeem(inst, invitation.code, now=NOW + timedelta(days=8))
    assert redeem(inst, invitation.code, now=NOW + timedelta(days=7))


@pytest.mark.parametrize("typed", ["", "x", "AAAAAA-AAAAAA-AAAAAA-AAAAAA", "ü" * 24, "A" * 10_000])
def test_a_wrong_code_is_one_answer_and_changes_nothing(inst, code, typed):
    before = bob.rows(inst, schema.accounts)
    with pytest.raises(errors.SignInRefused) as refused:
        redeem(inst, typed)
    assert refused.value.args == ()
    assert bob.rows(inst, schema.accounts) == before


@pytest.mark.parametrize("name", ["", "nobody", "alice"])
def test_the_code_of_one_name_is_none_for_another(inst, code, name):
    with pytest.raises(errors.SignInRefused):
        redeem(inst, code, name=name)


def test_the_code_is_kept_only_as_a_digest(inst, code):
    (row,) = bob.rows(inst, schema.accounts, person_id="gus")
    assert len(row.invitation) == 32
    assert code.encode() not in row.invitation


def test_two_who_redeem_one_code_at_the_same_time_are_one(inst, code):
    import threading

    barrier, came = threading.Barrier(2), []

    def press():
        barrier.wait()
        try:
            came.append(redeem(inst, code).fingerprint)
        except errors.SignInRefused:
            came.append(None)

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (row,) = bob.rows(inst, schema.accounts, person_id="gus")
    assert sum(one is not None for one in came) == 1
    assert keys.PublicKeys.from_bytes(row.public_keys).fingerprint() in came


# --- who may be invited --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [{"person": "nobody", "name": "x"}, {"tier": 9}, {"tier": None}, {"person": "alice"},
     {"name": "alice"}, {"name": " ALICE "}],
)  # fmt: skip
def test_who_cannot_be_invited_is_told_why_in_a_sentence(inst, asked):
    before = bob.rows(inst, schema.accounts)
    with pytest.raises(errors.Refused, match=r"\w+.*\."):
        invite(inst, **asked)
    assert bob.rows(inst, schema.accounts) == before


def test_an_auditor_comes_first(empty):
    people.import_file(empty, casting.COMPANY, now=NOW)
    with pytest.raises(errors.Refused):
        invite(empty, "alice")


def test_founders_redeem_in_any_order(empty):
    """P12: the auditor is invited first and may be the last to come."""
    people.import_file(empty, casting.COMPANY, now=NOW)
    codes = {"ida": invite(empty, "ida", kind="auditor", tier=None).code}
    codes |= {person: invite(empty, person).code for person in ("alice", "bob")}
    codes["olga"] = invite(empty, "olga", tier=2).code
    for person in reversed(codes):
        redeem(empty, codes[person], name=person)
    assert {row.kind for row in bob.rows(empty, schema.accounts)} == {"handler", "auditor"}


# --- a reset -------------------------------------------------------------------------------------


def reset(inst, cast, name):
    """Order a reset and let two handlers of different tiers sign for it (T10)."""
    code = accounts.reset(inst, name=name, now=NOW).code
    flows.two_sign(inst, cast, "dora", "olga")
    return code


def test_recovery_words_give_the_same_keys_a_new_passphrase_and_second_factor(inst, cast):
    flows.report(inst)
    again = reset(inst, cast, "alice")
    welcome = redeem(inst, again, name="alice", recovery=cast["alice"].recovery_words)
    assert welcome.fingerprint == cast["alice"].fingerprint
    assert welcome.recovery_words == cast["alice"].recovery_words
    assert welcome.passphrase != cast["alice"].passphrase
    assert welcome.totp_secret != cast["alice"].totp_secret

    with pytest.raises(errors.SignInRefused):
        flows.desk(inst, cast, "alice", NOW + HOUR)
    new = casting.Credentials("alice", welcome.passphrase, welcome.totp_secret,
                              welcome.recovery_words, welcome.fingerprint)  # fmt: skip
    assert len(flows.listed(inst, casting.sign_in(inst, new, NOW))) == 1


@pytest.mark.parametrize("recovery", ["", "abacus", "bob's"])
def test_a_reset_without_the_right_recovery_words_is_worth_nothing(inst, cast, recovery):
    """T10: whoever orders one gains nothing by it; Alice's old passphrase still works."""
    words = {"bob's": cast["bob"].recovery_words}.get(recovery, recovery)
    again = reset(inst, cast, "alice")
    with pytest.raises(errors.SignInRefused):
        redeem(inst, again, name="alice", recovery=words)
    assert flows.desk(inst, cast, "alice", NOW + HOUR)


def test_a_reset_with_keys_put_into_the_row_is_no_sign_in(inst, cast):
    """T21: Bob writes his own public keys into Alice's row and redeems with his words."""
    (bobs,) = bob.rows(inst, schema.accounts, person_id="bob")
    row = schema.accounts.c.person_id == "alice"
    bob.write(inst, bob.update(schema.accounts).where(row).values(public_keys=bobs.public_keys))
    again = reset(inst, cast, "alice")
    try:
        welcome = redeem(inst, again, name="alice", recovery=cast["bob"].recovery_words)
    except errors.SignInRefused:
        return
    his = casting.Credentials("alice", welcome.passphrase, welcome.totp_secret,
                              welcome.recovery_words, welcome.fingerprint)  # fmt: skip
    with pytest.raises(errors.SignInRefused):
        casting.sign_in(inst, his, NOW)


@pytest.mark.parametrize("name", ["nobody", "gus", ""])
def test_who_has_no_account_has_none_to_reset(inst, code, name):
    with pytest.raises(errors.Refused):
        accounts.reset(inst, name=name, now=NOW)


# --- what a new handler holds --------------------------------------------------------------------


def fillers_of(inst, person):
    return bob.rows(inst, schema.slots, account_id=seeds.account(inst, person))


def test_a_new_handler_gets_fillers_for_every_past_case_and_epoch(inst, cast, code):
    """P3: as many slots as anybody, of the same length; none opens."""
    rita = flows.come_back(inst, flows.report(inst))
    flows.report(inst, story="Another.", about=["bob"])
    flows.say(inst, rita, "More.")
    welcome = redeem(inst, code)

    mine = fillers_of(inst, "gus")
    assert len(mine) == len(fillers_of(inst, "alice")) == 3
    assert {len(row.slot) for row in mine} == {1168}
    identity = keys.Identity.from_seed(recovery.read(welcome.recovery_words))
    assert not any(seeds.opens(inst, row, identity) for row in mine)


def test_a_reset_makes_no_slots(inst, cast):
    flows.report(inst)
    again = reset(inst, cast, "alice")
    redeem(inst, again, name="alice", recovery=cast["alice"].recovery_words)
    assert len(fillers_of(inst, "alice")) == 1


def test_an_auditor_gets_no_slots(inst):
    flows.report(inst)
    redeem(inst, invite(inst, kind="auditor", tier=None).code)
    assert fillers_of(inst, "gus") == []


def test_fillers_and_account_are_one_commit(inst, code, monkeypatch):
    """P3, P6: a handler without slots, or slots without a handler, would tell."""
    flows.report(inst)
    before = bob.rows(inst, schema.accounts)
    monkeypatch.setattr(rosters, "propose", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        redeem(inst, code)
    assert fillers_of(inst, "gus") == []
    assert bob.rows(inst, schema.accounts) == before


def test_who_is_only_proposed_gets_fillers_of_new_cases_too(inst, code):
    welcome = redeem(inst, code)
    flows.report(inst)
    identity = keys.Identity.from_seed(recovery.read(welcome.recovery_words))
    (mine,) = fillers_of(inst, "gus")
    assert not seeds.opens(inst, mine, identity)


def test_an_invited_account_that_nobody_redeemed_has_no_slot(inst, code):
    flows.report(inst)
    assert fillers_of(inst, "gus") == []
    with pytest.raises(errors.SignInRefused):
        signin.sign_in(inst, name="gus", passphrase="", code="", now=NOW)


def test_each_step_is_one_row_on_record(inst, cast):
    """P8."""
    before = oversight.count(inst)
    code = invite(inst).code
    gus = {"gus": casting.redeem(inst, "gus", code, NOW)}
    accounts.reset(inst, name="gus", now=NOW)
    rows = oversight.since(inst, {**cast, **gus}, before)
    assert [(row["by"], row["event"]) for row in rows] == [
        ("instance", "invited"), ("gus", "welcomed"), ("instance", "reset ordered"),
    ]  # fmt: skip
