"""The demo as a whole: built through the services, by the rules, in the form of the contract."""

import json
import re
import shutil
from collections import Counter
from datetime import timedelta

import pytest

from app.demo import build, policy, stories, telling
from app.domain import cases, errors, roles
from app.services import casework, formpage, mailbox, queue, rosters, world
from app.store import secrets
from crypto import receipt
from tests.demo.conftest import NOW, TELLS

# What takes long to build is built once, by one worker.
pytestmark = pytest.mark.xdist_group("demo")

URL = "http://127.0.0.1:8080"


def test_list_1_counts_and_names_three_tiers(opened):
    tiers = rosters.published(opened, now=NOW)
    assert [len(tier.members) for tier in tiers] == [5, 3, 2]
    assert not any(member.new for tier in tiers for member in tier.members)


def test_every_receipt_opens_its_case_in_the_status_of_its_story(demo, opened):
    assert demo.cases
    for told in demo.cases:
        reporter = mailbox.sign_in(opened, receipt=told.receipt)
        thread = mailbox.open_thread(opened, reporter)
        assert thread.status == told.story.status, told.story.key
        said = [step for step in told.story.steps if step.do in ("reply", "answer")]
        assert len(thread.messages) == 1 + len(said), told.story.key
        assert thread.messages[0].text == told.story.story


def test_every_status_occurs(demo):
    assert {told.story.status for told in demo.cases} == set(cases.STATUSES)


def test_nobody_who_is_out_is_shown_the_case(demo, desks):
    """P2: the rules alone leave them out; the story only says who it should be."""
    assert any(told.story.out for told in demo.cases)
    for told in demo.cases:
        for key in told.story.out:
            assert told.story.key not in desks[key], (told.story.key, key)


def test_a_report_reaches_the_tier_its_story_expects(demo, desks):
    tier_of = {one.key: one.tier for one in demo.founders if one.tier}
    reached = {
        told.story.key: min(tier_of[key] for key, shown in desks.items() if told.story.key in shown)
        for told in demo.cases
    }
    assert reached == {told.story.key: told.story.expected_tier for told in demo.cases}


def test_tier_1_reads_most_cases_and_everybody_has_something_to_read(desks):
    assert all(desks.values())
    assert len(desks["priya"]) > len(desks["bob"])


def test_somebody_stepped_back_and_sees_nothing_of_it(demo, desks):
    stepped = [
        (told.story.key, step.by)
        for told in demo.cases
        for step in told.story.steps
        if step.do == "recuse"
    ]
    assert stepped
    for case, key in stepped:
        assert case not in desks[key]


def test_some_dates_are_overdue_and_some_are_near(opened, staff):
    rows = queue.list_page(opened, staff["priya"], now=NOW).rows
    due = [row.due_on - NOW.date() for row in rows if row.due_on]
    assert any(row.overdue for row in rows)
    assert any(timedelta(0) <= left <= timedelta(days=7) for left in due)


def test_a_desk_looks_lived_in(opened, staff):
    """Some cases have been read by the one who signs in, some wait for her."""
    rows = queue.list_page(opened, staff["priya"], now=NOW).rows
    assert {row.unread for row in rows} == {True, False}
    assert any(row.danger for row in rows)


def test_a_case_reads_as_it_was_told(demo, opened, staff):
    told = next(one for one in demo.cases if one.story.key == "credit-macros")
    view = casework.open_case(opened, staff["priya"], case=told.case, now=NOW)
    assert [message.from_ for message in view.messages] == [
        "reporter", "handlers", "reporter", "handlers", "reporter",
    ]  # fmt: skip
    assert {note.kind for note in view.notes} >= {"note", "reason"}
    assert all(message.author for message in view.messages if message.from_ == "handlers")


def test_the_json_is_that_of_the_contract(demo, opened):
    told = json.loads(demo.to_json(URL))
    assert list(told) == [
        "home", "url", "handlers", "admins", "auditors", "receipts", "people_csv",
    ]  # fmt: skip
    assert told["url"] == URL
    (adam,) = told["admins"]
    assert (adam["sign_in"], adam["tier"]) == ("adam", None)
    assert adam["passphrase"]
    assert adam["totp_secret"]
    assert Counter(one["tier"] for one in told["handlers"]) == {1: 5, 2: 3, 3: 2}
    assert [one["tier"] for one in told["auditors"]] == [None]
    for one in (*told["handlers"], *told["auditors"]):
        assert list(one) == [
            "id", "person", "name", "sign_in", "passphrase", "totp_secret", "tier",
        ]  # fmt: skip
        assert all(one[key] for key in ("id", "person", "name", "sign_in", "passphrase"))
        assert re.fullmatch(r"[A-Z2-7]{32}", one["totp_secret"])
    offered = {one.form_id for one in formpage.first_page(opened, now=NOW).people}
    assert {one["id"] for one in told["handlers"]} <= offered


