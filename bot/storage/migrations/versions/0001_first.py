"""The first tables: trips and their people, the outbox, content, staff, and what came in.

Revision 0001. Nothing was released before it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts only an INTEGER primary key by itself."""

TABLES = (
    "ticks",
    "recipients",
    "overrides",
    "offers",
    "invitations",
    "evidence",
    "deliveries",
    "asks",
    "answers",
    "updates",
    "trips",
    "taps",
    "staff",
    "slots",
    "marks",
    "first_published",
    "editions",
    "chats",
    "broadcasts",
)
"""In the order in which they can be dropped: who points before whom it points to."""


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "broadcasts",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("message_class", AutoString(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("locale", AutoString(), nullable=False),
        sa.Column("locale_chosen", sa.Boolean(), nullable=False),
        sa.Column("agents", sa.Boolean(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=True),
        sa.Column("offers", sa.Boolean(), nullable=True),
        sa.Column("offers_at", UTCDateTime(), nullable=True),
        sa.Column("blocked_at", UTCDateTime(), nullable=True),
        sa.Column("stopped_at", UTCDateTime(), nullable=True),
        sa.Column("hold_until", UTCDateTime(), nullable=True),
        sa.Column("held_by", AutoString(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chats_agents"), ["agents"], unique=False)
        batch_op.create_index(batch_op.f("ix_chats_hold_until"), ["hold_until"], unique=False)

    op.create_table(
        "editions",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "first_published",
        sa.Column("touchpoint", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("touchpoint"),
    )
    op.create_table(
        "marks",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "slots",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("pushed", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "staff",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("code_hash", AutoString(), nullable=True),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("linked_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
        sa.UniqueConstraint("person"),
    )
    op.create_table(
        "taps",
        sa.Column("token", AutoString(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("action", AutoString(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_table(
        "trips",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("folded", AutoString(), nullable=False),
        sa.Column("booking", sa.JSON(), nullable=False),
        sa.Column("booked_at", UTCDateTime(), nullable=False),
        sa.Column("booked_because", AutoString(), nullable=False),
        sa.Column("home_zone", AutoString(), nullable=True),
        sa.Column("home_because", AutoString(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("departs_at", UTCDateTime(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=True),
        sa.Column("known_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("next_due_at", UTCDateTime(), nullable=True),
        sa.Column("care", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("folded"),
    )
    with op.batch_alter_table("trips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trips_next_due_at"), ["next_due_at"], unique=False)

    op.create_table(
        "updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", AutoString(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("update_id"),
    )
    with op.batch_alter_table("updates", schema=None) as batch_op:
        batch_op.create_index("updates_work", ["state", "chat_id", "update_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("survey", AutoString(), nullable=False),
        sa.Column("question", AutoString(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "holder", "survey", "question"),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "asks",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("topic", AutoString(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("posted", sa.Boolean(), nullable=False),
        sa.Column("answer", AutoString(), nullable=False),
        sa.Column("answered_by", AutoString(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "topic"),
    )
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asks_posted"), ["posted"], unique=False)
        batch_op.create_index(batch_op.f("ix_asks_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=True),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", AutoString(), nullable=True),
        sa.Column("touchpoint", AutoString(), nullable=True),
        sa.Column("occurrence", AutoString(), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("travellers", sa.JSON(), nullable=False),
        sa.Column("message_class", AutoString(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("not_before", UTCDateTime(), nullable=False),
        sa.Column("retry_at", UTCDateTime(), nullable=True),
        sa.Column("planned_at", UTCDateTime(), nullable=True),
        sa.Column("zone", AutoString(), nullable=True),
        sa.Column("anchor_at", UTCDateTime(), nullable=True),
        sa.Column("about_at", UTCDateTime(), nullable=True),
        sa.Column("useless_after", UTCDateTime(), nullable=True),
        sa.Column("gate", sa.JSON(), nullable=False),
        sa.Column("folded", sa.JSON(), nullable=False),
        sa.Column("own_text", AutoString(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.BigInteger(), nullable=True),
        sa.Column("edit_of", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("failing_since", UTCDateTime(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("locale", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("error", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "holder", "touchpoint", "occurrence", "generation"),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("deliveries_chat", ["chat_id", "settled_at"], unique=False)
        batch_op.create_index("deliveries_claim", ["state", "lane", "not_before"], unique=False)
        batch_op.create_index("deliveries_message", ["chat_id", "message_id"], unique=False)
        batch_op.create_index("deliveries_retry", ["state", "retry_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_broadcast_id"), ["broadcast_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("traveller", AutoString(), nullable=True),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("who", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("stage", AutoString(), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("segment", AutoString(), nullable=True),
        sa.Column("departs_at", UTCDateTime(), nullable=True),
        sa.Column("arrives_at", UTCDateTime(), nullable=True),
        sa.Column("landed", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("traveller", AutoString(), nullable=False),
        sa.Column("code_hash", AutoString(), nullable=False),
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("locked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("offer", AutoString(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("trip_id", "holder", "offer"),
    )
    op.create_table(
        "overrides",
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("touchpoint", AutoString(), nullable=False),
        sa.Column("occurrence", AutoString(), nullable=False),
        sa.Column("word", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=True),
        sa.Column("text", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("trip_id", "holder", "touchpoint", "occurrence"),
    )
    op.create_table(
        "recipients",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("travellers", sa.JSON(), nullable=False),
        sa.Column("known_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("trip_id", "holder"),
    )
    with op.batch_alter_table("recipients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recipients_trip_id"), ["trip_id"], unique=False)

    op.create_table(
        "ticks",
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("holder", AutoString(), nullable=False),
        sa.Column("touchpoint", AutoString(), nullable=False),
        sa.Column("item", AutoString(), nullable=False),
        sa.Column("person", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trip_id"],
            ["trips.id"],
        ),
        sa.PrimaryKeyConstraint("trip_id", "holder", "touchpoint", "item", "person"),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in TABLES:
        op.drop_table(table)
