"""`people`: the directory by import, all rows or none; it only grows (CONFLICTS §1)."""

from datetime import timedelta

import pytest

from app.domain import errors
from app.services import casework, people, world
from app.store import schema
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting
from tests.support.cast import under

NOW = casting.START
DAY = timedelta(days=1)
COMPANY = casting.COMPANY


def counts(inst):
    tables = (schema.people, schema.people_names, schema.people_lines)
    return [len(bob.rows(inst, table)) for table in tables]


def test_it_works(empty):
    imported = people.import_file(empty, COMPANY, now=NOW)
    assert imported == people.Imported(added=22, changed=0, left=0)
    assert counts(empty)[0] == 22


def test_the_same_file_again_changes_nobody(inst):
    before = counts(inst)
    assert people.import_file(inst, COMPANY, now=NOW) == people.Imported(0, 0, 0)
    assert counts(inst) == before


def test_what_it_did_is_said_in_numbers(inst):
    without_gus = "".join(x for x in COMPANY.splitlines(keepends=True) if not x.startswith("gus,"))
    new = without_gus + "new,Nina New,,,,,,,,,,,,\n"
    changed = new.replace("Charlie Young", "Charlie Old")
    assert people.import_file(inst, changed, now=NOW) == people.Imported(1, 1, 1)


@pytest.mark.parametrize(
    "broken",
    ["", "id\nx\n", "nonsense", "id,name\n,\n", "id,name\na,A\na,B\n", "\0",
     COMPANY.replace(",0,,,2015", ",zero,,,2015"), COMPANY.replace("2015-01-01", "1.1.2015"),
     COMPANY.replace("bob,Robert", "bob,Robert\nbob,Robert")],
)  # fmt: skip
def test_all_rows_or_none(inst, broken):
    """A bad line stops the whole file, with the line and the mend; nothing has changed."""
    before, rows = counts(inst), oversight.count(inst)
    with pytest.raises(errors.PeopleFileRefused) as refused:
        people.import_file(inst, broken, now=NOW)
    assert refused.value.mend
    assert (counts(inst), oversight.count(inst)) == (before, rows)


def test_an_import_is_one_row_on_record(inst, cast):
    before = oversight.count(inst)
    people.import_file(inst, COMPANY, now=NOW)
    (row,) = oversight.since(inst, cast, before)
    assert (row["by"], row["event"]) == ("instance", "people imported")


def test_a_removed_line_goes_on_counting(inst, cast):
    """C3: Farid reported to Bob until yesterday; a new report about Bob still leaves him out."""
    people.import_file(inst, under(COMPANY, "farid", "product"), now=NOW)
    flows.report(inst, NOW + DAY, about=["bob"])
    assert "farid" not in seeds.holders(inst, cast)


def test_a_removed_line_counts_for_24_months_from_the_day_it_was_recorded(inst, cast):
    """T10: dated back by the administrator, it counts all the same."""
    people.import_file(inst, under(COMPANY, "farid", "product"), as_of=(NOW - 900 * DAY).date(),
                       now=NOW)  # fmt: skip
    flows.report(inst, NOW + 700 * DAY, about=["bob"])
    assert "farid" not in seeds.holders(inst, cast)
    (first,) = seeds.case_ids(inst)
    flows.report(inst, NOW + 740 * DAY, about=["bob"], story="Two years later.")
    (second,) = set(seeds.case_ids(inst)) - {first}
    assert "farid" in seeds.holders(inst, cast, second)


def test_a_removed_alias_and_a_former_name_go_on_counting(inst, cast):
    people.import_file(inst, COMPANY.replace("Robert Okafor,Bob Okafor", "Robert Miller,"), now=NOW)
    flows.report(inst, NOW + DAY, story="It was Bob Okafor.")
    assert "bob" not in seeds.holders(inst, cast)


def test_somebody_who_left_the_file_goes_on_counting(inst, cast):
    without = "".join(x for x in COMPANY.splitlines(keepends=True) if not x.startswith("tina,"))
    people.import_file(inst, without.replace(",tina,", ",bob,"), now=NOW)
    flows.report(inst, NOW + DAY, about_names=("Tina Sommer",))
    assert seeds.holders(inst, cast).isdisjoint({"bob"})


def test_an_import_that_moves_a_handler_into_the_line_ends_his_access_before_the_next_request(
    inst, cast
):
    """T11: overnight."""
    flows.report(inst, about=["bob"])
    dora, case = seeds.staff(inst, cast, "dora"), flows.the_case(inst)
    assert casework.open_case(inst, dora, case=case, now=NOW)
    people.import_file(inst, under(COMPANY, "bob", "dora"), now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(inst, dora, case=case, now=NOW)


def test_another_process_sees_the_import_with_its_next_statement(inst, cast):
    """T11: nothing is remembered longer than one look at the numbers."""
    flows.report(inst, about=["bob"])
    dora, case, other = seeds.staff(inst, cast, "dora"), flows.the_case(inst), bob.restart(inst)
    assert casework.open_case(other, dora, case=case, now=NOW)
    people.import_file(inst, under(COMPANY, "bob", "dora"), now=NOW)
    with pytest.raises(errors.NotFound):
        casework.open_case(other, dora, case=case, now=NOW)


def test_no_import_gives_a_key_of_an_existing_case(inst, cast):
    """P9, T10: the accused is re-parented; nobody who was out is in, now or later."""
    rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
    before, alice = seeds.holders(inst, cast), seeds.staff(inst, cast, "alice")
    moved = under(under(COMPANY, "bob", "product"), "farid", "product")
    people.import_file(inst, moved.replace("Head of support", "Clerk"), now=NOW)
    later = NOW + 800 * DAY
    casework.open_case(inst, alice, case=flows.the_case(inst), now=later)
    flows.say(inst, rita, "Still so.", now=later)
    casework.open_case(inst, alice, case=flows.the_case(inst), now=later)
    assert seeds.holders(inst, cast) <= before


def test_an_import_that_fails_in_the_middle_changes_nothing(inst, monkeypatch):
    """P6: rolled back whole, remembered number and all."""
    from app.store import metadata

    before, known = counts(inst), inst.secrets.remembered("directory")
    monkeypatch.setattr(metadata, "set_directory", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.import_file(inst, COMPANY + "new,Nina New,,,,,,,,,,,,\n", now=NOW)
    assert counts(inst) == before
    assert inst.secrets.remembered("directory") == known
    assert world.current(bob.restart(inst), now=NOW).alarms == ()
