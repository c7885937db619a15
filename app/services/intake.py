"""A report comes in: the whole story of how it is sealed to some and never to others.

Nothing exists before *send*. The receipt is minted with the second page and travels, with the first
page's answers, sealed in a hidden field that only this visit's cookie and a day secret open; so
pressing *send* twice finds the same case and shows the same receipt (P6).
"""

import secrets as random_source
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain import deadlines, errors, release, routing
from app.domain.cases import Said
from app.services import commits, decisions, mailbox
from app.services import world as worlds
from app.services.asking import Answers, Asked, ask, said_with
from app.services.commits import Draft
from app.services.decisions import Statement, Verdict
from app.services.formpage import First, ReadersSentence, said_of, sentence
from app.services.hidden import open_hidden, seal_hidden
from app.services.instance import Instance
from app.services.world import World
from app.store import cases, db, metadata
from crypto import receipt as receipts
from crypto import keys

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
    state = {"receipt": receipts.mint(), "first": asdict(first)}
    return Begun(
        hidden=seal_hidden(inst, state, visit=visit, now=now),
        readers=sentence(world, said, today=now.date()),
        leaves_nobody=routing.leaves_nobody(
            said, directory=world.directory, readers=world.readers, policy=world.policy,
            today=now.date(),
        ),
    )


def look(inst: Instance, hidden: str, *, visit: bytes, now: datetime) -> First | None:
    """Give the first page's answers back; None when the field is not of this visit or day."""
    try:
        return First(**open_hidden(inst, hidden, visit=visit, now=now)["first"])
    except errors.StateRefused:
        return None


def submit(
    inst: Instance, *, hidden: str, visit: bytes, words: Words, answers: Answers, now: datetime
) -> Receipted | Asked:
    """Store a report, sealed to those who may read it, and to nobody else.

    Returns `Asked` when the text names somebody or a body that the first page has not settled, and
    then nothing is stored. Raises `errors.StateRefused` (hidden field too old or not one's own),
    `errors.NobodyClean` (nothing is stored), `errors.NotOpenYet`, `errors.Doubtful` or
    `db.DatabaseUnavailable`.
    """
    state = open_hidden(inst, hidden, visit=visit, now=now)
    receipt = receipts.derive(
        state["receipt"], pepper=mailbox.newest_pepper(inst), instance=inst.id,
        profile=inst.kdf_profile,
    )
    for _ in range(ATTEMPTS):
        with inst.db.read() as session:
            world = worlds.current(inst, now=now, session=session)
            known = cases.find_tag(session, receipt.tag)
            enrolled = commits.enrolled(session)
        if known:
            return _again(inst, known, state, receipt.identity, words, answers, now)
        if not world.is_open:
            raise errors.NotOpenYet
        statement = _statement(world, First(**state["first"]), words, answers)
        asked = ask(world, Said(), statement, answers)
        if asked:
            return asked
        verdict = decisions.judge(world, [statement], today=now.date())
        report = _seal(inst, world, enrolled, verdict, statement, words, receipt.identity, now)
        if _store(inst, world, report, receipt.tag):
            return Receipted(state["receipt"], reply_by=report.row.due_on or now.date())
    raise errors.Busy


@dataclass(frozen=True, slots=True)
class _Report:
    row: cases.CaseRow
    commit: commits.Commit


def _statement(world: World, first: First, words: Words, answers: Answers) -> Statement:
    texts = tuple(text for text in (words.story, words.where, words.when) if text)
    return Statement(said_with(world, said_of(world, first), answers), texts)


def _seal(
    inst: Instance, world: World, enrolled: tuple[bytes, ...], verdict: Verdict,
    statement: Statement, words: Words, receipt: keys.Identity, now: datetime,
) -> _Report:
    case, today = random_source.token_bytes(16), now.date()
    jurisdiction = world.policy.jurisdiction
    due_on = deadlines.acknowledge_by(today, jurisdiction)
    scene = commits.scene(
        world, enrolled=enrolled, recipients=verdict.route.recipients,
        standby=verdict.route.standby,
    )
    drafts = _drafts(world, verdict, statement, words, receipt, due_on=due_on, now=now)
    commit = commits.first(inst, case, scene=scene, receipt=receipt, drafts=drafts)
    row = cases.CaseRow(
        id=case, jurisdiction=jurisdiction, epoch=0, sequence=len(drafts), due_on=due_on,
        retain_until=deadlines.add_months(today, RETENTION_MONTHS),
    )
    return _Report(row, commit)


def _drafts(
    world: World, verdict: Verdict, statement: Statement, words: Words, receipt: keys.Identity, *,
    due_on: date, now: datetime,
) -> list[Draft]:
    """What a new case holds: the header for readers, her words, and the first status."""
    released = release.release_on(now, hour=world.policy.release_hour, danger=words.danger)
    header = {
        "kind": "header", "tier": verdict.route.tier, "category": verdict.said.category or "other",
        "entity": verdict.said.entity, "unit": verdict.said.unit, "danger": words.danger,
        "jurisdiction": world.policy.jurisdiction, "received_on": now.date().isoformat(),
        "release_on": released.isoformat() if released else None,
    }
    status = {
        "kind": "status", "status": "received", "on": now.date().isoformat(),
        "next_on": due_on.isoformat(), "next_what": "acknowledge",
    }
    message = mailbox.message_body(world, statement.said, asdict(words), now=now)
    reporter = commits.REPORTER, receipt.signer
    return [
        Draft("internal", header, *reporter),
        Draft("thread", message, *reporter),
        Draft("thread", status, *reporter),
    ]


def _store(inst: Instance, world: World, report: _Report, tag: bytes) -> bool:
    """Commit, unless directory or roster have changed or the receipt is known by now."""
    try:
        with inst.db.write() as session:
            if not metadata.count_case(session, seen=world.numbers):
                return False
            cases.add(session, report.row, tag=tag)
            cases.add_epoch(
                session, report.row.id, report.commit.epoch, slot_rows=report.commit.slots
            )
            cases.add_items(session, report.row.id, report.commit.items)
    except db.Conflict:
        return False
    return True


def _again(
    inst: Instance, case: bytes, state: Mapping[str, Any], receipt: keys.Identity, words: Words,
    answers: Answers, now: datetime,
) -> Receipted | Asked:
    """Answer a second *send*: the same receipt, and other words kept as a further message."""
    added = not mailbox.holds(inst, case, receipt, asdict(words))
    if added:
        answer = mailbox.add(inst, case, receipt, asdict(words), answers, now=now)
        if isinstance(answer, Asked):
            return answer
    reply_by = mailbox.received_reply_by(inst, case, receipt, today=now.date())
    return Receipted(state["receipt"], reply_by=reply_by, again=True, added=added)
