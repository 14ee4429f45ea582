"""Publish content: an edition of all files goes into the database, every process picks it up, nothing restarts.

Not here: reading files (bot.content), what is wrong with them (flows.rehearsal.lint).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.content import inspect
from bot.runtime import Runtime
from bot.steps.replan import plan_for
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.evidence import evidence_of
from bot.storage.publications import (
    EditionRow,
    FirstPublishedRow,
    current_edition,
    current_edition_id,
    edition_before,
    first_published,
)
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow, live_bound_trips, live_trips, wake_trips
from flows.errors import ContentRefused
from flows.library.document import OVERLAY
from flows.library.library import Library
from flows.planning.due import Due, Plan, Waiting

log = structlog.get_logger()

LOOKED_AT = 2000
"""So many trips are planned with both editions to say whom a publication touches; the rest is estimated from them."""


WOKEN_TOGETHER = 100
BETWEEN = timedelta(seconds=1)
"""A publication looks at the trips again in handfuls, so that sending goes on meanwhile."""

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""What spoke before the first edition was always there: a rollback does not make it new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an edition does to one touchpoint: how many recipients would newly get it, no longer get it, get it at
    another time, or get another wording."""

    touchpoint: str
    gain: int = 0
    lose: int = 0
    move: int = 0
    reword: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """edition: its number, None for a dry run or when nothing changed. trips: live trips that were looked at. below: the
    shipped files that changed beneath an overlay since the edition before."""

    edition: int | None
    changed: tuple[str, ...]
    effects: tuple[Effect, ...]
    trips: int
    woken: int = 0
    below: tuple[str, ...] = ()


def digest_of(files: Mapping[str, bytes]) -> str:
    """What tells two editions apart."""
    seal = hashlib.sha256()
    for name in sorted(files):
        seal.update(name.encode() + b"\0" + files[name] + b"\0")
    return seal.hexdigest()


