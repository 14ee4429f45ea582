"""What care mode keeps back although it is operational: an agent's word on it is asked for, once, and holds for everyone.

Nothing that must be known (the way home, check-in, a clock that changes) may end in silence. Service and marketing do:
they are gentle. Not here: how it is put before the agents and what their tap does (bot.steps.desk.withheld).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.steps.releasing import OPEN, SEND
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.evidence import AskRow, ask_about, asks_like
from bot.storage.trips import TripRow
from flows.library.touchpoint import MessageClass
from flows.planning.claim import Candidate, ChatState, Skip, Verdict, judge
from flows.planning.due import Reason

CARE = "care"


def withheld_topic(row: DeliveryRow) -> str:
    """The topic of the ask about what this row would say."""
    return f"{CARE}:{row.generation}:{row.touchpoint}:{row.occurrence}"


def is_withheld(topic: str) -> bool:
    """True for the topic of such an ask."""
    return topic.startswith(f"{CARE}:")


async def judged(
    session: AsyncSession, row: DeliveryRow, candidate: Candidate, state: ChatState, *, now: datetime
) -> Verdict:
    """The judge's verdict. What care mode would keep back goes when an agent has said so of the same message; is it
    operational and nothing was said, it is asked."""
    verdict = judge(candidate, state, now=now)
    kept_back = isinstance(verdict, Skip) and verdict.reason is Reason.CARE_MODE
    operational = row.message_class == MessageClass.OPERATIONAL and row.touchpoint and row.trip_id is not None
    if not kept_back or not operational or row.trip_id is None:
        return verdict
    ask = await ask_about(session, row.trip_id, withheld_topic(row))
    if ask is None:
        session.add(AskRow(trip_id=row.trip_id, topic=withheld_topic(row), asked_at=now))
    elif ask.answer == SEND:
        row.confirmed = True
        return judge(replace(candidate, confirmed=True), state, now=now)
    return verdict


def still_of_use(topic: str, rows: Iterable[DeliveryRow], *, now: datetime) -> list[DeliveryRow]:
    """Of the trip's deliveries those that care mode kept back under this topic and that can still be sent."""
    return [
        row
        for row in rows
        if row.state == State.SKIPPED
        and row.reason == Reason.CARE_MODE
        and withheld_topic(row) == topic
        and (row.useless_after is None or row.useless_after >= now)
    ]


async def open_withheld(
    session: AsyncSession, trip: TripRow, rows: Iterable[DeliveryRow], *, now: datetime
) -> list[AskRow]:
    """What stands before the agents and can still be sent."""
    held = list(rows)
    asked = await asks_like(session, trip.key, f"{CARE}:")
    return [ask for ask in asked if ask.answer in OPEN and still_of_use(ask.topic, held, now=now)]


def let_through(rows: Iterable[DeliveryRow], *, now: datetime) -> None:
    """An agent said Send: it goes as soon as it may, wherever they are by now."""
    for row in rows:
        row.state, row.reason, row.settled_at = State.QUEUED, "", None
        row.confirmed, row.gate, row.not_before = True, {}, now
