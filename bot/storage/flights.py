"""Who flies on what, and the reports on flights: what an agent or a service said of one flight, and how far it is applied.

Not here: what a report says (flows.trips.flight_report) and does to the trips (bot.steps.flying).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, Index, SQLModel, col, delete, select, tuple_

from bot.storage.columns import document, maybe_chat, serial
from bot.storage.evidence import EvidenceRow
from bot.storage.trips import TripRow
from flows.trips.flight_report import FlightReport, FlightWord, number_of
from flows.trips.trip import Booking

Place = tuple[int, str]
"""(trip id, segment id): a trip may have the same flight twice, sold as two legs."""
START: Place = (0, "")


class FlightLegRow(SQLModel, table=True):
    """One flight of one trip. number: folded ("KL897"); day: the local date of its departure. printed: the times on the
    papers: when they become others, what was said of the old ones is void."""

    __tablename__ = "flight_legs"
    __table_args__ = (Index("ix_flight_legs_number_day", "number", "day"),)

    trip_id: int = Field(primary_key=True, foreign_key="trips.id")
    segment: str = Field(primary_key=True)
    number: str
    day: date
    printed: str = ""


class ReportState(StrEnum):
    """What becomes of a report. WAITS: for an agent's word; APPLYING: to its trips, batch by batch."""

    WAITS = "waits"
    APPLYING = "applying"
    DONE = "done"
    IGNORED = "ignored"


class FlightReportRow(SQLModel, table=True):
    """One report. said: the report as JSON. source, who: who made it; decided_by: the agent who let it go, or did not.
    after, after_segment: the trip and its segment up to which it is applied; trips, changed: how many it met, how many it
    changed so far. posted: the agents have seen it; delivery_id: its card, of a service's report; chat_id, message_id: the
    card on which it was let go, whose end is shown there."""

    __tablename__ = "flight_reports"

    id: int | None = serial()
    number: str = Field(index=True)
    day: date
    said: dict[str, Any] = document()
    source: str
    who: str = ""
    state: str = Field(index=True)
    made_at: datetime
    decided_by: str = ""
    after: int = 0
    after_segment: str = ""
    trips: int = 0
    changed: int = 0
    posted: bool = False
    delivery_id: int | None = None
    chat_id: int | None = maybe_chat()
    message_id: int | None = None

    @property
    def key(self) -> int:
        """The id of a stored row."""
        assert self.id is not None, "the report has not been stored yet"
        return self.id

    @property
    def report(self) -> FlightReport:
        """The value that flows understands."""
        return read_report(self.said)

    @property
    def place(self) -> Place:
        """How far it is applied."""
        return self.after, self.after_segment


async def index_legs(session: AsyncSession, row: TripRow) -> None:
    """The flights of this trip as its booking has them now. Of a flight that its papers moved, what was said before is
    forgotten. Call it wherever TripRow.booking changes."""
    held = {
        leg.segment: leg
        for leg in (
            await session.execute(select(FlightLegRow).where(FlightLegRow.trip_id == row.key))
        ).scalars()
    }
    wanted = {one.segment: one for one in flights_of(row.key, row.trip.booking)}
    void = [
        name
        for name, leg in held.items()
        if name not in wanted or (wanted[name].number, wanted[name].printed) != (leg.number, leg.printed)
    ]
    if void:
        await session.execute(
            delete(EvidenceRow).where(col(EvidenceRow.trip_id) == row.key, col(EvidenceRow.segment).in_(void))
        )
        for name in void:
            await session.delete(held.pop(name))
        await session.flush()
    session.add_all(leg for name, leg in wanted.items() if name not in held)
    await session.flush()


def flights_of(trip_id: int, booking: Booking) -> list[FlightLegRow]:
    """The flights of a booking that somebody may still be on."""
    found = []
    for segment in booking.segments:
        number = number_of(segment)
        if not number or segment.cancelled or booking.cancelled:
            continue
        printed = f"{segment.departs.iso}/{segment.arrives.iso if segment.arrives is not None else ''}"
        found.append(
            FlightLegRow(
                trip_id=trip_id, segment=segment.id, number=number, day=segment.departs.day, printed=printed
            )
        )
    return found


