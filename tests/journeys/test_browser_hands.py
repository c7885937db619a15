"""What hands do besides: the keyboard alone, the way back, loading a page again, a small screen."""

import pytest

from tests.journeys.outside import STORY
from tests.support import chromium

pytestmark = chromium.marks


@pytest.fixture(scope="module")
def browser():
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def page(browser, company):
    context = browser.new_context(
        java_script_enabled=False, base_url=company.url, viewport={"width": 320, "height": 600}
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def tab_to(page, selector):
    """Press Tab until an element has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_a_report_can_be_made_and_opened_by_keyboard_alone(page):
    page.goto("/")
    tab_to(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report")
    tab_to(page, "[name=about_people]")
    page.keyboard.press("Space")
    tab_to(page, "[name=about_names]")
    page.keyboard.type("Kevin")
    page.keyboard.press("Enter")
    page.keyboard.type("Maria Sol")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    tab_to(page, "[name=story]")
    page.keyboard.type(STORY)
    tab_to(page, "[name=where]")
    page.keyboard.type("Lisbon")
    page.keyboard.press("Enter")
    assert page.locator("[name=story]").count(), "Enter in a line sends nothing half written"
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    receipt = page.inner_text("output#receipt")
    tab_to(page, "main a[href='/return']")
    page.keyboard.press("Enter")
    tab_to(page, "[name=receipt]")
    page.keyboard.type(receipt)
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    assert STORY in page.inner_text("article.message")


def report(page):
    page.goto("/report")
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=story]").fill(STORY)
    page.get_by_role("button", name="Send").click()
    return page.inner_text("output#receipt")


def open_report(page, receipt):
    page.goto("/return")
    page.locator("[name=receipt]").fill(receipt)
    page.get_by_role("button", name="Open").click()
    assert STORY in page.inner_text("main")


def test_loading_the_receipt_page_again_shows_the_same_words(page):
    """P6: the browser sends it a second time."""
    receipt = report(page)
    page.reload()
    assert page.inner_text("output#receipt") == receipt
    assert "we have it once" in page.inner_text("main")


def test_the_way_back_shows_nothing_once_it_is_closed(page):
    open_report(page, report(page))
    page.get_by_role("button", name="Close my report").click()
    page.wait_for_url("**/")
    page.go_back()
    assert STORY not in page.inner_text("body")
    page.goto("/case")
    assert "Open your report" in page.inner_text("main")


def test_leaving_goes_away_and_nothing_is_left_behind(page):
    """Another site is not reached from here; what counts is that its address is asked for."""
    asked = []

    def elsewhere(route):
        asked.append(route.request.url)
        route.fulfill(body="somewhere else")

    page.context.route("https://**", elsewhere)
    open_report(page, report(page))
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("https://**")
    assert asked[0] == "https://www.wikipedia.org/"
    assert page.context.cookies() == []
    page.go_back()
    assert STORY not in page.inner_text("body")


def test_a_handler_who_signs_out_leaves_nothing_behind_the_back_button(page, company):
    page.goto("/desk/sign-in")
    for name, typed in company.keys_of("alice").items():
        page.locator(f"[name={name}]").fill(typed)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    page.get_by_role("button", name="Sign out").click()
    page.go_back()
    assert "Today is" not in page.inner_text("body")


@pytest.mark.parametrize("path", ["/", "/report", "/return", "/readers", "/privacy", "/elsewhere"])
def test_the_first_view_is_small(page, path):
    """DESIGN §8: under 60 KB with all it asks for."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - no built-in fits
    page.goto(path)
    sizes = [len(answer.body()) for answer in answers]
    assert len(sizes) >= 2
    assert sum(sizes) < 60_000
