"""Three cases, for whoever wants to spoil one: made once a module, copied for each test."""

from app.services import casework, queue
from app.store import schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START
SLOTS, EPOCHS, CASES = schema.slots, schema.epochs, schema.cases


def build(inst, cast):
    """Make a case about Bob, three messages and an answer long, one he reads, and one more."""
    rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
    alice, address = seeds.staff(inst, cast, "alice"), flows.the_case(inst)
    casework.reply(inst, alice, case=address, message="Which week?", now=NOW)
    flows.say(inst, rita, "Every week.")
    casework.open_case(inst, alice, case=address, now=NOW)
    flows.say(inst, rita, "Since May.")
    others = [flows.come_back(inst, flows.report(inst, story=word)).case for word in ("A", "B")]
    for person in ("alice", "bob"):
        queue.refresh(inst, seeds.staff(inst, cast, person), now=NOW)
    return rita, address, *others


class Scene:
    """A copy of that, in Bob's hands."""

    def __init__(self, inst, cast, built):
        self.inst, self.cast = inst, cast
        self.rita, self.address, self.other, self.third = built
        self.case = self.rita.case
        self.newest = max(row.number for row in self.rows(EPOCHS))
        self.before = seeds.holders(inst, cast, self.case)

    def staff(self, person):
        return seeds.staff(self.inst, self.cast, person)

    def rows(self, table, case=None, **where):
        column = "id" if table is CASES else "case_id"
        return bob.rows(self.inst, table, **{column: case or self.case}, **where)

    def slot(self, person, epoch=None, case=None):
        account = seeds.account(self.inst, person)
        rows = self.rows(SLOTS, case, account_id=account)
        return max((r for r in rows if epoch in {None, r.epoch}), key=lambda row: row.epoch)

    def set(self, table, key, **values):
        bob.write(self.inst, bob.update(table).where(key).values(**values))
