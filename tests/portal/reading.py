"""Reads a page as a browser without script does: tags, forms, and what they would send."""

import re
from html.parser import HTMLParser
from typing import Any

#: Elements without content.
VOID = {"meta", "link", "input", "br", "img", "hr"}
FIELDS = {"input", "select", "textarea", "button"}


class Form:
    """One form: where it goes, its controls, and the pairs it sends as it stands."""

    def __init__(self, given):
        self.given = given
        self.controls: list[tuple[str, dict[str, str | None]]] = []
        self.sends: list[tuple[str, str]] = []

    def __iter__(self):
        """Unpack into the form's attributes and its controls."""
        return iter((self.given, self.controls))

    @property
    def action(self):
        return self.given["action"]


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.stack, self.mismatched = [], [], []
        self.forms: list[Form] = []
        self._form: Any = None
        self._area: Any = None
        self._select: Any = None
        self.feed(text)
        self.close()

    def all(self, *names):
        """Return the attributes of every tag of these names."""
        return [given for tag, given in self.tags if tag in names]

    def form(self, action):
        """Return the first form that goes to `action`."""
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "form":
            self._form = Form(given)
            self.forms.append(self._form)
        if tag in FIELDS and self._form is not None:
            self._form.controls.append((tag, given))
            self._send(tag, given)
        if tag == "option" and self._select and "selected" in given:
            self._form.sends.append((self._select, given["value"]))
        if tag not in VOID:
            self.stack.append(tag)

    def _send(self, tag, given):
        pressed = given.get("type") in {"checkbox", "radio"}
        if tag == "input" and (not pressed or "checked" in given):
            self._form.sends.append((given["name"], given.get("value", "on")))
        if tag == "textarea":
            self._area = (given["name"], [])
        if tag == "select":
            self._select = given["name"]

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.mismatched.append(tag)
        if tag == "textarea" and self._area is not None:
            name, parts = self._area
            # The parser of a browser drops the first newline.
            self._form.sends.append((name, re.sub(r"\A\n", "", "".join(parts))))
            self._area = None
        if tag == "select":
            self._select = None
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        if self._area is not None:
            self._area[1].append(data)
