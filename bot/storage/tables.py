"""Every table, imported once, so that the metadata is whole wherever tables are made or compared."""

from __future__ import annotations

from sqlmodel import SQLModel

from bot.storage import (
    broadcasts,
    chats,
    deliveries,
    evidence,
    feedback,
    invitations,
    marks,
    publications,
    recipients,
    slots,
    staff,
    taps,
    trips,
    updates,
)

ROOMS = (
    broadcasts,
    chats,
    deliveries,
    evidence,
    feedback,
    invitations,
    marks,
    publications,
    recipients,
    slots,
    staff,
    taps,
    trips,
    updates,
)
METADATA = SQLModel.metadata
