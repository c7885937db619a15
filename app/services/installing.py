"""A new instance: secrets, schema, the instance's random id, and the policy that founders sign.

A module of its own, because it loads the migrations and no other process needs those.
"""

import secrets as random_source
from pathlib import Path

from app.domain import policy as policies
from app.services import instance
from app.services.instance import Instance
from app.store import db, metadata, migrate
from app.store.secrets import Secrets


def make(home: Path, *, database_url: str, kdf_profile: str, migrations: Path) -> Instance:
    """Make a new instance in `home`; an existing one is left as it is and opened.

    Raises `SecretsMissing` or `db.DatabaseUnavailable`.
    """
    Secrets.make(home)
    (home / "texts").mkdir(mode=0o700, exist_ok=True)
    database = db.Database(database_url)
    migrate.upgrade(database, migrations)
    with database.write() as session:
        if metadata.instance_id(session) is None:
            metadata.start(session, instance_id=random_source.token_bytes(16))
    database.engine.dispose()
    if not (home / "policy.json").exists():
        (home / "policy.json").write_bytes(policies.DEFAULT.to_json())
    return instance.open_(home, database_url=database_url, kdf_profile=kdf_profile)
