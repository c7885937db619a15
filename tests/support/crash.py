"""A process that is killed in the middle: a child of fork that leaves by `os._exit` at a point.

Points are everything that touches the store: before and after every statement, when a transaction
begins, before and after its commit. The child has a database of its own over the same rows and
nothing in memory, as a worker just started, and tells through a pipe what it showed to anybody
before it was gone.
"""

import contextlib
import os
import uuid
import warnings
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.services import asking, casework, mailbox
from app.store import schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

KILLED = 77
NOW = casting.START
TABLES = (schema.cases, schema.epochs, schema.items, schema.slots)


class Points:
    """Counts the points, and leaves at the nth if there is one."""

    def __init__(self, inst, nth=None):
        self.nth, self.passed = nth, 0
        engine = inst.db.engine
        self.listening = [
            (engine, "begin"), (engine, "before_cursor_execute"), (engine, "after_cursor_execute"),
            (Session, "before_commit"), (Session, "after_commit"),
        ]  # fmt: skip

    def __call__(self, *_, **__):
        if self.passed == self.nth:
            os._exit(KILLED)
        self.passed += 1

    @contextlib.contextmanager
    def watched(self):
        for target, name in self.listening:
            event.listen(target, name, self)
        try:
            yield self
        finally:
            for target, name in self.listening:
                event.remove(target, name, self)


def killed_at(inst, nth, act):
    """Run an act in a child that dies at point `nth`; give what it returned, None if it died."""
    inst.db.engine.dispose()
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads; ours are done
        child = os.fork()
    if not child:
        _live(inst, nth, act, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        shown = pipe.read().decode()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, KILLED}, f"the child broke: {code}"
    return shown if code == 0 else None


def _live(inst, nth, act, writing):
    code = 1
    try:
        inst.db.forget_connections()
        inst.memory.clear()
        with Points(inst, nth).watched():
            shown = act()
        os.write(writing, shown.encode())
        code = 0
    finally:
        os._exit(code)


def points_of(inst, act):
    """Count the points of an act, done once for good in a child."""

    def counting():
        with Points(inst).watched() as points:
            act()
        return str(points.passed)

    return int(killed_at(inst, None, counting))


def stored(inst):
    """Count what there is of cases."""
    return tuple(len(bob.rows(inst, table)) for table in TABLES)


def _grown(inst, before):
    return tuple(now - then for now, then in zip(stored(inst), before, strict=True))


@dataclass
class Send:
    """Killed while a report is sent: one whole case or none; sent again, one with its receipt."""

    cast: dict
    GROWS: ClassVar = (1, 1, 3, 10)

    def points(self, inst):
        hidden = flows.begin(inst, NOW).hidden
        return points_of(inst, lambda: flows.send(inst, hidden, NOW).receipt)

    def check(self, inst, nth):
        before, known = stored(inst), set(seeds.case_ids(inst))
        hidden = flows.begin(inst, NOW, about=["bob"]).hidden
        shown = killed_at(inst, nth, lambda: flows.send(inst, hidden, NOW).receipt)
        assert _grown(inst, before) in ({self.GROWS} if shown else {(0, 0, 0, 0), self.GROWS})
        again = flows.send(inst, hidden, NOW).receipt
        assert _grown(inst, before) == self.GROWS
        assert again == (shown or again)
        rita = flows.come_back(inst, again)
        (case,) = set(seeds.case_ids(inst)) - known
        assert rita.case == case
        assert len(mailbox.open_thread(inst, rita).messages) == 1
        _whole(inst, self.cast, case, messages=1)
        assert "bob" not in seeds.holders(inst, self.cast, case)
        return shown is not None


@dataclass
class Reply:
    """Killed while a message is sent that names Dora: said and she out, or neither."""

    cast: dict

    def points(self, inst):
        rita = flows.come_back(inst, flows.report(inst))
        return points_of(inst, lambda: flows.say(inst, rita, "Dora Klein too.") and "said")

    def check(self, inst, nth):
        rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
        done = killed_at(inst, nth, lambda: flows.say(inst, rita, "Dora Klein too.") and "said")
        said = len(mailbox.open_thread(inst, rita).messages) == 2
        assert said or not done
        assert ("dora" in seeds.holders(inst, self.cast, rita.case)) == (not said)
        _whole(inst, self.cast, rita.case, messages=1 + said)
        answers = asking.Answers(asked=True)
        mailbox.reply(inst, rita, message="Dora Klein too.", answers=answers, now=NOW)
        assert len(mailbox.open_thread(inst, rita).messages) == 2
        return done is not None


@dataclass
class Answer:
    """Killed while Alice answers: the answer and its row on record, or neither (T20)."""

    cast: dict

    def points(self, inst):
        """Count them of a second answer, in a case that is new to her list: the first makes it."""
        self._act(inst, flows.come_back(inst, flows.report(inst)).case)()
        second = flows.come_back(inst, flows.report(inst)).case
        return points_of(inst, self._act(inst, second))

    def _act(self, inst, case):
        alice, address = seeds.staff(inst, self.cast, "alice"), str(uuid.UUID(bytes=case))

        def act():
            casework.reply(inst, alice, case=address, message="Thank you.", now=NOW)
            return "answered"

        return act

    def check(self, inst, nth):
        rita = flows.come_back(inst, flows.report(inst, about=["bob"]))
        rows, held = len(bob.rows(inst, schema.register)), seeds.holders(inst, self.cast, rita.case)
        done = killed_at(inst, nth, self._act(inst, rita.case))
        answered = len(mailbox.open_thread(inst, rita).messages) == 2
        assert answered or not done
        assert len(bob.rows(inst, schema.register)) == rows + answered
        assert seeds.holders(inst, self.cast, rita.case) == held
        _whole(inst, self.cast, rita.case, messages=1 + answered)
        return done is not None


def _whole(inst, cast, case, *, messages):
    alice = seeds.staff(inst, cast, "alice")
    view = casework.open_case(inst, alice, case=str(uuid.UUID(bytes=case)), now=NOW)
    assert len(view.messages) == messages
    assert not view.tampered
