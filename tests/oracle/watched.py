"""What every run keeps: the product, the company as plain facts, and what must hold of each case.

The oracle says of each case who may read it today. What it says of the past is kept here: who was
shut out, at which epoch, and who never held a key.
"""

import dataclasses
import datetime as dt
import shutil
import uuid
from collections import Counter
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine, invariant

from app import factory
from app.services import instance
from app.settings import Settings
from app.store import schema
from tests.oracle import company as companies
from tests.oracle import facts as plain
from tests.oracle import oracle, pockets, tiers, walkers
from tests.support import bob, seeds
from tests.support import cast as casting
from tests.web import small

HOUR = 12
HER_DAYS = dt.timedelta(days=7)
NOWHERE = 9  # no tier has anybody clean
NOBODY = frozenset[str]()
POLICY = plain.Policy((2, 2, 1))


@dataclasses.dataclass
class Case:
    """One report as the oracle follows it.

    `began_with`: to whom it was sealed at first; `shut`: person -> the newest epoch there was when
    he was shut out (-1: never sealed to him); `tier`: the highest it has reached, and `began` the
    first; `came`: who has read it, and is shown the row until he signs in again although readers
    are back before him; `lifts`: what two have signed, and when; `let_in`: who may have been let in
    by that, of whom nothing is expected any more but that other grounds shut him out again.
    """

    id: bytes
    receipt: str
    said: list[plain.Statement]
    on_record: set[tuple[str, str]]
    released_at: dt.datetime
    tier: int
    began: int
    began_with: frozenset[str]
    shut: dict[str, int]
    came: set[str] = dataclasses.field(default_factory=set)
    lifts: dict[tuple[str, str], dt.date] = dataclasses.field(default_factory=dict)
    let_in: set[str] = dataclasses.field(default_factory=set)
    handed_up: bool = False

    @property
    def held(self):
        """Everybody who may still have a key."""
        return self.began_with - self.shut.keys()

    @property
    def path(self):
        return f"/desk/cases/{uuid.UUID(bytes=self.id)}"


@dataclasses.dataclass(frozen=True)
class View:
    """Who may, must and must not read a case today.

    `readers`: recipients from the beginning, who find it on the list at once. Whether the day of
    somebody standing by has come is worked out when he signs in (CONFLICTS §3), also when the case
    has climbed to him.
    """

    allowed: frozenset[str]
    must: frozenset[str]
    must_not: frozenset[str]
    readers: frozenset[str] = NOBODY