async def on_flight(
    session: AsyncSession, number: str, day: date, *, after: Place = START, limit: int | None = None
) -> list[tuple[TripRow, str]]:
    """(trip, segment id) of everyone on this flight, by trip. number: folded. after: those behind this place; limit: rows."""
    statement = (
        select(TripRow, col(FlightLegRow.segment))
        .join(FlightLegRow, col(FlightLegRow.trip_id) == col(TripRow.id))
        .where(
            FlightLegRow.number == number,
            FlightLegRow.day == day,
            tuple_(col(FlightLegRow.trip_id), col(FlightLegRow.segment)) > after,
        )
        .order_by(col(TripRow.id), col(FlightLegRow.segment))
    )
    if limit is not None:
        statement = statement.limit(limit)
    return [(row, segment) for row, segment in await session.execute(statement)]


async def days_near(session: AsyncSession, number: str, day: date) -> list[date]:
    """On which days near this one somebody is booked on a flight of this number."""
    found = await session.execute(
        select(col(FlightLegRow.day))
        .where(
            FlightLegRow.number == number,
            col(FlightLegRow.day) >= day - timedelta(days=3),
            col(FlightLegRow.day) <= day + timedelta(days=3),
        )
        .distinct()
        .order_by(col(FlightLegRow.day))
    )
    return list(found.scalars())


async def report_by_id(session: AsyncSession, number: int) -> FlightReportRow | None:
    """The report, as it is now, kept from others until the transaction ends: a tick and a tap may be at it at once."""
    return await session.get(FlightReportRow, number, with_for_update=True, populate_existing=True)


async def reports_in(session: AsyncSession, state: ReportState) -> list[FlightReportRow]:
    """The reports that stand so, oldest first."""
    found = await session.execute(
        select(FlightReportRow).where(FlightReportRow.state == state).order_by(col(FlightReportRow.id))
    )
    return list(found.scalars())


async def waiting_reports(session: AsyncSession, number: str, day: date) -> list[FlightReportRow]:
    """What waits for an agent's word on this flight, oldest first."""
    found = await session.execute(
        select(FlightReportRow)
        .where(
            FlightReportRow.number == number,
            FlightReportRow.day == day,
            FlightReportRow.state == ReportState.WAITS,
        )
        .order_by(col(FlightReportRow.id))
    )
    return list(found.scalars())


async def forget_reports(session: AsyncSession, before: date) -> None:
    """Forget the reports on flights of earlier days."""
    await session.execute(delete(FlightReportRow).where(col(FlightReportRow.day) < before))


def report_document(report: FlightReport) -> dict[str, Any]:
    """A report as JSON values, without what is empty."""
    said: dict[str, Any] = {
        "number": report.number,
        "day": report.day.isoformat(),
        "word": report.word.value,
        "at": report.at.isoformat(),
    }
    if report.delay is not None:
        said["delay"] = int(report.delay.total_seconds())
    for name, when in (("departs", report.departs), ("arrives", report.arrives)):
        if when is not None:
            said[name] = when.isoformat()
    if report.destination:
        said["destination"] = report.destination
    if report.unsure:
        said["unsure"] = True
    return said


def read_report(said: dict[str, Any]) -> FlightReport:
    """The report that was kept."""
    return FlightReport(
        number=said["number"],
        day=date.fromisoformat(said["day"]),
        word=FlightWord(said["word"]),
        at=datetime.fromisoformat(said["at"]),
        delay=timedelta(seconds=said["delay"]) if "delay" in said else None,
        departs=_when(said.get("departs")),
        arrives=_when(said.get("arrives")),
        destination=said.get("destination", ""),
        unsure=said.get("unsure", False),
    )


def _when(said: str | None) -> datetime | time | None:
    if said is None:
        return None
    return datetime.fromisoformat(said) if "-" in said else time.fromisoformat(said)
