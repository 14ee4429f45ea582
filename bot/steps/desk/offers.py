"""Requests before the agents: the card with Confirm and Refuse, an agent's word on it, and what the traveller then reads;
/offers, what became of each offer.

Not here: how a request comes about (bot.steps.talk.offers), posting what waited for a group (bot.services.offers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.desk.asked import Asked
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.relay import heading, staff_words
from bot.steps.situation import Situation, situation
from bot.steps.standing import redraw
from bot.storage.chats import ChatRow, agents_group, chat_by_id
from bot.storage.deliveries import DeliveryRow, State, deliveries_of_trip, delivery_by_id
from bot.storage.offer_requests import OfferRequestRow, RequestState, conversions, request_by_id
from bot.storage.recipients import recipient_of_holder
from bot.storage.trips import trip_by_id
from flows.planning.due import Reason
from flows.talk.dates import listing
from flows.talk.markup import Html, escape
from flows.talk.message import Button, OutgoingMessage, Rows
from flows.talk.tongue import in_one
from flows.talk.wording import Wording, fact, sendable, told

REASONS = ("full", "dates", "late")
"""Why not, at a tap; each has its words for staff (request.reason_…) and travellers (offer.reason_…)."""

REQUEST = "request"
"""In the body of the message that asks an agent why: the request that it is about."""

LONGEST_REASON = 500


async def post_request(
    session: AsyncSession, runtime: Runtime, row: OfferRequestRow, *, now: datetime
) -> bool:
    """Put it before the agents; False while no group is bound. One whose traveller left is let go."""
    group = await agents_group(session)
    if group is None or group.blocked_at is not None:
        return False
    row.posted = True
    session.add(row)
    found = await _found(session, runtime, row, now)
    if found is None:
        return False
    message = OutgoingMessage(text=_card(runtime, row, found), buttons=_answers(row, staff_words(runtime)))
    card = await enqueue(
        session, chat=group.id, message=message, now=now, subject=row.chat_id, trip_id=row.trip_id
    )
    row.card = card.key
    return True


async def withdrawn(session: AsyncSession, runtime: Runtime, row: OfferRequestRow, *, now: datetime) -> None:
    """The agents hear that the traveller took it back: on the card, and below it, for one who is at it already."""
    said = staff_words(runtime).say("request.withdrawn")
    card = await _closed_card(session, runtime, row, said, now=now)
    if card is not None:
        note = OutgoingMessage(text=said, reply_to=card.message_id)
        await enqueue(
            session, chat=card.chat_id, message=note, now=now, subject=row.chat_id, trip_id=row.trip_id
        )


async def answered_request(asked: Asked, action: str, data: Mapping[str, str]) -> str:
    """Confirm or Refuse was tapped, or a reason; the first agent's word counts. Returns the word for the tap."""
    words, given = asked.words, data.get("request", "")
    row = await request_by_id(asked.session, int(given)) if given.isdecimal() else None
    if row is None:
        return words.bare("tap.invalid")
    if row.state != RequestState.OPEN:
        return _already(row, words)
    if action == "offer.confirm":
        await _settle(asked, row, RequestState.CONFIRMED)
        return words.bare("request.told")
    reason = data.get("reason", "")
    if reason not in REASONS:
        await _ask_why(asked, row)
        return ""
    await _settle(asked, row, RequestState.REFUSED, reason=reason)
    await _answered_prompt(asked, row, asked.inbound.message_id)
    return words.bare("request.told")


async def refuse_because(asked: Asked, number: int) -> None:
    """The reason came as a reply to the question for it: the traveller reads it as it was written."""
    row = await request_by_id(asked.session, number)
    text = asked.inbound.text.strip()
    if row is None or not text or asked.inbound.edited:
        return
    if row.state != RequestState.OPEN:
        await asked.say(_already(row, asked.words))
        return
    if len(text) > LONGEST_REASON:
        await asked.say(asked.words.say("request.reason_long", most=LONGEST_REASON))
        return
    await _settle(asked, row, RequestState.REFUSED, reason=text)
    await _answered_prompt(asked, row, asked.inbound.reply_to)
    await asked.say(asked.words.say("request.told"))


