"""People in front of the real application, in process: a reporter, and handlers at their desks."""

import re
import uuid

from app.web import sessions
from tests.portal.rita import Rita
from tests.support import seeds
from tests.support.flows import form_id

ASKED = r'<input[^>]*name="{name}"[^>]*value="([^"]+)"|<input[^>]*value="([^"]+)"[^>]*name="{name}"'


class Reporter(Rita):
    """Rita, as often as there are reports; each with a browser of her own."""

    def __init__(self, app, inst, clock):
        super().__init__(app)
        self.inst, self.clock = inst, clock

    def report(self, story, *, about, veto, answer, **fields):
        """Send a report; return (whether it was taken, about whom the check page asked)."""
        ids = {one: form_id(self.inst, one, self.clock()) for one in {*about, *veto}}
        first = {
            "about_people": [ids[one] for one in sorted(about)],
            "veto": [ids[one] for one in sorted(veto)],
            **{name: value for name, value in fields.items() if name != "danger"},
        }
        self.go("/report").send("/report", **first)
        if not self._has("/report/send"):
            return False, set()
        danger = {"danger": "yes"} if fields.get("danger") else {}
        self.send("/report/send", story=story, **danger)
        asked = self._answered("/report/send", answer)
        return self.receipt is not None, asked

    def message(self, receipt, text, *, answer):
        """Come back with the receipt and write; return what `report` does."""
        self.come_back(receipt)
        self.send("/case/reply", message=text)
        asked = self._answered("/case/reply", answer)
        return self.status == 303, asked

    def _has(self, action):
        return any(form.action == action for form in self.page.forms)

    def _answered(self, action, answer):
        """Answer a check page alike for everybody it asks about."""
        people, bodies = self._asked("only_mentioned"), self._asked("not_them")
        if not people | bodies:
            return set()
        ticks = {"only mentioned": "only_mentioned", "somebody else": "other_person"}
        fields = {ticks[answer]: sorted(people)} if answer in ticks and people else {}
        if answer in ticks and bodies:
            fields["not_them"] = sorted(bodies)
        self.send(action, **fields)
        return people

    def _asked(self, name):
        if self.status != 200:
            return set()
        found = re.findall(ASKED.format(name=name), self.answer.text)
        return {one or other for one, other in found}


class Desk:
    """One handler's browser, with a session that goes on from another request."""

    def __init__(self, app, inst, cast, clock, person):
        self.app, self.inst, self.cast, self.clock, self.person = app, inst, cast, clock, person
        self.client = app.test_client()
        self._until = None

    def get(self, path):
        self._resume()
        return self.client.get(path)

    def cases(self):
        """Return the ids that the list shows, all pages."""
        found, path = set(), "/desk"
        while True:
            answer = self.get(path)
            assert answer.status_code == 200, (self.person, answer.status_code)
            found |= {
                uuid.UUID(one).bytes for one in re.findall(r'data-case="([^"]+)"', answer.text)
            }
            further = re.search(r'<a rel="next" href="([^"]+)"', answer.text)
            if not further:
                return found
            path = further[1].replace("&amp;", "&")

    def post(self, path, **fields):
        """Send a form that any page of his could hold."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get("/desk").text)
        return self.client.post(path, data={"csrf_token": token[1], **fields})

    def sign_in(self):
        """Come in by the door, with passphrase and code."""
        client = self.app.test_client()
        page = client.get("/desk/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        who = self.cast[self.person]
        fields = {"name": who.name, "passphrase": who.passphrase, "code": who.code(self.clock())}
        answer = client.post("/desk/sign-in", data={"csrf_token": token[1], **fields})
        assert answer.status_code == 303, (self.person, answer.status_code)
        self.client, self._until = client, self.clock()

    def _resume(self):
        """Go on with a session; signing in by the door would count as being there."""
        now = self.clock()
        if self._until and (now - self._until).total_seconds() < 1200:
            return
        with self.app.test_request_context("/desk") as context:
            sessions.start(seeds.staff(self.inst, self.cast, self.person))
            answer = self.app.response_class()
            self.app.session_interface.save_session(self.app, context.session, answer)
        name, value = answer.headers["Set-Cookie"].split(";")[0].split("=", 1)
        self.client = self.app.test_client()
        self.client.set_cookie(name, value)
        self._until = now


def alike(answer):
    """Return all of an answer that two can have in common: everything but the date."""
    return answer.status_code, sorted((k, v) for k, v in answer.headers if k != "Date"), answer.data