def shipped_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The shipped files that are not what they were, where both editions lie over them: an upgrade is never silent."""
    if not all(any(name.startswith(OVERLAY) for name in files) for files in (before, after)):
        return ()
    names = sorted(name for name in {*before, *after} if not name.startswith(OVERLAY))
    return tuple(name for name in names if before.get(name) != after.get(name))


def library_of(files: Mapping[str, str], first: Mapping[str, datetime]) -> Library:
    """The library of an edition, each touchpoint with its first publication. Raises ContentRefused."""
    library, faults = inspect({name: text.encode() for name, text in files.items()})
    if faults:
        raise ContentRefused(faults)
    return replace(
        library,
        touchpoints=tuple(
            replace(touchpoint, published=first.get(touchpoint.id)) for touchpoint in library.touchpoints
        ),
    )


async def refresh(runtime: Runtime) -> bool:
    """Pick up an edition that another process published; True when there was one that can be read.

    One that cannot (a newer program wrote it, the file was damaged) is logged once, and what is in force stays so.
    """
    async with runtime.database.read() as session:
        newest = await current_edition_id(session)
        if newest == runtime.shelf.edition:
            return False
        row = await current_edition(session)
        first = await first_published(session)
    if row is None or row.id is None:
        return False
    try:
        library = library_of(row.files, first)
    except Exception:
        log.exception("An edition cannot be read.", action="content_unreadable", edition=row.id)
        runtime.shelf.put(runtime.shelf.library, row.id)
        return False
    runtime.shelf.put(library, row.id)
    log.info("The content was refreshed.", action="content_refreshed", edition=row.id)
    await runtime.bell.plan()
    return True


async def publish(
    runtime: Runtime,
    files: Mapping[str, bytes],
    *,
    note: str = "",
    dry_run: bool = False,
    restores: int | None = None,
) -> Published:
    """Put these files in force. The caller has linted them; raises ContentRefused for what cannot even be read. Nothing
    happens when they are in force already. restores: the edition (0: the shipped) that these files were."""
    texts = {name: data.decode("utf-8-sig") for name, data in files.items()}
    now = runtime.clock.trip()
    await refresh(runtime)
    async with runtime.database.read() as session:
        current = await current_edition(session)
        if current is not None and current.digest == digest_of(files):
            return Published(edition=None, changed=(), effects=(), trips=0)
        below = shipped_changes(current.files, texts) if current is not None else ()
        first = await first_published(session)
        held = {touchpoint.id for touchpoint in runtime.library.touchpoints}
        draft = library_of(texts, first)
        appearing = dict.fromkeys(held, EVER) | {
            one.id: now for one in draft.touchpoints if one.id not in held and not set(one.replaces) & held
        }
        draft = library_of(texts, {**appearing, **first})
        changed = _changed(runtime.library, draft)
        # Looked at before the transaction that writes: planning thousands of trips must not keep the sender waiting.
        effects, trips = await _effects(session, runtime, draft, changed, now)
        woken = await live_bound_trips(session, now)
    if dry_run:
        return Published(edition=None, changed=changed, effects=effects, trips=trips, below=below)
    async with runtime.database.write() as session:
        row = EditionRow(files=texts, digest=digest_of(files), published_at=now, note=note, restores=restores)
        session.add(row)
        known = await first_published(session)
        session.add_all(
            FirstPublishedRow(touchpoint=one, at=at) for one, at in appearing.items() if one not in known
        )
        await session.flush()
        for number, start in enumerate(range(0, len(woken), WOKEN_TOGETHER)):
            at = now + number * BETWEEN
            await wake_trips(session, woken[start : start + WOKEN_TOGETHER], at)
        edition = row.id or 0
    runtime.shelf.put(draft, edition)
    await runtime.bell.plan()
    log.info("Content was published.", action="content_published", edition=edition, trips=len(woken))
    return Published(
        edition=edition, changed=changed, effects=effects, trips=trips, woken=len(woken), below=below
    )


async def rollback(runtime: Runtime, *, shipped: Mapping[str, bytes]) -> Published | None:
    """Put the edition before the one in force in force again (before the first, the shipped content); asked again, the
    one before that. None when there is nothing before it."""
    async with runtime.database.read() as session:
        current = await current_edition(session)
        if current is None or current.id is None:
            return None
        spoken = current.id if current.restores is None else current.restores
        if spoken == 0:
            return None
        before = await edition_before(session, spoken)
    files = {name: text.encode() for name, text in before.files.items()} if before is not None else shipped
    restored = before.id if before is not None else 0
    return await publish(runtime, files, note=f"rollback of edition {current.id}", restores=restored)


def _changed(old: Library, new: Library) -> tuple[str, ...]:
    before = {one.id: replace(one, published=None) for one in old.touchpoints}
    after = {one.id: replace(one, published=None) for one in new.touchpoints}
    names = [*after, *(name for name in before if name not in after)]
    return tuple(name for name in names if before.get(name) != after.get(name))


async def _effects(
    session: AsyncSession, runtime: Runtime, draft: Library, changed: Iterable[str], now: datetime
) -> tuple[tuple[Effect, ...], int]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in changed}
    rows = await live_trips(session, now, limit=LOOKED_AT) if counts else []
    drafted = replace(runtime, shelf=type(runtime.shelf)(draft))
    for row in rows:
        await _compare(session, runtime, drafted, row, counts, now)
    return tuple(Effect(touchpoint=name, **count) for name, count in counts.items()), len(rows)


async def _compare(
    session: AsyncSession,
    runtime: Runtime,
    drafted: Runtime,
    row: TripRow,
    counts: dict[str, Counter[str]],
    now: datetime,
) -> None:
    trip = row.trip
    evidence = await evidence_of(session, row.key)
    held = await deliveries_of_trip(session, row.key)
    for bound in await recipients_of_trip(session, row.key):
        was = await plan_for(session, runtime, row, trip, bound, evidence, held, now=now)
        will = await plan_for(session, drafted, row, trip, bound, evidence, held, now=now)
        before, after = _ahead(was), _ahead(will)
        for name, occurrence in before.keys() | after.keys():
            if name not in counts:
                continue
            old, new = before.get((name, occurrence)), after.get((name, occurrence))
            if old is None:
                counts[name]["gain"] += 1
            elif new is None:
                counts[name]["lose"] += 1
            else:
                counts[name]["reword" if old == new else "move"] += 1


def _ahead(found: Plan) -> dict[tuple[str, str], datetime | None]:
    return {
        (answer.key.touchpoint, answer.key.occurrence): answer.at
        for answer in found.answers
        if isinstance(answer, Due | Waiting)
    }
