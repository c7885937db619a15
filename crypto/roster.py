"""The roster: whom sealing believes, as a numbered, signed list.

FORMAT.md §17, promise P7, scenario T21. Who is a handler or an auditor, in which tier, with which
quorum, under which policy and with which public keys is said by one list and by no row: a row that
somebody with write access changes is ignored.

Rules:

1. List 0 is empty and follows from the instance id alone.
2. List 1 counts once every entry in it has signed it: founders compare all fingerprints.
3. List n+1 carries the digest of list n and counts once two handlers of list n, of different tiers,
   have signed it. They are judged by the keys and tiers of list n: a list cannot appoint its own
   signers. Signatures that are not good are ignored, so that nobody can spoil a list by adding one.
4. Every list after 0 holds two handlers of different tiers, or no later list could count; and an
   auditor, or there would be no register. An account, a person and a key stand in it once, so that
   nobody signs twice.
5. The number never goes back: what is believed must reach the newest number seen and have the same
   digest there. Two lists of one number that both count are refused, unless the digest seen tells
   which; a longer chain proves nothing, since former handlers can make theirs as long as they like.
"""

import contextlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Self

from crypto import context as contexts
from crypto import keys, wire
from crypto.errors import CryptoError, RosterRefused, silent

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
            ValueError: it breaks rule 1 or 4, or is not in order.

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
        return _digest(self.encode())

    def handlers(self) -> tuple[Entry, ...]:
        """Return everyone enrolled in a tier."""
        return tuple(entry for entry in self.entries if entry.kind == "handler")

    def auditors(self) -> tuple[Entry, ...]:
        """Return everyone the register is sealed to."""
        return tuple(entry for entry in self.entries if entry.kind == "auditor")

    def by_account(self, account: bytes) -> Entry | None:
        """Return the entry of an account, or None."""
        return next((entry for entry in self.entries if entry.account == account), None)


class Signed(NamedTuple):
    """A list as it is stored: its encoding, and who signed it."""

    raw: bytes
    signatures: tuple[tuple[bytes, bytes], ...]


class Believed(NamedTuple):
    """The list that counts, and the positions of what was given beside it.

    `pending` are well-formed next lists that lack signatures; `ignored` is everything else that
    does not belong to the chain: report it.
    """

    roster: Roster
    pending: tuple[int, ...]
    ignored: tuple[int, ...]


def first(*, instance: bytes) -> Roster:
    """Return list 0 of an instance: empty, and fixed by the instance id."""
    label = contexts.encode("roster start", instance=instance)
    return Roster(
        number=0, previous=contexts.digest(b"", context=label), entries=(), tiers=(), policy=b""
    )


