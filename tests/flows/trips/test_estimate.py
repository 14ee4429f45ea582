"""What people and flights say about a stage, against the timetable."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from flows.errors import NaiveTime
from flows.trips.evidence import Direction, Evidence, FlightStatus, Source, Stage, Word
from flows.trips.life import life
from flows.trips.stage import StageEstimate, estimate, timeline
from flows.trips.times import zone_info
from tests.support.trips import ANN, BRUNO, FAMILY, flight, lisbon_family, stay, trip, utc

SECOND = timedelta(seconds=1)
LANDING = "2027-05-12T10:45"


def said(
    source: Source,
    stage: Stage,
    at: str,
    *,
    pinned: bool = False,
    traveller: str | None = None,
    who: str = "",
) -> Word:
    """A word about the Lisbon trip."""
    return Word(source=source, stage=stage, at=utc(at), pinned=pinned, traveller=traveller, who=who)


def ann(evidence: Evidence, now: str, seconds: int = 0) -> StageEstimate:
    """Ann's estimate on the Lisbon trip."""
    return estimate(lisbon_family(), ANN, evidence, now=utc(now) + seconds * SECOND)


def test_a_tap_counts_until_the_next_edge() -> None:
    """A tap "I'm there" before landing counts until the landing, not a second longer."""
    tap = said(Source.TAP, Stage.ON_SITE, "2027-05-12T10:30")
    found = ann((tap,), LANDING, -1)
    assert (found.stage, found.source, found.since, found.until, found.next, found.because) == (
        Stage.ON_SITE,
        Source.TAP,
        utc("2027-05-12T10:30"),
        utc(LANDING),
        Stage.ON_SITE,
        "the tap says so",
    )
    assert found.place is not None
    assert found.place.label == "Lisbon"
    assert ann((tap,), LANDING).source is Source.TIMETABLE


def test_a_word_from_the_future_does_not_count() -> None:
    """Before it is said, a word is nothing."""
    tap = said(Source.TAP, Stage.ON_SITE, "2027-05-12T10:30")
    assert ann((tap,), "2027-05-12T10:30", -1).stage is Stage.IN_TRANSIT
    assert ann((tap,), "2027-05-12T10:30").stage is Stage.ON_SITE


@pytest.mark.parametrize(
    ("sources", "winner"),
    [
        ((Source.TAP, Source.LOCATION), Source.LOCATION),
        ((Source.LOCATION, Source.AGENT), Source.AGENT),
        ((Source.AGENT, Source.TAP), Source.AGENT),
    ],
)
def test_the_strongest_word_wins(sources: tuple[Source, Source], winner: Source) -> None:
    """An agent's word beats a location, which beats a tap, whichever came later."""
    words = tuple(
        said(source, Stage.AFTERWARDS, f"2027-05-14T1{hour}:00") for hour, source in enumerate(sources)
    )
    assert ann(words, "2027-05-14T12:00").source is winner
    assert ann(words[::-1], "2027-05-14T12:00").source is winner


def test_of_equals_the_latest_wins() -> None:
    """The later of two agents' words counts."""
    words = (
        said(Source.AGENT, Stage.AFTERWARDS, "2027-05-14T10:00", who="Jo"),
        said(Source.AGENT, Stage.IN_TRANSIT, "2027-05-14T11:00", who="Kim"),
    )
    assert ann(words, "2027-05-14T12:00").because == "Kim (agent) says so"


def test_an_agents_pinned_word_outlasts_edges() -> None:
    """Pinned AFTERWARDS (an early return) holds through all edges, with nothing next."""
    pinned = said(Source.AGENT, Stage.AFTERWARDS, "2027-05-14T10:00", pinned=True, who="Jo")
    found = ann((pinned,), "2027-06-14T10:00")
    assert (found.stage, found.until, found.next) == (Stage.AFTERWARDS, None, None)
    early = ann((pinned,), "2027-05-19T15:00")
    assert (early.stage, early.until, early.because) == (Stage.AFTERWARDS, None, "Jo (agent) says so, pinned")


