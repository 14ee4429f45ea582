"""Random trips with random sequences of changes, and what may be false in what is said: the machinery of test_truth.

Every time that can move has minutes that are nobody else's, and keeps them through whatever is counted from it by quarters
of an hour (be there three hours before, local there, …). So a text that quotes a time which is no longer true can be told
by its minutes alone, whatever wrote it. Not here: the property (test_truth).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from hypothesis import strategies as st
from sqlmodel import select
from taskiq import InMemoryBroker

from bot.clock import FrozenClock
from bot.paper_channel import Paper
from bot.rehearsing.playing import rehearse
from bot.runtime import Runtime, Shelf
from bot.services.rehearsal import Options
from bot.settings import Settings
from bot.storage.database import MEMORY, Database
from bot.storage.deliveries import DeliveryRow, State
from bot.tasks import build
from bot.telegram.inbound import read_update
from flows.library.library import Library
from flows.rehearsal.event_forms import Do
from flows.rehearsal.events import Event
from flows.rehearsal.generated import generated
from flows.rehearsal.record import Line, Seen
from flows.trips.trip import Booking, Kind, Segment, Traveller
from tests.support.chats import sentence

CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)")
WAS = re.compile(r"\bwas [^,\n]*, now ")
OURS = (1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14)
"""Minutes past a quarter that a moving time may have; those of the clock itself (events, corrections) are 0, 5 and 10."""
QUARTER = 15
QUOTING = re.compile(
    r"\{(leg\.(departs|arrives|be_there|next|connection)|change\.|trip\.(be_there|departure|route|glance|changes))"
)
LONGEST = timedelta(days=6)
OPEN = tuple(sentence(word) for word in ("delivery.outdated", "trip.unsettled"))
"""A message that stays as it was said is marked so, and one about a trip that is off but waits for an agent's word: neither
claims to be true."""
LEAVES = date(2027, 6, 9)
EVE, AFTER = timedelta(hours=27), timedelta(hours=8)
MADE = 400
"""So many of the made-up trips take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One trip and what happens to it. truths: after each event, by its note. end: where it is played to."""

    booking: Booking
    each: bool
    events: tuple[Event, ...]
    truths: tuple[Truth, ...]
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What holds from an event on. minutes: past a quarter, of the times that are true; cancelled: the trip is off; gone:
    who has dropped out, by full name."""

    minutes: frozenset[int]
    cancelled: bool = False
    gone: frozenset[str] = frozenset()


@dataclass(slots=True)
class _World:
    """The trip as its sequence is drawn. moving: leg -> its departure on the wall and its minutes; late: legs that were
    reported late, by how much against their papers; free: minutes that nobody has had yet."""

    moving: dict[str, tuple[datetime, int]]
    free: list[int]
    party: list[Traveller]
    late: dict[str, timedelta] = field(default_factory=dict)
    cancelled: bool = False
    gone: set[str] = field(default_factory=set)

    @property
    def truth(self) -> Truth:
        return Truth(
            minutes=frozenset(minute for _, minute in self.moving.values()),
            cancelled=self.cancelled,
            gone=frozenset(self.gone),
        )


def made(numbers: range) -> tuple[Booking, ...]:
    """Those of the made-up bookings that have a leg whose departure is known and are short, all leaving on one day."""
    found = []
    for one in islice(generated(numbers.stop), numbers.start, None):
        booking = one.trip.booking
        legs = [segment for segment in booking.segments if segment.kind.is_leg and segment.departs.clock]
        if legs and not booking.cancelled and legs[-1].departs.day - legs[0].departs.day <= LONGEST:
            shift = LEAVES - min(segment.departs.day for segment in booking.segments)
            segments = tuple(_moved(segment, shift) for segment in booking.segments)
            booked = datetime.combine(LEAVES - timedelta(days=4), time(10), tzinfo=UTC)
            found.append(replace(booking, segments=segments, booked=booked))
    return tuple(found)


