"""Prose that nobody of us wrote: Debian's fortunes, manual pages and translated handbooks.

The packages are unpacked, not installed: `apt-get download`, `dpkg -x` into one folder. Left out
are fortunes from novels still in copyright and those meant to offend. A passage is 25 to 110 words
of whole sentences in which the little words of its language are frequent.
"""

import functools
import gzip
import html
import pathlib
import re

from tests.exam.make import words

ROOT = pathlib.Path("/tmp/examdeb/root/usr/share")
FORTUNES = {"en": ".", "de": "de", "es": "es", "it": "it", "pl": "pl"}
BOOKS = {
    "fr": (
        "doc/debian/FAQ/fr",
        "doc/aptitude/html/fr",
        "doc/debian-edu-doc-fr",
        "debian-reference",
        "developers-reference",
    ),
    "nl": ("doc/debian/FAQ/nl", "doc/aptitude/html/nl", "doc/debian-edu-doc-nl"),
}


@functools.cache
def literary(lang: str) -> tuple[str, ...]:
    """Return the passages of sayings, stories and handbooks, each once, in a fixed order."""
    found = [*fortunes(lang), *books(lang)]
    return tuple(dict.fromkeys(part for text in found for part in cut(lang, text)))


@functools.cache
def technical(lang: str) -> tuple[str, ...]:
    """Return the passages of manual pages, each once, in a fixed order."""
    return tuple(dict.fromkeys(part for text in manuals(lang) for part in cut(lang, text)))


def read(path: pathlib.Path) -> str:
    """Read a file in the encoding that it turns out to have."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("iso-8859-2" if "/pl/" in str(path) else "iso-8859-1")


def fortunes(lang: str) -> list[str]:
    """Return the fortunes of a language."""
    if lang not in FORTUNES:
        return []
    left_out = words.table("prose")["left_out"].split()
    found: list[str] = []
    for path in sorted((ROOT / "games/fortunes" / FORTUNES[lang]).iterdir()):
        name = path.name.split(".")[0]
        if (
            path.is_file()
            and not path.is_symlink()
            and path.suffix != ".dat"
            and name not in left_out
        ):
            found += re.split(r"\n%[^\n]*\n", read(path))
    return found


def manuals(lang: str) -> list[str]:
    """Return the paragraphs of the manual pages of a language."""
    base = ROOT / "man" if lang == "en" else ROOT / "man" / lang
    folders = sorted(base.glob("man[1-8]"))
    pages = [path for folder in folders for path in sorted(folder.glob("*.gz"))]
    found: list[str] = []
    for path in pages:
        source = re.sub(
            r'(?m)^[.\'](?:\\"|TH|SH|SS|TP|IP|B |I |BR |IR |RB |nf|EX).*$', "\n\n", read(path)
        )
        source = re.sub(r"(?m)^[.'].*$", "\n", source)
        source = re.sub(r"\\f.|\\s[-+]?\d|\\[&/,|^%]|\\\(..", "", source).replace("\\-", "-")
        found += re.split(r"\n\s*\n", source.replace("\\", ""))
    return found


def books(lang: str) -> list[str]:
    """Return the paragraphs of translated handbooks."""
    pages = [
        path
        for folder in BOOKS.get(lang, ())
        for path in sorted((ROOT / folder).rglob("*.html"))
        if ROOT.joinpath(folder).exists()
    ]
    found: list[str] = []
    for path in pages:
        parts = re.findall(r"(?s)<p\b[^>]*>(.*?)</p>", read(path))
        found += [html.unescape(re.sub(r"<[^>]*>", "", part)) for part in parts]
    return found


def cut(lang: str, text: str) -> list[str]:
    """Cut a text into passages of whole sentences; none if it is not prose of the language."""
    plain = re.sub(r"\s+", " ", text).strip()
    low = plain.lower()
    if "**" in plain or any(stem in low for stem in words.table("prose")["rude"].split()):
        return []
    found: list[str] = []
    gathered: list[str] = []
    for sentence in re.split(r"(?<=[.!?…]) (?=[\"'«„(]?[^\W\d_])", plain):
        gathered += sentence.split()
        if len(gathered) >= 25:
            if len(gathered) <= 110 and is_prose(lang, gathered):
                found.append(" ".join(gathered))
            gathered = []
    return found


def is_prose(lang: str, said: list[str]) -> bool:
    """Say whether these words are running text of the language."""
    letters = sum(
        re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*[.,;:!?]?", word) is not None for word in said
    )
    little = set(words.table("prose")["little"][lang].split())
    return letters > 0.82 * len(said) and sum(word.lower() in little for word in said) > 0.2 * len(
        said
    )


@functools.cache
def vocabulary(lang: str) -> frozenset[str]:
    """Return the words that the prose of a language writes small, folded lower case not yet."""
    return frozenset(
        word
        for part in (*literary(lang), *technical(lang))
        for word in re.findall(r"(?<![.!?] )\b[^\W\d_]+\b", part)
        if word.islower()
    )
