"""Random organisations, reports and later facts for the oracle: plain values, nothing of the app.

Most of what is drawn is ordinary, so that the rare does not hide the rest: a company of ten to
twelve people in two entities, three tiers of handlers, and one report with later messages.
"""

import datetime as dt

from hypothesis import strategies as st

from tests.oracle import facts as plain

DAYS = (dt.date(2026, 2, 28), dt.date(2028, 2, 29), dt.date(2026, 7, 1))
IDS = tuple("abcdefghijkl")
GIVEN = ("ann", "bea", "cho", "dov", "eli", "fay")
FAMILY = ("oduya", "petrenko", "quist", "ruzicka", "sandoval", "tran")
UNITS = ("Support", "Support", "Sales", "Warehouse")
FUNCTIONS = (
    "ceo", "cfo", "head_of_hr", "audit", "board", "compliance", "legal", "hr", "it",
)  # fmt: skip
ROLES = ("ceo", "cfo", "board", "management", "committee", "compliance", "hr", "legal", "it")
BODIES = ("board", "management", "committee", "compliance", "hr", "legal", "it")
TIERS = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 2, "g": 2, "h": 2, "i": 3, "j": 3}
GROUNDS = ("C1", "C2", "C4", "C5", "C6", "C6", "C8", "C10", "C13", "C13")
RANKS = (None, None, 3, *[6] * 16, 0, 1, 2)


def _seldom(strategy, *, of=4):
    """Draw something once in a few times, else None."""
    return st.sampled_from([True] + [False] * (of - 1)).flatmap(
        lambda yes: strategy if yes else st.none()
    )


def _ended(today):
    """Draw the day of which an import took something away: also too long ago to count."""
    return st.integers(0, 30).map(lambda months: today - dt.timedelta(days=months * 30 + 10)) | (
        st.sampled_from((0, 1, 729, 730, 731)).map(lambda ago: today - dt.timedelta(days=ago))
    )


@st.composite
def people(draw, today):
    found = {}
    for one in IDS:
        ranks = [plain.Was(draw(st.sampled_from(RANKS)))]
        units = [plain.Was(draw(st.sampled_from(UNITS)))]
        functions = []
        if function := draw(_seldom(st.sampled_from(FUNCTIONS), of=16)):
            functions.append(plain.Was(function, draw(_seldom(_ended(today)))))
        if ended := draw(_seldom(_ended(today), of=16)):
            ranks.append(plain.Was(draw(st.sampled_from((0, 1, 2, 5))), ended))
        if ended := draw(_seldom(_ended(today), of=8)):
            units.append(plain.Was(draw(st.sampled_from(UNITS)), ended))
        words = frozenset({draw(st.sampled_from(GIVEN)), draw(st.sampled_from(FAMILY))})
        found[one] = plain.Person(
            one, words, draw(st.sampled_from(("North", "South"))), tuple(units), tuple(ranks),
            tuple(functions), draw(st.integers(0, 11)) == 0,
        )  # fmt: skip
    return found


@st.composite
def lines(draw, today):
    found = []
    for _ in range(draw(st.sampled_from((0, 3, 6, 9, 12)))):
        lower, upper = draw(st.sampled_from(IDS)), draw(st.sampled_from(IDS))
        kind = draw(st.sampled_from(("solid", "solid", "solid", "dotted", "deputy")))
        begins = today - dt.timedelta(days=draw(st.integers(0, 1000)))
        removed = draw(_seldom(_ended(today), of=3))
        if lower != upper and (removed is None or begins <= removed):
            found.append(plain.Line(kind, lower, upper, begins, removed))
    return tuple(found)


