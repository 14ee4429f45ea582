"""What a chat has said under one message, for the pen: ticks, own items, answers, a mood, a word on an offer.

Not here: how it is drawn (flows.talk.render), and keeping it (bot.steps.talk).
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.deliveries import DeliveryRow
from bot.storage.feedback import AnswerRow, answers_of, offer_said, ticks_of
from bot.storage.offer_requests import RequestState, request_of
from bot.storage.own_items import own_items_of
from flows.library.library import Library
from flows.library.touchpoint import Touchpoint, TouchpointKind
from flows.talk.feedback import MOOD_SCORES, pulse_name
from flows.talk.kept import NOTHING_KEPT, Kept

MOODS_BY_SCORE = {score: mood for mood, score in MOOD_SCORES.items()}
UNDECIDED = frozenset({"details", "later"})
ASKED_ONCE = frozenset({TouchpointKind.SURVEY, TouchpointKind.OFFER})
DECIDED = frozenset({RequestState.CONFIRMED.value, RequestState.REFUSED.value})


async def kept_under(
    session: AsyncSession, library: Library, row: DeliveryRow, touchpoint: Touchpoint
) -> Kept:
    """What was said under this delivery of a touchpoint, by its holder on its trip."""
    if row.trip_id is None or row.holder is None:
        return NOTHING_KEPT
    trip_id, holder = row.trip_id, row.holder
    match touchpoint.kind:
        case TouchpointKind.CHECKLIST:
            return await list_kept(session, trip_id, holder, touchpoint)
        case TouchpointKind.REMINDER:
            listed = library.touchpoint(touchpoint.checklist)
            return await list_kept(session, trip_id, holder, listed) if listed is not None else NOTHING_KEPT
        case TouchpointKind.SURVEY:
            given, drafts = read_answers(await answers_of(session, trip_id, holder, touchpoint.survey))
            return Kept(given=given, drafts=drafts)
        case TouchpointKind.PULSE:
            named = pulse_name(row.touchpoint or "", row.occurrence or "")
            tapped = await answers_of(session, trip_id, holder, named)
            return Kept(mood=MOODS_BY_SCORE.get(tapped[0].score or 0, "") if tapped else "")
        case TouchpointKind.OFFER:
            said, under = await offer_word(session, trip_id, holder, touchpoint.offer)
            # "Not now" was said there and then: a later occasion asks anew.
            return Kept(offer="" if said in UNDECIDED and under != row.id else said)
    return NOTHING_KEPT


async def said_before(session: AsyncSession, library: Library, row: DeliveryRow) -> bool:
    """True for a survey that was begun already, and for an offer that was answered: neither is put to anyone twice."""
    touchpoint = library.touchpoint(row.touchpoint or "")
    if touchpoint is None or row.attempt or touchpoint.kind not in ASKED_ONCE:
        return False
    kept = await kept_under(session, library, row, touchpoint)
    return bool(kept.given or kept.drafts) or (bool(kept.offer) and kept.offer not in UNDECIDED)


async def list_kept(session: AsyncSession, trip_id: int, holder: str, touchpoint: Touchpoint) -> Kept:
    """What is ticked on a checklist, and what was added to it; under former ids too."""
    names = (touchpoint.id, *touchpoint.replaces)
    return Kept(
        ticks=frozenset(await ticks_of(session, trip_id, holder, names)),
        own=await own_items_of(session, trip_id, holder, names),
    )


def read_answers(rows: list[AnswerRow]) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """(what was answered, what is being tapped), by question."""
    given, drafts = dict[str, str](), dict[str, frozenset[str]]()
    for row in rows:
        answer = str(row.score) if row.score is not None else row.text
        if row.draft:
            drafts[row.question] = frozenset(answer.split(",")) if answer else frozenset()
        else:
            given[row.question] = answer
    return given, drafts


async def offer_word(session: AsyncSession, trip_id: int, holder: str, offer: str) -> tuple[str, int | None]:
    """What was said to an offer, or what the agents made of it; and the delivery under which it was said."""
    said = await offer_said(session, trip_id, holder, offer)
    asked = await request_of(session, trip_id, holder, offer)
    if asked is not None and asked.state in DECIDED:
        return asked.state, asked.delivery_id
    return (said.state, said.delivery_id) if said is not None else ("", None)
