"""0002 goes down and up again with declarations and ties in it; what was there before stays."""

from sqlalchemy import inspect

from app import paths
from app.services import declarations, ties
from app.store import migrate, schema
from tests.support import bob, flows, seeds
from tests.support import cast as casting

NOW = casting.START
TABLES = {"declarations", "ties"}
TYPED = declarations.Typed("family", outside=False, name="Charlie Young")


def tables(inst):
    return set(inspect(inst.db.engine).get_table_names())


def test_down_and_up_again_with_data(inst, cast):
    declarations.declare(inst, seeds.staff(inst, cast, "alice"), TYPED, now=NOW)
    before = [bob.rows(inst, table) for table in (schema.accounts, schema.meta, schema.rosters)]
    inst.db.engine.dispose()
    migrate.downgrade(inst.db, paths.migrations(), revision="0001")
    assert tables(inst).isdisjoint(TABLES)
    migrate.upgrade(inst.db, paths.migrations())
    assert tables(inst) >= TABLES
    assert bob.rows(inst, schema.declarations) == bob.rows(inst, schema.ties) == []
    after = [bob.rows(inst, table) for table in (schema.accounts, schema.meta, schema.rosters)]
    assert after == before


def test_an_instance_that_was_there_before_it_takes_reports_and_declarations(inst, cast):
    """Nobody has a document yet and there is no table: whoever declares makes both."""
    bob.write(inst, bob.delete(schema.declarations), bob.delete(schema.ties))
    (inst.home / "remembered/ties").unlink()
    started = bob.restart(inst)
    flows.report(started, NOW, about_names=("Charlie Young",))
    alice = seeds.staff(started, cast, "alice")
    assert declarations.view(started, alice, now=NOW).lines == ()
    declarations.declare(started, alice, TYPED, now=NOW)
    assert flows.listed(started, alice) == []
    with started.db.read() as session:
        number, table = ties.read(started, session)
    assert (number, table.handlers) == (1, len(seeds.HANDLERS))
