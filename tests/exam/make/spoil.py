"""Misspellings: the slip of a finger on the keyboard of the country, the ear that hears it so.

A slip hits the key beside, leaves a letter out, strikes it twice or swaps two. A hearing writes the
same sound with other letters, by rules of each language. One fault per word, the first letter
seldom, and never a word of the prose or somebody else's family name: that would not be a
misspelling but another name.
"""

import random
import re

from tests.exam.make import people, words

ROWS = {
    "en": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "it": ("qwertyuiopè", "asdfghjklòà", "zxcvbnm"),
    "nl": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "pl": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
}


def neighbours(lang: str, letter: str) -> str:
    """Return the letters whose keys lie beside this one."""
    found = ""
    for index, row in enumerate(ROWS[lang]):
        at = row.find(letter)
        if at < 0:
            continue
        found += row[max(0, at - 1) : at] + row[at + 1 : at + 2]
        for other in (index - 1, index + 1):
            if 0 <= other < len(ROWS[lang]):
                found += ROWS[lang][other][at : at + 1]
    return found


def slip(rng: random.Random, lang: str, word: str) -> str:
    """Let one finger slip; the case of the letter stays."""
    at = 0 if rng.random() < 0.06 else rng.randrange(1, len(word))
    kind = rng.choice(("beside", "beside", "left out", "twice", "swapped", "swapped"))
    near = neighbours(lang, words.fold(word[at])[:1])
    if kind == "beside" and near:
        typed = rng.choice(near)
        return word[:at] + (typed.upper() if word[at].isupper() else typed) + word[at + 1 :]
    if kind == "left out" and len(word) > 4 and at:
        return word[:at] + word[at + 1 :]
    if kind == "twice":
        return word[: at + 1] + word[at].lower() + word[at + 1 :]
    if at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at else word
    return word[:-2] + word[-1] + word[-2]


def heard(rng: random.Random, lang: str, word: str) -> str:
    """Write the word as somebody would who only heard it; the same word if no rule fits."""
    rules: list[list[str]] = [rule.split(">") for rule in words.table("sounds")[lang].split()]
    rng.shuffle(rules)
    low = word.lower()
    for old, new in rules:
        places = [found.start() for found in re.finditer(old, low) if found.start() > 0]
        if places:
            at = rng.choice(places)
            spoiled = word[:at] + new + word[at + len(old.rstrip("$")) :]
            if len(spoiled) > 2 and not re.search(r"(.)\1\1", spoiled.lower()):
                return spoiled
    return word


def word(rng: random.Random, lang: str, name: str, *, taken: set[str]) -> tuple[str, str] | None:
    """Spoil the longest part of a name; return it with `keys` or `sound`, or None."""
    parts = re.split(r"([ '’-])", name)
    longest = max(range(len(parts)), key=lambda index: len(parts[index]))
    if len(parts[longest]) < 4:
        return None
    for _ in range(12):
        kind = rng.choice(("keys", "sound"))
        spoiled = (slip if kind == "keys" else heard)(rng, lang, parts[longest])
        typed = "".join([*parts[:longest], spoiled, *parts[longest + 1 :]])
        folded = words.fold(typed)
        if words.fold(name) != folded and folded not in taken and words.fold(spoiled) not in taken:
            return typed, kind
    return None


def taken(staff: list[people.Somebody], vocabulary: set[str]) -> set[str]:
    """Return what a misspelling must not be: words, and names of the company."""
    names = {words.fold(each.short) for each in staff}
    return vocabulary | names | {words.fold(each.given) for each in staff}
