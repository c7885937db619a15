"""What needs a handler today comes first; nothing gets lost on the way."""

from app.desk import groups
from tests.desk.samples import TODAY, row


def grouped(*rows):
    return groups.grouped(rows, today=TODAY)


def test_every_row_is_in_one_group():
    rows = [
        row("other", status, -30, due, unread=unread, danger=danger)
        for status in ("received", "assessing", "closed")
        for due in (None, -1, 0, 7, 8)
        for unread in (True, False)
        for danger in (True, False)
    ]

    found = grouped(*rows)

    everything = [*found.now, *found.unread, *found.later, *found.done]
    assert sorted(map(id, everything)) == sorted(map(id, rows))


def test_danger_comes_before_what_is_late_and_that_before_what_is_due():
    due = row("other", "assessing", -30, 3)
    late = row("other", "received", -30, -2)
    later = row("other", "received", -30, -1)
    danger = row("safety", "assessing", -1, 60, danger=True)

    assert grouped(due, later, late, danger).now == (danger, late, later, due)


def test_a_promise_within_a_week_is_pressing_and_one_after_it_is_not():
    near, far = row("other", "assessing", -30, 7), row("other", "assessing", -30, 8)

    found = grouped(near, far)

    assert (found.now, found.later) == ((near,), (far,))


def test_a_new_report_is_pressing_whatever_its_day():
    new = row("other", "received", 0, 30, unread=True, fresh=True)

    assert grouped(new).now == (new,)


def test_a_case_that_others_have_begun_is_new_and_does_not_press():
    begun = row("other", "assessing", -30, 40, unread=True, fresh=True)

    assert grouped(begun).unread == (begun,)


def test_what_was_over_before_one_ever_looked_is_done():
    over = row("other", "closed", -90, None, unread=True, fresh=True)

    assert grouped(over).done == (over,)


def test_a_message_alone_is_to_be_read_and_a_closed_danger_is_done():
    written = row("other", "closed", -90, None, unread=True)
    over = row("safety", "closed", -90, None, danger=True)

    found = grouped(written, over)

    assert (found.unread, found.done, found.now) == ((written,), (over,), ())
