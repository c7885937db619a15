"""What the matcher finds: one place where a text names people or a body."""

from dataclasses import dataclass
from typing import Literal

How = Literal["name", "word", "title", "address", "body"]
Where = Literal["story", "names", "message"]


@dataclass(frozen=True, slots=True)
class Mention:
    """`people` who may be meant, or the `body` (a role) that is named; `text` as it was written.

    `how`: a full name, one word of a name (readers and senior people only), a title held by few, an
    address or user name, or a body. `where`: her story, a name typed on the first page, a message.
    """

    people: frozenset[str]
    body: str | None
    how: How
    where: Where
    text: str
