"""What happens in chats: somebody joins, writes, taps, shares a place, blocks; and colleagues in their group.

Not here: what happens to a trip (deeds), the updates themselves (phones).
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.paper_channel import Paper
from bot.rehearsing.people import GROUP, People, refused
from bot.rehearsing.phones import Phones
from bot.rehearsing.recording import Recording
from bot.runtime import Runtime
from bot.services.invitations import reissue
from bot.services.recording import about
from bot.services.staff import invite
from bot.steps.invite import Issued
from flows.rehearsal.event_forms import Do
from flows.rehearsal.events import Event
from flows.rehearsal.record import Seen
from flows.talk.length import visible_text
from flows.talk.message import Button, OutgoingMessage
from flows.trips.trip import Traveller, Trip

ADMIN, AGENT = "admin", "agent"
BLOCKED, GONE = "Forbidden: bot was blocked by the user", "Forbidden: user is deactivated"
"""As Telegram says it."""


class Chatting:
    """Everything that people do with their thumbs."""

    def __init__(
        self, runtime: Runtime, paper: Paper, people: People, recording: Recording, *, language: str
    ) -> None:
        self._runtime, self._paper, self._people, self._recording = runtime, paper, people, recording
        self._language = language
        self.phones = Phones(runtime, people)
        self._ways_in: dict[tuple[str, str], str] = {}
        self._used: dict[tuple[str, str], str] = {}

    async def open_desk(self) -> None:
        """The colleagues are linked, the first as an admin, and their group is bound. Nobody is shown this."""
        for number, (name, person) in enumerate(self._people.colleagues.items()):
            code = await invite(self._runtime, name, AGENT if number else ADMIN)
            await self.phones.say(person, code.code)
        jo = next(iter(self._people.colleagues.values()))
        await self.phones.say(jo, "/here", group=True)
        self._paper.arrivals()

    def issued(self, reference: str, ways: Iterable[Issued]) -> None:
        """These ways in were made for travellers of a booking."""
        self._ways_in |= {(reference, one.traveller): one.token for one in ways}

    async def join(self, event: Event, trip: Trip, party: Iterable[Traveller]) -> None:
        """They open the link and say who they are. party: everyone whose own phone it may be."""
        person = self._people.traveller(event, trip.travellers)
        token = await self._way_in(event, trip, person)
        phone = event.text("phone")
        chat = self._people.phone(phone, party) if phone else self._people.chat_of(person)
        self._people.languages[chat] = event.text("language") or self._language
        await self._say(chat, f"/start {token}", shown="/start …")
        await self._say(chat, event.text("answer") or person.surname or person.name)

    async def _way_in(self, event: Event, trip: Trip, person: Traveller) -> str:
        key = (trip.reference, person.id)
        if event.text("link") == "same":
            if key not in self._used:
                raise refused(event, "link", f"{person.name} has opened none before. Leave link out.")
            return self._used[key]
        if event.text("link") == "fresh" or key not in self._ways_in:
            self.issued(trip.reference, await reissue(self._runtime, trip.reference) or ())
        if key not in self._ways_in:
            raise refused(
                event,
                "who",
                f"{person.name} gets no link: a child travels with an adult, and ways in end 7 days after departure.",
            )
        self._used[key] = self._ways_in.pop(key)
        return self._used[key]

    async def chat(self, event: Event, party: Iterable[Traveller]) -> None:
        """A message, a tap, a place, a block: of a traveller in private, or of a colleague in the group."""
        group = event.text("in") == "agents"
        person = self._colleague(event) if group else self._people.reader(event, party)
        match event.do:
            case Do.TEXT:
                await self._text(event, person, group)
            case Do.TAP if not event.flag("maybe") or self._there(event, GROUP if group else person):
                await self._tap(event, person, group)
            case Do.LOCATION:
                latitude, longitude = event.number("latitude"), event.number("longitude")
                await self._recording.said(person, f"📍 {latitude:g}, {longitude:g}")
                await self.phones.locate(person, latitude, longitude, live=event.flag("live"))
            case Do.BLOCK | Do.UNBLOCK:
                await self._belong(event, person)

    async def command(self, by: str, text: str, *, reply_to: int | None = None) -> None:
        """A colleague writes in the group."""
        await self._say(self._people.colleague(by), text, group=True, reply_to=reply_to)

    async def answer(self, event: Event, party: Iterable[Traveller]) -> None:
        """A colleague answers the newest message in the group that is about somebody."""
        reader = self._people.reader(event, party)
        standing = await about(self._runtime, GROUP, reader)
        if not standing:
            who = self._people.called(reader)
            raise refused(
                event, "who", f"nothing of {who} stands in the agents' group that could be answered"
            )
        await self.command(event.text("by"), event.text("text"), reply_to=standing[-1])

    async def _belong(self, event: Event, person: int) -> None:
        blocked, deleted = event.do is Do.BLOCK, event.flag("deleted")
        self._paper.block(person, (GONE if deleted else BLOCKED) if blocked else "")
        if deleted:
            await self._recording.said(person, "⛔ deletes the account")
            return
        await self._recording.said(person, "⛔ blocks the bot" if blocked else "↩ lets the bot in again")
        await self.phones.belong(person, blocked=blocked)

    async def _text(self, event: Event, person: int, group: bool) -> None:
        answered = event.text("reply_to")
        found = self._find(event, "reply_to", GROUP if group else person, answered) if answered else None
        await self._say(person, event.text("text"), group=group, reply_to=found[0] if found else None)

    def _there(self, event: Event, chat: int) -> bool:
        """True when a button is there to be tapped."""
        return any(
            _button(message, event.text("label")) is not None
            for message in self._paper.standing(chat).values()
            if event.text("on") in message.text
        )

    async def _tap(self, event: Event, person: int, group: bool) -> None:
        chat, label = GROUP if group else person, event.text("label")
        if event.text("on"):
            number, message = self._find(event, "on", chat, event.text("on"), label)
        else:
            number, message = self._with_button(event, chat, label)
        button = _button(message, label)
        if button is None:
            there = ", ".join(one.label for row in message.buttons for one in row) or "none"
            raise refused(event, "label", f"no button there is called {label!r}, only: {there}.")
        await self._recording.said(person, button.label, group=group, seen=Seen.TAPPED)
        tap_id = await self.phones.tap(person, button.token, number, group=group)
        shown = self._paper.shown(tap_id)
        if shown:
            await self._recording.said(person, shown, group=group, seen=Seen.SHOWN)

    def _find(
        self, event: Event, field: str, chat: int, part: str, label: str = ""
    ) -> tuple[int, OutgoingMessage]:
        """The newest message in a chat with this in its text; rather one with such a button."""
        found = [
            (number, message)
            for number, message in reversed([*self._paper.standing(chat).items()])
            if part in message.text or part in visible_text(message.text)
        ]
        for number, message in found:
            if label and _button(message, label) is not None:
                return number, message
        if found:
            return found[0]
        raise refused(event, field, f"no message in the chat of {self._people.called(chat)} says {part!r}.")

    def _with_button(self, event: Event, chat: int, label: str) -> tuple[int, OutgoingMessage]:
        standing = self._paper.standing(chat)
        for number, message in reversed([*standing.items()]):
            if _button(message, label) is not None:
                return number, message
        there = {one.label: None for message in standing.values() for row in message.buttons for one in row}
        told = ", ".join(list(there)[-12:]) or "none"
        raise refused(
            event,
            "label",
            f"no button in the chat of {self._people.called(chat)} is called {label!r}, only: {told}.",
        )

    async def _say(
        self, person: int, text: str, *, shown: str = "", group: bool = False, reply_to: int | None = None
    ) -> None:
        await self._recording.said(person, shown or text, group=group)
        await self.phones.say(person, text, group=group, reply_to=reply_to)
        await self._recording.look()

    def _colleague(self, event: Event) -> int:
        return self._people.colleague(event.text("who"))


def _button(message: OutgoingMessage, label: str) -> Button | None:
    """The button that is called so, or else the first with this in its label."""
    buttons = [button for row in message.buttons for button in row if button.token]
    return next((one for one in buttons if one.label == label), None) or next(
        (one for one in buttons if label in one.label), None
    )
