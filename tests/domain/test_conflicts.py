"""Who is out, and why (CONFLICTS §1)."""

from dataclasses import replace

import pytest

from app.domain import conflicts, grounds
from app.domain.conflicts import Ground
from app.domain.mentions import Mention
from app.domain.people import Line
from tests.domain import company
from tests.domain.company import judge, said


def test_it_works():
    judged = judge(said(about_people="charlie"))

    assert judged.out == {"bob": ("C3",)}
    assert judged.decision.is_clean("alice")
    assert not judged.decision.is_clean("bob")


def test_nobody_but_a_reader_is_clean():
    """Fail closed: whoever was not judged is not clean."""
    decision = judge(said()).decision

    assert decision.is_clean("alice")
    assert not decision.is_clean("charlie")
    assert not decision.is_publicly_clean("a stranger")


def test_every_reason_says_who_could_lift_it_by_the_policy():
    """CONFLICTS §1: the table is data, and a policy may tighten it."""
    strict = {**grounds.DEFAULT, "C2": grounds.GroundRule(), "C11": grounds.GroundRule()}
    report = said(about_people="bob", only_mentioned="eve", veto="nils")
    stricter = replace(company.POLICY, grounds=strict)

    def by(rules):
        out = judge(report, rules=rules).decision.excluded.values()
        return {reason.ground: reason.liftable_by for reasons in out for reason in reasons}

    assert by(company.POLICY) == {"C1": "nobody", "C2": "two", "C11": "reporter"}
    assert by(stricter) == {"C1": "nobody", "C2": "nobody", "C11": "nobody"}
    assert conflicts.excluded("bob", Ground.C6).liftable_by == "two"


def test_what_the_directory_and_her_words_say_is_public():
    assert set(conflicts.PUBLIC) == {Ground(one) for one in ["C1", "C2", "C3", "C7", "C8", "C11"]}


def test_several_reasons_are_all_kept_in_order():
    judged = judge(said(about_people="sara bob", veto="bob", only_mentioned="alice"))

    assert judged.out["bob"] == ("C1", "C3", "C11")
    assert judged.out["alice"] == ("C2",)


def test_a_veto_leaves_out_that_reader_alone():
    assert judge(said(veto="bob charlie")).out == {"bob": ("C11",)}


def test_what_insiders_record_is_added():
    kin = conflicts.excluded("eve", Ground.C4)
    judged = judge(said(), insiders=[kin])

    assert judged.out == {"eve": ("C4",)}
    assert judged.decision.is_publicly_clean("eve")
    assert not judged.decision.is_clean("eve")


def test_a_person_entered_as_subject_has_a_line_too():
    judged = judge(said(), insiders=[conflicts.excluded("sara", Ground.C1)])

    assert judged.decision.subjects == {"sara"}
    assert judged.out == {"bob": ("C3",)}


# --- names typed on the first page ---------------------------------------------------------------


def test_a_person_entered_as_subject_is_no_longer_only_mentioned():
    decision = judge(
        said(only_mentioned="sara"), insiders=[conflicts.excluded("sara", Ground.C1)]
    ).decision

    assert decision.subjects == {"sara"}
    assert decision.mentioned == set()


def test_a_typed_name_makes_a_subject_of_anyone_it_names_exactly():
    assert judge(said(about_names=("Charlie Cruz",))).out == {"bob": ("C3",)}


def test_a_typed_word_makes_a_subject_of_the_reader_who_bears_it():
    judged = judge(said(about_names=("Okafor",)), known=company.directory(
        Line("alice", "bob", "dotted", company.SINCE)))  # fmt: skip

    assert judged.out == {"bob": ("C1",), "alice": ("C3",)}


def test_a_shared_word_leaves_out_the_reader_alone():
    """A stranger of the same family name: doubt takes the reader out, not his line."""
    judged = judge(said(about_names=("Jane Okafor",)), known=company.directory(
        Line("alice", "bob", "dotted", company.SINCE)))  # fmt: skip

    assert judged.out == {"bob": ("C1",)}
    assert judged.decision.subjects == frozenset()
    assert judged.tier == 1


def test_a_typed_name_that_nobody_shares_leaves_out_nobody():
    for name in ("Jane Doe", "?", "Dr."):
        judged = judge(said(about_names=(name,)))
        assert judged.out == {}
        assert judged.decision.kept.about_names == (name,)


