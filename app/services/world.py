"""What is believed today: the signed roster, the directory, the policy and the index of names.

Nothing here believes a row. The roster is the newest list that verifies and is not older than the
newest number seen; the directory counts only with its number and MAC. Where they do not agree, the
last good ones stay in force; a process that never saw good ones refuses (P12, T21). Where the table
of ties does not agree, nobody is decided clean. What is odd is in `alarms`, and staff are told.
"""

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from app.domain import errors, mentions, policy, routing
from app.domain.people import Directory, Person
from app.services import ties
from app.services.instance import Instance
from app.store import accounts, metadata, people, rosters
from crypto import context, macs, roster
from crypto.errors import RosterRefused


@dataclass(frozen=True)
class World:
    """What a decision of this moment rests on."""

    numbers: metadata.Numbers
    day: date
    roster: roster.Roster
    authors: Mapping[bytes, bytes]
    signed: policy.Policy
    policy: policy.Policy
    directory: Directory
    index: mentions.Index
    form_ids: Mapping[str, str]
    person_by_form_id: Mapping[str, str]
    enrolled: tuple[bytes, ...]
    ties: ties.Believed
    odd: tuple[str, ...]

    @property
    def alarms(self) -> tuple[str, ...]:
        """What does not agree with what was seen before, each in one word."""
        return (*self.odd, *self.ties.alarms)

    @cached_property
    def members(self) -> tuple[routing.Member, ...]:
        """Every handler on the roster."""
        return tuple(
            routing.Member(entry.account.hex(), entry.person, entry.tier)
            for entry in self.roster.handlers()
            if entry.tier is not None
        )

    @cached_property
    def readers(self) -> Mapping[str, int]:
        """The people who are handlers, with the tier they read for."""
        return {member.person: member.tier for member in self.members}

    @property
    def is_open(self) -> bool:
        """Whether list 1 counts: before that nothing can be sealed to anybody."""
        return self.roster.number >= 1

    def stamp(self, now: datetime) -> bytes:
        """16 bytes that change whenever a decision may: directory, roster, ties, day, release."""
        hour = self.policy.release_hour
        released = hour is not None and now.hour >= hour
        return struct.pack(
            ">IIIH?x",
            self.directory.version & 0xFFFFFFFF,
            self.roster.number & 0xFFFFFFFF,
            self.numbers.ties & 0xFFFFFFFF,
            now.date().toordinal() & 0xFFFF,
            released,
        )


def current(inst: Instance, *, now: datetime, session: Session | None = None) -> World:
    """Give the world of now, from memory if nothing has changed: one statement.

    Raises `errors.Doubtful` when neither the database nor memory holds one to believe.
    """
    if session is None:
        with inst.db.read() as own:
            return current(inst, now=now, session=own)
    seen = metadata.numbers(session)
    known: World | None = inst.memory.get("world")
    if known and replace(known.numbers, cases=seen.cases, ties=seen.ties) == seen:
        fresh = known if known.numbers == seen else replace(known, numbers=seen)
        if known.numbers.ties != seen.ties or not known.ties.agrees:
            fresh = replace(fresh, ties=ties.believed(inst, session, fresh.index))
        if known.day != now.date():
            fresh = replace(fresh, day=now.date(), index=_index(known, now))
    else:
        fresh = _load(inst, session, seen=seen, now=now, known=known)
    inst.memory["world"] = fresh
    return fresh


def anew(inst: Instance, session: Session, *, now: datetime) -> World:
    """Read and judge everything again, whatever the numbers say: at every sign-in of staff.

    So a row that was changed behind their back is noticed and reported within a day (T21).
    Raises `errors.Doubtful` as `current` does.
    """
    seen = metadata.numbers(session)
    fresh = _load(inst, session, seen=seen, now=now, known=inst.memory.get("world"))
    inst.memory["world"] = fresh
    return fresh


def _index(known: World, now: datetime) -> mentions.Index:
    """Give the index of names for today; it is made again only if a name may have expired."""
    return _fresh_index(known, known.roster, known.directory, known.policy, now=now)


def _fresh_index(
    known: World | None,
    believed: roster.Roster,
    directory: Directory,
    rules: policy.Policy,
    *,
    now: datetime,
) -> mentions.Index:
    if (
        known
        and (known.roster.digest(), known.policy) == (believed.digest(), rules)
        and known.directory is directory
        and directory.same_names_on(known.day, now.date())
    ):
        return known.index
    readers = {entry.person: entry.tier or 0 for entry in believed.handlers()}
    # The names of a directory are taken over: only what depends on readers and policy is made anew.
    like = known.index if known else None
    return mentions.Index(directory, readers=readers, policy=rules, today=now.date(), like=like)


def _load(
    inst: Instance, session: Session, *, seen: metadata.Numbers, now: datetime, known: World | None
) -> World:
    lists = rosters.every_list(session)
    everybody = accounts.everybody(session)
    believed, alarms = _believed_roster(inst, lists, known)
    signed = _policy(inst, believed)
    rules = _with_machinery(signed, everybody)
    directory, more = _believed_directory(inst, session, known)
    form_ids = _form_ids(inst, directory)
    index = _fresh_index(known, believed, directory, rules, now=now)
    return World(
        numbers=seen,
        day=now.date(),
        roster=believed,
        authors=_authors(believed, lists),
        signed=signed,
        policy=rules,
        directory=directory,
        index=index,
        form_ids=form_ids,
        person_by_form_id={form_id: person for person, form_id in form_ids.items()},
        enrolled=tuple(a.id for a in everybody if a.kind == "handler" and a.locked),
        ties=ties.believed(inst, session, index),
        odd=alarms + more + _accounts_agree(believed, everybody, lists),
    )


