"""The whole product in any order of events, watched by the oracle (P2, P3, P9, P12).

Rules are what people do: reports, messages, imports, declarations and their withdrawal, openings,
answers, notes, recusals, enrolments, absences, days. After each of them, for everybody on the
roster:

- who must not read a case by the facts so far (in conflict, of a lower tier, enrolled later, before
  the release, standby before his day) has no row, gets for its address byte for byte what a random
  address gives, and with all copies of the database and his own seed opens no epoch made after he
  was shut out;
- who must read it has the row, and it opens.

An event in one case is followed by a look at every list, and at the address of that case alone.
"""

import dataclasses
import datetime as dt
import shutil
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app import factory
from app.services import accounts, instance, people, rosters
from app.settings import Settings
from app.store import schema
from tests.oracle import chart, oracle, pockets, tiers, walkers
from tests.oracle import company as companies
from tests.oracle import facts as plain
from tests.support import bob, flows, seeds
from tests.support import cast as casting
from tests.web import small

HOUR = 12
MOST_CASES = 3
MOST_ADDED = 2
NOWHERE = 9  # no tier has anybody clean
NEWCOMERS = {"gus": 1, "tina": 1, "product": 2}
ORDINARY = ("charlie", "rita", "tina", "gus", "bob", "dora", "emil", "farid")
ANYBODY = (*ORDINARY, *ORDINARY, "alice", "product", "coo", "hr", "ceo", "olga")
MOVED = ("charlie", "rita", "tina", "gus", "dora", "emil", "farid", "alice", "bob")
ANSWERS = st.sampled_from(("only mentioned", "somebody else", ""))
PERSON = st.sampled_from(ANYBODY)
NOBODY = frozenset[str]()
POLICY = plain.Policy((2, 2, 1))
# What can be declared, as the oracle calls it; what makes no tie is the empty word.
RELATIONS = {
    "family": "near", "relative": "far", "loan": "interest", "dispute": "dispute",
    "gift-returned": "", "holding-small": "", "withdrawn": "",
}  # fmt: skip
SIGNERS = st.lists(st.sampled_from(seeds.HANDLERS), min_size=2, max_size=2, unique=True)
# What a text calls a body; most texts name none.
BODIES = {
    "": "", "0": "", "1": "", "2": "", "3": "", "committee": " I told the ethics committee.",
    "hr": " The HR department knows.", "board": " The board of directors was told.",
}  # fmt: skip
REPORT: dict[str, Any] = {
    "about": st.frozensets(PERSON, max_size=1),
    "veto": st.frozensets(st.sampled_from(sorted(seeds.HANDLERS)), max_size=1),
    "named": st.none() | PERSON,
    "typed": st.sampled_from((None, None, *ANYBODY)),
    "answer": ANSWERS,
    "category": st.sampled_from(("fraud", "credit", "other", "accounting")),
    "roles": st.sampled_from((*[""] * 7, "none", "committee", "ceo", "board")),
    "boss": st.sampled_from(("", "", "", "", "", "reader")),
    "body": st.sampled_from(sorted(BODIES)),
    "danger": st.booleans(),
}


