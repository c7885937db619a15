"""What may be typed at the desk, and what is said when it cannot be taken.

1. A problem names the place in the page to go to and the mend; what was typed stands there again.
2. What a form says depends on what was typed and on nothing stored, so it cannot tell of a case.
3. Lengths are counted in characters. They lie below the sizes in `web/limits.py`, so that a text
   that is too long is answered here, where it is given back, and not by a 413, which cannot.

The token of a form is checked for the whole surface before a view runs (`web/errors.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from app.domain import cases, declarations

_ = lazy_gettext
MOST_TEXT = 100_000
MOST_REASON = 10_000
MOST_LINE = 200
MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and how to mend it. `field`: id of the element to go to; "" for none."""

    field: str
    text: LazyString


REFUSED = Problem(
    "", _("Name, passphrase and code do not go together. Type all three again, with a fresh code.")
)
NO_WELCOME = Problem(
    "",
    _(
        "This does not let you in. Look for typing errors; an invitation works once and for a week,"
        " and recovery words only with a new one. Else ask for another invitation."
    ),
)
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


def _lines(typed: str | None) -> str:
    """Return text as it was meant: browsers send CR LF for the end of a line."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _filled(message: LazyString) -> Callable[[FlaskForm, Field], None]:
    """Ask for more than blanks; the text itself is kept as it was typed."""

    def check(_form: FlaskForm, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation(message)

    return check


def _text(empty: LazyString | None, *, most: int = MOST_TEXT) -> StringField:
    """Return a field for words in lines; `empty`, if given, is said when nothing was typed."""
    too_long = _("This is longer than %(most)s characters. Shorten it or divide it.", most=most)
    needed = [_filled(empty)] if empty else []
    return StringField(filters=[_lines], validators=[*needed, Length(max=most, message=too_long)])


def _line(empty: LazyString, *, kind: type[StringField] = StringField) -> StringField:
    too_long = _("This is too long to be right. Type it again.")
    return kind(validators=[_filled(empty), Length(max=MOST_LINE, message=too_long)])


class DeskForm(FlaskForm):
    """A form of the desk; `ids` says where the page shows a field whose id is not its name."""

    ids: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The first thing wrong with each field, in the order of the page."""
        return tuple(Problem(self._id(f), f.errors[0]) for f in self if f.errors)

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by the name of the field, which is the service's name for it too."""
        return {field.name: field.data or "" for field in self if field.name != "csrf_token"}

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the id of its place in the page."""
        return {self.ids.get(name, name): text for name, text in self.words.items()}

    def _id(self, field: Field) -> str:
        return self.ids.get(field.name, field.name)


class SignIn(DeskForm):
    """Name, passphrase, code."""

    name = _line(_("Type your name."))
    passphrase = _line(_("Type your passphrase."), kind=PasswordField)
    code = _line(_("Type the six digits from your phone."))


class Welcome(DeskForm):
    """An invitation to redeem; with recovery words, a reset."""

    name = _line(_("Type your name as it stands in the invitation."))
    invitation = _line(_("Type your invitation."))
    recovery = _text(None, most=1000)


class Sign(DeskForm):
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


class Attest(DeskForm):
    """A declaration before a case is opened."""

    stand = StringField(validators=[AnyOf(("clear", "aside"), _("Choose one of the two answers."))])
    ground = StringField(
        filters=[_lines], validators=[AnyOf(("", *declarations.ASIDE), _("Choose one, or none."))]
    )
    because = _text(None, most=MOST_REASON)


class Reply(DeskForm):
    """A message to the reporter."""

    message = _text(_("The message is empty. Write it, then send it."))


class Note(DeskForm):
    """A note among those who may read the case."""

    note = _text(_("The note is empty. Write it, then keep it."))


class Status(DeskForm):
    """A step of the case."""

    ids = MappingProxyType({"status": "status-to"})
    status = StringField(validators=[AnyOf(cases.STATUSES, _("Choose where the case goes."))])
    reason = _text(None, most=MOST_REASON)


class Recuse(DeskForm):
    """Stepping back from a case."""

    ids = MappingProxyType({"reason": "recuse-reason"})
    reason = _text(None, most=MOST_REASON)
