"""T21, T19: Bob owns the database and holds a handler's key; what he writes outside of cases.

He changes accounts, rosters, the directory and its numbers. Whatever he does, a report about him is
sealed to exactly those it would have gone to, or to nobody; and it is reported: staff see an alarm
on the roster page, and every sign-in puts it on record. What he writes into cases is in
`test_case_rows.py` and `test_former_reader.py`.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import errors
from app.services import accounts, people, queue, rosters, world
from app.store import schema
from crypto import keys, roster
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
TOMORROW = NOW + timedelta(days=1)
CLEAN = {"alice", "dora", "emil", "olga", "omar", "oskar", "uma", "viktor"}

ACCOUNTS, PEOPLE = schema.accounts, schema.people
NAMES, LINES, META = schema.people_names, schema.people_lines, schema.meta


def of(person):
    return bob.update(ACCOUNTS).where(ACCOUNTS.c.person_id == person)


def swaps_a_public_key(inst, cast):
    (mine,) = bob.rows(inst, ACCOUNTS, person_id="bob")
    bob.write(inst, of("alice").values(public_keys=mine.public_keys))


def swaps_two_people(inst, cast):
    bob.write(inst, of("bob").values(person_id="gus"))


def moves_to_a_higher_tier(inst, cast):
    bob.write(inst, of("bob").values(tier=2))


def adds_a_handler_of_his_own(inst, cast):
    (mine,) = bob.rows(inst, ACCOUNTS, person_id="bob")
    row = mine._asdict() | {"id": b"another account!", "name": "eve", "person_id": "gus"}
    bob.write(inst, bob.insert(ACCOUNTS).values(row))


def turns_the_auditor_into_a_handler(inst, cast):
    bob.write(inst, of("ida").values(kind="handler", tier=1))


def deletes_an_account(inst, cast):
    (row,) = bob.rows(inst, ACCOUNTS, person_id="alice")
    bob.write(inst, bob.delete(schema.desk_lists), bob.delete(schema.declarations),
              bob.delete(ACCOUNTS).where(
        ACCOUNTS.c.id == row.id))  # fmt: skip


def replaces_the_list_in_force(inst, cast):
    """List 1 again, Alice's keys being his; nobody but he signs it."""
    made = his(inst)
    bob.write(inst, bob.delete(schema.rosters))
    put_list(inst, cast, made, signers=("bob",))


def forges_a_list_far_ahead(inst, cast):
    put_list(inst, cast, replace(his(inst), number=7), signers=("bob",))


def flips_a_byte_of_the_list(inst, cast):
    (row,) = bob.rows(inst, schema.rosters)
    bob.write(inst, bob.update(schema.rosters).values(raw=bob.flipped(row.raw)))


def deletes_every_list(inst, cast):
    bob.write(inst, bob.delete(schema.roster_signatures), bob.delete(schema.rosters))


def deletes_a_founders_signature(inst, cast):
    table = schema.roster_signatures
    mine = table.c.account_id == seeds.account(inst, "olga")
    bob.write(inst, bob.delete(table).where(mine))


def deletes_the_line_to_his_own_man(inst, cast):
    bob.write(inst, bob.delete(LINES).where(LINES.c.person_id == "farid"))


def ends_a_line_long_ago(inst, cast):
    long_ago = (NOW - timedelta(days=2000)).date()
    bob.write(inst, bob.update(LINES).where(LINES.c.person_id == "farid").values(until=long_ago))


def deletes_his_alias(inst, cast):
    bob.write(inst, bob.delete(NAMES).where(NAMES.c.text == "Bob Okafor"))


def takes_another_name(inst, cast):
    mine = (NAMES.c.person_id == "bob") & (NAMES.c.kind == "name")
    bob.write(inst, bob.update(NAMES).where(mine).values(text="Xaver Zyx"))


def gives_his_name_to_another(inst, cast):
    mine = (NAMES.c.person_id == "bob") & (NAMES.c.kind.in_(["name", "alias"]))
    bob.write(inst, bob.update(NAMES).where(mine).values(person_id="coo"))


