"""The journey of the product, walked once in a browser without script; what was seen is kept.

Rita reports Bob, who sits on the committee. Bob looks. Alice answers. Rita comes back from another
device and names Dora. Dora looks, and Alice reads on.
"""

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from tests.support import chromium, line

AGENT = "Quietphone/7.31 (Pelikan)"
LOCALE = "gsw-CH"
#: What no place may hold but sealed. The words are nobody's and stand in no list of ours.
TEAM = "Nachtpelikan desk"
STRANGER = "Zebulon Quartermain"
STORY = (
    "Robert Okafor closes tickets of the vermilion queue unanswered before every audit.\n\n"
    "His marzipan spreadsheet has the true numbers, and Grünspecht has seen it."
)
PLACE = "Meeting room Kaleidoscope"
SEASON = "Since the brimstone summer"
CATEGORY = "overselling"
ANSWER = "Thank you. Which heliotrope spreadsheet do you mean, and who keeps it?"
MORE = "Dora Klein keeps the periwinkle copy, and she told him that I asked."


@dataclass(frozen=True)
class Seen:
    """A page as it arrived: status, headers in their order, body; and what a person reads."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    text: str

    @property
    def alike(self):
        """Give all of it that two answers can have in common: everything but the Date."""
        return self.status, [pair for pair in self.headers if pair[0] != "Date"], self.body


@dataclass
class Journey:
    """What was seen on the way, by the name of the moment, and what the people held."""

    company: Any
    seen: dict[str, Seen] = field(default_factory=dict)
    receipt: str = ""
    case: str = ""
    asked_for: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    began: Any = None
    moments: tuple[tuple[float, float], ...] = ()

    @property
    def nowhere(self):
        """Give an address that looks like a case and is none."""
        return f"/desk/cases/{uuid.uuid4()}"


class Browser:
    """One person's browser."""

    def __init__(self, chromium_, journey, url):
        self.journey, self.url = journey, url
        self.context = chromium_.new_context(
            java_script_enabled=False, user_agent=AGENT, locale=LOCALE, base_url=url
        )
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.page.on("request", lambda each: journey.asked_for.append(each.url))
        self.page.on("console", lambda each: journey.complaints.append(each.text))
        self.page.on("download", lambda each: journey.downloads.append(each.url))
        self.page.on("response", self._arrived)
        self.last: Any = None

    def _arrived(self, response):
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            self.last = response

    def go(self, path):
        self.page.goto(path)
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def fill(self, **words):
        for label, typed in words.items():
            self.page.locator(f"[name={label}]:not([type=hidden])").fill(typed)
        return self

    def keep(self, moment):
        """Keep the page that is shown now."""
        headers = [(each["name"], each["value"]) for each in self.last.headers_array()]
        text = self.page.inner_text("body")
        self.journey.seen[moment] = Seen(self.last.status, headers, self.last.body(), text)
        return self

    def sign_in(self, person):
        self.go("/desk/sign-in").fill(**self.journey.company.keys_of(person)).press("Sign in")
        return self


def walk(company):
    """Walk it, and give the journey."""
    journey = Journey(company, began=_written_so_far(company.inst))
    clocks = (company.served.clock, lambda: datetime.now(UTC))
    since = [int(clock().timestamp()) for clock in clocks]
    _walk(journey, company)
    until = [int(clock().timestamp()) + 1 for clock in clocks]
    journey.moments = tuple(zip(since, until, strict=True))
    return journey


def _written_so_far(inst):
    """Give the place in PostgreSQL's log of changes where the journey begins."""
    if inst.db.engine.dialect.name != "postgresql":
        return None
    with inst.db.read() as session:
        return session.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())"))


def _walk(journey, company):
    with line.to(company.served.port) as url, chromium.launched() as browser:

        def somebody():
            return Browser(browser, journey, url)

        _report(journey, somebody())
        bob = somebody().sign_in("bob").keep("his list")
        alice = _answer(journey, somebody().sign_in("alice"))
        bob.go(journey.case).keep("his case").go(journey.nowhere).keep("nowhere")
        dora = somebody().sign_in("dora").keep("her list before")
        dora.go(journey.case).keep("her case before")
        _come_back(journey, somebody())
        dora.go("/desk").keep("her list after")
        dora.go(journey.case).keep("her case after").go(journey.nowhere).keep("nowhere for her")
        alice.go("/desk").keep("clean list after")
        alice.page.locator("a[data-case]").click()
        alice.keep("clean case after")
        bob.go("/desk").keep("his list after").go(journey.case).keep("his case after")


def _report(journey, rita):
    rita.go("/").keep("landing").follow("Make a report").keep("first page")
    bob = rita.page.get_by_role("group", name="Robert Okafor")
    bob.get_by_label("About this person").check()
    rita.page.locator(f"[name=category][value={CATEGORY}]").check()
    rita.fill(unit=TEAM, about_names=STRANGER).press("Continue").keep("second page")
    rita.fill(story=STORY, where=PLACE, when=SEASON).press("Send").keep("receipt")
    journey.receipt = rita.page.inner_text("output#receipt")


def _answer(journey, alice):
    alice.keep("clean list")
    journey.case = alice.page.locator("a[data-case]").get_attribute("href")
    alice.go(journey.case).keep("clean case")
    return alice.fill(message=ANSWER).press("Send to the reporter").keep("answered")


def _come_back(journey, rita):
    rita.go("/return").fill(receipt=journey.receipt.upper()).press("Open").keep("conversation")
    rita.fill(message=MORE).press("Send").keep("check page").press("Send").keep("sent")
    rita.press("Close my report").keep("closed").go("/case").keep("after closing")


def from_whom(seen):
    """Give who said what, in the order of the page."""
    return re.findall(r'<article class="message" data-from="(\w+)">', seen.body.decode())


def rows(seen):
    return re.findall(r'<a data-case="[0-9a-f-]{36}" href="([^"]+)">', seen.body.decode())
