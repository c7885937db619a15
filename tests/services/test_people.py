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


def numbers(**some):
    groups = ("added", "left", "moved", "reparented", "renamed")
    return {**dict.fromkeys(groups, 0), **some}


def test_it_works(empty):
    imported = people.import_file(empty, COMPANY, now=NOW)
    assert imported.numbers() == numbers(added=22)
    assert counts(empty)[0] == 22


def test_the_same_file_again_changes_nobody(inst):
    before = counts(inst)
    assert people.import_file(inst, COMPANY, now=NOW).numbers() == numbers()
    assert counts(inst) == before


def test_what_it_did_is_said_in_numbers(inst):
    without_gus = "".join(x for x in COMPANY.splitlines(keepends=True) if not x.startswith("gus,"))
    new = without_gus + "new,Nina New,,,,,,,,,,,,\n"
    changed = new.replace("Charlie Young", "Charlie Old")
    done = people.import_file(inst, changed, now=NOW).numbers()
    assert done == numbers(added=1, renamed=1, left=1)


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


def company_of(size):
    """Write a people file of as many people: a tree with eight people below each."""
    rows = (
        f"p{n},Given{n} Family{n},U{n % 9},{f'p{(n - 1) // 8}' if n else ''}" for n in range(size)
    )
    return "id,name,unit,manager_id\n" + "\n".join(rows) + "\n"


def statements(inst, text, *, now=NOW):
    before = inst.db.statements
    people.import_file(inst, text, now=now)
    return inst.db.statements - before


def test_ten_times_the_people_are_no_more_statements(empty):
    """At scale: rows go in batches, and nobody is a statement of their own."""
    first, many = statements(empty, company_of(200)), statements(empty, company_of(2000))
    everybody_moves = company_of(2000).replace(",U", ",X").replace("Given", "Gave")

    assert many <= first + 4
    assert statements(empty, everybody_moves, now=NOW + DAY) <= many + 4


def test_progress_grows_to_its_end(empty):
    told = []
    people.import_file(
        empty, company_of(2500), now=NOW, progress=lambda done, total: told.append((done, total))
    )
    ((done, total),) = told[-1:]

    assert len(told) > 3
    assert done == total
    assert [each for each, _ in told] == sorted(each for each, _ in told)
    assert {each for _, each in told} == {total}


def test_a_review_says_what_would_change_and_changes_nothing(inst):
    before, rows = counts(inst), oversight.count(inst)
    reviewed = people.review(inst, COMPANY + "new,Nina New,,,,,,,,,,,,\n", now=NOW)

    assert reviewed.diff.numbers() == numbers(added=1)
    assert (counts(inst), oversight.count(inst)) == (before, rows)


def test_what_was_reviewed_is_applied_only_to_the_directory_it_was_compared_with(inst):
    text = COMPANY + "new,Nina New,,,,,,,,,,,,\n"
    reviewed = people.review(inst, text, now=NOW)
    people.import_file(inst, under(COMPANY, "farid", "product"), now=NOW)
    before = counts(inst)

    with pytest.raises(errors.ReviewAgain):
        people.import_file(inst, text, now=NOW, reviewed=reviewed.version)
    assert counts(inst) == before
    again = people.review(inst, text, now=NOW)
    people.import_file(inst, text, now=NOW, reviewed=again.version)
    assert counts(inst)[0] == before[0] + 1


def test_an_import_that_comes_first_is_not_overwritten(inst, monkeypatch):
    """Two imports at once: whatever the second worked out beside the first is not written."""
    real, both = people._prepare, []

    def slow(*given, **named):
        ready = real(*given, **named)
        if not both:
            both.append(1)
            people.import_file(inst, under(COMPANY, "farid", "product"), now=NOW)
        return ready

    monkeypatch.setattr(people, "_prepare", slow)
    with pytest.raises(errors.ReviewAgain):
        people.import_file(inst, under(COMPANY, "farid", "bob"), now=NOW)


def test_an_orphan_keeps_the_line_to_who_left_the_file(inst):
    """Gus has left; the file still says that Charlie answers to him."""
    rows = under(COMPANY, "charlie", "gus").splitlines(keepends=True)
    text = "".join(row for row in rows if not row.startswith("gus,"))
    diff = people.import_file(inst, text, now=NOW)
    seen = world.current(inst, now=NOW)

    assert ("boss not in the file", ("gus",)) in {(n.kind, n.people) for n in diff.notices}
    assert any(
        (x.person, x.boss, x.until) == ("charlie", "gus", None) for x in seen.directory.lines
    )


def test_what_is_read_back_is_what_was_written(empty):
    """The MAC says so at every load: rows of any kind come back as the same directory."""
    text = COMPANY.replace("Robert Okafor,Bob Okafor", "Robert Miller,Robbie")
    people.import_file(empty, COMPANY, now=NOW)
    people.import_file(empty, text, now=NOW + DAY)
    people.import_file(empty, COMPANY, now=NOW + 2 * DAY)

    assert world.current(bob.restart(empty), now=NOW).alarms == ()
