"""Do what a Turn says, effect by effect, in the open transaction.

Not here: deciding (flows.talk.conversation).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.aftermath import Aftermath
from bot.steps.bind import bind
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.relay import relay, tell_agents
from bot.steps.replan import replan
from bot.steps.talk import checklists
from bot.steps.talk.known import Loaded
from bot.storage.chats import ChatRow
from bot.storage.feedback import AnswerRow, OfferRow, answers_of
from bot.storage.invitations import invitation_by_id
from bot.storage.trips import TripRow, trip_by_id
from bot.storage.untold import keep_untold
from flows.talk.effects import (
    Answered,
    ChooseTrip,
    Edit,
    Effect,
    Join,
    Relay,
    Remember,
    Say,
    SetLocale,
    SetOffers,
    SetStopped,
    ShowChecklist,
    Store,
    TellAgents,
    Tick,
    Tried,
    Turn,
)
from flows.talk.message import OutgoingMessage
from flows.talk.wording import Wording


async def act(
    session: AsyncSession, runtime: Runtime, chat: ChatRow, turn: Turn, loaded: Loaded, *, now: datetime
) -> Aftermath:
    """Every effect in its order; then trips whose plan may have changed are planned again. now: trip time."""
    chat.state = turn.state.document
    session.add(chat)
    acting = _Acting(session, runtime, chat, loaded, now)
    for effect in turn.effects:
        await acting.do(effect)
    for row in acting.changed.values():
        await replan(session, runtime, row, now=now)
    return Aftermath(answered=acting.answered)


class _Acting:
    """The doing of one turn."""

    def __init__(
        self, session: AsyncSession, runtime: Runtime, chat: ChatRow, loaded: Loaded, now: datetime
    ) -> None:
        self.session, self.runtime, self.chat, self.loaded, self.now = session, runtime, chat, loaded, now
        self.changed: dict[int, TripRow] = {}
        self.answered = ""

    @property
    def trip_id(self) -> int | None:
        """The trip talked about."""
        return self.loaded.current.row.key if self.loaded.current is not None else None

    async def do(self, effect: Effect) -> None:
        """One effect."""
        session, chat, now = self.session, self.chat, self.now
        match effect:
            case Say(message=message):
                await enqueue(session, chat=chat.id, message=message, now=now, trip_id=self.trip_id)
            case Edit(message_id=message_id, message=message):
                await enqueue_edit(session, chat=chat.id, message_id=message_id, message=message, now=now)
            case Relay(text=text, note=note, facts=facts):
                await relay(
                    session,
                    self.runtime,
                    chat=chat,
                    found=self.loaded.current,
                    now=now,
                    text=text,
                    note=note,
                    facts=facts,
                )
            case TellAgents(word=word, facts=facts):
                if not await tell_agents(session, self.runtime, word, now=now, facts=facts):
                    await keep_untold(session, word, facts, now=now)
            case Answered(text=text):
                self.answered = text
            case SetLocale(locale=locale):
                chat.locale, chat.locale_chosen = locale, True
                await session.flush()
                await checklists.speak(session, self.runtime, chat, now=now)
                await self._all_changed()  # the cards follow
            case SetOffers(value=value):
                chat.offers, chat.offers_at = value, now
                await self._all_changed()
            case SetStopped(value=value):
                chat.stopped_at = now if value else None
                await self._all_changed()
            case ChooseTrip(trip=trip):
                chat.trip_id = trip
            case _:
                await self._keep(effect)

    async def _keep(self, effect: Effect) -> None:
        match effect:
            case Join(invitation=invitation):
                await self._join(invitation)
            case Tried():
                await self._tried(effect)
            case Tick():
                await self._tick()
            case ShowChecklist():
                await self._show_checklist()
            case Store():
                await self._store(effect)
            case Remember(offer=offer, state=state):
                await self._remember(offer, state)

    async def _join(self, invitation_id: int) -> None:
        invitation = await invitation_by_id(self.session, invitation_id)
        row = await trip_by_id(self.session, invitation.trip_id) if invitation is not None else None
        assert invitation is not None and row is not None, "it was read in this transaction"
        await bind(
            self.session,
            self.runtime.library,
            invitation=invitation,
            row=row,
            chat=self.chat,
            now=self.now,
        )
        self.changed[row.key] = row

    async def _tried(self, tried: Tried) -> None:
        self.chat.tries = tried.tries
        self.chat.locked_until = tried.locked_until
        invitation = await invitation_by_id(self.session, tried.invitation) if tried.invitation else None
        if invitation is not None:
            invitation.tries += 1
            invitation.locked_at = self.now if tried.closes else None
            self.session.add(invitation)

    async def _tick(self) -> None:
        tap = self.loaded.tap
        fits = tap is not None and await checklists.tick(
            self.session,
            self.runtime,
            self.chat,
            tap,
            self.loaded.shown,
            message_id=self.loaded.known.tapped.message_id if self.loaded.known.tapped else None,
            now=self.now,
        )
        if not fits:
            self.answered = self._words.bare("tap.invalid")

    async def _show_checklist(self) -> None:
        found = self.loaded.current
        if found is None or not await checklists.show(
            self.session, self.runtime, self.chat, found, now=self.now
        ):
            message = OutgoingMessage(text=self._words.say("checklist.none"))
            await enqueue(self.session, chat=self.chat.id, message=message, now=self.now)

    async def _store(self, answer: Store) -> None:
        rows = await answers_of(self.session, answer.trip, answer.holder, answer.survey)
        row = next((one for one in rows if one.question == answer.question), None) or AnswerRow(
            trip_id=answer.trip,
            holder=answer.holder,
            chat_id=self.chat.id,
            survey=answer.survey,
            question=answer.question,
            at=self.now,
        )
        row.score, row.text, row.at = answer.score, answer.text, self.now
        self.session.add(row)
        await self.session.flush()

    async def _remember(self, offer: str, state: str) -> None:
        found = self.loaded.current
        assert found is not None, "an offer belongs to a trip"
        key = (found.row.key, found.bound.holder, offer)
        row = await self.session.get(OfferRow, key) or OfferRow(
            trip_id=key[0], holder=key[1], offer=offer, state=state, at=self.now
        )
        row.state, row.at = state, self.now
        self.session.add(row)
        await self.session.flush()
        self.changed[found.row.key] = found.row

    async def _all_changed(self) -> None:
        for trip in self.loaded.known.trips:
            row = await trip_by_id(self.session, trip.id)
            if row is not None:
                self.changed[row.key] = row

    @property
    def _words(self) -> Wording:
        return Wording(library=self.runtime.library, locale=self.chat.locale)
