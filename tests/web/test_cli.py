"""The command `sotto`: what it makes, what it prints, and one sentence when something is wrong."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from app import cli

ROOT = Path(__file__).resolve().parents[2]
SOTTO = [sys.executable, "-m", "app.cli"]
PEOPLE = "id,name,unit\nboss,Ada Boss,Board\nalice,Alice Able,Legal\nida,Ida Iron,Audit\n"


@pytest.fixture
def sotto(tmp_path, monkeypatch):
    """Run a command in this process, with a home and nothing else in the environment."""
    for name in [name for name in os.environ if name.startswith("SOTTO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SOTTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SOTTO_KDF_PROFILE", "cheap")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(cli.main, [str(each) for each in arguments])


@pytest.fixture
def home(tmp_path, sotto):
    assert sotto("init").exit_code == 0
    return tmp_path / "home"


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE)
    return file


def test_every_command_explains_itself(sotto):
    seen = []
    for name, command in [("", cli.main), *cli.main.commands.items()]:
        more = getattr(command, "commands", {})
        for path in [[name], *([name, sub] for sub in more if name)]:
            result = sotto(*filter(None, path), "--help")
            assert result.exit_code == 0
            assert "Usage:" in result.stdout
            seen.append(" ".join(path))
    assert {"", "init", "serve", "upgrade", "enrol", "people import", "demo", "bench"} <= {*seen}
    assert "conflicts explain" in seen


def test_explain_says_what_the_directory_says_of_two(sotto, home, people):
    people.write_text("id,name,manager_id\nboss,Ada Boss,\nalice,Alice Able,boss\nida,Ida Iron,\n")
    assert sotto("people", "import", people).exit_code == 0
    result = sotto("conflicts", "explain", "--people", "alice", "boss")
    assert "alice answers to boss." in result.stdout
    assert "not in that line" in sotto("conflicts", "explain", "--people", "alice", "ida").stdout


def test_explain_names_an_id_it_does_not_know(sotto, home, people):
    result = sotto("conflicts", "explain", "--people", "alice", "zora")
    assert result.exit_code == 1
    assert "has the id alice" in result.stderr


def test_init_makes_a_home_that_only_its_owner_reads(home):
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.rglob("*")]}

    assert modes[home] == 0o700
    secret = [path for path in modes if path.is_file() and path.parent.name == "secrets"]
    assert len(secret) >= 5
    assert all(modes[path] == 0o600 for path in secret)
    assert (home / "sotto.db").is_file()
    assert (home / "policy.json").is_file()


def test_init_says_what_comes_next_and_shows_no_secret(sotto, home):
    result = sotto("init")

    assert "sotto enrol" in result.stderr
    assert result.stdout == ""


def test_init_twice_keeps_what_is_there(sotto, home):
    before = {path: path.read_bytes() for path in (home / "secrets").iterdir() if path.is_file()}

    assert sotto("init").exit_code == 0

    assert before == {path: path.read_bytes() for path in before}


def test_upgrade_of_a_new_home_changes_nothing(sotto, home):
    assert sotto("upgrade").exit_code == 0


def test_people_are_imported_and_somebody_is_enrolled(sotto, home, people):
    imported = sotto("people", "import", people, "--as-of", "2026-11-20")
    ida = sotto("enrol", "ida", "--person", "ida", "--auditor")
    alice = sotto("enrol", "Alice", "--person", "alice", "--handler", "--tier", "1")

    assert imported.stderr.splitlines()[0] == (
        "3 new, 0 left, 0 moved, 0 with other managers, 0 renamed."
    )
    assert "Please look: nobody has a manager" in imported.stderr
    for invitation in (ida, alice):
        assert invitation.exit_code == 0, invitation.output
        assert re.fullmatch(r"[A-Z2-7-]{20,}\n", invitation.stdout)


def test_a_bad_people_file_names_its_line_and_takes_nothing(sotto, home, people):
    people.write_text(PEOPLE + "alice,Twice\n")

    result = sotto("people", "import", people)

    assert result.exit_code == 1
    assert "line 5" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    people.write_text(PEOPLE)
    assert sotto("people", "import", people).stderr.startswith("3 new")


def test_a_file_that_is_not_utf8_is_one_sentence(sotto, home, people):
    people.write_bytes(PEOPLE.encode() + b"x,J\xfcrgen,\n")

    result = sotto("people", "import", people)

    assert (result.exit_code, result.stderr) == (
        1,
        "Error: The file is not UTF-8: save it as UTF-8.\n",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        ("--person", "alice"),
        ("--person", "ida", "--auditor", "--tier", "1"),
    ],
)
def test_a_handler_needs_a_tier_and_an_auditor_has_none(sotto, home, wrong):
    assert sotto("enrol", "x", *wrong).exit_code == 2


def test_only_who_has_an_account_can_be_invited_again(sotto, home, people):
    sotto("people", "import", people)
    sotto("enrol", "ida", "--person", "ida", "--auditor")

    for name in ("ida", "nobody"):
        assert sotto("reset", name).exit_code == 1


def test_an_unknown_person_is_not_enrolled(sotto, home):
    result = sotto("enrol", "x", "--person", "nobody", "--auditor")

    assert result.exit_code == 1
    assert "No person" in result.stderr


def one_sentence(result):
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.fullmatch(r"Error: [^\n]+\.\n", result.stderr), result.stderr
    return result.stderr


def test_a_missing_secret_stops_the_start(sotto, home):
    (home / "secrets/cookie").unlink()

    assert "cookie" in one_sentence(sotto("serve"))


def test_a_weak_secret_stops_the_start(sotto, home):
    (home / "secrets/cookie").write_bytes(bytes(32))

    assert "cookie" in one_sentence(sotto("serve"))


def test_a_home_that_was_never_made_stops_the_start(sotto):
    one_sentence(sotto("serve"))


def test_a_database_that_is_down_stops_the_start(sotto, home, monkeypatch):
    monkeypatch.setenv("SOTTO_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/x")

    assert "secret" not in one_sentence(sotto("serve"))


def test_a_database_of_no_instance_stops_the_start(sotto, home, tmp_path, monkeypatch):
    monkeypatch.setenv("SOTTO_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")

    one_sentence(sotto("serve"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("PUBLIC_URL", "http://report.example.org"), ("WORKERS", "many"), ("SURFACES", "kitchen")],
)
def test_a_wrong_setting_stops_the_start(sotto, home, monkeypatch, name, value):
    monkeypatch.setenv(f"SOTTO_{name}", value)

    assert f"SOTTO_{name}" in one_sentence(sotto("serve"))


def test_an_administrator_is_invited_to_a_door_of_his_own(sotto, home, people):
    sotto("people", "import", people)
    invited = sotto("enrol", "adam", "--person", "boss", "--administrator")

    assert invited.exit_code == 0
    assert "/admin/welcome" in invited.stderr
    assert sotto("enrol", "eve", "--person", "ida", "--administrator", "--tier", "1").exit_code == 2


def test_a_port_that_is_taken_is_one_sentence(sotto, home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = sotto("serve", "--port", str(taken.getsockname()[1]))

    assert "in use" in one_sentence(result).lower()


def test_serve_answers_and_ends_when_told(home):
    """The real command in a process of its own, from another directory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*SOTTO, "serve", "--home", str(home), "--port", str(port), "--workers", "2"],
        cwd="/", stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    page = ""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                page = answer.read().decode()
            break
        except OSError:
            assert process.poll() is None, "the server ended"
            time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=90)

    assert process.returncode == 0
    assert "<html" in page
    assert re.match(rf"Serving portal.* on http://127\.0\.0\.1:{port}\n", said)
