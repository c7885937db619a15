"""Writes the ways in which a full name is not spelt as the directory has it.

Misspelt, with other accents, with an ending, or broken in pieces.
"""

from tests.exam.make import broken, draws, endings, people, spoil, texts, words


def misspelling(desk: texts.Desk) -> None:
    """Write given and family name together, one of them or both misspelt."""
    avoid = spoil.taken(desk.company.people, desk.vocabulary)
    written = 0
    for person in draws.everybody(desk):
        which = desk.rng.choice(("family", "family", "given", "both"))
        first = spoil.word(desk.rng, desk.lang, person.given, taken=avoid)
        last = spoil.word(desk.rng, desk.lang, person.short, taken=avoid)
        if (which != "family" and first is None) or (which != "given" and last is None):
            desk.drop("misspelling impossible")
            continue
        one = first[0] if first and which != "family" else person.given
        two = last[0] if last and which != "given" else person.short
        how = last[1] if last and which != "given" else first[1] if first else ""
        texts.keep(desk, "misspelling", f"{which}, {how}", person, f"{one} {two}")
        written += 1
        if written == texts.PER_WAY:
            return


SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "æ": "ae"}
OTHER = {
    "é": "è",
    "è": "é",
    "ê": "é",
    "á": "à",
    "à": "á",
    "í": "ì",
    "ó": "ò",
    "ú": "ü",
    "ç": "c",
    "ñ": "n",
}
ADDED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"}


def accent(desk: texts.Desk) -> None:
    """Write accents left out, spelt out, wrong, or put where the directory has none."""
    written = 0
    marked = [each for each in draws.everybody(desk) if not each.name.isascii() or each.accented[0]]
    plain = [
        each for each in draws.everybody(desk) if each.name.isascii() and each.origin == "local"
    ]
    for person in [*marked[: texts.PER_WAY * 3 // 4], *plain]:
        spelled, kind = accented(desk, person)
        if spelled == person.name:
            continue
        texts.keep(desk, "accent", kind, person, spelled)
        written += 1
        if written == texts.PER_WAY:
            return


def accented(desk: texts.Desk, person: people.Somebody) -> tuple[str, str]:
    """Spell a full name with other accents than the directory has."""
    if person.accented[0]:
        return " ".join(person.accented), "home spelling"
    if person.name.isascii():
        at = [index for index, letter in enumerate(person.name) if letter in ADDED][-1:]
        return "".join(
            ADDED[letter] if index in at else letter for index, letter in enumerate(person.name)
        ), "added"
    kind = desk.rng.choice(("left out", "left out", "spelt out", "other"))
    if kind == "left out":
        return words.bare(person.name), kind
    swap = SPELLED if kind == "spelt out" else OTHER
    both = swap | {
        letter.upper(): put.capitalize() for letter, put in swap.items() if letter != "ß"
    }
    spelled = "".join(both.get(letter, letter) for letter in person.name)
    return (spelled, kind) if spelled != person.name else (words.bare(person.name), "left out")


def case(desk: texts.Desk) -> None:
    """Write possessives and case endings, where the language has them."""
    if desk.lang == "pl":
        polish_case(desk)
        return
    wanted = {"en": 470, "de": 470, "nl": 470, "fr": 310}.get(desk.lang, 0)
    written = 0
    for person in [*desk.handlers(), *draws.everybody(desk)] if wanted else []:
        if written == wanted:
            return
        only = written < wanted // 4 and len(person.short) > 2 and person.origin != "founder"
        name = person.short[0].upper() + person.short[1:] if only else person.name
        spelled = endings.possessive(desk.rng, desk.lang, name)
        if spelled is None:
            continue
        kind = "family" if only else "full"
        texts.keep(desk, "case", kind, person, spelled, slot="p", frames="case_frames")
        written += 1


def polish_case(desk: texts.Desk) -> None:
    """Write the five cases that change a Polish name, of full and of family names."""
    written = 0
    for person in [*desk.handlers(), *draws.everybody(desk)]:
        if person.origin not in {"local", "word"} or " " in person.name.replace(" ", "", 1):
            continue
        form = desk.rng.choice(endings.CASES)
        only = written < 150 and len(person.family) > 3
        said = [person.family] if only else [person.given, person.family]
        declined = [endings.polish(part, person.sex, form) for part in said]
        if None in declined or declined == said:
            continue
        kind = f"{form}, {'family' if only else 'full'}"
        spelled = " ".join(str(part) for part in declined)
        texts.keep(desk, "case", kind, person, spelled, slot="p", frames=f"case_{form}")
        written += 1
        if written == 600:
            return


def broken_name(desk: texts.Desk) -> None:
    """Write full names that do not stand whole, in six kinds."""
    for number, person in enumerate(draws.some(desk, 72 * len(broken.KINDS))):
        kind = broken.KINDS[number % len(broken.KINDS)]
        spelled = broken.name(desk.rng, kind, person.name)
        if spelled != person.name:
            texts.keep(desk, "broken", kind, person, spelled)
