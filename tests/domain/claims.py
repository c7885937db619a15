"""What the tables come to, said by hand: each claim takes a policy and fails if it is another one.

`test_tables_flip.py` changes the tables a cell at a time and expects a claim to notice.
"""

from dataclasses import replace

import pytest

from app.domain import (
    access,
    cases,
    conflicts,
    declarations,
    errors,
    findings,
    grounds,
    mentions,
    policy_table,
    roles,
    routing,
    workflow,
)  # fmt: skip
from app.domain.mentions import folding
from app.domain.people import Directory, Name, Person
from tests.domain import company, glossary
from tests.domain.company import TIERS, TODAY, judge, said

NOBODY, STAFF = Directory({}), company.directory()
RULED = {
    "C1": "exclude nobody", "C2": "exclude two", "C3": "exclude two", "C4": "exclude nobody",
    "C4 far": "exclude two", "C5": "exclude nobody", "C6": "exclude two", "C7": "warn two",
    "C8": "exclude nobody", "C9": "warn two", "C10": "exclude nobody", "C11": "exclude reporter",
    "C12": "exclude nobody", "C13": "exclude nobody",
}  # fmt: skip
# Who of the standing company fits what; Lena administers.
FIT = {
    "ceo": "cora", "cfo": "finn", "head_of_hr": "hilda", "audit": "ian", "general_counsel": "greta",
    "board": "vera ines otto", "management": "cora finn hilda greta mona",
    "committee": "alice bob eve nils petra", "compliance": "kim", "hr": "hilda petra",
    "legal": "greta", "it": "tom lena", "sales": "nils",
}  # fmt: skip
# What somebody fits by his rank alone, from 0, the board.
RANKED = ("board", "ceo management", "management", "", "", "")
STARTS = {
    "ceo": 2, "cfo": 2, "management": 2, "compliance": 2, "hr": 2, "legal": 2, "it": 2, "board": 3,
    "committee": 1,
}  # fmt: skip
# One title for each role that a person may fit, and where a report about him starts.
STARTS_BY_TITLE = {
    "CEO": 2, "CFO": 2, "Compliance officer": 2, "Counsel": 2, "Internal auditor": 2,
    "Head of HR": 2, "Board member": 3, "System administrator": 1, "Agent": 1,
}  # fmt: skip
MAY = {
    access.Role.REPORTER: "reporter.case",
    access.Role.HANDLER: (
        "sign_out case.list case.open case.attest case.reply case.note case.status case.recuse "
        "case.cosign case.hand_up "
        "case.intake declare roster.view roster.sign changes.view changes.sign"
    ),
    access.Role.AUDITOR: "sign_out roster.view roster.sign register.view",
    access.Role.ADMINISTRATOR: "sign_out people.manage accounts.manage tiers.manage",
    None: "",
}
ANYBODY = "public report return sign_in welcome"
STEPS = """
received acknowledged acknowledge
acknowledged assessing assess
assessing investigating investigate
assessing concluded conclude because
investigating concluded conclude because
investigating assessing reassess because
concluded investigating reopen because
concluded closed close because
closed assessing reopen because
"""
TIES = {"near": "C4 C4", "far": "C4 C4 far", "interest": "C5 C5", "dispute": "C10 C10",
        "answered": "C10 C10"}  # fmt: skip
RELATIONS = {
    "near": "family household close", "far": "relative",
    "interest": "holding side-job supplier loan gift", "dispute": "dispute",
    "answered": "dispute-theirs", "": "holding-small gift-returned",
}  # fmt: skip
ROWS = (1, 1, 2, 2, 2, 3, 2, 3)


def decided(report, rules=company.POLICY, known=STAFF, insiders=(), readers=TIERS):
    return conflicts.decide(
        report, (), directory=known, readers=readers, policy=rules, today=TODAY, insiders=insiders
    )


