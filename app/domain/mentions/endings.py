"""Endings that grammar puts behind a name, taken off again.

German, Dutch and English put an s behind it (*Okafors*), French and Italian a letter before it,
which an apostrophe parts already; Polish bends it, and what stands before the ending with it
(*Marka* is Marek's, *o Magdzie* is about Magda, *Kowalskiej* is Kowalska's). What is taken off is
only a guess: it counts where the directory has the name that comes out.
"""

from collections.abc import Iterator

# Ending -> what the name may end with instead. Folded; the longest ending comes first.
_POLISH = {
    "skiego": "ski", "skiemu": "ski", "skim": "ski", "skiej": "ska", "skich": "ski", "skimi": "ski",
    "ckiego": "cki", "ckiemu": "cki", "ckim": "cki", "ckiej": "cka",
    "dzkiego": "dzki", "dzkiemu": "dzki", "dzkim": "dzki", "dzkiej": "dzka",
    "skie": "ska ski", "sko": "ska", "cko": "cka",
    "ego": "y i a e", "emu": "y i a e", "ej": "a", "ym": "y", "im": "i", "ych": "y", "ymi": "y",
    "iego": "i ie", "iemu": "i ie", "iej": "ia a",
    "kowi": "ek ka ko k", "kiem": "ek k ko", "kami": "ek k ka", "kach": "ek ka", "kom": "ek ka",
    "kow": "ek k", "ce": "ka ca", "ka": "ek k ko", "ku": "ek k ko", "ki": "ka ek", "ke": "ka",
    "czce": "czka", "szce": "szka", "dze": "ga dz", "dzie": "da d", "cie": "ta t c ec",
    "rze": "ra r",
    "le": "la l", "ule": "ula", "sie": "sa s", "zie": "za z", "nie": "na n ni ", "mie": "ma m",
    "bie": "ba b", "pie": "pa p", "wie": "wa w", "fie": "fa f", "sce": "ska", "trze": "tr tra",
    "owi": " o y", "iowi": " i n", "em": " o y", "iem": " i ek n", "owie": " a", "ami": " a",
    "ach": " a",
    "om": " a", "ow": " ", "iowie": " ", "ia": " i n ie", "iu": " i n ia ie", "ie": " a ia",
    "io": "ia",
    "a": " o e y", "u": " a", "y": "a ", "e": "a ", "i": "a ia ", "o": "a",
    "nia": "n ien nie", "niem": "n ien", "niowi": "n ien", "niu": "n ien nia nie",
    "la": "el l", "lem": "el l", "lowi": "el l", "lu": "el l",
    "ra": "er r", "rem": "er r", "rowi": "er r", "ca": "ec c", "cem": "ec c", "cowi": "ec c",
    "wla": "wel", "wlem": "wel", "wlowi": "wel", "wle": "wel",
    "sia": "s sie", "siem": "s", "siowi": "s", "cia": "c ciec", "ciem": "c", "ciowi": "c",
    "zka": "zek", "bra": "ber", "tra": "ter tr", "tka": "tek", "dka": "dek",
    "ebie": "ab", "ecie": "at et", "iecie": "at",
}  # fmt: skip
_WESTERN = {"s": " ", "es": " ", "ens": " ", "ns": " ", "ses": "s"}
_SHORTEST = 2
_RULES: dict[str, tuple[str, ...]] = {}
for _rules in (_POLISH, _WESTERN):
    for _ending, _instead in _rules.items():
        told = tuple(_instead.split(" "))
        _RULES[_ending] = tuple(dict.fromkeys((*_RULES.get(_ending, ()), *told)))
_LONGEST = max(map(len, _RULES))

# Men and women of one family: what the other of them ends with.
_PAIRS = (
    ("ski", "ska"), ("cki", "cka"), ("dzki", "dzka"), ("sky", "ska"), ("sky", "skaya"),
    ("ov", "ova"), ("ev", "eva"), ("in", "ina"), ("y", "a"), ("ow", "owa"), ("off", "ova"),
    ("iy", "aya"), ("os", "ou"), ("is", "i"), ("as", "a"), ("is", "is"), ("ny", "na"), ("sky",
    "skaia"),
)  # fmt: skip
_SHORTEST_STEM = 3

# Taken off ordinary Polish words before they are looked up; the longest first.
_STEMS = sorted(
    [
        "a",
        "ach",
        "ami",
        "e",
        "ego",
        "ej",
        "em",
        "emu",
        "ie",
        "iego",
        "iej",
        "iem",
        "iemu",
        "ich",
        "imi",
        "im",
        "y",
        "ych",
        "ym",
        "ymi",
        "i",
        "o",
        "ow",
        "owi",
        "owie",
        "om",
        "u",
        "ia",
        "iu",
        "iom",
        "ac",
        "al",
        "ala",
        "alo",
        "aly",
        "ali",
        "am",
        "asz",
        "aj",
        "ajac",
        "ajaca",
        "ajacy",
        "ajacego",
        "ajacej",
        "ajacym",
        "ajacych",
        "ajace",
        "ana",
        "any",
        "ane",
        "ano",
        "anych",
        "anym",
        "anymi",
        "anego",
        "anej",
        "emu",
        "ani",
        "anie",
        "ania",
        "aniu",
        "aniem",
        "aniom",
        "aniach",
        "ony",
        "ona",
        "one",
        "onego",
        "onej",
        "onym",
        "onych",
        "eni",
        "enie",
        "enia",
        "eniu",
        "eniem",
        "il",
        "ila",
        "ilo",
        "ily",
        "ili",
        "it",
        "uj",
        "uje",
        "ujesz",
        "ujemy",
        "uja",
        "ujac",
        "ujacy",
        "ujaca",
        "ujace",
        "owal",
        "owala",
        "owali",
        "owaly",
        "owac",
        "owany",
        "owana",
        "owane",
        "owanego",
        "owanej",
        "owanych",
        "owanie",
        "owania",
        "owaniu",
        "osc",
        "osci",
        "oscia",
        "sz",
        "szy",
        "sza",
        "sze",
        "szego",
        "szej",
        "my",
        "cie",
        "bym",
        "by",
        "lem",
        "lam",
    ],
    key=len,
    reverse=True,
)
_LONG_WORD, _LONG_ENOUGH = 7, 5


def bases(folded: str) -> Iterator[str]:
    """Yield the names that a folded word may be a form of, itself left out."""
    for size in range(1, min(_LONGEST, len(folded) - _SHORTEST) + 1):
        for instead in _RULES.get(folded[-size:], ()):
            yield folded[:-size] + instead


def of_the_other_sex(folded: str) -> Iterator[str]:
    """Yield what a woman or a man of the same family may be called."""
    for one, other in _PAIRS:
        for ends, instead in ((one, other), (other, one)):
            if folded.endswith(ends) and len(folded) - len(ends) >= _SHORTEST_STEM:
                yield folded[: -len(ends)] + instead


def stem(folded: str) -> str:
    """Return a Polish word without its ending; a short one is left whole."""
    if len(folded) < _LONG_WORD:
        return folded
    for ending in _STEMS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _LONG_ENOUGH:
            return folded[: -len(ending)]
    return folded
