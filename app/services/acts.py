"""One member of staff doing one thing now, inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.domain import standby
from app.services import register
from app.services import world as worlds
from app.services.instance import Instance
from app.services.signin import Staff
from app.services.world import World
from app.store import accounts
from crypto import keys


@dataclass(frozen=True, slots=True)
class Act:
    """Everything a decision about one person rests on."""

    session: Session
    inst: Instance
    world: World
    staff: Staff
    identity: keys.Identity = field(repr=False)
    now: datetime
    _once: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    @property
    def account(self) -> bytes:
        """The person's account id."""
        return self.staff.owner

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()

    @property
    def stamp(self) -> bytes:
        """The stamp of the world at this moment."""
        return self.world.stamp(self.now)

    @property
    def present(self) -> frozenset[str]:
        """The accounts that have signed in within the last week; asked for once."""
        if "present" not in self._once:
            week_ago = self.today - timedelta(days=standby.ABSENT_AFTER_DAYS)
            seen = accounts.seen_since(self.session, week_ago)
            self._once["present"] = frozenset(account.hex() for account in seen)
        return self._once["present"]

    def record(self, event: str, **details: object) -> None:
        """Put what this person does on record, signed by them (P8)."""
        register.record(
            self.session,
            self.inst,
            self.world,
            event,
            now=self.now,
            by=self.account,
            signer=self.identity.signer,
            **details,
        )


@contextmanager
def writing(inst: Instance, staff: Staff, *, now: datetime) -> Iterator[Act]:
    """Begin an act that may write; it is committed whole or not at all."""
    with inst.db.write() as session:
        yield _act(session, inst, staff, now)


@contextmanager
def reading(inst: Instance, staff: Staff, *, now: datetime) -> Iterator[Act]:
    """Begin an act that only reads."""
    with inst.db.read() as session:
        yield _act(session, inst, staff, now)


def _act(session: Session, inst: Instance, staff: Staff, now: datetime) -> Act:
    world = worlds.current(inst, now=now, session=session)
    return Act(session, inst, world, staff, staff.identity, now)
