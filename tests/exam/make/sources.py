"""Names of seven countries and their neighbours, from `names-dataset` and the locales of `faker`.

Both packages are asked for here and nowhere else; the matcher imports neither. Each list runs from
the commonest name to the rarer ones, so that a draw with falling weights looks like a staff list.
"""

import functools
import importlib
import random
import re
from typing import Any

from tests.exam.make import words

COUNTRY = {"en": "GB", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "nl": "NL", "pl": "PL"}
LOCALE = {
    "en": ("en_GB", "en_US", "en_IE"),
    "de": ("de_DE",),
    "fr": ("fr_FR",),
    "es": ("es_ES",),
    "it": ("it_IT",),
    "nl": ("nl_NL",),
    "pl": ("pl_PL",),
}
NEIGHBOURS = ("PT", "CZ", "SE", "TR", "ES", "FR", "DE", "PL", "IN", "IE")
LATIN = re.compile(r"^[^\W\d_]+(?:['’ -][^\W\d_]+)*$")
PARTICLES = {"van", "de", "der", "den", "ter", "ten", "het", "vd", "te"}
WOMEN = ("ska", "cka", "dzka", "ová", "ova", "eva")


@functools.cache
def dataset() -> Any:
    """Load `names-dataset`: three gigabytes while it lasts."""
    return importlib.import_module("names_dataset").NameDataset()


@functools.cache
def top(country: str, kind: str) -> tuple[str, ...]:
    """Return the commonest names of a country; kind is `m`, `f` or `family`."""
    given = kind != "family"
    found = dataset().get_top_names(n=2500, use_first_names=given, country_alpha2=country)[country]
    listed = found[kind.upper()] if given else found
    return tuple(name for name in listed if usable(name))


def usable(name: str) -> bool:
    """Say whether this looks like a name in Latin letters and not like a scrap of two letters."""
    latin = LATIN.match(name) and all(ord(letter) < 0x250 for letter in name)
    return bool(latin) and len(name) > 2 and bool(re.search("[aeiouyáéíóúäöü]", name.lower()))


def faker_names(lang: str, kind: str) -> list[str]:
    """Return what the locales of a language hold; kind is `m`, `f` or `family`."""
    attribute = {"m": "first_names_male", "f": "first_names_female", "family": "last_names"}[kind]
    names: list[str] = []
    for locale in LOCALE[lang]:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        names += list(getattr(provider, attribute, ()))
    return [name for name in names if usable(name)]


@functools.cache
def local(lang: str, kind: str) -> tuple[str, ...]:
    """Return the names of one language, commonest first, the spelling with accents preferred."""
    ranked = top(COUNTRY[lang], kind)[: 1800 if kind == "family" else 700]
    known = faker_names(lang, kind)
    accented: dict[str, str] = {}
    for name in (*ranked, *known):
        kept = accented.get(words.fold(name))
        if kept is None or (kept.isascii() and not name.isascii()):
            accented[words.fold(name)] = cased(name)
    return tuple(accented.values())


def cased(name: str) -> str:
    """Write the particles of a family name small: van den Berg."""
    parts = name.split(" ")
    small = [part.lower() if part.lower() in PARTICLES else part for part in parts[:-1]]
    return " ".join([*small, parts[-1]])


def gendered(family: str, sex: str, *, slavic: bool) -> str:
    """Give a Slavic family name the form of the person who bears it; others stay as they are."""
    if not slavic:
        return family
    if sex == "f":
        return re.sub(r"(s|c|dz)ki$", r"\1ka", family)
    return re.sub(r"(s|c|dz)ka$", r"\1ki", family)


def draw(rng: random.Random, names: tuple[str, ...], *, half: int = 250) -> str:
    """Draw with weight falling to one half every `half` ranks, never to nothing."""
    while True:
        rank = int(rng.expovariate(0.693 / half))
        if rank < len(names):
            return names[rank]


def neighbour(rng: random.Random, sex: str) -> tuple[str, str]:
    """Draw somebody who moved here from another country: given and family name."""
    country = rng.choice(NEIGHBOURS)
    given = draw(rng, top(country, sex)[:400])
    while True:
        family = cased(draw(rng, top(country, "family")[:900]))
        woman = family.endswith(WOMEN)
        if country not in {"CZ", "PL"} or woman == (sex == "f"):
            return given, family


def native(rng: random.Random, lang: str, sex: str) -> tuple[str, str]:
    """Draw somebody of this country: given and family name; many have a diminutive."""
    known = tuple(words.diminutives(lang)[sex])
    given = rng.choice(known) if rng.random() < 0.42 else draw(rng, local(lang, sex))
    family = gendered(draw(rng, local(lang, "family"), half=420), sex, slavic=lang == "pl")
    if lang == "es" and " " not in family and rng.random() < 0.45:
        second = draw(rng, local(lang, "family"))
        family = family if " " in second or second == family else f"{family} {second}"
    return given, family
