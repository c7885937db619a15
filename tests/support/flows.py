"""What people do, as the tests say it: Rita reports, Alice lists and opens."""

import contextlib
import uuid

from app.domain import errors
from app.services import asking, formpage, intake, mailbox, queue
from tests.support import cast as casting

VISIT = b"one visit, 16 by"


def form_id(inst, person, now):
    """Give the id that stands for somebody on the form; None when the form does not list them."""
    from app.services import world

    return world.current(inst, now=now).form_ids[person]


def first(inst, now, *, about=(), veto=(), **rest):
    """Give the first page, people given by their id in the people file."""
    return formpage.First(
        about_people=tuple(form_id(inst, p, now) for p in about),
        veto=tuple(form_id(inst, p, now) for p in veto),
        **rest,
    )


def begin(inst, now, **said):
    return intake.begin(inst, first(inst, now, **said), visit=VISIT, now=now)


def send(inst, hidden, now, story="The numbers are changed every Friday.", **rest):
    answers = asking.Answers(**rest.pop("answers", {"asked": True}))
    words = intake.Words(story, **rest)
    return intake.submit(inst, hidden=hidden, visit=VISIT, words=words, answers=answers, now=now)


def report(inst, now=casting.START, *, story="The numbers are changed every Friday.", **said):
    """File a report; give its receipt's seven words."""
    begun = begin(inst, now, **said)
    return send(inst, begun.hidden, now, story).receipt


def come_back(inst, receipt):
    return mailbox.sign_in(inst, receipt=receipt)


def say(inst, reporter, message, now=casting.START, **answers):
    return mailbox.reply(
        inst, reporter, message=message,
        answers=asking.Answers(asked=True, **answers), now=now,
    )  # fmt: skip


def desk(inst, cast, person, now=casting.START):
    return casting.sign_in(inst, cast[person], now)


def listed(inst, staff, now=casting.START):
    """Give the ids of the cases on somebody's list, all pages."""
    found, page = [], 1
    while True:
        shown = queue.list_page(inst, staff, page=page, now=now)
        found += [row.case for row in shown.rows]
        if not shown.has_next:
            return found
        page += 1


def readers(inst, cast, now=casting.START, people=None):
    """Whose list shows a case, by person."""
    everybody = people or [p for p in cast if p != "ida"]
    return {p for p in everybody if listed(inst, desk(inst, cast, p, now), now)}


def the_case(inst):
    """Give the one case there is, as its address has it."""
    from tests.support import seeds

    (case,) = seeds.case_ids(inst)
    return str(uuid.UUID(bytes=case))


def counting(inst, act, *args, **kwargs):
    """Count the SQL statements an act sends; what it refuses is work as well."""
    before = inst.db.statements
    with contextlib.suppress(errors.Refused):
        act(*args, **kwargs)
    return inst.db.statements - before


def two_sign(inst, cast, *people, now=casting.START):
    """Let handlers sign the one change that waits."""
    from app.services import changes
    from tests.support import seeds

    for person in people:
        staff = seeds.staff(inst, cast, person)
        (one,) = changes.waiting(inst, staff, now=now)
        changes.sign(inst, staff, one.id, now=now)
