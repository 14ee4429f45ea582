"""A conductor with memory: one trip on paper, a script of messages, a clock that it moves. For the page's tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.clock import FrozenClock

BOOKED = datetime(2026, 2, 3, 10, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    name: str
    age: int | None = None
    birthday: date | None = None
    child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    people: tuple[Companion, ...] = ()
    personas: tuple[tuple[str, str], ...] = ()
    occasions: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    id: str
    title: str
    about: str
    symbol: str
    portrait: Portrait = Portrait()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    stage: str
    since: datetime
    direction: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    first_name: str
    surname: str
    payload: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    kind: str = "info"
    message_class: str = "service"
    anchor: str = "departure"
    days: int = -5
    minutes: int = 0
    clock: str = "18:00"
    wants: str = "leaves prepared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    touchpoint: str
    outcome: str
    reason: str
    at: datetime | None
    detail: str = ""
    who: str = "Ann"
    about: str = ""
    origin: Origin = Origin()
    chat: int | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    now: datetime
    zone: str
    trip: str | None = None
    stage: str = ""
    direction: str = ""
    place: str = ""
    because: str = ""
    stages: tuple[Step, ...] = ()
    next_at: datetime | None = None
    zones: tuple[tuple[datetime, str], ...] = ()
    office: str = "Europe/Amsterdam"
    party: tuple[Member, ...] = ()


class NothingLeft(Exception):
    """What this conductor says at the end of its script."""


TRIPS = (
    Sample(
        id="lisbon",
        title="Family to Lisbon",
        about="Amsterdam – Lisbon, seven nights",
        symbol="family",
        portrait=Portrait(
            people=(
                Companion(name="Ann", age=38),
                Companion(name="Dan", age=4, birthday=date(2026, 5, 14), child=True),
            ),
            personas=(("family", "the youngest is 4 on the day of departure"),),
            documents=("Voucher Casa do Rio",),
        ),
    ),
    Sample(
        id="italy",
        title="Rome, Florence, Venice",
        about="Three cities by train, seven nights",
        symbol="couple",
    ),
    Sample(
        id="tokyo",
        title="Business over the date line",
        about="Amsterdam – Tokyo – Newark – Amsterdam",
        symbol="business",
    ),
)
PARTY = (
    Member(first_name="Ann", surname="de Vries", payload="join-ann"),
    Member(first_name="Bruno", surname="de Vries", payload="join-bruno"),
)


def utc(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


STEPS = (
    Step(stage="JUST_BOOKED", since=BOOKED),
    Step(stage="IN_BETWEEN", since=BOOKED + timedelta(hours=72)),
    Step(stage="BEFORE_DEPARTURE", since=utc(5, 4, 22)),
    Step(stage="IN_TRANSIT", since=utc(5, 12, 6, 10), direction="outbound", place="Lisbon"),
    Step(stage="ON_SITE", since=utc(5, 12, 12, 5), place="Lisbon"),
    Step(stage="IN_TRANSIT", since=utc(5, 19, 15), direction="return", place="Amsterdam"),
    Step(stage="AFTERWARDS", since=utc(5, 19, 21, 30)),
)

ZONES = (
    (BOOKED, "Europe/Amsterdam"),
    (utc(5, 12, 12, 5), "Europe/Lisbon"),
    (utc(5, 19, 15), "Europe/Amsterdam"),
)


@dataclass(slots=True, kw_only=True)
class FakeConductor:
    """say(key): how a due message leaves. script: (instant, key) in order. refuses: what next_stage says instead."""

    clock: FrozenClock
    script: tuple[tuple[datetime, str], ...] = ()
    say: Callable[[str], Awaitable[None]] | None = None
    loaded: str | None = None
    languages: list[tuple[int, str]] = field(default_factory=list)
    staff_languages: list[str] = field(default_factory=list)
    said: list[tuple[datetime, str]] = field(default_factory=list)
    refuses: str = ""

    async def trips(self) -> tuple[Sample, ...]:
        return TRIPS

    async def load(self, trip_id: str) -> None:
        if trip_id not in [trip.id for trip in TRIPS]:
            raise NothingLeft("There is no such trip")
        self.loaded = trip_id
        self.said.clear()
        self.clock.move(BOOKED)

    async def now(self) -> Stand:
        now = self.clock.trip()
        if self.loaded is None:
            return Stand(now=now, zone="Europe/Amsterdam")
        step = [step for step in STEPS if step.since <= now][-1]
        return Stand(
            now=now,
            zone="Europe/Lisbon" if step.stage == "ON_SITE" else "Europe/Amsterdam",
            trip=self.loaded,
            stage=step.stage,
            direction=step.direction,
            place=step.place,
            because=f"The timetable says so since {step.since:%d %B %H:%M} UTC.",
            stages=STEPS,
            zones=ZONES,
            next_at=next((at for at, _ in self.script if at > now), None),
            party=PARTY,
        )

    async def next_message(self) -> None:
        due = next((at for at, _ in self.script if at > self.clock.trip()), None)
        if due is None:
            raise NothingLeft("No message is planned any more")
        await self.move_to(due)

    async def next_stage(self) -> None:
        if self.refuses:
            raise NothingLeft(self.refuses)
        due = next((step.since for step in STEPS if step.since > self.clock.trip()), None)
        if due is None:
            raise NothingLeft("This is the last stage")
        await self.move_to(due)

    async def move_to(self, to: datetime) -> None:
        if to < self.clock.trip():
            raise NothingLeft("The clock goes forward only")
        start = self.clock.trip()
        for at, key in self.script:
            if start < at <= to:
                self.clock.move(at)
                self.said.append((at, key))
                if self.say is not None:
                    await self.say(key)
        self.clock.move(to)

    async def set_language(self, person: int, locale: str) -> None:
        self.languages.append((person, locale))

    async def set_staff_language(self, locale: str) -> None:
        self.staff_languages.append(locale)

    async def why(self) -> tuple[Reason, ...]:
        done = {key for _, key in self.said}
        now = self.clock.trip()
        lines = [
            Reason(touchpoint=key, outcome="sent" if key in done else "waiting", reason="", at=at)
            for at, key in self.script
            if at > now or key in done
        ]
        return (
            *lines,
            Reason(touchpoint="offer_airport_lounge", outcome="skipped", reason="no_consent", at=now),
        )
