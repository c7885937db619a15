"""What a refusal has to be: the family's error, and not a word more."""

import contextlib


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
    # The last frame is the wrapper's, or `keys.verify`: frames below would hold keys.
    assert _last_frame(error.__traceback__) in {"open_or_refuse", "verify"}


def _last_frame(traceback):
    while traceback.tb_next:
        traceback = traceback.tb_next
    return traceback.tb_frame.f_code.co_name
