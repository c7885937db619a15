"""After the journey in the browser, every place it could have left something in is looked through.

Nothing of what was typed or shown may lie there readable (P1), and nothing of the visit (P5). What
PostgreSQL notes by itself, such as when it last wrote a file, is not the product's: its own files
are searched for words and signs, the tables also for times.
"""

import base64
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.journeys import traces, walk
from tests.support import cast as casting
from tests.support import chromium, line

pytestmark = chromium.marks
DIRECTORY = traces.letters(casting.COMPANY.encode())


@pytest.fixture
def sought(journey):
    """Every secret of the journey, cut into words."""
    texts = {
        "story": walk.STORY, "place": walk.PLACE, "season": walk.SEASON, "team": walk.TEAM,
        "stranger": walk.STRANGER, "answer": walk.ANSWER, "more": walk.MORE,
        "category": walk.CATEGORY, "receipt": journey.receipt,
    }  # fmt: skip
    for person, holder in journey.company.cast.items():
        texts[f"passphrase of {person}"] = holder.passphrase
        texts[f"second factor of {person}"] = holder.totp_secret
        texts[f"recovery words of {person}"] = holder.recovery_words
    words = {
        f"{name}: {piece}": piece
        for name, secret in texts.items()
        for piece in traces.pieces(secret)
        if traces.letters(piece.encode()) not in DIRECTORY
    }
    assert len(words) > 300
    return traces.Sought(words, (line.ADDRESS, walk.AGENT, walk.LOCALE), journey.moments)


@pytest.fixture
def connection(journey):
    with journey.company.inst.db.engine.connect() as connection:
        yield connection


@pytest.fixture
def places(journey):
    """Every file of ours: instance, log, and the two folders the server could use as its own."""
    served = journey.company.served
    files = [served.log]
    for folder in (served.home, served.user, served.temp):
        files += folder.rglob("*")
    names = {path.name for path in files}
    assert {"log", "cookie", "policy.json"} <= names
    assert journey.began or {"sotto.db", "sotto.db-wal"} <= names
    return files


@pytest.fixture
def engine_files(journey, connection):
    """Every file of PostgreSQL that the journey can have written to."""
    if not journey.began:
        pytest.skip("SQLite has no files but ours")
    connection.execute(text("CHECKPOINT"))
    folder, number, ended = connection.execute(
        text("SELECT current_setting('data_directory'), oid, pg_walfile_name(pg_current_wal_lsn())"
             " FROM pg_database WHERE datname = current_database()")
    ).one()  # fmt: skip
    root = Path(folder)
    written = {p for p in root.glob("pg_wal/*") if journey.began <= p.name <= ended}
    others = {p for p in root.rglob("*") if not p.is_relative_to(root / "pg_wal")}
    # Settings are the engine's own words, and two of a passphrase may stand there by chance.
    ours = {p for p in others if not p.is_relative_to(root / "base") and p.suffix != ".conf"}
    ours |= {p for p in others if p.is_relative_to(root / "base" / str(number))}
    assert {"log", "PG_VERSION"} <= {path.name for path in ours}
    assert written
    return written | {path for path in ours if not path.is_socket()}


def test_no_file_of_ours_holds_a_word_or_sign_of_it(places, sought):
    """P1, P5: database, its log of changes, secrets, texts, log, temporary files."""
    assert traces.in_files(places, sought) == set()


def test_no_table_holds_a_word_sign_or_time_of_it(connection, sought):
    """P1, P5: every column of every table."""
    assert traces.in_tables(connection, sought) == set()


def test_no_file_of_ours_holds_a_time(places, sought):
    """P5: nothing finer than the day."""
    assert traces.times_in_files(places, sought) == set()


def test_no_file_of_the_database_server_holds_a_word_or_sign_of_it(engine_files, sought):
    """P1, P5: tables as they lie on the disk, log of changes, log of errors."""
    assert traces.in_files(engine_files, sought) == set()


def test_nothing_is_left_in_home_or_temporary_folder(journey):
    served = journey.company.served
    assert [*served.user.rglob("*"), *served.temp.rglob("*")] == []


def test_the_log_of_the_journey_is_events_and_days(journey):
    lines = journey.company.served.log.read_text().splitlines()
    assert lines[0].startswith("Serving portal and desk and admin on http://")
    assert {each.split()[2].partition("=")[0] for each in lines[1:]} == {"event"}
    assert not [each for each in lines if "ERROR" in each]


# Planted faults: the same search finds what would be wrong.

