"""Ida the auditor: the register opened with her key, its chain and every author checked."""

import json

from app.store import accounts, register
from crypto import keys
from crypto import register as rows
from tests.support import seeds


def read(inst, cast):
    """Give every row as a dictionary, `by` its author's name; refuse a broken chain."""
    identity, ida = seeds.identity(cast, "ida"), seeds.account(inst, "ida")
    with inst.db.read() as session:
        stored = register.rows(session)
        names = {one.id: one.name for one in accounts.everybody(session)}
    rows.check_chain(stored)
    found = []
    for number, previous, sealed, _ in stored:
        place = {"instance": inst.id, "number": number, "previous": previous}
        opened = rows.open_row(sealed, identity=identity, account=ida, **place)
        by = names.get(opened.by, opened.by.decode("ascii", "replace"))
        rows.check_author(opened, _verify_key(inst, cast, by))
        found.append({"by": by, **json.loads(opened.body)})
    return found


def _verify_key(inst, cast, by):
    if by == "instance":
        return keys.Signer.from_seed(inst.secrets.instance).public
    return seeds.identity(cast, by).public.verify


def count(inst):
    with inst.db.read() as session:
        return len(register.rows(session))


def since(inst, cast, before):
    """Give the rows added after there were `before` of them."""
    return read(inst, cast)[before:]
