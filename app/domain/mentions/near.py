"""Names near a word: what a slip of the finger or of the ear makes of a name.

Near are words at a small distance (a letter too many, too few, another one, or two that changed
places): none but changed places up to four letters, one up to seven, two from eight on; and words
that sound alike. Read `loosely`, where something else says already that a name stands there, one
more for the short ones. For a look-up the word and each known name lose letters in every way, and
where they meet they are compared: the work depends on the length of the word alone.
"""

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import OSA

from app.domain.mentions import sounds
from app.domain.mentions.table import Table

_SHORT, _LONG = 4, 8
_HEAD = 7  # Letters are left out among the first so many.
_SHORTEST = 3
_LONGEST = 40
_HEARD_UP_TO = 3  # What sounds alike differs by so many letters at most.
_SHORTEST_SOUND = 3


def within(folded: str, name: str, *, loosely: bool) -> bool:
    """Say whether a folded word may be this name misspelt, or the name itself."""
    length = min(len(folded), len(name))
    distance = OSA.distance(folded, name, score_cutoff=_HEARD_UP_TO)
    if length <= _SHORT:
        changed_places = distance == 1 and sorted(folded) == sorted(name)
        if distance == 0 or changed_places or (loosely and distance == 1):
            return True
    elif distance <= _allowed(len(name)):
        return True
    heard = sounds.key(name)
    return (
        distance <= _HEARD_UP_TO
        and len(heard) >= (_SHORTEST_SOUND if not loosely else _SHORTEST_SOUND - 1)
        and sounds.key(folded) == heard
    )


def _allowed(length: int) -> int:
    return 2 if length >= _LONG else 1


class Near:
    """The names of a list by what is left of them; immutable once built."""

    def __init__(self, names: Sequence[str], only: Iterable[int] | None = None) -> None:
        """Take the names with these numbers, or all."""
        self._names = names
        self._table = Table()
        for number in range(len(names)) if only is None else only:
            name = names[number]
            if _SHORTEST <= len(name) <= _LONGEST:
                for left in _left_over(name):
                    self._table.add(hash(left), number)
                self._table.add(hash(("sound", sounds.key(name))), number)
        self._table.sort()

    def find(self, folded: str, *, loosely: bool = False) -> frozenset[int]:
        """Return the numbers of the names near a folded word."""
        if not _SHORTEST <= len(folded) <= _LONGEST:
            return frozenset()
        tried = {
            number
            for key in (*map(hash, _left_over(folded)), hash(("sound", sounds.key(folded))))
            for number in self._table.get(key)
        }
        return frozenset(
            number for number in tried if within(folded, self._names[number], loosely=loosely)
        )


def _left_over(word: str) -> set[str]:
    """Return the head of a word, and what is left without one letter, or two of a long one."""
    head = word[:_HEAD]
    left = {head} | set(_without_one(head))
    if len(word) >= _LONG - 1:
        left |= {less for one in tuple(left) for less in _without_one(one)}
    return left


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