def test_a_typed_body_is_accused_whatever_is_answered():
    judged = judge(said(about_names=("the ethics committee",), about_roles="none",
                        not_them="committee"))  # fmt: skip

    assert judged.decision.bodies == {"committee"}
    assert judged.questions == ()


def test_a_typed_first_name_asks_about_a_senior_and_no_answer_means_him():
    open_, answered = said(about_names=("Cora",)), said(about_names=("Cora",), other_person="cora")

    assert [one.id for one in judge(open_).questions] == ["cora"]
    assert judge(open_).decision.subjects == {"cora"}
    assert judge(answered).decision.subjects == frozenset()
    assert judge(answered).questions == ()


def test_what_was_answered_about_a_typed_name_goes_on_counting():
    kept = judge(said(about_names=("Cora",), other_person="cora")).decision.kept

    assert judge(kept.joined(said())).decision.subjects == frozenset()
    assert judge(kept.joined(said())).questions == ()


def test_a_name_typed_again_is_judged_by_its_own_answers():
    kept = judge(said(about_names=("Cora",), other_person="cora")).decision.kept
    again = judge(kept.joined(said(about_names=("Cora",))))

    assert again.decision.subjects == {"cora"}
    assert [one.id for one in again.questions] == ["cora"]


# --- names in the text ---------------------------------------------------------------------------


def test_whoever_the_text_names_is_a_subject_until_she_says_otherwise():
    assert judge(said(), "Charlie Cruz").decision.subjects == {"charlie"}
    assert judge(said(), "Robert Okafor").out["bob"] == ("C1",)
    assert judge(said(only_mentioned="bob"), "Robert Okafor").out["bob"] == ("C2",)


def test_only_mentioned_loosens_no_tick():
    judged = judge(said(about_people="bob", only_mentioned="bob"), "Robert Okafor")

    assert judged.out["bob"] == ("C1",)


def test_somebody_else_of_that_name_lifts_a_senior_who_does_not_read():
    judged = judge(said(other_person="cora"), "Cora Castle from the shop")

    assert judged.decision.subjects == frozenset()
    assert judged.decision.kept.namesakes == {"cora"}


def namesakes(*rows):
    """Add people to the company: (id, name, seniority)."""
    more = [company.person(one, name, seniority=rank) for one, name, rank in rows]
    return company.directory().with_people(more)


def test_a_name_that_fits_several_means_all_of_them_who_read():
    known = namesakes(("x", "Robert Okafor", None), ("y", "Robert Okafor", 2))
    judged = judge(said(other_person="y"), "Robert Okafor", known=known)

    assert judged.decision.subjects == {"bob"}
    assert {one.id for one in judge(said(), "Robert Okafor", known=known).questions} == {"bob", "y"}


def test_where_one_of_several_is_senior_no_answer_means_all():
    known = namesakes(("x", "Robert Okafor", None), ("y", "Robert Okafor", 2))

    for report, text in ((said(), "Robert Okafor"), (said(about_names=("Robert Okafor",)), "")):
        assert judge(report, text, known=known).decision.subjects == {"bob", "x", "y"}


def test_namesakes_who_are_neither_leave_out_nobody():
    known = namesakes(("x", "Jo Lee", None), ("y", "Jo Lee", 6))

    assert judge(said(), "Jo Lee", known=known).decision.subjects == frozenset()


# --- bodies --------------------------------------------------------------------------------------


def test_a_body_in_the_text_is_asked_about_and_no_answer_means_everyone_in_it():
    judged = judge(said(), "I told HR")

    assert [(one.kind, one.id, one.label) for one in judged.questions] == [("body", "hr", "HR")]
    assert judged.out["petra"] == ("C1", "C3")


@pytest.mark.parametrize("settled", [said(about_roles="none"), said(not_them="hr")])
def test_a_body_that_is_settled_leaves_out_nobody(settled):
    judged = judge(settled, "I told HR")

    assert judged.out == {}
    assert judged.questions == ()


def test_a_ticked_body_is_not_asked_about_and_no_answer_loosens_it():
    judged = judge(said(about_roles="hr", not_them="hr"), "I told HR")

    assert judged.questions == ()
    assert judged.out["petra"] == ("C1", "C3")


