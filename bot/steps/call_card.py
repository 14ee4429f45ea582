"""The card of a call in the agents' group: whom to ring and what they have to hear; in the end, how it was settled.

Not here: who is put on the list (calling), what a tap does and /calls (bot.steps.desk.calls).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.enqueue import enqueue_edit, message_body
from bot.steps.named import named
from bot.steps.relay import local_time, staff_words
from bot.storage.calls import CallEnd, CallRow
from bot.storage.deliveries import State, delivery_by_id
from bot.storage.trips import TripRow
from flows.talk.markup import Html, escape, fitted
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable

LONGEST = 2500
"""UTF-16 units of what they have to hear, on a card."""


def phone_of(row: TripRow, traveller: str) -> str:
    """The number that an agent gave for this traveller; empty when none is known."""
    return str(row.traits.get("phones", {}).get(traveller, ""))


def call_card(one: CallRow, row: TripRow, words: Wording) -> OutgoingMessage:
    """Whom to ring, by which number, and what they have to hear."""
    return OutgoingMessage(text=_text(one, row, words), buttons=_buttons(one, words))


def _text(one: CallRow, row: TripRow, words: Wording) -> Html:
    number = phone_of(row, one.traveller)
    lines = [
        words.say("call.card", name=named(row, one.traveller), reference=row.reference),
        words.say(f"call.why_{one.why}"),
        words.say("call.phone", phone=number) if number else words.say("call.no_phone"),
        f"\n{fitted(escape(one.text), LONGEST)[0]}",
    ]
    return sendable("\n".join(lines))


def _buttons(one: CallRow, words: Wording) -> Rows:
    return ((Button(label=words.bare("call.done"), action="call.done", data={"call": str(one.key)}),),)


async def close(
    session: AsyncSession,
    runtime: Runtime,
    one: CallRow,
    row: TripRow | None,
    end: CallEnd,
    *,
    by: str = "",
    now: datetime,
) -> None:
    """Nobody has to ring any more; its card says why, and since when, where it stands. by: who rang."""
    one.closed_at, one.closed_by, one.note = now, by, end
    session.add(one)
    shown = await delivery_by_id(session, one.delivery_id) if one.delivery_id is not None else None
    if shown is None or row is None:
        return
    words = staff_words(runtime)
    time = local_time(now, runtime.settings.agency_zone, words.locale)
    said = words.say(f"call.{end}", agent=by, time=time)
    text = f"<s>{words.say('call.card', name=named(row, one.traveller), reference=row.reference)}</s>\n{said}"
    message = OutgoingMessage(text=text)
    if shown.message_id is not None:
        await enqueue_edit(
            session,
            chat=shown.chat_id,
            message_id=shown.message_id,
            message=message,
            now=now,
            subject=shown.subject,
        )
    elif shown.state == State.QUEUED:
        shown.body = message_body(message)
        session.add(shown)
