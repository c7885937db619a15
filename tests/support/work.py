"""What is done for one request, step by step: all that Bob could count, weigh or time.

A trace holds no value, only shapes: for every SQL statement its text, the shape of its parameters
and how many rows of how many bytes it gave or wrote; for every act of `crypto` its name, the
lengths that went in and the length, or the error, that came out; every text searched for names,
every decision and every route.
"""

import contextlib
import functools
import re

from sqlalchemy import event

from app.domain import conflicts, mentions, routing
from crypto import context, grants, keys, macs, sealing, stretching

ACTS = (
    (context, "digest"),
    (conflicts, "decide"),
    (grants, "unwrap"),
    (grants, "wrap"),
    (keys, "derive"),
    (keys, "verify"),
    (keys.Identity, "from_seed"),
    (keys.Signer, "sign"),
    (macs, "mac"),
    (mentions.Index, "find"),
    (routing, "route"),
    (sealing, "open_sealed"),
    (sealing, "seal"),
    (stretching, "stretch"),
)


@contextlib.contextmanager
def recorded(inst):
    """Give a list that fills with every step taken within the block."""
    steps = []
    with contextlib.ExitStack() as undo:
        for owner, name in ACTS:
            undo.enter_context(_watched(owner, name, steps))
        undo.enter_context(_statements(inst.db.engine, steps))
        yield steps


def answered(answer):
    """Give what a browser gets, less tokens and cookies: they are random, and of random length."""
    text = answer.get_data(as_text=True)
    length = len(answer.get_data())
    for token in re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', text):
        text = text.replace(token, "token", 1)
        length -= len(token)
    noisy = {"Set-Cookie": None, "Content-Length": length}
    return answer.status_code, [(k, noisy.get(k, v)) for k, v in answer.headers], text


def but_decisions(steps):
    """Leave out what is decided in memory: facts as arguments, and tags of ties looked for."""
    return [step for step in steps if step[0] not in {"decide", "route", "mac"}]


def shape(value):
    """Give what a value looks like from outside: the type, and the length if it has one."""
    if isinstance(value, bytes | memoryview | str):
        return type(value).__name__, len(value)
    if isinstance(value, dict):
        return {str(key): shape(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [shape(each) for each in value]
    return type(value).__name__


@contextlib.contextmanager
def _watched(owner, name, steps):
    kept = owner.__dict__[name]
    act = kept.__func__ if isinstance(kept, classmethod) else kept

    @functools.wraps(act)
    def watched(*args, **kwargs):
        step = [name, shape(args), shape(kwargs)]
        steps.append(step)
        try:
            given = act(*args, **kwargs)
        except Exception as error:
            step.append(type(error).__name__)
            raise
        step.append(shape(given))
        return given

    setattr(owner, name, classmethod(watched) if isinstance(kept, classmethod) else watched)
    try:
        yield
    finally:
        setattr(owner, name, kept)


@contextlib.contextmanager
def _statements(engine, steps):
    def sent(connection, cursor, statement, parameters, *_):
        given = cursor.rowcount
        if statement.startswith("SELECT"):
            again = connection.connection.cursor()
            again.execute(statement, parameters)
            given = sorted(map(repr, map(shape, again.fetchall())))
            again.close()
        steps.append(["sql", statement, shape(parameters), given])

    event.listen(engine, "after_cursor_execute", sent)
    try:
        yield
    finally:
        event.remove(engine, "after_cursor_execute", sent)