HOLDS = {
    "utf-8": lambda words: words.encode(),
    "utf-16-le": lambda words: words.encode("utf-16-le"),
    "utf-16-be": lambda words: words.encode("utf-16-be"),
    "capitals": lambda words: words.upper().encode(),
    "json": lambda words: repr(words.split()).encode(),
    "as a form": lambda words: words.replace(" ", "+").encode(),
}
WRAPS = {
    "plain": lambda raw: raw,
    "hex": lambda raw: raw.hex().encode(),
    "HEX": lambda raw: raw.hex().upper().encode(),
    "base64": base64.b64encode,
    "base64 within": lambda raw: base64.b64encode(b"xy" + raw + b"xyz"),
    "base64 for addresses": lambda raw: base64.urlsafe_b64encode(b"\xff\xfe\xfb" + raw),
    "base64 twice": lambda raw: base64.b64encode(base64.b64encode(raw)),
    "base64 as UTF-16": lambda raw: base64.b64encode(raw).decode().encode("utf-16-le"),
}


def some_of_each(sought):
    """Give one word of every secret there is, by its name."""
    return {name.partition(":")[0]: words for name, words in sought.words.items()}


@pytest.mark.parametrize("held", HOLDS)
def test_a_planted_word_is_found_in_a_file(held, sought, tmp_path):
    noise = bytes(range(256)) * 4
    planted = tmp_path / "some file"
    for wrapped, wrap in WRAPS.items():
        for name, words in some_of_each(sought).items():
            planted.write_bytes(noise + wrap(HOLDS[held](words)) + noise)
            found = {what.partition(":")[0] for _, what in traces.in_files([planted], sought)}
            assert name in found, wrapped


def test_a_planted_word_is_found_in_the_name_of_a_file(sought, tmp_path):
    planted = tmp_path / f"upload of {walk.STRANGER}"
    planted.touch()
    assert traces.in_files([planted], sought)


@pytest.mark.parametrize(
    "sign", [f"from {line.ADDRESS}:4711", walk.AGENT, walk.AGENT.lower(), walk.LOCALE]
)
def test_a_planted_sign_is_found_in_a_file(sign, sought, tmp_path):
    planted = tmp_path / "log"
    for wrap in WRAPS.values():
        planted.write_bytes(wrap(b"some request " + sign.encode()))
        assert traces.in_files([planted], sought)


@pytest.mark.parametrize("said", ["at 09:31", "2026-03-03T09", "{moment:.0f}", "id-{moment:.6f}"])
def test_a_planted_time_is_found_in_a_file(said, sought, tmp_path):
    planted = tmp_path / "log"
    for since, _ in sought.moments:
        planted.write_text(said.format(moment=since))
        assert traces.times_in_files([planted], sought)


@pytest.mark.parametrize("kind", ["word", "sign", "bytes", "time", "moment", "column"])
def test_what_is_planted_in_a_table_is_found(kind, connection, sought, journey):
    """In a table of somebody else's, too: it is rolled back at the end."""
    moment = int(sought.moments[0][0] * 1000) + 1
    held = {
        "word": f"'{journey.receipt}'", "sign": f"'{line.ADDRESS}'", "time": "'9:31'",
        "moment": str(moment), "column": "CURRENT_TIMESTAMP",
        "bytes": f"{'' if journey.began else 'x'}'{walk.STORY.encode().hex()}'",
    }[kind]  # fmt: skip
    connection.execute(text(f"CREATE TABLE visits AS SELECT {held} AS seen"))
    found = traces.in_tables(connection, sought)
    connection.rollback()
    assert {place for place, _ in found} & {"visits.seen", "tables"}
    assert traces.in_tables(connection, sought) == set()


def test_what_a_deleted_row_leaves_in_the_files_of_the_server_is_found(
    journey, sought, connection, request
):
    """The control for the search of PostgreSQL's own files; in a database that is thrown away."""
    if not journey.began:
        pytest.skip("SQLite has no files but ours")
    other, _ = request.getfixturevalue("postgres")()
    from sqlalchemy import create_engine

    engine = create_engine(other.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as session:
        session.execute(text("CREATE TABLE t (x text)"))
        session.execute(text("INSERT INTO t VALUES (:x)"), {"x": walk.STORY})
    with engine.begin() as session:
        session.execute(text("DELETE FROM t"))
        session.execute(text("CHECKPOINT"))
        folder, place = session.execute(
            text("SELECT current_setting('data_directory'), pg_relation_filepath('t')")
        ).one()
    engine.dispose()
    assert traces.in_files([Path(folder) / place], sought)
