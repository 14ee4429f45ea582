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

INDEXES = (("chats", "erase_at"),)
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
        ),
        "recipients": (sa.Column("travel_minutes", sa.Integer(), nullable=True),),
        "chats": (
            sa.Column("paused_at", UTCDateTime(), nullable=True),
            sa.Column("paused_why", AutoString(), nullable=False, server_default=""),
            sa.Column("erase_asked_at", UTCDateTime(), nullable=True),
            sa.Column("erase_at", UTCDateTime(), nullable=True),
        ),
        "asks": (sa.Column("delivery_id", sa.Integer(), nullable=True),),
    }


def upgrade() -> None:
    """Add the columns and tables."""
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    for table, name in INDEXES:
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name], unique=False)


def downgrade() -> None:
    """Drop them."""
    for table, name in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)
    for table, added in columns().items():
        with op.batch_alter_table(table) as batch:
            for column in added:
                batch.drop_column(column.name)
