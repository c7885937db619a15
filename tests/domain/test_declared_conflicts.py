"""Ties as private grounds: C4, C5, C10 take a handler away and never move a case (T4, T18, T24)."""

from datetime import date, timedelta

import pytest

from app.domain import conflicts, declarations, errors, routing
from app.domain.conflicts import Excluded, Ground
from app.domain.declarations import Tie, TieKind
from tests.domain import company

TODAY, DAY = company.TODAY, timedelta(days=1)
LONG_AGO = date(2010, 1, 1)
TIER_1 = {"alice", "bob", "eve", "nils", "petra"}


class Tied:
    """Ties as a table: (handler, other) → ties."""

    def __init__(self, table):
        self.table = table

    def between(self, handler, others):
        found = (self.table.get((handler, other), ()) for other in others)
        return frozenset(tie for ties in found for tie in ties)


def tied(*pairs, kind=TieKind.NEAR, since=LONG_AGO):
    return Tied({pair: (Tie(kind, since),) for pair in pairs})


def decide(report, ties=declarations.NOBODYS, **more):
    return conflicts.decide(
        report, (), directory=company.directory(), readers=company.TIERS, policy=company.POLICY,
        today=TODAY, ties=ties, **more,
    )  # fmt: skip


def route(report, decision):
    return routing.route(
        decision, said=report, members=company.members(), policy=company.POLICY,
        directory=company.directory(),
    )  # fmt: skip


ABOUT_CHARLIE = company.said(about_people="charlie")


@pytest.mark.parametrize(
    ("kind", "ground", "by"),
    [("near", "C4", "nobody"), ("far", "C4", "two"), ("interest", "C5", "nobody"),
     ("dispute", "C10", "nobody"), ("answered", "C10", "nobody")],
)  # fmt: skip
def test_a_tie_to_the_subject_takes_the_handler_away(kind, ground, by):
    decision = decide(ABOUT_CHARLIE, tied(("alice", "charlie"), kind=TieKind(kind)))
    assert decision.excluded["alice"] == (Excluded("alice", Ground(ground), by),)
    assert not decision.is_clean("alice")


@pytest.mark.parametrize("kind", list(TieKind))
def test_a_tie_is_a_private_ground(kind):
    assert decide(ABOUT_CHARLIE, tied(("alice", "charlie"), kind=kind)).is_publicly_clean("alice")


def test_a_tie_to_somebody_else_or_of_somebody_else_does_nothing():
    for pair in (("alice", "dora"), ("charlie", "alice"), ("tom", "charlie")):
        assert decide(ABOUT_CHARLIE, tied(pair)).excluded == decide(ABOUT_CHARLIE).excluded


def test_a_tie_to_somebody_only_mentioned_does_nothing():
    """C4 is about the subject; the one who is mentioned is out alone (C2)."""
    report = company.said(about_people="charlie", mentioned="dora")
    assert decide(report, tied(("alice", "dora"))).is_clean("alice")


def test_a_tie_to_a_firm_that_is_named_takes_the_handler_away():
    """T4: the subject is a supplier in which a member declared shares, or a gift."""
    ties = tied(("alice", "meridian"), kind=TieKind.INTEREST)
    report = company.said()
    assert decide(report, ties).is_clean("alice")
    decision = decide(report, ties, firms=frozenset({"meridian"}))
    assert decision.excluded["alice"] == (Excluded("alice", Ground.C5, "nobody"),)


@pytest.mark.parametrize(("came", "out"), [(DAY, True), (timedelta(), True), (-DAY, False)])
def test_a_dispute_that_the_accused_began_after_the_report_rids_him_of_nobody(came, out):
    """C10: and the report's own day counts, not that on which it is decided again."""
    ties = tied(("alice", "charlie"), kind=TieKind.ANSWERED, since=TODAY - 30 * DAY)
    decision = decide(ABOUT_CHARLIE, ties, came_on=TODAY - 30 * DAY + came)
    assert decision.is_clean("alice") is not out


def test_all_ties_are_given_as_reasons_each_ground_once_for_each_lifting():
    both = Tied({("alice", "charlie"): tuple(Tie(kind, LONG_AGO) for kind in TieKind)})
    reasons = decide(ABOUT_CHARLIE, both).excluded["alice"]
    assert [(one.ground.value, one.liftable_by) for one in reasons] == [
        ("C4", "nobody"), ("C4", "two"), ("C5", "nobody"), ("C10", "nobody"),
    ]  # fmt: skip


@pytest.mark.parametrize("out", [{"eve"}, {"eve", "petra"}, TIER_1 - {"bob"}])
def test_private_grounds_never_move_a_case(out):
    """T24: whether a report reaches Bob's list says nothing of whom his colleagues are tied to."""
    report = company.said(about_people="tina")
    ties = tied(*((one, "tina") for one in out))
    before, after = route(report, decide(report)), route(report, decide(report, ties))
    assert after.tier == before.tier == 1
    assert after.recipients == before.recipients - out
    assert after.standby == before.standby


@pytest.mark.parametrize(("out", "now"), [({"eve"}, False), (TIER_1 - {"bob", "alice"}, True)])
def test_where_half_of_the_tier_is_tied_the_standby_takes_part_at_once(out, now):
    """T7: never one-person handling in silence."""
    report = company.said(about_people="tina")
    assert route(report, decide(report, tied(*((one, "tina") for one in out)))).standby_now is now


def test_nobody_is_decided_by_ties_that_cannot_be_believed():
    """P12, T21: whoever the report is about, and if it is about nobody."""
    for report in (ABOUT_CHARLIE, company.said()):
        with pytest.raises(errors.Doubtful):
            decide(report, declarations.UNBELIEVABLE)


def test_what_the_first_page_shows_follows_from_no_tie():
    """CONFLICTS §5: `shown` has no way to ask for one."""
    shown = routing.shown(
        ABOUT_CHARLIE, directory=company.directory(), readers=company.TIERS,
        policy=company.POLICY, today=TODAY,
    )  # fmt: skip
    assert shown == routing.Shown(1, leaves_nobody=False)
