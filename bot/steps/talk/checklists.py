"""Checklists as they stand: turn a tick over, add and take off own items, show the lists once more.

Not here: what a list looks like (flows.talk.checklist), what a tap or text means (flows.talk.taps, own_items).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.keeping import list_kept
from bot.steps.situation import Situation
from bot.steps.standing import lists, redraw, show_again, situation_of
from bot.steps.wording import word
from bot.storage.chats import ChatRow
from bot.storage.deliveries import DeliveryRow, deliveries_of_trip, delivery_by_id
from bot.storage.feedback import TickRow
from bot.storage.own_items import OwnItemRow, drop_own_item
from bot.storage.taps import TapRow
from flows.errors import MissingFact
from flows.library.touchpoint import Touchpoint, TouchpointKind
from flows.talk.checklist import anything_open
from flows.talk.dialogue import ListKnown
from flows.talk.message import OutgoingMessage

MOST_LISTS = 3
"""Checklists that one command brings."""

USED = "used"


async def tick(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    tap: TapRow,
    shown: DeliveryRow | None,
    *,
    message_id: int | None,
    now: datetime,
) -> bool:
    """Turn the tapped item over and redraw the list and its reminder; False when the tap fits no list of this chat, or an
    item that is no longer on it.

    Each drawing has buttons of its own, and a button turns its item over once: a double tap changes nothing more.
    """
    found = await situation_of(session, runtime, shown, now)
    if shown is None or found is None or shown.chat_id != chat.id:
        return False
    touchpoint = _list_of(runtime, shown)
    item, person = str(tap.data.get("item", "")), str(tap.data.get("person", ""))
    if touchpoint is None or (person and person not in shown.travellers):
        return False
    kept = await list_kept(session, found.row.key, found.bound.holder, touchpoint)
    there = item in {one.id for one in touchpoint.items} | {one.id for one in kept.own}
    if there and USED not in tap.data:
        tap.data = {**tap.data, USED: "yes"}
        session.add(tap)
        await _turn_over(session, found, touchpoint, item, person, now)
    await _redraw_all(session, runtime, chat, found, touchpoint, now, shown=shown, tapped=message_id)
    return there


async def lists_known(session: AsyncSession, runtime: Runtime, found: Situation) -> list[ListKnown]:
    """The checklists of this recipient that came, the newest last, as the conversation knows them."""
    known = []
    for row in lists(runtime, await deliveries_of_trip(session, found.row.key), found):
        touchpoint = runtime.library.touchpoint(row.touchpoint or "")
        assert touchpoint is not None, "it is a checklist of this library"
        kept = await list_kept(session, found.row.key, found.bound.holder, touchpoint)
        known.append(
            ListKnown(delivery=row.key, touchpoint=touchpoint.id, own=kept.own, size=len(touchpoint.items))
        )
    return known


def meant(known: Sequence[ListKnown]) -> ListKnown | None:
    """Where an item goes that names no list: where the others are, else the longest list."""
    return max(known, key=lambda one: (bool(one.own), one.size), default=None)


def list_id(runtime: Runtime, shown: DeliveryRow) -> str:
    """The checklist that a delivery shows or reminds of; "" for any other."""
    touchpoint = _list_of(runtime, shown)
    return touchpoint.id if touchpoint is not None else ""


async def add_items(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    delivery: int,
    texts: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Put these on the list that this delivery brought, and show them."""
    shown = await delivery_by_id(session, delivery)
    found = await situation_of(session, runtime, shown, now)
    touchpoint = _list_of(runtime, shown) if shown is not None else None
    assert found is not None and touchpoint is not None, "it was read in this transaction"
    for text in texts:
        session.add(
            OwnItemRow(
                trip_id=found.row.key,
                holder=found.bound.holder,
                touchpoint=touchpoint.id,
                text=text,
                by=chat.name,
                at=now,
            )
        )
    await session.flush()
    await _redraw_all(session, runtime, chat, found, touchpoint, now)


async def drop_item(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, delivery: int, number: int, *, now: datetime
) -> None:
    """Take one off that list, with its tick."""
    shown = await delivery_by_id(session, delivery)
    found = await situation_of(session, runtime, shown, now)
    touchpoint = _list_of(runtime, shown) if shown is not None else None
    assert found is not None and touchpoint is not None, "it was read in this transaction"
    if await drop_own_item(session, found.row.key, found.bound.holder, number):
        await _redraw_all(session, runtime, chat, found, touchpoint, now)


async def show(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, found: Situation, *, now: datetime
) -> bool:
    """The trip's checklists that have something open once more, at the end of the chat, each its own message, the newest
    last; the newest alone when all is done. False when none came yet."""
    every = await deliveries_of_trip(session, found.row.key)
    wanted: list[tuple[DeliveryRow, OutgoingMessage]] = []
    newest: tuple[DeliveryRow, OutgoingMessage] | None = None
    for row in reversed(lists(runtime, every, found)):
        try:
            message = (await word(session, runtime, row, found, chat)).message
        except MissingFact:
            continue  # a list with a hole would be worse than none
        newest = newest or (row, message)
        if anything_open(message.buttons):
            wanted.append((row, message))
        if len(wanted) == MOST_LISTS:
            break
    if newest is None:
        return False
    for row, message in reversed(wanted or [newest]):
        await show_again(session, chat, row, message, now=now)
    return True


def is_under_way(found: Situation) -> bool:
    """Have they left? Then no list comes any more that has not come."""
    leaves = found.life.itinerary.leaves
    return leaves is not None and leaves <= found.now


def _list_of(runtime: Runtime, shown: DeliveryRow) -> Touchpoint | None:
    """The checklist that a delivery shows or reminds of."""
    touchpoint = runtime.library.touchpoint(shown.touchpoint or "")
    if touchpoint is not None and touchpoint.kind is TouchpointKind.REMINDER:
        touchpoint = runtime.library.touchpoint(touchpoint.checklist)
    return touchpoint if touchpoint is not None and touchpoint.kind is TouchpointKind.CHECKLIST else None


async def _turn_over(
    session: AsyncSession, found: Situation, touchpoint: Touchpoint, item: str, person: str, now: datetime
) -> None:
    """Tick it, or take the tick back, under whatever name of the list it was set."""
    trip_id, holder = found.row.key, found.bound.holder
    names = (touchpoint.id, *touchpoint.replaces)
    held = [await session.get(TickRow, (trip_id, holder, name, item, person)) for name in names]
    for row in held:
        if row is not None:
            await session.delete(row)
    if not any(held):
        session.add(
            TickRow(
                trip_id=trip_id, holder=holder, touchpoint=touchpoint.id, item=item, person=person, at=now
            )
        )
    await session.flush()


async def _redraw_all(
    session: AsyncSession,
    runtime: Runtime,
    chat: ChatRow,
    found: Situation,
    touchpoint: Touchpoint,
    now: datetime,
    *,
    shown: DeliveryRow | None = None,
    tapped: int | None = None,
) -> None:
    """The list and its reminders, wherever they stand. shown, tapped: the delivery whose message was tapped."""
    every = await deliveries_of_trip(session, found.row.key)
    for row in every:
        mine = row.chat_id == chat.id and row.holder == found.bound.holder and row.touchpoint is not None
        if mine and list_id(runtime, row) == touchpoint.id:
            here = tapped if shown is not None and row.key == shown.key else None
            await redraw(session, runtime, chat, row, found, every, now=now, tapped=here)