def start(report, rules, known):
    """Return where it starts in a company whose tiers are empty: by the rules alone."""
    decision = decided(report, rules, known, readers={})
    return routing.start_tier(decision, said=report, members=(), policy=rules, directory=known)


def settings(rules):
    """DESIGN §6, §7 and CONFLICTS §3: what a new instance starts with."""
    assert [(one.number, one.name, one.quorum) for one in rules.tiers] == [
        (1, "Ethics committee", 2), (2, "Audit committee", 2), (3, "Ombudspeople", 1),
    ]  # fmt: skip
    assert (rules.top_seniority, rules.published_seniority, rules.team_size) == (2, 2, 5)
    assert (rules.holding_euros, rules.holding_per_mille) == (5000, 1)
    assert (rules.jurisdiction, rules.release_hour, rules.ask_declaration) == ("EU", None, True)
    assert (rules.administrators, rules.entities) == (frozenset(), ())
    assert rules.neutral_page == "https://www.wikipedia.org/"
    assert dict(rules.incentives) == {"overselling": ("sales",), "credit": ("sales",)}


def ground_rules(rules):
    """CONFLICTS §1."""
    assert {key: f"{one.effect} {one.lifting}" for key, one in rules.grounds.items()} == RULED


def members(rules):
    """Who fits what, in the standing company and by every title and unit of the glossary."""
    known = {"directory": STAFF, "readers": TIERS, "today": TODAY}
    known["policy"] = replace(rules, administrators=frozenset({"lena"}))
    assert {role for role, rule in rules.roles.items() if rule.body} == set(glossary.WORDS)
    assert {role: roles.members(role, **known) for role in rules.roles} == {
        role: set(who.split()) for role, who in FIT.items()
    }
    for rank, fit in enumerate(RANKED):
        known["directory"] = Directory({"x": replace(person("Agent", "titles"), seniority=rank)})
        found = {role for role in FIT if "x" in roles.members(role, **known)}
        assert found == set(fit.split()), rank
    for role in FIT:
        called = {"titles": glossary.TITLES.get(role), "units": glossary.UNITS.get(role)}
        for kind, phrases in called.items():
            for phrase in glossary.phrases(phrases) if phrases else ():
                one = person(phrase, kind)
                known["directory"] = Directory({"x": one})
                assert "x" in roles.members(role, **known), (role, phrase)


def person(phrase, kind):
    if kind == "units":
        return Person("x", (Name("Xaver Xu", "name"),), phrase)
    return Person("x", (Name("Xaver Xu", "name"), Name(phrase, "title")))


def words(rules):
    """Every word for a body, and every title of a role few people hold, in a text."""
    index = mentions.Index(STAFF, readers=TIERS, policy=rules, today=TODAY)

    def named(text):
        found = index.find(text, where="message")
        return {(one.body or tuple(one.people), folding.phrase(one.text)) for one in found}

    for role, phrases in glossary.WORDS.items():
        for phrase in glossary.phrases(phrases):
            assert (role, folding.phrase(phrase)) in named(phrase), phrase
    for role, phrases in glossary.TITLES.items():
        meant = (FIT[role],)
        for phrase in glossary.phrases(phrases) if role not in glossary.WORDS else ():
            assert (meant, folding.phrase(phrase)) in named(phrase), phrase
    for phrase in glossary.phrases(glossary.NOT_A_BODY):
        assert not [one for one in index.find(phrase, where="message") if one.body], phrase
    assert {body for body, _ in named("the Audit committee and the Ethics committee")} == {
        "board", "committee",
    }  # fmt: skip