# Mostly people of no rank and no office: whom else a report is about moves it upward.
PERSON = st.sampled_from((*"kkkkkkllllllabcde", *IDS))
SOME = st.frozensets(PERSON, max_size=1)
HANDLERS = st.frozensets(st.sampled_from(sorted(TIERS)), max_size=3)
NAMES = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)).map(frozenset) | (
    st.sampled_from((*GIVEN, *FAMILY, "zebulon")).map(lambda word: frozenset({word}))
)
ANSWERS = st.dictionaries(
    st.sampled_from(IDS), st.sampled_from(("only mentioned", "somebody else")), max_size=2
)
TEXTS = st.lists(st.frozensets(PERSON, min_size=1, max_size=3), max_size=1).map(tuple)


FIRM = "firm 1"


@st.composite
def ties(draw, came_on):
    kind = st.sampled_from(("near", "far", "interest", "dispute", "answered", "gift handed in"))
    since = came_on + dt.timedelta(days=draw(st.integers(-2, 2)))
    tie = st.builds(
        plain.Tie, st.sampled_from(sorted(TIERS)), PERSON | st.just(FIRM), kind, st.just(since)
    )
    return draw(st.frozensets(tie, min_size=2, max_size=6))


def _one_of(values, *, of):
    return _seldom(st.sampled_from(values).map(lambda one: frozenset({one})), of=of)


@st.composite
def first_page(draw):
    boss = draw(st.sampled_from(("reader", "ticked", "", "", "", "no", "no", "other")))
    return plain.Statement(
        category=draw(st.sampled_from((*["fraud", "credit", "other"] * 3, "accounting"))),
        unit=draw(st.sampled_from(("", "Support", "Sales", "Nowhere"))),
        about=draw(SOME) if boss != "reader" else frozenset(),
        roles=draw(_one_of((*ROLES, *["none"] * 5), of=6)) or frozenset(),
        boss="reader" if boss == "ticked" else boss,
        vetoes=draw(_seldom(HANDLERS)) or frozenset(),
        typed=draw(_seldom(st.lists(NAMES, max_size=2).map(tuple), of=6)) or (),
        texts=draw(TEXTS),
        bodies=draw(_one_of(BODIES, of=8)) or frozenset(),
        answers=draw(ANSWERS),
        not_them=draw(_one_of(BODIES, of=2)) or frozenset(),
        suppressed=draw(_seldom(SOME, of=6)) or frozenset(),
        firms=draw(_one_of((FIRM,), of=4)) or frozenset(),
    )


@st.composite
def later_message(draw):
    return plain.Statement(
        texts=draw(TEXTS),
        bodies=draw(_one_of(BODIES, of=8)) or frozenset(),
        answers=draw(ANSWERS),
    )


@st.composite
def everything(draw):
    """Draw all facts of one report on one day."""
    today = draw(st.sampled_from(DAYS))
    came_on = today - dt.timedelta(days=draw(st.integers(0, 40)))
    said = [draw(first_page())]
    if draw(st.booleans()):
        said.append(draw(later_message()))
    missing = draw(st.frozensets(st.sampled_from("deh"), max_size=2))
    handlers = {one: tier for one, tier in TIERS.items() if one not in missing}
    quorums = draw(st.sampled_from(((2, 2, 1), (2, 2, 2), (3, 1, 1), (1, 2, 1))))
    on_record = draw(
        _seldom(
            st.frozensets(
                st.tuples(st.sampled_from(sorted(TIERS)), st.sampled_from(GROUNDS)),
                max_size=3,
            ),
            of=2,
        )
    )
    return plain.Facts(
        today=today,
        people=draw(people(today)),
        lines=draw(lines(today)),
        handlers=handlers,
        policy=plain.Policy(quorums),
        said=tuple(said),
        put_on_record=on_record or frozenset(),
        came_on=came_on,
        ties=draw(_seldom(ties(came_on), of=3)) or frozenset(),
        administrators=draw(_seldom(st.frozensets(st.sampled_from(IDS), max_size=2)))
        or frozenset(),
        last_seen={one: today - dt.timedelta(days=draw(st.integers(0, 8))) for one in handlers},
        overdue=draw(st.integers(0, 9)) == 0,
    )
