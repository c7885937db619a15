"""What an administrator may send, and what is said when it cannot be taken.

Nothing here knows of a case, so nothing that is said can depend on one (CONFLICTS §5).
"""

from typing import TYPE_CHECKING, Any

from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import AnyOf

from app.domain.errors import PeopleFileRefused, Refused
from app.web.forms import Problem, StaffForm, line, lines

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

_ = lazy_gettext
FILE = "people-file"
MOST_DIGITS = 3

NO_FILE = Problem(FILE, _("Choose the people file first."))
NOT_UTF8 = Problem(FILE, _("This file is not UTF-8. Save it as CSV in UTF-8, then choose it."))
REVIEW_AGAIN = Problem(
    "",
    _("The directory has changed since you opened this page. Look at what would change now."),
)

GONE = Problem("", _("This is not on record any more. Look at what stands here now."))


def said(error: Refused) -> Problem:
    """Say why something that was asked for cannot be proposed."""
    return Problem("", str(error))


def refused(error: PeopleFileRefused) -> Problem:
    """Say where a people file is wrong, and how to mend it."""
    where: LazyString | str = (
        gettext("Line %(line)s, column %(column)s:", line=error.line, column=error.column)
        if error.column
        else gettext("Line %(line)s:", line=error.line)
    )
    return Problem(FILE, f"{where} {error.mend}")


class Upload(StaffForm):
    """A people file."""

    file = FileField()

    @property
    def text(self) -> str | None:
        """What the file says; None without a file. Raises `UnicodeDecodeError`."""
        given: FileStorage | None = self.file.data
        raw = given.read() if given else b""
        return raw.decode("utf-8-sig") if raw else None


class Apply(StaffForm):
    """The number of the directory that a review was made against."""

    version = HiddenField()

    @property
    def reviewed(self) -> int:
        """The number; one that no directory has if it is none."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004


class StrikeName(StaffForm):
    """A name, address or title of a person that was wrong."""

    kind = HiddenField()
    text = HiddenField()


class StrikeLine(StaffForm):
    """A line that was wrong."""

    person = HiddenField()
    boss = HiddenField()
    kind = HiddenField()
    since = HiddenField()


def number(typed: str | None) -> int | None:
    """Return a small whole number as it was typed, or None."""
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


class Invite(StaffForm):
    """Somebody to be invited."""

    name = line(_("Type the name to sign in with."))
    person = line(_("Type the id of the person in the people file."))
    kind = StringField(
        validators=[AnyOf(("handler", "auditor", "admin"), _("Choose what the person is to be."))]
    )
    tier = StringField()

    @property
    def asked(self) -> dict[str, Any]:
        """What the service is asked for; a tier for a handler and for nobody else."""
        tier = number(self.tier.data) if self.kind.data == "handler" else None
        return {**self.words, "tier": tier}


class Move(StaffForm):
    """A handler's next tier."""

    tier = StringField()


class Rules(StaffForm):
    """The whole policy, as JSON."""

    policy = StringField(filters=[lines])
