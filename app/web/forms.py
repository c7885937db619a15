"""The forms of staff that more than one surface has: the doors, and what every such form can do.

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
from wtforms import Field, PasswordField, StringField
from wtforms.validators import Length, StopValidation

_ = lazy_gettext
MOST_TEXT = 100_000
MOST_LINE = 200
MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and how to mend it. `field`: id of the element to go to; "" for none."""

    field: str
    text: LazyString | str


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


def lines(typed: str | None) -> str:
    """Return text as it was meant: browsers send CR LF for the end of a line."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def filled(message: LazyString) -> Callable[[FlaskForm, Field], None]:
    """Ask for more than blanks; the text itself is kept as it was typed."""

    def check(_form: FlaskForm, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation(message)

    return check


def text(empty: LazyString | None, *, most: int = MOST_TEXT) -> StringField:
    """Return a field for words in lines; `empty`, if given, is said when nothing was typed."""
    too_long = _("This is longer than %(most)s characters. Shorten it or divide it.", most=most)
    needed = [filled(empty)] if empty else []
    return StringField(filters=[lines], validators=[*needed, Length(max=most, message=too_long)])


def line(empty: LazyString, *, kind: type[StringField] = StringField) -> StringField:
    """Return a field for one line; `empty` is said when nothing was typed."""
    too_long = _("This is too long to be right. Type it again.")
    return kind(validators=[filled(empty), Length(max=MOST_LINE, message=too_long)])


class StaffForm(FlaskForm):
    """A form of staff; `ids` says where the page shows a field whose id is not its name."""

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


class SignIn(StaffForm):
    """Name, passphrase, code."""

    name = line(_("Type your name."))
    passphrase = line(_("Type your passphrase."), kind=PasswordField)
    code = line(_("Type the six digits from your phone."))


class Welcome(StaffForm):
    """An invitation to redeem; with recovery words, a reset."""

    name = line(_("Type your name as it stands in the invitation."))
    invitation = line(_("Type your invitation."))
    recovery = text(None, most=MOST_WORDS)
