"""P2, T17: no page but a reader's own list shows, by its bytes or its work, that there is a case.

Twins of one company with one case more: about Olga and Gus, of another tier, one that Olga stands
by for, one not released yet. Olga of the audit committee and Gus, who administers, open every page
there is without an id in its address, after the case came and again after signing in anew.
"""

import pytest

from tests.support import copies, work
from tests.traces import routes
from tests.traces.conftest import BOOKS, NOW, Desk

pytestmark = pytest.mark.xdist_group("traces")
#: Whatever a page may look for, now or one day: her own name above all (T9).
QUERIES = ("?page=2", "?q=Olga+Brandt&name=Olga+Brandt&person=olga&page=-1")
PEOPLE = ("gus", "olga", "oskar")
SAID = {
    "excluded from the start": {"about": ["olga"], "about_names": ("Gus Lange",)},
    "not mine": {"about": ["oskar"]},
    "standby whose day has not come": {},
    "not released": BOOKS,
}
#: Only these open for Olga, and so have to be looked into once, when her list takes them in.
OPENING = ("standby whose day has not come", "not released")


def pages(app, surface):
    """Give the path of every page of a surface that needs no id, or somebody's of the directory."""
    return sorted(
        routes.filled(rule.rule, person=person)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{surface}.") and "GET" in rule.methods
        for person in (PEOPLE if rule.arguments == {"person"} else [""])
        if rule.arguments <= {"person"}
    )


def opened(desk, browser, surface):
    """Open every page: {path: (steps, answer)}."""
    done = {}
    paths = [path + query for path in pages(desk.app, surface) for query in ("", *QUERIES)]
    for path in paths:
        with work.recorded(desk.inst) as steps:
            answer = browser.get(path)
        done[path] = (steps, work.answered(answer))
    return done


@pytest.fixture(scope="session")
def seen(founded, tmp_path_factory, request):
    """Give a function: a kind of case → what each person's pages did, before and after."""
    known = {}

    def of(kind):
        if kind not in known:
            home = tmp_path_factory.mktemp("pages") / "home"
            with copies.company(founded, home, request) as inst:
                known[kind] = _seen(Desk(inst, founded.credentials), SAID[kind])
        return known[kind]

    return of


def _seen(desk, said):
    people = {"desk": "olga", "admin": "adam"}
    before = {surface: desk.browser(person, surface) for surface, person in people.items()}
    desk.report(NOW, **said)
    came = {surface: opened(desk, browser, surface) for surface, browser in before.items()}
    with work.recorded(desk.inst) as steps:
        after = {surface: desk.browser(person, surface) for surface, person in people.items()}
    again = {surface: opened(desk, browser, surface) for surface, browser in after.items()}
    return {"came": came, "signed in": steps, "again": again}


def flat(looked):
    return {path: step for pages in looked.values() for path, step in pages.items()}


def test_it_works(seen):
    """Pages of both surfaces, answered as pages; the doors lead on."""
    came = flat(seen("not mine")["came"])

    assert {"/desk", "/desk/roster", "/desk/welcome", "/admin/people/of/gus"} <= set(came)
    assert {came[path][1][0] for path in ("/desk", "/desk/roster", "/admin/people/of/gus")} == {200}


@pytest.mark.parametrize("when", ["came", "again"])
def test_a_case_about_them_looks_like_one_of_another_tier(seen, when):
    about, elsewhere = (flat(seen(kind)[when]) for kind in ("excluded from the start", "not mine"))

    for path, (steps, answer) in elsewhere.items():
        assert about[path][1] == answer, path
        assert list(map(repr, about[path][0])) == list(map(repr, steps)), path


def test_signing_in_is_the_same_work(seen):
    about, elsewhere = (seen(kind)["signed in"] for kind in ("excluded from the start", "not mine"))

    assert len(elsewhere) > 50
    assert list(map(repr, about)) == list(map(repr, elsewhere))


@pytest.mark.parametrize("kind", OPENING)
def test_one_that_waits_is_looked_into_once_and_then_looks_like_any_other(seen, kind):
    """The first time it has to be opened (ADR 37); no page says so, and none does later."""
    waits, elsewhere = seen(kind), seen("not mine")

    for path, (_, answer) in flat(elsewhere["came"]).items():
        assert flat(waits["came"])[path][1] == answer, path
    for path, (steps, answer) in flat(elsewhere["again"]).items():
        assert flat(waits["again"])[path][1] == answer, path
        assert list(map(repr, flat(waits["again"])[path][0])) == list(map(repr, steps)), path
