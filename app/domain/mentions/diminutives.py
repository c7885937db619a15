"""Given names and their short forms: Bob is Robert, Gosia is Małgorzata, Pepe is José.

English ones come from the package `nicknames`, those of the other languages from
data/diminutives.txt. Both are read once, when the first index is built. A short form may stand for
several names, and whoever is on record by the short form may be called by the long one.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

import nicknames

from app.domain.mentions import folding

_Table = Mapping[str, frozenset[str]]

# What is heard as the start of a name, with or without an ending of endearment, is a form of it.
_SHORTEST_START = 3
_ENDINGS = """
a chen cia cio ek eczka el ele elle ette ey i ie ik in ina inho ino is ita ito je ka ke ken le
li ly nia o ou s sia t tje uccia uccio unia us usia uska y
"""
_ENDEARING = frozenset(_ENDINGS.split())


def _pairs() -> Iterator[tuple[str, str]]:
    for triplet in nicknames.name_triplets():
        yield triplet.name1, triplet.name2
    written = resources.files(__package__).joinpath("data", "diminutives.txt")
    for line in written.read_text(encoding="utf-8").splitlines():
        name, colon, shorts = line.partition(":")
        if colon:
            yield from ((name, short) for short in shorts.split())


def _grouped(pairs: Iterable[tuple[str, str]]) -> _Table:
    grouped: dict[str, set[str]] = {}
    for one, other in pairs:
        grouped.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in grouped.items()}


@cache
def _tables() -> tuple[_Table, _Table]:
    """Return the long forms of each short one, and the short forms of each name."""
    pairs = [
        ("".join(folding.phrase(name)), "".join(folding.phrase(short))) for name, short in _pairs()
    ]
    return _grouped((short, name) for name, short in pairs), _grouped(pairs)


_NONE: frozenset[str] = frozenset()


def related(folded: str) -> frozenset[str]:
    """Return the names that a folded word is short for, and the short forms of it as a name."""
    long, short = _tables()
    return (long.get(folded, _NONE) | short.get(folded, _NONE)) - {folded}


def siblings(folded: str) -> frozenset[str]:
    """Return the other short forms of the names that a folded word is short for."""
    long, short = _tables()
    return _NONE.union(*(short[name] for name in long.get(folded, _NONE))) - {folded}


def is_short(folded: str) -> bool:
    """Say whether a folded word is a short form of some name."""
    return folded in _tables()[0]


def is_start(folded: str, name: str) -> bool:
    """Say whether a folded word begins like a name and ends like a short form: Andi, Steff."""
    shared = _shared(folded, name)
    if shared < _SHORTEST_START or folded == name:
        return False
    tail = folded[shared:]
    doubled = tail[:1] == folded[shared - 1]
    return not tail or tail in _ENDEARING or (doubled and tail[1:] in {"", *_ENDEARING})


def _shared(one: str, other: str) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))
