"""Make app/domain/mentions/data/words.xz out of the word lists of Debian.

Give the folder in which the packages were unpacked (`apt-get download`, `dpkg -x`). What is kept of
each language: words of four to nine letters, folded, that are no names as far as the list tells:
words written with a capital are left out, except the German ones with more forms than a genitive.
"""

import lzma
import pathlib
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.mentions import endings, folding, word_lists  # noqa: E402

SOURCES = {
    "en": ("american-english", "british-english"),
    "de": ("ngerman",),
    "fr": ("french",),
    "es": ("spanish",),
    "it": ("italian",),
    "nl": ("dutch",),
    "pl": ("polish",),
}
_PREFIXES = ("nie", "naj")  # Polish: not, most; their words would triple the list.


def main(unpacked: pathlib.Path) -> None:
    """Write the lists, each a field of bits."""
    fields = []
    for language in word_lists.LANGUAGES:
        kept = set(_kept(unpacked, language))
        bits = bytearray(word_lists.BITS // 8)
        for word in kept:
            for place in word_lists.places(word):
                bits[place >> 3] |= 1 << (place & 7)
        print(language, len(kept), "words")
        fields.append(bytes(bits))
    packed = lzma.compress(b"".join(fields), preset=9)
    (ROOT / "app/domain/mentions/data/words.xz").write_bytes(packed)
    print(len(packed), "bytes")


def _kept(unpacked: pathlib.Path, language: str) -> Iterator[str]:
    written = {
        line.strip()
        for name in SOURCES[language]
        for path in unpacked.rglob(f"usr/share/dict/{name}")
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    }
    for word in written:
        if word.isalpha() and (word.islower() or (language == "de" and _is_noun(word, written))):
            folded = "".join(folding.phrase(word))
            if language == "pl":
                if folded.startswith(_PREFIXES):
                    continue
                folded = endings.stem(folded)
            if word_lists.SHORTEST <= len(folded) <= word_lists.LONGEST:
                yield folded


def _is_noun(word: str, written: set[str]) -> bool:
    """Say whether a German word with a capital has forms that a name has not."""
    if word.lower() in written:
        return True
    stem = word[:-1] if word.endswith(("e", "s", "n")) else word
    forms = {stem + ending for ending in ("e", "en", "n", "er", "ern", "es", "se", "nen", "in")}
    return bool((forms - {word}) & written)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
