"""P9 the other way round: whatever cards a case holds, two who may must have signed for each key.

The case is about Bob; Dora is mentioned. What the items of a case let in is compared with a plain
list of who may sign. Nothing of it touches the database, so one backend is enough.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services import cards, casefile, world
from app.services.caseitems import EPOCH, REPORTER, Item
from app.store import cases
from tests.services.test_cards import report
from tests.support import cast as casting
from tests.support import flows, seeds

NOW = casting.START
DAYS = 9
TIERS = {"alice": 1, "emil": 1, "olga": 2, "omar": 2, "oskar": 2, "uma": 3, "viktor": 3}
LETS_IN = {
    ("lift", "dora", "C2"): {"dora"},
    ("lift", "farid", "C3"): {"farid"},
    ("lift", "bob", "C1"): set(),
    ("lift", "dora", "C3"): set(),
    ("lift", "emil", "C2"): {"emil"},
    ("grant", "dora", ""): set(),
    ("grant", "omar", ""): {"omar"},
}
DAY = st.integers(0, DAYS)
CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "card": st.sampled_from(sorted(LETS_IN)),
            "by": st.sampled_from(seeds.HANDLERS),
            "on": DAY,
            "signed": st.lists(st.tuples(st.sampled_from(seeds.HANDLERS), DAY), max_size=2),
            "told": st.none() | DAY | DAY | DAY,
            "refused": st.sampled_from((False, False, False, True)),
        },
    ),
    min_size=1,
    max_size=3,
)


@pytest.fixture
def decided(inst, cast):
    """Open the case as Alice does; give (cards, day) -> (who is added, who holds a key more)."""
    case = flows.come_back(inst, report(inst)).case
    accounts = {person: seeds.account(inst, person) for person in seeds.HANDLERS}
    people = {account.hex(): person for person, account in accounts.items()}
    seen = world.current(inst, now=NOW)
    with inst.db.read() as session:
        stored = cases.load(session, case, account=accounts["alice"])
    file = casefile.open_for_reader(
        inst, stored, identity=seeds.identity(cast, "alice"), account=accounts["alice"],
        authors=seen.authors,
    )  # fmt: skip

    def decided(drawn, today):
        laid = items_of(drawn, accounts, file.next_sequence)
        following = file.next_sequence + len(laid)
        after = replace(file, items=(*file.items, *laid), next_sequence=following)
        day = (NOW + timedelta(days=today)).date()
        verdict = cards.of_case(after, seen, today=day)
        more = verdict.route.holders - cards.of_case(file, seen, today=day).route.holders
        return {people[one] for one in verdict.added}, {people[one] for one in more}

    return decided


def items_of(drawn, accounts, start):
    """Lay out the items of these cards, as they would be opened."""
    laid = []

    def put(kind, by, on, **body):
        number = start + len(laid)
        room = "thread" if by in {EPOCH, REPORTER} else "internal"
        digest = number.to_bytes(32)
        body |= {"kind": kind, "text": "", "on": (NOW + timedelta(days=on)).date().isoformat()}
        laid.append(Item(digest[:16], 0, number, room, by, digest, body))
        return digest.hex()

    for one in drawn:
        what, person, ground = one["card"]
        card = put(
            "card", accounts[one["by"]], one["on"],
            what=what, person=person, ground=ground, meant="",
        )  # fmt: skip
        for signer, on in one["signed"]:
            put("signature", accounts[signer], on, card=card)
        if one["told"] is not None:
            put("notice", EPOCH, one["told"], what=what, card=card)
        if one["refused"]:
            put("objection", REPORTER, DAYS, card=card)
    return tuple(laid)


def may_have_signed(one):
    signers = {one["by"], *(person for person, _ in one["signed"])} - {one["card"][1]}
    tiers = [TIERS[person] for person in signers if person in TIERS]
    return any(low != high for low, high in combinations(tiers, 2))


def expected(drawn, today):
    """Say whom these cards let in, item by item."""
    refused = {one["card"] for one in drawn if one["refused"]}
    let_in = set()
    for one in drawn:
        days = [one["on"], one["told"] or 0, *(on for _, on in one["signed"])]
        is_due = one["told"] is not None and today > max(days) + 7
        if is_due and one["card"] not in refused and may_have_signed(one):
            let_in |= LETS_IN[one["card"]]
    return let_in


@settings(suppress_health_check=list(HealthCheck))
@given(drawn=CARDS, today=st.integers(0, DAYS + 30))
def test_without_two_signatures_nobody_gains_a_key(decided, drawn, today):
    added, more = decided(drawn, today)

    assert added == expected(drawn, today)
    assert more <= added
