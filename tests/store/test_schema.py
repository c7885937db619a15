"""The schema itself keeps the promises of DESIGN §5, whatever the code above it does."""

import sqlalchemy as sa

from app.store import schema

SLOTS_ALONE = {"slots"}
PERSONS = {"account_id", "person_id", "boss_id", "author_id", "user_id", "name"}
FINER_THAN_A_DAY = (sa.DateTime, sa.Time, sa.TIMESTAMP)


def _joins_a_person(table):
    targets = {key.column.table.name for key in table.foreign_keys}
    return bool(targets & {"accounts", "people"}) or bool(PERSONS & set(table.columns.keys()))


def _joins_a_case(table):
    targets = {key.column.table.name for key in table.foreign_keys}
    return "cases" in targets or "case_id" in table.columns or table.name == "cases"


def test_no_table_but_the_slots_joins_a_person_to_a_case():
    both = {
        t.name for t in schema.metadata.tables.values() if _joins_a_person(t) and _joins_a_case(t)
    }
    assert both == SLOTS_ALONE


def test_a_table_that_joins_them_would_be_found():
    planted = sa.Table(
        "assignments",
        sa.MetaData(),
        sa.Column("case_id", sa.LargeBinary),
        sa.Column("account_id", sa.LargeBinary),
    )
    assert _joins_a_person(planted)
    assert _joins_a_case(planted)


def test_no_column_is_finer_than_a_day():
    """P5: dates, never times."""
    columns = [c for t in schema.metadata.tables.values() for c in t.columns]
    assert columns
    assert not [str(c) for c in columns if isinstance(c.type, FINER_THAN_A_DAY)]


def test_tables_that_hold_cases_keep_no_order_of_insertion():
    """P3: without rowid, SQLite orders by the random key."""
    for name in ("cases", "slots", "items", "epochs", "sessions"):
        table = schema.metadata.tables[name]
        assert table.dialect_options["sqlite"]["with_rowid"] is False, name


def test_plain_columns_of_a_case_are_the_ones_that_may_be_plain():
    plain = {"id", "tag", "jurisdiction", "epoch", "sequence", "due_on", "retain_until"}
    assert set(schema.cases.columns.keys()) == plain
    assert set(schema.items.columns.keys()) == {"id", "case_id", "epoch", "sequence", "sealed"}
    assert set(schema.slots.columns.keys()) == {"id", "case_id", "account_id", "epoch", "slot"}
