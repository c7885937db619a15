"""The roster: whom sealing believes, as a chain of numbered, signed lists.

FORMAT.md §17, promise P7, scenario T21. What stands on a list is in `lists`. A row that somebody
with write access changes is ignored: only lists count.

1. List 0 is empty and follows from the instance id alone.
2. List 1 counts once every entry in it has signed it: founders compare all fingerprints.
3. List n+1 carries the digest of list n and counts once two handlers of list n, of different tiers,
   have signed it. They are judged by the keys and tiers of list n: a list cannot appoint its own
   signers. Signatures that are not good are ignored, so that nobody can spoil a list by adding one.
4. The number never goes back: what is believed must reach the newest number seen and have the same
   digest there. Two lists of one number that both count are refused, unless the digest seen tells
   which; a longer chain proves nothing, since former handlers can make theirs as long as they like.
"""

import contextlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from crypto import context as contexts
from crypto import keys
from crypto.errors import CryptoError, RosterRefused, silent
from crypto.lists import Entry, Kind, Roster, Tier, decode
from crypto.lists import digest as list_digest

__all__ = [
    "Believed",
    "Entry",
    "Kind",
    "Roster",
    "Signed",
    "Tier",
    "check_next",
    "decode",
    "first",
    "newest",
    "sign",
    "signers",
]

_TWO: Final = 2


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
    if not _counts(roster, after, before=before, instance=instance):
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
    rows = list(_readable(lists))
    chain = [first(instance=instance)]
    pins = _pins(rows, at_least, at_least_digest, start=chain[0].digest())
    believed: set[bytes] = set()
    while good := _successors(rows, chain[-1], pin=pins.get(len(chain)), instance=instance):
        if len(good) > 1:
            raise RosterRefused
        believed.update(good)
        chain.extend(good.values())
    if chain[-1].number < at_least:
        raise RosterRefused
    beside = [row for row in rows if row.digest not in believed]
    pending = tuple(row.at for row in beside if _follows(row.roster, chain[-1]))
    accounted = {*pending, *(row.at for row in rows if row.digest in believed)}
    ignored = tuple(at for at in range(len(lists)) if at not in accounted)
    return Believed(roster=chain[-1], pending=pending, ignored=ignored)


@dataclass(frozen=True, slots=True)
class _Row:
    at: int
    signed: Signed
    roster: Roster
    digest: bytes


def _readable(some: Sequence[Signed]) -> Iterator[_Row]:
    for at, signed in enumerate(some):
        with contextlib.suppress(CryptoError):
            yield _Row(at, signed, decode(signed.raw), list_digest(signed.raw))


def _pins(
    rows: Sequence[_Row], number: int, digest: bytes | None, *, start: bytes
) -> dict[int, bytes]:
    """Walk back from the list seen: each names the digest of the one before."""
    by_digest = {row.digest: row.roster for row in rows}
    pinned: dict[int, bytes] = {}
    while digest is not None and number:
        if digest not in by_digest:
            raise RosterRefused
        pinned[number] = digest
        number, digest = number - 1, by_digest[digest].previous
    if digest not in (None, start):
        raise RosterRefused
    return pinned


def _successors(
    rows: Sequence[_Row], before: Roster, *, pin: bytes | None, instance: bytes
) -> dict[bytes, Roster]:
    """Return the lists that count after `before`, by digest; one list twice is one."""
    return {
        row.digest: row.roster
        for row in rows
        if pin in (None, row.digest)
        and _counts(row.roster, row.signed, before=before, instance=instance)
    }


def _counts(roster: Roster, after: Signed, *, before: Roster, instance: bytes) -> bool:
    return _follows(roster, before) and _is_enough(
        _signers(roster, after, before=before, instance=instance), roster, before=before
    )


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
