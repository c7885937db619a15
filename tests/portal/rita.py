"""Rita at her phone: a client that keeps its cookie and sends forms as a browser does."""

import re
from html import unescape

from tests.portal.reading import Page


class Rita:
    """Walks the portal; `page` is what she sees now."""

    def __init__(self, app):
        self.client = app.test_client()
        self.answer = None

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
        return unescape(re.search(r"<h1>(.*?)</h1>", self.answer.text, re.DOTALL)[1])

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
        data = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        self.answer = self.client.post(to or action, data=data)
        return self

    def sent(self, action):
        """Return what the form that goes to `action` would send as it stands."""
        pairs = {}
        for name, value in self.page.form(action).sends:
            pairs.setdefault(name, []).append(value)
        return pairs

    def id_of(self, name):
        """Return the form id of somebody on the list."""
        return re.search(rf'id="p-([^"]+)">{re.escape(name)}<', self.answer.text)[1]

    def tell(self, story, *, about=None, **words):
        """Go through both steps; `about` are the fields of the first."""
        self.go("/report").send("/report", **(about or {}))
        return self.send("/report/send", story=story, **words)

    def come_back(self, receipt):
        self.go("/return").send("/return", receipt=receipt)
        return self.go("/case")
