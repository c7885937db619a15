"""A browser for one person: it follows the forms of a page, as the contract says (DESIGN §7).

It knows no address but those it is told and no field but those a page has: hidden inputs go back as
they came, boxes to tick are ticked. What a page shows once is read from `<output id=…>`.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask

_OK = 200
_SEE_OTHER = 303


class Unexpected(Exception):
    """A page is not what the contract says; the text names the address."""


@dataclass(slots=True)
class _Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The forms and the shown secrets of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.shown: dict[str, str] = {}
        self._reading: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field that goes back by itself, or an output."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(given.get("action", "")))
        elif tag == "input" and self.forms and given.get("type") in ("hidden", "checkbox"):
            self.forms[-1].fields[given.get("name", "")] = given.get("value", "")
        elif tag == "output":
            self._reading = given.get("id")

    def handle_endtag(self, tag: str) -> None:
        """End an output."""
        if tag == "output":
            self._reading = None

    def handle_data(self, data: str) -> None:
        """Collect the text of an output."""
        if self._reading:
            self.shown[self._reading] = self.shown.get(self._reading, "") + data


class Browser:
    """One person at one browser, with cookies of their own."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()

    def fill_in(self, path: str, **typed: str) -> Page:
        """Open a page, fill in its form, and return what it answers."""
        page = self._page(path)
        form = next((form for form in page.forms if form.action == path), None)
        if form is None:
            raise Unexpected(f"{path} has no form of its own")
        answer = self._client.post(form.action, data=form.fields | typed)
        if answer.status_code not in (_OK, _SEE_OTHER):
            raise Unexpected(f"{path} answered {answer.status}")
        return Page(answer.text)

    def _page(self, path: str) -> Page:
        answer = self._client.get(path)
        if answer.status_code != _OK:
            raise Unexpected(f"{path} answered {answer.status}")
        return Page(answer.text)
