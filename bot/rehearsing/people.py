"""Who is who in a rehearsal: travellers, other phones, colleagues, and in which chat each reads.

Not here: what they do (phones, deeds).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.errors import EventsRefused
from flows.rehearsal.events import Event, EventFault
from flows.rehearsal.record import AGENTS
from flows.trips.trip import Traveller

FIRST_CHAT, FIRST_PHONE, FIRST_COLLEAGUE = 1001, 2001, 501
GROUP = -100500
JO = "Jo"


def refused(event: Event, field: str, why: str) -> EventsRefused:
    """What is wrong with an event only shows when its moment has come."""
    return EventsRefused([EventFault(line=event.line, field=field, why=why)])


class People:
    """Names to chats. One person has one chat, whatever trips they are on; a chat is opened when it is first asked for."""

    def __init__(self, colleagues: Sequence[str] = ()) -> None:
        self._chats: dict[str, int] = {}
        self._phones: dict[str, int] = {}
        self._colleagues = {
            name: FIRST_COLLEAGUE + number for number, name in enumerate(dict.fromkeys((JO, *colleagues)))
        }
        self._shown = {GROUP: AGENTS, **{chat: name for name, chat in self._colleagues.items()}}
        self.languages: dict[int, str] = {}

    @property
    def colleagues(self) -> dict[str, int]:
        """Everyone of the agency, with the private chat of each."""
        return self._colleagues

    def chat_of(self, person: Traveller) -> int:
        """A traveller's own chat."""
        name = person.name.casefold()
        if name not in self._chats:
            self._chats[name] = FIRST_CHAT + len(self._chats)
            self._shown[self._chats[name]] = person.name
        return self._chats[name]

    def phone(self, name: str, party: Iterable[Traveller]) -> int:
        """A phone that an event names: a traveller's own, or another."""
        owner = next((one for one in party if name.casefold() in (_name(one), _first_name(one))), None)
        if owner is not None:
            return self.chat_of(owner)
        if name not in self._phones:
            self._phones[name] = FIRST_PHONE + len(self._phones)
            self._shown[self._phones[name]] = name
        return self._phones[name]

    def called(self, chat: int) -> str:
        """How the reader of a chat is called."""
        return self._shown.get(chat, str(chat))

    def traveller(self, event: Event, party: Iterable[Traveller]) -> Traveller:
        """Whom an event means by `who`. Raises EventsRefused."""
        name, known = event.text("who"), {person.id: person for person in party}
        for like in (_id, _name, _first_name):
            found = [person for person in known.values() if like(person) == name.casefold()]
            if len({person.name.casefold() for person in found}) == 1:
                return found[0]
            if found:
                names = ", ".join(person.name for person in found)
                raise refused(event, "who", f"{name!r} is said of several. Write one of {names}.")
        names = ", ".join(dict.fromkeys(person.name for person in known.values()))
        raise refused(event, "who", f"nobody is called {name!r}. Write one of {names}.")

    def reader(self, event: Event, party: Iterable[Traveller]) -> int:
        """The private chat of `who`: a phone, or a traveller. Raises EventsRefused."""
        if event.text("who") in self._phones:
            return self._phones[event.text("who")]
        return self.chat_of(self.traveller(event, party))

    def colleague(self, name: str) -> int:
        """A colleague's own id."""
        return self._colleagues[name or JO]


def _id(person: Traveller) -> str:
    return person.id.casefold()


def _name(person: Traveller) -> str:
    return person.name.casefold()


def _first_name(person: Traveller) -> str:
    return person.first_name.casefold()
