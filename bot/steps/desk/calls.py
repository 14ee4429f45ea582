"""The agents' hand on the call list: "Called" is tapped on a card, and /calls lists who is still to be rung.

Not here: who is put on it and what closes by itself (bot.steps.calling), the card (bot.steps.call_card), posting
(bot.services.calls).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.steps.call_card import close, phone_of
from bot.steps.desk.asked import Asked
from bot.steps.named import named
from bot.storage.calls import CallEnd, call_by_id, count_open, open_calls
from bot.storage.trips import trip_by_id
from flows.talk.message import Button

LISTED = 20
LONGEST_LINE = 120


async def called(asked: Asked, data: Mapping[str, str]) -> str:
    """ "Called" was tapped; the first tap counts. Returns the word for the tap."""
    words, given = asked.words, data.get("call", "")
    one = await call_by_id(asked.session, int(given)) if given.isdecimal() else None
    row = await trip_by_id(asked.session, one.trip_id) if one is not None else None
    if one is None or row is None:
        return words.bare("tap.invalid")
    if one.closed_at is not None:
        return words.bare("call.already")
    await close(asked.session, asked.runtime, one, row, CallEnd.CALLED, by=asked.staff.name, now=asked.now)
    return words.bare("call.thanks")


async def calls(asked: Asked) -> None:
    """/calls: who is still to be rung, oldest first."""
    words = asked.words
    count = await count_open(asked.session)
    if not count:
        await asked.say(words.say("call.none"))
        return
    lines: list[str] = [words.say("call.title", count=count)]
    buttons: list[tuple[Button, ...]] = []
    for number, one in enumerate(await open_calls(asked.session, limit=LISTED), 1):
        row = await trip_by_id(asked.session, one.trip_id)
        if row is None:
            continue
        lines.append(
            words.say(
                "call.line",
                number=number,
                name=named(row, one.traveller),
                reference=row.reference,
                phone=phone_of(row, one.traveller) or "–",
                text=_short(one.text),
            )
        )
        label = f"{number} · {words.bare('call.done')}"
        buttons.append((Button(label=label, action="call.done", data={"call": str(one.key)}),))
    if count > LISTED:
        lines.append(words.say("broadcast.more", count=count - LISTED))
    await asked.say("\n".join(lines), buttons=tuple(buttons))


def _short(text: str) -> str:
    """The first line, cut."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE].rstrip()}…"
