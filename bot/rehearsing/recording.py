"""What is seen in every chat while a rehearsal is played, line by line as it happens.

Not here: what a line looks like in print (bot.record_report), what people do (phones).
"""

from __future__ import annotations

from dataclasses import replace

from bot.paper_channel import Arrival, Paper
from bot.rehearsing.people import GROUP, People
from bot.runtime import Runtime
from bot.services.recording import meet
from flows.rehearsal.events import Event
from flows.rehearsal.record import AGENTS, Line, Seen, Whereabouts
from flows.talk.length import visible_text
from flows.talk.message import OutgoingMessage


class Recording:
    """The lines so far. met: by delivery, where its reader was when it came. home: the zone (IANA) of who is on no trip
    yet, None where nobody knows."""

    def __init__(self, runtime: Runtime, paper: Paper, people: People) -> None:
        self._runtime = runtime
        self._paper = paper
        self._people = people
        self.lines: list[Line] = []
        self.met: dict[int, Whereabouts] = {}
        self.home: str | None = None

    async def look(self) -> None:
        """Put down what arrived since the last look."""
        for arrival in self._paper.arrivals():
            if arrival.chat not in self._people.colleagues.values():
                self.lines.append(await self._arrived(arrival))

    async def said(self, person: int, text: str, *, group: bool = False, seen: Seen = Seen.SAID) -> None:
        """A person says or taps something; SHOWN: reads a short word on what was tapped."""
        chat = GROUP if group else person
        if person in self._people.colleagues.values() and not group:
            return
        where = (await meet(self._runtime, chat)).whereabouts
        self.lines.append(
            Line(
                at=self._runtime.clock.trip(),
                zone=self._zone(chat, where),
                seen=seen,
                text=text,
                chat=self._people.called(chat),
                who=self._people.called(person),
                stage=where.stage,
            )
        )

    def event(self, event: Event, *told: str) -> None:
        """Something happens to the trip. told: what came of it, line by line."""
        text = "\n".join((event.said, *told, *filter(None, (event.text("note"),))))
        self.lines.append(Line(at=self._runtime.clock.trip(), zone=self.home, seen=Seen.EVENT, text=text))

    async def _arrived(self, arrival: Arrival) -> Line:
        met = await meet(self._runtime, arrival.chat, arrival.message_id)
        line = Line(
            at=self._runtime.clock.trip(),
            zone=self._zone(arrival.chat, met.whereabouts),
            seen=Seen.SENT,
            text=_shown(arrival.message),
            chat=self._people.called(arrival.chat),
            buttons=_labels(arrival.message),
            touchpoint=met.touchpoint,
            occurrence=met.occurrence,
            message_class=met.message_class,
            stage=met.whereabouts.stage,
        )
        if arrival.was is None:
            self.met[met.delivery] = met.whereabouts
            return line
        return replace(
            line, seen=Seen.EDITED, first=met.at, was=_shown(arrival.was), was_buttons=_labels(arrival.was)
        )

    def _zone(self, chat: int, where: Whereabouts) -> str | None:
        if self._people.called(chat) == AGENTS:
            return self._runtime.settings.agency_zone
        return where.zone or self.home


def _shown(message: OutgoingMessage) -> str:
    name = f"📎 {message.attachment.name}\n" if message.attachment is not None else ""
    return name + visible_text(message.text)


def _labels(message: OutgoingMessage) -> tuple[str, ...]:
    return tuple(button.label for row in message.buttons for button in row)
