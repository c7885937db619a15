"""The reporter comes back: the receipt opens her side of the case, and nothing else does (P4).

Her acts leave no row in the register (P8). Every message of hers starts a narrow epoch in the same
commit, needed or not, so that somebody named in message 14 is out at once although this session
cannot know who had been left out before, and an epoch by itself says nothing (DESIGN §4, T6).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain import errors, release
from app.domain.cases import Said
from app.services import casefile, commits, decisions, gate, notices
from app.services import world as worlds
from app.services.asking import Answers, Asked, ask, said_with
from app.services.casefile import CaseFile
from app.services.caseitems import REPORTER, Item
from app.services.commits import Draft
from app.services.decisions import Statement
from app.services.instance import Instance
from app.services.notices import Notice
from app.services.views import CaseMessage, reference, said_by
from app.services.world import World
from app.store import cases
from crypto import keys
from crypto import receipt as receipts
from crypto.errors import CryptoError, ReceiptRefused


@dataclass(frozen=True, slots=True)
class Reporter:
    """A reporter who has typed her receipt."""

    case: bytes
    seed: bytes = field(repr=False)

    @property
    def identity(self) -> keys.Identity:
        """The receipt's keys."""
        return keys.Identity.from_seed(self.seed)

    @property
    def owner(self) -> bytes:
        """What typed text that waits for this person is bound to."""
        return self.case

    def to_bytes(self) -> bytes:
        """Serialise for the sealed part of the session."""
        return json.dumps([self.case.hex(), self.seed.hex()]).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Reporter":
        """Read back what `to_bytes` gave."""
        case, seed = json.loads(raw)
        return cls(bytes.fromhex(case), bytes.fromhex(seed))


@dataclass(frozen=True, slots=True)
class Thread:
    """Her page: the status in one word, the next promised date, and what was said.

    `said` is what the first page of her report brought about people, as it was kept then.
    """

    reference: str
    status: str
    status_on: date
    next_on: date | None
    next_what: str | None
    messages: tuple[CaseMessage, ...]
    said: Said
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """The message is kept."""


def newest_pepper(inst: Instance) -> bytes:
    """Give the pepper that new receipts are derived with."""
    peppers = inst.secrets.receipt_peppers()
    return peppers[max(peppers)]


def sign_in(inst: Instance, *, receipt: str) -> Reporter:
    """Find the case of a receipt.

    Raises `errors.UnknownWords` for words that are in no receipt, before any derivation, and
    `errors.ReceiptUnknown` for seven good words that belong to no case: the same work as for a
    right one, up to the look-up.
    """
    unknown = receipts.unknown_words(receipt)
    if unknown:
        raise errors.UnknownWords(unknown)
    try:
        derived = [
            receipts.derive(receipt, pepper=pepper, instance=inst.id, profile=inst.kdf_profile)
            for pepper in inst.secrets.receipt_peppers().values()
        ]
    except ReceiptRefused:
        raise errors.ReceiptUnknown from None
    with inst.db.read() as session:
        found = [(cases.find_tag(session, keys_.tag), keys_.seed) for keys_ in derived]
    for case, seed in found:
        if case:
            return Reporter(case, seed)
    raise errors.ReceiptUnknown


def open_thread(inst: Instance, reporter: Reporter, *, now: datetime | None = None) -> Thread:
    """Open her side of the case; without `now` no notice is told to be over.

    Raises `errors.NotFound` when it does not open any more.
    """
    with inst.db.read() as session:
        file = open_side(session, inst, reporter.case, reporter.identity)
    status = file.status
    return Thread(
        reference=reference(reporter.case),
        status=status["status"],
        status_on=date.fromisoformat(status["on"]),
        next_on=gate.next_on(file),
        next_what=status["next_what"],
        messages=tuple(_shown(item) for item in file.of_kind("message")),
        said=next((one.said for one in decisions.statements_of(file)), Said()),
        notices=notices.of(file, today=now.date() if now else date.min),
    )


def _shown(item: Item) -> CaseMessage:
    body = item.body
    return CaseMessage(
        said_by(item),
        body["text"],
        date.fromisoformat(body["on"]),
        where=body.get("where", ""),
        when=body.get("when", ""),
    )


def reply(
    inst: Instance, reporter: Reporter, *, message: str, answers: Answers, now: datetime
) -> Replied | Asked:
    """Keep a further message, and shut out whoever it names, in one commit.

    Returns `Asked` when the message names somebody who is not settled; nothing is stored then.
    Raises `errors.NobodyClean` when nobody could read the case any more, and `errors.Doubtful` when
    a message of hers is gone from the database: on half of what she said nobody is decided clean.
    Nothing is stored then either.
    """
    return add(inst, reporter.case, reporter.identity, {"story": message}, answers, now=now)


