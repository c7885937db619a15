"""The exam companies: one per language, about 3,000 people, 27 rosters of twelve handlers.

A person carries the columns of the people file and, behind them, what only the builder knows: the
parts of the name, the spelling at home. Full names are different within a company; inside a roster
no two handlers share a given or a family name, so that either of them means one handler.
"""

import dataclasses
import random
import re

from tests.exam.make import origins, sources, words

LOCAL, PER_SCRIPT, ROSTERS, ROSTER_SIZE, BOARD = 1560, 312, 27, 12, 6
HOLDERS = (5, 4, 5, 3, 5, 4)


@dataclasses.dataclass(eq=False)
class Somebody:
    """One person of an exam company."""

    lang: str
    sex: str
    given: str
    family: str
    origin: str = "local"
    home: tuple[str, str] = ("", "")
    accented: tuple[str, str] = ("", "")
    id: str = ""
    email: str = ""
    title: str = ""
    group: str = ""
    seniority: int = 6
    unit: str = ""
    site: str = ""
    manager_id: str = ""

    @property
    def name(self) -> str:
        """The name as the directory has it."""
        return f"{self.given} {self.family}"

    @property
    def short(self) -> str:
        """The family name people use: of two Spanish ones the first."""
        if self.lang == "es" and self.origin == "local" and " " in self.family:
            first = self.family.split(" ")[0]
            return first if len(first) > 3 else self.family
        return self.family

    @property
    def senior(self) -> bool:
        """The board, the chief executive and the direct reports."""
        return self.seniority <= 2


@dataclasses.dataclass
class Company:
    """One company: people, and who handles under which roster."""

    lang: str
    people: list[Somebody]
    rosters: list[list[Somebody]]
    by_group: dict[str, list[Somebody]]


def build(rng: random.Random, lang: str) -> Company:
    """Make the company of one language."""
    people = [*locals_of(rng, lang), *script_people(rng, lang)]
    people += [namesake(rng, lang, people) for _ in range(2)]
    rng.shuffle(people)
    by_group = give_titles(rng, lang, people)
    for number, person in enumerate(people, start=1):
        person.id = f"{lang[0]}{lang[1]}{number:05}"
    give_addresses(lang, people)
    give_managers(rng, people)
    return Company(lang, people, rosters_of(rng, lang, people), by_group)


def locals_of(rng: random.Random, lang: str) -> list[Somebody]:
    """Draw the people of the country and of its neighbours, all different in full name."""
    seen: set[tuple[str, str]] = set()
    spoken = words.of(lang)
    found = [word_person(rng, lang, family=word) for word in spoken["word_family"]]
    found += [word_person(rng, lang, given=word) for word in spoken["word_given"]]
    seen.update((words.fold(each.given), words.fold(each.short)) for each in found)
    while len(found) < LOCAL:
        sex = rng.choice("mf")
        abroad = rng.random() < 0.2
        given, family = sources.neighbour(rng, sex) if abroad else sources.native(rng, lang, sex)
        person = Somebody(lang, sex, given, family, origin="abroad" if abroad else "local")
        key = (words.fold(person.given), words.fold(person.short))
        if key in seen or key[0] == key[1]:
            continue
        seen.add(key)
        if not person.name.isascii() and rng.random() < 0.12:
            person.accented = (given, family)
            person.given, person.family = words.bare(given), words.bare(family)
        found.append(person)
    return found


def word_person(rng: random.Random, lang: str, *, given: str = "", family: str = "") -> Somebody:
    """Make somebody whose given or family name is a common word."""
    sex = rng.choice("mf")
    drawn = sources.native(rng, lang, sex)
    return Somebody(lang, sex, given or drawn[0], family or drawn[1], origin="word")


def namesake(rng: random.Random, lang: str, people: list[Somebody]) -> Somebody:
    """Make somebody who is called like the company."""
    taken = {person.given for person in people if person.family == words.of(lang)["founder"]}
    while True:
        given, _ = sources.native(rng, lang, "m")
        if given not in taken:
            return Somebody(lang, "m", given, words.of(lang)["founder"], origin="founder")


def script_people(rng: random.Random, lang: str) -> list[Somebody]:
    """Draw the people of every script, different in the passport's spelling and in their own."""
    found: list[Somebody] = []
    seen: set[str] = set()
    for script in origins.SCRIPTS:
        wanted = len(found) + PER_SCRIPT
        while len(found) < wanted:
            sex = rng.choice("mf")
            given, family, *home = origins.DRAW[script](rng, sex)
            keys = {words.fold(f"{given} {family}"), " ".join(home)}
            if keys & seen:
                continue
            seen |= keys
            found.append(Somebody(lang, sex, given, family, script, (home[0], home[1])))
    return found


