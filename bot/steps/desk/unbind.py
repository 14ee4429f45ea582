"""/unbind REF NAME: take a chat off a trip, after a look at whose it is; and a new code for whom it should have been.

Not here: what it does (bot.steps.unbinding).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.steps.desk.asked import Asked
from bot.steps.desk.party import new_code
from bot.steps.relay import local_time
from bot.steps.unbinding import unbind as take_off
from bot.storage.chats import chat_by_id
from bot.storage.recipients import RecipientRow, recipient_of_holder
from bot.storage.trips import TripRow, trip_by_id
from flows.talk.message import Button
from flows.trips.naming import travellers_named
from flows.trips.trip import Traveller


async def unbind(asked: Asked) -> None:
    """Whose chat it is and since when, with Unbind and Cancel; nothing is done yet."""
    row = await asked.trip()
    if row is None:
        return
    words, typed = asked.words, " ".join(asked.inbound.argument.split()[1:])
    found = travellers_named(row.trip, typed)
    if len(found) != 1:
        fault = "several" if found else "unknown"
        names = ", ".join(person.name for person in row.trip.travellers[:40])
        await asked.say(
            words.say(f"party.fault_{fault}", word=typed[:60], reference=row.reference, names=names)
        )
        return
    bound = await recipient_of_holder(asked.session, row.key, found[0].id)
    if bound is None or bound.left_at is not None:
        await asked.say(words.say("unbind.nothing", name=found[0].name, reference=row.reference))
        return
    chat = await chat_by_id(asked.session, bound.chat_id)
    said = words.say(
        "unbind.preview",
        name=found[0].name,
        reference=row.reference,
        chat=(chat.name if chat is not None else "") or str(bound.chat_id),
        time=local_time(bound.known_at, asked.runtime.settings.agency_zone, words.locale),
    )
    # The chat is named on the button: by the time it is tapped, another one may have joined.
    data = {"trip": str(row.key), "who": found[0].id, "chat": str(bound.chat_id)}
    buttons = tuple(
        Button(label=words.bare(label), action=f"unbind.{name}", data=data)
        for name, label in (("confirm", "unbind.confirm"), ("cancel", "party.cancel"))
    )
    await asked.say(said, buttons=(buttons,))


async def decided_unbinding(asked: Asked, action: str, data: Mapping[str, str]) -> str:
    """Unbind, Cancel or New code was tapped; of the first two the first tap counts. Returns the word for the tap."""
    words = asked.words
    given, chat = data.get("trip", ""), data.get("chat", "")
    row = await trip_by_id(asked.session, int(given)) if given.isdecimal() else None
    person = _person(row, data.get("who", ""))
    if row is None or person is None:
        return words.bare("tap.invalid")
    if action == "unbind.code":
        await asked.say(await new_code(asked, row, person))
        return ""
    if await asked.is_settled():
        return words.bare("broadcast.settled")
    if action == "unbind.cancel":
        await asked.settle(words.say("party.cancelled", agent=asked.staff.name))
        return ""
    bound = await recipient_of_holder(asked.session, row.key, person.id)
    if not _stands(bound, chat):
        return words.bare("unbind.gone")
    assert bound is not None, "it stands"
    blanked = await take_off(asked.session, asked.runtime, row, bound, now=asked.now)
    fresh = Button(
        label=words.bare("unbind.code"), action="unbind.code", data={"trip": str(row.key), "who": person.id}
    )
    said = words.say("unbind.done", name=person.name, reference=row.reference, agent=asked.staff.name)
    lines = [said, words.say("unbind.blanked", count=blanked.count)]
    if blanked.stay:
        lines.append(words.say("unbind.stay", count=blanked.stay))
    await asked.settle("\n".join(lines), ((fresh,),))
    return ""


def _person(row: TripRow | None, traveller: str) -> Traveller | None:
    if row is None:
        return None
    return next((one for one in row.trip.travellers if one.id == traveller), None)


def _stands(bound: RecipientRow | None, chat: str) -> bool:
    """True while the chat that was shown is still the one."""
    return bound is not None and bound.left_at is None and str(bound.chat_id) == chat
