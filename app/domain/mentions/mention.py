"""What the matcher finds: one place where a text names people, a body or a firm."""

from dataclasses import dataclass
from typing import Literal

How = Literal["name", "word", "title", "address", "body", "initials", "diminutive", "near", "firm"]
Where = Literal["story", "names", "message"]
Certainty = Literal["sure", "likely", "near"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`people` who may be meant, the `body` (a role) or the `firms`; `text` as it was written.

    `how`: a full name, one word of a name, a title held by few, an address or user name, a body,
    an initial and a name, a short form of a name, a name misspelt, a firm. `where`: her story, a
    name typed on the first page, a message. `certainty`: as it stands on record, as a form of it
    (an ending, another alphabet, a short form), or merely near it; what follows is policy.
    """

    people: frozenset[str]
    body: str | None
    how: How
    where: Where
    text: str
    firms: frozenset[str] = frozenset()
    certainty: Certainty = "sure"


@dataclass(frozen=True, slots=True)
class Hit:
    """A mention before it is one: the words from `begins` up to and not including `ends`."""

    begins: int
    ends: int
    how: How
    people: frozenset[str]
    body: str | None = None
    certainty: Certainty = "sure"
