"""What was just done is said once, on the page it leads to.

From the POST to that page one word travels in the visit's cookie. It names no case and nothing of
what was typed (P5), and whichever page comes next takes it out.
"""

from typing import Any

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

_DONE = "done"


def lead_to(endpoint: str, *, done: str = "", **values: Any) -> ResponseReturnValue:  # noqa: ANN401 - as `url_for`
    """Answer a POST that succeeded: with 303 to the page, which says that it is `done`."""
    if done:
        session[_DONE] = done
    return redirect(url_for(endpoint, **values), code=303)


def said() -> str:
    """Return what was just done, or "", and forget it."""
    word: str = session.pop(_DONE, "")
    return word