async def offers(asked: Asked) -> None:
    """/offers [ID]: offered, seen, accepted, confirmed and refused, by offer."""
    words, wanted = asked.words, asked.inbound.argument.strip().casefold()
    rows = await conversions(asked.session)
    if wanted and wanted not in {row.offer for row in rows}:
        known = ", ".join(sorted({*asked.runtime.library.offers, *(row.offer for row in rows)}))
        await asked.say(words.say("offers.unknown", offer=wanted[:60], known=known))
        return
    rows = [row for row in rows if wanted in ("", row.offer)]
    if not rows:
        await asked.say(words.say("offers.none"))
        return
    lines: list[str] = [words.say("offers.title")]
    for row in rows:
        offer = asked.runtime.library.offers.get(row.offer)
        title = offer.title.template(words.locale) if offer is not None else escape(row.offer)
        lines.append(
            words.say(
                "offers.line",
                offer=Html(title),
                offered=row.offered,
                seen=row.seen,
                accepted=row.accepted,
                confirmed=row.confirmed,
                refused=row.refused,
            )
        )
    await asked.say("\n".join(lines))


async def _settle(asked: Asked, row: OfferRequestRow, state: RequestState, *, reason: str = "") -> None:
    """Keep an agent's word, tell the traveller, and close the card."""
    session, runtime, now, words = asked.session, asked.runtime, asked.now, asked.words
    row.state, row.settled_at, row.settled_by, row.reason = state, now, asked.staff.name, reason
    session.add(row)
    await session.flush()
    said = words.say(f"request.{state}", agent=asked.staff.name, reason=_reason(row, words))
    await _closed_card(session, runtime, row, said, now=now)
    found, chat = await _found(session, runtime, row, now), await chat_by_id(session, row.chat_id)
    if found is None or chat is None:
        await asked.say(words.say("desk.gone"))
        return
    await _tell(session, runtime, row, found, chat, asked.first_name, now=now)
    if chat.blocked_at is not None:
        await asked.say(words.say("desk.blocked", name=chat.name or str(chat.id)))


async def _tell(
    session: AsyncSession,
    runtime: Runtime,
    row: OfferRequestRow,
    found: Situation,
    chat: ChatRow,
    agent: str,
    *,
    now: datetime,
) -> None:
    """The traveller reads what became of it, in the chat's language; the offer's own message shows it too."""

    def told_in(locale: str) -> Html:
        words = Wording(library=runtime.library, locale=locale)
        reason = words.say(f"offer.reason_{row.reason}") if row.reason in REASONS else row.reason
        title = _title(runtime, row, found, locale)
        return words.say(f"offer.{row.state}", offer=title, agent=agent, reason=reason)

    text = in_one(chat.locale, told_in)
    await enqueue(session, chat=chat.id, message=OutgoingMessage(text=text), now=now, trip_id=row.trip_id)
    every = await deliveries_of_trip(session, row.trip_id)
    for delivery in every:
        if delivery.chat_id == chat.id and delivery.body.get("offer") == row.offer and delivery.message_id:
            await redraw(session, runtime, chat, delivery, found, every, now=now)


async def _ask_why(asked: Asked, row: OfferRequestRow) -> None:
    words = asked.words
    buttons = tuple(
        (
            Button(
                label=words.bare(f"request.reason_{reason}"),
                action="offer.refuse",
                data={"request": str(row.key), "reason": reason},
            ),
        )
        for reason in REASONS
    )
    message = OutgoingMessage(
        text=words.say("request.why", agent=asked.first_name),
        buttons=buttons,
        reply_to=asked.inbound.message_id,
    )
    made = await enqueue(
        asked.session, chat=asked.inbound.chat, message=message, now=asked.now, trip_id=row.trip_id
    )
    made.body = {**made.body, REQUEST: row.key}
    asked.session.add(made)