def _with_machinery(signed: policy.Policy, everybody: Sequence[accounts.Account]) -> policy.Policy:
    """Count whoever has, or had, an account of an administrator as one, beside those signed (C12).

    Rows are believed here, since one more can only let reports start higher, at fewer keys (P9).
    """
    machinery = {a.person_id for a in everybody if a.kind == "admin" and a.public_keys}
    if machinery <= signed.administrators:
        return signed
    return replace(signed, administrators=signed.administrators | machinery)


def _accounts_agree(
    believed: roster.Roster,
    everybody: Sequence[accounts.Account],
    lists: Sequence[roster.Signed],
) -> tuple[str, ...]:
    """Report rows of accounts that say something else than the signed lists: they count nothing."""
    rows = {account.id: account for account in everybody}
    named = {entry.account for one in _readable(lists) for entry in one.entries}
    if believed.number and any(
        a.locked and a.id not in named and a.kind != "admin" for a in everybody
    ):
        return ("accounts",)
    for entry in believed.entries:
        row = rows.get(entry.account)
        claimed = (row.public_keys, row.kind, row.tier, row.person_id) if row else None
        if claimed != (entry.public.to_bytes(), entry.kind, entry.tier, entry.person):
            return ("accounts",)
    return ()


def _form_ids(inst: Instance, directory: Directory) -> Mapping[str, str]:
    """Give the id that stands for each person on the form.

    Worked out under a secret, not kept in a row: whoever swapped two rows would be accused instead
    of himself. Random to everybody outside, the same for everybody who fills in the form.
    """
    label = context.encode("form id", instance=inst.id)
    return {
        person: macs.mac(inst.secrets.directory, person.encode(), context=label)[:16].hex()
        for person in directory.people
    }


def _authors(believed: roster.Roster, lists: Sequence[roster.Signed]) -> Mapping[bytes, bytes]:
    """Give the verification key of everybody who is or was on the roster.

    The earlier lists are those whose digests the believed one carries, one behind the other.
    """
    authors: dict[bytes, bytes] = {}
    earlier = {one.digest(): one for one in _readable(lists)}
    one: roster.Roster | None = believed
    while one:
        authors = {entry.account: entry.public.verify for entry in one.entries} | authors
        one = earlier.get(one.previous)
    return authors


def _readable(lists: Sequence[roster.Signed]) -> Iterator[roster.Roster]:
    for signed in lists:
        try:
            yield roster.decode(signed.raw)
        except RosterRefused:
            continue


def _policy(inst: Instance, believed: roster.Roster) -> policy.Policy:
    raw = believed.policy if believed.number else inst.policy_file.read_bytes()
    return policy.Policy.from_json(raw)


def _believed_roster(
    inst: Instance, lists: Sequence[roster.Signed], known: World | None
) -> tuple[roster.Roster, tuple[str, ...]]:
    number, digest = inst.secrets.remembered("roster")
    try:
        believed = roster.newest(
            lists, instance=inst.id, at_least=number, at_least_digest=digest or None
        )
    except RosterRefused:
        if known is None:
            raise errors.Doubtful from None
        return known.roster, ("roster",)
    newest = believed.roster
    if newest.number:
        inst.secrets.remember("roster", newest.number, newest.digest())
    return newest, (("roster",) if believed.ignored else ())


def _believed_directory(
    inst: Instance, session: Session, known: World | None
) -> tuple[Directory, tuple[str, ...]]:
    version, mac = metadata.directory_mac(session)
    directory = people.directory(session, version=version)
    remembered, _ = inst.secrets.remembered("directory")
    if version >= remembered and _directory_agrees(inst, directory, mac):
        # The MAC says that it is the same one: what was worked out from it stands.
        same = known is not None and known.directory.version == version
        return (known.directory if known and same else directory), ()
    if known is None:
        raise errors.Doubtful
    return known.directory, ("directory",)


def _directory_agrees(inst: Instance, directory: Directory, mac: bytes) -> bool:
    if directory.version == 0:
        return not directory.people
    return macs.matches(
        mac, inst.secrets.directory, canonical(directory), context=_directory_context(inst)
    )


def directory_mac(inst: Instance, directory: Directory) -> bytes:
    """Return the MAC that goes with `directory` and its number."""
    return macs.mac(inst.secrets.directory, canonical(directory), context=_directory_context(inst))


def _directory_context(inst: Instance) -> bytes:
    return context.encode("directory", instance=inst.id)


def canonical(directory: Directory) -> bytes:
    """Give one byte string for one directory, whatever order its rows came in."""
    persons = [
        [p.id, p.unit, p.site, p.entity, p.seniority, str(p.start_on), str(p.end_on), _names(p)]
        for p in sorted(directory.people.values(), key=lambda person: person.id)
    ]
    lines = sorted([x.person, x.boss, x.kind, str(x.since), str(x.until)] for x in directory.lines)
    return json.dumps([directory.version, persons, lines], ensure_ascii=False).encode()


def _names(person: Person) -> list[list[str]]:
    return sorted([name.kind, name.text, str(name.until)] for name in person.names)
