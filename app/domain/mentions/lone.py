"""One word of a name by itself: readers and senior people, and family names that are rare.

An ordinary word counts only with a capital; a form of address before it says that a name follows.
A misspelling counts only where no word list and no name on record has the word. A given name with
somebody else's family name beside it means somebody else.
"""

from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from app.domain.mentions import common, entries, near, word_lists
from app.domain.mentions.bearers import Bearers
from app.domain.mentions.mention import Certainty, Hit, How
from app.domain.mentions.reading import Part, Reading
from app.domain.mentions.vocabulary import FORM, NAME, NEAR, SHORT, SIBLING

_HOW: dict[int, tuple[How, Certainty]] = {
    NAME: ("word", "sure"),
    FORM: ("word", "likely"),
    SHORT: ("diminutive", "likely"),
    NEAR: ("near", "near"),
}
_SHORTEST_FOREIGN = 3
_UNLIKE = 0.6
_SHORTEST_CAPITAL, _SHORTEST_SMALL = 4, 6

Words = Mapping[int, frozenset[str]]  # Number of a word -> the readers and seniors of that name.


def find(known: Bearers, prominent: Words, reading: Reading, covered: list[bool]) -> Iterator[Hit]:
    """Yield whom each single word may mean; `covered` words belong to a whole name already."""
    for begins in range(len(reading.words)):
        for part in reading.parts(begins):
            if entries.says_who(part.folded) and _is_named(reading, part):
                yield from _exact(known, prominent, reading, part)
                if not any(covered[part.begins : part.ends]):
                    yield from _misspelt(known, prominent, reading, part)


def _exact(known: Bearers, prominent: Words, reading: Reading, part: Part) -> Iterator[Hit]:
    grades = reading.grades(part)
    by_grade: dict[int, set[str]] = {}
    if part.folded in known.entities and not is_addressed(reading, part.begins):
        return  # The company's own name.
    for number, grade in grades.items():
        if grade >= SIBLING:
            continue
        for person in prominent.get(number, ()):
            if not _means_another(known, reading, part, person):
                by_grade.setdefault(grade, set()).add(person)
        rare = known.only(number) if grade <= FORM else None
        if rare is not None and _is_family(reading, part):
            by_grade.setdefault(grade, set()).add(rare)
    for grade, people in by_grade.items():
        if grade == NAME or _may_be_form(reading, part):
            how, certainty = _HOW[grade]
            yield Hit(part.begins, part.ends, how, frozenset(people), None, certainty)


def _misspelt(known: Bearers, prominent: Words, reading: Reading, part: Part) -> Iterator[Hit]:
    if NAME in reading.grades(part).values():
        return
    addressed = is_addressed(reading, part.begins)
    if not (addressed or _may_be_misspelt(reading, part)) or part.folded in known.entities:
        return
    words = known.vocabulary.words
    people = {
        person
        for number in reading.near(part)
        if number in prominent
        and (addressed or _begins_alike(part.folded, words[number]))
        and near.within(part.folded, words[number], loosely=addressed)
        for person in prominent[number]
        if not _means_another(known, reading, part, person)
    }
    if people:
        yield Hit(part.begins, part.ends, "near", frozenset(people), None, "near")


def _may_be_misspelt(reading: Reading, part: Part) -> bool:
    """Say whether a part is no word of any list as far as it is short or in small letters."""
    places = range(part.begins, part.ends)
    if any(map(reading.is_ordinary, places)):
        return False
    capital = all(map(reading.is_capital, places))
    if len(part.folded) < (_SHORTEST_CAPITAL if capital else _SHORTEST_SMALL):
        return False
    return (capital and len(part.folded) >= _SHORTEST_SMALL) or not word_lists.is_word(
        part.folded, ()
    )


def _begins_alike(folded: str, name: str) -> bool:
    """Say whether a short word begins like a name; who misspells one seldom errs there."""
    return len(name) >= _SHORTEST_SMALL or folded[0] == name[0]


def _is_named(reading: Reading, part: Part) -> bool:
    places = range(part.begins, part.ends)
    if is_addressed(reading, part.begins) and reading.words[part.begins].written[0].isupper():
        return True
    return all(
        reading.is_named(place)
        or (reading.words[place].folded in common.COMMON and reading.named[place])
        for place in places
    )


def _may_be_form(reading: Reading, part: Part) -> bool:
    """Say whether a part may be a form of a name: it has a capital, or is addressed."""
    return is_addressed(reading, part.begins) or all(
        reading.typed
        or reading.is_capital(place)
        or (reading.words[place].written[0].isupper() and not reading.is_ordinary(place))
        for place in range(part.begins, part.ends)
    )


def _is_family(reading: Reading, part: Part) -> bool:
    if is_addressed(reading, part.begins):
        return True
    return not any(map(reading.is_ordinary, range(part.begins, part.ends)))


def is_addressed(reading: Reading, place: int) -> bool:
    """Say whether a form of address stands before a word."""
    while place > 0:
        place -= 1
        word = reading.words[place].folded
        if word in common.ADDRESS:
            return True
        if word not in common.PARTICLES:
            return False
    return False


def _means_another(known: Bearers, reading: Reading, part: Part, person: str) -> bool:
    """Say whether a name beside the part is none of this person's.

    Behind or before a given name it is somebody else's family name; before a family name somebody
    else's given name.
    """
    own = known.words_of(person)
    before = _beside(reading, part.begins, -1)
    if before is not None and _is_alien(reading, before, own):
        return True
    behind = _beside(reading, part.ends - 1, 1)
    if behind is None or not known.is_first(part.folded, person):
        return False
    return _is_alien(reading, behind, own)


def _beside(reading: Reading, place: int, step: int) -> int | None:
    """Return where the next name before or behind a word would stand, particles left out."""
    words = reading.words
    while 0 <= place + step < len(words):
        link = words[max(place, place + step)]
        place += step
        says_who = entries.says_who(words[place].folded)
        if says_who or words[place].folded in common.HONORIFICS:
            return place if link.beside and not link.opens else None
    return None


def _is_alien(reading: Reading, place: int, own: frozenset[str]) -> bool:
    word = reading.words[place]
    if not word.written[0].isupper() or not entries.says_who(word.folded):
        return False
    if word.folded in common.ADDRESS or len(word.folded) > word_lists.LONGEST:
        return False
    if reading.is_ordinary(place):
        return False
    return all(OSA.normalized_distance(word.folded, name) >= _UNLIKE for name in own)