def test_receipts_are_seven_plain_words_and_none_twice(demo):
    receipts = json.loads(demo.to_json(URL))["receipts"]
    assert len(receipts) == len(set(receipts)) == len(demo.cases)
    for words in receipts:
        assert len(words.split()) == 7
        assert not receipt.unknown_words(words)


def test_the_people_file_is_an_absolute_path_to_what_was_imported(demo):
    path = json.loads(demo.to_json(URL))["people_csv"]
    assert path.startswith("/")
    assert demo.people_csv.read_text("utf-8") == demo.company.people_file()


def test_the_text_says_where_to_go_and_whom_to_be(demo):
    text = demo.text(URL)
    assert URL in text
    for one in demo.founders:
        assert one.person.name in text
        assert one.passphrase in text
        assert one.totp_secret in text
    assert demo.cases[-1].receipt in text


def test_no_credential_lies_in_the_folder(demo):
    files = [path for path in demo.home.rglob("*") if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)
    assert demo.company.people_file().encode() in stored
    for secret in [one.passphrase for one in demo.founders] + [c.receipt for c in demo.cases]:
        assert secret.encode() not in stored
    for told in demo.cases:
        assert told.story.story[:40].encode() not in stored


def test_progress_is_told_to_the_end(demo):
    done = [told[0] for told in TELLS]
    assert done == list(range(1, len(TELLS) + 1))
    assert {told[1] for told in TELLS} == {len(TELLS)}


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(errors.Refused, match="not an empty folder"):
        build.build(tmp_path, now=NOW, kdf_profile="cheap")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "home").write_text("mine")
    with pytest.raises(errors.Refused):
        build.build(tmp_path / "home", now=NOW, kdf_profile="cheap")


def test_the_home_holds_all_that_serve_needs(demo, tmp_path):
    home = tmp_path / "moved"
    shutil.copytree(demo.home, home)
    assert len(secrets.Secrets.load(home).cookie) == secrets.SECRET_SIZE
    assert (home / "sotto.db").exists()


def test_the_policy_fits_the_titles_of_the_company(demo):
    rules = policy.of(demo.company)
    assert [tier.quorum for tier in rules.tiers] == [2, 2, 1]
    assert rules.administrators
    assert rules.release_hour is None
    assert not rules.ask_declaration
    assert type(rules).from_json(rules.to_json()) == rules


def test_the_roles_of_the_form_mean_the_people_one_would_think(demo, opened):
    """C1 by role: titles and units of the company fit the rules of the policy."""
    seen = world.current(opened, now=NOW)
    key_of = {one.id: key for key, one in demo.company.people.items()}

    def meant(role):
        return {
            key_of[person]
            for person in roles.members(
                role,
                directory=seen.directory,
                readers=seen.readers,
                policy=seen.policy,
                today=NOW.date(),
            )
        }

    assert meant("ceo") == {"ceo", "friederike"}
    assert meant("cfo") == {"cfo"}
    assert meant("head_of_hr") == {"gillian"}
    assert meant("audit") == {"padraig", "ida", "samir"}
    assert meant("committee") == set(demo.company.tiers[0].members)
    assert meant("board") == {"chair", "olga", "desmond", "sunita", "tomas", "ragnhild"}
    assert meant("management") == {
        one.key for one in demo.company.people.values() if one.seniority in (1, 2)
    }
    for role, unit in {"compliance": "Compliance", "hr": "People", "legal": "Legal"}.items():
        assert meant(role) == {one.key for one in demo.company.people.values() if one.unit == unit}
    assert meant("it") >= set(demo.company.administrators)


def test_what_happened_is_told_in_the_order_of_days(demo):
    told = stories.told(demo.company, today=NOW.date())
    days = [event.days_before for event in telling.events(told)]
    assert days == sorted(days, reverse=True)


def test_the_code_of_a_secret_is_printed(demo):
    from click.testing import CliRunner

    from app.demo import __main__ as codes

    shown = CliRunner().invoke(codes.main, [demo.founders[0].totp_secret])
    assert re.fullmatch(r"\d{6}\n", shown.output)
    refused = CliRunner().invoke(codes.main, ["not a secret!"])
    assert refused.exit_code == 1
