"""Axe finds nothing serious or critical on any page in any state, light and dark, small and wide.

Scripts are forbidden on the portal by its own headers, so each page is put into a second browser
context, as it was rendered and with its style sheet, and axe runs there (WCAG 2.2 AA, DESIGN §8).
The desk's states join as soon as tests/desk/samples.py gives some.
"""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from app import paths
from tests.portal import samples

CHROMIUM = os.environ.get("SOTTO_CHROMIUM") or shutil.which("chromium")
MUST = os.environ.get("SOTTO_REQUIRE_BROWSER") == "1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]
#: Says what lies over the upper edge of the focused element, if anything does.
COVERED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const bar = document.querySelector('.top');
    if (focused === document.body || bar.contains(focused) || focused.matches('.skip')) return null;
    return box.top < bar.getBoundingClientRect().bottom ? focused.outerHTML : null;
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM and not MUST, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def axe():
    folder = Path(importlib.util.find_spec("axe_playwright_python").origin).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def tab(request, chromium):
    scheme, width = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.route("http://page.test/static/**", _static)
    yield context.new_page()
    context.close()


def _static(route):
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    route.fulfill(path=paths.static() / name)


def show(tab, html):
    """Put a rendered page into the tab as if it came from a site."""
    tab.route("http://page.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.goto("http://page.test/")
    tab.unroute("http://page.test/")


@pytest.mark.parametrize("state", sorted(samples.states()))
def test_axe_finds_nothing(tab, axe, page, state):
    """Also: nothing is wider than the screen (WCAG 1.4.10)."""
    show(tab, page(state))
    tab.evaluate(axe)
    found = tab.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
    assert found["passes"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("state", ["landing", "report-ticked", "case-wrong"])
def test_the_bar_never_covers_what_has_the_focus(tab, page, state):
    """WCAG 2.4.11, forwards and backwards through every stop of the keyboard."""
    show(tab, page(state))
    stops = tab.evaluate("document.querySelectorAll('a, button, input:not([type=hidden])').length")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            tab.keyboard.press(key)
            assert not tab.evaluate(COVERED)
