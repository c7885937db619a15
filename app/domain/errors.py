"""A rule said no: one family, one class per answer a page can give.

`web/errors.py` turns each class into a page. Nothing here carries what a person typed, except
`PeopleFileRefused`, whose line and column an administrator needs to mend a file.
"""


class Refused(Exception):
    """A rule of the domain said no."""


class NotFound(Refused):
    """Nothing there for this person: missing, not theirs and in conflict are one answer."""


class NotAllowed(Refused):
    """The role of this person does not include that action."""


class NobodyClean(Refused):
    """Nobody at all may receive this report (CONFLICTS §3 step 5): nothing is stored."""


class WrongStatus(Refused):
    """The case cannot go from the status it has to the one asked for."""


class ReasonMissing(Refused):
    """The step asked for is recorded with a reason, and none was given."""


class PolicyRefused(Refused):
    """A policy contradicts itself or is not what `Policy.to_json` writes; says what."""


class TooOld(Refused):
    """A form, an invitation or a state has outlived its day."""


class StateRefused(Refused):
    """The hidden state of a form is missing, foreign or not of this visit."""


class Busy(Refused):
    """The work cannot be taken on at the moment; the same request may be sent again."""


class PeopleFileRefused(Refused):
    """A people file breaks the contract; nothing of it is taken.

    `line` counts from 1 as an editor shows it, `column` is the name in the header (or empty when
    the line as a whole is meant), `mend` is one sentence: what to change.
    """

    def __init__(self, line: int, column: str, mend: str) -> None:
        where = f"line {line}, column {column}" if column else f"line {line}"
        super().__init__(f"{where}: {mend}")
        self.line = line
        self.column = column
        self.mend = mend


class ReviewAgain(Refused):
    """What would be changed is no longer what was reviewed: look at it again."""


class SignInRefused(Refused):
    """Name, passphrase, code or invitation is not right: one answer for all of them."""


class NotOpenYet(Refused):
    """No signed roster counts yet, so there is nobody to seal a report to."""


class Doubtful(Refused):
    """Signed lists or directory do not agree with what was seen before: nothing is sealed."""


class ReceiptUnknown(Refused):
    """Seven good words that open no report here."""


class UnknownWords(Refused):
    """Words were typed that no receipt has; `words` says which, so that a slip can be mended."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self.words = words
