"""Random itineraries, sane and odd: every instant has exactly one stage, in order, and nothing raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.trips.evidence import Direction, Evidence, FlightStatus, Source, Stage, Word
from flows.trips.life import life
from flows.trips.moments import Anchor
from flows.trips.offset import Offset, Placed
from flows.trips.stage import estimate, timeline
from flows.trips.times import Time, zone_info
from flows.trips.trip import Kind, Segment, Trip
from tests.support.trips import ANN, PLACES, town, trip, utc

BOUNDED = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
AIRPORTS = sorted(PLACES)
ORDER = {
    stage: number
    for number, stage in enumerate(
        (Stage.JUST_BOOKED, Stage.IN_BETWEEN, Stage.BEFORE_DEPARTURE, Stage.IN_TRANSIT)
    )
}
# Two changes of the clock each way, midnight and the turn of the year lie in this stretch.
STRETCH = (datetime(2027, 2, 20, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))
instants = st.datetimes(
    min_value=STRETCH[0].replace(tzinfo=None),
    max_value=STRETCH[1].replace(tzinfo=None),
    timezones=st.just(UTC),
).map(lambda value: value.replace(second=0, microsecond=0))
somewhere = st.one_of(
    st.sampled_from([PLACES[code] for code in AIRPORTS]), st.just(town("Nowhere", "XX", None))
)


@st.composite
def odd_times(draw: st.DrawFn, zone: str | None) -> Time:
    """A printed time, a date alone, an instant, with or without a zone."""
    at = draw(instants)
    form = draw(st.integers(0, 3))
    if form == 0:
        return Time(day=at.date(), zone=zone)
    if form == 1:
        return Time.at(at, zone)
    return Time(day=at.date(), clock=at.time() if form == 2 else time(0), zone=zone)


@st.composite
def odd_segments(draw: st.DrawFn) -> Segment:
    """A segment that may end before it starts, lie anywhere, overlap anything."""
    kind = draw(st.sampled_from(list(Kind)))
    origin = draw(somewhere)
    destination = draw(somewhere) if kind.is_leg else origin
    return Segment(
        id=f"s{draw(st.integers(0, 10_000))}",
        kind=kind,
        origin=origin,
        destination=destination,
        departs=draw(odd_times(origin.zone)),
        arrives=draw(st.none() | odd_times(destination.zone)),
        transit=draw(st.booleans()),
        cancelled=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def sane_trips(draw: st.DrawFn) -> Trip:
    """Out over one or more towns, perhaps home: printed times in order, hotels or none."""
    codes = draw(st.lists(st.sampled_from(AIRPORTS), min_size=2, max_size=4, unique=True))
    home, at = PLACES[codes[0]], draw(instants)
    booked = at - timedelta(hours=draw(st.integers(-24, 3000)))
    route = codes[1:] + ([codes[0]] if draw(st.booleans()) else [])
    here, segments = home, []
    for number, code in enumerate(route):
        there = PLACES[code]
        lands = at + timedelta(minutes=draw(st.integers(30, 900)))
        segments.append(
            Segment(
                id=f"leg-{number}",
                kind=draw(st.sampled_from([Kind.FLIGHT, Kind.TRAIN, Kind.FERRY, Kind.CAR])),
                origin=here,
                destination=there,
                departs=_wall(at, here.zone),
                arrives=_wall(lands, there.zone),
            )
        )
        at = lands + timedelta(hours=draw(st.integers(4, 400)))
        if number < len(route) - 1 and draw(st.booleans()):
            segments.append(
                Segment(
                    id=f"stay-{number}",
                    kind=Kind.STAY,
                    origin=there,
                    destination=there,
                    departs=_wall(lands, there.zone),
                    arrives=_wall(at - timedelta(hours=4), there.zone),
                )
            )
        here = there
    return replace(trip(*segments, home_zone=home.zone), booked=booked)


def _wall(at: datetime, zone: str | None) -> Time:
    """What a ticket prints: the wall time, without the instant (in a fold it may name the earlier one)."""
    local = at.astimezone(zone_info(zone or "UTC"))
    return Time(day=local.date(), clock=local.time(), zone=zone)


def _whole(journey: Trip, evidence: Evidence = ()) -> None:
    """Asserts that spans start at booked, rise strictly, touch, and that each instant is in exactly its span."""
    spans = timeline(journey, ANN, evidence)
    assert spans[0].since == journey.booked
    assert spans[-1].until is None
    assert all(a.until == b.since and a.since < b.since for a, b in pairwise(spans))
    for span in spans:
        found = estimate(journey, ANN, (), now=span.since) if not evidence else None
        if found is not None:
            assert (found.stage, found.direction, found.since) == (span.stage, span.direction, span.since)
        if span.until is not None and not evidence:
            last = estimate(journey, ANN, now=span.until - timedelta(microseconds=1))
            assert (last.stage, last.until) == (span.stage, span.until)


@BOUNDED
@given(sane_trips())
def test_sane_trips_have_their_stages_in_order(journey: Trip) -> None:
    """Before, out, on site and between in turns, the return once and last, AFTERWARDS only after it."""
    _whole(journey)
    spans = timeline(journey, ANN)
    early = [ORDER[span.stage] for span in spans if span.stage in ORDER]
    first_way = next((n for n, span in enumerate(spans) if span.stage is Stage.IN_TRANSIT), len(spans))
    assert early[:first_way] == sorted(set(early[:first_way]))
    homes = [n for n, span in enumerate(spans) if span.direction is Direction.RETURN]
    assert homes in ([], [len(spans) - 2])
    assert all(span.stage is not Stage.AFTERWARDS for span in spans[:-1])
    ways = [span for span in spans if span.stage is Stage.IN_TRANSIT and span.direction is Direction.OUTBOUND]
    assert len(ways) <= 1


@BOUNDED
@given(sane_trips())
def test_durations_are_true_over_changes_of_the_clock(journey: Trip) -> None:
    """A chain departs and arrives at the instants of its tickets, whatever the clocks do in between."""
    for chain in life(journey, ANN).itinerary.chains:
        first, last = chain.legs[0].segment, chain.legs[-1].segment
        assert chain.departs == first.departs.utc
        assert last.arrives is not None
        assert chain.arrives == last.arrives.utc


@BOUNDED
@given(st.lists(odd_segments(), max_size=7), instants, st.sampled_from([None, "Europe/Amsterdam"]), st.data())
def test_odd_trips_are_total(
    segments: list[Segment], booked: datetime, home: str | None, data: st.DataObject
) -> None:
    """Nothing raises on overlaps, ends before starts, missing zones and times; every instant has one stage."""
    journey = replace(trip(*segments, home_zone=home), booked=booked)
    _whole(journey)
    evidence = tuple(
        FlightStatus(
            segment=segment.id,
            at=data.draw(instants),
            departs=data.draw(st.none() | instants),
            arrives=data.draw(st.none() | instants),
            landed=data.draw(st.booleans()),
            cancelled=data.draw(st.booleans()),
        )
        for segment in segments[:2]
    )
    _whole(journey, evidence)
    words = tuple(
        Word(source=source, stage=data.draw(st.sampled_from(list(Stage))), at=data.draw(instants))
        for source in (Source.AGENT, Source.TAP)
    )
    lived = life(journey, ANN, (*evidence, *words))
    found = lived.estimate(now=data.draw(instants))
    assert found.because
    assert found.until is None or found.since is None or found.since < found.until
    assert [moment.at for moment in lived.moments] == sorted(moment.at for moment in lived.moments)
    days = Offset.parse("-1d", "18:00")
    for moment in lived.moments:
        assert moment.zone is not None or moment.anchor in (Anchor.BOOKED, Anchor.STAGE_START)
        placed = lived.placed(moment, days)
        assert not isinstance(placed, Placed) or placed.zone is not None


@BOUNDED
@given(instants, st.sampled_from(AIRPORTS), st.integers(-40, 40))
def test_a_calendar_offset_keeps_its_wall_time(at: datetime, code: str, days: int) -> None:
    """ "18:00 so many days off" reads 18:00 on that date, whatever the clocks did."""
    zone = PLACES[code].zone
    assert zone is not None
    journey = trip(home_zone=zone)
    moment = replace(life(journey, ANN).moments[0], at=at)
    placed = life(journey, ANN).placed(moment, Offset(days=days, at=time(18)))
    assert isinstance(placed, Placed)
    local = placed.at.astimezone(zone_info(zone))
    assert (local.date(), local.time()) == (
        at.astimezone(zone_info(zone)).date() + timedelta(days=days),
        time(18),
    )


def test_the_stretch_holds_the_changes() -> None:
    """The random instants cover the changes of the clock on both sides of the Atlantic."""
    assert STRETCH[0] < utc("2027-03-14T07:00") < utc("2027-10-31T01:00") < STRETCH[1]
