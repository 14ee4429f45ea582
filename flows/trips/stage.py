"""Where a traveller is: the timetable's stages without holes, and the estimate that heeds what people say.

Not here: a single span (span), what makes a chain or a destination (itinerary), the words of a because (because), anchors
(moments).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flows.trips import because
from flows.trips.edges import DEFAULT, Edges
from flows.trips.evidence import Direction, Evidence, Source, Stage, Word
from flows.trips.itinerary import Chain, Destination, Itinerary, itinerary
from flows.trips.span import StageSpan, seamless, span_at
from flows.trips.times import aware, resolve, zone_info
from flows.trips.trip import Place, Traveller, Trip

STRENGTH = {Source.AGENT: 3, Source.LOCATION: 2, Source.TAP: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEstimate:
    """Where we believe a traveller is. since: None before the booking. until: None when nothing ends it; then next
    is None too. because: one sentence. source: who says so."""

    stage: Stage
    direction: Direction | None
    place: Place | None
    since: datetime | None
    until: datetime | None
    next: Stage | None
    because: str
    source: Source


def timeline(
    trip: Trip, traveller: Traveller | str, evidence: Evidence = (), *, edges: Edges = DEFAULT
) -> tuple[StageSpan, ...]:
    """The whole life of a trip: spans without holes, the first since booked, the last open."""
    return spans(trip, itinerary(trip, _id(traveller), evidence, edges=edges), edges=edges)


def estimate(
    trip: Trip, traveller: Traveller | str, evidence: Evidence = (), *, now: datetime, edges: Edges = DEFAULT
) -> StageEstimate:
    """The stage at `now` (aware). The strongest valid word wins, then the latest; else the timetable."""
    person = _id(traveller)
    return judged(timeline(trip, person, evidence, edges=edges), person, evidence, now=now)


def spans(trip: Trip, shape: Itinerary, *, edges: Edges = DEFAULT) -> tuple[StageSpan, ...]:
    """The timeline of an itinerary that is already known."""
    booked = aware(trip.booked, "Trip.booked")
    if shape.cancelled:
        return (
            StageSpan(
                stage=Stage.CANCELLED, since=booked, place=shape.origin, because=because.cancelled(trip)
            ),
        )
    leaves = shape.leaves
    if leaves is None:
        return (StageSpan(stage=Stage.JUST_BOOKED, since=booked, because=because.NOTHING_BOOKED),)
    found = _before(trip, shape, leaves, edges) if leaves > booked else []
    found.extend(_under_way(shape, trip))
    return seamless(found, booked)


def judged(
    life: tuple[StageSpan, ...], traveller_id: str, evidence: Evidence, *, now: datetime
) -> StageEstimate:
    """The estimate at `now` from a timeline that is already known."""
    instant = aware(now, "now")
    current = span_at(life, instant)
    if current is None:
        first = life[0]
        ahead = life[1:] if first.stage is Stage.JUST_BOOKED else life
        cancelled = first.stage is Stage.CANCELLED
        return StageEstimate(
            stage=Stage.CANCELLED if cancelled else Stage.JUST_BOOKED,
            direction=None,
            place=first.place,
            since=None,
            until=None if cancelled else (first.until if first.stage is Stage.JUST_BOOKED else first.since),
            next=ahead[0].stage if ahead and not cancelled else None,
            because=first.because if cancelled else because.NOT_YET_BOOKED,
            source=Source.TIMETABLE,
        )
    word = _word(life, traveller_id, evidence, instant)
    following = _after(life, instant)
    if word is None or current.stage is Stage.CANCELLED:
        return StageEstimate(
            stage=current.stage,
            direction=current.direction,
            place=current.place,
            since=current.since,
            until=current.until,
            next=following.stage if following else None,
            because=current.because,
            source=current.source,
        )
    like = current if current.stage is word.stage else _nearest(life, word)
    edge = None if word.pinned and word.source is Source.AGENT else following
    transit = word.stage is Stage.IN_TRANSIT
    return StageEstimate(
        stage=word.stage,
        direction=(like.direction if like else Direction.OUTBOUND) if transit else None,
        place=like.place if like else current.place,
        since=current.since if current.stage is word.stage else word.at.astimezone(UTC),
        until=edge.since if edge else None,
        next=edge.stage if edge else None,
        because=because.word(word),
        source=word.source,
    )


def _id(traveller: Traveller | str) -> str:
    return traveller if isinstance(traveller, str) else traveller.id


def _after(life: tuple[StageSpan, ...], instant: datetime) -> StageSpan | None:
    number = bisect_right(life, instant, key=lambda span: span.since)
    return life[number] if number < len(life) else None


def _word(life: tuple[StageSpan, ...], traveller_id: str, evidence: Evidence, now: datetime) -> Word | None:
    """The word that counts: the strongest source's latest that no edge of the timetable has overtaken."""
    best: Word | None = None
    strength = (0, now)
    for word in evidence:
        if (
            not isinstance(word, Word)
            or word.source not in STRENGTH
            or word.traveller not in (None, traveller_id)
        ):
            continue
        at = word.at.astimezone(UTC)
        edge = _after(life, at)
        pinned = word.pinned and word.source is Source.AGENT
        if at > now or (edge is not None and edge.since <= now and not pinned):
            continue
        if (STRENGTH[word.source], at) >= strength:
            best, strength = word, (STRENGTH[word.source], at)
    return best