def leaves_the_company_on_paper(inst, cast):
    bob.write(inst, bob.update(PEOPLE).where(PEOPLE.c.id == "bob").values(
        end_on=(NOW - timedelta(days=900)).date(), unit="Elsewhere", seniority=9))  # fmt: skip


def raises_the_number_of_the_directory(inst, cast):
    bob.write(inst, bob.update(META).where(META.c.key == "directory").values(number=99))


ATTACKS = {
    "accounts": [
        swaps_a_public_key, swaps_two_people, moves_to_a_higher_tier, adds_a_handler_of_his_own,
        turns_the_auditor_into_a_handler, deletes_an_account,
    ],
    "roster": [
        replaces_the_list_in_force, forges_a_list_far_ahead, flips_a_byte_of_the_list,
        deletes_every_list, deletes_a_founders_signature,
    ],
    "directory": [
        deletes_the_line_to_his_own_man, ends_a_line_long_ago, deletes_his_alias,
        takes_another_name, gives_his_name_to_another, leaves_the_company_on_paper,
        raises_the_number_of_the_directory,
    ],
}  # fmt: skip
ALL = [
    pytest.param(kind, attack, id=attack.__name__) for kind in ATTACKS for attack in ATTACKS[kind]
]


def his(inst):
    """Make the list in force, but with keys of his making for Alice."""
    alice, made = seeds.account(inst, "alice"), keys.Identity.from_seed(b"B" * 32)
    believed = world.current(inst, now=NOW).roster
    entries = tuple(
        replace(entry, public=made.public) if entry.account == alice else entry
        for entry in believed.entries
    )
    return replace(believed, entries=entries)


def put_list(inst, cast, made, *, signers):
    bob.write(inst, bob.insert(schema.rosters).values(
        digest=made.digest(), number=made.number, raw=made.encode()))  # fmt: skip
    for person in signers:
        account = seeds.account(inst, person)
        signature = roster.sign(made, seeds.identity(cast, person), account=account,
                                instance=inst.id)  # fmt: skip
        bob.write(inst, bob.insert(schema.roster_signatures).values(
            digest=made.digest(), account_id=account, signature=signature))  # fmt: skip


def receives(inst, cast, now, **words):
    """Who holds a key of a report about Bob filed now; nobody if it is not taken."""
    before = set(seeds.case_ids(inst))
    try:
        flows.report(inst, now, **words)
    except errors.Refused:
        assert set(seeds.case_ids(inst)) == before
        return None
    (case,) = set(seeds.case_ids(inst)) - before
    return seeds.holders(inst, cast, case)


WORDS = [
    {"about": ["bob"]}, {"about_names": ("Bob Okafor",)}, {"story": "It was Robert Okafor."},
]  # fmt: skip


@pytest.mark.parametrize(("kind", "attack"), ALL)
def test_t21_no_new_report_is_sealed_by_what_he_wrote(inst, cast, kind, attack):
    """P2: in a running process today and tomorrow, and in one that was started after."""
    world.current(inst, now=NOW)
    attack(inst, cast)
    for said in WORDS:
        assert receives(inst, cast, NOW, **said) == CLEAN
    assert receives(inst, cast, TOMORROW) in (None, CLEAN | {"bob", "farid"})
    assert receives(inst, cast, TOMORROW, about=["bob"]) in (None, CLEAN)
    started = bob.restart(inst)
    for said in WORDS:
        assert receives(started, cast, TOMORROW, **said) in (None, CLEAN)


@pytest.mark.parametrize(("kind", "attack"), ALL)
def test_t21_it_is_reported_at_the_next_sign_in(inst, cast, kind, attack):
    """T21: on the roster page, and on record for the auditor."""
    world.current(inst, now=NOW)
    attack(inst, cast)
    before = len(bob.rows(inst, schema.register))
    dora = flows.desk(inst, cast, "dora", NOW)
    assert kind in rosters.view(inst, dora, now=NOW).alarms
    if attack not in {turns_the_auditor_into_a_handler, deletes_an_account}:
        (row,) = [r for r in oversight.since(inst, cast, before) if r["event"] == "signed in"]
        assert kind in row["alarms"]


