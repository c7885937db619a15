"""One page of a review: which group, which part of it, what comes before and after."""

from dataclasses import dataclass

from app.domain.people_diff import Change, Diff

SIZE = 100
GROUPS = ("added", "left", "moved", "reparented", "renamed")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of one group, at most `SIZE` people; `group` is "" when nobody changes."""

    group: str
    rows: tuple[Change, ...]
    number: int
    has_next: bool


def page(diff: Diff, *, group: str, number: int) -> Page:
    """Return a page of the group asked for, or of the first that has anybody."""
    numbers = diff.numbers()
    chosen = group if numbers.get(group) else next((g for g in GROUPS if numbers[g]), "")
    rows: tuple[Change, ...] = getattr(diff, chosen) if chosen else ()
    last = max(1, -(-len(rows) // SIZE))
    at = min(max(number, 1), last)
    return Page(chosen, rows[(at - 1) * SIZE : at * SIZE], at, at < last)