def _nearest(life: tuple[StageSpan, ...], word: Word) -> StageSpan | None:
    """The span of the word's stage that lies nearest to when it was said: it knows direction and place."""

    at = word.at.astimezone(UTC)

    def apart(span: StageSpan) -> timedelta:
        if span.since > at:
            return span.since - at
        return at - span.until if span.until is not None and span.until < at else timedelta(0)

    return min((span for span in life if span.stage is word.stage), key=apart, default=None)


def _before(trip: Trip, shape: Itinerary, leaves: datetime, edges: Edges) -> list[StageSpan]:
    booked = aware(trip.booked, "Trip.booked")
    place = shape.main.place if shape.main else None
    first = shape.parts[0]
    departs = first.departs if isinstance(first, Chain) else first.since
    zone = trip.home_zone or (shape.origin.zone if shape.origin else None) or "UTC"
    fresh = booked + min(edges.just_booked, (leaves - booked) / edges.just_booked_share)
    day = departs.astimezone(zone_info(zone)).date() - timedelta(days=edges.before_departure_days)
    packing = max(fresh, resolve(day, time(0), zone))
    found = [
        StageSpan(
            stage=Stage.JUST_BOOKED,
            since=booked,
            place=place,
            because=because.just_booked(trip, fresh, edges),
        )
    ]
    if packing - fresh >= edges.shortest_in_between:
        found.append(
            StageSpan(
                stage=Stage.IN_BETWEEN,
                since=fresh,
                place=place,
                because=because.in_between(departs, zone, edges),
            )
        )
    else:
        packing = fresh
    found.append(
        StageSpan(
            stage=Stage.BEFORE_DEPARTURE,
            since=packing,
            place=place,
            because=because.before_departure(first, zone),
        )
    )
    return found


def _under_way(shape: Itinerary, trip: Trip) -> list[StageSpan]:
    found: list[StageSpan] = []
    for number, part in enumerate(shape.parts):
        following = shape.parts[number + 1] if number + 1 < len(shape.parts) else None
        if isinstance(part, Chain):
            target = following.place if isinstance(following, Destination) else part.destination
            found.append(
                StageSpan(
                    stage=Stage.IN_TRANSIT,
                    since=part.leaves,
                    direction=part.direction,
                    place=target,
                    because=because.transit(part, trip.home_zone),
                    inferred=part.inferred,
                    source=part.source,
                )
            )
        else:
            before = shape.parts[number - 1] if number else None
            arrival = before if isinstance(before, Chain) else None
            found.append(
                StageSpan(
                    stage=Stage.ON_SITE,
                    since=part.since,
                    place=part.place,
                    because=because.on_site(part, arrival, last=following is None and not shape.closed),
                    inferred=part.inferred or (arrival.arrives_inferred if arrival else ""),
                    source=arrival.source if arrival is not None else Source.TIMETABLE,
                    proven=arrival is not None and arrival.proven,
                )
            )
    if shape.closed:
        found.append(_home(shape.parts[-1], shape.origin))
    return found


def _home(final: Chain | Destination, origin: Place | None) -> StageSpan:
    if isinstance(final, Chain):
        since, why, source, proven = final.arrives, final.arrives_inferred, final.source, final.proven
    else:
        since, why, source, proven = final.until or final.since, final.ends_inferred, Source.TIMETABLE, False
    return StageSpan(
        stage=Stage.AFTERWARDS,
        since=since,
        place=final.destination if isinstance(final, Chain) and final.legs else origin,
        because=because.afterwards(final),
        inferred=why,
        source=source,
        proven=proven,
    )
