"""What was just done is said once, on the page it leads to.

From the POST to that page one word travels in the visit's cookie. It names no case and nothing of
what was typed (P5), and whichever page of the desk comes next takes it out.
"""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

_DONE = "done"


def lead_to(endpoint: str, *, done: str = "", case: str = "") -> ResponseReturnValue:
    """Answer a POST that succeeded: with 303 to the page, which says that it is `done`."""
    if done:
        session[_DONE] = done
    to = url_for(endpoint, case=case) if case else url_for(endpoint)
    return redirect(to, code=303)


def said() -> str:
    """Return what was just done, or "", and forget it."""
    word: str = session.pop(_DONE, "")
    return word
