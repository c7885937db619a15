"""One instance of Sotto: its database, its secrets, and what a process remembers of both.

Every service takes it as its first argument. Making an instance (`sotto init`) is here too:
secrets, schema, the instance's random id, and the policy file that founders will sign.
"""

import secrets as random_source
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain import policy as policies
from app.store import db, metadata, migrate
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


def make(home: Path, *, database_url: str, kdf_profile: str, migrations: Path) -> Instance:
    """Make a new instance in `home`; an existing one is left as it is and opened."""
    secrets = Secrets.make(home)
    (home / "texts").mkdir(mode=0o700, exist_ok=True)
    database = db.Database(database_url)
    migrate.upgrade(database, migrations)
    with database.write() as session:
        if metadata.instance_id(session) is None:
            metadata.start(session, instance_id=random_source.token_bytes(16))
    if not (home / "policy.json").exists():
        (home / "policy.json").write_bytes(policies.DEFAULT.to_json())
    return _opened(home, database, secrets, kdf_profile)


def open_(home: Path, *, database_url: str, kdf_profile: str) -> Instance:
    """Open an instance.

    Raises `SecretsMissing` with one sentence for a person, or `db.DatabaseUnavailable`.
    """
    secrets = Secrets.load(home)
    return _opened(home, db.Database(database_url), secrets, kdf_profile)


def _opened(home: Path, database: db.Database, secrets: Secrets, kdf_profile: str) -> Instance:
    with database.read() as session:
        instance_id = metadata.instance_id(session)
    if instance_id is None:
        raise SecretsMissing("This database belongs to no instance yet; run `sotto init`.")
    return Instance(database, secrets, instance_id, kdf_profile, home)
