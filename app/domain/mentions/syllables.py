"""Names in Hangul and in Chinese characters, compared with what passports make of them.

*김민준* is Kim Min-jun or Gim Minjun, *王小明* Wang Xiaoming or Wang Hsiao-ming. Both sides are
brought to one key: letters that the usual spellings mix up (g and k, eo and u, zh and ch) fold
together. A name of two to four signs without a blank is family name first.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

Script = Literal["hangul", "chinese"]

_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
_INITIALS = (
    "k",
    "k",
    "n",
    "t",
    "t",
    "l",
    "m",
    "p",
    "p",
    "s",
    "s",
    "",
    "c",
    "c",
    "c",
    "k",
    "t",
    "p",
    "h",
)
_VOWELS = (
    "a",
    "e",
    "a",
    "e",
    "o",
    "e",
    "o",
    "e",
    "o",
    "wa",
    "we",
    "we",
    "o",
    "o",
    "wo",
    "we",
    "wi",
    "o",
    "o",
    "wi",
    "i",
)
_FINALS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m",
    "p", "p", "t", "t", "ng",
           "t", "t", "k", "t", "p", "t")  # fmt: skip
# Family names that are spelled in ways of their own -> the key of their sign.
_KOREAN_FAMILIES = {
    "i": "lee yi rhee ri li ree rhie", "pak": "park bark", "ce": "choi choy choe",
    "im": "lim rim leem yim",
    "no": "noh roh ro lo", "lo": "yoo yu you", "o": "oh ryu ryoo lyu", "an": "ahn",
    "ho": "hur huh her",
    "pek": "back", "na": "ra rah nah", "sim": "shim", "sok": "suk", "cu": "joo", "kwak": "kwak",
}  # fmt: skip
_KOREAN: tuple[tuple[str, str], ...] = (
    ("(?<=[aeiou])h(?![aeiouyw])", ""),
    ("sh|ss", "s"), ("ch|jj|tch|j|z", "C"), ("kk|gg|ck|q|(?<!n)g|c", "k"),
    ("tt|dd|d", "t"),
    ("pp|bb|b|f|v", "p"), ("r", "l"), ("yeo|you|yoo|yuh|yu|yo|iu", "o"), ("yae|yea|ye|ya(?=e)",
    "e"), ("ya", "a"),
    ("wae|woe|oe|wei|we", "we"), ("eui|ui|wui|wi|wee|uy", "wi"), ("wo|wu|weo|woo", "wo"),
    ("wha|wa|oa|ua", "wa"),
    ("eo|eu|oo|ou|uh|aw|u|o", "o"), ("ae|ai|ay|ei|e(?=[aiy])|eh|e", "e"), ("ee|yi|y|i", "i"),
    ("ah", "a"),
    ("C", "c"),
)  # fmt: skip

_COMPOUND = """
欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 夏侯 尉迟 公孙 公孫 慕容 令狐
皇甫 南宫 长孙 남궁 황보 제갈 선우 독고 사공 서문
"""
_COMPOUNDS = frozenset(_COMPOUND.split())
# Family names that are read otherwise than the sign alone.
_READ = {"曾": "zeng", "单": "shan", "單": "shan", "解": "xie", "仇": "qiu", "查": "zha",
    "区": "ou", "任": "ren",
         "盖": "ge", "尉": "wei", "翟": "zhai", "乐": "yue", "朴": "piao", "繁": "po",
         "种": "chong", "覃": "qin",
         "沈": "shen", "葉": "ye", "叶": "ye", "阚": "kan", "缪": "miao", "车": "che",
         "褚": "chu"}  # fmt: skip
_CHINESE: tuple[tuple[str, str], ...] = (
    ("tzu|tsu$|tse|tze", "zi"), ("ssu|szu|sze", "si"), ("hs", "x"), ("ts|tz", "c"),
    ("shih|chih|jih", "si"),
    ("lyu|nyu|lv|nv", "lu"), ("ung", "ong"), ("ien", "ian"), ("yen", "yan"), ("ieh", "ie"),
    ("yeh", "ye"),
    ("uei", "ui"), ("yung", "yong"), ("you", "yu"), ("iou", "iu"), ("erh", "er"),
    ("(?<=[aeiou])h(?![aeiou])", ""),
    ("zh|ch|j|q|z|c", "c"), ("sh|x", "s"), ("r(?=[aeiou])", "c"), ("b", "p"), ("d", "t"),
    ("g(?=[aeiou])", "k"), ("ng", "n"),
    ("w(?=u)|y(?=i)", ""), ("[yi]?u?[ae]?a[iou]?", "a"), ("io|iu|uo|ou|ue|eo|ei|ui|ie|o|e", "e"),
    ("yu|u|i", "i"),
)  # fmt: skip
_RULES = {
    "hangul": tuple((re.compile(pattern), instead) for pattern, instead in _KOREAN),
    "chinese": tuple((re.compile(pattern), instead) for pattern, instead in _CHINESE),
}
_AGAIN = re.compile(r"(.)\1+")
_LONGEST = 4


def script_of(written: str) -> Script | None:
    """Return which of the two a word is written in, by its first sign."""
    first = ord(written[0])
    if _FIRST_SYLLABLE <= first <= _LAST_SYLLABLE:
        return "hangul"
    if 0x4E00 <= first <= 0x9FFF or 0x3400 <= first <= 0x4DBF:  # noqa: PLR2004 - blocks of Han
        return "chinese"
    return None


def parted(written: str) -> Iterator[tuple[str, str]]:
    """Yield how a word without blanks may part into family name and given name."""
    if written[:2] in _COMPOUNDS and len(written) > 2:  # noqa: PLR2004 - two signs and more
        yield written[:2], written[2:]
    if 1 < len(written) <= _LONGEST:
        yield written[:1], written[1:]


@lru_cache(maxsize=4096)
def of_text(written: str, script: Script) -> str:
    """Return the key of some signs."""
    if script == "hangul":
        return _joined("".join(map(_syllable, written)))
    return of_latin("".join(_READ.get(sign) or anyascii(sign).lower() for sign in written), script)


def of_latin(folded: str, script: Script) -> str:
    """Return the key of a folded Latin word, as a passport would spell it."""
    heard = folded
    for pattern, instead in _RULES[script]:
        heard = pattern.sub(instead, heard)
    return _joined(heard)


def parted_vowels(folded: str) -> str:
    """Return a Latin word with vowels parted that may belong to two syllables: Su-in, Ha-eun."""
    return folded.replace("ui", "u|i").replace("aeu", "a|eu").replace("oeu", "o|eu")


def korean_families(folded: str) -> Iterator[str]:
    """Yield the keys of family names that a Latin word spells in a way of its own."""
    yield from _FAMILIES_OF.get(folded, ())


def _joined(heard: str) -> str:
    return _AGAIN.sub(r"\1", heard).replace("w", "").replace("|", "")


def _syllable(sign: str) -> str:
    number = ord(sign) - _FIRST_SYLLABLE
    if not 0 <= number <= _LAST_SYLLABLE - _FIRST_SYLLABLE:
        return ""
    initial, rest = divmod(number, 588)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


_FAMILIES_OF: dict[str, tuple[str, ...]] = {}
for _sign_key, _spellings in _KOREAN_FAMILIES.items():
    for _spelling in _spellings.split():
        _FAMILIES_OF[_spelling] = (*_FAMILIES_OF.get(_spelling, ()), _sign_key)
