"""Truth under change: what agents edited, who flies on what, who must be called, who may send bookings.

Revision 0003. Columns and tables are only added.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts only an INTEGER primary key by itself."""

TABLES: tuple[str, ...] = ("calls",)
"""Made here, dropped by the way back."""

INDEXES: tuple[tuple[str, str], ...] = ()
"""(table, column) of the indexes on added columns."""


def columns() -> dict[str, tuple[sa.Column[object], ...]]:
    """Table -> columns that it gets, made anew. What must not be null has a default for the rows that are there."""
    return {}


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
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", AutoString(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "traveller", "why", "about"),
    )
    for name in ("posted", "trip_id"):
        op.create_index(op.f(f"ix_calls_{name}"), "calls", [name], unique=False)


def upgrade() -> None:
    """Add the columns and tables."""
    _calls()
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    for table, name in INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
    for table, name in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.drop_column(column.name)
