"""The cases of the demo happen: reports, answers and what handlers do, day by day.

Everything goes through the services, each with the moment it happened, so that the register is in
order. Who acts is chosen among those whose desk shows the case at that moment, by the rules alone;
a story may only wish for somebody.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from app.demo.founding import Founder
from app.demo.people import Company
from app.demo.stories import Check, Step, Story
from app.domain import cases, errors
from app.services import acts, asking, casework, formpage, gate, intake, mailbox, world
from app.services.desklist import Entry
from app.services.instance import Instance
from app.services.signin import Staff
from app.store import cases as stored_cases

_VISIT_BYTES = 16
_FRESH_DAYS = 6
_READ = "read"


class NotTold(Exception):
    """A case did not go as its story says; the text names the case."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case that happened: its story, its id, and the receipt's seven words."""

    story: Story
    case: str
    receipt: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """One handler at work."""

    founder: Founder
    staff: Staff = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Event:
    days_before: int
    story: Story
    step: Step | None


@dataclass(slots=True)
class Teller:
    """Lets the stories happen in an instance that has been founded."""

    inst: Instance
    company: Company
    desks: Sequence[Desk]
    now: datetime
    told: dict[str, Told] = field(default_factory=dict)
    _reporters: dict[str, mailbox.Reporter] = field(default_factory=dict, repr=False)
    # By case: whose desk has shown it, and who has read what the reporter said last.
    _known: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _up_to_date: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def tell(
        self, stories: Sequence[Story], *, progress: Callable[[str], None]
    ) -> tuple[Told, ...]:
        """Let everything happen, oldest first; return the cases in the order of the stories."""
        for event in events(stories):
            progress("cases")
            at = self.now - timedelta(days=event.days_before)
            if event.step is None:
                self._report(event.story, at=at)
            else:
                self._happen(event.story, event.step, at=at)
        return tuple(self.told[story.key] for story in stories)

    def _report(self, story: Story, *, at: datetime) -> None:
        visit = secrets.token_bytes(_VISIT_BYTES)
        begun = intake.begin(self.inst, self._first(story, at=at), visit=visit, now=at)

        def send(answers: asking.Answers) -> intake.Receipted | asking.Asked:
            words = intake.Words(story.story, story.where, story.when, story.danger)
            return intake.submit(
                self.inst, hidden=begun.hidden, visit=visit, words=words, answers=answers, now=at
            )

        sent = send(asking.Answers())
        if isinstance(sent, asking.Asked):
            sent = send(self._answers(sent, story.check, at=at))
        if isinstance(sent, asking.Asked):
            raise NotTold(f"{story.key}: the check page asked twice")
        reporter = mailbox.sign_in(self.inst, receipt=sent.receipt)
        self._reporters[story.key] = reporter
        case = str(uuid.UUID(bytes=reporter.case))
        self.told[story.key] = Told(story, case, sent.receipt)

    def _first(self, story: Story, *, at: datetime) -> formpage.First:
        ids = self._form_ids(at)
        return formpage.First(
            category=story.category,
            entity=story.entity,
            unit=story.unit,
            about_roles=tuple(sorted(story.about_roles)),
            about_boss=story.about_boss,
            about_people=tuple(ids[key] for key in sorted(story.about_people)),
            about_names=story.about_names,
            veto=tuple(ids[key] for key in sorted(story.veto)),
        )

    def _form_ids(self, at: datetime) -> Mapping[str, str]:
        known = world.current(self.inst, now=at).form_ids
        return {key: known[one.id] for key, one in self.company.people.items() if one.id in known}

    def _answers(self, asked: asking.Asked, check: Check, *, at: datetime) -> asking.Answers:
        """Answer what the check page asks and the story has an answer for."""
        ids = self._form_ids(at)
        open_ = {question.id for question in asked.questions}
        return asking.Answers(
            asked=True,
            only_mentioned=tuple({ids[key] for key in check.only_mentioned} & open_),
            other_person=tuple({ids[key] for key in check.other_person} & open_),
            not_them=tuple(check.not_them & open_),
        )

    def _happen(self, story: Story, step: Step, *, at: datetime) -> None:
        if step.do == "answer":
            self._answer(story, step, at=at)
            return
        if step.do == _READ:
            self._read(story, step, at=at)
            return
        for desk in self._at_work(story, step, at=at):
            if self._does(desk, story, step, at=at):
                return
        raise NotTold(f"{story.key}: nobody's desk shows it on day {step.day}")

    def _does(self, desk: Desk, story: Story, step: Step, *, at: datetime) -> bool:
        """Let a handler act; say whether the desk still shows the case."""
        key, known = desk.founder.key, self._known[story.key]
        try:
            act(self.inst, desk.staff, step, case=self.told[story.key].case, now=at)
        except errors.NotFound:
            known.discard(key)
            return False
        self._up_to_date[story.key].add(key)
        if step.do == "recuse":
            known.discard(key)
        return True

    def _read(self, story: Story, step: Step, *, at: datetime) -> None:
        """Let those who have worked on the case, and one more, read how it stands."""
        readers = len(self._known[story.key]) + 1
        for desk in islice(self._at_work(story, step, at=at), readers):
            if desk.founder.key not in self._up_to_date[story.key]:
                casework.open_case(self.inst, desk.staff, case=self.told[story.key].case, now=at)

    def _answer(self, story: Story, step: Step, *, at: datetime) -> None:
        reporter = self._reporters[story.key]

        def send(answers: asking.Answers) -> mailbox.Replied | asking.Asked:
            return mailbox.reply(self.inst, reporter, message=step.text, answers=answers, now=at)

        sent = send(asking.Answers())
        if isinstance(sent, asking.Asked):
            send(self._answers(sent, story.check, at=at))
        self._up_to_date[story.key].clear()

    def _at_work(self, story: Story, step: Step, *, at: datetime) -> Iterator[Desk]:
        """Yield whose desk shows the case: who is wished for, then the tier, then the standby."""
        known = self._known[story.key]
        turn = (sum(map(ord, story.key)) + (step.do == "note")) % len(self.desks)
        ordered = sorted(
            [*self.desks[turn:], *self.desks[:turn]],
            key=lambda desk: (
                desk.founder.key != step.by,
                desk.founder.tier != story.expected_tier,
                step.do == _READ and desk.founder.key not in known,
            ),
        )
        case = self.told[story.key].case
        for desk in ordered:
            if desk.founder.key in known or shows(self.inst, desk.staff, case, now=at):
                known.add(desk.founder.key)
                yield desk


