"""The first page, leaving, and what everybody may read. None of these sets a cookie."""

from flask import current_app, redirect, render_template, session
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.domain import access, errors, policy
from app.portal import texts
from app.services import rosters, world
from app.store import db
from app.web import guards, headers, pages, sessions, surfaces


@guards.allow(access.Action.PUBLIC)
def landing() -> ResponseReturnValue:
    """Show the first page: five questions, five answers."""
    return render_template("portal/landing.html")


@guards.allow(access.Action.PUBLIC)
def leave() -> ResponseReturnValue:
    """End the visit and go where nobody asks; it must work whatever is broken behind it."""
    try:
        sessions.finish()
        place = world.current(surfaces.instance(), now=pages.now()).policy.neutral_page
    except (errors.Refused, db.DatabaseUnavailable):
        session.clear()
        place = policy.DEFAULT.neutral_page
    return headers.clear_site(current_app.make_response(redirect(place, 303)))


@guards.allow(access.Action.PUBLIC)
def privacy() -> ResponseReturnValue:
    """Show how data is used."""
    return render_template("portal/text.html", text=text("privacy"))


@guards.allow(access.Action.PUBLIC)
def elsewhere() -> ResponseReturnValue:
    """Show where else one can go."""
    return render_template("portal/text.html", text=text("elsewhere"))


@guards.allow(access.Action.PUBLIC)
def readers() -> ResponseReturnValue:
    """Show who has a key, by tier, since when."""
    tiers = rosters.published(surfaces.instance(), now=pages.now())
    marks = {member.new for tier in tiers for member in tier.members}
    return render_template(
        "portal/readers.html", text=text("readers"), tiers=tiers, all_new=marks == {True}
    )


def text(name: str) -> texts.Text:
    """Return a text of the instance in the language of the request."""
    locale = get_locale()
    language = locale.language if locale else pages.ENGLISH
    return texts.read(name, folder=surfaces.instance().texts, language=language)
