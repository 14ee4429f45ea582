"""/broadcast: preview, confirm or cancel, and the card that shows how it goes.

Whom it reaches is fixed at the preview; whether it may go to each is judged again when it leaves. Not here: reading what
was typed (broadcast_text), the wording for each chat (bot.steps.wording).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from bot.steps.aftermath import NOTHING, Aftermath
from bot.steps.desk.asked import Asked
from bot.steps.desk.audience import Found
from bot.steps.desk.broadcast_text import Typed, read_broadcast
from bot.steps.enqueue import enqueue_edit
from bot.steps.situation import Situation, situation
from bot.steps.wording import broadcast_text
from bot.storage.broadcasts import BroadcastRow
from bot.storage.deliveries import DeliveryRow, State
from bot.storage.recipients import RecipientRow, bound_with_trips, recipients_by_id
from flows.library.touchpoint import MessageClass
from flows.planning.budget import lane
from flows.talk.markup import Html, escape
from flows.talk.message import Button, OutgoingMessage
from flows.talk.wording import Wording

NAMED = 20
VALID = timedelta(days=1)


async def broadcast(asked: Asked) -> Aftermath:
    """/broadcast …: who would get it and how it reads, with Send and Cancel; nothing leaves yet."""
    words = asked.words
    typed = read_broadcast(asked.inbound.argument, words, asked.runtime.library.locales)
    if isinstance(typed, str):
        await asked.say(typed)
        return NOTHING
    if asked.audience is None:
        return Aftermath(look=typed.asking.conditions)
    told = typed.asking.told or words.bare("audience.everyone")
    safety = typed.message_class is MessageClass.SAFETY
    # Who must not know of the trip reads of safety alone.
    meant = [one for one in asked.audience if safety or not one.silent]
    chats = {one.chat: one for one in reversed(meant)}  # one message a chat, for its first trip
    reached = list(reversed(chats.values()))
    if not reached:
        await asked.say(words.say("broadcast.nobody", audience=told))
        return NOTHING
    row = BroadcastRow(
        staff_id=asked.staff.id or 0,
        chat_id=asked.inbound.chat,
        audience=dict(typed.asking.conditions),
        message_class=typed.message_class,
        texts=dict(typed.texts),
        recipients=[one.recipient for one in reached],
        created_at=asked.now,
    )
    asked.session.add(row)
    await asked.session.flush()
    example = await _example(asked, reached[0])
    for locale in typed.texts:
        shown = broadcast_text({locale: typed.texts[locale]}, locale, example)
        await asked.say(f"{words.say('broadcast.preview', language=locale)}\n\n{shown}")
    names = [one.name for one in reached]
    lines = [_title(row, words), escape(", ".join(name[:60] for name in names[:NAMED]))]
    if len(names) > NAMED:
        lines.append(words.say("broadcast.more", count=len(names) - NAMED))
    lines.extend(_warnings(typed, reached, asked))
    buttons = tuple(
        Button(label=words.bare(f"broadcast.{name}"), action=f"broadcast.{name}", data={"id": str(row.id)})
        for name in ("confirm", "cancel")
    )
    await asked.say("\n".join(lines), buttons=(buttons,))
    return NOTHING


async def _example(asked: Asked, first: Found) -> Situation | None:
    """The first one reached, whose values the preview shows; None when that one has just left."""
    found = await bound_with_trips(asked.session, [first.recipient])
    return (
        await situation(asked.session, asked.runtime, found[0][1], found[0][0], now=asked.now)
        if found
        else None
    )


async def decided(asked: Asked, data: Mapping[str, str], *, send: bool) -> Aftermath:
    """Send or Cancel was tapped, by whichever linked agent; the first tap counts."""
    words, given = asked.words, data.get("id", "")
    row = await asked.session.get(BroadcastRow, int(given)) if given.isdecimal() else None
    if row is None:
        return Aftermath(answered=words.bare("tap.invalid"))
    if row.state != "draft":
        return Aftermath(answered=words.bare("broadcast.settled"))
    row.card = asked.inbound.message_id
    asked.session.add(row)
    if not send or asked.now - row.created_at > VALID:
        row.state = "cancelled"
        if not send:
            said = words.say("broadcast.cancelled", agent=asked.staff.name)
        else:
            said = words.say("broadcast.expired")
        await _card(asked, row, said)
        return Aftermath()
    row.state, row.confirmed_at = "sending", asked.now
    bound = await recipients_by_id(asked.session, row.recipients)
    asked.session.add_all([_delivery(row, one, asked) for one in bound])
    await _card(asked, row, progress_line(Counter({State.QUEUED.value: len(bound)}), words))
    return Aftermath()


def card_text(row: BroadcastRow, said: str, words: Wording) -> str:
    """The card with its news below."""
    return f"{_title(row, words)}\n{said}"


def progress_line(states: Mapping[str, int], words: Wording) -> Html:
    """How many stand where."""
    return words.say(
        "broadcast.progress",
        sent=states.get(State.SENT, 0),
        waiting=states.get(State.QUEUED, 0) + states.get(State.SENDING, 0),
        skipped=states.get(State.SKIPPED, 0),
        failed=states.get(State.FAILED, 0) + states.get(State.UNKNOWN, 0),
    )


def _title(row: BroadcastRow, words: Wording) -> Html:
    told = " ".join(f"{key}={value}" for key, value in row.audience.items())
    return words.say(
        "broadcast.card",
        count=len(row.recipients),
        message_class=row.message_class,
        audience=told or words.bare("audience.everyone"),
    )


def _warnings(typed: Typed, reached: list[Found], asked: Asked) -> list[str]:
    """Languages that read another one, and chats without consent."""
    words, known = asked.words, asked.runtime.library.locales
    spoken = {one.locale for one in reached}
    missing = [locale for locale in known if locale in spoken and locale not in typed.texts]
    lines: list[str] = []
    if missing:
        lines.append(
            words.say("broadcast.fallback", missing=", ".join(missing), language=next(iter(typed.texts)))
        )
    if typed.message_class is MessageClass.MARKETING:
        refused = sum(not one.offers for one in reached)
        if refused:
            lines.append(words.say("broadcast.no_consent", count=refused))
    return lines


def _delivery(row: BroadcastRow, bound: RecipientRow, asked: Asked) -> DeliveryRow:
    return DeliveryRow(
        trip_id=bound.trip_id,
        recipient_id=bound.id,
        chat_id=bound.chat_id,
        travellers=list(bound.travellers),
        message_class=row.message_class,
        lane=lane(MessageClass(row.message_class), broadcast=True),
        not_before=asked.now,
        broadcast_id=row.id,
        created_at=asked.now,
    )


async def _card(asked: Asked, row: BroadcastRow, said: str) -> None:
    if row.card is None:
        return
    message = OutgoingMessage(text=card_text(row, said, asked.words))
    await enqueue_edit(asked.session, chat=row.chat_id, message_id=row.card, message=message, now=asked.now)
