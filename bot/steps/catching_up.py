"""What a trip says only once travellers have heard of its change, and what no digest brings because they had it.

While the word that a trip goes ahead after all waits for an agent nothing of it leaves; while a correction waits its minutes
no digest tells the new times first. What a change alone makes a traveller's own (a new lead, another way of going) is no
lateness of theirs. Not here: what a digest folds (flows.planning.folding), how a change is let go (bot.steps.releasing).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime

from bot.steps.changing import waiting_change
from bot.steps.quoting import READ
from bot.steps.releasing import unreleased
from bot.storage.deliveries import DeliveryRow
from bot.storage.recipients import RecipientRow
from bot.storage.trips import TripRow
from flows.library.audience import Who
from flows.planning.desk import PRESSING
from flows.planning.due import Due, Plan, Reason, Sent, Skipped, Waiting
from flows.trips.changes import ChangeKind
from flows.trips.moments import TRIP

Answer = Sent | Due | Waiting | Skipped
Former = Callable[[], Awaitable[Plan]]
"""The plan of a recipient, were the trip as it was before the change."""


def hushed(row: TripRow, found: Plan, *, now: datetime) -> bool:
    """True while the word that the trip goes ahead after all waits for an agent, and this recipient would get it."""
    change = row.trip.change(waiting_change(row))
    return change is not None and change.kind is ChangeKind.REINSTATED and _would_hear(found, change.id, now)


def kept_back(row: TripRow, found: Plan, *, now: datetime) -> Plan:
    """The plan of a recipient without what the change that waits must go before: all but what an agent let go where the trip
    goes ahead after all, which waits for a word with it; the digest where a correction goes by itself."""
    if hushed(row, found, now=now):
        return replace(found, answers=tuple(_waiting(one) for one in found.answers), digest=None)
    by_itself = row.release_at is not None and _would_hear(found, waiting_change(row), now)
    return replace(found, digest=None) if by_itself else found


def _would_hear(found: Plan, change: str, now: datetime) -> bool:
    return any(one.key.occurrence == change for one in unreleased(found, now=now))


def _waiting(answer: Answer) -> Answer:
    if not isinstance(answer, Due) or answer.forced:
        return answer
    return Skipped(
        touchpoint=answer.touchpoint,
        concern=answer.concern,
        placing=answer.placing,
        reason=Reason.UNRELEASED,
        detail="it follows the word that the trip goes ahead",
    )


async def had(
    found: Plan, bound: RecipientRow, held: Iterable[DeliveryRow], former: Former
) -> tuple[Skipped, ...]:
    """What the digest of this plan would bring although nobody missed it. held: the trip's deliveries. former: asked only
    where there is a digest."""
    if found.digest is None:
        return ()
    there = [one for one in found.digest.folded if one.key.occurrence.startswith(TRIP)]
    if not there:
        return ()
    told = {one.touchpoint for one in held if one.state in READ and one.holder != bound.holder}
    before = {
        (one.key.touchpoint, one.key.occurrence)
        for one in (await former()).answers
        if not (isinstance(one, Skipped) and one.reason is Reason.NOT_FOR_THIS_TRIP)
    }
    return tuple(
        one
        for one in there
        if (one.key.touchpoint, one.key.occurrence) not in before
        and (
            one.touchpoint.message_class not in PRESSING
            or (one.touchpoint.audience.who is Who.LEAD and one.key.touchpoint in told)
        )
    )


def without(found: Plan, had: tuple[Skipped, ...]) -> Plan:
    """The plan whose digest brings none of these."""
    if found.digest is None or not had:
        return found
    left = tuple(one for one in found.digest.folded if one not in had)
    return replace(found, digest=replace(found.digest, folded=left) if left else None)
