"""The nouns of a report: categories, roles, statuses, and what the reporter said about people.

`Said` is everything she chose, typed or answered. Its fields are of two kinds. *Facts* (whom it is
about, whom she vetoes) only ever tighten. *Answers* settle what the same submission leaves open,
and nothing else: `only_mentioned`, `other_person`, `not_them` and the role `none` about its words;
the unit, or a tick, about which reader her boss is. What is said later is judged by later answers,
so that no answer loosens an earlier accusation, nor the other way round (P9). `conflicts.decide`
turns answers into facts (`Decision.kept`), and `joined` adds a later message to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, Self

CATEGORIES: tuple[str, ...] = (
    "credit",
    "information",
    "metrics",
    "overselling",
    "privacy",
    "unfair",
    "harassment",
    "discrimination",
    "fraud",
    "accounting",
    "conflict",
    "retaliation",
    "safety",
    "other",
    "question",
)

NO_ROLE = "none"
ROLES: tuple[str, ...] = (
    "ceo",
    "cfo",
    "board",
    "management",
    "committee",
    "compliance",
    "hr",
    "legal",
    "it",
    NO_ROLE,
)

STATUSES: tuple[str, ...] = (
    "received",
    "acknowledged",
    "assessing",
    "investigating",
    "concluded",
    "closed",
)

Boss = Literal["", "no", "reader", "other"]
BOSSES: tuple[Boss, ...] = ("", "no", "reader", "other")


@dataclass(frozen=True, slots=True)
class Said:
    """What one report says about people; person ids are those of the people file.

    The last seven are filled by `conflicts.decide` alone: people found in earlier words, as
    subjects, as only mentioned, and as "somebody else of that name"; the names typed in earlier
    submissions, about which nobody is asked again; who may share a word with one of those; people
    of whom she said that they suppressed a report; and categories beside the one that counts.
    """

    category: str | None = None
    entity: str = ""
    unit: str = ""
    about_roles: frozenset[str] = frozenset()
    about_boss: Boss = ""
    about_people: frozenset[str] = frozenset()
    about_names: tuple[str, ...] = ()
    veto: frozenset[str] = frozenset()
    only_mentioned: frozenset[str] = frozenset()
    other_person: frozenset[str] = frozenset()
    not_them: frozenset[str] = frozenset()
    accused: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    namesakes: frozenset[str] = frozenset()
    settled_names: frozenset[str] = frozenset()
    suspected: frozenset[str] = frozenset()
    suppressors: frozenset[str] = frozenset()
    other_categories: frozenset[str] = frozenset()

    @property
    def roles(self) -> frozenset[str]:
        """Return the roles and bodies it is about."""
        return self.about_roles - {NO_ROLE}

    @property
    def matters(self) -> frozenset[str]:
        """Return every category that she has named."""
        return self.other_categories | ({self.category} if self.category else set())

    @property
    def no_body(self) -> bool:
        """Say whether she settled that it is about none of the roles; a tick beside it wins."""
        return self.about_roles == {NO_ROLE}

    @property
    def boss_unknown(self) -> bool:
        """Say whether her boss is one of the readers and she did not tick which (CONFLICTS §1)."""
        return self.about_boss == "reader" and not self.about_people

    def without_answers(self) -> Self:
        """Return the facts alone, the answers kept as what they are: people named (P9)."""
        return replace(
            self,
            about_roles=self.roles,
            only_mentioned=frozenset(),
            other_person=frozenset(),
            not_them=frozenset(),
            mentioned=self.mentioned | self.only_mentioned,
            namesakes=self.namesakes | self.other_person,
        )

    def joined(self, later: Self) -> Self:
        """Return what was said so far together with a later message.

        Every fact of either stays a fact; the answers are those of the later message alone.
        """
        before = self.without_answers()
        ticked = before.about_people | later.about_people
        unknown = before.boss_unknown or later.boss_unknown
        category = _strictest(before.category, later.category)
        accused = before.accused | later.accused
        return replace(
            before,
            category=category,
            entity=before.entity or later.entity,
            unit=_unit(before, later),
            about_roles=before.about_roles | later.about_roles,
            about_boss=_boss(before.about_boss, later.about_boss),
            # Whom another message ticks says nothing about which reader the boss is.
            about_people=frozenset() if unknown else ticked,
            accused=accused | ticked if unknown else accused,
            about_names=tuple(dict.fromkeys(before.about_names + later.about_names)),
            veto=before.veto | later.veto,
            only_mentioned=later.only_mentioned,
            other_person=later.other_person,
            not_them=later.not_them,
            mentioned=before.mentioned | later.mentioned,
            namesakes=before.namesakes | later.namesakes,
            settled_names=before.settled_names.difference(later.about_names) | later.settled_names,
            suspected=before.suspected | later.suspected,
            suppressors=before.suppressors | later.suppressors,
            other_categories=(before.matters | later.matters) - {category},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; sets become sorted lists, so that equal is equal."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; a field that is not there is empty."""
        known = [field for field in fields(cls) if field.name in plain]
        values: dict[str, Any] = {
            field.name: _of_kind(field.default, plain[field.name]) for field in known
        }
        return cls(**values)


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _of_kind(default: object, value: Iterable[str]) -> object:
    if isinstance(default, frozenset | tuple):
        return type(default)(value)
    return value


def _strictest(before: str | None, later: str | None) -> str | None:
    # One category starts higher than the rest; it stays, whichever message named it.
    return "accounting" if "accounting" in (before, later) else before or later


def _boss(before: Boss, later: Boss) -> Boss:
    return "reader" if "reader" in (before, later) else before or later


def _unit(before: Said, later: Said) -> str:
    """Keep the unit of whoever left the boss open; two different ones mean anywhere."""
    open_units = {said.unit for said in (before, later) if said.boss_unknown}
    if not open_units:
        return before.unit or later.unit
    return open_units.pop() if len(open_units) == 1 else ""
