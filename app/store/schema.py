"""The tables, and nothing a stranger with a copy of them should not see.

Plain are only random ids, epochs, the next due date and the retention date, the jurisdiction of the
clock, the receipt's tag, public keys, and the company's own directory; all else is sealed (DESIGN
§5, P1, P5). Dates, never times. `slots` is the only table that joins a person to a case (P3), and
keys are random, so that no table keeps an order of insertion except the register, whose order is
its point.
"""

from typing import Any

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Without rowid SQLite keeps rows in the order of their random key, not in the order they came.
UNORDERED: Any = {"sqlite_with_rowid": False}

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("value", LargeBinary, nullable=False),
    **UNORDERED,
)

people = Table(
    "people",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("unit", String, nullable=False),
    Column("site", String, nullable=False),
    Column("entity", String, nullable=False),
    Column("seniority", Integer),
    Column("start_on", Date),
    Column("end_on", Date),
    **UNORDERED,
)

people_names = Table(
    "people_names",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("text", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("until", Date),
    **UNORDERED,
)

people_lines = Table(
    "people_lines",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("boss_id", ForeignKey("people.id"), primary_key=True),
    Column("kind", String(10), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    **UNORDERED,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("tier", Integer),
    Column("enrolled_on", Date, nullable=False),
    Column("invitation", LargeBinary(32)),
    Column("invited_until", Date),
    Column("public_keys", LargeBinary),
    Column("locked", LargeBinary),
    Column("version", Integer, nullable=False),
    Column("seen_on", Date),
    **UNORDERED,
)

rosters = Table(
    "rosters",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    **UNORDERED,
)

roster_signatures = Table(
    "roster_signatures",
    metadata,
    Column("digest", ForeignKey("rosters.digest", ondelete="CASCADE"), primary_key=True),
    Column("account_id", LargeBinary(16), primary_key=True),
    Column("signature", LargeBinary, nullable=False),
    **UNORDERED,
)

changes = Table(
    "changes",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    **UNORDERED,
)

change_signatures = Table(
    "change_signatures",
    metadata,
    Column("change_id", ForeignKey("changes.id", ondelete="CASCADE"), primary_key=True),
    Column("account_id", LargeBinary(16), primary_key=True),
    Column("signature", LargeBinary, nullable=False),
    **UNORDERED,
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("made_on", Date, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    **UNORDERED,
)

cases = Table(
    "cases",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("tag", LargeBinary(32), nullable=False, unique=True),
    Column("jurisdiction", String(10), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("due_on", Date),
    Column("retain_until", Date, nullable=False),
    **UNORDERED,
)

slots = Table(
    "slots",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("account_id", LargeBinary(16), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("slot", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "account_id", "epoch"),
    **UNORDERED,
)

epochs = Table(
    "epochs",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=False),
    Column("roll", LargeBinary, nullable=False),
    Column("reporter_slot", LargeBinary, nullable=False),
    Column("thread_chest", LargeBinary),
    Column("internal_chest", LargeBinary),
    **UNORDERED,
)

items = Table(
    "items",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "sequence"),
    **UNORDERED,
)

desk_lists = Table(
    "desk_lists",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("segment", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    **UNORDERED,
)

declarations = Table(
    "declarations",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    **UNORDERED,
)

#: One row: all ties of all handlers, sealed anew at every change under the next number.
ties = Table(
    "ties",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    **UNORDERED,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", LargeBinary(32), primary_key=True),
    Column("started_on", Date, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    **UNORDERED,
)

register = Table(
    "register",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

Index(None, sessions.c.started_on)
