"""What may be typed at the desk, and what is said when it cannot be taken (see `web/forms.py`)."""

from types import MappingProxyType

from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, InputRequired

from app.domain import cases, declarations
from app.web.forms import Problem, StaffForm, lines, text

_ = lazy_gettext
MOST_REASON = 10_000
MOST_DIGITS = 10


LIST_CHANGED = Problem(
    "", _("The list is not the one you saw. Compare what stands here now, then sign.")
)
LAST_READER = Problem(
    "",
    _(
        "Without you nobody could read this case, so you cannot step back here. Speak with somebody"
        " of the next tier, without saying what the case is about."
    ),
)
MOVED_ON = Problem(
    "status-to", _("The case has moved on since you opened the page. Look at it and choose again.")
)
SAY_WHY = Problem("reason", _("This step needs a reason. Say in a sentence why."))


class Sign(StaffForm):
    """A signature under the proposed list; number and digest say which one was compared."""

    number = HiddenField()
    digest = HiddenField()
    agree = BooleanField(
        validators=[
            InputRequired(_("Compare the fingerprints and keep the check number, then say so."))
        ]
    )

    @property
    def compared(self) -> tuple[int, str]:
        """Number and digest of the list compared; number 0, which nobody signs, if it is none."""
        number, digest = self.number.data or "", self.digest.data or ""
        is_number = number.isascii() and number.isdecimal() and len(number) < MOST_DIGITS
        return int(number) if is_number else 0, digest


class Attest(StaffForm):
    """A declaration before a case is opened."""

    stand = StringField(validators=[AnyOf(("clear", "aside"), _("Choose one of the two answers."))])
    ground = StringField(
        filters=[lines], validators=[AnyOf(("", *declarations.ASIDE), _("Choose one, or none."))]
    )
    because = text(None, most=MOST_REASON)


class Reply(StaffForm):
    """A message to the reporter."""

    message = text(_("The message is empty. Write it, then send it."))


class Note(StaffForm):
    """A note among those who may read the case."""

    note = text(_("The note is empty. Write it, then keep it."))


class Status(StaffForm):
    """A step of the case."""

    ids = MappingProxyType({"status": "status-to"})
    status = StringField(validators=[AnyOf(cases.STATUSES, _("Choose where the case goes."))])
    reason = text(None, most=MOST_REASON)


class Recuse(StaffForm):
    """Stepping back from a case."""

    ids = MappingProxyType({"reason": "recuse-reason"})
    reason = text(None, most=MOST_REASON)
