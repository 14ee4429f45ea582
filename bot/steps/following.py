"""The messages that would follow a change: it is made, planned and undone again in the same transaction.

What is listed is what would be said otherwise than without the change. Not here: making the change (take_in, editing).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.catching_up import kept_back
from bot.steps.named import named
from bot.steps.reaching import Reach, There, reach, there_of
from bot.steps.releasing import awaits_word
from bot.steps.replan import plan_for
from bot.steps.situation import situation
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip
from bot.storage.evidence import evidence_of
from bot.storage.mending import mended
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.errors import FlowsError
from flows.planning.due import Due, Plan, Reason, Skipped, Waiting
from flows.planning.folding import DIGEST
from flows.talk.addressed import first_name
from flows.talk.length import visible_text
from flows.talk.render import render_touchpoint
from flows.talk.words import words

Done = TypeVar("Done")

LONGEST_LINE = 160


class Follows(StrEnum):
    """How a message follows: at once; later than now; a planned one at another time; only when an agent lets it go (or by
    itself after a while); a planned one that goes no more; one that stands in the chat and is put right."""

    NOW = "now"
    LATER = "later"
    MOVED = "moved"
    ASKED = "asked"
    NO_MORE = "no_more"
    MENDED = "mended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One message. who: the chat's holder by name. at: when it reaches them (UTC), None where nobody knows; zone: in force
    then; held: what it waits for until then, their night or their flight. was: when it would have before, of a MOVED one.
    line: the first line of its text, plain."""

    who: str
    how: Follows
    touchpoint: str
    at: datetime | None = None
    was: datetime | None = None
    zone: str | None = None
    held: Reason | None = None
    line: str = ""


Planned = dict[tuple[str, str, str], Due | Waiting | Skipped]
"""(holder, touchpoint, occurrence) -> what waits, goes or waits for a word."""


async def foreseen(
    session: AsyncSession,
    runtime: Runtime,
    row: TripRow,
    make: Callable[[], Awaitable[Done]],
    *,
    now: datetime,
) -> tuple[Done, tuple[Following, ...]]:
    """What `make` gives back, and the messages that would follow; nothing of it stays. The session writes; `make` changes the
    trip of this stored row and plans it again."""
    before, were, late = await _planned(session, runtime, row, now)
    known = {one.key for one in await deliveries_of_trip(session, row.key)}
    chats = [one.found.bound.chat_id for one in were.values()]
    waiting = {edit.key: edit.body for edit, _ in await mended(session, chats)}
    undo = await session.begin_nested()
    try:
        made = await make()
        await session.flush()
        after, there, kept = await _planned(session, runtime, row, now)
        made_now = {
            one.holder or ""
            for one in await deliveries_of_trip(session, row.key)
            if one.touchpoint == DIGEST and one.key not in known
        }
        put_right = [
            message for edit, message in await mended(session, chats) if waiting.get(edit.key) != edit.body
        ]
        digests = dict.fromkeys(kept - late, Follows.ASKED) | dict.fromkeys(made_now, Follows.NOW)
        found = (
            *_following(before, after, put_right, were, there, row, now),
            *(_digest(there[one], how, row, now) for one, how in digests.items() if one in there),
        )
    finally:
        await undo.rollback()
        await session.refresh(row)
    return made, found


async def _planned(
    session: AsyncSession, runtime: Runtime, row: TripRow, now: datetime
) -> tuple[Planned, dict[str, There], set[str]]:
    """What lies ahead for everyone bound, where they are, and for which of them a digest does."""
    trip, evidence = row.trip, await evidence_of(session, row.key)
    held = [one for one in await deliveries_of_trip(session, row.key) if one.state != State.QUEUED]
    planned: Planned = {}
    there: dict[str, There] = {}
    digests: set[str] = set()
    for bound in await recipients_of_trip(session, row.key):
        found = await plan_for(session, runtime, row, trip, bound, evidence, held, now=now)
        stands = await situation(session, runtime, row, bound, now=now)
        there[bound.holder] = await there_of(session, stands)
        if found.digest is not None:
            digests.add(bound.holder)
        for answer in _ahead(kept_back(row, found, now=now), now):
            planned[bound.holder, answer.key.touchpoint, answer.key.occurrence] = answer
    return planned, there, digests