def test_without_him_there_is_no_alarm(inst, cast):
    dora = flows.desk(inst, cast, "dora", NOW)
    assert rosters.view(inst, dora, now=NOW).alarms == ()
    assert receives(inst, cast, NOW, about=["bob"]) == CLEAN


def test_a_next_list_with_his_signature_alone_is_shown_as_a_proposal_and_counts_nothing(inst, cast):
    """P7: everybody sees it, with the changed fingerprint, waiting for a second tier."""
    forged = replace(world.current(inst, now=NOW).roster, number=2)
    forged = replace(forged, previous=world.current(inst, now=NOW).roster.digest(),
                     entries=tuple(e for e in forged.entries if e.name != "alice"))  # fmt: skip
    put_list(inst, cast, forged, signers=("bob",))
    proposed = rosters.view(inst, flows.desk(inst, cast, "dora", NOW), now=NOW).proposed
    assert (proposed.number, proposed.signatures) == (2, ("bob",))
    assert receives(inst, cast, NOW, about=["bob"]) == CLEAN
    assert receives(bob.restart(inst), cast, NOW, about=["bob"]) == CLEAN


def second_list(inst, cast):
    """Gus is enrolled and signed: list 2 counts."""
    code = accounts.enrol(inst, name="gus", person="gus", kind="handler", tier=1, now=NOW)
    gus = casting.redeem(inst, "gus", code.code, NOW)
    for person in ("alice", "olga"):
        staff = seeds.staff(inst, cast, person)
        proposed = rosters.view(inst, staff, now=NOW).proposed
        rosters.sign(inst, staff, number=2, digest_hex=proposed.digest, now=NOW)
    return gus


def test_t21_an_older_list_put_back_is_not_believed(inst, cast):
    """The newest number seen is kept beside the secrets, outside of the database."""
    second_list(inst, cast)
    bob.write(inst, bob.delete(schema.rosters).where(schema.rosters.c.number == 2))
    started = bob.restart(inst)
    with pytest.raises(errors.Doubtful):
        flows.report(started, NOW)
    assert "roster" in rosters.view(inst, flows.desk(inst, cast, "dora", NOW), now=NOW).alarms
    assert seeds.case_ids(inst) == []


def test_t21_an_older_directory_put_back_with_its_mac_is_not_believed(inst, cast):
    """T21: last week's rows and last week's MAC, all of it genuine."""
    tables = (LINES, NAMES, PEOPLE, META)
    old = {table.name: [row._asdict() for row in bob.rows(inst, table)] for table in tables}
    moved = casting.under(casting.COMPANY, "charlie", "bob")
    people.import_file(inst, moved, now=NOW)
    bob.write(inst, bob.delete(LINES).where(LINES.c.person_id == "charlie"))
    back = [row for row in old["people_lines"] if row["person_id"] == "charlie"]
    (meta,) = [row for row in old["meta"] if row["key"] == "directory"]
    bob.write(inst, bob.insert(LINES).values(back),
              bob.update(META).where(META.c.key == "directory").values(**meta))  # fmt: skip
    with pytest.raises(errors.Doubtful):
        flows.report(bob.restart(inst), NOW)
    dora = flows.desk(inst, cast, "dora", NOW)
    assert "directory" in rosters.view(inst, dora, now=NOW).alarms
    assert "bob" not in receives(inst, cast, NOW, about_names=("Charlie Young",))


def test_t19_his_copy_and_his_key_open_nothing_of_a_report_about_him(inst, cast):
    """T19: every slot there is, tried with his seed in every place."""
    flows.report(inst, about=["bob"])
    flows.report(inst, about=["bob"], category="accounting", story="A case of another tier.")
    assert all("bob" not in found for found in seeds.openings(inst, cast).values())


def test_the_number_of_cases_set_back_hides_no_report(inst, cast):
    """Alice's list compares a counter; at sign-in it looks whatever that says."""
    flows.report(inst, about=["bob"])
    bob.write(inst, bob.update(META).where(META.c.key == "cases").values(number=0))
    alice = flows.desk(inst, cast, "alice", NOW)
    queue.refresh(inst, alice, now=NOW)
    assert len(flows.listed(inst, alice, NOW)) == 1