def add(
    inst: Instance,
    case: bytes,
    identity: keys.Identity,
    words: Mapping[str, Any],
    answers: Answers,
    *,
    now: datetime,
) -> Replied | Asked:
    """Add words of hers to a case: one look-up, one narrow epoch, one commit."""
    with inst.db.write() as session:
        world = worlds.current(inst, now=now, session=session)
        file = open_side(session, inst, case, identity)
        if not file.is_whole:
            raise errors.Doubtful
        texts = tuple(words[key] for key in ("story", "where", "when") if words.get(key))
        statement = Statement(said_with(world, Said(), answers), texts)
        if _is_said_already(file, statement, words, now):
            return Replied()
        asked = ask(world, _said_before(file, world), statement, answers)
        if asked:
            return asked
        was_in_danger = any(item.body.get("danger") for item in file.of_kind("message"))
        now_said = {**words, "danger": was_in_danger or words.get("danger")}
        body = message_body(world, statement.said, now_said, now=now)
        statements = (*decisions.statements_of(file), statement)
        write(session, inst, world, file, identity, statements=statements, body=body)
    return Replied()


def write(
    session: Session,
    inst: Instance,
    world: World,
    file: CaseFile,
    identity: keys.Identity,
    *,
    body: Mapping[str, Any],
    statements: Sequence[Statement] = (),
) -> None:
    """Write an item of hers with a narrow epoch, real for whom her words leave clean today.

    Raises `errors.NobodyClean`, or `errors.Busy` when the case has moved on meanwhile.
    """
    said = statements or decisions.statements_of(file)
    route = decisions.judge(world, said, today=world.day).route
    scene = commits.scene(world, recipients=route.recipients, standby=route.standby)
    draft = Draft("thread", body, REPORTER, identity.signer)
    commit = commits.narrow(inst, file, scene=scene, receipt=identity, drafts=[draft])
    if not commits.store(session, file, commit, due_on=gate.next_on(file)):
        raise errors.Busy


def _is_said_already(
    file: CaseFile, statement: Statement, words: Mapping[str, Any], now: datetime
) -> bool:
    """Say whether she said just this last, today: *send* was pressed twice."""
    last = file.last_message
    today = last["on"] == now.date().isoformat()
    return today and _is_same(last, words, said=[statement.said.to_dict()])


def _is_same(
    body: Mapping[str, Any], words: Mapping[str, Any], *, said: Sequence[Mapping[str, Any]]
) -> bool:
    """Say whether a message holds these words, with one of these answers about people.

    The same words with another answer are not the same: the stricter fact must not be lost.
    """
    wanted = (words["story"], words.get("where", ""), words.get("when", ""))
    return (
        wanted == (body["text"], body.get("where"), body.get("when")) and body.get("said") in said
    )


def _said_before(file: CaseFile, world: World) -> Said:
    """Give what the case has settled about people so far."""
    statements = decisions.statements_of(file)
    return decisions.judge(world, statements, today=world.day).said


def message_body(
    world: World, said: Said, words: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """Lay out a message of hers: what she wrote, and what she said about people with it.

    Whoever is in danger is so in every further message, and none of them waits.
    """
    danger = bool(words.get("danger"))
    released = release.release_on(now, hour=world.policy.release_hour, danger=danger)
    return {
        "kind": "message",
        "text": words["story"],
        "where": words.get("where", ""),
        "when": words.get("when", ""),
        "said": said.to_dict(),
        "danger": danger,
        "on": now.date().isoformat(),
        "release_on": released.isoformat() if released else None,
    }


def holds(
    inst: Instance,
    case: bytes,
    identity: keys.Identity,
    words: Mapping[str, Any],
    *,
    said: Sequence[Said],
) -> bool:
    """Say whether a case holds these words as a message of hers, with one of these answers."""
    with inst.db.read() as session:
        file = open_side(session, inst, case, identity)
    answers = [one.to_dict() for one in said]
    hers = (item.body for item in file.of_kind("message") if item.by == REPORTER)
    return any(_is_same(body, words, said=answers) for body in hers)


def promised(inst: Instance, case: bytes, identity: keys.Identity) -> date | None:
    """Give the day by which she was promised the next step."""
    with inst.db.read() as session:
        file = open_side(session, inst, case, identity)
    return gate.next_on(file)


def open_side(session: Session, inst: Instance, case: bytes, identity: keys.Identity) -> CaseFile:
    """Open her side of a case with the receipt's keys. Raises `errors.NotFound`."""
    stored = cases.load_for_reporter(session, case)
    try:
        if stored is None:
            raise errors.NotFound
        return casefile.open_for_reporter(inst, stored, identity=identity)
    except CryptoError:
        raise errors.NotFound from None