@dataclasses.dataclass
class Case:
    """One report as the oracle follows it.

    `began_with`: to whom it was sealed at first; `shut`: person -> the newest epoch there was when
    he was shut out (-1: never sealed to him); `tier`: the highest it has reached, and `began` the
    first; `came`: who has read it, and is shown the row until he signs in again although readers
    are back before him.
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


class Machine(RuleBasedStateMachine):
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
        shut_out = frozenset(self.handlers) - (way.holders & case.held)
        at_once = readers if way.tier == case.began else NOBODY
        return View(allowed, must, shut_out | waiting, at_once)

    def _follow(self):
        """Take down who is shut out since the last event."""
        for case in self.cases:
            _, way, _ = self._way(case)
            case.tier = case.tier if way.tier == NOWHERE else way.tier
            newest = self._newest(case)
            for one in self.handlers:
                if one in way.holders:
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

    # --- what people do ---------------------------------------------------------------------------

    @initialize(**REPORT)
    def first_report(self, **said):
        self._report(**said)

    @rule(**REPORT)
    @precondition(lambda self: len(self.cases) < MOST_CASES)
    def another_report(self, **said):
        self._report(**said)

    def _report(self, *, about, veto, named, typed, answer, category, roles, boss, body, danger):
        self._begin("report")
        listed = {one for one in about if self._lists(one)}
        names = self.company.names
        story = f"The lists are wrong. {names[named]} has them." if named else "They are wrong."
        story += BODIES[body]
        fields = {"category": category, "about_boss": boss, "danger": danger}
        if roles:
            fields["about_roles"] = roles
        if typed:
            fields["about_names"] = names[typed]
        rita = walkers.Reporter(self.app, self.inst, self.clock)
        known = set(seeds.case_ids(self.inst))
        taken, asked = rita.report(story, about=listed, veto=veto, answer=answer, **fields)
        said = plain.Statement(
            category=category, about=frozenset(listed),
            roles=frozenset({roles} - {""}), boss=boss, vetoes=veto,
            typed=(frozenset(names[typed].casefold().split()),) if typed else (),
            texts=(frozenset({named}),) if named else (),
            answers=self._answers(asked, answer), **self._bodies(body, answer),
        )  # fmt: skip
        case = Case(b"", rita.receipt, [said], set(), self._released(danger), 0, 0, NOBODY, {})
        way = tiers.route(self._facts(case))
        new = set(seeds.case_ids(self.inst)) - known
        if not taken:
            assert not new
            self.counted["nobody"] += 1
            return
        assert way.tier is not None, "stored, although nobody is clean"
        self.counted.update([f"start {way.start}", f"tier {way.tier}"])
        (case.id,) = new
        case.tier = case.began = way.tier
        case.began_with = way.holders
        case.shut = dict.fromkeys(set(self.handlers) - way.holders, -1)
        self.cases.append(case)

    def _lists(self, one):
        """Say whether the form lists somebody: readers, and whom the policy publishes."""
        rank = self.company.rows[one]["seniority"]
        return one in self.handlers or (rank and int(rank) <= POLICY.top)

    def _answers(self, asked, answer):
        if not answer:
            return {}
        ids = {flows.form_id(self.inst, one, self.clock()): one for one in self.company.names}
        return {ids[one]: answer for one in asked}

    def _released(self, danger):
        now = self.clock.now
        if danger:
            return now
        noon = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
        return noon if now < noon else noon + dt.timedelta(days=1)

    def _bodies(self, body, answer):
        """Say what a text that names a body comes to: with any answer it is not accused."""
        named = frozenset({body}) if BODIES[body] else NOBODY
        return {"bodies": named, "not_them": named if answer else NOBODY}

    @rule(
        at=st.integers(0, MOST_CASES - 1), named=st.none() | PERSON, answer=ANSWERS,
        body=st.sampled_from(sorted(BODIES)),
    )  # fmt: skip
    @precondition(lambda self: self.cases)
    def message(self, at, named, answer, body=""):
        case = self.cases[at % len(self.cases)]
        self._begin("message", case)
        text = f"And {self.company.names[named]} had them." if named else "There is more."
        text += BODIES[body]
        rita = walkers.Reporter(self.app, self.inst, self.clock)
        taken, asked = rita.message(
            case.receipt, f"{text} {self.counted['message']}", answer=answer
        )
        said = plain.Statement(
            texts=(frozenset({named}),) if named else (), answers=self._answers(asked, answer),
            **self._bodies(body, answer),
        )  # fmt: skip
        # The portal cannot see what insiders put on record.
        known = dataclasses.replace(case, said=[*case.said, said], on_record=set())
        assert taken == (tiers.route(self._facts(known)).tier is not None)
        if taken:
            case.said.append(said)
        else:
            self.counted["message refused"] += 1

    @rule(
        who=st.sampled_from(MOVED), to=st.sampled_from((*MOVED, "product", "coo", "cfo", "legal")),
        kind=st.sampled_from(("solid", "solid", "solid", "dotted", "deputy")),
    )  # fmt: skip
    def move(self, who, to, kind):
        """Give somebody another boss, a dotted one, or somebody to stand in for, by an import."""
        if who == to or {who, to} & self.company.away or (
            kind == "solid" and self.company.is_a_ring(who, to)
        ):  # fmt: skip
            return
        self._begin(f"move {kind}")
        self.clock.forward(days=1)
        stated = self.company.stated
        same = {one for one in stated if one[:2] == (kind, who)}
        stated -= same
        stated.add((kind, who, to))
        self._import()

    @rule(who=st.sampled_from(MOVED), rank=st.sampled_from(("0", "2", "4", "6")))
    def promote(self, who, rank):
        """Give somebody another rank by an import: up to the board and down again."""
        if who in self.company.away:
            return
        self._begin("promote")
        self.clock.forward(days=1)
        self.company.promote(who, rank, self.clock.now.date())
        self._import()

    @rule(who=st.sampled_from(("charlie", "rita")))
    def leave_or_return(self, who):
        """Take somebody away by an import, or bring him back."""
        if any(up == who for _, _, up in self.company.stated):
            return
        self._begin("leave or return")
        self.clock.forward(days=1)
        self.company.away ^= {who}
        self._import()

    def _import(self):
        people.import_file(self.inst, self.company.csv(), now=self.clock.now)
        self.company.record(self.clock.now.date())

    @rule(who=st.sampled_from(seeds.HANDLERS), at=st.integers(0, MOST_CASES - 1))
    @precondition(lambda self: self.cases)
    def open(self, who, at):
        case = self.cases[at % len(self.cases)]
        self._begin("open", case)
        view = self._view(case)
        if who in view.must and self._finds(who, case):
            self._opened(who, case)
        elif who in view.must_not:
            self._hidden(who, case, self._nowhere(who))

    @rule(
        who=st.sampled_from(seeds.HANDLERS), at=st.integers(0, MOST_CASES - 1),
        verb=st.sampled_from(("reply", "notes", "status", "recuse")),
    )  # fmt: skip
    @precondition(lambda self: self.cases)
    def write(self, who, at, verb):
        """He answers, notes, moves on or steps back; whoever must not is told nothing."""
        case = self.cases[at % len(self.cases)]
        self._begin(verb, case)
        view, before = self._view(case), self._newest(case)
        fields = {
            "reply": {"message": f"Thank you. {self.counted['reply']}"},
            "notes": {"note": f"Seen. {self.counted['notes']}"},
            "status": {"status": "acknowledged", "reason": "It is read."},
            "recuse": {"reason": "I have a reason."},
        }[verb]
        if who in view.must_not:
            here = self.desks[who].post(f"{case.path}/{verb}", **fields)
            there = self.desks[who].post(f"/desk/cases/{uuid.uuid4()}/{verb}", **fields)
            assert here.status_code == 404, (who, verb)
            assert walkers.alike(here) == walkers.alike(there)
            assert self._newest(case) == before, "something was written"
        elif who in view.must and self._finds(who, case):
            answer = self.desks[who].post(f"{case.path}/{verb}", **fields)
            if verb == "recuse" and answer.status_code == 303:
                case.on_record.add((who, "C6"))
            elif verb in {"reply", "notes"}:
                assert answer.status_code == 303, (who, verb, answer.status_code)

    @rule(who=st.sampled_from((*seeds.HANDLERS, *NEWCOMERS)))
    def sign_in(self, who):
        if who not in self.handlers:
            return
        self._begin("sign in")
        self.desks[who].sign_in()
        self.seen[who] = self.clock.now.date()
        listed = self.desks[who].cases()
        for case in self.cases:
            assert case.id in listed or who not in self._view(case).must, f"{who} finds no row"

    @rule(
        who=st.sampled_from(seeds.HANDLERS), to=PERSON,
        relation=st.sampled_from(sorted(set(RELATIONS) - {"withdrawn"})),
    )  # fmt: skip
    def declare(self, who, to, relation):
        """He declares what ties him to somebody; it counts at once, case or no case (T18)."""
        kind = RELATIONS[relation]
        if who == to or (to, relation) in self.declared[who]:
            return
        self._begin(f"declare {kind or relation}")
        fields = {"relation": relation, "whom": "person", "name": self.company.names[to]}
        answer = self.desks[who].post("/desk/declarations", **fields)
        assert answer.status_code == 303, (who, to, relation)
        self.declared[who].append((to, relation))
        self.ties.add(plain.Tie(who, to, kind))

    @rule(who=st.sampled_from(seeds.HANDLERS), signers=SIGNERS)
    @precondition(lambda self: self.ties)
    def withdraw(self, who, signers):
        """He asks for what he declared last to be let go; it counts until two others signed."""
        made = [n for n, (_, relation) in enumerate(self.declared[who]) if RELATIONS[relation]]
        if not made:
            return
        self._begin("withdraw")
        to, relation = self.declared[who][made[-1]]
        asked = self.desks[who].post(f"/desk/declarations/{made[-1]}/withdraw")
        assert asked.status_code == 303, (who, asked.status_code)
        (change,) = bob.rows(self.inst, schema.changes)
        path, signed = f"/desk/changes/{uuid.UUID(bytes=change.id)}", list[str]()
        facts = plain.Facts(
            today=self.clock.now.date(), people=self.company.people(),
            lines=tuple(self.company.lines), handlers=dict(self.handlers), policy=POLICY, said=(),
        )  # fmt: skip
        for one in signers:
            is_free = one not in {who, to} and not any(
                chart.in_line(facts, one, other) for other in (who, to)
            )
            taken = self.desks[one].post(path).status_code == 303
            assert taken == is_free, f"{one} signs for {who} and {to}: {taken}"
            signed += [one] * taken
        is_gone = not bob.rows(self.inst, schema.changes)
        assert is_gone == self._enough(facts, signed), f"{signed} sign for {who} and {to}"
        if is_gone:
            self.counted["withdrawn"] += 1
            self.ties.discard(plain.Tie(who, to, RELATIONS[relation]))
            self.declared[who][made[-1]] = (to, "withdrawn")
        else:
            bob.write(self.inst, bob.delete(schema.changes))  # so that he may ask again

    def _enough(self, facts, signed):
        """Two of different tiers, neither in the other's line."""
        if len(signed) < len({"one", "other"}):
            return False
        one, other = signed
        in_line = chart.in_line(facts, one, other) or chart.in_line(facts, other, one)
        return self.handlers[one] != self.handlers[other] and not in_line

    @rule(who=st.sampled_from(sorted(NEWCOMERS)))
    @precondition(lambda self: len(self.handlers) < len(seeds.HANDLERS) + MOST_ADDED)
    def enrol(self, who):
        """Somebody becomes a handler: invited, welcomed, and signed by two of different tiers."""
        if who in self.handlers:
            return
        self._begin("enrol")
        now, tier = self.clock.now, NEWCOMERS[who]
        code = accounts.enrol(self.inst, name=who, person=who, kind="handler", tier=tier, now=now)
        self.cast[who] = casting.redeem(self.inst, who, code.code, now)
        for signer in ("alice", "olga"):
            staff = seeds.staff(self.inst, self.cast, signer)
            proposed = rosters.view(self.inst, staff, now=now).proposed
            rosters.sign(
                self.inst, staff, number=proposed.number, digest_hex=proposed.digest, now=now
            )
        self.handlers[who] = tier
        for case in self.cases:
            case.shut[who] = -1  # past cases only by two signatures
        self._arrived(who)

    @rule(hours=st.sampled_from((1, 3, 24, 72, 200, 9000, 18000)))
    def time_passes(self, hours):
        self._begin("time")
        self.clock.forward(hours=hours)

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
                elif one in view.allowed:
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