def test_none_beside_a_tick_settles_nothing():
    assert judge(said(about_roles="none hr"), "the committee").decision.bodies == {
        "hr",
        "committee",
    }


# --- her own boss --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "out"),
    [
        ("Support", {"bob"}),
        ("support ", {"bob"}),
        ("Sales", set()),
        ("", {"bob"}),
        ("Nowhere", {"bob"}),
    ],
)
def test_a_boss_who_reads_is_looked_for_in_the_unit_and_else_anywhere(unit, out):
    assert set(judge(said(about_boss="reader", unit=unit)).out) == out


def test_a_reader_who_leads_at_a_distance_leads_people_there():
    tiers = {**company.TIERS, "mona": 1}

    assert {"bob", "mona"} <= set(judge(said(about_boss="reader", unit="Support"), tiers=tiers).out)


@pytest.mark.parametrize(
    "report",
    [
        said(about_boss="other"),
        said(about_boss="no"),
        said(about_boss="reader", about_people="eve"),
    ],
)
def test_a_boss_elsewhere_or_ticked_leaves_out_no_further_reader(report):
    assert "bob" not in judge(report).out


# --- the check page ------------------------------------------------------------------------------


def test_readers_and_published_seniors_are_asked_about_by_name():
    asked = judge(said(), "Robert Okafor, Cora Castle and Charlie Cruz").questions

    assert [(one.kind, one.id, one.label) for one in asked] == [
        ("person", "cora", "Cora Castle"), ("person", "bob", "Robert Okafor"),
    ]  # fmt: skip


def test_the_board_is_asked_about_though_it_reads_nothing():
    tiers = {one: tier for one, tier in company.TIERS.items() if tier != 2}

    assert [one.id for one in judge(said(), "Vera Vance", tiers=tiers).questions] == ["vera"]


@pytest.mark.parametrize("field", ["about_people", "accused", "only_mentioned", "other_person"])
def test_whom_she_has_spoken_of_is_not_asked_about(field):
    assert judge(said(**{field: "bob"}), "Robert Okafor").questions == ()


def test_a_reader_whose_name_she_typed_is_not_asked_about():
    assert judge(said(about_names=("Robert Okafor",)), "Robert Okafor").questions == ()


def test_a_vetoed_reader_is_asked_about():
    """A veto gives no reason: whether it is about him is still open, and his line with it."""
    assert [one.id for one in judge(said(veto="bob"), "Robert Okafor").questions] == ["bob"]


def test_a_reader_whose_record_is_missing_is_called_by_his_id():
    questions = conflicts.questions(
        said(),
        (Mention(frozenset({"ghost"}), None, "name", "story", "x"),),
        directory=company.directory(),
        readers={"ghost": 1},
        policy=company.POLICY,
    )
    assert questions == (conflicts.Question("person", "ghost", "ghost"),)


GIVEN = {"directory": company.directory(), "readers": company.TIERS, "policy": company.POLICY}


def found(how, *people, where="story", text="Kora Kastle"):
    return Mention(frozenset(people), None, how, where, text, certainty="near")


@pytest.mark.parametrize("how", ["near", "diminutive", "initials", "name", "word"])
def test_all_that_the_matcher_finds_is_asked_about_by_the_name_on_record(how):
    mentions = (found(how, "cora"), found(how, "bob"), found(how, "charlie"))
    asked = conflicts.questions(said(), mentions, **GIVEN)

    assert [(one.id, one.label) for one in asked] == [
        ("cora", "Cora Castle"), ("bob", "Robert Okafor"),
    ]  # fmt: skip
    decision = conflicts.decide(said(), mentions, **GIVEN, today=company.TODAY)
    assert decision.subjects == {"cora", "bob", "charlie"}


def test_a_firm_is_nobody_to_be_asked_about():
    firm = Mention(frozenset(), None, "firm", "story", "Meridian", firms=frozenset({"meridian"}))

    assert conflicts.questions(said(), (firm,), **GIVEN) == ()
    assert not conflicts.decide(said(), (firm,), **GIVEN, today=company.TODAY).subjects


