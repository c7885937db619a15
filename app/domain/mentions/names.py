"""Whole names in a text: two words of one name side by side, or an initial and a word.

In either order, with middle names, initials and particles between. The surest reading of two words
counts: only where no name on record has both are misspellings looked up, and of two words both
unknown only those that no word list has.
"""

from collections.abc import Iterator

from app.domain.mentions import bearers, common, diminutives, entries, syllables
from app.domain.mentions.bearers import Bearers
from app.domain.mentions.mention import Certainty, Hit, How
from app.domain.mentions.reading import Part, Reading
from app.domain.mentions.vocabulary import FORM, NAME, NEAR, SHORT, SIBLING, Grades

_HOW: dict[int, tuple[How, Certainty]] = {
    NAME: ("name", "sure"),
    FORM: ("name", "likely"),
    SHORT: ("diminutive", "likely"),
    SIBLING: ("diminutive", "likely"),
    NEAR: ("near", "near"),
}
_MOST_INITIALS = 3
_SHORTEST_UNKNOWN = 4


def find(known: Bearers, reading: Reading) -> Iterator[Hit]:
    """Yield each whole name."""
    for begins in range(len(reading.words)):
        yield from _in_one_word(known, reading, begins)
        yield from _with_initial(known, reading, begins)
        for part in reading.parts(begins):
            yield from _alone(known, reading, part)
            for following in reading.following(part.ends):
                found = list(_side_by_side(known, reading, part, following))
                yield from found
                if any(hit.certainty != "near" for hit in found):
                    break


def _alone(known: Bearers, reading: Reading, part: Part) -> Iterator[Hit]:
    """Yield who bears no other name than this word."""
    number = known.vocabulary.number(part.folded)
    if number is None or not any(reading.named[part.begins : part.ends]):
        return
    if people := _people(known, known.both(number, number)):
        yield Hit(part.begins, part.ends, "name", people)


def _side_by_side(known: Bearers, reading: Reading, first: Part, begins: int) -> Iterator[Hit]:
    for second in reading.parts(begins):
        places = (*range(first.begins, first.ends), *range(second.begins, second.ends))
        if not any(reading.named[place] for place in places):
            continue
        one, other = reading.grades(first), reading.grades(second)
        found = _both(known, one, other)
        if not found:
            found = _shortened(known, reading, first, second)
        if not found:
            found = _misspelt(known, reading, first, second)
        if not found:
            found = _called_otherwise(known, reading, first, second)
        for grade, people in found.items():
            how, certainty = _HOW[grade]
            yield Hit(first.begins, second.ends, how, _people(known, people), None, certainty)


def _both(known: Bearers, one: Grades, other: Grades) -> dict[int, set[int]]:
    """Return the people whose names have a word of each, by the less sure of the two."""
    found: dict[int, set[int]] = {}
    for left, left_grade in one.items():
        for right, right_grade in other.items():
            if left != right:
                for person in known.both(left, right):
                    found.setdefault(max(left_grade, right_grade), set()).add(person)
    return found


def _shortened(known: Bearers, reading: Reading, first: Part, second: Part) -> dict[int, set[int]]:
    """Return the people whose given name begins as one part does, with the other as it stands."""
    people: set[int] = set()
    for short, whole in ((first, second), (second, first)):
        numbers = [n for n, grade in reading.grades(whole).items() if grade <= FORM]
        if reading.is_capital(short.begins) or not reading.is_ordinary(short.begins):
            start = known.vocabulary.number(bearers.start(short.folded))
            alike = {one for n in numbers if start is not None for one in known.both(n, start)}
            people |= {one for one in alike if known.begins_like(one, short.folded)}
    return {SHORT: people} if people else {}


def _called_otherwise(
    known: Bearers, reading: Reading, first: Part, second: Part
) -> dict[int, set[int]]:
    """Return the people of a family name whose given name begins with the letter of an unknown."""
    people: set[int] = set()
    for short, whole in ((first, second), (second, first)):
        if _is_unknown_given(known, reading, short):
            letter = known.vocabulary.number(bearers.initial(short.folded))
            numbers = [n for n, grade in reading.grades(whole).items() if grade <= FORM]
            people |= {one for n in numbers if letter is not None for one in known.both(n, letter)}
    return {SIBLING: people} if people else {}