@silent(RosterRefused)
def decode(raw: bytes) -> Roster:
    """Read a list; it counts only once `check_next` or `newest` has said so.

    Raises:
        RosterRefused: malformed, out of order, or against rule 1 or 4.

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


def sign(roster: Roster, identity: keys.Identity, *, account: bytes, instance: bytes) -> bytes:
    """Sign a list as one account; 64 bytes."""
    label = contexts.encode("roster signature", instance=instance, account=account)
    return identity.signer.sign(roster.encode(), context=label)


@silent(RosterRefused)
def signers(before: Roster, after: Signed, *, instance: bytes) -> frozenset[bytes]:
    """Return the accounts whose signature on `after` is good.

    They are judged by the keys of `before`; only list 1, which has nothing before it, by its own.

    Raises:
        RosterRefused: `after` is malformed.

    """
    return _signers(decode(after.raw), after, before=before, instance=instance)


@silent(RosterRefused)
def check_next(before: Roster, after: Signed, *, instance: bytes) -> Roster:
    """Insist that a list counts after the list before it, and return it.

    Args:
        before: a list that counts.
        after: the list proposed, with all its signatures.
        instance: 16 bytes.

    Raises:
        RosterRefused: malformed, not the next, or not signed by enough.

    """
    roster = decode(after.raw)
    if not _follows(roster, before):
        raise RosterRefused
    signed = _signers(roster, after, before=before, instance=instance)
    if not _is_enough(signed, roster, before=before):
        raise RosterRefused
    return roster


@silent(RosterRefused)
def newest(
    lists: Sequence[Signed],
    *,
    instance: bytes,
    at_least: int = 0,
    at_least_digest: bytes | None = None,
) -> Believed:
    """Find the newest list that counts, by the chain from list 0.

    Args:
        lists: everything there is, in any order.
        instance: 16 bytes.
        at_least: the newest number seen before.
        at_least_digest: the digest of the list seen under that number.

    Raises:
        RosterRefused: nothing as new as what was seen, another list in its place, or two of one
            number that count.

    """
    digests = [_digest(each.raw) for each in lists]
    by_digest = dict(zip(digests, lists, strict=True))
    pins = _pins(by_digest, at_least, at_least_digest, instance=instance)
    chain = [first(instance=instance)]
    believed: set[bytes] = set()
    while good := _successors(lists, chain[-1], pin=pins.get(len(chain)), instance=instance):
        if len(good) > 1:
            raise RosterRefused
        believed.update(good)
        chain.extend(good.values())
    if chain[-1].number < at_least:
        raise RosterRefused
    beside = [at for at, digest in enumerate(digests) if digest not in believed]
    pending = tuple(at for at in beside if _is_proposed(lists[at], chain[-1]))
    ignored = tuple(at for at in beside if at not in pending)
    return Believed(roster=chain[-1], pending=pending, ignored=ignored)


def _pins(
    lists: Mapping[bytes, Signed], number: int, digest: bytes | None, *, instance: bytes
) -> dict[int, bytes]:
    """Walk back from the list seen: each names the digest of the one before."""
    pinned: dict[int, bytes] = {}
    while digest is not None and number:
        if digest not in lists:
            raise RosterRefused
        pinned[number] = digest
        number, digest = number - 1, decode(lists[digest].raw).previous
    if digest not in (None, first(instance=instance).digest()):
        raise RosterRefused
    return pinned


def _successors(
    lists: Sequence[Signed], before: Roster, *, pin: bytes | None, instance: bytes
) -> dict[bytes, Roster]:
    good: dict[bytes, Roster] = {}
    for each in lists:
        digest = _digest(each.raw)
        if pin in (None, digest):
            with contextlib.suppress(CryptoError):
                good[digest] = check_next(before, each, instance=instance)
    return good


def _is_proposed(proposed: Signed, before: Roster) -> bool:
    with contextlib.suppress(CryptoError):
        return _follows(decode(proposed.raw), before)
    return False


def _follows(roster: Roster, before: Roster) -> bool:
    return roster.number == before.number + 1 and hmac.compare_digest(
        roster.previous, before.digest()
    )


def _signers(roster: Roster, after: Signed, *, before: Roster, instance: bytes) -> frozenset[bytes]:
    judge = before if before.number else roster
    return frozenset(
        account
        for account, signature in after.signatures
        if _is_good(judge.by_account(account), signature, after.raw, instance=instance)
    )


def _is_good(entry: Entry | None, signature: bytes, raw: bytes, *, instance: bytes) -> bool:
    if entry is None:
        return False
    label = contexts.encode("roster signature", instance=instance, account=entry.account)
    with contextlib.suppress(CryptoError):
        keys.verify(entry.public.verify, signature, raw, context=label)
        return True
    return False


def _is_enough(signed: frozenset[bytes], roster: Roster, *, before: Roster) -> bool:
    if not before.number:
        return signed == {entry.account for entry in roster.entries}
    tiers = {entry.tier for entry in before.handlers() if entry.account in signed}
    return len(tiers) >= _TWO


def _digest(raw: bytes) -> bytes:
    label = contexts.encode("roster digest", instance=contexts.NO_INSTANCE)
    return contexts.digest(raw, context=label)


def _insist(roster: Roster) -> None:
    """Insist on rules 1 and 4 and on the one order."""
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
