"""Two companies that differ only in lines, kin and interests, and Rita's way through both."""

import contextlib
import re
from unittest import mock

from flask import template_rendered

from app import factory
from app.domain import errors
from app.services import casework, declarations, people, world
from app.settings import Settings
from crypto import receipt as receipts
from tests.portal.rita import Rita
from tests.support import cast as casting
from tests.support import seeds, work
from tests.web import small

NOW = casting.START
#: The same in both: how long words are is chance, and no difference between the two.
WORDS = receipts.mint()
TIES = (
    ("alice", "family", "Charlie Young", False),
    ("alice", "holding", "Meridian GmbH", True),
    ("dora", "gift", "Meridian GmbH", True),
    ("emil", "loan", "Tina Sommer", False),
    ("omar", "household", "Robert Okafor", False),
    ("uma", "supplier", "Zenith", True),
)


def differ(inst, cast):
    """Put Dora and Emil under Bob, and let handlers declare whom and what they are tied to."""
    deeper = casting.under(casting.under(casting.COMPANY, "dora", "bob"), "emil", "bob")
    people.import_file(inst, deeper, now=NOW)
    for person, relation, name, outside in TIES:
        typed = declarations.Typed(relation, outside, name)
        declarations.declare(inst, seeds.staff(inst, cast, person), typed, now=NOW)


def stay(inst, cast):
    """Import the same file again, and let handlers declare nothing, as often."""
    people.import_file(inst, casting.COMPANY, now=NOW)
    for person, *_ in TIES:
        declarations.look_through(inst, seeds.staff(inst, cast, person), now=NOW)


class Walk:
    """Rita's way: every page she sees, what was done for it, and which template made it."""

    def __init__(self, inst, cast):
        self.inst, self.cast = inst, cast
        settings = Settings.load({}, home=inst.home, surfaces="portal", kdf_profile="cheap")
        self.clock = small.Clock()
        self.clock.now = NOW
        self.app = factory.create_app(settings, clock=self.clock, inst=inst)
        world.current(inst, now=NOW)  # Once a process: what a directory weighs is no secret.
        self.rita = Rita(self.app)
        self.pages, self.work, self.templates = [], [], []
        self.asked = False

    def step(self, how, *args, **fields):
        """Do as Rita does, and keep what came of it."""
        minting = mock.patch.object(receipts, "mint", return_value=WORDS)
        with work.recorded(self.inst) as steps, self._rendered(), minting:
            getattr(self.rita, how)(*args, **fields)
        self.asked = self.templates[-1:] == ["portal/check.html"]
        self.pages.append(masked(self.rita.answer))
        self.work.append(steps)

    @contextlib.contextmanager
    def _rendered(self):
        def rendered(_app, template, **_):
            self.templates.append(template.name)

        with template_rendered.connected_to(rendered, self.app):
            yield

    def answered(self, message):
        """Let somebody who reads the report answer it a day later, whoever that is here."""
        self.clock.forward(days=1)
        (case,), now = seeds.case_ids(self.inst), self.clock.now
        for person in seeds.HANDLERS:
            staff = seeds.staff(self.inst, self.cast, person)
            with contextlib.suppress(errors.NotFound):
                casework.reply(self.inst, staff, case=case.hex(), message=message, now=now)
                return
        raise AssertionError("nobody reads it")


def masked(answer):
    """Give an answer less what is random: tokens, the sealed state, the reference.

    The state is sealed into a bucket, so it is as long in both, and stays as long here.
    """
    status, headers, text = work.answered(answer)
    for state in re.findall(r'name="state" value="([^"]+)"', text):
        text = text.replace(state, "x" * len(state))
    text = re.sub(r"\b[0-9A-F]{4}-[0-9A-F]{4}\b", "reference", text)
    return status, headers, text
