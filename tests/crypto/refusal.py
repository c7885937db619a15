"""What a refusal has to be: the family's error, and not a word more."""

import contextlib
import traceback


def flips(raw, *, mask=0x01):
    """Give `raw` with each of its bytes changed in turn."""
    for at in range(len(raw)):
        flipped = bytearray(raw)
        flipped[at] ^= mask
        yield bytes(flipped)


@contextlib.contextmanager
def refused(family):
    """Insist that the block refuses with exactly this family's error, silently."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - what it is, is the claim
        insist_on_silence(error, family)
    else:
        raise AssertionError("opened, and should not have")


def insist_on_silence(error, family):
    assert type(error) is family
    assert error.args == ()
    assert str(error) == ""
    assert error.__cause__ is None
    assert error.__context__ is None
    assert not getattr(error, "__notes__", ())
    # The test, the context manager's caller, and the public function's wrapper: no frame below.
    frames = [each.name for each in traceback.extract_tb(error.__traceback__)]
    assert frames[-1] == "open_or_refuse" or frames[-1] == "verify"
