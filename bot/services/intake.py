"""Bookings in: take each one in, invite its travellers, plan it. One transaction for a handful of bookings.

Not here: reading files (bot.imports).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

import structlog

from bot.errors import DatabaseError
from bot.runtime import Runtime
from bot.steps.replan import replan
from bot.steps.take_in import TakenIn, take_in
from bot.storage.trips import folded, trips_by_reference
from flows.trips.trip import Booking

log = structlog.get_logger()

Refused = Callable[[Booking, Exception], None]

TOGETHER = 100
"""Bookings in one transaction: few enough that the clockwork is never kept waiting."""


async def intake(
    runtime: Runtime,
    bookings: Iterable[Booking],
    *,
    dry_run: bool = False,
    told: Callable[[TakenIn], None],
    refused: Refused | None = None,
) -> None:
    """Take these bookings in; `told` hears what became of each, in order. Memory stays flat: nothing is collected.

    refused: hears of a booking that breaks something; the others still go in. Without it such a booking raises.
    """
    source = iter(bookings)
    while batch := list(islice(source, TOGETHER)):
        results = await (_look(runtime, batch) if dry_run else _store(runtime, batch, refused))
        for result in results:
            told(result)
    if not dry_run:
        await runtime.bell.deliver()


async def _look(runtime: Runtime, batch: list[Booking]) -> list[TakenIn]:
    """What would become of them; nothing is written."""
    results: list[TakenIn] = []
    async with runtime.database.read() as session:
        held = await trips_by_reference(session, [booking.reference for booking in batch])
        for booking in batch:
            result = await take_in(
                session,
                booking,
                held.get(folded(booking.reference)),
                now=runtime.clock.trip(),
                agency_zone=runtime.settings.agency_zone,
                dry_run=True,
            )
            results.append(result)
            if result.row is not None:
                held[folded(booking.reference)] = result.row
    return results


async def _store(runtime: Runtime, batch: list[Booking], refused: Refused | None) -> list[TakenIn]:
    """All of them in one transaction; if one breaks it, each in its own, so that only that one stays out."""
    try:
        return await _together(runtime, batch)
    except DatabaseError:
        raise
    except Exception:
        if refused is None:
            raise
    results: list[TakenIn] = []
    for booking in batch:
        try:
            results.extend(await _together(runtime, [booking]))
        except DatabaseError:
            raise
        except Exception as error:
            log.exception(
                "A booking could not be stored.", action="booking_refused", booking=booking.reference
            )
            refused(booking, error)
    return results


async def _together(runtime: Runtime, batch: list[Booking]) -> list[TakenIn]:
    now = runtime.clock.trip()
    results: list[TakenIn] = []
    async with runtime.database.write() as session:
        held = await trips_by_reference(session, [booking.reference for booking in batch])
        for booking in batch:
            key = folded(booking.reference)
            result = await take_in(
                session, booking, held.get(key), now=now, agency_zone=runtime.settings.agency_zone
            )
            results.append(result)
            if result.row is not None:
                held[key] = result.row
                if result.changed:
                    await replan(session, runtime, result.row, now=now, changed=True)
    return results
