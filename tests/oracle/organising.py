"""What happens around a case: imports, ranks, new handlers, days."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.services import accounts, people, rosters
from tests.oracle.watched import Watched
from tests.support import cast as casting
from tests.support import seeds

MOST_ADDED = 2
NEWCOMERS = {"gus": 1, "tina": 1, "product": 2}
MOVED = ("charlie", "rita", "tina", "gus", "dora", "emil", "farid", "alice", "bob")


class Organising(Watched):
    """The company from day to day."""

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
