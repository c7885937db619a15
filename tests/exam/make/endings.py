"""What languages put behind a name: possessives, the elided `de`, the Polish cases.

English 's and ', German -s and ', Dutch -s, 's and ', French d', Polish genitive, dative,
accusative, instrumental and locative by the school rules. Spanish and Italian put nothing there.
"""

import random
import re

CASES = ("gen", "dat", "acc", "ins", "loc")
SOFTENED = {
    "t": "cie", "d": "dzie", "r": "rze", "ł": "le", "n": "nie", "s": "sie", "z": "zie", "w": "wie",
    "m": "mie", "p": "pie", "b": "bie", "f": "fie",
}  # fmt: skip
SOFT_SIGNS = {"ń": "ni", "ś": "si", "ć": "ci", "ź": "zi"}


def possessive(rng: random.Random, lang: str, name: str) -> str | None:
    """Return the possessive of a name, or None where the language has none for it."""
    low = name.lower()
    if lang == "en":
        return name + (
            "'" if low.endswith("s") and rng.random() < 0.5 else rng.choice(("'s", "’s"))
        )
    if lang == "de":
        return name + (rng.choice(("'", "’")) if low[-1] in "sßxz" else "s")
    if lang == "nl":
        if low[-1] in "sxz":
            return name + rng.choice(("'", "’"))
        return name + (rng.choice(("'s", "’s")) if low[-1] in "aiouy" else "s")
    if lang == "fr" and re.match("[aâàeéèêiîoôuûh]", low):
        return rng.choice(("d'", "d’")) + name
    return None


def polish(name: str, sex: str, case: str) -> str | None:
    """Decline one word of a Polish name; None where no rule here is sure."""
    low = name.lower()
    if re.search(r"[^a-ząćęłńóśźż]", low):
        return None
    if re.search(r"(s|c|dz)ki$", low) and sex == "m":
        return name[:-1] + dict(zip(CASES, ("iego", "iemu", "iego", "im", "im"), strict=True))[case]
    if re.search(r"(s|c|dz)ka$", low) and sex == "f":
        return name[:-1] + dict(zip(CASES, ("iej", "iej", "ą", "ą", "iej"), strict=True))[case]
    if low.endswith("a"):
        return ending_a(name, case)
    if sex == "f":
        return name if low[-1] not in "aeiouy" else None
    if low.endswith(("y", "i")):
        return y_or_i(name, case)
    return consonant(name, case) if low[-1] not in "aeou" else None


def y_or_i(name: str, case: str) -> str:
    """Decline Jerzy and Antoni."""
    stem = name if name.endswith("i") else name[:-1] + "e"
    if name.endswith("i"):
        forms = ("ego", "emu", "ego", "m", "m")
        return stem + dict(zip(CASES, forms, strict=True))[case]
    if case in {"ins", "loc"}:
        return name + "m"
    return stem + dict(zip(CASES, ("go", "mu", "go"), strict=False))[case]


def ending_a(name: str, case: str) -> str | None:
    """Decline Anna, Maria, Sikora."""
    stem, last = name[:-1], name[-2].lower()
    if case == "acc":
        return stem + "ę"
    if case == "ins":
        return stem + "ą"
    if last in "iaeou":
        # Maria takes a second i, Zosia does not.
        foreign = name[-3:].lower() in {"ria", "lia", "dia", "tia", "nia"} and name != "Ania"
        return stem + ("i" if foreign else "") if last == "i" else None
    if case == "gen":
        return stem + ("i" if last in "kglj" else "y")
    return softened(stem, last)


def softened(stem: str, last: str) -> str | None:
    """Return the dative and locative of a stem that takes -a."""
    if stem.lower().endswith("ch"):
        return stem[:-2] + "sze"
    if re.search("(sz|cz|rz|dz|ż|c)$", stem.lower()):
        return stem + "y"
    endings = {"l": "li", "j": "ji", "k": "ce", "g": "dze", **SOFTENED}
    return stem[:-1] + endings[last] if last in endings else None


def consonant(name: str, case: str) -> str:
    """Decline Jan, Marek, Paweł, Kowalczyk, Kamień."""
    stem, low = name, name.lower()
    for ending, short in (
        ("niek", "nk"),
        ("iek", "k"),
        ("iec", "c"),
        ("ek", "k"),
        ("ec", "c"),
        ("eł", "ł"),
    ):
        if low.endswith(ending) and len(low) > 4:
            stem = name[: -len(ending)] + short
            break
    last = stem[-1].lower()
    soft = SOFT_SIGNS.get(last)
    stem = stem[:-1] + soft if soft else stem
    if case in {"gen", "acc"}:
        return stem + "a"
    if case == "dat":
        return stem + "owi"
    if case == "ins":
        return stem + ("iem" if last in "kg" else "em")
    hard = last in SOFTENED and not re.search("(sz|cz|rz|dz)$", stem.lower())
    return stem[:-1] + SOFTENED[last] if hard else stem + "u"