def give_titles(rng: random.Random, lang: str, people: list[Somebody]) -> dict[str, list[Somebody]]:
    """Give a title to everybody; those held by at most five people are the groups of way `role`."""
    spoken = words.of(lang)
    groups: dict[str, list[Somebody]] = {}
    free = {
        sex: [each for each in people if each.sex == sex and each.origin != "founder"]
        for sex in "mf"
    }

    def hand(
        group: str, title: str, count: int, *, sex: str, seniority: int, unit: str = ""
    ) -> None:
        for _ in range(count):
            person = free[sex].pop()
            person.title, person.group, person.seniority = title, group, seniority
            person.unit = unit
            groups.setdefault(group, []).append(person)

    for number, (title, *said) in enumerate(spoken["chiefs"]):
        woman = said[0].split()[0] in {"unsere", "nuestra", "nasza"} or said[0].startswith("la ")
        woman = woman or title.startswith(("Directrice", "Déléguée", "Secrétaire"))
        hand(
            f"chief:{number}", title, 1, sex="f" if woman else "m", seniority=1 if not number else 2
        )
    for site in spoken["sites"]:
        sex = rng.choice("mf")
        title = spoken[f"site_{sex}"].format(s=site)
        hand(f"site:{site}", title, 1, sex=sex, seniority=3)
    for number, dept in enumerate(spoken["depts"]):
        for level, seniority in (("head", 3), ("deputy", 4)):
            sex = rng.choice("mf")
            title = spoken[f"{level}_{sex}"].format(d=dept.split("|")[0])
            count = HOLDERS[number % len(HOLDERS)]
            hand(
                f"{level}:{number}", title, count, sex=sex, seniority=seniority, unit=unit_of(dept)
            )
    for _ in range(BOARD):
        person = free[rng.choice("mf")].pop()
        person.title, person.seniority = spoken["board"], 0
    for person in people:
        person.title = person.title or rng.choice([spoken["team_lead"], *spoken["jobs"] * 2])
        person.unit = person.unit or unit_of(rng.choice(spoken["depts"]))
        person.site = rng.choice(spoken["sites"])
    return groups


def unit_of(dept: str) -> str:
    """Name the unit as a department list does."""
    plain = re.sub(r"^(?:des|du|de la|de l'|de) ?", "", dept.split("|", maxsplit=1)[0])
    return plain[0].upper() + plain[1:]


def give_addresses(lang: str, people: list[Somebody]) -> None:
    """Give everybody an address of the company's pattern, numbered where it is taken."""
    pattern, domain = words.of(lang)["mail"], words.of(lang)["domain"]
    taken: set[str] = set()
    for person in people:
        given, family = slug(person.given), slug(person.short)
        local = base = pattern.format(g=given, f=family, i=given[0])
        number = 1
        while local in taken:
            number += 1
            local = f"{base}{number}"
        taken.add(local)
        person.email = f"{local}@{domain}"


def slug(name: str) -> str:
    """Write a name as an address does."""
    return re.sub("[^a-z]", "", words.fold(name))


def give_managers(rng: random.Random, people: list[Somebody]) -> None:
    """Put everybody under somebody of the level above."""
    levels = [[each for each in people if each.seniority == level] for level in range(1, 7)]
    for person in people:
        above = [level for level in levels[: max(0, person.seniority - 1)] if level]
        person.manager_id = rng.choice(above[-1]).id if above else ""


def rosters_of(rng: random.Random, lang: str, people: list[Somebody]) -> list[list[Somebody]]:
    """Make the rosters: nobody handles twice; each has a name that is a word, a founder in some."""
    seen: set[str] = set()
    word = [each for each in people if each.origin == "word" and not each.senior]
    founders = [each for each in people if each.origin == "founder"]
    rest = [each for each in people if each.origin in {"local", "abroad"} and not each.senior]
    scripts = [each for each in people if each.origin in origins.SCRIPTS and not each.senior]
    for pool in (word, rest, scripts):
        rng.shuffle(pool)
    rosters: list[list[Somebody]] = []
    for number in range(ROSTERS):
        chosen: list[Somebody] = founders[number : number + 1]
        names: set[str] = {part for each in chosen for part in parts(each)}
        for pool, count in ((word, 1), (scripts, 1), (rest, ROSTER_SIZE)):
            goal = min(len(chosen) + count, ROSTER_SIZE)
            index = 0
            while len(chosen) < goal and index < len(pool):
                person = pool[index]
                index += 1
                if person.id in seen or names & parts(person) or len(person.short) < 3:
                    continue
                seen.add(person.id)
                names |= parts(person)
                chosen.append(person)
        rosters.append(chosen)
    return rosters


def parts(person: Somebody) -> set[str]:
    """Return every word of a name, folded."""
    return set(re.findall(r"\w+", words.fold(person.name))) - sources.PARTICLES
