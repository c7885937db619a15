"""What handlers do: sign in, open, write, step back, declare, take back, lift."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.domain import cards, errors
from app.services import casework, cosigning, queue
from app.store import schema
from tests.oracle import chart, oracle, walkers
from tests.oracle import facts as plain
from tests.oracle.organising import NEWCOMERS
from tests.oracle.reporting import MOST_CASES, PERSON
from tests.oracle.watched import POLICY, Watched
from tests.support import bob, seeds

# What can be declared, as the oracle calls it; what makes no tie is the empty word.
RELATIONS = {
    "family": "near", "relative": "far", "loan": "interest", "dispute": "dispute",
    "gift-returned": "", "holding-small": "", "withdrawn": "",
}  # fmt: skip
SIGNERS = st.lists(st.sampled_from(seeds.HANDLERS), min_size=2, max_size=2, unique=True)


class Handling(Watched):
    """Everybody on the roster, clean or not."""

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

    @rule(
        who=st.sampled_from(seeds.HANDLERS), at=st.integers(0, MOST_CASES - 1), signers=SIGNERS,
        ground=st.sampled_from(("C1", "C2", "C3", "C3", "C4", "C11")),
    )  # fmt: skip
    @precondition(lambda self: self.cases)
    def lift(self, who, at, signers, ground):
        """Two ask to let somebody in on one ground: readers, of two tiers, not of one line."""
        case = self.cases[at % len(self.cases)]
        self._begin("lift", case)
        one, other = signers
        try:
            digest = self._card(one, case, cards.Card("lift", who, ground=ground))
        except errors.Refused:
            return
        case.handed_up = True
        self.counted["lift asked for"] += 1
        assert ground in oracle.LIFTED_BY_TWO, f"{one} asks to lift {ground}"
        self._may_have_signed(one, who, case)
        try:
            self._sign_card(other, case, digest)
        except errors.Refused:
            return
        self.counted["lifted"] += 1
        self._may_have_signed(other, who, case)
        at_tiers, last = {self.handlers[one], self.handlers[other]}, len(POLICY.quorums)
        assert at_tiers == {last} or (len(at_tiers) > 1 and max(at_tiers) > case.tier), signers
        facts = self._facts(case)
        assert not chart.in_line(facts, one, other), signers
        assert not chart.in_line(facts, other, one), signers
        case.lifts[who, ground] = self.clock.now.date()

    def _may_have_signed(self, one, who, case):
        assert one != who
        assert one in self._view(case).allowed, f"{one} signs, who may not read it"

    def _card(self, one, case, card):
        staff, address, now = seeds.staff(self.inst, self.cast, one), case.path[12:], self.clock.now
        queue.refresh(self.inst, staff, now=now)
        cosigning.ask(self.inst, staff, case=address, card=card, reason="She knows.", now=now)
        return casework.open_case(self.inst, staff, case=address, now=now).cards[-1].id

    def _sign_card(self, one, case, digest):
        staff, now = seeds.staff(self.inst, self.cast, one), self.clock.now
        queue.refresh(self.inst, staff, now=now)
        cosigning.sign(self.inst, staff, case=case.path[12:], card=digest, now=now)

    def _enough(self, facts, signed):
        """Two of different tiers, neither in the other's line."""
        if len(signed) < len({"one", "other"}):
            return False
        one, other = signed
        in_line = chart.in_line(facts, one, other) or chart.in_line(facts, other, one)
        return self.handlers[one] != self.handlers[other] and not in_line
