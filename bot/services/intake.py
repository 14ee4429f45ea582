"""Bookings in: take each one in, invite its travellers, plan it. One transaction for a handful of bookings.

A whole file is looked through before anything is touched: what would cancel or move trips by the hundred is stopped. Not
here: reading files (bot.imports), how much is too much (flows.trips.blast).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DatabaseError, ImportStopped
from bot.imports.nameless import for_party
from bot.runtime import Runtime
from bot.steps.following import foreseen
from bot.steps.held_back import name_to_agents
from bot.steps.replan import replan
from bot.steps.take_in import Outcome, TakenIn, is_shifted, take_in
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow, count_live, folded, holds_any, trips_by_reference
from flows.trips.blast import MOST_NAMED, Blast, Limits, Verdict, judged
from flows.trips.merge import merge
from flows.trips.trip import Booking

log = structlog.get_logger()

Refused = Callable[[Booking, Exception], None]

TOGETHER = 100
"""Bookings in one transaction: few enough that the clockwork is never kept waiting."""

FORESEEN_TOGETHER = 10
"""Of those whose messages are foreseen, which takes longer."""


async def intake(
    runtime: Runtime,
    bookings: Iterable[Booking],
    *,
    dry_run: bool = False,
    told: Callable[[TakenIn], None],
    refused: Refused | None = None,
    ahead: Iterable[Booking] | None = None,
    force: bool = False,
) -> Verdict:
    """Take these bookings in; `told` hears what became of each, in order. Memory stays flat: nothing is collected.

    refused: hears of a booking that breaks something; the others still go in. Without it such a booking raises. ahead: the
    same bookings, read for a first look; a sequence looks at itself. force: a person has looked, so nothing is stopped or
    held back. Raises ImportStopped before anything is touched; a dry run only gives back the verdict, and tells of each
    changed booking the messages that would follow.
    """
    first = ahead if ahead is not None else bookings if isinstance(bookings, Sequence) else ()
    verdict = await _look_ahead(runtime, first)
    if verdict.stops and not dry_run and not force:
        raise ImportStopped(verdict)
    source = iter(bookings)
    while batch := list(islice(source, TOGETHER)):
        results = await (_look(runtime, batch, force) if dry_run else _store(runtime, batch, refused, force))
        for result in results:
            told(result)
    if not dry_run:
        await runtime.bell.deliver()
    return verdict


async def _look_ahead(runtime: Runtime, bookings: Iterable[Booking]) -> Verdict:
    """What all of them together would do to live trips; only counted."""
    now, limits = runtime.clock.trip(), _limits(runtime)
    known, cancelled, shifted, live = 0, 0, 0, 0
    ends: list[str] = []
    moves: list[str] = []
    async with runtime.database.read() as session:
        source = iter(bookings if await holds_any(session) else ())
    while batch := list(islice(source, TOGETHER)):
        async with runtime.database.read() as session:
            held = await trips_by_reference(session, [booking.reference for booking in batch])
        for booking in batch:
            row = held.get(folded(booking.reference))
            if row is None or row.cancelled or (row.ends_at is not None and row.ends_at < now):
                continue
            before, base = row.trip.booking, row.printed
            merged = merge(before, for_party(booking, base or before), base=base)
            known += 1
            if merged.booking.cancelled:
                cancelled += 1
                _note(ends, row)
            if any(is_shifted(one, limits.shift_days) for one in merged.suspicious):
                shifted += 1
                _note(moves, row)
    if cancelled >= limits.at_least:  # counting them reads every trip there is
        async with runtime.database.read() as session:
            live = await count_live(session, now)
    blast = Blast(
        live=live,
        known=known,
        cancelled=cancelled,
        shifted=shifted,
        ends=tuple(ends),
        moves=tuple(moves),
    )
    return judged(blast, limits)


def _note(named: list[str], row: TripRow) -> None:
    if len(named) < MOST_NAMED:
        named.append(row.reference)


def _limits(runtime: Runtime) -> Limits:
    settings = runtime.settings
    return Limits(
        cancel_percent=settings.import_cancel_percent,
        shift_days=settings.import_shift_days,
        at_least=settings.import_guard_from,
    )


async def _look(runtime: Runtime, batch: list[Booking], force: bool) -> list[TakenIn]:
    """What would become of them; nothing is written."""
    now = runtime.clock.trip()
    results: list[TakenIn] = []
    changing: list[tuple[int, Booking]] = []
    async with runtime.database.read() as session:
        held = await trips_by_reference(session, [booking.reference for booking in batch])
        for booking in batch:
            row = held.get(folded(booking.reference))
            result = await _take(session, runtime, booking, row, now, force, dry_run=True)
            changes = result.outcome in (Outcome.CHANGED, Outcome.CANCELLED)
            # Where nobody has joined nothing follows.
            if changes and row is not None and row in session and await recipients_of_trip(session, row.key):
                changing.append((len(results), booking))
            results.append(result)
            if result.row is not None:
                held[folded(booking.reference)] = result.row
    for start in range(0, len(changing), FORESEEN_TOGETHER):
        # Done and undone: only what the planner itself would write says what would follow.
        async with runtime.database.tried() as session:
            for number, booking in changing[start : start + FORESEEN_TOGETHER]:
                results[number] = await _foreseen(session, runtime, booking, results[number], now, force)
    return results


async def _foreseen(
    session: AsyncSession, runtime: Runtime, booking: Booking, result: TakenIn, now: datetime, force: bool
) -> TakenIn:
    found = await trips_by_reference(session, [booking.reference])
    row = found.get(folded(booking.reference))
    if row is None:
        return result

    async def make() -> None:
        taken = await _take(session, runtime, booking, row, now, force)
        if taken.changed:
            await replan(session, runtime, row, now=now, changed=True)

    _, following = await foreseen(session, runtime, row, make, now=now)
    return replace(result, following=following)


async def _take(
    session: AsyncSession,
    runtime: Runtime,
    booking: Booking,
    row: TripRow | None,
    now: datetime,
    force: bool,
    *,
    dry_run: bool = False,
) -> TakenIn:
    return await take_in(
        session,
        booking,
        row,
        now=now,
        agency_zone=runtime.settings.agency_zone,
        dry_run=dry_run,
        force=force,
        shift_days=runtime.settings.import_shift_days,
    )


async def _store(
    runtime: Runtime, batch: list[Booking], refused: Refused | None, force: bool
) -> list[TakenIn]:
    """All of them in one transaction; if one breaks it, each in its own, so that only that one stays out."""
    try:
        return await _together(runtime, batch, force)
    except DatabaseError:
        raise
    except Exception:
        if refused is None:
            raise
    results: list[TakenIn] = []
    for booking in batch:
        try:
            results.extend(await _together(runtime, [booking], force))
        except DatabaseError:
            raise
        except Exception as error:
            log.exception(
                "A booking could not be stored.", action="booking_refused", booking=booking.reference
            )
            refused(booking, error)
    return results


async def _together(runtime: Runtime, batch: list[Booking], force: bool) -> list[TakenIn]:
    now = runtime.clock.trip()
    results: list[TakenIn] = []
    async with runtime.database.write() as session:
        held = await trips_by_reference(session, [booking.reference for booking in batch])
        for booking in batch:
            key = folded(booking.reference)
            result = await _take(session, runtime, booking, held.get(key), now, force)
            results.append(result)
            if result.row is not None:
                held[key] = result.row
                if result.changed:
                    await replan(session, runtime, result.row, now=now, changed=True)
                await name_to_agents(session, runtime, result.row, result, now=now)
    return results
