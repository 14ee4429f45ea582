"""Truth under change: what agents edited, who flies on what, who must be called, who may send bookings.

Revision 0003. Columns and tables are only added.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from bot.storage.bookings import read_booking
from bot.storage.flights import flights_of

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts only an INTEGER primary key by itself."""

TABLES: tuple[str, ...] = (
    "column_maps",
    "flight_reports",
    "flight_legs",
    "chases",
    "calls",
    "requests",
    "signatures",
    "tokens",
)
"""Made here, dropped by the way back."""

INDEXES: tuple[tuple[str, str], ...] = (("evidence", "source"),)
"""(table, column) of the indexes on tables that are there."""


def columns() -> dict[str, tuple[sa.Column[object], ...]]:
    """Table -> columns that it gets, made anew. What must not be null has a default for the rows that are there."""
    return {
        "chats": (
            sa.Column("several", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("location", sa.Boolean(), nullable=True),
            sa.Column("location_at", UTCDateTime(), nullable=True),
        ),
        "evidence": (
            sa.Column("boarded", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("diverted", AutoString(), nullable=False, server_default=""),
            sa.Column("zone", AutoString(), nullable=True),
            sa.Column("near", AutoString(), nullable=False, server_default=""),
        ),
        "recipients": (sa.Column("busy", sa.JSON(), nullable=True),),
        "trips": (
            sa.Column("papers", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("said", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("release_at", UTCDateTime(), nullable=True),
            sa.Column("unsent", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("heard", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("withheld", sa.JSON(), nullable=False, server_default="[]"),
        ),
        "deliveries": (sa.Column("stale", sa.Boolean(), nullable=False, server_default=sa.false()),),
    }


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("traveller", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("about", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "traveller", "why", "about"),
    )
    op.create_index("calls_open", "calls", ["closed_at", "posted"], unique=False)
    op.create_index(op.f("ix_calls_trip_id"), "calls", ["trip_id"], unique=False)


def _chases() -> None:
    op.create_table(
        "chases",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("change", AutoString(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("again_id", sa.Integer(), nullable=True),
        sa.Column("companion_id", sa.Integer(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("ended", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "holder", "change"),
    )
    op.create_index(op.f("ix_chases_trip_id"), "chases", ["trip_id"], unique=False)


def _index_chats() -> None:
    """A change looks for the edits of each message that it makes false, a word on a flight for what waits in a chat: never
    through the whole queue."""
    edits = sa.text("edit_of IS NOT NULL")
    op.create_index(
        "deliveries_edit", "deliveries", ["chat_id", "edit_of"], sqlite_where=edits, postgresql_where=edits
    )
    op.create_index("deliveries_waiting", "deliveries", ["chat_id", "state"], unique=False)


def _note_several() -> None:
    """Chats that joined more than one trip already."""
    op.execute(
        "UPDATE chats SET several = true WHERE id IN "
        "(SELECT chat_id FROM recipients WHERE left_at IS NULL GROUP BY chat_id HAVING count(DISTINCT trip_id) > 1)"
    )


def _flight_legs() -> None:
    op.create_table(
        "flight_legs",
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("segment", AutoString(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("printed", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("trip_id", "segment"),
    )
    op.create_index("ix_flight_legs_number_day", "flight_legs", ["number", "day"], unique=False)


def _index_flights() -> None:
    """Who flies on what, of the trips that are there: a report on a flight must find them all."""
    trips = sa.table("trips", sa.column("id"), sa.column("booking", sa.JSON()))
    legs = sa.table(
        "flight_legs",
        *(sa.column(name) for name in ("trip_id", "segment", "number", "printed")),
        sa.column("day", sa.Date()),
    )
    link, after = op.get_bind(), 0
    while True:
        rows = link.execute(
            sa.select(trips.c.id, trips.c.booking).where(trips.c.id > after).order_by(trips.c.id).limit(500)
        ).all()
        if not rows:
            return
        after = rows[-1][0]
        found = [leg for key, booking in rows for leg in flights_of(key, read_booking(booking))]
        if found:
            kept = ("trip_id", "segment", "number", "day", "printed")
            link.execute(legs.insert(), [{name: getattr(leg, name) for name in kept} for leg in found])


def _flight_reports() -> None:
    op.create_table(
        "flight_reports",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("who", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", AutoString(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("after_segment", AutoString(), nullable=False),
        sa.Column("trips", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("number", "state"):
        op.create_index(op.f(f"ix_flight_reports_{name}"), "flight_reports", [name], unique=False)


def _column_maps() -> None:
    op.create_table(
        "column_maps",
        sa.Column("folded", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("folded"),
    )


def _requests() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("hashed", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("used_on", AutoString(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hashed"),
    )
    held = sa.column("revoked_at").is_(None)
    op.create_index("tokens_held", "tokens", ["name"], unique=True, sqlite_where=held, postgresql_where=held)
    op.create_table(
        "requests",
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("print", AutoString(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["tokens.id"]),
        sa.PrimaryKeyConstraint("token_id", "key"),
    )
    op.create_index(op.f("ix_requests_begun_at"), "requests", ["begun_at"], unique=False)
    op.create_table(
        "signatures",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("signature", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("signature"),
    )
    op.create_index(op.f("ix_signatures_at"), "signatures", ["at"], unique=False)


def upgrade() -> None:
    """Add the columns and tables."""
    _requests()
    _column_maps()
    _flight_reports()
    _flight_legs()
    _chases()
    _calls()
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    _note_several()
    for table, name in INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)
    _index_chats()
    _index_flights()


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("deliveries_waiting", table_name="deliveries")
    op.drop_index("deliveries_edit", table_name="deliveries")
    for table, name in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.drop_column(column.name)
