"""Names that do not stand whole: broken by lines, hidden letters, spaces, other digits."""

import random

KINDS = ("line", "soft", "zero", "spaced", "wide", "digits")
HIDDEN = ("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060")
DIGITS = {"o": "0", "i": "1", "l": "1", "e": "3", "a": "4", "s": "5", "t": "7", "b": "8"}


def line(rng: random.Random, name: str) -> str:
    """Break the line between two words, with indent or quote mark, or inside a word at a hyphen."""
    first, _, rest = name.partition(" ")
    if rng.random() < 0.5 or len(rest) < 5:
        return first + rng.choice(("\n", "\r\n", "\n  ", "\n> ", " \n")) + rest
    at = rng.randrange(2, len(rest) - 2)
    return f"{first} {rest[:at]}-\n{rest[at:]}"


def sprinkled(rng: random.Random, name: str, marks: tuple[str, ...]) -> str:
    """Put marks that nobody sees between letters, two or three in all."""
    letters = list(name)
    for at in sorted(rng.sample(range(1, len(name)), k=min(3, len(name) - 1)), reverse=True):
        letters.insert(at, rng.choice(marks))
    return "".join(letters)


def spaced(rng: random.Random, name: str) -> str:
    """Write with a space, dot or hyphen between the letters, more between the words."""
    mark = rng.choice((" ", " ", " ", ".", "-"))
    return ("   " if mark == " " else " ").join(mark.join(part) for part in name.split(" "))


def wide(_rng: random.Random, name: str) -> str:
    """Write in full-width letters, as a Japanese keyboard does; marked letters stay."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)


def digits(rng: random.Random, name: str) -> str:
    """Write one to three letters as digits."""
    places = [at for at, letter in enumerate(name) if letter.lower() in DIGITS]
    chosen = set(rng.sample(places, k=min(len(places), rng.randint(1, 3))))
    return "".join(
        DIGITS[letter.lower()] if at in chosen else letter for at, letter in enumerate(name)
    )


def name(rng: random.Random, kind: str, whole: str) -> str:
    """Break a name in one of the six kinds."""
    if kind == "line":
        return line(rng, whole)
    if kind == "soft":
        return sprinkled(rng, whole, ("\u00ad",))
    if kind == "zero":
        return sprinkled(rng, whole, HIDDEN)
    return {"spaced": spaced, "wide": wide, "digits": digits}[kind](rng, whole)
