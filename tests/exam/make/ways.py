"""All ways of CONFLICTS §2, in the order in which they are written."""

from tests.exam.make import alone, altered, full, roles, texts

WAYS = (
    full.exact,
    full.order,
    full.titled,
    full.initials,
    full.address,
    full.scripts,
    alone.family,
    alone.given,
    alone.diminutive,
    alone.misspelling_family,
    altered.misspelling,
    altered.accent,
    altered.case,
    altered.broken_name,
    roles.write,
)


def write(desk: texts.Desk) -> None:
    """Write the texts of every way for one company."""
    for way in WAYS:
        way(desk)