def test_a_typed_name_that_is_only_near_a_seniors_is_asked_about_and_her_answer_counts():
    report = said(about_names=("Kora Kastle",))
    near = (found("near", "cora", where="names"),)
    lifted = said(about_names=("Kora Kastle",), other_person="cora")

    assert [one.id for one in conflicts.questions(report, near, **GIVEN)] == ["cora"]
    assert conflicts.decide(report, near, **GIVEN, today=company.TODAY).subjects == {"cora"}
    assert not conflicts.decide(lifted, near, **GIVEN, today=company.TODAY).subjects


def test_no_answer_lifts_a_typed_name_that_is_near_a_readers():
    report = said(about_names=("Bobb Okafor",), other_person="bob")
    near = (found("near", "bob", where="names", text="Bobb Okafor"),)

    assert conflicts.questions(report, near, **GIVEN) == ()
    assert conflicts.decide(report, near, **GIVEN, today=company.TODAY).subjects == {"bob"}


# --- later messages ------------------------------------------------------------------------------


def test_whom_she_accused_before_stays_accused_in_what_is_kept():
    kept = judge(said(accused="bob"), "Charlie Cruz").decision.kept

    assert kept.accused == {"bob", "charlie"}


def test_an_answer_given_once_does_not_settle_a_later_accusation():
    kept = judge(said(only_mentioned="bob"), "I told Robert Okafor").decision.kept
    later = judge(kept.joined(said()), "Robert Okafor did it himself", where="message")

    assert later.out["bob"] == ("C1",)
    assert [one.id for one in later.questions] == ["bob"]


def test_a_later_answer_does_not_loosen_an_earlier_accusation():
    kept = judge(said(), "Robert Okafor did it").decision.kept
    later = judge(kept.joined(said(only_mentioned="bob")), "as I told Okafor", where="message")

    assert later.out["bob"] == ("C1",)
    assert later.questions == ()


def test_none_on_the_first_page_does_not_settle_a_later_message():
    kept = judge(said(about_roles="none"), "Dear committee").decision.kept
    later = judge(kept.joined(said()), "the committee is in on it", where="message")

    assert later.decision.bodies == {"committee"}


def test_a_later_mention_may_be_answered_only_mentioned():
    kept = judge(said(about_people="charlie")).decision.kept
    later = judge(kept.joined(said(only_mentioned="alice")), "Alice Archer saw it", where="message")

    assert later.out == {"bob": ("C3",), "alice": ("C2",)}


# --- what the matcher finds behind one word of a typed name --------------------------------------


def typed_near(name, word, *people, said_more=None):
    """Judge a typed name of which the matcher found one word to be near a name."""
    report = said(about_names=(name,), **(said_more or {}))
    found = (Mention(frozenset(people), None, "word", "names", word),)
    return conflicts.decide(
        report, found, directory=company.directory(), readers=company.TIERS, policy=company.POLICY,
        today=company.TODAY,
    )  # fmt: skip


def test_a_word_near_a_readers_name_leaves_out_that_reader_and_not_his_line():
    decision = typed_near("Jane Okafr", "Okafr", "bob")

    assert [one.ground for one in decision.excluded["bob"]] == ["C1"]
    assert decision.subjects == frozenset()


def test_a_name_that_is_that_word_alone_makes_a_subject_of_him():
    assert typed_near("Okafr", "Okafr", "bob").subjects == {"bob"}
    assert typed_near("Okafr Robert", "Okafr", "bob").subjects == {"bob"}


def test_a_word_near_the_name_of_somebody_who_is_neither_reader_nor_senior_says_nothing():
    assert typed_near("Cruzz", "Cruzz", "charlie").subjects == frozenset()


def test_a_reader_left_out_for_a_word_stays_out_in_later_messages():
    """P9: what the matcher found behind a word is kept, not the word alone."""
    kept = typed_near("Jane Okafr", "Okafr", "bob").kept
    later = judge(kept.joined(said()))

    assert later.out["bob"] == ("C1",)
    assert judge(said(), "Nothing").decision.kept.suspected == frozenset()


def test_whoever_is_taken_for_another_has_suppressed_nothing_either():
    """§4: a mistaken identity is corrected, with all that follows from the name."""
    given = {"directory": company.directory(), "readers": company.TIERS, "policy": company.POLICY,
             "today": company.TODAY}  # fmt: skip
    named = frozenset({"bob"})
    decision = conflicts.decide(said(), (), suppressors=named, mistaken=named, **given)

    assert decision.is_clean("bob")
