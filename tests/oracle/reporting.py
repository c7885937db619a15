"""What the reporter does: reports with whatever can be said on the first page, and messages."""

import dataclasses
import datetime as dt
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.oracle import facts as plain
from tests.oracle import tiers, walkers
from tests.oracle.watched import HOUR, NOBODY, POLICY, Case, Watched
from tests.support import flows, seeds

MOST_CASES = 3
ORDINARY = ("charlie", "rita", "tina", "gus", "bob", "dora", "emil", "farid")
ANYBODY = (*ORDINARY, *ORDINARY, "alice", "product", "coo", "hr", "ceo", "olga")
ANSWERS = st.sampled_from(("only mentioned", "somebody else", ""))
PERSON = st.sampled_from(ANYBODY)
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


class Reporting(Watched):
    """Rita, as often as there are reports."""

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
