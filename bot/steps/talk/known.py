"""Load all that a reply depends on (flows.talk.dialogue.Known), and the rows that its effects will change.

Not here: deciding (flows.talk) and changing (act).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.places import coordinate_zone
from bot.runtime import Runtime
from bot.steps.invite import hash_secret
from bot.steps.keeping import offer_word, read_answers
from bot.steps.named import named
from bot.steps.parting import former
from bot.steps.privacy.care import holdings
from bot.steps.situation import Situation, as_told
from bot.steps.standing import first_shown
from bot.steps.talk.checklists import list_id, lists_known, meant
from bot.steps.talk.company import with_company
from bot.storage.chats import ChatRow, agents_group, chat_by_id
from bot.storage.deliveries import DeliveryRow, delivery_of_message
from bot.storage.feedback import answers_of
from bot.storage.invitations import InvitationRow, invitation_by_hash, invitation_by_id
from bot.storage.recipients import recipient_of_holder, recipients_of_chat
from bot.storage.taps import TapRow, tap_by_token
from bot.storage.trips import trip_by_id
from flows.talk.codes import start_code, typed_code
from flows.talk.dialogue import Feedback, Former, Invitation, Known, State, Step, Tapped, TripKnown
from flows.talk.feedback import pulse_id
from flows.talk.inbound import Inbound, InboundKind
from flows.talk.precedence import OVER, precedence
from flows.talk.wishes import WISH
from flows.trips.evidence import Stage
from flows.trips.party import Entry, entry

ABOUT_THE_TRIP = ("ack", "wish", "travel_time", "here", "checklist.", "offer.", "pulse.", "survey.")
LISTED = ("checklist.add", "checklist.remove", "checklist.drop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """known: for the reply. current: the situation of the trip talked about. tap: the tapped button; shown: the delivery
    that first put its message there, whatever edits came after."""

    known: Known
    current: Situation | None = None
    tap: TapRow | None = None
    shown: DeliveryRow | None = None


def given_code(inbound: Inbound) -> str:
    """The code or token that a message consists of; "" for any other."""
    if inbound.kind is InboundKind.COMMAND and inbound.command == "start":
        return start_code(inbound.argument)
    return typed_code(inbound.text) if inbound.kind is InboundKind.TEXT else ""


async def load(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, inbound: Inbound, state: State, *, now: datetime
) -> Loaded:
    """Everything at once, in the open transaction. now: trip time."""
    situations = [
        await as_told(session, runtime, row, bound, now=now)
        for bound in await recipients_of_chat(session, chat.id)
        if (row := await trip_by_id(session, bound.trip_id)) is not None
        and bound.holder not in row.trip.surprised  # this chat knows of no such trip yet
    ]
    tap = await tap_by_token(session, inbound.token, chat.id) if inbound.token else None
    shown = await first_shown(session, tap.delivery_id) if tap is not None and tap.delivery_id else None
    if tap is not None and _of_another(tap, shown, situations):
        tap = shown = None
    answered = await _answered(session, inbound) if inbound.kind is InboundKind.TEXT else None
    replied = answered if answered is not None and list_id(runtime, answered) else None
    current = _current(situations, chat, shown or answered, _awaits(inbound, state))
    group = await agents_group(session)
    known = Known(
        library=runtime.library,
        locale=chat.locale,
        agency=runtime.settings.agency,
        tries=chat.tries,
        locked_until=chat.locked_until,
        offers=chat.offers,
        location=chat.location,
        zone_there=_zone_there(inbound),
        stopped=chat.stopped_at is not None,
        reachable=group is not None and group.blocked_at is None,
        held=chat.hold_until is not None and chat.hold_until > now and bool(chat.held_by),
        desk_locale=runtime.settings.locale,
        trips=tuple(trip_known(found) for found in situations),
        current=trip_known(current) if current is not None else None,
        former=None if situations else await _former(session, chat, now),
        invitation=await _pending(session, state, chat.id, now),
        given=await _given(session, inbound, chat.id, now),
    )
    if tap is not None:
        known = await _with_tap(session, known, tap, shown, inbound)
    if current is not None and _about_a_list(inbound, state, tap, replied):
        known = await _with_list(session, runtime, known, current, state, shown or replied)
        known = replace(known, replied=replied is not None)
    if known.feedback is None and state.step is Step.OPEN:
        known = replace(
            known, feedback=await _feedback(session, known, state.trip, state.holder, state.survey)
        )
    if inbound.command == "who" and current is not None and known.current is not None:
        known = replace(known, current=await with_company(session, known.current, current))
    if _about_privacy(inbound, tap):
        known = replace(known, holdings=await holdings(session, chat, situations, now=now))
    return Loaded(known=known, current=current, tap=tap, shown=shown)


def _zone_there(inbound: Inbound) -> str | None:
    """The zone of a position; None without one, and at sea."""
    if inbound.latitude is None or inbound.longitude is None:
        return None
    return coordinate_zone(inbound.latitude, inbound.longitude)


def _about_privacy(inbound: Inbound, tap: TapRow | None) -> bool:
    if tap is not None:
        return tap.action.startswith("privacy.") or tap.data.get("what") == "privacy"
    return inbound.command == "privacy"


def trip_known(found: Situation) -> TripKnown:
    """A situation as the conversation knows it; its place texts are about where the traveller is."""
    return TripKnown(
        id=found.row.key,
        trip=found.trip,
        holder=found.bound.holder,
        travellers=tuple(found.bound.travellers),
        estimate=found.estimate,
        zone=found.zone,
        # Of what is off, the estimate knows only where it would have begun.
        facts=replace(
            found.facts, place=None if found.estimate.stage is Stage.CANCELLED else found.estimate.place
        ),
        unsettled=found.unsettled,
    )


def _current(
    situations: Sequence[Situation], chat: ChatRow, shown: DeliveryRow | None, state: State
) -> Situation | None:
    """The trip of the tapped or answered message, else of the awaited answer, else the chosen one until it is over, else
    the one that precedes by itself."""
    wanted: list[tuple[int | None, str]] = []
    if shown is not None:
        wanted.append((shown.trip_id, shown.holder or ""))
    if state.step in (Step.OPEN, Step.ITEM):
        wanted.append((state.trip, state.holder))
    for trip_id, holder in wanted:
        for found in situations:
            if found.row.id == trip_id and holder in ("", found.bound.holder):
                return found
    for found in situations:
        if found.row.id == chat.trip_id and found.estimate.stage not in OVER:
            return found
    return min(
        situations, key=lambda found: precedence(found.estimate, found.life.itinerary.leaves), default=None
    )


def _of_another(tap: TapRow, shown: DeliveryRow | None, situations: Sequence[Situation]) -> bool:
    """True for a word about a trip that is another chat's by now: no other trip of this chat is meant by it."""
    if not tap.action.startswith(ABOUT_THE_TRIP):
        return False
    if shown is None or shown.trip_id is None:
        return True  # its message was forgotten together with its trip
    return all(found.row.id != shown.trip_id for found in situations)


