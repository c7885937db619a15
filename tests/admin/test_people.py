"""/admin/people: a file is reviewed, then applied whole, or thrown away."""

import re
import uuid

import pytest

from app.domain import access
from app.services import people, world
from app.store import schema
from app.web import limits
from tests.admin.conftest import COMPANY
from tests.support import bob, flows, seeds
from tests.support.cast import under
from tests.web import small

PAGE = "/admin/people"
NINA = COMPANY + "nina,Nina New,,nina@harbour.test,Clerk,Finance,Bremen,Harbour,7,cfo,,,,\n"


def review(browser, text=NINA):
    answer = browser.upload(text)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def apply(browser, path):
    return browser.send(path, {"version": small.value(browser.get(path), "version")}, page=path)


def test_it_works(adam, inst, clock):
    path = review(adam)
    page = adam.get(path)
    assert "Nina New" in page.text
    assert "nina" not in world.current(inst, now=clock.now).directory.people

    answer = apply(adam, path)

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "nina" in world.current(inst, now=clock.now).directory.people
    assert "The file is the directory now." in adam.get(PAGE).text
    assert "The file is the directory now." not in adam.get(PAGE).text


def test_every_group_of_changes_has_a_page(adam):
    changed = under(NINA, "farid", "product").replace("Contract lawyer", "Counsel")
    changed = changed.replace("Dora Klein", "Dora Gross").replace("Gus Lange,", "Gus Lange,Gussi")
    without = "".join(x for x in changed.splitlines(keepends=True) if not x.startswith("rita,"))
    path = review(adam, without)
    found = {}
    for group in ("added", "left", "moved", "reparented", "renamed"):
        text = adam.get(f"{path}?group={group}").text
        found[group] = set(re.findall(r'<span class="ref">(\w+)</span>', text))

    assert found == {
        "added": {"nina"}, "left": {"rita"}, "moved": {"alice"}, "reparented": {"farid"},
        "renamed": {"dora", "gus"},
    }  # fmt: skip


def test_what_was_and_what_is_stand_beside_each_other(adam):
    path = review(adam, under(COMPANY, "farid", "product"))
    text = " ".join(adam.get(path).text.split())

    found = re.search(r"<del>(.*?)</del>\s*<ins>(.*?)</ins>", text)
    assert found
    assert found[1].endswith("Robert Okafor")
    assert found[2].endswith("Pavel Horak")


def test_long_groups_are_paged(adam):
    many = "".join(f"n{x},Nina {x},,,,,,,,cfo,,,,\n" for x in range(250))
    path = review(adam, COMPANY + many)
    first, last = adam.get(path), adam.get(f"{path}?group=added&page=99")

    assert first.text.count('class="ref"') == 100
    assert '<a rel="next"' in first.text
    assert last.text.count('class="ref"') == 50
    assert '<a rel="next"' not in last.text


def test_a_file_that_changes_nobody_says_so(adam):
    assert "This file changes nobody." in adam.get(review(adam, COMPANY)).text


