"""Axe finds nothing on any page in any state, light and dark, small and wide (WCAG 2.2 AA).

Scripts are forbidden by our own headers, so each page is put into a second browser context, as it
was rendered and with its style sheets, and axe runs there. `best-practice` is asked for too, and
findings of every weight count.
"""

import os
import shutil
from pathlib import Path

import axe_playwright_python
import pytest

from app import paths
from crypto import receipt
from tests.admin import samples as admin
from tests.admin import shell as admin_shell
from tests.desk import samples as desk
from tests.desk import shell as desk_shell
from tests.portal import samples as portal

CHROMIUM = os.environ.get("SOTTO_CHROMIUM") or shutil.which("chromium")
MUST = os.environ.get("SOTTO_REQUIRE_BROWSER") == "1"
SITE = "http://page.test/"
STATES = [
    f"{surface} {state}"
    for surface, samples in (("portal", portal), ("desk", desk), ("admin", admin))
    for state in sorted(samples.states())
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": TAGS}
#: All that can depend on light or dark.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
#: Returns what the bar lies over while it has the focus, or null.
COVERED = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    const bar = document.querySelector('.top');
    if (focused === document.body || bar.contains(focused) || focused.matches('.skip')) return null;
    return box.top < bar.getBoundingClientRect().bottom ? focused.outerHTML : null;
}"""
#: Returns in how many lines each word of the receipt stands.
LINES = """size => {
    document.documentElement.style.fontSize = size;
    const text = document.querySelector('#receipt').firstChild, range = document.createRange();
    let at = 0;
    return text.data.split(' ').map(word => {
        range.setStart(text, at);
        range.setEnd(text, at + word.length);
        at += word.length + 1;
        return range.getClientRects().length;
    });
}"""
WIDEST = sorted(receipt.WORDS, key=lambda word: (len(word), word.count("m") + word.count("w")))[-7:]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM and not MUST, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def axe():
    folder = Path(axe_playwright_python.__file__).parent
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tab():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(reduced_motion="reduce")
        context.route(SITE + "static/**", _static)
        yield context.new_page()
        browser.close()


@pytest.fixture(scope="module")
def render(page, tmp_path_factory):
    """Return a function: surface and name of a state → its HTML."""
    desk_app = desk_shell.make(tmp_path_factory.mktemp("translations"))
    admin_app = admin_shell.make(tmp_path_factory.mktemp("translations"))
    surfaces = {
        "portal": page,
        "desk": lambda state: desk_shell.page(desk_app, state),
        "admin": lambda state: admin_shell.page(admin_app, state),
    }

    def rendered(name):
        surface, state = name.split()
        return surfaces[surface](state)

    return rendered


def _static(route):
    name = route.request.url.partition("?")[0].rpartition("/")[2]
    route.fulfill(path=paths.static() / name)


def show(tab, html):
    """Put a rendered page into the tab as if it came from a site."""
    tab.route(SITE, lambda route: route.fulfill(body=html, content_type="text/html"))
    tab.goto(SITE)
    tab.unroute(SITE)


def look(tab, *, width, scheme):
    tab.set_viewport_size({"width": width, "height": 700})
    tab.emulate_media(color_scheme=scheme)


def findings(tab, rules):
    """Return what axe has against the page: the rule, and the first element that breaks it."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = tab.evaluate("options => axe.run(options)", options)
    assert found["passes"] or found["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(tab, axe, render, name):
    """Nor is anything wider than the screen (WCAG 1.4.10)."""
    look(tab, width=320, scheme="light")
    show(tab, render(name))
    tab.evaluate(axe)
    for width in (320, 1280):
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOURS)):
            look(tab, width=width, scheme=scheme)
            assert findings(tab, rules) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_would_find_something(tab, axe, render):
    """The control: a page with pale words and a box without a name."""
    pale = '<p style="color: #ccc; background: #fff">pale</p><input type="text">'
    look(tab, width=320, scheme="light")
    show(tab, render("portal landing").replace("<h1>", pale + "<h1>"))
    tab.evaluate(axe)
    assert {"color-contrast", "label"} <= {rule for rule, _ in findings(tab, ALL_RULES)}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("state", ["landing", "report-ticked", "case-wrong"])
def test_the_bar_never_covers_what_has_the_focus(tab, render, state, width):
    """WCAG 2.4.11, forwards and backwards through every stop of the keyboard."""
    look(tab, width=width, scheme="light")
    show(tab, render(f"portal {state}"))
    stops = tab.evaluate("document.querySelectorAll('a, button, input:not([type=hidden])').length")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(stops):
            tab.keyboard.press(key)
            assert not tab.evaluate(COVERED)


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_every_word_of_the_receipt_stands_whole_beside_its_number(tab, render, size):
    """The widest words there are, on the smallest phone, in large type too (WCAG 1.4.4)."""
    look(tab, width=320, scheme="light")
    words = portal.states()["receipt"][1]["receipted"].receipt
    show(tab, render("portal receipt").replace(words, " ".join(WIDEST)))
    assert tab.evaluate(LINES, size) == [1] * 7
