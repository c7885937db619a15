"""A report comes in: the whole story of how it is sealed to some and never to others.

Nothing exists before *send*. The receipt is minted with the second page and travels, with the first
page's answers, sealed in a hidden field that only this visit's cookie and a day secret open; so
pressing *send* twice finds the same case and shows the same receipt (P6).
"""

import secrets as random_source
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain import deadlines, errors, release
from app.domain.cases import Said
from app.services import commits, decisions, mailbox
from app.services import world as worlds
from app.services.asking import Answers, Asked, ask, said_with
from app.services.caseitems import REPORTER
from app.services.commits import Draft
from app.services.decisions import Statement, Verdict
from app.services.formpage import First, ReadersSentence, said_of, sentence, shown
from app.services.hidden import open_hidden, seal_hidden
from app.services.instance import Instance
from app.services.world import World
from app.store import cases, db, metadata
from crypto import keys
from crypto import receipt as receipts

RETENTION_MONTHS = 60
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Words:
    """What she wrote on the second page."""

    story: str = field(repr=False)
    where: str = field(default="", repr=False)
    when: str = field(default="", repr=False)
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """The second page's hidden field, and the sentence of who may read it."""

    hidden: str = field(repr=False)
    readers: ReadersSentence
    leaves_nobody: bool


@dataclass(frozen=True, slots=True)
class Receipted:
    """A report that is durable, complete and stored exactly once.

    `again` when it was stored before; `added` when this time's words differed and were kept as a
    further message.
    """

    receipt: str = field(repr=False)
    reply_by: date
    again: bool = False
    added: bool = False


def begin(inst: Instance, first: First, *, visit: bytes, now: datetime) -> Begun:
    """Take the first page: mint the receipt and seal both into the hidden field.

    Raises `errors.NotOpenYet` before list 1 counts.
    """
    world = worlds.current(inst, now=now)
    if not world.is_open:
        raise errors.NotOpenYet
    said = said_of(world, first)
    follows = shown(world, said, today=now.date())
    state = {"receipt": receipts.mint(), "first": asdict(first)}
    return Begun(
        hidden=seal_hidden(inst, state, visit=visit, now=now),
        readers=sentence(world, said, tier=follows.tier),
        leaves_nobody=follows.leaves_nobody,
    )


def look(inst: Instance, hidden: str, *, visit: bytes, now: datetime) -> First | None:
    """Give the first page's answers back; None when the field is not of this visit or day."""
    try:
        return _first(open_hidden(inst, hidden, visit=visit, now=now))
    except errors.StateRefused:
        return None


def _first(state: dict[str, Any]) -> First:
    plain: dict[str, Any] = state["first"]
    lists = {k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}
    return First(**lists)  # type: ignore[arg-type]


def submit(
    inst: Instance, *, hidden: str, visit: bytes, words: Words, answers: Answers, now: datetime
) -> Receipted | Asked:
    """Store a report, sealed to those who may read it, and to nobody else.

    Returns `Asked` when the text names somebody or a body that the first page has not settled, and
    then nothing is stored. Raises `errors.StateRefused` (hidden field too old or not one's own),
    `errors.NobodyClean` (nothing is stored), `errors.NotOpenYet`, `errors.Doubtful`, `errors.Busy`
    or `db.DatabaseUnavailable`.
    """
    state = open_hidden(inst, hidden, visit=visit, now=now)
    receipt = receipts.derive(
        state["receipt"],
        pepper=mailbox.newest_pepper(inst),
        instance=inst.id,
        profile=inst.kdf_profile,
    )
    sending = _Sending(inst, state["receipt"], receipt, _first(state), words, answers, now)
    for _ in range(ATTEMPTS):
        with inst.db.read() as session:
            world = worlds.current(inst, now=now, session=session)
            known = cases.find_tag(session, receipt.tag)
        if known:
            return _again(sending, world, known)
        outcome = _store(sending, world)
        if outcome:
            return outcome
    raise errors.Busy


