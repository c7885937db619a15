"""People whose name has a script of its own: how a passport spells them, and how they write it.

Cyrillic and Greek follow the tables of passports (ICAO 9303, the Ukrainian order of 2010, the
Bulgarian law, ELOT 743); Chinese follows pinyin, or Wade-Giles for Taiwan; Korean the spellings
that families chose, else the Revised Romanisation; Arabic a list of what passports commonly say,
since its vowels are not written and no rule brings them back. Names come from `faker`.
"""

import functools
import importlib
import random

from tests.exam.make import words

SCRIPTS = ("cyrillic", "greek", "arabic", "hangul", "chinese")
RU: dict[str, str] = words.table("cyrillic")["russian"]
UK = {
    **RU,
    "г": "h",
    "и": "y",
    "і": "i",
    "ї": "i",
    "є": "ie",
    "ґ": "g",
    "ю": "iu",
    "я": "ia",
    "'": "",
}
UK_FIRST = {"ї": "yi", "є": "ye", "ю": "yu", "я": "ya", "й": "y"}
BG = {**RU, "й": "y", "х": "h", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya"}


@functools.cache
def listed(locale: str, attribute: str) -> tuple[str, ...]:
    """Return one list of a locale of `faker`."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    names = dict.fromkeys(getattr(provider, attribute))
    return tuple(name for name in names if name[1:] == name[1:].lower() and " " not in name)


def spelled(name: str, letters: dict[str, str], first: dict[str, str] | None = None) -> str:
    """Spell a name letter by letter as a table says."""
    low = name.lower()
    head = (first or {}).get(low[0], letters.get(low[0], low[0]))
    return "-".join(
        part.capitalize()
        for part in (head + "".join(letters.get(letter, letter) for letter in low[1:])).split("-")
    )


def cyrillic(rng: random.Random, sex: str) -> tuple[str, str, str, str]:
    """Draw a Russian, Ukrainian or Bulgarian: given and family, as in the passport and at home."""
    locale = rng.choice(("ru_RU", "ru_RU", "uk_UA", "bg_BG"))
    word = {"m": "male", "f": "female"}[sex]
    given = rng.choice(listed(locale, f"first_names_{word}"))
    family = rng.choice(listed(locale, f"last_names_{word}"))
    if locale == "uk_UA":
        return spelled(given, UK, UK_FIRST), spelled(family, UK, UK_FIRST), given, family
    letters = RU if locale == "ru_RU" else BG
    passport = words.table("cyrillic")["western"].get(given) if rng.random() < 0.5 else None
    return passport or spelled(given, letters), spelled(family, letters), given, family


@functools.cache
def elot(name: str) -> str:
    """Spell a Greek name as ELOT 743 does, by the transliterator of ICU."""
    icu = importlib.import_module("icu")
    latin = icu.Transliterator.createInstance("Greek-Latin/UNGEGN").transliterate(name)
    return words.bare(latin).replace("’", "")


def greek(rng: random.Random, sex: str) -> tuple[str, str, str, str]:
    """Draw a Greek: given and family, as in the passport and at home."""
    word = {"m": "male", "f": "female"}[sex]
    given = rng.choice(listed("el_GR", f"first_names_{word}"))
    family = rng.choice(listed("el_GR", f"last_names_{word}"))
    return elot(given), elot(family), given, family


def arabic(rng: random.Random, sex: str) -> tuple[str, str, str, str]:
    """Draw somebody with an Arabic name: given and family, as in the passport and at home."""
    names = words.table("arabic")
    given, *spellings = rng.choice(names[sex]).split()
    family, *others = rng.choice(names["family"]).split()
    return (
        rng.choice(spellings).replace("_", " "),
        rng.choice(others).replace("_", " "),
        given.replace("_", " "),
        family.replace("_", " "),
    )


@functools.cache
def revised(syllable: str) -> str:
    """Spell one Korean syllable by the Revised Romanisation."""
    package = importlib.import_module("hangul_romanize")
    rule = importlib.import_module("hangul_romanize.rule").academic
    return str(package.Transliter(rule).translit(syllable))


def hangul(rng: random.Random, sex: str) -> tuple[str, str, str, str]:
    """Draw a Korean: given and family, as in the passport and at home."""
    names = words.table("hangul")
    family = rng.choice(list(names["family"]))
    given = rng.choice(names["first"][sex]) + rng.choice(names["second"][sex])
    custom = names["syllable"] if rng.random() < 0.7 else {}
    parts = [rng.choice(custom.get(syllable, [revised(syllable)])) for syllable in given]
    joined = rng.choice(("", "", "-", "-", " ")).join(parts)
    written = joined[0].upper() + joined[1:] if " " not in joined else joined.title()
    return written, rng.choice(names["family"][family]), given, family


def chinese(rng: random.Random, sex: str) -> tuple[str, str, str, str]:
    """Draw a Chinese from the mainland or from Taiwan: given and family, passport and home."""
    pypinyin = importlib.import_module("pypinyin")
    word = {"m": "male", "f": "female"}[sex]
    if rng.random() < 0.8:
        given = rng.choice(listed("zh_CN", f"first_names_{word}"))
        family = rng.choice(listed("zh_CN", "last_names")[:120])
        style, glue = pypinyin.Style.NORMAL, ""
    else:
        given = rng.choice(listed("zh_TW", f"first_names_{word}"))
        family = rng.choice(listed("zh_TW", "last_names")[:90])
        style, glue = pypinyin.Style.WADEGILES, "-"
    if len(given) == 1 and rng.random() < 0.75:
        given += rng.choice(
            [name for name in listed("zh_CN", f"first_names_{word}") if len(name) == 1]
        )
    sound = glue.join(plain(part) for part in pypinyin.lazy_pinyin(given, style=style))
    surname = "".join(plain(part) for part in pypinyin.lazy_pinyin(family, style=style))
    return sound.capitalize(), surname.capitalize(), given, family


def plain(syllable: str) -> str:
    """Write a syllable as a passport prints it: no apostrophe, no umlaut, no tone."""
    kept = "".join(letter for letter in words.bare(syllable) if letter.isalpha())
    # pypinyin writes v for ü.
    return kept.replace("v", "u")


DRAW = {
    "cyrillic": cyrillic,
    "greek": greek,
    "arabic": arabic,
    "hangul": hangul,
    "chinese": chinese,
}
