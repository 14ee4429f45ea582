"""What the bot must ask an agent: how a question reads, and what a tap on its answer does.

Not here: what is asked (bot.steps.asking), previews that wait for a word (releasing, withheld), posting (bot.services.asks).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.steps.asking import NO_RETURN
from bot.steps.desk.asked import Asked
from bot.steps.desk.releasing import released
from bot.steps.desk.stages import pin
from bot.steps.desk.withheld import decided_withheld
from bot.steps.enqueue import enqueue_edit
from bot.steps.releasing import asked_about
from bot.steps.replan import replan
from bot.steps.withheld import is_withheld
from bot.storage.evidence import AskRow
from bot.storage.trips import TripRow, trip_by_id
from flows.talk.markup import Html
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.wording import Wording
from flows.trips.anchors import segment_of
from flows.trips.evidence import Stage

AFTERWARDS = "afterwards"


def question(ask: AskRow, row: TripRow, words: Wording) -> Html:
    """The question in the agency's language."""
    topic, _, segment_id = ask.topic.partition(":")
    trip, segment_id = row.trip, segment_of(segment_id)
    segment = next((one for one in trip.booking.segments if one.id == segment_id), None)
    names = ", ".join(person.name for person in trip.travellers[:8])
    return words.say(
        f"ask.{topic}",
        reference=row.reference,
        names=names,
        segment=segment.label if segment is not None else segment_id,
    )


def answers(ask: AskRow, words: Wording) -> Rows:
    """Its buttons."""
    values = ("open", AFTERWARDS) if ask.topic == NO_RETURN else ("seen",)
    return (
        tuple(
            Button(
                label=words.bare(f"ask.{value}"),
                action="ask.answer",
                data={"ask": str(ask.id), "value": value},
            )
            for value in values
        ),
    )


async def answered(asked: Asked, data: Mapping[str, str]) -> str:
    """Keep an agent's answer and show whose it is; the first one counts. Returns the word for the tap."""
    given, value = data.get("ask", ""), data.get("value", "")
    ask = await asked.session.get(AskRow, int(given)) if given.isdecimal() else None
    row = await trip_by_id(asked.session, ask.trip_id) if ask is not None else None
    words = asked.words
    if ask is not None and row is not None and asked_about(ask.topic) is not None:
        return await released(asked, ask, row, value)
    if ask is not None and row is not None and is_withheld(ask.topic):
        return await decided_withheld(asked, ask, row, value)
    if ask is None or row is None or value not in ("open", AFTERWARDS, "seen"):
        return words.bare("tap.invalid")
    if ask.answer:
        return words.bare("ask.already", agent=ask.answered_by)
    ask.answer, ask.answered_by, ask.answered_at = value, asked.staff.name, asked.now
    asked.session.add(ask)
    if value == AFTERWARDS:
        await pin(asked, row.key, Stage.AFTERWARDS)
        await replan(asked.session, asked.runtime, row, now=asked.now)
    if asked.inbound.message_id is not None:
        said = words.say("ask.answered", agent=asked.staff.name, answer=words.bare(f"ask.{value}"))
        message = OutgoingMessage(text=f"{question(ask, row, words)}\n{said}")
        await enqueue_edit(
            asked.session,
            chat=asked.inbound.chat,
            message_id=asked.inbound.message_id,
            message=message,
            now=asked.now,
        )
    return ""