class Watched(RuleBasedStateMachine):
    """One company, from the day it was founded."""

    founded: Path
    credentials: dict
    folder: Path
    counted: Counter[str]
    number = 0

    def __init__(self):
        super().__init__()
        type(self).number += 1
        self.home = home = self.folder / f"run-{self.number}"
        shutil.copytree(self.founded, home)
        self.inst = instance.open_(
            home, database_url=f"sqlite:///{home}/sotto.db", kdf_profile="cheap"
        )
        self.clock = small.Clock()
        self.clock.now = casting.START + dt.timedelta(hours=1)
        settings = Settings.load({}, home=home, surfaces="portal,desk", kdf_profile="cheap")
        self.app = factory.create_app(settings, clock=self.clock, inst=self.inst)
        self.cast = dict(self.credentials)
        self.company = companies.Company()
        self.handlers = {one: tier for tier, them in casting.TIERS.items() for one in them}
        self.seen = dict.fromkeys(self.handlers, casting.START.date())
        self.cases: list[Case] = []
        self.ties: set[plain.Tie] = set()
        self.declared: dict[str, list[tuple[str, str]]] = {one: [] for one in seeds.HANDLERS}
        self.desks: dict[str, walkers.Desk] = {}
        self.pockets: dict[str, pockets.Pocket] = {}
        for one in self.handlers:
            self._arrived(one)

    def _arrived(self, one):
        self.desks[one] = walkers.Desk(self.app, self.inst, self.cast, self.clock, one)
        account = seeds.account(self.inst, one)
        self.pockets[one] = pockets.Pocket(self.inst, seeds.identity(self.cast, one), account)

    def teardown(self):
        try:
            for case in self.cases:
                for one in sorted(self._view(case).must):
                    if self._finds(one, case):
                        self._opened(one, case)
        finally:
            self.inst.db.engine.dispose()
            shutil.rmtree(self.home)

    # --- what the oracle says ---------------------------------------------------------------------

    def _facts(self, case):
        return plain.Facts(
            today=self.clock.now.date(), people=self.company.people(),
            lines=tuple(self.company.lines), handlers=dict(self.handlers), policy=POLICY,
            said=tuple(case.said), put_on_record=frozenset(case.on_record),
            ties=frozenset(self.ties), last_seen=self.seen, overdue=self._overdue(case),
            handed_up=case.handed_up,
        )  # fmt: skip

    def _overdue(self, case):
        """Say whether the plain due date of the case has passed."""
        rows = bob.rows(self.inst, schema.cases, id=case.id) if case.id else []
        return bool(rows and rows[0].due_on and rows[0].due_on < self.clock.now.date())

    def _way(self, case):
        """Route it by today's facts; the tier never sinks."""
        facts = self._facts(case)
        way, opinion = tiers.route(facts), oracle.decide(facts)
        tier = max(case.tier, way.tier or NOWHERE)
        clean = {one for one in self.handlers if opinion.clean(one)}
        recipients = frozenset(one for one in clean if self.handlers[one] == tier)
        standby = frozenset(one for one in clean if self.handlers[one] > tier)
        self.counted.update(set().union(*opinion.grounds.values()))
        return facts, dataclasses.replace(
            way, tier=tier, recipients=recipients, standby=standby
        ), way.tier != tier  # fmt: skip

    def _view(self, case):
        facts, way, has_sunk = self._way(case)
        allowed = way.holders & case.held
        if self.clock.now < case.released_at:
            return View(allowed, NOBODY, frozenset(self.handlers))
        readers = way.recipients & allowed
        # Whoever joined the tier since reads past cases by two signatures only: he is no reader.
        few = len(readers) < POLICY.quorums[way.tier - 1] if way.tier != NOWHERE else True
        present = dataclasses.replace(way, recipients=readers, at_once=way.at_once or few)
        comes = tiers.takes_part(facts, present)
        waiting = NOBODY if comes or has_sunk else way.standby
        must = readers | (way.standby & allowed if comes and not has_sunk else NOBODY)
        self.counted["standby reads" if comes else "standby waits"] += 1
        must -= case.let_in
        shut_out = frozenset(self.handlers) - (way.holders & case.held) - self._let_in(case)
        at_once = readers if way.tier == case.began else NOBODY
        return View(allowed, must, shut_out | waiting, at_once)

    def _let_in(self, case):
        """Say who is clean by what two have signed, once her days to say no are over."""
        today = self.clock.now.date()
        due = {lift for lift, day in case.lifts.items() if today > day + HER_DAYS}
        opinion = oracle.decide(dataclasses.replace(self._facts(case), lifted=frozenset(due)))
        return {who for who, _ in due if opinion.clean(who)}

    def _follow(self):
        """Take down who is shut out since the last event."""
        for case in self.cases:
            _, way, _ = self._way(case)
            case.tier = case.tier if way.tier == NOWHERE else way.tier
            newest, let_in = self._newest(case), self._let_in(case)
            case.let_in |= let_in
            for one in self.handlers:
                if one in let_in:
                    case.shut.pop(one, None)
                elif one in way.holders:
                    if case.shut.get(one) == newest:
                        del case.shut[one]  # nothing was sealed meanwhile
                else:
                    case.shut.setdefault(one, self.before.get(case.id, -1))
            case.came -= case.shut.keys()

    def _newest(self, case):
        return max(row.number for row in bob.rows(self.inst, schema.epochs, case_id=case.id))

    def _begin(self, name, case=None):
        self.counted[name] += 1
        self.before = {case.id: self._newest(case) for case in self.cases}
        self.touched = None if case is None else {case.id}
        self.clock.forward(seconds=61)

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def nobody_reads_who_must_not_and_everybody_who_must(self):
        if not self.cases:
            return
        self._follow()
        opened = {one: pocket.look() for one, pocket in self.pockets.items()}
        views = [(case, self._view(case)) for case in self.cases]
        for one in self.handlers:
            listed, nowhere = self.desks[one].cases(), self._nowhere(one)
            for case, view in views:
                if one in view.must_not:
                    assert case.id not in listed or one in case.came, f"{one} sees a row"
                    if self.touched is None or case.id in self.touched:
                        self._hidden(one, case, nowhere)
                if one in view.must:
                    case.came |= {one}
                if one in view.must & view.readers:
                    assert case.id in listed, f"{one} does not see the row"
                if one in case.shut:
                    late = {n for n in opened[one].get(case.id, ()) if n > case.shut[one]}
                    assert not late, f"{one} opens epochs {late}, shut out at {case.shut[one]}"
                elif one in view.allowed - case.let_in:
                    assert self._newest(case) in opened[one][case.id], f"{one} has lost the key"

    @invariant()
    def everybody_enrolled_has_one_slot_an_epoch_and_none_is_older_than_the_last_full_one(self):
        """P3, and what somebody lost is gone from the database with the next full epoch."""
        enrolled = sorted(pocket.account for pocket in self.pockets.values())
        for case in self.cases:
            full = max(
                row.number
                for row in bob.rows(self.inst, schema.epochs, case_id=case.id)
                if row.number == 0 or row.thread_chest is not None
            )
            slots = bob.rows(self.inst, schema.slots, case_id=case.id)
            assert {row.epoch for row in slots} == set(range(full, self._newest(case) + 1))
            for epoch in {row.epoch for row in slots}:
                assert sorted(row.account_id for row in slots if row.epoch == epoch) == enrolled
            assert len({len(row.slot) for row in slots}) == 1

    def _finds(self, who, case):
        """Say whether he has the row by now; a recipient always has."""
        return who in self._view(case).readers or case.id in self.desks[who].cases()

    def _nowhere(self, who):
        """Ask for a case that does not exist."""
        return walkers.alike(self.desks[who].get(f"/desk/cases/{uuid.uuid4()}"))

    def _hidden(self, who, case, nowhere):
        here = self.desks[who].get(case.path)
        assert here.status_code == 404, f"{who} opens what he must not"
        assert walkers.alike(here) == nowhere, who
        self.counted["hidden"] += 1

    def _opened(self, who, case):
        answer = self.desks[who].get(case.path)
        assert answer.status_code == 200, f"{who} must read it and cannot"
        newest = self._newest(case)
        late = {one for one, since in case.shut.items() if since >= newest}
        assert not late, f"no epoch without {late} at the visit of {who}"
        self.counted["opened"] += 1
