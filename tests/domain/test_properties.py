"""P2 and P9 over random companies and reports, judged by an oracle that shares no code.

The oracle (`oracle.py`) is written from CONFLICTS §1 and §3 and works day by day.
"""

from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from app.domain import cases, conflicts, errors, people_file, routing
from app.domain.people import Line
from tests.domain import oracle, strategies
from tests.domain.strategies import COMPANIES, IDS, MENTIONS, REPORTS, ROLES, SOME, TODAY

PRIVATE = sorted(set(conflicts.Ground) - conflicts.PUBLIC)
slow = settings(
    max_examples=settings.default.max_examples * 4 // 5, suppress_health_check=list(HealthCheck)
)


def decided(company, said, mentions=(), *, known=None, insiders=()):
    return conflicts.decide(
        said,
        mentions,
        directory=known or strategies.directory(company),
        readers=company["tiers"],
        policy=strategies.rules(company),
        today=TODAY,
        insiders=insiders,
    )


def routed(company, decision, said, *, known=None):
    """Tier and holders; nobody is the tier above all, so that it compares as the strictest."""
    members = [routing.Member(one, one, tier) for one, tier in company["tiers"].items()]
    try:
        route = routing.route(
            decision,
            said=said,
            members=members,
            policy=strategies.rules(company),
            directory=known or strategies.directory(company),
        )
    except errors.NobodyClean:
        return 9, frozenset()
    return route.tier, route.holders


def out(decision, ground):
    return {
        one
        for one, reasons in decision.excluded.items()
        if ground in {reason.ground for reason in reasons}
    }


@slow
@given(COMPANIES, REPORTS)
def test_the_rules_leave_out_exactly_whom_the_oracle_leaves_out(company, report):
    accused, left_out, mentioned, line, bodies = oracle.judged(company, report, TODAY)
    decision = decided(company, strategies.said(report), strategies.mentions(report))
    readers = company["tiers"].keys()

    assert decision.subjects == accused
    assert decision.bodies == bodies
    assert decision.mentioned == mentioned
    assert out(decision, conflicts.Ground.C1) == left_out & readers
    assert out(decision, conflicts.Ground.C2) == mentioned & readers
    assert out(decision, conflicts.Ground.C3) == line
    assert out(decision, conflicts.Ground.C11) == report["veto"] & readers


@slow
@given(COMPANIES, REPORTS, SOME)
def test_nobody_in_conflict_is_ever_among_the_holders(company, report, recused):
    """P2: and tier and holders are those of the oracle."""
    accused, left_out, mentioned, line, _ = oracle.judged(company, report, TODAY)
    expected = oracle.routed(company, report, TODAY, private=recused)
    said = strategies.said(report)
    insiders = [conflicts.excluded(one, conflicts.Ground.C10) for one in recused]
    decision = decided(company, said, strategies.mentions(report), insiders=insiders)
    tier, holders = routed(company, decision, said)

    event(f"tier {tier}")
    assert not holders & (left_out | accused | mentioned | line | report["veto"] | recused)
    assert (tier if holders else None, holders) == expected


MORE = st.fixed_dictionaries(
    {
        "about_people": SOME.map(frozenset),
        "about_roles": st.sets(st.sampled_from(ROLES[:-1]), max_size=1).map(frozenset),
        "veto": SOME.map(frozenset),
        "about_names": st.lists(strategies.NAMES, max_size=1).map(tuple),
        "accused": SOME.map(frozenset),
    },
)
INSIDERS = st.lists(
    st.builds(conflicts.excluded, st.sampled_from(IDS), st.sampled_from(conflicts.Ground)),
    max_size=2,
)


@slow
@given(
    COMPANIES,
    REPORTS,
    st.tuples(MORE, st.lists(MENTIONS, max_size=2), st.lists(strategies.LINES, max_size=2)),
    INSIDERS,
    st.booleans(),
)
def test_any_fact_more_takes_keys_away_and_moves_nothing_down(
    company, report, facts, insiders, strict
):
    """P9: ticks, names, mentions, vetoes, lines and what insiders record only tighten."""
    company = {**company, "strict": strict}
    more, named, lines = facts
    said, mentions = strategies.said(report), strategies.mentions(report)
    if said.boss_unknown:  # There a tick is the answer to which reader the boss is.
        more = {**more, "about_people": frozenset()}
    fuller = replace(said, **{field: getattr(said, field) + value
                              if field == "about_names" else getattr(said, field) | value
                              for field, value in more.items()})  # fmt: skip
    also = strategies.mentions({"mentions": named})
    before = strategies.directory(company)
    after = replace(before, lines=(*before.lines, *(Line(*line) for line in lines)))

    less = decided(company, said, mentions)
    full = decided(company, fuller, (*mentions, *also), known=after, insiders=insiders)
    tier, holders = routed(company, less, said)
    fuller_tier, fewer = routed(company, full, fuller, known=after)

    assert fewer <= holders
    assert fuller_tier >= tier
    assert less.subjects <= full.subjects


