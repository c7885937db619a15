"""Text put together again: what was broken by line ends, spaced letters or digits for letters.

`versions` gives the repaired places with some words around them, so that reading them again costs
little; an ordinary text has none.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from app.domain.mentions import folding

_AROUND = 60  # Letters before and after a repair that are read again with it.
# Four letters and more with the same sign between each, and more of it between words.
_SPACED = re.compile(
    r"(?<![^\W_])[^\W\d_]([ \u00a0.\-_*·])[^\W\d_](?:\1{1,3}[^\W\d_]){2,}(?![^\W_])"
)
_SUBSTITUTED = re.compile(r"(?<![\w@.])[\w@$!|€][\w@$!|€]*[\w@$€](?![\w@])")
_LETTER_FOR = str.maketrans("03457@$€", "oeastase")
_FEWEST = 2  # Letters of a word that has digits for the others.
_FOR_ONE = ("i", "l")
_ONES = re.compile(r"[1!|]")
_CAPITAL_INSIDE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


def versions(text: str) -> Iterator[str]:
    """Yield what is read instead of broken places: nothing for a text without any."""
    seen = folding.visible(text)
    joined = folding.rejoined(text)
    if joined is not None:
        yield joined
    spaced = _around(seen, _SPACED, _together)
    if spaced:
        yield spaced
    for one in _FOR_ONE:
        substituted = _around(seen, _SUBSTITUTED, partial(_in_letters, one=one))
        if substituted:
            yield substituted
        if not _ONES.search(seen):
            return


def _around(text: str, pattern: re.Pattern[str], repair: Callable[[re.Match[str]], str]) -> str:
    """Return each place that `repair` changes, changed, with what stands around it."""
    pieces: list[str] = []
    ends = 0
    for match in pattern.finditer(text):
        repaired = repair(match)
        if repaired != match.group():
            # What stands between two repairs is read once, and left out where it is long.
            between = text[ends : match.start()]
            far = len(between) > 2 * _AROUND
            pieces += [between[:_AROUND], " … ", between[-_AROUND:]] if far else [between]
            pieces.append(repaired)
            ends = match.end()
    return "".join([*pieces, text[ends : ends + _AROUND]]) if pieces else ""


def _together(match: re.Match[str]) -> str:
    sign = match.group(1)
    words = re.split(re.escape(sign) + "{2,}", match.group())
    return " ".join(_CAPITAL_INSIDE.sub(" ", word.replace(sign, "")) for word in words)


def _in_letters(match: re.Match[str], *, one: str) -> str:
    written = match.group()
    letters = sum(map(str.isalpha, written))
    if letters < _FEWEST or letters < len(written) - letters or written.isalpha():
        return written
    return _ONES.sub(one, written.translate(_LETTER_FOR))
