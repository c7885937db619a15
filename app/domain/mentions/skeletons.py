"""Names in other alphabets: what is left when spelling is taken away, consonants mostly.

A passport writes *Щербаков* as Shcherbakov, Chtcherbakov or Scherbakow, *محمد* as Mohammed, Mohamed
or Muhammad. Both sides are brought to one skeleton: the directory's Latin letters by the usual
spellings of English, French and German, the text's letters by what they stand for.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Script = Literal["cyrillic", "greek", "arabic"]

_AGAIN = re.compile(r"(.)\1+")

_CYRILLIC = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюяўђјљњћџѓќѕ",
        ["a", "b", "v", "g", "g", "d", "e", "e", "e", "Z", "z", "i", "i", "i", "i", "k", "l",
        "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "C", "S", "S", "_", "i", "_", "e",
        "iu", "ia", "u", "d", "i", "l", "n", "C", "Z", "g", "k", "z"],
        strict=True,
    )
)  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "t",
            "i",
            "k",
            "l",
            "m",
            "n",
            "ks",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "i",
            "f",
            "h",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچڤگکی",
        [
            "_",
            "b",
            "t",
            "t",
            "g",
            "h",
            "h",
            "d",
            "d",
            "r",
            "z",
            "s",
            "S",
            "s",
            "d",
            "t",
            "d",
            "_",
            "g",
            "f",
            "k",
            "k",
            "l",
            "m",
            "n",
            "h",
            "_",
            "_",
            "_",
            "_",
            "_",
            "_",
            "_",
            "_",
            "_",
            "_",
            "b",
            "S",
            "f",
            "k",
            "k",
            "_",
        ],
        strict=True,
    )
)
_OF: Mapping[Script, Mapping[str, str]] = {
    "cyrillic": _CYRILLIC,
    "greek": _GREEK,
    "arabic": _ARABIC,
}

# Latin spellings -> the sound, in order.
_LATIN: Mapping[Script, tuple[tuple[str, str], ...]] = {
    "cyrillic": (
        ("schtsch|shch|chtch|stsch|szcz|sht(?=[aeiouy])|shtch", "S"), ("tsch|tch|cz|ch", "C"),
        ("dzh|dj|dsch|zh", "Z"), ("sch|sh|sz", "S"), ("kh", "h"),
        ("ts|tz|tc", "c"), ("x", "ks"), ("ph|ff|f", "f"), ("w", "v"), ("th", "t"), ("qu|q|ck", "k"),
        ("c(?!h)", "c"), ("j|y", "i"),
    ),
    "greek": (
        ("au(?=[aeioulmnrgdbvz])|av|af", "av"), ("eu(?=[aeioulmnrgdbvz])|ev|ef", "ev"),
        ("au", "av"), ("eu", "ev"), ("ph", "f"), ("th", "t"), ("ch|kh", "h"), ("x", "ks"),
        ("mp", "b"), ("nt", "d"), ("gk|ng", "g"), ("ts|tz", "ts"), ("ck|q|c", "k"), ("w", "v"),
        ("j|y", "i"),
    ),
    "arabic": (
        ("tch|sch|sh|ch", "S"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"),
        ("^abd[aeou]?(?:l|r(?=r)|s(?=s)|n(?=n)|z(?=z))?", "abd"), ("dj|j", "g"), ("qu|q|ck|c",
        "k"), ("x", "ks"), ("p", "b"), ("v", "f"),
    ),
}  # fmt: skip
_COMPILED: Mapping[Script, tuple[tuple[re.Pattern[str], str], ...]] = {
    script: tuple((re.compile(pattern), instead) for pattern, instead in rules)
    for script, rules in _LATIN.items()
}
# What is folded together after that: letters that passports mix up.
_TOGETHER: Mapping[Script, Mapping[int, str | int | None]] = {
    "cyrillic": str.maketrans("gCczZf", "hSssSv"),
    "greek": str.maketrans("bfdgz", "vvths"),
    "arabic": str.maketrans("gzZ", "ksS", "w"),
}
_VOWELS = re.compile(r"[aeiouy_]+")
_ARTICLE = re.compile(r"^(?:a|e)[ldrnstz]-?(?=\w{3})")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{2})")


def script_of(written: str) -> Script | None:
    """Return the alphabet of a word as it was written, by its first letter."""
    first = ord(written[0])
    if 0x400 <= first < 0x530:  # noqa: PLR2004 - the block of Cyrillic
        return "cyrillic"
    if 0x370 <= first < 0x400 or 0x1F00 <= first < 0x2000:  # noqa: PLR2004 - the blocks of Greek
        return "greek"
    if 0x600 <= first < 0x700:  # noqa: PLR2004 - the block of Arabic
        return "arabic"
    return None


@lru_cache(maxsize=4096)
def of_text(written: str, script: Script) -> str:
    """Return the skeleton of a word written in that alphabet."""
    small = written.lower()
    if script == "arabic":
        small = _ARABIC_ARTICLE.sub("", small)
        small = small.replace("عبدال", "عبد")
    if script == "greek":
        for letters, sound in (("ου", "ο"), ("μπ", "β"), ("ντ", "δ"), ("γκ", "γ"), ("γγ", "γ"),
        ("γχ", "γχ"),
                               ("αυ", "αβ"), ("ευ", "εβ"), ("ηυ", "ηβ")):  # fmt: skip
            small = small.replace(letters, sound)
    heard = "".join(_OF[script].get(letter, "") for letter in small)
    return _bare(heard, script)


def of_latin(folded: str, script: Script) -> str:
    """Return the skeleton of a folded Latin word, as a passport would spell that alphabet."""
    heard = folded
    if script == "arabic":
        heard = _ARTICLE.sub("", heard)
    for pattern, instead in _COMPILED[script]:
        heard = pattern.sub(instead, heard)
    return _bare(heard, script)


def _bare(heard: str, script: Script) -> str:
    """Leave consonants, and a first vowel; Arabic writes few vowels, so there none is left."""
    together = heard.translate(_TOGETHER[script])
    opens = "a" if script != "arabic" and together[:1] in set("aeiouy") else ""
    bare = opens + _AGAIN.sub(r"\1", _VOWELS.sub("", together))
    return bare.removesuffix("h") if script == "arabic" else bare