def _moved(segment: Segment, shift: timedelta) -> Segment:
    def to_quarter(clock: time | None) -> time | None:
        return clock.replace(minute=clock.minute // QUARTER * QUARTER) if clock is not None else None

    departs, arrives = segment.departs, segment.arrives
    return replace(
        segment,
        departs=replace(departs, day=departs.day + shift, clock=to_quarter(departs.clock)),
        arrives=replace(arrives, day=arrives.day + shift, clock=to_quarter(arrives.clock))
        if arrives
        else None,
    )


def _marked(booking: Booking, minutes: Sequence[int]) -> tuple[Booking, dict[str, tuple[datetime, int]]]:
    """The first and the last leg with minutes of their own; and what moves: the leg's departure on the wall, its minutes."""
    legs = [one for one in booking.segments if one.kind.is_leg and one.departs.clock is not None]
    moving = {}
    segments = list(booking.segments)
    for leg, minute in zip({legs[0].id: legs[0], legs[-1].id: legs[-1]}.values(), minutes, strict=False):
        assert leg.departs.clock is not None, "chosen by it"
        wall = datetime.combine(leg.departs.day, leg.departs.clock) + timedelta(minutes=minute)
        arrives = leg.arrives
        if arrives is not None and arrives.clock is not None:
            lands = datetime.combine(arrives.day, arrives.clock) + timedelta(minutes=minute)
            arrives = replace(arrives, day=lands.date(), clock=lands.time())
        departs = replace(leg.departs, day=wall.date(), clock=wall.time())
        segments[segments.index(leg)] = replace(leg, departs=departs, arrives=arrives)
        moving[leg.id] = (wall, minute)
    return replace(booking, segments=tuple(segments)), moving


@st.composite
def sequences(draw: st.DrawFn, bookings: Sequence[Booking], *, most: int, whole: bool) -> Changes:
    """A trip and up to `most` things that happen to it. whole: between the booking and its last leg; else on the eve and
    the day of the departure, which is where almost everything is quoted."""
    minutes = draw(st.permutations(OURS))
    booking, moving = _marked(draw(st.sampled_from(bookings)), minutes)
    world = _World(moving=moving, free=list(minutes[len(moving) :]), party=list(booking.travellers))
    last = max(wall for wall, _ in moving.values()).replace(tzinfo=UTC)
    first = min(wall for wall, _ in moving.values()).replace(tzinfo=UTC)
    if not whole:
        booking = replace(booking, booked=first.replace(hour=10, minute=0) - EVE)
    until = last if whole else first + timedelta(hours=4)
    assert booking.booked is not None, "made() gives every booking its date"
    span = int((until - booking.booked) / timedelta(minutes=5))
    count = draw(st.integers(1, most))
    slots = sorted(draw(st.lists(st.integers(12, span), min_size=count, max_size=count, unique=True)))
    events: list[Event] = []
    truths = [world.truth]
    for slot in slots:
        at = booking.booked + slot * timedelta(minutes=5)
        happens, fields = draw(st.sampled_from(list(_possible(world, booking, at))))
        fields = _done(draw, world, happens, fields)
        events.append(Event(line=len(truths), at=at, do=happens, fields={**fields, "note": str(len(truths))}))
        truths.append(world.truth)
    return Changes(
        booking=booking,
        each=draw(st.booleans()) if whole else draw(st.sampled_from((False, False, False, True))),
        events=tuple(events),
        truths=tuple(truths),
        end=max(last, events[-1].at) + AFTER if whole else events[-1].at + AFTER,
    )


def _possible(world: _World, booking: Booking, at: datetime) -> Iterator[tuple[Do, dict[str, object]]]:
    lead = booking.lead.name
    yield Do.TEXT, {"who": lead, "text": "/trip"}
    yield Do.TAP, {"who": lead, "label": "Got it", "maybe": True}
    yield (Do.REINSTATE if world.cancelled else Do.CANCEL), {}
    for leg in booking.segments if world.free else ():
        if leg.id in world.moving and leg.id not in world.late:
            for _ in range(3):  # what the property is about comes most
                yield Do.REBOOK, {"segment": leg.id}
        if (
            leg.id in world.moving
            and leg.kind is Kind.FLIGHT
            and not world.cancelled
            and at.date() >= leg.departs.day - timedelta(days=1)
        ):
            yield Do.DELAY, {"flight": f"{leg.carrier}{leg.number}", "segment": leg.id}
    for person in world.party:
        if person.id != booking.lead.id and person.name not in world.gone:
            yield Do.DROP, {"who": person.name}


def _done(draw: st.DrawFn, world: _World, happens: Do, fields: dict[str, object]) -> dict[str, object]:
    """The fields of the event, once the world is as it is then."""
    if happens is Do.REBOOK:
        leg = str(fields["segment"])
        wall, minute = world.moving[leg]
        quarters = draw(st.integers(-12, 24))
        new = world.free.pop(0)
        wall += timedelta(minutes=quarters * QUARTER + new - minute)
        world.moving[leg] = (wall, new)
        return {**fields, "departs": wall}
    if happens is Do.DELAY:
        leg = str(fields["segment"])
        wall, minute = world.moving[leg]
        new = world.free.pop(0)
        later = timedelta(minutes=draw(st.integers(2, 24)) * QUARTER + new - minute)
        world.late[leg] = world.late.get(leg, timedelta(0)) + later
        world.moving[leg] = (wall + later, new)
        late = int(world.late[leg] / timedelta(minutes=1))
        day = (world.moving[leg][0] - world.late[leg]).date()
        return {"flight": fields["flight"], "day": day, "late": late}
    if happens in (Do.CANCEL, Do.REINSTATE):
        world.cancelled = happens is Do.CANCEL
    if happens is Do.DROP:
        world.gone.add(str(fields["who"]))
    return fields


def quoting(library: Library) -> Library:
    """Only what quotes a booking: what could be false."""
    return replace(
        library,
        touchpoints=tuple(
            one
            for one in library.touchpoints
            if QUOTING.search(str(one.text.forms))
            or one.id in ("packing_checklist", "trip_cancelled", "trip_reinstated")
        ),
    )


async def lived(sequence: Changes, library: Library) -> tuple[tuple[Line, ...], list[DeliveryRow]]:
    """What everybody saw, and the deliveries as they ended, on a database of its own."""
    database, broker = Database(MEMORY), InMemoryBroker()
    await database.create()
    await broker.startup()
    clock = FrozenClock(datetime(2000, 1, 1, tzinfo=UTC))
    runtime = build(
        broker,
        Runtime(
            settings=Settings.model_construct(),
            clock=clock,
            database=database,
            channel=Paper(),
            shelf=Shelf(library),
            read_update=read_update,
            paced=False,
        ),
    )
    try:
        options = Options(each=sequence.each, until=sequence.end)
        found = await rehearse(runtime, clock, [sequence.booking], options, sequence.events)
        async with database.read() as session:
            return found.lines, list((await session.execute(select(DeliveryRow))).scalars())
    finally:
        await broker.shutdown()
        await database.close()


def untruths(sequence: Changes, lines: Sequence[Line]) -> Iterator[str]:
    """What was said although it was not true any more, in words."""
    truth = sequence.truths[0]
    for line in lines:
        if line.seen is Seen.EVENT:
            truth = sequence.truths[int(line.text.rsplit("\n", 1)[-1])]
            continue
        if line.seen not in (Seen.SENT, Seen.EDITED):
            continue
        what = f"{line.at:%d %b %H:%M} {line.seen} {line.touchpoint or 'message'} to {line.chat}"
        false = sorted(set(_times(line.text)) - truth.minutes)
        if false and not any(said in line.text for said in OPEN):
            yield f"{what} quotes {false}: {line.text!r}"
        if line.seen is Seen.SENT and line.touchpoint:
            if truth.cancelled:
                yield f"{what}, though the trip is cancelled"
            if line.chat in truth.gone:
                yield f"{what}, who has dropped out"


def _times(text: str) -> Iterator[int]:
    """The minutes past a quarter of every time in a text, but for those that are said to be over."""
    for _, minutes in CLOCK.findall(WAS.sub("now ", text)):
        past = int(minutes) % QUARTER
        if past in OURS:
            yield past


def doubled(rows: Sequence[DeliveryRow]) -> list[tuple[str | None, ...]]:
    """What went twice in one generation."""
    sent = [
        (row.holder, row.touchpoint, row.occurrence, str(row.generation))
        for row in rows
        if row.touchpoint and row.state in (State.SENT, State.UNKNOWN) and row.edit_of is None
    ]
    return [key for key in set(sent) if sent.count(key) > 1]
