"""The full voice: what people say beyond the papers, what changed and who let it go, care mode, pauses, erasure.

Revision 0002. Columns and tables are only added.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts only an INTEGER primary key by itself."""

INDEXES = (
    ("chats", "erase_at"),
    ("deliveries", "subject"),
    ("taps", "created_at"),
    ("taps", "delivery_id"),
)
"""(table, column) of the indexes on them."""


def columns() -> dict[str, tuple[sa.Column[object], ...]]:
    """Table -> columns that it gets, made anew. What must not be null has a default for the rows that are there."""
    return {
        "trips": (
            sa.Column("care_note", AutoString(), nullable=False, server_default=""),
            sa.Column("care_by", AutoString(), nullable=False, server_default=""),
            sa.Column("care_at", UTCDateTime(), nullable=True),
            sa.Column("traits", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("changes", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("documents", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("told", sa.JSON(), nullable=False, server_default="{}"),
        ),
        "recipients": (sa.Column("travel_minutes", sa.Integer(), nullable=True),),
        "chats": (
            sa.Column("paused_at", UTCDateTime(), nullable=True),
            sa.Column("paused_why", AutoString(), nullable=False, server_default=""),
            sa.Column("erase_asked_at", UTCDateTime(), nullable=True),
            sa.Column("erase_at", UTCDateTime(), nullable=True),
        ),
        "asks": (sa.Column("delivery_id", sa.Integer(), nullable=True),),
        "offers": (sa.Column("delivery_id", sa.Integer(), nullable=True),),
        "answers": (sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()),),
    }


def _own_items() -> None:
    op.create_table(
        "own_items",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("touchpoint", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("by", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_own_items_trip_id"), "own_items", ["trip_id"], unique=False)


def _offer_requests() -> None:
    op.create_table(
        "offer_requests",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("offer", AutoString(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("touchpoint", AutoString(), nullable=False),
        sa.Column("occurrence", AutoString(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_by", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "holder", "offer"),
    )
    for name in ("posted", "trip_id"):
        op.create_index(op.f(f"ix_offer_requests_{name}"), "offer_requests", [name], unique=False)


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("mime", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("file_id", AutoString(), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("trip_id", "holder"),
    )
    op.create_index(op.f("ix_cards_chat_id"), "cards", ["chat_id"], unique=False)


def _forecasts() -> None:
    op.create_table(
        "forecasts",
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("trips", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("fetched_at", UTCDateTime(), nullable=True),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index(op.f("ix_forecasts_next_at"), "forecasts", ["next_at"], unique=False)


def upgrade() -> None:
    """Add the columns and tables."""
    _own_items()
    _offer_requests()
    _files()
    _cards()
    _forecasts()
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    for table, name in INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)
    op.create_index("updates_received", "updates", ["state", "received_at"], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in ("own_items", "offer_requests", "files", "cards", "forecasts"):
        op.drop_table(table)
    op.drop_index("updates_received", table_name="updates")
    for table, name in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.drop_column(column.name)
