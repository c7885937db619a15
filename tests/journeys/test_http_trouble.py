"""The database is locked, full or down in the middle of everything (P6, P12).

A clear sentence, the right status, the words in the box again, and nothing half stored: as soon as
the trouble is over, the page that said so sends the same words with the same receipt. No log learns
a word of it.
"""

import contextlib
import resource
import sqlite3

import psycopg
import pytest
from sqlalchemy import text

from app.store import db
from tests.journeys import traces
from tests.journeys.outside import STORY
from tests.support import line
from tests.support.seeds import case_ids

WORDS = "A vermilion spreadsheet <& two keys> of the brimstone summer"
KINDS = ["locked", "full", "down"]


@contextlib.contextmanager
def trouble(company, kind):
    """Let the database fail in this way until the end of the block."""
    name = f"{company.inst.db.engine.dialect.name} {kind}"
    company.inst.db.engine.dispose()
    with TROUBLES[name](company):
        yield


@contextlib.contextmanager
def sqlite_locked(company):
    """Write without end, as a backup that hangs does."""
    with contextlib.closing(sqlite3.connect(company.inst.home / "sotto.db")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def sqlite_full(company):
    """Let the workers' files grow no more."""
    workers = company.served.workers()
    assert len(workers) == 2
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, most))
    yield
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, most))


def sql(company, *statements):
    """Send statements as the one who runs the database server."""
    url = company.inst.db.engine.url.set(drivername="postgresql", database="postgres")
    with psycopg.connect(
        url.render_as_string(hide_password=False), autocommit=True
    ) as admin:  # fmt: skip
        for statement in statements:
            admin.execute(statement.format(name=company.inst.db.engine.url.database))


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


@contextlib.contextmanager
def postgres_locked(company):
    """Hold the lock of the writers."""
    url = company.inst.db.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({db._WRITERS_LOCK})")
        yield
        other.rollback()


@contextlib.contextmanager
def postgres_full(company):
    """Let it take no writes, as managed servers do when their disk is full."""
    sql(company, 'ALTER DATABASE "{name}" SET default_transaction_read_only = on', CUT)
    yield
    sql(company, 'ALTER DATABASE "{name}" RESET default_transaction_read_only', CUT)


@contextlib.contextmanager
def postgres_down(company):
    """Cut every connection and take no new one."""
    sql(company, 'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false', CUT)
    yield
    sql(company, 'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


TROUBLES = {
    "sqlite locked": sqlite_locked, "sqlite full": sqlite_full,
    "postgresql locked": postgres_locked, "postgresql full": postgres_full,
    "postgresql down": postgres_down,
}  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request, company):
    if f"{company.inst.db.engine.dialect.name} {request.param}" not in TROUBLES:
        pytest.skip("SQLite is a file: locked or full, but never down")
    return request.param


def is_told(answer):
    return answer.status == 503 and "storage does not answer" in answer.alert


def test_a_report_is_kept_once_when_it_is_over(company, rita, kind):
    """P6: and its receipt is the one that the form carried all the time."""
    before = set(case_ids(company.inst))
    rita.get("/report")
    rita.send("/report", category="fraud")
    with trouble(company, kind):
        rita.send("/report/send", story=WORDS, where="Lisbon", danger="yes")
        assert is_told(rita.answer)
        assert rita.receipt is None
        sends = rita.form("/report/send").sends
        assert {("story", WORDS), ("where", "Lisbon"), ("danger", "yes")} <= set(sends)
        rita.send("/report/send")
        assert is_told(rita.answer)
    rita.send("/report/send")
    receipt = rita.receipt
    assert len(set(case_ids(company.inst)) - before) == 1
    rita.come_back(receipt)
    ((_, said),) = rita.messages
    assert WORDS in said


def test_her_message_is_kept_once_when_it_is_over(company, rita, reported, kind):
    receipt, alice, case = reported
    rita.come_back(receipt)
    with trouble(company, kind):
        rita.send("/case/reply", message=WORDS)
        assert is_told(rita.answer)
        assert ("message", WORDS) in rita.form("/case/reply").sends
    rita.send("/case/reply")
    rita.follow()
    assert [WORDS in said for _, said in rita.messages] == [False, True]
    alice.get(case)
    assert [WORDS in said for _, said in alice.messages] == [False, True]


@pytest.mark.parametrize(
    ("verb", "field"), [("reply", "message"), ("notes", "note"), ("recuse", "reason")]
)
def test_what_a_handler_does_is_done_once_when_it_is_over(company, reported, kind, verb, field):
    _, alice, case = reported
    alice.get(case)
    with trouble(company, kind):
        alice.send(f"{case}/{verb}", **{field: WORDS})
        assert is_told(alice.answer)
        assert (field, WORDS) in alice.form(f"{case}/{verb}").sends
        token = ("csrf_token", dict(alice.form(f"{case}/{verb}").sends)["csrf_token"])
    alice.post(f"{case}/{verb}", [token, (field, WORDS)])
    alice.follow()
    assert alice.answer.html.count("vermilion spreadsheet") == (0 if verb == "recuse" else 1)


def test_who_signs_in_meanwhile_types_the_secrets_again(company, kind):
    dora = company.visitor()
    dora.get("/desk/sign-in")
    keys = company.keys_of("dora")
    with trouble(company, kind):
        dora.send("/desk/sign-in", **keys)
        assert is_told(dora.answer)
        assert ("name", "dora") in dora.form("/desk/sign-in").sends
        assert keys["passphrase"] not in dora.answer.html
    again = {name: keys[name] for name in ("passphrase", "code")}
    dora.send("/desk/sign-in", **again)
    assert dora.answer.status == 303


def test_she_can_leave_whatever_is_broken(company, rita, reported, kind):
    rita.come_back(reported[0])
    with trouble(company, kind):
        answer = rita.get("/leave")
        assert answer.status == 303
        assert answer.header("Clear-Site-Data")
        assert rita.get("/case").header("Location") == "/return"


def test_pages_that_need_nothing_stored_are_still_there(company, rita, kind):
    with trouble(company, kind):
        for path in ("/", "/elsewhere", "/privacy", "/return"):
            assert rita.get(path).status == 200, path


def test_no_log_learns_a_word_of_it(company, rita, kind):
    """P1, P5: neither ours nor the database server's."""
    rita.get("/report")
    rita.send("/report")
    with trouble(company, kind):
        rita.send("/report/send", story=WORDS)
    logs = [company.served.log]
    if company.inst.db.engine.dialect.name == "postgresql":
        with company.inst.db.read() as session:
            folder = session.scalar(text("SELECT current_setting('data_directory')"))
        logs.append(type(logs[0])(folder) / "log")
    words = {"story": STORY, "words": WORDS}
    sought = traces.Sought(words, (line.ADDRESS,), ())
    assert traces.in_files(logs, sought) == set()
    assert "request-failed" not in company.served.log.read_text()