def test_what_is_odd_is_named_before_anything_is_applied(adam):
    text = adam.get(review(adam, under(COMPANY, "ceo", "charlie"))).text

    assert "answer to each other in a ring" in text
    assert "charlie, tina, bob, coo, ceo" in text or "ceo, charlie" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("", "Choose the people file first."),
        (COMPANY.encode() + b"x,J\xfcrgen\n", "This file is not UTF-8."),
        (COMPANY + "nina,Nina New,,nina,,,,,,,,,,\n", "Line 24, column email:"),
        (COMPANY + "nina\n", "Line 24: give"),
        ("id,name,salary\n1,Ann,7\n", "Line 1, column salary:"),
        (COMPANY + "alice,Alice Twice,,,,,,,,,,,,\n", "alice stands in line 12 already"),
    ],
)
def test_what_is_wrong_is_said_with_line_column_and_mend(adam, inst, wrong, said):
    answer = adam.upload(wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert '<a href="#people-file">' in answer.text
    assert not drafts(inst)


def drafts(inst):
    return bob.rows(inst, schema.drafts)


def test_a_file_is_reviewed_again_if_the_directory_has_changed(adam, inst, clock):
    path = review(adam)
    version = small.value(adam.get(path), "version")
    people.import_file(inst, under(COMPANY, "farid", "product"), now=clock.now)

    answer = adam.send(path, {"version": version}, page=path)

    assert answer.status_code == 409
    assert "The directory has changed" in answer.text
    assert "nina" not in world.current(inst, now=clock.now).directory.people
    assert apply(adam, path).status_code == 303
    assert "nina" in world.current(inst, now=clock.now).directory.people


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1", "٣"])
def test_nothing_is_applied_without_the_number_that_was_reviewed(adam, inst, clock, version):
    path = review(adam)

    assert adam.send(path, {"version": version}, page=path).status_code == 409
    assert "nina" not in world.current(inst, now=clock.now).directory.people


def test_a_file_thrown_away_is_gone(adam, inst):
    path = review(adam)
    answer = adam.send(f"{path}/drop", page=path)

    assert answer.headers["Location"] == PAGE
    assert adam.get(path).status_code == 404
    assert not drafts(inst)


def test_an_applied_file_is_gone(adam, inst):
    path = review(adam)
    apply(adam, path)

    assert adam.get(path).status_code == 404
    assert not drafts(inst)


def test_a_file_nobody_applied_is_gone_after_a_day(adam, inst, clock):
    path = review(adam)
    clock.forward(days=2)
    adam.enter("adam")

    assert adam.get(path).status_code == 404
    other = review(adam)
    assert [adam.get(other).status_code, len(drafts(inst))] == [200, 1]


def test_another_file_put_in_its_place_is_not_applied(adam, inst, clock):
    """T21: Bob swaps the file between review and apply."""
    path, other = review(adam), review(adam, under(COMPANY, "farid", "product"))
    first, second = (
        bob.rows(inst, schema.drafts, id=uuid.UUID(p[-36:]).bytes) for p in (path, other)
    )
    same = schema.drafts.c.id == first[0].id
    bob.write(inst, schema.drafts.update().where(same).values(raw=second[0].raw))
    before = world.current(inst, now=clock.now).directory

    assert adam.send(path, {"version": "1"}, page=other).status_code == 404
    assert world.current(inst, now=clock.now).directory is before


@pytest.mark.parametrize("draft", ["x", "0b6a1f6f-2b11-4d0c-9d8e-6f1c0f5e5a2c"])
def test_a_review_that_does_not_exist_is_a_404(adam, draft):
    assert adam.get(f"{PAGE}/review/{draft}").status_code == 404
    answer = adam.send(f"{PAGE}/review/{draft}", {"version": "1"})
    assert answer.status_code == 404


def test_a_file_of_a_stranger_is_refused_before_it_is_read(app):
    """The large size is for whoever may send it; for everybody else the usual one stands."""
    answer = app.test_client().post(
        PAGE, data={"file": (b"x" * 10).hex()}, environ_overrides={"CONTENT_LENGTH": "9000000"}
    )

    assert answer.status_code == 413


def test_only_an_address_that_takes_a_file_keeps_it():
    assert limits.FILES == {PAGE: access.Action.PEOPLE_MANAGE}
    assert set(limits.FILES) <= set(limits.SIZES)


def test_a_file_larger_than_the_limit_is_a_calm_413(adam, monkeypatch):
    monkeypatch.setitem(limits.SIZES, PAGE, 50_000)

    assert adam.upload(COMPANY + "x" * 60_000).status_code == 413


def test_people_are_found_by_name_address_and_id(adam):
    for wanted in ("okafor", "ROBERT.OKAFOR", "bob", "robert okafor", "okafor robert"):
        assert (
            '<a href="/admin/people/of/bob">Robert Okafor</a>'
            in adam.get(PAGE, query_string={"name": wanted}).text
        ), wanted
    assert "Nobody bears all these words." in adam.get(f"{PAGE}?name=zebra").text


def test_a_person_page_shows_names_and_lines_and_how_long_they_count(adam, inst, clock):
    people.import_file(inst, under(COMPANY, "farid", "product"), now=clock.now)
    text = " ".join(adam.get(f"{PAGE}/of/farid").text.split())

    assert "Farid Aziz" in text
    assert re.search(r"Robert Okafor</a>.*?until </span>|Robert Okafor</a>.*?until", text)
    assert adam.get(f"{PAGE}/of/nobody").status_code == 404


def test_a_name_is_text_and_never_markup(adam):
    rows = COMPANY + 'evil,"<b>Evil</b> & Co",,,,,,,,cfo,,,,\n'
    text = adam.get(review(adam, rows)).text

    assert "<b>Evil" not in text
    assert "&lt;b&gt;Evil&lt;/b&gt; &amp; Co" in text


def test_an_import_here_is_on_record_with_who_did_it(adam, inst, cast):
    from tests.support import oversight

    before = oversight.count(inst)
    apply(adam, review(adam))
    (row,) = oversight.since(inst, cast, before)

    assert row["event"] == "people imported"
    assert row["by"] != "instance"
    assert row["added"] == 1


def test_an_id_may_hold_a_slash(adam):
    apply(adam, review(adam, COMPANY + "a/b c,Ann Slash,,,,,,,,cfo,,,,\n"))

    assert "Ann Slash" in adam.get(f"{PAGE}/of/a/b c").text


def test_T11_an_import_that_moves_a_handler_into_the_team_ends_access_before_the_next_request(  # noqa: N802
    adam, at_desk, inst, clock
):
    """T11: overnight, through the administrator's page; her next request is refused."""
    flows.report(inst, clock.now, about=["bob"])
    dora = at_desk("dora")
    path = re.search(r'href="(/desk/cases/[0-9a-f-]{36})"', dora.get("/desk").text)[1]
    assert dora.get(path).status_code == 200

    apply(adam, review(adam, under(COMPANY, "bob", "dora")))

    assert dora.get(path).status_code == 404


def test_T10_re_parenting_the_accused_and_dating_back_add_no_reader(adam, inst, cast, clock):  # noqa: N802
    """T10: applied at once; the old line keeps counting, and nobody gains a key."""
    flows.report(inst, clock.now, about=["bob"])
    before = seeds.holders(inst, cast)
    moved = under(under(COMPANY, "bob", "product"), "farid", "product")
    ended = moved.replace("2018-05-01,,", "2018-05-01,2019-01-01,")
    apply(adam, review(adam, ended))
    flows.report(inst, clock.now, about=["bob"], story="Another one.")
    (first, second) = (seeds.holders(inst, cast, case) for case in seeds.case_ids(inst))

    assert first == second == before
    assert before.isdisjoint({"bob", "farid"})
