"""One silent error a family: something did not open, and nobody is told why.

Whoever can change stored bytes learns from an error only that they were refused: a wrong key, a
flipped byte, another case's slot and a truncated list are the same answer. So a `CryptoError` has
no arguments, no cause and no context, and its traceback ends where the family's function ends;
frames below it hold keys in their locals.

A wrong argument of our own (a 31-byte key to seal with) is a bug and a plain `ValueError`.
"""

import contextlib
import functools
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from cryptography import exceptions

_Args = ParamSpec("_Args")
_Opened = TypeVar("_Opened")


class CryptoError(Exception):
    """Refuse to open; takes no arguments, so that no text can be given to it."""

    def __init__(self) -> None:
        super().__init__()


class SealRefused(CryptoError):
    """A sealed byte string did not open."""


class SlotRefused(CryptoError):
    """A slot did not open: a filler, another person's, another epoch's or a damaged one."""


class EpochRefused(CryptoError):
    """A chest, roll, record or chain of records is not to be believed."""


class RosterRefused(CryptoError):
    """A roster is malformed, lacks signatures, is older than one seen, or has a rival."""


class ItemRefused(CryptoError):
    """An item of a case did not open, or was not written by whom it names."""


class AttachmentRefused(CryptoError):
    """A part of a file did not open."""


class RegisterRefused(CryptoError):
    """A row of the register did not open, or the chain is broken."""


class DeclarationRefused(CryptoError):
    """A declaration did not open, or its owner did not write it."""


class TiesRefused(CryptoError):
    """A table of ties did not open, or is malformed."""


class PassphraseRefused(CryptoError):
    """A locked seed did not open, or recovery words are not right."""


class ReceiptRefused(CryptoError):
    """What was typed is not a receipt."""


class SignatureRefused(CryptoError):
    """A signature is not this key's over this message in this context."""


class KeysRefused(CryptoError):
    """Bytes that claim to be public keys are not."""


# Everything that stored or typed bytes can provoke. `ValueError` is how `wire`, UTF-8 and the
# library say "malformed", `OverflowError` how a stored number does that no context can hold;
# whatever is not listed is a bug and stays visible as one.
_NOT_OPENED: Final = (
    CryptoError,
    OverflowError,
    ValueError,
    exceptions.InvalidTag,
    exceptions.InvalidSignature,
)


def silent(
    family: type[CryptoError],
) -> Callable[[Callable[_Args, _Opened]], Callable[_Args, _Opened]]:
    """Give an opening function one answer for everything that can be wrong with its input.

    The error is raised after the handler has ended, not in it: `raise ... from None` hides the
    inner exception when printed, but leaves it, with its text and frames, in `__context__`.
    """

    def decorate(opener: Callable[_Args, _Opened]) -> Callable[_Args, _Opened]:
        @functools.wraps(opener)
        def open_or_refuse(*args: _Args.args, **kwargs: _Args.kwargs) -> _Opened:
            with contextlib.suppress(*_NOT_OPENED):
                return opener(*args, **kwargs)
            del args, kwargs  # this frame is in the traceback
            raise family

        return open_or_refuse

    return decorate
