"""Writes the ways of a full name spelt rightly: as it is, turned round, titled, short, as address.

And as its bearer writes it, in a script that is not Latin.
"""

import collections

from tests.exam.make import draws, origins, texts, words


def exact(desk: texts.Desk) -> None:
    """Write the full name as the directory has it, sometimes all small or all capital."""
    for person in draws.some(desk, texts.PER_WAY):
        kind = desk.rng.choice(("as written",) * 8 + ("small", "capital"))
        if person.name.upper().lower() != person.name.lower():
            kind = "as written"
        spelled = {"small": str.lower, "capital": str.upper}.get(kind, str)(person.name)
        texts.keep(desk, "exact", kind, person, spelled)


def order(desk: texts.Desk) -> None:
    """Write the family name first: with a comma, without, or in capitals."""
    for person in draws.some(desk, texts.PER_WAY):
        kind = desk.rng.choice(("comma", "comma", "plain", "capital"))
        first = person.family.upper() if kind == "capital" else person.family
        texts.keep(desk, "order", kind, person, f"{first}{',' * (kind == 'comma')} {person.given}")


def titled(desk: texts.Desk) -> None:
    """Write the full name with Mr, Dr., a middle name or its initial."""
    for person in draws.some(desk, texts.PER_WAY):
        kind = desk.rng.choice(("honorific", "academic", "middle", "middle initial"))
        middle = desk.rng.choice(list(words.diminutives(desk.lang)[person.sex]))
        spelled = {
            "honorific": f"{draws.honorific(desk, person)} {person.name}",
            "academic": f"{desk.rng.choice(words.of(desk.lang)['academic'])} {person.name}",
            "middle": f"{person.given} {middle} {person.family}",
            "middle initial": f"{person.given} {middle[0]}. {person.family}",
        }[kind]
        texts.keep(desk, "title", kind, person, spelled)


def initials(desk: texts.Desk) -> None:
    """Write J. Okafor and its sisters, of people whose initial and family name fit nobody else."""
    count = collections.Counter(
        (words.fold(each.given)[0], words.fold(each.short)) for each in desk.company.people
    )
    written = 0
    for person in draws.everybody(desk):
        if (
            count[words.fold(person.given)[0], words.fold(person.short)] > 1
            or len(person.short) < 3
        ):
            continue
        first = person.given[0]
        parts = person.given.split("-")
        kind = desk.rng.choice(("dot", "dot", "dot", "no dot", "behind", "honorific"))
        dotted = "-".join(f"{part[0].upper()}." for part in parts if part)
        spelled = {
            "dot": f"{dotted} {person.short}",
            "no dot": f"{first} {person.short}",
            "behind": f"{person.short}, {dotted}",
            "honorific": f"{draws.honorific(desk, person)} {dotted} {person.short}",
        }[kind]
        texts.keep(desk, "initials", kind, person, spelled)
        written += 1
        if written == texts.PER_WAY:
            return


def address(desk: texts.Desk) -> None:
    """Write the e-mail address or user name."""
    for person in draws.some(desk, texts.PER_WAY):
        user = person.email.split("@")[0]
        kind = desk.rng.choice(("mail", "mail", "mail capital", "user", "user", "at user", "angle"))
        spelled = {
            "mail": person.email,
            "mail capital": person.email.upper()
            if desk.rng.random() < 0.5
            else person.email.title(),
            "user": user,
            "at user": f"@{user}",
            "angle": f"<{person.email}>",
        }[kind]
        texts.keep(desk, "address", kind, person, spelled, slot="a", frames="address_frames")


def scripts(desk: texts.Desk) -> None:
    """Write the name as its bearer writes it, given name first or family name first."""
    for person in draws.everybody(desk):
        if person.origin not in origins.SCRIPTS:
            continue
        first, last = person.home
        if person.origin in {"hangul", "chinese"}:
            kind = desk.rng.choice(("as at home", "as at home", "with a space"))
            spelled = f"{last}{' ' * (kind == 'with a space')}{first}"
        else:
            kind = desk.rng.choice(("given first", "given first", "family first"))
            spelled = f"{first} {last}" if kind == "given first" else f"{last} {first}"
        texts.keep(desk, person.origin, kind, person, spelled)
