"""The protocol of a conductor: whoever holds the demo's clock and trips and lets the page play them.

The shapes are protocols too, so that a service can implement them without knowing the simulator. Any exception from a
conductor is shown to the person at the page in the exception's own words. Not here: persons and chats (world), the trips to choose from (portrait).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.simulator.portrait import SampleTrip


class StageStep(Protocol):
    """One span of the loaded trip's life, as the timetable has it."""

    @property
    def stage(self) -> str:
        """JUST_BOOKED … AFTERWARDS, CANCELLED (either case)."""
        ...

    @property
    def direction(self) -> str:
        """outbound, between, return or ""."""
        ...

    @property
    def place(self) -> str:
        """Where to, or ""."""
        ...

    @property
    def since(self) -> datetime:
        """Aware."""
        ...


class PartyMember(Protocol):
    """Somebody of the loaded trip who gets a phone on the page. payload: what their join link carries."""

    @property
    def first_name(self) -> str:
        """The first name."""
        ...

    @property
    def surname(self) -> str:
        """The surname."""
        ...

    @property
    def payload(self) -> str:
        """1-64 of [A-Za-z0-9_-]."""
        ...


class ConductorState(Protocol):
    """Where the demo stands. Everything but now and zone is empty before a trip is loaded."""

    @property
    def now(self) -> datetime:
        """Trip time, aware."""
        ...

    @property
    def zone(self) -> str:
        """The traveller's IANA zone now."""
        ...

    @property
    def trip(self) -> str | None:
        """The id of the loaded trip."""
        ...

    @property
    def stage(self) -> str:
        """The stage now, or ""."""
        ...

    @property
    def direction(self) -> str:
        """outbound, between, return or ""."""
        ...

    @property
    def place(self) -> str:
        """Where the traveller is or goes, or ""."""
        ...

    @property
    def because(self) -> str:
        """Why we believe that, or ""."""
        ...

    @property
    def stages(self) -> Sequence[StageStep]:
        """The whole life of the trip, in order."""
        ...

    @property
    def next_at(self) -> datetime | None:
        """When the next message is planned, aware; None when none is."""
        ...

    @property
    def zones(self) -> Sequence[tuple[datetime, str]]:
        """Since when (aware) which IANA zone is the traveller's, in order; the first holds for all before, too."""
        ...

    @property
    def office(self) -> str:
        """The agency's IANA zone."""
        ...

    @property
    def party(self) -> Sequence[PartyMember]:
        """Who travels, the lead first."""
        ...


class Origin(Protocol):
    """Where a message comes from, as an editor wrote it; empty where no editor did."""

    @property
    def kind(self) -> str:
        """info, checklist, offer, …"""
        ...

    @property
    def message_class(self) -> str:
        """safety, reply, operational, service or marketing."""
        ...

    @property
    def anchor(self) -> str:
        """The named instant that it goes by: departure, arrival, …"""
        ...

    @property
    def days(self) -> int:
        """Calendar days from the anchor."""
        ...

    @property
    def minutes(self) -> int:
        """Or exact minutes from it."""
        ...

    @property
    def clock(self) -> str:
        """The local time of that day ("18:00"), or ""."""
        ...

    @property
    def wants(self) -> str:
        """Its goal, in English: what the traveller … afterwards."""
        ...


class WhyLine(Protocol):
    """What became of one touchpoint: sent, waiting or skipped, and why."""

    @property
    def touchpoint(self) -> str:
        """Its id."""
        ...

    @property
    def outcome(self) -> str:
        """sent, waiting or skipped."""
        ...

    @property
    def reason(self) -> str:
        """A word of a closed list, that the page says in its own language; may be ""."""
        ...

    @property
    def detail(self) -> str:
        """More than the reason, in English; may be ""."""
        ...

    @property
    def who(self) -> str:
        """The first name of the chat's holder."""
        ...

    @property
    def about(self) -> str:
        """The segment, document or person it is for, as a ticket calls it; "" for the whole trip."""
        ...

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        ...

    @property
    def chat(self) -> int | None:
        """The chat in which it stands; None while nowhere."""
        ...

    @property
    def message(self) -> int | None:
        """Its message there."""
        ...

    @property
    def at(self) -> datetime | None:
        """Aware; None when it has no instant."""
        ...


class Conductor(Protocol):
    """Plays a trip. Each move returns when its messages have left."""

    async def trips(self) -> Sequence[SampleTrip]:
        """The trips to choose from."""
        ...

    async def load(self, trip_id: str) -> None:
        """Start this trip anew at the moment it was booked. The page then gives the party fresh phones."""
        ...

    async def now(self) -> ConductorState:
        """Where the demo stands."""
        ...

    async def next_message(self) -> None:
        """Move on to the next planned message and let it leave."""
        ...

    async def next_stage(self) -> None:
        """Move on to the first moment of the next stage."""
        ...

    async def move_to(self, to: datetime) -> None:
        """Move on to an aware instant; what falls due on the way leaves."""
        ...

    async def set_language(self, person: int, locale: str) -> None:
        """This person (a Telegram id) reads nl, en, fr or de from now on."""
        ...

    async def set_staff_language(self, locale: str) -> None:
        """What the bot tells agents comes in nl, en, fr or de from now on."""
        ...

    async def why(self) -> Sequence[WhyLine]:
        """What was sent, what waits and what was skipped, oldest first."""
        ...