def test_a_later_word_unpins_until_the_next_edge() -> None:
    """A later word of an agent wins over a pinned one while it counts."""
    words = (
        said(Source.AGENT, Stage.AFTERWARDS, "2027-05-14T10:00", pinned=True),
        said(Source.AGENT, Stage.ON_SITE, "2027-05-15T10:00"),
    )
    assert ann(words, "2027-05-16T10:00").stage is Stage.ON_SITE
    assert ann(words, "2027-05-19T14:00").stage is Stage.AFTERWARDS


def test_only_an_agent_can_pin() -> None:
    """A pinned tap is a tap."""
    tap = said(Source.TAP, Stage.AFTERWARDS, "2027-05-14T10:00", pinned=True)
    assert ann((tap,), "2027-05-19T14:00").stage is Stage.IN_TRANSIT


def test_pinned_afterwards_ends_an_open_stay() -> None:
    """A one-way trip ends by hand (S24); AFTERWARDS has no span of its own, so the place stays."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"))
    pinned = said(Source.AGENT, Stage.AFTERWARDS, "2027-06-14T10:00", pinned=True)
    found = estimate(journey, ANN, (pinned,), now=utc("2027-07-01T00:00"))
    assert (found.stage, found.place and found.place.label) == (Stage.AFTERWARDS, "Lisbon")


def test_in_transit_without_a_way_is_outbound() -> None:
    """An agent may say in_transit of a trip that has no legs at all."""
    word = said(Source.AGENT, Stage.IN_TRANSIT, "2027-06-14T10:00")
    found = estimate(trip(), ANN, (word,), now=utc("2027-07-01T00:00"))
    assert (found.stage, found.direction) == (Stage.IN_TRANSIT, Direction.OUTBOUND)


def test_words_compare_by_instant_in_the_hour_that_comes_twice() -> None:
    """Of two words said at 02:50 and, later, at 02:10 on the night of autumn, the later instant wins."""
    zone = zone_info("Europe/Amsterdam")
    journey = trip(flight("KL1", "BRU", "AMS", "2027-10-30T09:40", "2027-10-30T11:45"))
    early = Word(source=Source.TAP, stage=Stage.IN_TRANSIT, at=datetime(2027, 10, 31, 2, 50, tzinfo=zone))
    late = Word(source=Source.TAP, stage=Stage.ON_SITE, at=datetime(2027, 10, 31, 2, 10, fold=1, tzinfo=zone))
    assert estimate(journey, ANN, (late, early), now=utc("2027-10-31T02:00")).stage is Stage.ON_SITE


def test_just_booked_says_which_limit_holds() -> None:
    """The because names 72 h, or the quarter of the time left when that is shorter."""
    far, near = lisbon_family(), lisbon_family(booked="2027-05-08T04:40")
    assert timeline(far, ANN)[0].because.endswith(", less than 72 h ago")
    assert timeline(near, ANN)[0].because.endswith(", and 1/4 of the time left is not over")


@pytest.mark.parametrize(
    ("at", "direction"),
    [("2027-05-12T12:00", Direction.OUTBOUND), ("2027-05-19T10:00", Direction.RETURN)],
)
def test_in_transit_takes_the_nearest_way(at: str, direction: Direction) -> None:
    """Said on site, "in transit" means the way that is nearest in time."""
    assert ann((said(Source.AGENT, Stage.IN_TRANSIT, at),), at).direction is direction


def test_a_word_that_agrees_keeps_the_timetables_start() -> None:
    """A location on site, while on site, confirms: since the landing, because of the location."""
    found = ann((said(Source.LOCATION, Stage.ON_SITE, "2027-05-14T10:00"),), "2027-05-14T11:00")
    assert (found.since, found.source) == (utc(LANDING), Source.LOCATION)


def test_words_of_others_do_not_count() -> None:
    """Bruno's word is Bruno's; a word without a traveller is everyone's."""
    his = said(Source.AGENT, Stage.AFTERWARDS, "2027-05-14T10:00", traveller=BRUNO.id)
    assert ann((his,), "2027-05-14T11:00").stage is Stage.ON_SITE
    assert estimate(lisbon_family(), BRUNO, (his,), now=utc("2027-05-14T11:00")).stage is Stage.AFTERWARDS