@dataclass(frozen=True, slots=True)
class _Sending:
    """One press of *send*."""

    inst: Instance
    receipt_words: str
    receipt: receipts.ReceiptKeys
    first: First
    words: Words
    answers: Answers
    now: datetime

    def statement(self, world: World) -> Statement:
        """Give what she says, with everything that is searched for people."""
        said = said_with(world, said_of(world, self.first), self.answers)
        texts = (self.words.story, self.words.where, self.words.when)
        places = (said.entity, said.unit)
        return Statement(said, tuple(filter(None, texts)), tuple(filter(None, places)))

    @property
    def reporter(self) -> tuple[bytes, keys.Signer]:
        """Whose hand the first items are: the receipt's."""
        return REPORTER, self.receipt.identity.signer


def _store(sending: _Sending, world: World) -> Receipted | Asked | None:
    """Decide, seal and commit; None when directory, roster or receipt have changed meanwhile."""
    if not world.is_open:
        raise errors.NotOpenYet
    statement = sending.statement(world)
    asked = ask(world, Said(), statement, sending.answers)
    if asked:
        return asked
    verdict = decisions.judge(world, [statement], today=sending.now.date())
    row, commit = _seal(sending, world, verdict, statement)
    try:
        with sending.inst.db.write() as session:
            if not metadata.count_case(session, seen=world.numbers):
                return None
            cases.add(session, row, tag=sending.receipt.tag)
            cases.add_epoch(session, row.id, commit.epoch, slot_rows=commit.slots)
            cases.add_items(session, row.id, commit.items)
    except db.Conflict:
        return None
    return Receipted(sending.receipt_words, reply_by=row.due_on or sending.now.date())


def _seal(
    sending: _Sending, world: World, verdict: Verdict, statement: Statement
) -> tuple[cases.CaseRow, commits.Commit]:
    case, today = random_source.token_bytes(16), sending.now.date()
    due_on = deadlines.acknowledge_by(today, world.policy.jurisdiction)
    scene = commits.scene(world, recipients=verdict.route.recipients, standby=verdict.route.standby)
    drafts = (
        _header(sending, world, verdict),
        _message(sending, world, statement),
        _received(sending, due_on),
    )
    commit = commits.first(
        sending.inst, case, scene=scene, receipt=sending.receipt.identity, drafts=drafts
    )
    row = cases.CaseRow(
        id=case,
        jurisdiction=world.policy.jurisdiction,
        epoch=0,
        sequence=len(drafts),
        due_on=due_on,
        retain_until=deadlines.add_months(today, RETENTION_MONTHS),
    )
    return row, commit


def _header(sending: _Sending, world: World, verdict: Verdict) -> Draft:
    """Draft what readers must know of the case and the reporter does not see."""
    released = release.release_on(
        sending.now, hour=world.policy.release_hour, danger=sending.words.danger
    )
    header = {
        "kind": "header",
        "tier": verdict.route.tier,
        "category": verdict.said.category or "other",
        "entity": verdict.said.entity,
        "unit": verdict.said.unit,
        "danger": sending.words.danger,
        "jurisdiction": world.policy.jurisdiction,
        "received_on": sending.now.date().isoformat(),
        "release_on": released.isoformat() if released else None,
    }
    return Draft("internal", header, *sending.reporter)


def _message(sending: _Sending, world: World, statement: Statement) -> Draft:
    words = asdict(sending.words)
    body = mailbox.message_body(world, statement.said, words, now=sending.now)
    return Draft("thread", body, *sending.reporter)


def _received(sending: _Sending, due_on: date) -> Draft:
    status = {
        "kind": "status",
        "status": "received",
        "on": sending.now.date().isoformat(),
        "next_on": due_on.isoformat(),
        "next_what": "acknowledge",
    }
    return Draft("thread", status, *sending.reporter)


def _again(sending: _Sending, world: World, case: bytes) -> Receipted | Asked:
    """Answer a second *send*: the same receipt, and other words kept as a further message."""
    inst, identity, words = sending.inst, sending.receipt.identity, asdict(sending.words)
    said = (sending.statement(world).said, said_with(world, Said(), sending.answers))
    added = not mailbox.holds(inst, case, identity, words, said=said)
    if added:
        answer = mailbox.add(inst, case, identity, words, sending.answers, now=sending.now)
        if isinstance(answer, Asked):
            return answer
    reply_by = mailbox.promised(inst, case, identity) or sending.now.date()
    return Receipted(sending.receipt_words, reply_by=reply_by, again=True, added=added)
