"""/care and /resume: somebody is stranded, ill or bereaved, and everything gentle is off until an agent says otherwise.

Not here: what care mode silences (flows.planning.budget) and who asks whether it is on (bot.steps.situation).
"""

from __future__ import annotations

from bot.steps.desk.asked import Asked
from bot.steps.relay import local_time
from bot.steps.replan import replan
from bot.steps.withheld import open_withheld
from bot.storage.chats import chat_by_id
from bot.storage.deliveries import deliveries_of_trip
from bot.storage.recipients import recipients_of_trip
from bot.storage.trips import TripRow
from flows.talk.markup import Html

LONGEST_NOTE = 500


async def care(asked: Asked) -> None:
    """/care REF [why]: from now on safety, replies, and what an agent confirms."""
    row = await asked.trip()
    if row is None:
        return
    _keep(asked, row, on=True)
    words = asked.words
    lines = [words.say("care.on", reference=row.reference, agent=asked.staff.name)]
    await asked.say("\n".join((*lines, *_note(asked, row), words.say("care.off", reference=row.reference))))


async def resume(asked: Asked) -> None:
    """/resume REF [note]: ends care mode, and the pause of marketing in every chat of the trip.

    What care mode skipped does not come later by itself; what stands before the agents and is of use can still be sent.
    What lies ahead is planned again.
    """
    row = await asked.trip()
    if row is None:
        return
    words, cared, paused = asked.words, row.care, await _unpause(asked, row)
    if not cared and not paused:
        await asked.say(words.say("care.nothing", reference=row.reference))
        return
    lines: list[str] = []
    if cared:
        _keep(asked, row, on=False)
        lines.append(words.say("care.ended", reference=row.reference, agent=asked.staff.name))
        lines.extend(_note(asked, row))
    if paused:
        lines.append(words.say("care.unpaused", reference=row.reference))
    await asked.session.flush()
    await replan(asked.session, asked.runtime, row, now=asked.now)
    lines.append(words.say("care.nothing_late"))
    held = await deliveries_of_trip(asked.session, row.key)
    waiting = await open_withheld(asked.session, row, held, now=asked.now)
    if waiting:
        lines.append(words.say("care.still_waiting", count=str(len(waiting))))
    await asked.say("\n".join(lines))


def care_line(asked: Asked, row: TripRow) -> Html | None:
    """Care mode as /who shows it: on since when and why, or how it ended; None when it never was on."""
    if row.care_at is None:
        return None
    return asked.words.say(
        "care.since" if row.care else "care.until",
        time=local_time(row.care_at, asked.runtime.settings.agency_zone, asked.words.locale),
        agent=row.care_by,
        note=row.care_note or "–",
    )


async def _unpause(asked: Asked, row: TripRow) -> bool:
    """True when marketing was paused in a chat of this trip; it no longer is."""
    found = False
    for chat_id in {one.chat_id for one in await recipients_of_trip(asked.session, row.key)}:
        chat = await chat_by_id(asked.session, chat_id)
        if chat is not None and chat.paused_at is not None:
            chat.paused_at, chat.paused_why, found = None, "", True
            asked.session.add(chat)
    return found


def _keep(asked: Asked, row: TripRow, *, on: bool) -> None:
    _, _, note = asked.inbound.argument.strip().partition(" ")
    row.care, row.care_at, row.care_by = on, asked.now, asked.staff.name
    row.care_note = " ".join(note.split())[:LONGEST_NOTE]
    asked.session.add(row)


def _note(asked: Asked, row: TripRow) -> list[str]:
    return [asked.words.say("care.note", note=row.care_note)] if row.care_note else []