@slow
@given(COMPANIES, REPORTS, REPORTS, st.booleans())
def test_no_later_message_loosens_what_was_said_before(company, first, later, strict):
    """P9: whatever its answers; and what it names itself is judged by its own answers alone."""
    company = {**company, "strict": strict}
    said, mentions = strategies.said(first), strategies.mentions(first)
    before = decided(company, said, mentions)
    joined = before.kept.joined(strategies.said(later))
    now = decided(company, joined, strategies.mentions(later))
    alone = decided(company, strategies.said(later), strategies.mentions(later))
    tier, holders = routed(company, before, said)
    later_tier, fewer = routed(company, now, joined)

    assert fewer <= holders
    assert later_tier >= tier
    assert alone.subjects <= now.subjects
    assert before.mentioned <= now.mentioned | now.subjects


@slow
@given(COMPANIES, REPORTS)
def test_what_is_kept_decides_like_what_was_said(company, report):
    said = strategies.said(report)
    first = decided(company, said, strategies.mentions(report))
    again = decided(company, first.kept)

    assert again.excluded == first.excluded
    assert again.kept == first.kept
    assert routed(company, again, first.kept) == routed(company, first, said)


@slow
@given(COMPANIES, REPORTS)
def test_what_the_reporter_is_shown_does_not_depend_on_lines(company, report):
    """CONFLICTS §5: the same for two companies that differ only in lines."""
    said, mentions = strategies.said(report), strategies.mentions(report)
    rules, tiers = strategies.rules(company), company["tiers"]
    shown = []
    for lines in (company["lines"], ()):
        known = strategies.directory({**company, "lines": lines})
        at = {"directory": known, "readers": tiers, "policy": rules}
        shown.append(
            (
                conflicts.questions(said, mentions, **at),
                routing.shown(said, **at, today=TODAY),
            ),
        )

    assert shown[0] == shown[1]


@slow
@given(COMPANIES, REPORTS)
def test_nobody_is_asked_about_but_readers_and_whom_the_form_lists(company, report):
    """CONFLICTS §5: the check page is no way to search the directory."""
    known, rules = strategies.directory(company), strategies.rules(company)
    listed = {one for one, person in known.people.items() if person.seniority in {0, 1, 2}}
    asked = conflicts.questions(
        strategies.said(report), strategies.mentions(report), directory=known,
        readers=company["tiers"], policy=rules,
    )  # fmt: skip

    assert {one.id for one in asked if one.kind == "person"} <= listed | set(company["tiers"])
    names = {person.name for person in known.people.values()} | {"x"}
    assert {one.label for one in asked if one.kind == "person"} <= names


@slow
@given(COMPANIES, REPORTS)
def test_what_is_answered_is_not_asked_and_answering_all_settles_all(company, report):
    said, mentions = strategies.said(report), strategies.mentions(report)
    at = {"directory": strategies.directory(company), "readers": company["tiers"],
          "policy": strategies.rules(company)}  # fmt: skip
    asked = conflicts.questions(said, mentions, **at)
    answered = replace(
        said,
        only_mentioned=said.only_mentioned | {one.id for one in asked if one.kind == "person"},
        not_them=said.not_them | {one.id for one in asked if one.kind == "body"},
    )

    assert conflicts.questions(answered, mentions, **at) == ()
    assert {one.id for one in asked if one.kind == "person"} <= decided(
        company, said, mentions
    ).subjects


ROWS = st.fixed_dictionaries(
    {},
    optional={
        one: st.fixed_dictionaries(
            {
                "title": st.sampled_from(strategies.TITLES),
                "unit": st.sampled_from(strategies.UNITS[1:]),
                "seniority": st.sampled_from((None, 0, 1, 2, 5)),
                "manager": st.sampled_from(("", *IDS)),
                "dotted": SOME,
                "deputy": SOME,
            },
        )
        for one in IDS
    },
)


def imported(before, rows, as_of):
    listed = [
        people_file.Row(
            one,
            " ".join(sorted(before.people[one].names[0].text.split())) if before else one,
            title=row["title"],
            unit=row["unit"],
            seniority=row["seniority"],
            manager_id=row["manager"] if row["manager"] != one else "",
            dotted_ids=tuple(row["dotted"] - {one}),
            stands_in_for_ids=tuple(row["deputy"] - {one}),
        )
        for one, row in rows.items()
    ]
    return people_file.merge(before, listed, recorded_on=TODAY, as_of=as_of)


@slow
@given(COMPANIES, REPORTS, st.lists(st.tuples(ROWS, strategies.DAYS), min_size=1, max_size=3),
       st.booleans())  # fmt: skip
def test_no_import_weakens_a_conflict(company, report, imports, strict):
    """P9, CONFLICTS §1: whatever files say, in whatever order, dated whenever (T10)."""
    company = {**company, "strict": strict}
    known = strategies.directory(company)
    said, mentions = strategies.said(report), strategies.mentions(report)
    said = replace(said, unit="")  # A unit answers which boss; a new one may fit it better.
    was = decided(company, said, mentions, known=known)
    tier, holders = routed(company, was, said, known=known)
    for rows, as_of in imports:
        known = imported(known, rows, as_of)
    now = decided(company, said, mentions, known=known)
    later_tier, fewer = routed(company, now, said, known=known)

    assert was.subjects <= now.subjects
    assert fewer <= holders
    assert later_tier >= tier


def test_joining_nothing_keeps_every_fact():
    said = cases.Said(about_people=frozenset({"a"}), veto=frozenset({"b"}), category="fraud")

    assert said.joined(cases.Said()) == said
