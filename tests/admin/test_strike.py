"""/admin/people/of/ID: an entry that was wrong is struck when two handlers have signed."""

import re

import pytest

from app.services import world
from tests.admin.conftest import Visitor
from tests.web import small

FARID = "/admin/people/of/farid"


FORM = r'<form method="post" action="(/admin/people/(?:name|line)/[^"]+)"(.*?)</form>'


def forms(page):
    """Return path and hidden fields of every form of an entry."""
    found = []
    for path, body in re.findall(FORM, page.text, re.DOTALL):
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', body))
        fields.pop("csrf_token")
        found.append((path, fields))
    return found


def test_it_works(adam, at_desk, inst, clock):
    (line,) = [one for one in forms(adam.get(FARID)) if one[1].get("boss") == "bob"]
    answer = adam.send(*line, page=FARID)
    assert (answer.status_code, answer.headers["Location"]) == (303, FARID)
    page = adam.get(FARID).text
    assert "This waits now for two handlers of different tiers." in page
    assert "Waits for two signatures" in page

    for person in ("olga", "uma"):
        browser = at_desk(person)
        path = re.search(r'action="(/desk/changes/[0-9a-f-]+)"', browser.get("/desk/changes").text)
        assert browser.send(path[1], page="/desk/changes").status_code == 303

    lines = world.current(inst, now=clock.now).directory.lines
    assert not [one for one in lines if (one.person, one.boss) == ("farid", "bob")]
    assert "None on record." in adam.get(FARID).text


def test_every_name_and_line_of_a_person_can_be_asked_about(adam):
    page = adam.get("/admin/people/of/bob")
    kinds = [fields["kind"] for _, fields in forms(page)]

    assert set(kinds) == {"name", "alias", "email", "title", "solid"}


def test_asking_alone_changes_nothing(adam, inst, clock):
    before = world.current(inst, now=clock.now).directory
    for path, fields in forms(adam.get(FARID)):
        assert adam.send(path, fields, page=FARID).status_code == 303

    assert world.current(inst, now=clock.now).directory is before


@pytest.mark.parametrize(
    ("path", "fields"),
    [("name", {}), ("name", {"kind": "alias", "text": "Nobody"}),
     ("line", {}), ("line", {"person": "farid", "boss": "ceo", "kind": "solid", "since": "x"})],
)  # fmt: skip
def test_what_is_not_on_record_cannot_be_asked_about(adam, path, fields):
    answer = adam.send(f"/admin/people/{path}/farid", fields, page=FARID)

    assert answer.status_code == 409
    assert "This is not on record any more." in answer.text


def test_the_same_waits_once(adam):
    line = forms(adam.get(FARID))[0]
    token = small.value(adam.get(FARID), "csrf_token")
    adam.post(line[0], line[1], token=token)
    answer = adam.post(line[0], line[1], token=token)

    assert answer.status_code == 409
    assert "waits for signatures already" in answer.text


def test_nobody_else_asks(app, clock, cast, at_desk):
    alice = at_desk("alice")
    answer = alice.post("/admin/people/name/farid", {"kind": "name", "text": "Farid Aziz"})
    assert answer.headers["Location"] == "/admin/sign-in"

    stranger = Visitor(app, clock, cast)
    assert stranger.get(FARID).headers["Location"] == "/admin/sign-in"
