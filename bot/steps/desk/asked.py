"""One message or tap of staff in a group, with who sent it; and the ways to answer it.

Not here: what the commands do (their own rooms in bot.steps.desk).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.runtime import Runtime
from bot.steps.desk.audience import Audience
from bot.steps.enqueue import enqueue, enqueue_edit
from bot.steps.relay import staff_words
from bot.storage.mending import last_edit
from bot.storage.staff import StaffRow
from bot.storage.trips import TripRow, trip_by_reference
from flows.talk.inbound import Inbound
from flows.talk.message import OutgoingMessage, Rows
from flows.talk.wording import Wording, sendable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """session, runtime, now (trip time); inbound: what came in; staff: the linked person who sent it. audience: what the
    command wished to look up, None the first time."""

    session: AsyncSession
    runtime: Runtime
    inbound: Inbound
    staff: StaffRow
    now: datetime
    audience: Audience | None = None

    @property
    def words(self) -> Wording:
        """The sentences for staff."""
        return staff_words(self.runtime)

    @property
    def first_name(self) -> str:
        """How travellers know this agent."""
        return self.staff.name.split()[0] if self.staff.name.split() else self.staff.name

    async def say(self, text: str, buttons: Rows = ()) -> None:
        """Answer in the group, cut to what one message holds."""
        message = OutgoingMessage(text=sendable(text), buttons=buttons, reply_to=self.inbound.message_id)
        await enqueue(self.session, chat=self.inbound.chat, message=message, now=self.now)

    async def is_settled(self) -> bool:
        """True when what became of it stands in place of the tapped card already: the first tap counts."""
        card = self.inbound.message_id
        return card is not None and await last_edit(self.session, self.inbound.chat, card) is not None

    async def settle(self, text: str, buttons: Rows = ()) -> None:
        """Put what became of it in place of the tapped card."""
        card = self.inbound.message_id
        if card is not None:
            message = OutgoingMessage(text=sendable(text), buttons=buttons)
            await enqueue_edit(
                self.session, chat=self.inbound.chat, message_id=card, message=message, now=self.now
            )

    async def trip(self) -> TripRow | None:
        """The trip of the reference that comes first in the argument; without one the group hears why."""
        given = self.inbound.argument.split()
        if not given:
            await self.say(self.words.say("desk.reference_missing", command=self.inbound.command))
            return None
        row = await trip_by_reference(self.session, given[0])
        if row is None:
            await self.say(self.words.say("desk.reference_unknown", reference=given[0][:60]))
        return row
