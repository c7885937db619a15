"""What every page is given: its language, its dates and the one `now` of its request.

1. The clock comes in once, at `install`; a request reads it once, so that all it does has one time.
2. Another language stands in front of the path (/de/report). `Prefix` moves it into SCRIPT_NAME,
   so that every address made by `url_for` keeps it and no route knows of it.
3. A day is written out ("Friday 21 November 2026"); no page shows a time finer than the day (P5).
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, current_app, g, render_template, request
from flask_babel import Babel, format_date, get_locale, get_translations
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.web import surfaces

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENGLISH = "en"
# English of no country: neither "November 21" nor "21/11". Others have one way that is full.
DAYS = {ENGLISH: "EEEE d MMMM y"}
_LANGUAGE = "sotto.language"


class Prefix:
    """WSGI middleware that turns a language in front of the path into SCRIPT_NAME."""

    def __init__(self, app: "WSGIApplication", languages: Iterable[str]) -> None:
        self.app = app
        self.languages = frozenset(languages)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer the request, its language taken off the path."""
        language, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if language in self.languages:
            environ[_LANGUAGE] = language
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + language
            environ["PATH_INFO"] = slash + rest if slash else "/"
        return self.app(environ, start_response)


def install(app: Flask, *, clock: Callable[[], datetime], translations: Path) -> None:
    """Give every template its language and dates, and every request its `now`."""
    languages = (ENGLISH, *translated_into(translations))
    app.extensions["sotto_clock"] = clock
    app.extensions["sotto_words"], app.extensions["sotto_shared"] = {}, {}
    app.wsgi_app = Prefix(app.wsgi_app, languages)  # type: ignore[method-assign]
    Babel(
        app,
        default_locale=ENGLISH,
        default_translation_directories=str(translations),
        locale_selector=_locale,
    )
    # Flask-Babel looks up locale and catalogue anew for every string, Flask-WTF reads a catalogue
    # of its own from the disk for every form; half the time of a page went there.
    app.config["WTF_I18N_ENABLED"] = False
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _catalogue().gettext(text),
        ngettext=lambda one, many, number: _catalogue().ngettext(one, many, number),
        pgettext=lambda about, text: _catalogue().pgettext(about, text),
        npgettext=lambda about, one, many, n: _catalogue().npgettext(about, one, many, n),
        newstyle=True,
    )
    # Jinja looks `gettext` up for each `_` and fills in even where there is nothing to fill in; a
    # page has hundreds of them.
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"] = _said
    app.add_template_filter(_day, "day")
    app.add_template_filter(_day, "dateformat")
    app.context_processor(_given)


def translated_into(translations: Path) -> tuple[str, ...]:
    """Return the languages that have a compiled catalogue below `translations`."""
    found = translations.glob("*/LC_MESSAGES/messages.mo")
    return tuple(sorted(each.parts[-3] for each in found))


def now() -> datetime:
    """Return the moment of this request, in UTC and the same throughout."""
    if "now" not in g:
        g.now = current_app.extensions["sotto_clock"]()
    return g.now  # type: ignore[no-any-return]


def today() -> date:
    """Return the day of this request, in UTC."""
    return now().date()


def shared(template: str, **shown: Hashable) -> str:
    """Render a page that is the same for everybody but for its token; once, until it differs.

    `shown` is everything the page depends on, holds nothing of anybody's, and is equal only if it
    shows the same. One page of each template and language is kept, and no token.
    """
    kept: dict[tuple[str, str], tuple[object, list[str]]] = current_app.extensions["sotto_shared"]
    token: str = generate_csrf()
    facts = (request.script_root, today(), shown)
    known, parts = kept.get((template, _locale()), (None, []))
    if known != facts:
        parts = render_template(template, **shown).split(token)
        kept[template, _locale()] = facts, parts
    return token.join(parts)


def _locale() -> str:
    language: str = request.environ.get(_LANGUAGE, ENGLISH)
    return language


def _catalogue() -> NullTranslations:
    if "catalogue" not in g:
        g.catalogue = get_translations()
    return g.catalogue  # type: ignore[no-any-return]


def _said(text: str, /, **values: object) -> Markup:
    """Translate a string of a template and fill in `values`, escaped.

    What is kept is bounded by the templates: a test lets none of them translate anything else than
    a string that stands in it.
    """
    said = _words()
    known = said.get(text)
    if known is None:
        known = said[text] = Markup(_catalogue().gettext(text))  # noqa: S704 - our own strings
    return known % values if "%" in known else known


def _words() -> dict[str, Markup]:
    if "words" not in g:
        g.words = current_app.extensions["sotto_words"].setdefault(_locale(), {})
    return g.words  # type: ignore[no-any-return]


def _day(day: date, _: str = "") -> str:
    written: str = format_date(day, DAYS.get(_locale(), "full"))
    return written


def _given() -> dict[str, object]:
    locale, surface = get_locale(), surfaces.current()
    return {
        "lang": locale.language if locale else ENGLISH,
        "direction": locale.text_direction if locale else "ltr",
        "private": False,
        "surface": surface.name if surface.is_served else "",
        "today": today(),
    }
