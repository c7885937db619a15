"""Every address that takes the id of a case, as the `url_map` has it, and what is sent there."""

import re
import uuid

from tests.support import work

NOTHING = str(uuid.UUID(int=2**121 + 7, version=4))
NO_CASES = {
    "does not exist": NOTHING,
    "not an id at all": "6f1c",
}
FIELDS = {
    "desk.attest": {"stand": "clear", "because": ""},
    "desk.cards.ask": {"choice": "lift|dora|C2", "meant": "", "reason": "She knows."},
    "desk.cards.hand_up": {"reason": "We are few."},
    "desk.cards.sign": {"card": "9f" * 32},
    "desk.note": {"note": "Ask the auditors."},
    "desk.recuse": {"reason": "We are friends."},
    "desk.reply": {"message": "Which week was it?"},
    "desk.status": {"status": "acknowledged", "reason": ""},
}


def filled(rule, **values):
    """Put values into a rule; whatever else it takes is the id of nothing."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], NOTHING), rule)


def of_cases(app):
    """Give (endpoint, method, rule) of every address with a case in it."""
    return sorted(
        (rule.endpoint, method, rule.rule)
        for rule in app.url_map.iter_rules()
        if "case" in rule.arguments
        for method in rule.methods - {"HEAD", "OPTIONS"}
    )


def knock(desk, browser, case):
    """Ask for a case in every way there is: {way: (steps, answer)}."""
    token = browser.token("/desk/roster")
    done = {}
    for endpoint, method, rule in of_cases(desk.app):
        path = filled(rule, case=case)
        typed = {"": FIELDS.get(endpoint, {}), " with nothing typed": {}}
        ways = {"": None} if method == "GET" else typed
        for how, fields in ways.items():
            with work.recorded(desk.inst) as steps:
                if method == "GET":
                    answer = browser.get(path)
                else:
                    answer = browser.post(path, fields, token=token)
            done[f"{method} {endpoint}{how}"] = (steps, work.answered(answer))
    return done
