"""What a page shows of a case: plain values, made from an opened case and nothing else."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain import workflow
from app.services import cardviews, decisions, gate, reasons
from app.services.acts import Act
from app.services.cardviews import CardView, Offer
from app.services.casefile import CaseFile
from app.services.caseitems import REPORTER, Item
from app.services.desklist import Entry
from app.services.gate import Admitted
from app.services.reasons import Why
from app.services.signin import Staff
from app.services.world import World

ABOUT_SHOWN = 40


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One message of the thread; `author` is a handler's name, known to handlers alone."""

    from_: str
    text: str
    on: date
    author: str | None = None
    where: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One internal item: a note, the reason of a step, a declaration, a recusal."""

    kind: str
    author: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a handler's page shows it."""

    case: str
    reference: str
    category: str
    status: str
    received_on: date
    due_on: date | None
    due_what: str | None
    danger: bool
    standby: bool
    messages: tuple[CaseMessage, ...]
    notes: tuple[Note, ...]
    about: tuple[str, ...]
    entity: str
    unit: str
    boss: str
    speak_with: tuple[str, ...]
    warned: tuple[Why, ...]
    out: tuple[Why, ...]
    cards: tuple[CardView, ...]
    offers: tuple[Offer, ...]
    next_statuses: tuple[str, ...]
    must_attest: bool
    may_recuse: bool
    tampered: bool


def reference(case: bytes) -> str:
    """Return what people call a case aloud, from its random id."""
    text = case.hex()[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def must_attest(admitted: Admitted, staff: Staff) -> bool:
    """Say whether the policy asks this person for a declaration first."""
    declared = {item.by.hex() for item in admitted.file.of_kind("declaration")}
    return admitted.world.policy.ask_declaration and staff.account not in declared


def case_view(admitted: Admitted, staff: Staff) -> CaseView:
    """Make the page of a case; before the declaration it names only whom the report is about."""
    file, said, world = admitted.shown, admitted.known.said, admitted.world
    asked = must_attest(admitted, staff)
    header, status = file.header, file.status
    beside = () if asked else _beside(admitted, staff)
    return CaseView(
        case=str(uuid.UUID(bytes=file.row.id)),
        reference=reference(file.row.id),
        category=header["category"],
        status=status["status"],
        received_on=date.fromisoformat(header["received_on"]),
        due_on=gate.next_on(file),
        due_what=status["next_what"],
        danger=header["danger"],
        standby=admitted.place == "standby",
        messages=() if asked else _messages(file, world),
        notes=() if asked else _notes(file, world),
        about=about(admitted),
        entity="" if asked else said.entity,
        unit="" if asked else said.unit,
        boss="" if asked else said.about_boss,
        speak_with=tuple(sorted(_name(world, account) for account in beside)),
        warned=() if asked else _warned(admitted, staff, beside),
        out=() if asked else reasons.out(world, admitted.known.decision),
        cards=() if asked else cardviews.of(admitted, staff),
        offers=() if asked else cardviews.offers(admitted),
        next_statuses=tuple(step.after for step in workflow.allowed(status["status"])),
        must_attest=asked,
        may_recuse=True,
        tampered=admitted.is_odd,
    )


def about(admitted: Admitted) -> tuple[str, ...]:
    """Name whom the report is about: people of the directory, then names it does not know."""
    directory = admitted.world.directory.people
    known = sorted(directory[p].name for p in admitted.known.decision.subjects if p in directory)
    said, index = admitted.known.said, admitted.world.index
    strangers = (
        name
        for name in said.about_names
        if not any(mention.people for mention in index.find(name, where="names"))
    )
    return tuple(dict.fromkeys((*known, *sorted(said.roles), *strangers)))


def _messages(file: CaseFile, world: World) -> tuple[CaseMessage, ...]:
    """Give the thread in the order in which it reached the desks."""
    said = {item.body["of"]: item for item in file.of_kind("author")}
    arrived = sorted(file.of_kind("message"), key=_arrived_on)
    return tuple(_message(item, said.get(item.sequence), world) for item in arrived)


def _arrived_on(item: Item) -> tuple[str, int]:
    return item.body.get("release_on") or item.body["on"], item.sequence


def _message(item: Item, author: Item | None, world: World) -> CaseMessage:
    body = item.body
    signed = author is not None and author.body["said"] == body
    return CaseMessage(
        from_=said_by(item),
        text=body["text"],
        on=date.fromisoformat(body["on"]),
        author=_name(world, author.by) if author and signed else None,
        where=body.get("where", ""),
        when=body.get("when", ""),
    )


def said_by(item: Item) -> str:
    """Say who speaks: the reporter, or the people handling her report."""
    return "reporter" if item.by == REPORTER else "handlers"


def _notes(file: CaseFile, world: World) -> tuple[Note, ...]:
    kinds = ("note", "reason", "declaration", "recusal", "handed up")
    return tuple(
        Note(
            item.kind,
            _name(world, item.by),
            item.body["text"],
            date.fromisoformat(item.body["on"]),
        )
        for item in file.items
        if item.kind in kinds and item.room == "internal"
    )


def _name(world: World, account: bytes) -> str:
    entry = world.roster.by_account(account)
    person = world.directory.people.get(entry.person) if entry else None
    return person.name if person else "—"


def _beside(admitted: Admitted, staff: Staff) -> tuple[bytes, ...]:
    """Give the accounts of those who read the case beside this person."""
    holders = decisions.recipients(admitted.file, admitted.verdict) & admitted.verdict.route.holders
    held = holders & decisions.on_every_roll(admitted.file)
    return tuple(bytes.fromhex(account) for account in held if account != staff.account)


def _warned(admitted: Admitted, staff: Staff, beside: Sequence[bytes]) -> tuple[Why, ...]:
    world = admitted.world
    person = {entry.account: entry.person for entry in world.roster.handlers()}
    own = person[bytes.fromhex(staff.account)]
    return reasons.warned(
        world, admitted.known.decision, own=own, beside={person[account] for account in beside}
    )


def entry_of(act: Act, admitted: Admitted, *, before: Entry, opened_now: bool = False) -> Entry:
    """Make the list's entry of a case that this person may read."""
    file = admitted.file
    header, status = file.header, file.status
    heard = [
        item.sequence for item in admitted.shown.of_kind("message") if said_by(item) == "reporter"
    ]
    return replace(
        before,
        opened=True,
        readable=True,
        standby=admitted.place == "standby",
        danger=header["danger"],
        at_epoch=file.row.epoch,
        sequence=file.row.sequence,
        epoch=file.number,
        record=file.chain.digest,
        decided=act.stamp,
        category=header["category"],
        status=status["status"],
        received_on=date.fromisoformat(header["received_on"]),
        due_on=gate.next_on(file),
        said=max(heard, default=0) + 1,
        seen=max(heard, default=0) + 1 if opened_now else before.seen,
        about="; ".join(about(admitted))[:ABOUT_SHOWN],
    )
