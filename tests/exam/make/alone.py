"""Writes the ways in which one name stands alone: family, given, diminutive, family misspelt.

They mean handlers and seniors only; a family name also means somebody else if nobody shares it and
it is no word.
"""

import collections

from tests.exam.make import draws, people, spoil, texts, words


def alone(desk: texts.Desk, person: people.Somebody, name: str) -> tuple[str, str]:
    """Put Mr or Ms before half of the family names; before all that are words or the company."""
    word = person.origin in {"word", "founder"} or words.fold(name) in desk.vocabulary
    shown = name[0].upper() + name[1:]
    if word or desk.rng.random() < 0.5:
        return f"{draws.honorific(desk, person)} {shown}", "honorific"
    return shown, "bare"


def family(desk: texts.Desk) -> None:
    """Write the family name alone: of handlers and seniors, and rare ones of others."""
    count = collections.Counter(words.fold(each.short) for each in desk.company.people)
    chosen = [each for each in draws.deciders(desk) if len(each.short) > 2]
    for person in chosen:
        spelled, kind = alone(desk, person, person.short)
        texts.keep(desk, "family", f"{kind}, decides", person, spelled)
    rare = [
        each
        for each in draws.everybody(desk)
        if count[words.fold(each.short)] == 1 and each not in chosen
    ]
    for person in [each for each in rare if len(each.short) > 4][:80]:
        spelled, kind = alone(desk, person, person.short)
        texts.keep(desk, "family", f"{kind}, rare", person, spelled)


def given(desk: texts.Desk) -> None:
    """Write the given name alone, of handlers and seniors."""
    for person in draws.deciders(desk):
        if len(person.given) > 2:
            texts.keep(desk, "given", "alone", person, person.given)


def diminutive(desk: texts.Desk) -> None:
    """Write what friends say, with the family name; of handlers also alone."""
    known = words.diminutives(desk.lang)
    chosen = [each for each in draws.everybody(desk) if each.given in known[each.sex]]
    for person in chosen[: texts.PER_WAY + 30]:
        said = desk.rng.choice(known[person.sex][person.given])
        texts.keep(desk, "diminutive", "with family", person, f"{said} {person.short}")
    for person in [each for each in draws.deciders(desk) if each in chosen][:80]:
        said = desk.rng.choice(known[person.sex][person.given])
        texts.keep(desk, "diminutive", "alone", person, said)


def misspelling_family(desk: texts.Desk) -> None:
    """Write a handler's family name alone, misspelt."""
    avoid = spoil.taken(desk.company.people, desk.vocabulary)
    for person in desk.handlers():
        for _ in range(1 + (desk.rng.random() < 0.15)):
            spoiled = spoil.word(desk.rng, desk.lang, person.short, taken=avoid)
            if spoiled is None:
                desk.drop("misspelling of the family name impossible")
                continue
            spelled, kind = alone(desk, person, spoiled[0])
            texts.keep(desk, "misspelling_family", f"{kind}, {spoiled[1]}", person, spelled)
