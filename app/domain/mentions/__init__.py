"""The matcher: which people, titles, addresses and bodies a text speaks of.

`Index(directory, readers=…, policy=…, today=…)` is built once; `find(text, where=…)` gives
`Mention`s. The matcher says what a text *names*; what follows from it is decided by `conflicts`.
"""

from app.domain.mentions.index import Index
from app.domain.mentions.mention import How, Mention, Where

__all__ = ["How", "Index", "Mention", "Where"]
