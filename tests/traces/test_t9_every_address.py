"""T9: whatever address there is, an excluded member gets what a stranger would.

The whole `url_map`, every method, and the id of the case about him wherever an address takes
anything, in each spelling that is read as an id: the answer is that to a random id, to the byte,
and after the same work. (His own name, typed into whatever page takes a query: `test_pages`.)
"""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import copies, work
from tests.traces import routes
from tests.traces.conftest import NOW, Desk

pytestmark = pytest.mark.xdist_group("traces")
SPELLINGS: dict[str, Callable[[Any], str]] = {
    "as it is": str,
    "in capitals": lambda case: str(case).upper(),
    "without hyphens": lambda case: case.hex,
    "in braces": lambda case: f"{{{case}}}",
    "as a name": lambda case: case.urn,
    "with more behind it": lambda case: f"{case}0",
    "its first half": lambda case: str(case)[:18],
}
RANDOM = uuid.UUID(int=2**122 + 11, version=4)
WHO = {"bob": "desk", "adam": "admin"}


@pytest.fixture(scope="session")
def tried(founded, tmp_path_factory, request):
    """Try every address with an argument: {(who, rule, method, spelling): (hidden, random)}."""
    home = tmp_path_factory.mktemp("t9") / "home"
    with copies.company(founded, home, request) as inst:
        desk = Desk(inst, founded.credentials)
        _, case = desk.report(NOW, about=["bob"], about_names=("Gus Lange",))
        done = {}
        for who, surface in WHO.items():
            browser = desk.browser(who, surface)
            home_page = "/desk/roster" if surface == "desk" else "/admin/people"
            token = browser.token(home_page)
            browser.get(f"/desk/cases/{RANDOM}")  # The stand-in is made once in a process.
            for address in _with_arguments(desk.app):
                for spelling, spelled in SPELLINGS.items():
                    done[who, *address, spelling] = [
                        _asked(inst, browser, address, spelled(one), token)
                        for one in (uuid.UUID(case), RANDOM)
                    ]
        return done


def _with_arguments(app):
    return sorted(
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if rule.arguments
        for method in rule.methods - {"OPTIONS"}
    )


def _asked(inst, browser, address, typed, token):
    rule, method = address
    names = ("case", "change", "draft", "person", "filename", "number", "card")
    path = routes.filled(rule, **dict.fromkeys(names, typed))
    with work.recorded(inst) as steps:
        form = {} if method in {"GET", "HEAD"} else {"data": {"csrf_token": token}}
        answer = browser.client.open(path, method=method, base_url=browser.base, **form)
    status, headers, text = work.answered(answer)
    return steps, (status, _less(headers, typed), text.replace(typed, "typed"))


def _less(headers, typed):
    """Leave out where an address leads that quotes what was typed, and how long that made it."""
    return [
        (k, v.replace(typed, "typed") if k == "Location" else v)
        for k, v in headers
        if k != "Content-Length"
    ]


def test_t9_every_address_that_takes_anything_is_tried(tried):
    rules = {(who, rule) for who, rule, *_ in tried}

    assert ("bob", "/desk/cases/<case>") in rules
    assert ("adam", "/admin/people/of/<path:person>") in rules
    assert len(rules) > 20


@pytest.mark.parametrize("who", WHO)
def test_t9_a_guessed_or_leaked_address_is_any_address(tried, who):
    asked = {how: both for how, both in tried.items() if how[0] == who}

    assert asked
    for how, (hidden, random) in asked.items():
        assert hidden[1] == random[1], how


@pytest.mark.parametrize("who", WHO)
def test_t9_and_takes_the_same_work(tried, who):
    for how, (hidden, random) in tried.items():
        if how[0] == who:
            assert list(map(repr, hidden[0])) == list(map(repr, random[0])), how


@pytest.mark.parametrize("who", WHO)
def test_t9_none_of_them_opens(tried, who):
    statuses = {both[0][1][0] for how, both in tried.items() if how[0] == who}

    assert 404 in statuses
    assert 200 not in statuses
