"""The words the builder was given: one TOML file per language, and one of diminutives.

All of them were written for the exam and stand nowhere else in the repository.
"""

import functools
import pathlib
import tomllib
import unicodedata
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl")
FOLDER = pathlib.Path(__file__).parent / "words"
# Letters that carry their mark inside, so that taking combining marks away leaves them as they are.
INSIDE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


@functools.cache
def of(lang: str) -> dict[str, Any]:
    """Load everything written for one language."""
    return tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))


@functools.cache
def diminutives(lang: str) -> dict[str, dict[str, list[str]]]:
    """Return for `m` and `f` the given names of a language, each with what people make of it."""
    loaded = tomllib.loads((FOLDER / "diminutives.toml").read_text(encoding="utf-8"))
    return loaded[lang]  # type: ignore[no-any-return]


@functools.cache
def table(name: str) -> dict[str, Any]:
    """Load a table that is no language of ours: sounds, spellings of passports, little words."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """Take all marks off the letters, keeping case."""
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    upper = {ord("Ł"): "L", ord("Ø"): "O", ord("Đ"): "D", ord("Æ"): "AE", ord("Œ"): "OE"}
    return kept.translate(INSIDE).translate(upper)


def fold(text: str) -> str:
    """Bring two spellings of one name together: no marks, lower case."""
    return bare(text.lower())