def test_cancelled_overrides_every_word() -> None:
    """No word revives a cancelled trip."""
    journey = trip(flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"), cancelled=True)
    word = said(Source.AGENT, Stage.ON_SITE, "2027-05-14T10:00", pinned=True)
    assert estimate(journey, ANN, (word,), now=utc("2027-05-14T11:00")).stage is Stage.CANCELLED


def test_all_segments_of_one_traveller_cancelled() -> None:
    """Who has nothing left is cancelled; the others travel."""
    out = flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", travellers=(BRUNO,))
    journey = trip(
        stay("Hotel Alfama", "LIS", "2027-05-12", "2027-05-14", travellers=(ANN,)), out, travellers=FAMILY
    )
    sold = replace(journey.booking, segments=(journey.booking.segments[0], replace(out, cancelled=True)))
    journey = replace(journey, booking=sold)
    assert [span.stage for span in timeline(journey, BRUNO)] == [Stage.CANCELLED]
    assert timeline(journey, BRUNO)[0].because == "every segment of this traveller is cancelled"
    assert timeline(journey, ANN)[-1].stage is Stage.AFTERWARDS


def test_a_delay_moves_the_edges() -> None:
    """Six hours late, known at the airport (S2): IN_TRANSIT lasts six hours longer, even if only departure is known."""
    late = FlightStatus(segment="out", at=utc("2027-05-12T06:00"), departs=utc("2027-05-12T13:40"))
    assert ann((late,), "2027-05-12T16:45", -1).stage is Stage.IN_TRANSIT
    found = ann((late,), "2027-05-12T16:45")
    assert (found.stage, found.source) == (Stage.ON_SITE, Source.FLIGHT_STATUS)


def test_a_landing_is_proven() -> None:
    """Landed early: on site from then on, and the because says landed."""
    landed = FlightStatus(segment="out", at=utc("2027-05-12T10:20"), landed=True)
    found = ann((landed,), "2027-05-12T10:20")
    assert (found.stage, found.because) == (
        Stage.ON_SITE,
        "KL 1697 landed in Lisbon on 12 May 2027 at 11:20 (Europe/Lisbon), by its flight status",
    )
    assert life(lisbon_family(), ANN, (landed,)).itinerary.chains[0].proven


def test_the_latest_status_counts() -> None:
    """A newer status replaces the older one whole."""
    old = FlightStatus(segment="back", at=utc("2027-05-19T10:00"), arrives=utc("2027-05-19T23:00"))
    new = FlightStatus(segment="back", at=utc("2027-05-19T12:00"), arrives=utc("2027-05-19T20:00"))
    assert timeline(lisbon_family(), ANN, (new, old))[-1].since == utc("2027-05-19T20:00")
    assert timeline(lisbon_family(), ANN, (new, old))[-1].source is Source.FLIGHT_STATUS


def test_a_stopped_flight_says_so() -> None:
    """A flight that its status calls cancelled leaves its travellers on the way, and the because tells."""
    stopped = FlightStatus(segment="out", at=utc("2027-05-12T06:00"), cancelled=True)
    found = ann((stopped,), "2027-05-12T16:00")
    assert (found.stage, "KL 1697 is cancelled (by its flight status)" in found.because) == (
        Stage.IN_TRANSIT,
        True,
    )


def test_now_has_a_zone() -> None:
    """A naive now is refused."""
    with pytest.raises(NaiveTime):
        estimate(lisbon_family(), ANN, now=utc("2027-05-12T06:00").replace(tzinfo=None))
