"""What somebody gets out of a copy of the database with his own seed, and of all copies before.

He keeps every secret that a slot of his ever gave him, derives keys both ways that there are (from
a secret alone, and from a secret with the keys before), and opens chests. An epoch is open to him
if its record is.
"""

import contextlib

from app.store import schema
from crypto import epochs, grants, records
from crypto.errors import CryptoError, SlotRefused
from tests.support import bob


class Pocket:
    """One person's seed, and what it has opened so far."""

    def __init__(self, inst, identity, account):
        self.inst, self.identity, self.account = inst, identity, account
        self._secrets: dict[tuple[bytes, int], set[bytes]] = {}
        self._keys: dict[tuple[bytes, int], epochs.EpochKeys] = {}
        self._tried: set[bytes] = set()

    def look(self):
        """Take a copy of today's database; return {case: numbers of the epochs that open}."""
        for row in bob.rows(self.inst, schema.slots, account_id=self.account):
            if row.slot not in self._tried:
                self._tried.add(row.slot)
                self._try(row)
        rows = sorted(bob.rows(self.inst, schema.epochs), key=lambda row: row.number)
        for row in rows:
            self._open(row)
        found: dict[bytes, set[int]] = {}
        for case, number in self._keys:
            found.setdefault(case, set()).add(number)
        return found

    def _try(self, row):
        with contextlib.suppress(SlotRefused):
            secret = grants.open_slot(
                row.slot, self.identity, instance=self.inst.id, case=row.case_id, epoch=row.epoch,
                person=self.account,
            )  # fmt: skip
            self._secrets.setdefault((row.case_id, row.epoch), set()).add(secret)

    def _open(self, row):
        place = {"instance": self.inst.id, "case": row.case_id}
        if (row.case_id, row.number) in self._keys:
            return
        before = self._keys.get((row.case_id, row.number - 1))
        for secret in self._secrets.get((row.case_id, row.number), ()):
            tries = [epochs.full_keys(secret, number=row.number, **place)]
            if before:
                tries.append(epochs.narrow_keys(secret, before=before, **place))
            for keys in tries:
                with contextlib.suppress(CryptoError):
                    records.open_record(
                        row.record, thread_key=keys.thread, number=row.number, **place
                    )
                    self._keys[row.case_id, row.number] = keys
