"""GET /leave: the one GET that ends something, and it always works."""

from app.services import world
from app.store import db

NEUTRAL = "https://www.wikipedia.org/"


def test_it_goes_where_nobody_asks_and_forgets(rita):
    rita.go("/report").go("/leave")
    assert (rita.status, rita.answer.headers["Location"]) == (303, NEUTRAL)
    assert rita.answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert "sotto_portal=;" in rita.answer.headers["Set-Cookie"]


def test_it_ends_an_open_conversation(rita):
    rita.come_back(rita.tell("Somebody takes refunds.").receipt)
    kept = rita.client.get_cookie("sotto_portal").value
    rita.go("/leave")
    rita.client.set_cookie("sotto_portal", kept)
    assert rita.go("/case").answer.headers["Location"] == "/return"


def test_a_broken_database_holds_nobody_back(rita, monkeypatch):
    def down(*_, **__):
        raise db.DatabaseUnavailable

    rita.go("/report")
    monkeypatch.setattr(world, "current", down)
    rita.go("/leave")
    assert (rita.status, rita.answer.headers["Location"]) == (303, NEUTRAL)
    assert "sotto_portal=;" in rita.answer.headers["Set-Cookie"]
