"""What an import did and what is odd about it, in the plain sentences of the command line.

The pages say the same in their own words, which go through gettext.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.people_diff import Diff
from app.domain.people_notices import Kind, Notice

MOST_NAMED = 5

_NOTICES: Mapping[Kind, str] = MappingProxyType(
    {
        "circle": "people answer to each other in a ring, so each counts as above the others:",
        "boss not in the file": "somebody answers to people who are not in the file:",
        "boss has left": "somebody answers to people who have left:",
        "no boss": "people have no manager and are not the head of the company:",
        "nobody has a boss": "nobody has a manager, so no conflict can follow from a line.",
        "several chiefs": "several people have seniority 1, the head of the company:",
        "no chief": "nobody has seniority 1, the head of the company.",
        "nobody has a rank": "nobody has a seniority, so nobody counts as top management by rank.",
        "shared address": "people share an e-mail address, so it names all of them:",
        "deep line": "the longest line has {levels} levels above",
    }
)


def numbers(diff: Diff) -> str:
    """Say how many people an import changed, and how."""
    n = diff.numbers()
    return (
        f"{n['added']} new, {n['left']} left, {n['moved']} moved, "
        f"{n['reparented']} with other managers, {n['renamed']} renamed."
    )


def notice(one: Notice) -> str:
    """Say what is odd, and name the first few people by id."""
    more = len(one.people) - MOST_NAMED
    named = ", ".join(one.people[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    said = _NOTICES[one.kind].format(levels=one.levels)
    return f"{said} {named}".rstrip() + ("." if one.people else "")
