"""Many rows by one statement, the same on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from app.store import bulk
from app.store.schema import people

DAY = date(2026, 6, 1)
ROWS = [
    {"id": f"p{n}", "unit": "U'\"{}\\", "site": "", "entity": "ü,王", "seniority": n or None,
     "start_on": DAY if n else None, "end_on": None}
    for n in range(7)
]  # fmt: skip


@pytest.fixture
def filled(empty):
    with empty.db.write() as session:
        for batch in bulk.batches(ROWS):
            bulk.insert_all(session.connection(), people, batch)
    return empty


def stored(inst):
    with inst.db.read() as session:
        rows = session.execute(select(people).order_by(people.c.id)).mappings()
        return [dict(row) for row in rows]


def test_rows_come_back_as_they_were(filled):
    assert stored(filled) == ROWS


def test_only_the_rows_named_are_changed(filled):
    changed = [
        {"key_id": "p1", "unit": "New", "end_on": DAY},
        {"key_id": "p2", "unit": "Other", "end_on": None},
    ]
    with filled.db.write() as session:
        bulk.update_all(session.connection(), people, changed, key=("id",))

    after = {row["id"]: (row["unit"], row["end_on"]) for row in stored(filled)}
    before = {row["id"]: (row["unit"], row["end_on"]) for row in ROWS}
    assert after == before | {"p1": ("New", DAY), "p2": ("Other", None)}


def test_one_batch_is_one_statement(filled):
    before = filled.db.statements
    with filled.db.write() as session:
        rows = [{**row, "id": f"more-{row['id']}"} for row in ROWS]
        bulk.insert_all(session.connection(), people, rows)

    assert filled.db.statements - before == 1


def test_a_long_list_goes_in_parts(monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 3)

    assert [len(part) for part in bulk.batches(iter(ROWS))] == [3, 3, 1]
    assert list(bulk.batches([])) == []
