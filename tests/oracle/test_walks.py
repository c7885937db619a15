"""P2, P3, P9: a few ways through the machine that chance takes seldom, each step checked alike."""

import pytest

from tests.oracle import founded

PLAIN = {
    "about": frozenset(), "veto": frozenset(), "named": None, "typed": None, "answer": "",
    "category": "fraud", "roles": "", "boss": "", "body": "", "danger": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walks")
    return founded.machine_of(folder / "founded", folder, founded.company(folder / "founded"))


class Walk:
    """Does what a rule does, and looks at what must hold after it."""

    def __init__(self, machine):
        self.machine = machine

    def __getattr__(self, rule):
        def step(**said):
            getattr(self.machine, rule)(**said)
            self.machine.nobody_reads_who_must_not_and_everybody_who_must()
            self.machine.everybody_enrolled_has_one_slot_an_epoch_and_none_is_older_than_the_last_full_one()

        return step

    def report(self, **said):
        self.first_report(**{**PLAIN, **said})


@pytest.fixture
def walk(company):
    machine = company()
    yield Walk(machine)
    machine.teardown()


def test_an_import_puts_a_reader_into_the_line(walk):
    """T11: every verb refuses her, the next visit seals without her; 24 months change nothing."""
    walk.report(typed="charlie")
    walk.move(who="charlie", to="dora", kind="solid")
    for verb in ("reply", "notes", "status", "recuse"):
        walk.write(who="dora", at=0, verb=verb)
    walk.open(who="alice", at=0)
    walk.message(at=0, named=None, answer="")
    walk.move(who="charlie", to="tina", kind="solid")
    walk.time_passes(hours=200)
    walk.another_report(**PLAIN | {"typed": "charlie"})
    walk.open(who="alice", at=0)
    walk.time_passes(hours=18000)
    walk.open(who="alice", at=0)
    walk.message(at=0, named=None, answer="")


def test_who_stands_by_waits_for_his_day(walk):
    """T13, T25: not before, then by his own sign-in, and no more when readers are back."""
    walk.report(about=frozenset({"bob"}))
    walk.open(who="olga", at=0)
    walk.time_passes(hours=72)
    walk.open(who="olga", at=0)
    walk.time_passes(hours=200)
    walk.sign_in(who="olga")
    walk.open(who="olga", at=0)
    walk.write(who="olga", at=0, verb="reply")
    walk.sign_in(who="alice")
    walk.sign_in(who="emil")
    walk.time_passes(hours=24)
    walk.open(who="olga", at=0)


def test_a_message_names_a_reader_and_the_veto_before_it_still_counts(walk):
    """T6: she is out with the message itself, and whoever was vetoed before stays out."""
    walk.report(veto=frozenset({"emil"}), about=frozenset({"bob"}))
    walk.open(who="alice", at=0)
    walk.message(at=0, named="dora", answer="somebody else")
    walk.message(at=0, named="charlie", answer="")
    walk.open(who="alice", at=0)
    walk.write(who="alice", at=0, verb="notes")
    walk.write(who="dora", at=0, verb="notes")


def test_who_steps_back_and_who_comes_later_open_nothing_of_it(walk):
    """T5, T10: neither the one who recused himself nor a handler enrolled since."""
    walk.report(about=frozenset({"bob"}), danger=False)
    walk.time_passes(hours=24)
    walk.write(who="dora", at=0, verb="recuse")
    walk.enrol(who="gus")
    walk.message(at=0, named=None, answer="")
    walk.open(who="alice", at=0)
    walk.write(who="alice", at=0, verb="recuse")
    walk.sign_in(who="olga")
    walk.another_report(**PLAIN | {"typed": "rita"})
    walk.open(who="gus", at=1)


def test_deputies_and_dotted_lines_come_and_go(walk):
    """C3: as the company stood on any one day."""
    walk.report(typed="charlie")
    walk.move(who="emil", to="tina", kind="deputy")
    walk.move(who="charlie", to="alice", kind="dotted")
    walk.write(who="emil", at=0, verb="notes")
    walk.write(who="alice", at=0, verb="reply")
    walk.leave_or_return(who="charlie")
    walk.message(at=0, named="gus", answer="")
    walk.leave_or_return(who="charlie")
    walk.sign_in(who="omar")
    walk.open(who="omar", at=0)


def test_a_handler_marries_the_subject(walk):
    """T18: declared in the middle of a case, it counts at once, and before there is another."""
    walk.report(about=frozenset({"bob"}))
    walk.open(who="alice", at=0)
    walk.declare(who="dora", to="bob", relation="family")
    walk.write(who="dora", at=0, verb="reply")
    walk.declare(who="emil", to="charlie", relation="loan")
    walk.declare(who="alice", to="bob", relation="gift-returned")
    walk.another_report(**PLAIN | {"typed": "charlie"})
    walk.message(at=0, named=None, answer="")
    walk.open(who="alice", at=0)
    walk.sign_in(who="olga")
    walk.withdraw(who="dora", signers=["alice", "emil"])
    walk.withdraw(who="dora", signers=["alice", "olga"])
    walk.open(who="dora", at=0)


def test_who_joined_the_tier_since_is_no_reader_of_it(walk):
    """T25: the desks of before stay empty, and new people at them do not hold the standby up."""
    walk.report(about=frozenset({"dora"}))
    walk.write(who="alice", at=0, verb="reply")
    walk.enrol(who="gus")
    walk.enrol(who="tina")
    walk.time_passes(hours=200)
    walk.sign_in(who="gus")
    walk.sign_in(who="tina")
    walk.sign_in(who="olga")
    walk.open(who="olga", at=0)


def test_two_lift_a_line_and_nobody_lifts_a_veto(walk):
    """CONFLICTS §4: after seven days, on one ground; another one shuts him out again."""
    walk.report(about=frozenset({"bob"}), veto=frozenset({"emil"}))
    walk.lift(who="farid", at=0, signers=["alice", "emil"], ground="C3")
    walk.lift(who="emil", at=0, signers=["alice", "olga"], ground="C11")
    walk.lift(who="farid", at=0, signers=["dora", "olga"], ground="C3")
    walk.time_passes(hours=72)
    walk.open(who="alice", at=0)
    walk.time_passes(hours=200)
    walk.open(who="alice", at=0)
    walk.message(at=0, named="farid", answer="")
    walk.open(who="alice", at=0)
    walk.write(who="farid", at=0, verb="notes")
    assert walk.machine.counted["lifted"] > 0
