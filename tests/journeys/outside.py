"""A program of somebody else's: it knows DESIGN §7 and the standard library, and nothing of ours.

It follows the `action` and the hidden inputs of the page it got, keeps cookies, and runs no script.
"""

import contextlib
import http.client
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

VOID = {"meta", "link", "input", "br", "img", "hr", "path"}
Pairs = list[tuple[str, str]]
STORY = "Every Friday somebody rounds the response times up before they are sent."


@dataclass
class Element:
    """A tag with its attributes and the text below it."""

    tag: str
    given: dict[str, str]
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    @property
    def words(self):
        return " ".join(self.text.split())


@dataclass
class Form:
    """A form: where it goes, what it sends as it stands, and what else it offers."""

    action: str
    method: str
    sends: Pairs
    offers: Pairs
    """Every control there is, with the value it would send if chosen."""

    def names(self):
        return {name for name, _ in self.offers}

    def values(self, name):
        return [value for given, value in self.offers if given == name]


class Page(HTMLParser):
    """A page taken apart: elements in their order, each with the text inside it."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        for outer in self._open:
            outer.inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            while self._open and self._open.pop().tag != tag:
                pass

    def handle_data(self, data):
        for element in self._open:
            element.text += data

    def all(self, tag, **given):
        """Give the elements of a tag that have these attributes; `class_` stands for `class`."""
        wanted = {name.rstrip("_"): value for name, value in given.items()}
        tags = [each for each in self.elements if each.tag == tag]
        return [each for each in tags if wanted.items() <= each.given.items()]

    @property
    def forms(self):
        return [_form(each) for each in self.all("form")]


def _form(element):
    sends, offers = list[tuple[str, str]](), list[tuple[str, str]]()
    for each in element.inside:
        name = each.given.get("name")
        if not name:
            continue
        if each.tag == "select":
            options = [o for o in each.inside if o.tag == "option"]
            offers += [(name, o.given.get("value", "")) for o in options]
            sends += [(name, o.given["value"]) for o in options if "selected" in o.given]
        elif each.tag == "textarea":
            # A parser of HTML drops one newline after the tag.
            value = re.sub(r"\A\r?\n", "", each.text)
            offers.append((name, value))
            sends.append((name, value))
        elif each.tag == "input":
            chosen = each.given.get("type") in {"checkbox", "radio"}
            value = each.given.get("value", "on" if chosen else "")
            offers.append((name, value))
            if not chosen or "checked" in each.given:
                sends.append((name, value))
    return Form(element.given["action"], element.given.get("method", "get"), sends, offers)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Pairs
    body: bytes
    path: str

    def header(self, name):
        """Give the one header of a name, or None."""
        found = [value for given, value in self.headers if given.lower() == name.lower()]
        assert len(found) < 2, name
        return found[0] if found else None

    @property
    def html(self):
        return self.body.decode("utf-8")

    @property
    def page(self):
        return Page(self.html)

    @property
    def text(self):
        (body,) = self.page.all("body")
        return body.words

    @property
    def alike(self):
        """Give all that two answers can have in common: everything but the Date."""
        return self.status, [pair for pair in self.headers if pair[0] != "Date"], self.body

    @property
    def alert(self):
        """Give what the page says is wrong, or None."""
        found = self.page.all("div", role="alert")
        return found[0].words if found else None


class Program:
    """Keeps cookies, and the page it stands on."""

    patience = 60

    def __init__(self, url):
        self.address = urlsplit(url).netloc
        self.cookies: dict[str, str] = {}
        self.answer: Any = None

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, pairs, *, kind="application/x-www-form-urlencoded"):
        body = pairs if isinstance(pairs, bytes) else urlencode(pairs).encode()
        return self._ask("POST", path, body, {"Content-Type": kind})

    def form(self, action):
        """Give the first form of the page that goes to `action`."""
        return next(form for form in self.answer.page.forms if form.action == action)

    def send(self, action, *, to=None, **fields):
        """Fill in the first form that goes to `action` and send it; a value may be a list."""
        form = self.form(action)
        assert form.method.lower() == "post"
        unknown = fields.keys() - form.names()
        assert not unknown, f"the form offers no {unknown}"
        pairs = [pair for pair in form.sends if pair[0] not in fields]
        for name, value in fields.items():
            pairs += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return self.post(to or form.action, pairs)

    def follow(self):
        """Go where a 303 says."""
        assert self.answer.status == 303
        return self.get(self.answer.header("Location"))

    def _ask(self, method, path, body=None, headers=None):
        sent = {**(headers or {}), "Cookie": self._cookie()} if self.cookies else headers or {}
        line = http.client.HTTPConnection(self.address, timeout=self.patience)
        with contextlib.closing(line):
            line.request(method, path, body, sent)
            response = line.getresponse()
            self.answer = Answer(response.status, response.getheaders(), response.read(), path)
        self._keep_cookies()
        return self.answer

    def _cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep_cookies(self):
        for name, line in self.answer.headers:
            if name.lower() == "set-cookie":
                for cookie, morsel in SimpleCookie(line).items():
                    if morsel["max-age"] == "0":
                        self.cookies.pop(cookie, None)
                    else:
                        self.cookies[cookie] = morsel.value

    # What every journey does, in the words of the contract.

    def tell(self, story, *, about=None, **words):
        """Go through both steps; `about` are the fields of the first."""
        self.get("/report")
        self.send("/report", **(about or {}))
        return self.send("/report/send", story=story, **words)

    def form_id(self, name):
        """Give the form id of somebody on the first page, by the name that stands there."""
        groups = [each for each in self.answer.page.all("div", role="group") if name in each.words]
        ((veto,),) = [
            [e for e in group.inside if e.given.get("name") == "veto"] for group in groups
        ]
        return veto.given["value"]

    def come_back(self, receipt):
        self.get("/return")
        self.send("/return", receipt=receipt)
        return self.follow()

    @property
    def receipt(self):
        """Give the seven words, or None."""
        found = self.answer.page.all("output", id="receipt")
        return found[0].words if found else None

    @property
    def messages(self):
        """Give who said what on this page."""
        articles = self.answer.page.all("article", class_="message")
        return [(each.given["data-from"], each.words) for each in articles]

    @property
    def status(self):
        (status,) = self.answer.page.all("p", id="status")
        return status.given["data-status"]

    @property
    def cases(self):
        """Give the addresses of the cases on this page of the list, by their id."""
        links = [each.given for each in self.answer.page.all("a") if "data-case" in each.given]
        return {given["data-case"]: given["href"] for given in links}