async def _answered_prompt(asked: Asked, row: OfferRequestRow, message_id: int | None) -> None:
    """The question for the reason makes room for the answer."""
    if message_id is None:
        return
    said = asked.words.say("request.refused", agent=row.settled_by, reason=_reason(row, asked.words))
    await enqueue_edit(
        asked.session,
        chat=asked.inbound.chat,
        message_id=message_id,
        message=OutgoingMessage(text=said),
        now=asked.now,
    )


async def _closed_card(
    session: AsyncSession, runtime: Runtime, row: OfferRequestRow, said: str, *, now: datetime
) -> DeliveryRow | None:
    """The card without buttons, with the news below; the delivery that put it there, where it still stands. One that
    has not left yet never does."""
    card = await delivery_by_id(session, row.card) if row.card is not None else None
    if card is not None and card.state == State.QUEUED and card.message_id is None:
        card.state, card.reason, card.settled_at = State.SKIPPED, Reason.SUPERSEDED, now
        session.add(card)
    found = await _found(session, runtime, row, now)
    if card is None or card.message_id is None or found is None:
        return None
    message = OutgoingMessage(text=f"{_card(runtime, row, found, word='request.wished')}\n\n{said}")
    await enqueue_edit(
        session, chat=card.chat_id, message_id=card.message_id, message=message, now=now, subject=row.chat_id
    )
    return card


def _card(runtime: Runtime, row: OfferRequestRow, found: Situation, *, word: str = "request.wish") -> Html:
    """Who asks for what: name, reference, stage and local time of asking; for whom, where to and when."""
    words = staff_words(runtime)
    facts = replace(found.facts, locale=words.locale)
    names = tuple(one.name for one in found.trip.travellers if one.id in found.bound.travellers)
    about = [listing(names, words.locale) if names else ""]
    about.extend(fact(facts, name) or "" for name in ("trip.destination", "trip.departure"))
    lines = [
        heading(runtime, found, found.chat.name, row.asked_at),
        words.say(word, offer=_title(runtime, row, found, words.locale)),
        "👥 " + " · ".join([escape(about[0]), *(one for one in about[1:] if one)]),
    ]
    return sendable("\n".join(lines))


def _title(runtime: Runtime, row: OfferRequestRow, found: Situation, locale: str) -> Html:
    offer = runtime.library.offers.get(row.offer)
    spoken = told(offer.title, replace(found.facts, locale=locale)) if offer is not None else None
    return spoken or Html(escape(row.offer))


def _answers(row: OfferRequestRow, words: Wording) -> Rows:
    data = {"request": str(row.key)}
    return (
        (
            Button(label=words.bare("request.confirm"), action="offer.confirm", data=data),
            Button(label=words.bare("request.refuse"), action="offer.refuse", data=data),
        ),
    )


def _reason(row: OfferRequestRow, words: Wording) -> str:
    """The reason in the agents' words, or as one of them wrote it."""
    return words.bare(f"request.reason_{row.reason}") if row.reason in REASONS else row.reason


def _already(row: OfferRequestRow, words: Wording) -> str:
    if row.state == RequestState.WITHDRAWN:
        return words.bare("request.withdrawn")
    return words.bare(f"request.already_{row.state}", agent=row.settled_by)


async def _found(
    session: AsyncSession, runtime: Runtime, row: OfferRequestRow, now: datetime
) -> Situation | None:
    """Whose request it is, while they are bound to the trip."""
    trip = await trip_by_id(session, row.trip_id)
    bound = await recipient_of_holder(session, row.trip_id, row.holder)
    if trip is None or bound is None or bound.left_at is not None:
        return None
    return await situation(session, runtime, trip, bound, now=now)
