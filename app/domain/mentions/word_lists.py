"""Word lists of seven languages: whether a word is an ordinary one where it was written.

A list is a field of bits (a Bloom filter of two places a word): a word of the list is always found
in it, one in about a hundred others is too. The lists hold folded words of four to nine letters;
Polish ones hold stems. Where they come from stands in data/README.md. They are read once, when the
first index is built.
"""

import lzma
import zlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources

from app.domain.mentions import endings

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl")
BITS = 1 << 23
SHORTEST, LONGEST = 4, 9
# Of the small words of a text, this share makes a language one that it is written in.
_SHARE = 0.25

_SMALL_WORDS = {
    "en": "the and of to in is was that for with he she it on as his her they are have this not at "
    "by from my our we you who has had be been were will would there their what when which",
    "de": "der die das und ist nicht ich ein eine zu den mit von auf im er sie es hat war dem des "
    "sich auch als wir bei uns aus nach wie um sind wird habe dass haben hatte wurde kann",
    "fr": "le la les des et est un une du que qui dans pour pas il elle nous vous sur au aux ce "
    "cette avec sont par je ne se plus son sa ses mais ou ont fait deux peut",
    "es": "el la los las de que y en un una por con no se su para es al lo como mas pero sus le ha "
    "me si sin sobre este entre cuando muy ya todo esta son fue era hay",
    "it": "il lo la i gli le di che e un una in per non si con del della dei da al sono ha alla "
    "come ma anche piu nel mi ho era questo questa suo sua delle degli dal",
    "nl": "de het een en van is dat niet op te in ik zijn met voor er aan die wordt als bij ook "
    "maar om naar uit heeft we hij ze wij kan deze dit door over was worden",
    "pl": "i w na z do nie sie jest to ze o jak za po co ale od przez dla jego jej tak czy byl "
    "byla tym ten ta oraz przy mnie moze aby jako sa juz tego",
}  # fmt: skip
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)


def places(word: str) -> tuple[int, int]:
    """Return the two bits that stand for a folded word."""
    raw = word.encode()
    return zlib.crc32(raw) % BITS, zlib.crc32(raw[::-1]) % BITS


@cache
def fields() -> dict[str, bytes]:
    """Return the field of bits of each language."""
    packed = resources.files(__package__).joinpath("data", "words.xz").read_bytes()
    bits, size = lzma.decompress(packed), BITS // 8
    return {
        language: bits[number * size : (number + 1) * size]
        for number, language in enumerate(LANGUAGES)
    }


def written_in(words: Iterable[str]) -> frozenset[str]:
    """Return the languages that the small words of a text belong to; none if it has too few."""
    counts = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        of = _LANGUAGES_OF.get(word, ())
        for language in of:
            counts[language] += 1 / len(of)
    most = max(counts.values())
    return frozenset(one for one, n in counts.items() if n >= max(most * _SHARE, 1.0))


def is_word(folded: str, languages: Collection[str]) -> bool:
    """Say whether a folded word is an ordinary one in one of the languages; in any, for none."""
    return any(language in languages for language in _listed(folded)) or (
        not languages and bool(_listed(folded))
    )


@lru_cache(maxsize=8192)
def _listed(folded: str) -> tuple[str, ...]:
    return tuple(_lists_with(folded))


def _lists_with(folded: str) -> Iterator[str]:
    for language in LANGUAGES:
        word = endings.stem(folded) if language == "pl" else folded
        if SHORTEST <= len(word) <= LONGEST:
            field = fields()[language]
            if all(field[place >> 3] >> (place & 7) & 1 for place in places(word)):
                yield language