def _awaits(inbound: Inbound, state: State) -> State:
    """The state where this message can be the awaited answer."""
    answers = inbound.kind is InboundKind.TEXT or inbound.command == "skip"
    return state if answers else State()


async def _former(session: AsyncSession, chat: ChatRow, now: datetime) -> Former | None:
    """The trip that this chat was on until its holder dropped out."""
    found = await former(session, chat.id, now=now)
    if found is None:
        return None
    left, row = found
    return Former(name=named(row, left.holder), reference=row.reference)


async def _pending(session: AsyncSession, state: State, chat: int, now: datetime) -> Invitation | None:
    if state.step is not Step.FACTOR or not state.invitation:
        return None
    return await _invitation(session, await invitation_by_id(session, state.invitation), chat, now)


async def _given(session: AsyncSession, inbound: Inbound, chat: int, now: datetime) -> Invitation | None:
    code = given_code(inbound)
    return (
        await _invitation(session, await invitation_by_hash(session, hash_secret(code)), chat, now)
        if code
        else None
    )


async def _invitation(
    session: AsyncSession, row: InvitationRow | None, chat: int, now: datetime
) -> Invitation | None:
    """What a code points to; nothing when its traveller left the party, or is heard for by somebody else."""
    trip = await trip_by_id(session, row.trip_id) if row is not None else None
    if row is None or row.id is None or trip is None:
        return None
    if entry(trip.trip, row.traveller) in (Entry.STRANGER, Entry.MINOR):
        return None
    former = await recipient_of_holder(session, trip.key, row.traveller)
    spoken = await chat_by_id(session, former.chat_id) if former is not None and not former.left_at else None
    usable = row.used_at is None and row.revoked_at is None and row.locked_at is None
    in_time = row.expires_at is None or now < row.expires_at
    return Invitation(
        id=row.id,
        open=usable and in_time,
        trip=trip.trip,
        traveller=row.traveller,
        tries=row.tries,
        taken=row.used_at is not None and row.used_by != chat,
        locale=spoken.locale if spoken is not None and spoken.locale_chosen else "",
    )


