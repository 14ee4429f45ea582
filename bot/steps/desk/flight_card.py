"""The preview of a report on a flight: how many are on it, who, what would be said to them, which connections break.

It is worked out by making the change and undoing it. Not here: what is typed (flight_text), what a tap does (flights).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DatabaseError
from bot.runtime import Runtime
from bot.steps.desk.following_text import cut, follow_lines
from bot.steps.flight_words import title
from bot.steps.flying import apply_to, news, segment_of
from bot.steps.following import Following, foreseen
from bot.storage.evidence import evidence_of
from bot.storage.flights import on_flight
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.talk.dates import duration
from flows.talk.markup import escape
from flows.talk.wording import Wording
from flows.trips.connections import Broken, broken
from flows.trips.evidence import Evidence, FlightStatus, Source
from flows.trips.flight_report import FlightReport
from flows.trips.life import life
from flows.trips.trip import Segment, Trip

log = structlog.get_logger()

MOST_NAMED = 20
MOST_FORESEEN = 25
"""Of a full charter the first trips tell what would follow: the others are told the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """lines: the card, without its heading. trips: on the flight; news: of how many it says anything new."""

    lines: tuple[str, ...]
    trips: int
    news: int


async def preview(
    session: AsyncSession,
    runtime: Runtime,
    told: FlightReport,
    words: Wording,
    *,
    by: str,
    source: Source = Source.AGENT,
    now: datetime,
) -> Preview:
    """What this report would do. The session writes, and nothing of it stays. now: trip time."""
    found = await on_flight(session, told.number, told.day)
    seen = _Seen()
    for row, segment_id in found:
        reference = row.reference
        try:
            await _look(session, runtime, row, segment_id, told, seen, words, by=by, source=source, now=now)
        except DatabaseError:
            raise
        except Exception:  # it stays as it is; the others on the flight shall hear
            log.exception(
                "A trip on a flight cannot be worked out.", action="flight_trip_unread", trip=row.id
            )
            seen.unread.append(reference)
    zone = runtime.settings.agency_zone
    return Preview(
        lines=tuple(_written(told, seen, len(found), words, zone)), trips=len(found), news=seen.fresh
    )


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What was found trip by trip. unread: references of those that cannot be worked out; missed: lines."""

    people: list[str] = field(default_factory=list)
    travellers: int = 0
    unreached: int = 0
    fresh: int = 0
    following: list[Following] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    shown: tuple[Segment, FlightStatus] | None = None


async def _look(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    segment_id: str,
    told: FlightReport,
    seen: _Seen,
    words: Wording,
    *,
    by: str,
    source: Source,
    now: datetime,
) -> None:
    """What the report would do to one of them."""
    trip, segment, evidence = row.trip, segment_of(row, segment_id), await evidence_of(session, row.key)
    takers = segment.travellers or tuple(one.id for one in trip.travellers)
    seen.travellers += len(takers)
    seen.people.append(_named(trip, takers))
    bound = await recipients_of_trip(session, row.key)
    seen.unreached += not bound
    status = news(told, segment, evidence, source=source, who=by)
    if status is None:
        return
    seen.shown = seen.shown or (segment, status)
    seen.fresh += 1
    seen.missed.extend(_missed(trip, takers, evidence, status, words))
    if bound and seen.fresh <= MOST_FORESEEN:
        seen.following.extend(
            await _followed(session, runtime, row, segment_id, told, by=by, source=source, now=now)
        )


def _written(told: FlightReport, seen: _Seen, trips: int, words: Wording, zone: str) -> Iterable[str]:
    """The card."""
    yield title(told, words, seen.shown)
    yield f"{words.say('flight.trips', count=trips)} · {words.say('flight.travellers', count=seen.travellers)}"
    yield escape(", ".join(seen.people[:MOST_NAMED]))
    if len(seen.people) > MOST_NAMED:
        yield words.say("broadcast.more", count=len(seen.people) - MOST_NAMED)
    if seen.unreached:
        yield words.say("flight.unreached", count=seen.unreached)
    if seen.unread:
        yield words.say("flight.unread", references=", ".join(seen.unread[:MOST_NAMED]))
    if seen.missed:
        yield from ("", words.say("flight.connections"), *cut(seen.missed, words))
    follows = follow_lines(_in_order(seen.following), words, zone, quoted=False)
    if follows:
        yield from ("", *follows)


def _named(trip: Trip, takers: Iterable[str]) -> str:
    """ "Ann de Vries +3 (LISBON-4)"."""
    names = [one.name for one in trip.travellers if one.id in set(takers)]
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return f"{names[0] if names else '–'}{more} ({trip.reference})"


def _missed(
    trip: Trip, takers: Iterable[str], evidence: Evidence, status: FlightStatus, words: Wording
) -> list[str]:
    """A line for each connection that breaks, of those who travel alike once."""
    lines: dict[str, list[str]] = {}
    names = {one.id: one.first_name for one in trip.travellers}
    for person in takers:
        for one in broken(life(trip, person, evidence), life(trip, person, (*evidence, status))):
            lines.setdefault(_connection(one, words), []).append(names.get(person, person))
    return [f"• {escape(trip.reference)} {escape(', '.join(who))}: {line}" for line, who in lines.items()]


def _connection(one: Broken, words: Wording) -> str:
    facts = {
        "first": one.before.segment.label,
        "second": one.after.segment.label,
        "place": one.before.destination.label,
    }
    if one.left is None:
        return words.say("flight.connection_open", **facts)
    if one.left.total_seconds() < 0:
        return words.say("flight.connection_missed", **facts)
    return words.say("flight.connection_left", wait=duration(one.left, words.locale), **facts)


async def _followed(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    segment_id: str,
    told: FlightReport,
    *,
    by: str,
    source: Source,
    now: datetime,
) -> tuple[Following, ...]:
    async def make() -> object:
        return await apply_to(session, runtime, row, segment_id, told, by=by, source=source, now=now)

    _, following = await foreseen(session, runtime, row, make, now=now)
    return following


def _in_order(following: Iterable[Following]) -> list[Following]:
    """What goes first comes first, over all trips."""
    return sorted(following, key=lambda one: one.at.timestamp() if one.at is not None else 0.0)
