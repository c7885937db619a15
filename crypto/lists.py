"""One list of the roster: what stands on it and how it is written.

FORMAT.md §17. Who is a handler or an auditor, in which tier, with which quorum, under which policy
and with which public keys. Which list counts is in `roster`.

Every list after 0 holds two handlers of different tiers, or no later list could count; and an
auditor, or there would be no register. An account, a person and a key stand in it once, so that
nobody signs twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self

from crypto import context as contexts
from crypto import keys, wire
from crypto.errors import RosterRefused, silent

Kind = Literal["handler", "auditor"]

_KINDS: Final[tuple[Kind, ...]] = ("handler", "auditor")
_DATE: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on the roster.

    `account` is 16 raw bytes, `person` the id in the people file or empty for somebody outside,
    `tier` is None for auditors, `enrolled_on` an ISO date.
    """

    account: bytes
    name: str
    kind: Kind
    person: str
    tier: int | None
    public: keys.PublicKeys
    enrolled_on: str

    def encode(self) -> bytes:
        """Return the one encoding of this entry; a tier of 0 stands for none."""
        return b"".join((
            wire.exactly(self.account, contexts.ID_SIZE),
            _KINDS.index(self.kind).to_bytes(1, "big"),
            wire.number(self.tier or 0),
            wire.text(self.name),
            wire.text(self.person),
            wire.text(self.enrolled_on),
            self.public.to_bytes(),
        ))  # fmt: skip

    @classmethod
    def read(cls, reader: wire.Reader) -> Self:
        """Read one entry."""
        account, kind, tier = reader.take(contexts.ID_SIZE), reader.choice(_KINDS), reader.number()
        return cls(
            account=account,
            kind=kind,
            tier=tier or None,
            name=reader.text(),
            person=reader.text(),
            enrolled_on=reader.text(),
            public=keys.PublicKeys.from_bytes(reader.take(keys.PUBLIC_KEYS_SIZE)),
        )


@dataclass(frozen=True, slots=True)
class Tier:
    """A body that may receive cases, and how many of it must be clean."""

    number: int
    name: str
    quorum: int

    def encode(self) -> bytes:
        """Return the one encoding of this tier."""
        return wire.number(self.number) + wire.text(self.name) + wire.number(self.quorum)

    @classmethod
    def read(cls, reader: wire.Reader) -> Self:
        """Read one tier."""
        return cls(number=reader.number(), name=reader.text(), quorum=reader.number())


@dataclass(frozen=True, slots=True)
class Roster:
    """One list: entries sorted by account, tiers by number, the policy as it was signed."""

    number: int
    previous: bytes
    entries: tuple[Entry, ...]
    tiers: tuple[Tier, ...]
    policy: bytes

    def encode(self) -> bytes:
        """Return the one encoding of this list.

        Raises:
            ValueError: it breaks a rule or is not in order.

        """
        _insist(self)
        entries, tiers = ([each.encode() for each in some] for some in (self.entries, self.tiers))
        return b"".join((
            wire.number(self.number),
            wire.exactly(self.previous, contexts.DIGEST_SIZE),
            wire.sized(b"".join(entries)),
            wire.sized(b"".join(tiers)),
            wire.sized(self.policy),
        ))  # fmt: skip

    def digest(self) -> bytes:
        """Return the 32 bytes under which the next list, and whoever saw this one, names it."""
        return digest(self.encode())

    def handlers(self) -> tuple[Entry, ...]:
        """Return everyone enrolled in a tier."""
        return tuple(entry for entry in self.entries if entry.kind == "handler")

    def auditors(self) -> tuple[Entry, ...]:
        """Return everyone the register is sealed to."""
        return tuple(entry for entry in self.entries if entry.kind == "auditor")

    def by_account(self, account: bytes) -> Entry | None:
        """Return the entry of an account, or None."""
        return next((entry for entry in self.entries if entry.account == account), None)


@silent(RosterRefused)
def decode(raw: bytes) -> Roster:
    """Read a list; it counts only once `check_next` or `newest` has said so.

    Raises:
        RosterRefused: malformed, out of order, or against a rule.

    """
    reader = wire.Reader(raw)
    number, previous = reader.number(), reader.take(contexts.DIGEST_SIZE)
    entries, tiers, policy = (
        wire.Reader(reader.sized()),
        wire.Reader(reader.sized()),
        reader.sized(),
    )
    reader.end()
    roster = Roster(
        number=number,
        previous=previous,
        entries=tuple(entries.all(Entry.read)),
        tiers=tuple(tiers.all(Tier.read)),
        policy=policy,
    )
    _insist(roster)
    return roster


def digest(raw: bytes) -> bytes:
    """Return the 32 bytes under which an encoded list is named."""
    label = contexts.encode("roster digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(raw, context=label)


def _insist(roster: Roster) -> None:
    """Insist on what makes it a list, and on the one order."""
    if roster.number == 0:
        if roster.entries or roster.tiers or roster.policy:
            raise ValueError("list 0 is empty")
        return
    _insist_on_tiers(roster.tiers)
    _insist_on_entries(roster)
    if len({entry.tier for entry in roster.handlers()}) < _TWO or not roster.auditors():
        raise ValueError("a list needs handlers of two tiers, and an auditor")


def _insist_on_tiers(tiers: Sequence[Tier]) -> None:
    numbers = [tier.number for tier in tiers]
    if numbers != sorted(set(numbers)):
        raise ValueError("tiers are sorted by number, each once")
    if not all(tier.number and tier.name and tier.quorum for tier in tiers):
        raise ValueError("a tier has a number from 1, a name and a quorum from 1")


def _insist_on_entries(roster: Roster) -> None:
    accounts = [entry.account for entry in roster.entries]
    if accounts != sorted(set(accounts)):
        raise ValueError("entries are sorted by account, each once")
    tiers = {tier.number for tier in roster.tiers}
    for entry in roster.entries:
        fits = entry.tier in tiers if entry.kind == "handler" else entry.tier is None
        if not (fits and entry.name and _DATE.fullmatch(entry.enrolled_on)):
            raise ValueError("an entry has a name, a date, and a tier if it is a handler's")
    for once in (
        [entry.person for entry in roster.entries if entry.person],
        [entry.public.kem for entry in roster.entries],
        [entry.public.verify for entry in roster.entries],
    ):
        if len(once) != len(set(once)):
            raise ValueError("a person and a key stand on a list once")