async def _with_tap(
    session: AsyncSession, known: Known, tap: TapRow, shown: DeliveryRow | None, inbound: Inbound
) -> Known:
    tapped = Tapped(
        action=tap.action,
        data={str(name): str(value) for name, value in tap.data.items()},
        message_id=inbound.message_id,
        delivery=shown.id if shown is not None else None,
        touchpoint=(shown.touchpoint or "") if shown is not None else "",
        occurrence=(shown.occurrence or "") if shown is not None else "",
    )
    known = replace(known, tapped=tapped)
    trip = known.current
    if trip is None:
        return known
    if tap.action.startswith("survey."):
        survey = tapped.data.get("survey", "")
        return replace(known, feedback=await _feedback(session, known, trip.id, trip.holder, survey))
    if tap.action == "wish":
        told = await answers_of(session, trip.id, trip.holder, WISH)
        return replace(known, wishes=frozenset(row.question for row in told))
    if tap.action == "pulse.mood":
        given = await answers_of(session, trip.id, trip.holder, pulse_id(tapped))
        return replace(known, moods=bool(given))
    if tap.action.startswith("offer."):
        said, under = await offer_word(session, trip.id, trip.holder, tapped.data.get("offer", ""))
        return replace(known, offered=said, offered_by=under)
    return known


def _about_a_list(inbound: Inbound, state: State, tap: TapRow | None, replied: DeliveryRow | None) -> bool:
    """Can this be about what travellers put on a list themselves?"""
    if tap is not None:
        return tap.action in LISTED
    added = inbound.command == "checklist" and bool(inbound.argument)
    return added or replied is not None or (inbound.kind is InboundKind.TEXT and state.step is Step.ITEM)


async def _with_list(
    session: AsyncSession,
    runtime: Runtime,
    known: Known,
    current: Situation,
    state: State,
    shown: DeliveryRow | None,
) -> Known:
    """The list that is meant: the one named by the button or state, else the one shown there, else the one for all."""
    lists = await lists_known(session, runtime, current)
    named = known.tapped.data.get("list", "") if known.tapped is not None else str(state.delivery or "")
    for one in lists:
        if str(one.delivery) == named:
            return replace(known, listed=one)
    if shown is not None:
        wanted = list_id(runtime, shown)
        return replace(known, listed=next((one for one in lists if one.touchpoint == wanted), None))
    return known if named else replace(known, listed=meant(lists))


async def _answered(session: AsyncSession, inbound: Inbound) -> DeliveryRow | None:
    """The delivery whose message this one answers."""
    if inbound.reply_to is None:
        return None
    answered = await delivery_of_message(session, inbound.chat, inbound.reply_to)
    return await first_shown(session, answered.key) if answered is not None else None


async def _feedback(
    session: AsyncSession, known: Known, trip_id: int, holder: str, survey_id: str
) -> Feedback | None:
    survey = known.library.surveys.get(survey_id)
    if survey is None:
        return None
    given, drafts = read_answers(await answers_of(session, trip_id, holder, survey_id))
    return Feedback(survey=survey, given=given, drafts=drafts)