def events(stories: Sequence[Story]) -> list[_Event]:
    """Return what happens, in the order of days; within a day as the stories have it."""
    happening = [
        _Event(story.days_ago - (step.day if step else 0), story, step)
        for story in stories
        for step in (None, *story.steps, *_reading(story))
    ]
    return sorted(happening, key=lambda event: -event.days_before)


def _reading(story: Story) -> tuple[Step, ...]:
    """Let most of the tier have read what is no longer fresh, so that desks look lived in."""
    last = max((step.day for step in story.steps), default=story.days_ago)
    return (Step(last, _READ),) if story.days_ago - last > _FRESH_DAYS else ()


def shows(inst: Instance, staff: Staff, case: str, *, now: datetime) -> bool:
    """Say whether a desk shows a case, as its list decides it: without a record."""
    entry = Entry(gate.case_id(case))
    with acts.reading(inst, staff, now=now) as looking:
        stored = stored_cases.load(looking.session, entry.case, account=looking.account)
        return gate.look(looking, entry, stored).admitted is not None


def act(inst: Instance, staff: Staff, step: Step, *, case: str, now: datetime) -> None:
    """Do what a step of a handler says. Raises `errors.NotFound` like the service itself."""
    if step.do in cases.STATUSES:
        casework.set_status(inst, staff, case=case, status=step.do, reason=step.reason, now=now)
    elif step.do == "reply":
        casework.reply(inst, staff, case=case, message=step.text, now=now)
    elif step.do == "note":
        casework.note(inst, staff, case=case, note=step.text, now=now)
    elif step.do == "declare":
        casework.attest(inst, staff, case=case, stand="clear", because=step.text, now=now)
    else:
        casework.recuse(inst, staff, case=case, reason=step.reason, now=now)