def _is_unknown_given(known: Bearers, reading: Reading, part: Part) -> bool:
    """Say whether a part is a short form, or neither a name on record nor a word."""
    return (
        (diminutives.is_short(part.folded) or known.vocabulary.number(part.folded) is None)
        and reading.is_capital(part.begins)
        and not reading.is_ordinary(part.begins)
        and len(part.folded) >= bearers.START
        and part.folded not in common.ADDRESS
    )


def _misspelt(known: Bearers, reading: Reading, first: Part, second: Part) -> dict[int, set[int]]:
    one, other = reading.grades(first), reading.grades(second)
    doubtful = [
        all(map(reading.may_be_misspelt, range(part.begins, part.ends))) for part in (first, second)
    ]
    found: dict[int, set[int]] = {}
    if one and doubtful[1] and reading.is_named(first.begins):
        found = _both(known, one, reading.near(second))
    if other and doubtful[0] and reading.is_named(second.begins):
        found = found or _both(known, reading.near(first), other)
    if not found and all(doubtful) and _both_unknown(reading, first, second):
        found = _both(known, reading.near(first), reading.near(second))
    return found


def _both_unknown(reading: Reading, first: Part, second: Part) -> bool:
    """Say whether both may be misspelt at once: no ordinary word, or both with a capital."""
    if min(len(first.folded), len(second.folded)) < _SHORTEST_UNKNOWN:
        return False
    ordinary = reading.is_ordinary(first.begins), reading.is_ordinary(second.begins)
    capital = reading.is_capital(first.begins), reading.is_capital(second.begins)
    return not any(ordinary) or (all(capital) and not all(ordinary))


def _with_initial(known: Bearers, reading: Reading, begins: int) -> Iterator[Hit]:
    """Yield whom an initial means together with the word behind or before it."""
    if not is_initial(reading, begins):
        return
    number = known.vocabulary.number(bearers.initial(reading.words[begins].folded))
    if number is None:
        return
    for part in (*_behind(reading, begins), *_before(reading, begins)):
        if any(reading.named[place] for place in range(part.begins, part.ends)):
            numbers = {n: g for n, g in reading.grades(part).items() if g <= FORM}
            people = _both(known, {number: NAME}, numbers)
            for grade, found in people.items():
                place = min(begins, part.begins), max(begins + 1, part.ends)
                yield Hit(*place, "initials", _people(known, found), None, _HOW[grade][1])


def is_initial(reading: Reading, place: int) -> bool:
    """Say whether a word is a letter that may stand for a name."""
    word = reading.words[place]
    return (
        len(word.folded) == 1
        and word.folded.isalpha()
        and (reading.typed or word.written.isupper())
    )


def _behind(reading: Reading, begins: int) -> Iterator[Part]:
    place = begins + 1
    while place < len(reading.words) and place <= begins + _MOST_INITIALS + 1:
        if entries.says_who(reading.words[place].folded):
            yield from reading.parts(place)
            return
        place += 1


def _before(reading: Reading, begins: int) -> Iterator[Part]:
    place = begins - 1
    while place >= 0 and place >= begins - _MOST_INITIALS:
        if entries.says_who(reading.words[place].folded):
            yield Part(place, place + 1, reading.words[place].folded)
            return
        if not is_initial(reading, place):
            return
        place -= 1


def _in_one_word(known: Bearers, reading: Reading, place: int) -> Iterator[Hit]:
    """Yield the name that signs without a blank make, family name first."""
    written = reading.words[place].written
    if written.isascii() or syllables.script_of(written) is None:
        return
    for family, given in syllables.parted(written):
        signs = known.vocabulary.signs
        for grade, people in _both(known, signs(family), signs(given)).items():
            how, certainty = _HOW[grade]
            yield Hit(place, place + 1, how, _people(known, people), None, certainty)


def _people(known: Bearers, numbers: "Iterator[int] | set[int]") -> frozenset[str]:
    return frozenset(known.ids[number] for number in numbers)
