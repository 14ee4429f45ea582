"""Do what a Turn says, effect by effect, in the open transaction.

Not here: deciding (flows.talk.conversation).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps import chasing
from bot.steps.aftermath import Aftermath
from bot.steps.bind import bind
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.others import note_several
from bot.steps.privacy.erase import ask_erasure, keep, situations_of
from bot.steps.privacy.export import send_export
from bot.steps.relay import relay, tell_agents
from bot.steps.replan import replan
from bot.steps.situation import Situation
from bot.steps.standing import speak
from bot.steps.talk import checklists, handouts, offers, surveys, whereabouts, wishes
from bot.steps.talk.concern import call_agent, pause
from bot.steps.talk.known import Loaded
from bot.storage.chats import ChatRow
from bot.storage.invitations import invitation_by_id
from bot.storage.trips import TripRow, trip_by_id
from bot.storage.untold import keep_untold
from flows.talk.effects import (
    AddItems,
    Answered,
    BringCalendar,
    BringDocument,
    Celebrate,
    ChooseTrip,
    DropItem,
    Edit,
    Effect,
    Erase,
    Export,
    Hold,
    Join,
    Keep,
    Pause,
    Redraw,
    Relay,
    Remember,
    Request,
    Say,
    SetLocale,
    SetLocation,
    SetOffers,
    SetStopped,
    ShowChecklist,
    ShowSurvey,
    Store,
    TellAgents,
    Tick,
    Travel,
    Tried,
    Turn,
    Withdraw,
    Witness,
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
                if not await tell_agents(session, self.runtime, word, now=now, facts=facts, subject=chat.id):
                    await keep_untold(session, word, facts, now=now, subject=chat.id)
            case Answered(text=text):
                self.answered = text or self.answered  # what the doing found is not talked over
            case SetLocale(locale=locale):
                chat.locale, chat.locale_chosen = locale, True
                await session.flush()
                await speak(session, self.runtime, chat, now=now)
                await self._all_changed()  # the cards follow
            case SetOffers(value=value):
                chat.offers, chat.offers_at = value, now
                await self._all_changed()
            case SetLocation(value=value):
                chat.location, chat.location_at = value, now
                if not value:
                    await whereabouts.forget(session, self.runtime, self.loaded, now=now)
            case SetStopped(value=value):
                chat.stopped_at = now if value else None
                await self._all_changed()
            case ChooseTrip(trip=trip):
                chat.trip_id = trip
            case BringDocument() | BringCalendar():
                await handouts.bring(session, self.runtime, chat, effect, now=now)
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
                await surveys.store(self.session, self.chat, effect, now=self.now)
                await self._acknowledged(effect)
            case AddItems(list=delivery, texts=texts):
                await checklists.add_items(
                    self.session, self.runtime, self.chat, delivery, texts, now=self.now
                )
            case DropItem(list=delivery, number=number):
                await checklists.drop_item(
                    self.session, self.runtime, self.chat, delivery, number, now=self.now
                )
            case Redraw(survey=survey) | ShowSurvey(survey=survey):
                again = isinstance(effect, ShowSurvey)
                await surveys.redraw(
                    self.session, self.runtime, self.chat, self.loaded, survey, again=again, now=self.now
                )
            case Hold(why=why):
                await call_agent(
                    self.session, self.runtime, self.chat, self.loaded.current, why, now=self.now
                )
            case Pause(why=why):
                pause(self.session, self.chat, why, now=self.now)
            case Remember() | Request() | Withdraw():
                await self._offer(effect)
            case Export() | Erase() | Keep():
                await self._privacy(effect)
            case Witness(evidence=evidence):
                await whereabouts.keep(self.session, self.runtime, self._found, evidence, now=self.now)
            case Celebrate(occasion=occasion):
                found = self._found
                wishes.celebrate(self.session, found.row, occasion)
                self.changed[found.row.key] = found.row
            case Travel(minutes=minutes):
                found = self._found
                wishes.travel(self.session, found.bound, minutes)
                self.changed[found.row.key] = found.row

    async def _acknowledged(self, effect: Store) -> None:
        """ "Got it" ends what follows up on a change."""
        kind, _, under = effect.survey.partition(":")
        if kind == "ack" and under.isdecimal():
            await chasing.acknowledged(self.session, self.runtime, self.chat.id, int(under), now=self.now)

    async def _privacy(self, effect: Export | Erase | Keep) -> None:
        session, runtime, chat, now = self.session, self.runtime, self.chat, self.now
        if isinstance(effect, Erase):
            await ask_erasure(session, runtime, chat, now=now)
        elif isinstance(effect, Keep):
            keep(session, chat)
        else:
            found = await situations_of(session, runtime, chat, now=now)
            await send_export(session, self._words, chat, found, now=now)

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
        await note_several(self.session, self.chat)
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
            gone = found is not None and checklists.is_under_way(found)
            text = self._words.say("checklist.past" if gone else "checklist.none")
            message = OutgoingMessage(text=text)
            await enqueue(self.session, chat=self.chat.id, message=message, now=self.now)

    async def _offer(self, effect: Remember | Request | Withdraw) -> None:
        session, runtime, now = self.session, self.runtime, self.now
        found, shown = self._found, self.loaded.shown
        match effect:
            case Remember(offer=offer, state=state):
                await offers.remember(session, found, offer, state, shown, now=now)
            case Request(offer=offer):
                await offers.request(session, runtime, self.chat, found, offer, shown, now=now)
            case Withdraw(offer=offer):
                await offers.withdraw(session, runtime, found, offer, shown, now=now)
        self.changed[found.row.key] = found.row

    async def _all_changed(self) -> None:
        for trip in self.loaded.known.trips:
            row = await trip_by_id(self.session, trip.id)
            if row is not None:
                self.changed[row.key] = row

    @property
    def _found(self) -> Situation:
        """The trip talked about, where there must be one."""
        assert self.loaded.current is not None, "a joined chat talks about a trip"
        return self.loaded.current

    @property
    def _words(self) -> Wording:
        return Wording(library=self.runtime.library, locale=self.chat.locale)
