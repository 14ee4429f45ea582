"""What waits in the outbox is judged again when its trip changes, in the transaction of the change.

What the plan would send now, for the same anchor, stays and takes over its instants. What it would not send, or only
later, is taken back, so that the plan that follows decides anew. A digest is unfolded. What may have arrived already
never repeats for a trip that is off, or for who left it. What is just leaving is marked: the sender looks at it again
before it goes, and once it has gone (bot.services.delivery). What agents wrote and broadcasts are left alone. Not here: the
plan (bot.steps.replan).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.deliveries import DeliveryRow, State
from bot.storage.recipients import RecipientRow
from flows.planning.due import Answer, Due, Plan, Reason, Skipped
from flows.planning.folding import DIGEST
from flows.planning.handing import DOCUMENT

log = structlog.get_logger()

Asked = Callable[[RecipientRow, Sequence[DeliveryRow]], Awaitable[Plan]]
"""The plan of a recipient, were these the deliveries of the trip."""

GONE = frozenset({Reason.CANCELLED, Reason.LEFT_TRIP})
ON_TIME_ONCE = frozenset({Reason.LATE, Reason.IN_DIGEST})
"""What the plan says of that which was on time when it was queued and waits for the morning since."""


async def judge_again(
    session: AsyncSession,
    bound: Iterable[RecipientRow],
    held: Sequence[DeliveryRow],
    asked: Asked,
    *,
    cancelled: bool,
    now: datetime,
) -> list[DeliveryRow]:
    """The deliveries that are left. cancelled: the whole trip is off. now: trip time."""
    by_holder = {one.holder: one for one in bound}
    gone: set[int] = set()
    for holder in {one.holder for one in held if one.holder is not None}:
        mine = [one for one in held if one.holder == holder]
        for one in mine:
            if one.state == State.SENDING and one.touchpoint:
                one.stale = True
                session.add(one)
        waiting = [one for one in mine if one.state == State.QUEUED and one.touchpoint]
        if not waiting:
            continue
        bound_to = by_holder.get(holder)
        folded = _unfolded(mine, [one for one in waiting if one.touchpoint == DIGEST and not one.repeat])
        rest = [one for one in held if one not in waiting and one.key not in folded]
        plan = await asked(bound_to, rest) if bound_to is not None else Plan()
        answers = {(one.key.touchpoint, one.key.occurrence, one.key.generation): one for one in plan.answers}
        over = cancelled or bound_to is None or _left(plan)
        for one in waiting:
            answer = answers.get((one.touchpoint or "", one.occurrence or "", one.generation))
            if one.repeat:
                _never_again(one, answer, over=over, now=now)
                session.add(one)
            elif not _stays(one, answer, over=over, now=now):
                gone.add(one.key)
        gone |= folded
    for one in held:
        if one.key in gone:
            log.info(
                "A delivery was taken back: the trip changed.",
                action="delivery_taken_back",
                delivery=one.id,
                touchpoint=one.touchpoint,
            )
            await session.delete(one)
    await session.flush()
    return [one for one in held if one.key not in gone]


def _unfolded(mine: Sequence[DeliveryRow], digests: Sequence[DeliveryRow]) -> set[int]:
    """What these digests had folded: told by none once they are taken back."""
    named = {(entry["touchpoint"], entry["occurrence"]) for one in digests for entry in one.folded}
    return {
        one.key
        for one in mine
        if one.state == State.SKIPPED
        and one.reason == Reason.IN_DIGEST
        and (one.touchpoint, one.occurrence) in named
    }


def _left(plan: Plan) -> bool:
    """True when nobody whom the chat serves is on the trip."""
    return bool(plan.answers) and all(
        isinstance(one, Skipped) and one.reason is Reason.LEFT_TRIP for one in plan.answers
    )


def _stays(row: DeliveryRow, answer: Answer | None, *, over: bool, now: datetime) -> bool:
    """May it go on waiting? It then goes by what the plan says of it now."""
    if row.touchpoint == DOCUMENT:
        return not over
    if row.touchpoint == DIGEST or answer is None:
        return False
    due = isinstance(answer, Due)
    waits = isinstance(answer, Skipped) and answer.reason in ON_TIME_ONCE
    forced = isinstance(answer, Due) and answer.forced
    if not (due or waits) or (answer.anchor != row.anchor_at and not forced):
        return False
    row.travellers = list(answer.travellers)
    row.anchor_at = answer.anchor
    if not forced:
        row.useless_after = answer.useless_after
        row.about_at = answer.anchor if answer.anchor is not None and answer.anchor > now else None
    return True


def _never_again(row: DeliveryRow, answer: Answer | None, *, over: bool, now: datetime) -> None:
    """It may have arrived: where it would say what is no more, that is where it ends."""
    off = answer is None or (isinstance(answer, Skipped) and answer.reason in GONE)
    if (row.touchpoint not in (DIGEST, DOCUMENT) and off) or over:
        row.state, row.settled_at, row.reason = State.UNKNOWN, now, Reason.SUPERSEDED
