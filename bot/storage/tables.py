"""Every table, imported once, so that the metadata is whole wherever tables are made or compared."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, Index
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


@lru_cache(maxsize=1)
def layout() -> str:
    """The script that makes every table in SQLite: worked out once in a process, however many databases it opens in
    memory."""
    dialect = sqlite.dialect()
    tables = METADATA.sorted_tables
    made: list[CreateTable | CreateIndex] = [CreateTable(table) for table in tables]
    made.extend(CreateIndex(index) for table in tables for index in sorted(table.indexes, key=_name))
    return ";\n".join(str(one.compile(dialect=dialect)) for one in made)


def _name(index: Index) -> str:
    return str(index.name)