def starts(rules):
    """CONFLICTS §3 step 1: by what she ticks, by whom it is about, by the kind of matter."""
    ticked = {role: start(said(about_roles=role), rules, NOBODY) for role in STARTS}
    assert ticked == STARTS
    for title, tier in STARTS_BY_TITLE.items():
        known = Directory({"x": person(title, "titles")})
        assert start(said(about_people="x"), rules, known) == tier, title
    for rank, tier in ((0, 3), (1, 2), (2, 2), (3, 1), (6, 1)):
        one = replace(person("Agent", "titles"), seniority=rank)
        known = Directory({"x": one})
        assert start(said(about_people="x"), rules, known) == tier, rank
    named = replace(rules, administrators=frozenset({"charlie"}))
    assert start(said(about_people="charlie"), named, NOBODY) == 2
    for category in cases.CATEGORIES:
        tier = 2 if category == "accounting" else 1
        assert start(said(category=category), rules, NOBODY) == tier, category
    flags = {rule.why: (rule.tier, rule.top, rule.administrators) for rule in rules.start}
    assert flags == {
        "top management": (2, True, False), "control function": (2, False, False),
        "machinery": (2, False, True), "accounting matter": (2, False, False),
        "tier 2 or the board": (3, False, False),
    }  # fmt: skip


def asked(rules):
    """Readers and whom the policy publishes are asked about, and nobody else."""
    text = "Vera Vance, Cora Castle, Finn Farrow, Sara Sommer and Robert Okafor"
    assert {one.id for one in judge(said(), text, rules=rules).questions} == {
        "vera", "cora", "finn", "bob",
    }  # fmt: skip


def paid(rules):
    """C9 by the matter: whoever sells, where too much was promised or credit taken."""
    for category in cases.CATEGORIES:
        decision = decided(said(category=category), rules)
        warned = {"nils"} if category in {"overselling", "credit"} else set()
        assert set(decision.warned) == warned, category


def public(rules):
    """CONFLICTS §1, the paragraph under the table; and who is out for good (C12)."""
    del rules
    shown = {"C1", "C2", "C3", "C7", "C8", "C11"}
    for ground in grounds.Ground:
        out = decided(said(), insiders=[conflicts.excluded("alice", ground)])
        assert out.is_publicly_clean("alice") == (ground not in shown), ground
    rules = replace(company.POLICY, administrators=frozenset({"alice"}))
    for ground in grounds.Ground:
        insiders = [conflicts.excluded("alice", ground)]
        reasons = decided(said(), rules, insiders=insiders).excluded["alice"]
        never = "C12" in {one.ground for one in reasons}
        assert never == (ground in {"C1", "C2", "C3", "C4", "C5", "C12"}), ground


def ties(rules):
    """CONFLICTS §1, C4, C5 and C10."""
    del rules
    assert {kind.value: " ".join(by) for kind, by in findings.BY_TIE.items()} == TIES
    found = {relation: kind or "" for relation, kind in declarations.RELATIONS.items()}
    assert found == {one: kind for kind, listed in RELATIONS.items() for one in listed.split()}


def may(rules):
    """DESIGN §7, P7: role × action."""
    del rules
    for role, listed in MAY.items():
        allowed = {action.value for action in access.Action if access.may(role, action)}
        assert allowed == {*listed.split(), *ANYBODY.split()}, role


def steps(rules):
    """DESIGN §7: from which status to which, and with what reason."""
    del rules
    for line in STEPS.split("\n")[1:-1]:
        before, after, action, *because = line.split()
        step = workflow.check(before, after, "because")
        assert (step.action, step.before, step.after) == (action, before, after)
        if because:
            with pytest.raises(errors.ReasonMissing):
                workflow.check(before, after, "")
        else:
            assert workflow.check(before, after, "") == step
    pairs = {tuple(line.split()[:2]) for line in STEPS.split("\n")[1:-1]}
    for before in cases.STATUSES:
        assert {(before, step.after) for step in workflow.allowed(before)} == {
            pair for pair in pairs if pair[0] == before
        }


def rows(rules):
    """CONFLICTS §3: which tier receives, row by row."""
    del rules
    assert tuple(receives for _, receives, _ in policy_table.ROWS) == ROWS


CLAIMS = (
    settings,
    ground_rules,
    starts,
    members,
    words,
    asked,
    paid,
    public,
    ties,
    may,
    steps,
    rows,
)