def _ahead(found: Plan, now: datetime) -> Iterator[Due | Waiting | Skipped]:
    for answer in found.answers:
        if isinstance(answer, (Due, Waiting)) or (
            isinstance(answer, Skipped) and awaits_word(answer, now=now)
        ):
            yield answer


def _following(
    before: Planned,
    after: Planned,
    put_right: list[DeliveryRow],
    were: dict[str, There],
    there: dict[str, There],
    row: TripRow,
    now: datetime,
) -> Iterator[Following]:
    """In the order of their instants; what goes no more at the end. were: where they were without the change."""
    found: list[Following] = []
    for message in put_right:
        if message.touchpoint:
            line = _first_line(visible_text(message.text))
            found.append(
                Following(
                    who=named(row, message.holder or ""),
                    how=Follows.MENDED,
                    touchpoint=message.touchpoint,
                    zone=message.zone,
                    line=line,
                )
            )
    for key, answer in after.items():
        former = before.get(key)
        moved = former is not None and former.at != answer.at
        if former is not None and not moved and type(former) is type(answer):
            continue
        how = Follows.MOVED if moved and isinstance(answer, Waiting) else Follows.LATER
        goes = answer.at
        if isinstance(answer, Due):
            how, goes = Follows.NOW, now
        elif isinstance(answer, Skipped):
            how, goes = Follows.ASKED, row.release_at
        reached = _reach(there.get(key[0]), answer, goes)
        held = reached.held if reached is not None else None
        if how is Follows.NOW and held is not None:
            how = Follows.LATER
        before_it = _reach(were.get(key[0]), former, former.at) if former is not None else None
        found.append(
            Following(
                who=named(row, key[0]),
                how=how,
                touchpoint=answer.key.touchpoint,
                at=answer.at if how is Follows.NOW else (reached.at if reached is not None else goes),
                held=held,
                was=before_it.at if before_it is not None and how is Follows.MOVED else None,
                zone=(reached.zone if reached is not None else None) or answer.zone,
                line=_line(there.get(key[0]), answer),
            )
        )
    found.sort(key=lambda one: (one.at.timestamp() if one.at is not None else 0.0, one.touchpoint))
    yield from found
    for key, answer in before.items():
        if key not in after and key[0] in there:
            reached = _reach(were.get(key[0]), answer, answer.at)
            yield Following(
                who=named(row, key[0]),
                how=Follows.NO_MORE,
                touchpoint=answer.key.touchpoint,
                at=reached.at if reached is not None else answer.at,
                zone=(reached.zone if reached is not None else None) or answer.zone,
            )


def _reach(there: There | None, answer: Due | Waiting | Skipped, goes: datetime | None) -> Reach | None:
    return reach(there, answer, at=goes) if there is not None and goes is not None else None


def _line(there: There | None, answer: Due | Waiting | Skipped) -> str:
    """As it would read now; empty where it cannot be worded yet."""
    if there is None:
        return ""
    try:
        facts = there.found.facts_of(answer.travellers, answer.key.occurrence)
        told = visible_text(render_touchpoint(answer.touchpoint, facts).message.text)
    except FlowsError:
        return ""
    return _first_line(told)


def _digest(there: There, how: Follows, row: TripRow, now: datetime) -> Following:
    """The one message that brings what came due in the meantime."""
    found = there.found
    name = first_name(found.facts.greeted, found.trip)
    return Following(
        who=named(row, found.bound.holder),
        how=how,
        touchpoint=DIGEST,
        at=now if how is Follows.NOW else row.release_at,
        zone=found.zone,
        line=_first_line(words(found.library, "rendering.digest", found.locale, name=name)),
    )


def _first_line(told: str) -> str:
    first = next((line.strip() for line in told.splitlines() if line.strip()), "")
    return first if len(first) <= LONGEST_LINE else first[: LONGEST_LINE - 1] + "…"
