"""What the portal's forms take, and in which words they say no.

Nothing but the story has to be filled in (DESIGN §7). A form never throws away what was typed:
each refusal shows the page again with it. Limits are far beyond what people write; they keep one
request from occupying the others.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, ValidationError

from app.domain import cases
from app.services import asking, formpage, intake

_ = lazy_gettext

LONGEST_TEXT = 100_000
LONGEST_LINE = 500
MOST_NAMES = 100
MOST_TICKS = 500
FORM_ID_SIZE = 100

TOO_LONG = _("This is too long: at most 100,000 letters fit here. You can send the rest later.")
LINE_TOO_LONG = _("This is too long: at most 500 letters fit here. Put the rest into your story.")
TOO_MANY_NAMES = _(
    "Please name at most 100 people, one in each line. Put the rest into your story."
)
NAME_TOO_LONG = _("One of the names is too long. Please write one name in each line.")
NOT_OFFERED = _("Please choose from the list.")
NO_STORY = _("Please tell what happened: the box is empty.")
NO_MESSAGE = _("Please write your message: the box is empty.")
NOTHING_ASKED = _("You are not asked about that any more. Please look at what stands here now.")
TOO_LATE = _(
    "The day until which you could say no is over. Write a message if you think that it was wrong."
)
NO_RECEIPT = _("Please type in the seven words of your receipt.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be mended: `field` is the id on the page, or empty when no field is at fault."""

    field: str
    text: LazyString | str


class Ticks(Field):
    """Boxes of one name: each value once, in the order they came."""

    data: tuple[str, ...]

    def process_data(self, _value: object) -> None:
        """Begin with nothing ticked."""
        self.data = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was ticked."""
        self.data = tuple(dict.fromkeys(valuelist))


class Typed(StringField):
    """Text as typed, with the line ends that this system uses everywhere."""

    data: str

    def process_data(self, _value: object) -> None:
        """Begin empty."""
        self.data = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text, and nothing as an empty one."""
        self.data = valuelist[0].replace("\r\n", "\n") if valuelist else ""


class OneOf:
    """Refuses what the page did not offer; empty is always fine."""

    def __init__(self, offered: tuple[str, ...]) -> None:
        self.offered = frozenset(offered) | {""}

    def __call__(self, _form: object, field: Field) -> None:
        """Raise `ValidationError` for a value that is not on the page."""
        values = field.data if isinstance(field.data, tuple) else (field.data,)
        if not self.offered.issuperset(values):
            raise ValidationError(NOT_OFFERED)


class Within:
    """Refuses text longer than `most` letters, saying so in `words`."""

    def __init__(self, most: int, words: LazyString) -> None:
        self.most, self.words = most, words

    def __call__(self, _form: object, field: Field) -> None:
        """Raise `ValidationError` for a longer one."""
        if len(field.data) > self.most:
            raise ValidationError(self.words)


class Said:
    """Refuses a text without a single letter, digit or sign; invisible characters are not words."""

    def __init__(self, words: LazyString) -> None:
        self.words = words

    def __call__(self, _form: object, field: Field) -> None:
        """Raise `ValidationError` when nothing is said."""
        if not any(unicodedata.category(letter)[0] in "LNPS" for letter in field.data):
            raise ValidationError(self.words)


def names_fit(_form: object, field: Field) -> None:
    """Raise `ValidationError` for too many names, or one that cannot be a name."""
    names = field.data.splitlines()
    if len(names) > MOST_NAMES:
        raise ValidationError(TOO_MANY_NAMES)
    if any(len(name) > LONGEST_LINE for name in names):
        raise ValidationError(NAME_TOO_LONG)


def ticks_fit(_form: object, field: Field) -> None:
    """Raise `ValidationError` for more ticks, or longer ids, than any page has."""
    if len(field.data) > MOST_TICKS or any(len(each) > FORM_ID_SIZE for each in field.data):
        raise ValidationError(NOT_OFFERED)


class Form(FlaskForm):
    """A form that says what is wrong in the page's own terms."""

    class Meta(FlaskForm.Meta):
        """No token of its own: that of the request was looked at before any view (`web.errors`)."""

        csrf = False

    def problems(self) -> tuple[Problem, ...]:
        """Return what is to be mended; nothing when all is well."""
        self.validate()
        found = {AT.get(name, name): said[0] for name, said in self.errors.items() if name}
        return tuple(Problem(field, text) for field, text in found.items())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of everything filled in, to be carried through the next page."""
        for field in self:
            match field.data:
                case tuple() as ticked:
                    yield from ((field.name, each) for each in ticked)
                case True:
                    yield field.name, "yes"
                case str() as typed if typed:
                    yield field.name, typed


#: Fields whose mend stands at another place of the page.
AT = {"about_people": "people", "veto": "people"}


class AboutForm(Form):
    """Step one: what kind of matter, and who it is about."""

    category = Typed(validators=[OneOf(cases.CATEGORIES)])
    about_roles = Ticks(validators=[OneOf(cases.ROLES)])
    about_boss = Typed(validators=[OneOf(cases.BOSSES)])
    about_people = Ticks(validators=[ticks_fit])
    veto = Ticks(validators=[ticks_fit])
    about_names = Typed(validators=[names_fit])
    entity = Typed(validators=[Within(LONGEST_LINE, LINE_TOO_LONG)])
    unit = Typed(validators=[Within(LONGEST_LINE, LINE_TOO_LONG)])

    def first(self) -> formpage.First:
        """Return the page as the service takes it."""
        names = self.about_names.data.splitlines()
        return formpage.First(
            category=self.category.data,
            entity=self.entity.data,
            unit=self.unit.data,
            about_roles=self.about_roles.data,
            about_boss=self.about_boss.data,
            about_people=self.about_people.data,
            about_names=tuple(name.strip() for name in names if name.strip()),
            veto=self.veto.data,
        )


class WordsForm(Form):
    """Step two: what happened."""

    story = Typed(validators=[Said(NO_STORY), Within(LONGEST_TEXT, TOO_LONG)])
    where = Typed(validators=[Within(LONGEST_LINE, LINE_TOO_LONG)])
    when = Typed(validators=[Within(LONGEST_LINE, LINE_TOO_LONG)])
    danger = BooleanField()

    def words(self) -> intake.Words:
        """Return the page as the service takes it."""
        return intake.Words(
            story=self.story.data,
            where=self.where.data,
            when=self.when.data,
            danger=self.danger.data,
        )


class StateForm(Form):
    """What came with the page unseen, and the answers of the check page."""

    state = Typed()
    asked = BooleanField()
    only_mentioned = Ticks(validators=[ticks_fit])
    other_person = Ticks(validators=[ticks_fit])
    not_them = Ticks(validators=[OneOf(cases.ROLES)])

    def answers(self) -> asking.Answers:
        """Return what she said about the people her text names."""
        return asking.Answers(
            only_mentioned=self.only_mentioned.data,
            other_person=self.other_person.data,
            not_them=self.not_them.data,
            asked=self.asked.data,
        )


class ReceiptForm(Form):
    """Coming back."""

    receipt = Typed(validators=[Said(NO_RECEIPT), Within(LONGEST_LINE, NO_RECEIPT)])


class RefuseForm(Form):
    """Her *no* to what two of her readers want; `card` names it."""

    card = Typed(validators=[Said(NOTHING_ASKED), Within(LONGEST_LINE, NOTHING_ASKED)])


class MessageForm(Form):
    """A further message."""

    message = Typed(validators=[Said(NO_MESSAGE), Within(LONGEST_TEXT, TOO_LONG)])
