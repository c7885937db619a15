"""What people hold outside the database: their seeds; and which slots those open.

`staff` is somebody whose session goes on from another request: no password, no code, no record.
"""

from sqlalchemy import select

from app.services import signin
from app.store import schema
from crypto import grants, keys, recovery
from crypto.errors import SlotRefused

HANDLERS = ("alice", "bob", "dora", "emil", "farid", "olga", "omar", "oskar", "uma", "viktor")


def seed(cast, person):
    return recovery.read(cast[person].recovery_words)


def identity(cast, person):
    return keys.Identity.from_seed(seed(cast, person))


def account(inst, person):
    """Give the account id of somebody, as the database has it."""
    query = select(schema.accounts.c.id).where(schema.accounts.c.person_id == person)
    with inst.db.read() as session:
        return session.scalars(query).one()


def staff(inst, cast, person):
    """Give what `signin.sign_in` gave some requests ago: a session that goes on."""
    with inst.db.read() as session:
        row = session.execute(
            select(schema.accounts).where(schema.accounts.c.person_id == person)
        ).one()
    return signin.Staff(
        account=row.id.hex(), name=row.name, kind=row.kind, tier=row.tier, on_roster=True,
        seed=seed(cast, person),
    )  # fmt: skip


def case_ids(inst):
    with inst.db.read() as session:
        return list(session.scalars(select(schema.cases.c.id)))


def openings(inst, cast, case=None):
    """Try every handler's seed on every slot: {(case, epoch): people for whom one opens}."""
    query = select(schema.slots)
    if case is not None:
        query = query.where(schema.slots.c.case_id == case)
    with inst.db.read() as session:
        rows = session.execute(query).all()
    everybody = {person: identity(cast, person) for person in HANDLERS if person in cast}
    found = {(row.case_id, row.epoch): set() for row in rows}
    for row in rows:
        for person, its in everybody.items():
            if opens(inst, row, its):
                found[row.case_id, row.epoch].add(person)
    return found


def opens(inst, row, its):
    try:
        grants.open_slot(
            row.slot, its,
            instance=inst.id, case=row.case_id, epoch=row.epoch, person=row.account_id,
        )  # fmt: skip
    except SlotRefused:
        return False
    return True


def holders(inst, cast, case=None):
    """Say who holds the newest keys of a case: every slot that is left opens for them."""
    by_epoch = openings(inst, cast, case)
    assert by_epoch, "there is no case"
    assert len({case for case, _ in by_epoch}) == 1, "say which case"
    return set.intersection(*by_epoch.values())
