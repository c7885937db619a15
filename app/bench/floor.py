"""The floor: what cannot be avoided, and nothing else. Under 120 lines, so that it can be judged.

One WSGI function over raw `sqlite3`, plain strings for pages. The same Argon2 parameters, the same
number of real HPKE seals, one durable commit, pages as long as Sotto's. No rules, no sessions, no
templates, no guards: what Sotto needs beyond this is the price of its promises. Never serve it to
anybody: it keeps keys in a cookie, and gives every case to everyone.

`SOTTO_FLOOR` is JSON: `database` (path), `slots` (handlers), `profile` (named Argon2id cost),
`lengths` (request, such as `GET /report`, to bytes of its page).
"""

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from crypto import context, grants, keys, receipt, sealing

Answer = tuple[str, list[tuple[str, str]], str]

TOLD: dict[str, Any] = json.loads(os.environ.get("SOTTO_FLOOR", "{}"))
INSTANCE, PEPPER = bytes(16), bytes(32)
CONTEXT = context.encode("floor", instance=INSTANCE)
HANDLERS = [keys.Identity.from_seed(keys.new_seed()).public for _ in range(TOLD.get("slots", 0))]
TABLES = """
    CREATE TABLE IF NOT EXISTS cases (id BLOB PRIMARY KEY, tag BLOB UNIQUE, mine BLOB, sealed BLOB)
        WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS slots (id BLOB PRIMARY KEY, case_id BLOB, slot BLOB) WITHOUT ROWID;
"""
_local = threading.local()


def _database() -> sqlite3.Connection:
    """Return this thread's connection, as durable as Sotto's."""
    if not hasattr(_local, "connection"):
        _local.connection = sqlite3.connect(TOLD["database"], isolation_level=None, timeout=30)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            _local.connection.execute(f"PRAGMA {pragma}")
        _local.connection.executescript(TABLES)
    connection: sqlite3.Connection = _local.connection
    return connection


def _page(body: str) -> Answer:
    return "200 OK", [], f"<!doctype html><title>floor</title>{body}"


def _question(_: dict[str, str], __: str) -> Answer:
    return _page('<form method="post" action="/report"></form>')


def _story(_: dict[str, str], __: str) -> Answer:
    hidden = f'<input type="hidden" name="state" value="{receipt.mint()}">'
    return _page(f'<form method="post" action="/report/send">{hidden}</form>')


def _send(typed: dict[str, str], _: str) -> Answer:
    """Derive, seal once for each handler and once for the reporter, commit, show the receipt."""
    words, case, secret = typed["state"], secrets.token_bytes(16), secrets.token_bytes(32)
    hers = receipt.derive(words, pepper=PEPPER, instance=INSTANCE, profile=TOLD["profile"])
    wrapped = [grants.wrap(secret, public, context=CONTEXT) for public in HANDLERS]
    mine = grants.wrap(secret, hers.identity.public, context=CONTEXT)
    sealed = sealing.seal(secret, typed["story"].encode(), context=CONTEXT, at_least=4096)
    slots = [(secrets.token_bytes(16), case, slot) for slot in wrapped]
    connection = _database()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO cases VALUES (?, ?, ?, ?)", (case, hers.tag, mine, sealed))
    connection.executemany("INSERT INTO slots VALUES (?, ?, ?)", slots)
    connection.execute("COMMIT")
    return _page(f'<output id="receipt">{words}</output>')


def _return(_: dict[str, str], __: str) -> Answer:
    return _page('<form method="post" action="/return"></form>')


def _sign_in(typed: dict[str, str], _: str) -> Answer:
    """Derive, look up, open the reporter's slot; the key goes into the cookie."""
    words = typed["receipt"]
    hers = receipt.derive(words, pepper=PEPPER, instance=INSTANCE, profile=TOLD["profile"])
    row = _database().execute("SELECT id, mine FROM cases WHERE tag = ?", (hers.tag,)).fetchone()
    secret = grants.unwrap(row[1], hers.identity, context=CONTEXT)
    cookie = ("Set-Cookie", f"floor={row[0].hex()}{secret.hex()}")
    return "303 See Other", [("Location", "/case"), cookie], ""


def _thread(_: dict[str, str], cookie: str) -> Answer:
    case, secret = bytes.fromhex(cookie[6:38]), bytes.fromhex(cookie[38:])
    row = _database().execute("SELECT sealed FROM cases WHERE id = ?", (case,)).fetchone()
    text = sealing.open_sealed(secret, row[0], context=CONTEXT).decode()
    return _page(f'<article class="message" data-from="reporter">{text}</article>')


def _desk(_: dict[str, str], __: str) -> Answer:
    ids = [row[0].hex() for row in _database().execute("SELECT id FROM cases LIMIT 25")]
    return _page("".join(f'<a data-case="{case}">{case}</a>' for case in ids))


ROUTES: dict[tuple[str, str], Callable[[dict[str, str], str], Answer]] = {
    ("GET", "/report"): _question, ("POST", "/report"): _story, ("POST", "/report/send"): _send,
    ("GET", "/return"): _return, ("POST", "/return"): _sign_in, ("GET", "/case"): _thread,
    ("GET", "/desk"): _desk, ("GET", "/"): lambda _, __: _page(""),
}  # fmt: skip


def application(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
    """Answer one WSGI request, with a page as long as Sotto's for the same request."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    typed = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    fields = {name: values[0] for name, values in parse_qs(typed).items()}
    status, headers, text = ROUTES[method, path](fields, environ.get("HTTP_COOKIE", ""))
    raw = text.encode().ljust(TOLD.get("lengths", {}).get(f"{method} {path}", 0))
    start(status, [*headers, ("Content-Type", "text/html"), ("Content-Length", str(len(raw)))])
    return [raw]
