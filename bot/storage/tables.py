"""Every table, imported once, so that the metadata is whole wherever tables are made or compared."""

from __future__ import annotations

from sqlmodel import SQLModel

from bot.storage import (
    broadcasts,
    calls,
    cards,
    chases,
    chats,
    column_maps,
    deliveries,
    evidence,
    feedback,
    files,
    flights,
    forecasts,
    invitations,
    marks,
    offer_requests,
    own_items,
    publications,
    recipients,
    requests,
    slots,
    staff,
    taps,
    tokens,
    trips,
    updates,
)

ROOMS = (
    broadcasts,
    calls,
    cards,
    chases,
    chats,
    column_maps,
    deliveries,
    evidence,
    feedback,
    files,
    flights,
    forecasts,
    invitations,
    marks,
    offer_requests,
    own_items,
    publications,
    recipients,
    requests,
    slots,
    staff,
    taps,
    tokens,
    trips,
    updates,
)
METADATA = SQLModel.metadata
