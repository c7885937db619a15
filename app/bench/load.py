"""A few patient visitors who press the same buttons again and again, and a stopwatch.

Each client is a thread with a keep-alive connection over loopback; each flow is a new visitor with
a new cookie jar. The flows know nothing but the contract of DESIGN §7: they follow the `action` and
the hidden inputs of each page, so the same program drives Sotto and the floor. One process does one
job (`python -m app.bench.load`, a `Job` as JSON on standard input, a `Result` on standard output),
so that neither server shares its interpreter with the clients.

Bounded twice, by number of flows and by seconds. A flow that fails is counted, never retried.
"""

import html
import json
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

STORY = (
    "For about three months refunds have been booked that nobody asked for. I first saw it in "
    "the evening shift, when an order from spring came up as paid back twice. The second time "
    "the money went to a card that was never used for that order. I looked at six more from the "
    "same week and found the same card in four of them. The notes say that the buyer rang, but "
    "there is no call in the telephone log on those days. The amounts are always just below the "
    "sum from which a second pair of eyes has to look. I kept a list with order numbers and "
    "days and can add it later. As far as I know only three of us can see both screens, so "
    "please be careful with what you say about where this comes from. Number of this note: "
    "{number}."
)
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
INPUT = re.compile(r"<input\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
RECEIPT = re.compile(r'<output\b[^>]*\bid="receipt"[^>]*>(.*?)</output>', re.DOTALL)
CASE = re.compile(r'\bdata-case="([^"]+)"')
TAG = re.compile(r"<[^>]+>")


class FlowFailed(Exception):
    """A page was not what the contract says; the text names the request and the status."""


@dataclass(frozen=True)
class Page:
    """One answer."""

    status: int
    text: str = field(repr=False)
    location: str

    def form(self, action: str) -> tuple[str, dict[str, str]]:
        """Return the address and the hidden inputs of the form that posts to `action`.

        Raises:
            FlowFailed: there is none.
        """
        for found in FORM.finditer(self.text):
            target = html.unescape(dict(ATTRIBUTE.findall(found[1])).get("action", ""))
            if target.endswith(action):
                inputs = [dict(ATTRIBUTE.findall(each[1])) for each in INPUT.finditer(found[2])]
                hidden = {
                    each["name"]: html.unescape(each.get("value", ""))
                    for each in inputs
                    if each.get("type") == "hidden" and "name" in each
                }
                return target, hidden
        raise FlowFailed(f"no form for {action} in a page of status {self.status}")


class Visitor:
    """A browser without script: one connection, one cookie jar, one stopwatch."""

    def __init__(self, url: str, *, patience_seconds: float = 60.0) -> None:
        place = urlsplit(url)
        self._connection = HTTPConnection(
            place.hostname or "", place.port, timeout=patience_seconds
        )
        self.cookies: dict[str, str] = {}
        self.steps: list[tuple[str, float]] = []
        self.lengths: dict[str, int] = {}

    def forget(self) -> Self:
        """Become somebody else on the same connection."""
        self.cookies.clear()
        return self

    def get(self, path: str, *, status: int = 200) -> Page:
        """Ask for a page."""
        return self._ask("GET", path, body=None, status=status)

    def post(self, page: Page, action: str, *, status: int = 200, **typed: str) -> Page:
        """Send the form of `page` that posts to `action`, with what was typed into it."""
        target, hidden = page.form(action)
        return self._ask("POST", target, body=urlencode(hidden | typed), status=status)

    def close(self) -> None:
        """Hang up; the next request dials again."""
        self._connection.close()

    def _ask(self, method: str, path: str, *, body: str | None, status: int) -> Page:
        headers = {"Accept": "text/html", "Accept-Language": "en"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.perf_counter()
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        self.steps.append((f"{method} {path}", time.perf_counter() - begun))
        self.lengths[f"{method} {path}"] = len(raw)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if answer.status != status:
            raise FlowFailed(f"{method} {path} answered {answer.status}, not {status}")
        return Page(answer.status, raw.decode(), answer.headers.get("Location", ""))


def report(visitor: Visitor, *, number: int) -> str:
    """Send a whole report, from the empty form to the seven words, and return them."""
    first = visitor.get("/report")
    second = visitor.post(first, "/report", category="fraud", about_roles="none", about_boss="no")
    story = STORY.format(number=number)
    shown = visitor.post(second, "/report/send", story=story, where="Evening shift", when="Spring")
    found = RECEIPT.search(shown.text)
    if not found:
        raise FlowFailed("POST /report/send showed no receipt")
    return " ".join(TAG.sub(" ", found[1]).split())


def sign_in(visitor: Visitor, *, receipt: str) -> Page:
    """Come back with a receipt and read the thread."""
    empty = visitor.get("/return")
    visitor.post(empty, "/return", status=303, receipt=receipt)
    page = visitor.get("/case")
    if 'data-from="reporter"' not in page.text:
        raise FlowFailed("GET /case showed no message")
    return page


def desk(visitor: Visitor) -> list[str]:
    """Read the first page of the list, and return the ids of its cases."""
    found = CASE.findall(visitor.get("/desk").text)
    if not found:
        raise FlowFailed("GET /desk showed no case")
    return found


#: A visitor does it for the n-th time, and brings back a receipt or an empty text.
Flow = Callable[[Visitor, int], str]


@dataclass(frozen=True, kw_only=True)
class Job:
    """What the clients are to do.

    Attributes:
        url: scheme, host and port, without a path.
        flow: `report`, `return` or `desk`.
        clients: how many at once.
        flows: at most so many in all.
        seconds: no flow begins later than this.
        receipts: for `return`, used in turn.
        cookies: for `desk`, of a handler who has signed in.
    """

    url: str
    flow: str
    clients: int = 4
    flows: int = 10_000
    seconds: float = 5.0
    receipts: Sequence[str] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What the stopwatch said: whole flows and single steps, all in seconds."""

    done: int
    failed: int
    elapsed_seconds: float
    flow_seconds: list[float]
    step_seconds: dict[str, list[float]]
    first_failure: str
    receipts: list[str]


def run(job: Job) -> Result:
    """Do the job, and return when the last flow that was begun has ended."""
    turns, tally, flow = count(), _Tally(), _flow(job)
    begun = time.perf_counter()
    threads = [
        threading.Thread(
            target=_client, args=(job, flow, turns, tally), kwargs={"ends_at": begun + job.seconds}
        )
        for _ in range(job.clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally.result(elapsed_seconds=time.perf_counter() - begun)


def _client(job: Job, flow: Flow, turns: "count[int]", tally: "_Tally", *, ends_at: float) -> None:
    visitor = Visitor(job.url)
    while (turn := next(turns)) < job.flows and (begun := time.perf_counter()) < ends_at:
        visitor.forget().steps.clear()
        try:
            receipt = flow(visitor, turn)
        except (FlowFailed, HTTPException, OSError) as error:
            tally.fail(f"{type(error).__name__}: {error}")
            visitor.close()
        else:
            tally.add(time.perf_counter() - begun, steps=visitor.steps, receipt=receipt)
    visitor.close()


def _flow(job: Job) -> Flow:
    def again(visitor: Visitor, turn: int) -> str:
        sign_in(visitor, receipt=job.receipts[turn % len(job.receipts)])
        return ""

    def listed(visitor: Visitor, _: int) -> str:
        visitor.cookies.update(job.cookies)
        desk(visitor)
        return ""

    flows: dict[str, Flow] = {
        "report": lambda visitor, turn: report(visitor, number=turn),
        "return": again,
        "desk": listed,
    }
    return flows[job.flow]


class _Tally:
    """What all clients have measured, under one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flows: list[float] = []
        self._steps: dict[str, list[float]] = {}
        self._failures: list[str] = []
        self._receipts: list[str] = []

    def add(self, seconds: float, *, steps: list[tuple[str, float]], receipt: str) -> None:
        with self._lock:
            self._flows.append(seconds)
            for name, taken in steps:
                self._steps.setdefault(name, []).append(taken)
            if receipt:
                self._receipts.append(receipt)

    def fail(self, why: str) -> None:
        with self._lock:
            self._failures.append(why)

    def result(self, *, elapsed_seconds: float) -> Result:
        first = self._failures[0] if self._failures else ""
        failed, done = len(self._failures), len(self._flows)
        return Result(
            done, failed, elapsed_seconds, self._flows, self._steps, first, self._receipts
        )


def main() -> None:
    """Read a job from standard input and print its result."""
    told: dict[str, Any] = json.load(sys.stdin)
    # Clients share one interpreter: with the usual 5 ms one would wait for another's parsing.
    sys.setswitchinterval(0.0005)
    json.dump(asdict(run(Job(**told))), sys.stdout)


if __name__ == "__main__":
    main()
