"""Rita at her phone: a client that keeps its cookie and sends forms as a browser does."""

import re
from html import unescape

from tests.portal.reading import Page


class Rita:
    """Walks the portal; `page` is what she sees now."""

    def __init__(self, app):
        self.client = app.test_client()
        self.answer = app.response_class()

    @property
    def status(self):
        return self.answer.status_code

    @property
    def text(self):
        """Return what the page says, without its markup."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", self.answer.text)))

    @property
    def page(self):
        return Page(self.answer.text)

    @property
    def heading(self):
        (heading,) = re.findall(r"<h1>(.*?)</h1>", self.answer.text, re.DOTALL)
        return unescape(heading)

    @property
    def alert(self):
        found = re.search(r'<div role="alert".*?</div>', self.answer.text, re.DOTALL)
        return unescape(re.sub(r"<[^>]*>", " ", found[0])) if found else ""

    @property
    def receipt(self):
        found = re.search(r'<output id="receipt">([^<]*)</output>', self.answer.text)
        return found and found[1]

    def go(self, path):
        self.answer = self.client.get(path)
        return self

    def send(self, action, *, to=None, **fields):
        """Fill in the form that goes to `action` and send it; a value may be a list."""
        form = self.page.form(action)
        pairs = [pair for pair in form.sends if pair[0] not in fields]
        for name, value in fields.items():
            pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
        data: dict[str, list[str]] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        self.answer = self.client.post(to or action, data=data)
        return self

    def sent(self, action):
        """Return what the form that goes to `action` would send as it stands."""
        pairs: dict[str, list[str]] = {}
        for name, value in self.page.form(action).sends:
            pairs.setdefault(name, []).append(value)
        return pairs

    def id_of(self, name):
        """Return the form id of somebody on the list."""
        (form_id,) = re.findall(rf'id="p-([^"]+)">{re.escape(name)}<', self.answer.text)
        return form_id

    def tell(self, story, *, about=None, **words):
        """Go through both steps; `about` are the fields of the first."""
        self.go("/report").send("/report", **(about or {}))
        return self.send("/report/send", story=story, **words)

    def come_back(self, receipt):
        self.go("/return").send("/return", receipt=receipt)
        return self.go("/case")
