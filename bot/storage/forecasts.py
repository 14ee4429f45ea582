"""Forecasts of the places where travellers are or soon arrive: what was looked up, when, and when to ask again.

Not here: the weather service itself (bot.lookups.weather), which places are wanted (bot.services.refreshing).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col, delete, select

from bot.storage.columns import documents
from flows.library.lookups import Forecast, Sky

TOGETHER = 500
"""How many keys one question to the database may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A place of which a forecast is wanted. latitude, longitude: degrees. until: the last local day that somebody is
    there. trips: ids of those trips."""

    latitude: float
    longitude: float
    until: date
    trips: frozenset[int]


class ForecastRow(SQLModel, table=True):
    """One place. place: Library.place_key. days: as JSON. trips: ids of the trips that go there. fetched_at, next_at: real
    time; fetched_at None before the first answer. failures: in a row."""

    __tablename__ = "forecasts"

    place: str = Field(primary_key=True)
    latitude: float
    longitude: float
    until: date
    trips: list[int] = documents()
    days: list[dict[str, Any]] = documents()
    fetched_at: datetime | None = None
    next_at: datetime = Field(index=True)
    failures: int = 0

    @property
    def forecast(self) -> tuple[Forecast, ...]:
        """The value that flows understands, by day."""
        return tuple(
            Forecast(
                day=date.fromisoformat(one["day"]),
                low=one["low"],
                high=one["high"],
                sky=Sky(one["sky"]),
                rain_chance=one["rain"],
            )
            for one in self.days
        )

    def keep(self, forecast: Sequence[Forecast]) -> None:
        """Put these days in place of those there are."""
        self.days = [
            {
                "day": one.day.isoformat(),
                "low": one.low,
                "high": one.high,
                "sky": one.sky.value,
                "rain": one.rain_chance,
            }
            for one in forecast
        ]


async def forecasts_of(
    session: AsyncSession, places: Collection[str], since: datetime
) -> dict[str, tuple[Forecast, ...]]:
    """The forecasts of these places that are not older than `since` (real time), by place."""
    found: dict[str, tuple[Forecast, ...]] = {}
    keys = sorted(places)
    for start in range(0, len(keys), TOGETHER):
        rows = await session.execute(
            select(ForecastRow).where(
                col(ForecastRow.place).in_(keys[start : start + TOGETHER]),
                col(ForecastRow.fetched_at).is_not(None),
                col(ForecastRow.fetched_at) >= since,
            )
        )
        found.update({row.place: row.forecast for row in rows.scalars()})
    return found


async def want_forecasts(session: AsyncSession, wanted: Mapping[str, Wanted], now: datetime) -> None:
    """From now on these places are wanted, and no others. New ones are asked for at once (now: real time)."""
    held = {row.place: row for row in (await session.execute(select(ForecastRow))).scalars()}
    gone = sorted(set(held) - set(wanted))
    for start in range(0, len(gone), TOGETHER):
        await session.execute(
            delete(ForecastRow).where(col(ForecastRow.place).in_(gone[start : start + TOGETHER]))
        )
    for place, one in wanted.items():
        row = held.get(place)
        if row is None:
            row = ForecastRow(
                place=place, latitude=one.latitude, longitude=one.longitude, until=one.until, next_at=now
            )
        row.until, row.trips = one.until, sorted(one.trips)
        session.add(row)


async def take_forecasts(
    session: AsyncSession, now: datetime, again: datetime, limit: int
) -> list[ForecastRow]:
    """The places whose turn it is, longest due first; nobody else asks for them before `again` (both real time)."""
    found = await session.execute(
        select(ForecastRow)
        .where(col(ForecastRow.next_at) <= now)
        .order_by(col(ForecastRow.next_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(found.scalars())
    for row in rows:
        row.next_at = again
        session.add(row)
    return rows


async def forecast_row(session: AsyncSession, place: str) -> ForecastRow | None:
    """The row of a place; None when it is not wanted any more."""
    return await session.get(ForecastRow, place)
