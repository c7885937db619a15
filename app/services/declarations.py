"""What a handler declares: kept for her and the auditors, and counting at once (C4, C5, C10; T18).

1. Her document is sealed to herself and to every auditor, and signed by her. Everybody enrolled has
   one, of one length (P3).
2. Every act here writes the document and the whole table of ties anew, whether or not a tie came of
   it: two copies of the database show that somebody was here, never what was said.
3. Nothing here looks at a case, so nothing it answers depends on one.
4. What a declaration takes away, only two others give back: `withdrawal` says which tag would go.
"""

import json
import secrets as random_source
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.domain import errors, firms
from app.domain.declarations import Declaration, Declared, NotDeclared
from app.services import acts, register, ties, world
from app.services.acts import Act
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import declarations as stored
from crypto import declarations, keys
from crypto.errors import DeclarationRefused

MOST_BYTES = 16_000
MOST_CANDIDATES = 12
UNKNOWN_DAY = date.min


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form brought: how she is tied, to whom or what, since when, in her words.

    `outside`: a firm, or somebody whom the directory does not know; `also` are further names of it,
    `pick` the person meant where several have the name.
    """

    relation: str
    outside: bool
    name: str = field(repr=False)
    pick: str = field(default="", repr=False)
    also: tuple[str, ...] = field(default=(), repr=False)
    since: date | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several people of a name."""

    person: str
    name: str
    title: str
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing declared; `counts` says whether it keeps reports away from her today."""

    number: int
    relation: str
    name: str
    since: date | None
    words: str
    on: date
    counts: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page: what she has declared, whether it is time to look through it, what share counts."""

    lines: tuple[Line, ...]
    looked_through_on: date | None
    is_due: bool
    holding_euros: int
    holding_per_mille: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What two others would sign: whose declaration, the tag that would go, and what it said."""

    person: str
    tag: bytes = field(repr=False)
    relation: str = ""
    name: str = field(default="", repr=False)
    other: str = field(default="", repr=False)


def view(inst: Instance, staff: Staff, *, now: datetime) -> View:
    """Show what this handler has declared.

    Raises `errors.NotAllowed` for whoever is no handler on the roster, and `errors.Doubtful` when
    the document is not what she wrote.
    """
    with acts.reading(inst, staff, now=now) as act:
        person, mine = _person(act), _document(act)
        lines = tuple(_line(act, person, n, one) for n, one in enumerate(mine.declared))
        rules = act.world.policy
    return View(
        lines,
        mine.looked_through_on,
        mine.is_due(act.today),
        rules.holding_euros,
        rules.holding_per_mille,
    )


def declare(inst: Instance, staff: Staff, typed: Typed, *, now: datetime) -> tuple[Candidate, ...]:
    """Keep one thing more; it counts from the next request of anybody.

    Returns nothing when it is kept; several people when the name fits more than one, and then
    nothing is kept. Raises `NotDeclared`, and what `view` raises; `errors.Doubtful` also while the
    table of ties cannot be believed.
    """
    with acts.writing(inst, staff, now=now) as act:
        change = _begin(act)
        if typed.outside:
            other = _firm(change, (typed.name, *typed.also))
        else:
            candidates = people_called(act.world, typed.name)
            picked = {one.person for one in candidates} & {typed.pick}
            if len(candidates) > 1 and not picked:
                return candidates
            other = typed.pick if picked else candidates[0].person
        new = Declared(
            typed.relation, other, _called(act.world, typed, other),
            typed.since or UNKNOWN_DAY, typed.words, act.today, typed.also,
        )  # fmt: skip
        mine = change.mine.declaring(new, person=change.person, today=act.today)
        if new.tie:
            change.real.update([_mark(inst, change.person, new)])
        _finish(act, change, mine)
    world.current(inst, now=now)
    return ()


def look_through(inst: Instance, staff: Staff, *, now: datetime) -> None:
    """Keep that she has looked through it today and nothing is missing. Raises as `declare`."""
    with acts.writing(inst, staff, now=now) as act:
        change = _begin(act)
        _finish(act, change, change.mine.looked_through(act.today))
    world.current(inst, now=now)


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands before a change: the person's declaration, and the table of all."""

    person: str
    mine: Declaration
    number: int
    room: int
    real: dict[bytes, bytes] = field(repr=False)
    firms: dict[bytes, tuple[str, ...]] = field(repr=False)


def _begin(act: Act) -> _Change:
    person = _person(act)
    number, table = ties.read(act.inst, act.session)
    mine = _document(act).as_counts(lambda one: _counts(act.world, person, one))
    room = max(table.handlers, len(act.world.enrolled))
    real = ties.keys(act.inst).real(table.marks)
    return _Change(person, mine, number, room, real, dict(table.firms))


def _finish(act: Act, change: _Change, mine: Declaration) -> None:
    """Write document, table and record, the same for every act."""
    _put(act.session, act.inst, act.world, mine, account=act.account, identity=act.identity)
    ties.write(
        act.inst,
        act.session,
        number=change.number,
        real=change.real,
        firms=change.firms,
        room=change.room,
    )
    act.record("declaration kept")


