"""P1, P4, P5: after everything that people do, what lies there says nothing they said, nor when.

Every table, every file below the home (database, write-ahead log, secrets, what is remembered) is
searched for every secret word and for any time finer than the day. The same search over the logs
and pages of a journey in the browser is in `tests/journeys/test_browser_traces.py`, where faults
are planted for it; here one is, so that silence means something.
"""

import pytest

from app.services import accounts, casework, mailbox, people, queue, sessions
from tests.journeys import traces
from tests.support import bob, flows, oversight, seeds
from tests.support import cast as casting

NOW = casting.START
STORY = "Quentin Zyxholm pours the mercury thermometers into the aquarium, every Thursday."
WHERE, WHEN = "Behind the Vortigern staircase", "Since the Michaelmas holidays"
TYPED = ("Quentin Zyxholm", "Persephone Wooldridge")
MORE = "The aquarium was replaced by a terrarium overnight."
ANSWER = "Which thermometers do you mean, and who ordered them?"
NOTE = "Ask the plumber about the Vortigern staircase key."
REASON = "The terrarium was examined and found harmless."
ASIDE = "My godmother Wilhelmina owns the terrarium."


@pytest.fixture
def lived(inst, cast):
    """Let everybody do what there is to do; give the words that must be nowhere."""
    begun = flows.begin(inst, NOW, about=["bob"], about_names=TYPED, veto=["emil"])
    words = {"where": WHERE, "when": WHEN, "danger": True}
    receipt = flows.send(inst, begun.hidden, NOW, STORY, **words).receipt
    flows.send(inst, begun.hidden, NOW, STORY, **words)
    rita, case = flows.come_back(inst, receipt), flows.the_case(inst)
    sessions.begin(inst, surface="portal", payload=rita.to_bytes(), now=NOW)
    alice, dora = (flows.desk(inst, cast, person) for person in ("alice", "dora"))
    ticket = sessions.begin(inst, surface="desk", payload=alice.to_bytes(), now=NOW)
    sessions.resume(inst, ticket, surface="desk", now=NOW.replace(minute=20))
    casework.open_case(inst, alice, case=case, now=NOW)
    casework.reply(inst, alice, case=case, message=ANSWER, now=NOW)
    casework.note(inst, alice, case=case, note=NOTE, now=NOW)
    flows.say(inst, rita, MORE)
    for status in ("acknowledged", "assessing", "concluded"):
        casework.set_status(inst, alice, case=case, status=status, reason=REASON, now=NOW)
    casework.recuse(inst, dora, case=case, reason=ASIDE, now=NOW)
    for person in ("alice", "bob", "olga"):
        queue.refresh(inst, seeds.staff(inst, cast, person), now=NOW)
    people.import_file(inst, casting.COMPANY, now=NOW)
    code = accounts.reset(inst, name="bob", now=NOW).code
    flows.two_sign(inst, cast, "dora", "olga")
    welcome = accounts.redeem(
        inst, name="bob", invitation=code, recovery=cast["bob"].recovery_words, now=NOW
    )
    assert len(mailbox.open_thread(inst, rita).messages) == 3
    return {
        "story": STORY, "where": WHERE, "when": WHEN, "more": MORE, "answer": ANSWER,
        "note": NOTE, "reason": REASON, "aside": ASIDE,
        **{f"typed {n}": name for n, name in enumerate(TYPED)},
        **{f"receipt {n}": piece for n, piece in enumerate(traces.pieces(receipt))},
        **{f"passphrase {n}": piece for n, piece in enumerate(traces.pieces(
            cast["alice"].passphrase))},
        **{f"recovery {n}": piece for n, piece in enumerate(traces.pieces(
            cast["alice"].recovery_words))},
        "new passphrase": welcome.passphrase,
    }  # fmt: skip


def sought(words):
    begins = NOW.timestamp()
    spans = tuple((begins + more, begins + more + 999) for more in (0, 1000, 2000))
    return traces.Sought(words=words, signs=(), moments=spans)


def files(inst):
    found = [path for path in inst.home.rglob("*") if path.is_file()]
    assert found
    return found


def found(inst, words):
    """Search tables and files; names of files of the day are days."""
    looked_for = sought(words)
    with inst.db.engine.connect() as connection:
        in_tables = traces.in_tables(connection, looked_for)
    return in_tables | traces.in_files(files(inst), looked_for) | traces.times_in_files(
        files(inst), looked_for)  # fmt: skip


def test_nothing_that_was_said_and_no_time_lies_anywhere(inst, lived):
    assert found(inst, lived) == set()


def test_the_totp_secret_and_the_seeds_lie_nowhere(inst, cast, lived):
    everything = b"".join(path.read_bytes() for path in files(inst))
    with inst.db.engine.connect() as connection:
        for _, value in traces.rows(connection):
            everything += value if isinstance(value, bytes) else str(value).encode()
    for person in ("alice", "bob", "ida"):
        assert cast[person].totp_secret.encode() not in everything
        seed = seeds.seed(cast, person)
        assert seed not in everything
        assert seed.hex().encode() not in everything


def test_the_auditor_finds_no_word_and_no_time_in_the_register(inst, cast, lived):
    """P8: proof of who did what, without content; why somebody stepped back is for oversight."""
    rows = repr([{**row, "because": ""} for row in oversight.read(inst, cast)]).encode()
    words = {name: words for name, words in lived.items() if name != "aside"}
    assert traces.words_in(rows, sought(words)) == set()
    assert traces.times_in(rows.decode(), sought(words)) == set()


@pytest.mark.parametrize(
    "planted", [STORY.encode(), STORY.encode("utf-16"), STORY.encode().hex().encode(),
                b"2026-03-02T09:00", str(int(NOW.timestamp())).encode()],
    ids=["plain", "UTF-16", "hex", "a time", "seconds"],
)  # fmt: skip
def test_a_fault_that_is_planted_is_found(inst, planted):
    bob.sql(inst, "UPDATE meta SET value = :raw WHERE key = 'cases'", raw=planted)
    assert found(inst, {"story": STORY})
