"""Columns that several tables share the shape of. Instants need nothing: SQLModel stores aware datetimes in UTC."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlmodel import Field

Identifier = BigInteger().with_variant(Integer, "sqlite")


def serial() -> Any:
    """A primary key that counts."""
    return Field(default=None, primary_key=True, sa_type=Identifier)


def chat_key(*, index: bool = False, primary: bool = False) -> Any:
    """A Telegram chat or person id: 64 bits."""
    if primary:
        return Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    return Field(sa_type=BigInteger, index=index)


def maybe_chat(*, index: bool = False, unique: bool = False) -> Any:
    """A Telegram id or nothing."""
    return Field(default=None, sa_type=BigInteger, nullable=True, index=index, unique=unique)


def document() -> Any:
    """A JSON object: replace it, never edit it in place."""
    return Field(default_factory=dict, sa_type=JSON)


def documents() -> Any:
    """A JSON array: replace it, never edit it in place."""
    return Field(default_factory=list, sa_type=JSON)
