"""What an administrator may send, and what is said when it cannot be taken.

Nothing here knows of a case, so nothing that is said can depend on one (CONFLICTS §5).
"""

from typing import TYPE_CHECKING

from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField

from app.domain.errors import PeopleFileRefused, Refused
from app.web.forms import Problem, StaffForm

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

_ = lazy_gettext
FILE = "people-file"

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
