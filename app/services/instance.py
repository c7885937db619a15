"""One instance of Sotto: its database, its secrets, and what a process remembers of both.

Every service takes it as its first argument. How one is made is in `installing`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.store import db, metadata
from app.store.secrets import Secrets, SecretsMissing


@dataclass(frozen=True, slots=True)
class Instance:
    """What a service needs; `memory` holds what can be made again at any time."""

    db: db.Database
    secrets: Secrets = field(repr=False)
    id: bytes
    kdf_profile: str
    home: Path
    memory: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def texts(self) -> Path:
        """Where the instance keeps its own texts."""
        return self.home / "texts"

    @property
    def policy_file(self) -> Path:
        """The policy that the next roster list proposes."""
        return self.home / "policy.json"


def open_(home: Path, *, database_url: str, kdf_profile: str) -> Instance:
    """Open an instance.

    Raises `SecretsMissing` with one sentence for a person, or `db.DatabaseUnavailable`.
    """
    secrets = Secrets.load(home)
    database = db.Database(database_url)
    with database.read() as session:
        instance_id = metadata.instance_id(session)
    if instance_id is None:
        raise SecretsMissing("This database belongs to no instance yet; run `sotto init`.")
    return Instance(database, secrets, instance_id, kdf_profile, home)
