"""What a name sounds like, roughly, to people who write it as they hear it.

*Meyer*, *Maier* and *Mayr*, *Schmidt* and *Schmitt*, *Philip* and *Filip* give one key each.
Letters that some language of Europe speaks alike are folded together; it is a rule of thumb that
only ever makes two names candidates for each other.
"""

import re
from functools import lru_cache

_RULES = (
    ("schtsch|tsch|tch|cz|tz|ts|cs", "c"), ("sch|sz|sh|sj", "s"), ("ph|pf", "f"),
    ("gh(?=[ei])", "g"), ("gh", ""), ("gn(?=[aeio])", "n"), ("ch|kh|ck|cc|qu|q|x", "k"),
    ("th|dt|td", "t"),
    ("c(?=[eiy])", "s"), ("c", "k"), ("rh", "r"), ("dg|dj|zh|g(?=[eiy])", "j"),
    ("[wv]", "f"), ("z", "s"), ("ks", "k"), ("lj|ll(?=[ae])|gl(?=i)", "l"), ("(?<=[aeiou])h", ""),
    ("^h", ""), ("j", "i"), ("eau|au|aw|ou|ow|oo|ue|uh|o", "u"),
    ("aei|ai|ei|ie|ee|ea|eu|oi|ae|e", "i"),
    ("ui", "i"), ("d$", "t"), ("b$", "p"), ("g$", "k"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), instead) for pattern, instead in _RULES)
_AGAIN = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=..)(?:ie|i|e)$")


@lru_cache(maxsize=4096)
def key(folded: str) -> str:
    """Return what a folded word sounds like; the empty string for what has no sound."""
    heard = _SILENT.sub("", folded.replace("y", "i"))
    for pattern, instead in _COMPILED:
        heard = pattern.sub(instead, heard)
    return _AGAIN.sub(r"\1", heard)