def enrol(
    session: Session, inst: Instance, seen: World, *, account: bytes, identity: keys.Identity
) -> None:
    """Give a new handler an empty document, and the table room for hers, in this transaction."""
    _put(session, inst, seen, Declaration(), account=account, identity=identity)
    number, table = ties.read(inst, session)
    room = max(table.handlers, len(seen.enrolled)) + 1
    real = ties.keys(inst).real(table.marks)
    ties.write(inst, session, number=number, real=real, firms=table.firms, room=room)


def withdrawal(inst: Instance, staff: Staff, number: int, *, now: datetime) -> Withdrawal:
    """Say what would go if two others agreed to withdraw her declaration `number`.

    Raises `errors.NotFound` when there is none that counts, and what `view` raises.
    """
    with acts.reading(inst, staff, now=now) as act:
        person, declared = _person(act), _document(act).declared
        asked = declared[number] if 0 <= number < len(declared) else None
        if asked is None or asked.withdrawn or not _counts(act.world, person, asked):
            raise errors.NotFound
        tag, _ = _mark(inst, person, asked)
        return Withdrawal(person, tag, asked.relation, asked.name, asked.other)


def withdraw(session: Session, inst: Instance, asked: Withdrawal) -> None:
    """Take a tag out of the table, in the transaction of the second signature.

    Raises `errors.NotFound` when it is not there, and `errors.Doubtful`.
    """
    number, table = ties.read(inst, session)
    real = ties.keys(inst).real(table.marks)
    if real.pop(asked.tag, None) is None:
        raise errors.NotFound
    room = table.handlers
    ties.write(inst, session, number=number, real=real, firms=table.firms, room=room)


def people_called(seen: World, typed: str) -> tuple[Candidate, ...]:
    """Give the people of the directory whom a typed name may mean, by full name or address first.

    Raises `NotDeclared` when there are none.
    """
    found = seen.index.find(typed, where="names")
    whole = {p for m in found if m.how in {"name", "address"} for p in m.people}
    meant = whole or {person for mention in found for person in mention.people}
    known = (seen.directory.people[p] for p in meant if p in seen.directory.people)
    listed = sorted(known, key=lambda one: (one.name, one.id))[:MOST_CANDIDATES]
    if not listed:
        raise NotDeclared("unknown")
    return tuple(Candidate(one.id, one.name, one.title or "", one.unit) for one in listed)


def _called(seen: World, typed: Typed, other: str) -> str:
    return typed.name.strip() if typed.outside else seen.directory.people[other].name


def _firm(change: _Change, names: tuple[str, ...]) -> str:
    """Give the id of a firm, and put it down under these names; one of her own keeps its id.

    A colleague's firm of that name is another one: else he could give hers the name "the", and no
    report would ever reach her.
    """
    typed = tuple(name.strip() for name in names if firms.keys(name))
    if not typed:
        raise NotDeclared("unknown")
    same = frozenset().union(*map(firms.keys, typed))
    hers = {one.other for one in change.mine.declared}
    known = (
        one
        for one, called in change.firms.items()
        if one.hex() in hers and any(firms.keys(name) & same for name in called)
    )
    firm = next(known, random_source.token_bytes(16))
    change.firms[firm] = tuple(dict.fromkeys((*change.firms.get(firm, ()), *typed)))
    return firm.hex()


def _person(act: Act) -> str:
    """Give the person that the roster has for this account: a row is not believed (T21)."""
    entry = act.world.roster.by_account(act.account)
    if entry is None or entry.kind != "handler":
        raise errors.NotAllowed
    return entry.person


def _document(act: Act) -> Declaration:
    sealed = stored.document(act.session, act.account)
    if sealed is None:
        return Declaration()
    try:
        raw = declarations.open_declaration(
            sealed,
            owner=act.account,
            verify_key=act.identity.public.verify,
            identity=act.identity,
            reader=act.account,
            instance=act.inst.id,
        )
    except DeclarationRefused:
        raise errors.Doubtful from None
    return Declaration.from_dict(json.loads(raw))


def _put(
    session: Session,
    inst: Instance,
    seen: World,
    mine: Declaration,
    *,
    account: bytes,
    identity: keys.Identity,
) -> None:
    raw = json.dumps(mine.to_dict(), ensure_ascii=False).encode()
    if len(raw) > MOST_BYTES:
        raise NotDeclared("full")
    sealed = declarations.seal_declaration(
        raw,
        owner=account,
        identity=identity,
        auditors=register.auditors(session, seen),
        instance=inst.id,
    )
    stored.put_document(session, account, sealed)


def _mark(inst: Instance, person: str, one: Declared) -> tuple[bytes, bytes]:
    tie = one.tie
    if tie is None:
        raise errors.NotFound
    day = tie.since.toordinal()
    return ties.keys(inst).mark(handler=person, other=one.other, kind=tie.kind.value, day=day)


def _counts(seen: World, person: str, one: Declared) -> bool:
    """Say whether a declaration makes a tie that stands in the table."""
    if one.tie is None:
        return False
    held = seen.ties.held.between(person, [one.other])
    return one.tie.kind in {tie.kind for tie in held}


def _line(act: Act, person: str, number: int, one: Declared) -> Line:
    agrees = act.world.ties.agrees
    counts = agrees and not one.withdrawn and _counts(act.world, person, one)
    gone = one.withdrawn or (agrees and one.tie is not None and not counts)
    since = None if one.since == UNKNOWN_DAY else one.since
    return Line(number, one.relation, one.name, since, one.words, one.on, counts, gone)
