"""What the reporter reads never depends on what handlers have declared (CONFLICTS §5, P2, T24)."""

import re

from app.services import declarations
from tests.portal.rita import Rita
from tests.support import seeds

RANDOM = (
    r'name="(csrf_token|hidden|state)" value="[^"]*"',
    r'<output id="receipt">[^<]*</output>',
    r"[0-9A-F]{4}-[0-9A-F]{4}",
    r'nonce="[^"]*"',
)


def without_chance(html):
    """Give a page without what is drawn by lot on every page."""
    for pattern in RANDOM:
        html = re.sub(pattern, "", html)
    return html


def walk(app):
    """Give every page of a reporter's who writes about Charlie, and comes back."""
    rita, seen = Rita(app), []

    def keep():
        seen.append((rita.status, without_chance(rita.answer.text)))

    for path in ("/", "/readers", "/report"):
        rita.go(path)
        keep()
    rita.send("/report", about_names="Charlie Young\nMeridian")
    keep()
    rita.send("/report/send", story="Charlie Young buys it all from Meridian.")
    keep()
    receipt = rita.receipt
    assert receipt
    rita.come_back(receipt)
    keep()
    rita.send("/case/reply", message="Meridian again.")
    rita.go("/case")
    keep()
    return seen


TIES = (
    declarations.Typed("family", outside=False, name="Charlie Young"),
    declarations.Typed("holding", outside=True, name="Meridian GmbH"),
)


def test_every_page_is_the_same_to_the_byte_as_long_as_anybody_is_clean(app, inst, cast, clock):
    before = walk(app)
    assert len(before) == 7
    assert {status for status, _ in before} == {200}
    for person in ("alice", "bob", "dora", "emil", "farid", "olga"):
        for typed in TIES:
            staff = seeds.staff(inst, cast, person)
            declarations.declare(inst, staff, typed, now=clock())
    assert walk(app) == before
    by_case = {one: seeds.holders(inst, cast, one) for one in seeds.case_ids(inst)}
    assert min(by_case.values(), key=len) == {"omar", "oskar", "uma", "viktor"}
