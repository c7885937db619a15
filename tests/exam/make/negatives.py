"""Writes the texts in which no handler is named: naming nobody, and naming only others.

A text naming nobody is prose that nobody of us wrote, in a report: with common words that are also
names, the company's own name, public figures, "my team lead", names inside longer words. A text
naming others names people of the directory who neither handle nor lead, or people from outside.

Honesty: a text is dropped, and counted, when by plain search of words it holds a handler's family
name, or the given name or diminutive of one standing alone, unless that name is a common word or
the company's own; and when what it says of others fits a handler just as well.
"""

import random
import re

from tests.exam.make import people, prose, sources, texts, words

NOBODY, OTHERS = 450, 450


def write(desk: texts.Desk) -> None:
    """Write both kinds, spread evenly over the rosters."""
    pools = [list(prose.literary(desk.lang)), list(prose.technical(desk.lang))]
    for pool in pools:
        desk.rng.shuffle(pool)
    for way, count, make in (("nobody", NOBODY, nobody), ("others", OTHERS, others)):
        written = 0
        while written < count:
            number = written % len(desk.company.rosters)
            pool = pools[desk.rng.random() < 0.4]
            # Taken from the front and put back behind: none comes twice before all came once.
            pool.append(pool.pop(0))
            made = make(desk, pool[-1], desk.company.rosters[number])
            if made is None or made[1] in desk.seen or not 60 <= len(made[1].split()) <= 250:
                continue
            desk.seen.add(made[1])
            desk.written.append(stored(desk, way, made, number))
            written += 1


def stored(desk: texts.Desk, way: str, made: tuple[str, str], roster: int) -> texts.Text:
    """Put a text without targets into the form in which it is kept."""
    return {
        "lang": desk.lang,
        "way": way,
        "kind": made[0],
        "company": desk.lang,
        "roster": f"{desk.lang}-{roster:02}",
        "targets": [],
        "text": made[1],
    }


def woven(rng: random.Random, passage: str, sentences: list[str]) -> str:
    """Put the passage somewhere among the sentences."""
    at = rng.randint(0, len(sentences))
    return "\n\n".join(
        part for part in (" ".join(sentences[:at]), passage, " ".join(sentences[at:])) if part
    )


def nobody(desk: texts.Desk, passage: str, roster: list[people.Somebody]) -> tuple[str, str] | None:
    """Write a report that names nobody."""
    rng, spoken = desk.rng, words.of(desk.lang)
    sentences = rng.sample(spoken["context"], k=rng.randint(2, 6))
    if rng.random() < 0.6:
        sentences.append(rng.choice(spoken["words"]))
    if rng.random() < 0.4:
        sentences.append(rng.choice(spoken["own"]).format(c=spoken["company"], f=spoken["founder"]))
    if rng.random() < 0.35:
        sentences.append(rng.choice(spoken["figures"]))
    if rng.random() < 0.3:
        sentences.append(rng.choice(spoken["unnamed"]))
    kind = "prose"
    if rng.random() < 0.15:
        inner = max(re.findall(r"[^\W\d_]+", rng.choice(roster).short), key=len)
        sentences.append(spoken["inside"].format(x=inner.capitalize()))
        kind = "prose, a name inside a longer word"
    rng.shuffle(sentences)
    text = woven(rng, passage, sentences)
    reason = accident(desk, text, roster)
    if reason:
        desk.drop(f"nobody: {reason}")
        return None
    return kind, text


def accident(desk: texts.Desk, text: str, roster: list[people.Somebody]) -> str:
    """Say why a text names a handler although it should not; empty if it does not."""
    spoken = words.of(desk.lang)
    common = {*spoken["word_given"], *spoken["word_family"], spoken["founder"]}
    lone = set(re.findall(r"(?<![^\W\d_] )\b([^\W\d_]+)\b(?! [A-ZÀ-ÖØ-ÝŁŚŻŹĆ])", text))
    known = words.diminutives(desk.lang)
    for person in roster:
        word = person.short in common or words.fold(person.short) in desk.vocabulary
        if not word and re.search(rf"\b{re.escape(person.short)}\b", text):
            return "family name of a handler"
        said = {person.given, *known[person.sex].get(person.given, [])}
        if {name for name in said & lone if words.fold(name) not in desk.vocabulary} - common:
            return "given name of a handler, alone"
    return ""


def others(desk: texts.Desk, passage: str, roster: list[people.Somebody]) -> tuple[str, str] | None:
    """Write a report that names one to three people, none of whom handles or leads."""
    rng, spoken = desk.rng, words.of(desk.lang)
    free = [each for each in desk.company.people if not each.senior and each not in roster]
    sentences = rng.sample(spoken["context"], k=rng.randint(2, 5))
    kinds: list[str] = []
    for frame in rng.sample(spoken["frames"], k=rng.randint(1, 3)):
        outside = rng.random() < 0.3
        person = outsider(rng, desk.lang) if outside else rng.choice(free)
        kind, said = mention(desk, person, outside=outside)
        if fits(desk, person, kind, roster):
            desk.drop("others: fits a handler just as well")
            return None
        sentence = frame.replace("{n}", said)
        sentences.append(sentence[0].upper() + sentence[1:])
        kinds.append(("outside " if outside else "") + kind)
    rng.shuffle(sentences)
    text = woven(rng, passage, sentences) if rng.random() < 0.6 else " ".join(sentences)
    if accident(desk, passage, roster):
        desk.drop("others: prose names a handler")
        return None
    return ", ".join(sorted(set(kinds))), text


def outsider(rng: random.Random, lang: str) -> people.Somebody:
    """Make somebody who is not in the directory."""
    sex = rng.choice("mf")
    return people.Somebody(lang, sex, *sources.native(rng, lang, sex))


def mention(desk: texts.Desk, person: people.Somebody, *, outside: bool) -> tuple[str, str]:
    """Name somebody in one of the ways; people from outside have no address here."""
    rng = desk.rng
    title = rng.choice(words.of(desk.lang)[f"honorific_{person.sex}"])
    ways = {
        "full": person.name,
        "title": f"{title} {person.name}",
        "order": f"{person.family}, {person.given}",
        "initials": f"{person.given[0]}. {person.short}",
        "family": f"{title} {person.short[0].upper()}{person.short[1:]}",
        "given": person.given,
        "address": person.email,
    }
    weights = [9, 3, 2, 2, 3, 2, 0 if outside else 1]
    kind = rng.choices(list(ways), weights=weights)[0]
    return kind, ways[kind]


def fits(
    desk: texts.Desk, person: people.Somebody, kind: str, roster: list[people.Somebody]
) -> bool:
    """Say whether what was written means a handler of the roster just as well."""
    given, family = words.fold(person.given), words.fold(person.short)
    known = words.diminutives(desk.lang)
    for handler in roster:
        same_family = people.parts(handler) & set(re.findall(r"\w+", family)) - sources.PARTICLES
        called = {handler.given, *known[handler.sex].get(handler.given, [])}
        short_for = known[person.sex].get(person.given, [])
        same_given = given in {words.fold(name) for name in called} or handler.given in short_for
        initial = words.fold(handler.given)[0] == given[0]
        if kind == "given" and (same_given or people.parts(handler) & set(given.split())):
            return True
        if kind == "family" and same_family:
            return True
        if kind == "initials" and same_family and initial:
            return True
        if same_family and same_given:
            return True
    return False
