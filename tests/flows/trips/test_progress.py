"""Where a delay, a tap or a position puts a traveller: never at the destination before somebody has got there (S2, S14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from flows.talk.facts import arrives
from flows.trips.announced import announced
from flows.trips.editing import apply
from flows.trips.edits import Retime, When
from flows.trips.evidence import Direction, Evidence, FlightStatus, Source, Stage
from flows.trips.life import Life, life
from flows.trips.lives import Lives
from flows.trips.moments import Anchor
from flows.trips.stage import StageEstimate
from flows.trips.times import MOVED_ALONG
from flows.trips.trip import Trip
from tests.support.trips import ANN, BRUNO, COUPLE, flight, lisbon_family, stay, town, trip, utc


def status(at: str, segment: str = "out", **said: object) -> FlightStatus:
    """What a service says of the flight to Lisbon (09:40-11:45 local, 07:40-10:45 UTC)."""
    return FlightStatus(segment=segment, at=utc(at), **said)  # type: ignore[arg-type]


def tap(at: str, segment: str = "out", **said: object) -> FlightStatus:
    """What Ann taps about it."""
    return replace(status(at, segment, **said), source=Source.TAP, traveller=ANN.id)


def lived(evidence: Evidence, journey: Trip | None = None) -> Life:
    """Ann's life."""
    return life(journey or lisbon_family(), ANN, evidence)


def at(evidence: Evidence, now: str, journey: Trip | None = None) -> StageEstimate:
    """Ann's estimate."""
    return lived(evidence, journey).estimate(now=utc(now))


def bali() -> Trip:
    """Amsterdam - Doha (two hours) - Denpasar, a fortnight, and back."""
    return trip(
        flight("QR274", "AMS", "DOH", "2027-05-12T14:10", "2027-05-12T21:20", id="one"),
        flight("QR962", "DOH", "DPS", "2027-05-12T23:20", "2027-05-13T14:30", id="two"),
        stay(
            "Villa Puri", town("Ubud", "ID", "Asia/Makassar", (-8.507, 115.263)), "2027-05-13", "2027-05-27"
        ),
        flight("QR961", "DPS", "AMS", "2027-05-27T18:00", "2027-05-28T06:40", id="home"),
        travellers=COUPLE,
    )


def test_who_has_set_out_stays_on_the_way() -> None:
    """Six hours of delay that come when they are at the airport leave them in transit; those that come in time do not."""
    at_the_airport = status("2027-05-12T06:00", departs=utc("2027-05-12T13:40"))
    in_time = replace(at_the_airport, at=utc("2027-05-11T18:00"))
    found = [at((one,), "2027-05-12T08:00").stage for one in (at_the_airport, in_time)]
    assert found == [Stage.IN_TRANSIT, Stage.BEFORE_DEPARTURE]
    assert at((in_time,), "2027-05-12T10:40").stage is Stage.IN_TRANSIT


def test_nobody_is_there_before_the_delayed_landing() -> None:
    """An arrival of which nothing is said slides along; ON_SITE begins to the second with it."""
    late = status("2027-05-12T06:00", departs=utc("2027-05-12T13:40"))
    stages = [at((late,), now).stage for now in ("2027-05-12T16:44:59", "2027-05-12T16:45")]
    assert stages == [Stage.IN_TRANSIT, Stage.ON_SITE]


def test_who_still_waits_arrives_nowhere() -> None:
    """ "Still here" an hour after the departure: in transit with an open end, and no arrival to anchor to for a day."""
    waits = tap("2027-05-12T08:40", waits=True)
    found = at((waits,), "2027-05-12T18:00")
    assert (found.stage, found.source) == (Stage.IN_TRANSIT, Source.TAP)
    assert found.because == (
        "KL 1697 leaves Amsterdam on 12 May 2027 at 09:40 (Europe/Amsterdam), but still in Amsterdam at 10:40 "
        "(by their own tap)"
    )
    arrival = lived((waits,)).first(Anchor.ARRIVAL)
    assert arrival is not None
    assert (arrival.at, arrival.proven) == (utc("2027-05-13T08:40"), False)
    assert lived((waits,)).of(Anchor.ARRIVAL, occurrence="out") == ()


def test_who_waits_is_not_in_the_air() -> None:
    """What has to be told to somebody in the departure hall does not wait for a landing."""
    waits = tap("2027-05-12T08:40", waits=True)
    assert lived((waits,)).airborne_until(utc("2027-05-12T09:00")) is None
    assert lived(()).airborne_until(utc("2027-05-12T09:00")) == utc("2027-05-12T10:45")


def test_who_waits_keeps_the_clock_of_the_airport() -> None:
    """The clock of the destination begins when they may be there."""
    waits = tap("2027-05-12T08:40", waits=True)
    assert lived((waits,)).zone_at(utc("2027-05-12T12:00")) == "Europe/Amsterdam"
    assert lived(()).zone_at(utc("2027-05-12T12:00")) == "Europe/Lisbon"


def test_still_here_before_it_leaves_is_no_news() -> None:
    """In the departure hall everybody still is."""
    assert at((tap("2027-05-12T07:00", waits=True),), "2027-05-12T12:00").stage is Stage.ON_SITE


def test_boarding_late_moves_the_landing() -> None:
    """On board at 10:40 instead of 09:40: lands an hour later, and silence lasts until then."""
    boarded = tap("2027-05-12T08:40", left=True)
    assert lived((boarded,)).airborne_until(utc("2027-05-12T09:00")) == utc("2027-05-12T11:45")
    assert at((boarded,), "2027-05-12T11:00").stage is Stage.IN_TRANSIT


def test_boarding_ends_the_doubt() -> None:
    """Who waited and then sat on board arrives by the flight's own duration."""
    evidence = (tap("2027-05-12T08:40", waits=True), tap("2027-05-12T12:40", left=True))
    assert lived(evidence).airborne_until(utc("2027-05-12T13:00")) == utc("2027-05-12T15:45")


@pytest.mark.parametrize("source", [Source.TAP, Source.FLIGHT_STATUS, Source.AGENT, Source.LOCATION])
def test_a_landing_is_proven_by_whoever_says_so(source: Source) -> None:
    """After "still here" the word of the landing counts from its instant."""
    landed = replace(tap("2027-05-12T18:20", landed=True), source=source, who="Jo")
    found = at((tap("2027-05-12T08:40", waits=True), landed), "2027-05-12T18:20")
    assert (found.stage, found.source, found.since) == (Stage.ON_SITE, source, utc("2027-05-12T18:20"))


def test_what_a_traveller_lived_beats_a_status_but_not_an_agent() -> None:
    """A stale "on time" does not lift a tap; an agent's word does."""
    landed = tap("2027-05-12T10:20", landed=True)
    stale = status("2027-05-12T10:30", departs=utc("2027-05-12T07:40"), arrives=utc("2027-05-12T12:00"))
    said = replace(stale, source=Source.AGENT, who="Jo")
    found = [at((landed, one), "2027-05-12T10:40").stage for one in (stale, said)]
    assert found == [Stage.ON_SITE, Stage.IN_TRANSIT]


def test_the_newest_status_wins_whatever_came_in_last() -> None:
    """Evidence is read by its own instants."""
    newer = status("2027-05-12T07:00", departs=utc("2027-05-12T09:40"))
    older = status("2027-05-12T06:00", departs=utc("2027-05-12T13:40"))
    assert lived((newer, older)).airborne_until(utc("2027-05-12T10:00")) == utc("2027-05-12T12:45")


def test_on_time_again_takes_a_delay_back() -> None:
    """Back to the printed times."""
    late = status("2027-05-12T05:00", departs=utc("2027-05-12T13:40"))
    back = status("2027-05-12T06:00", departs=utc("2027-05-12T07:40"), arrives=utc("2027-05-12T10:45"))
    assert at((late, back), "2027-05-12T10:45").stage is Stage.ON_SITE


def test_a_cancelled_flight_leaves_them_on_the_way() -> None:
    """Nobody is on site by a flight that does not go; nothing anchors to its arrival."""
    off = status("2027-05-12T06:00", cancelled=True)
    assert at((off,), "2027-05-12T20:00").stage is Stage.IN_TRANSIT
    assert (lived((off,)).first(Anchor.ARRIVAL), lived((off,)).of(Anchor.ARRIVAL, occurrence="out")) == (
        None,
        (),
    )


def test_landed_elsewhere_is_not_arrived() -> None:
    """Diverted to Munich and landed there: still on the way. An agent's word ends it."""
    munich = status("2027-05-12T09:30", diverted="Munich (MUC)")
    landed = status("2027-05-12T10:30", landed=True)
    agent = replace(landed, at=utc("2027-05-12T16:00"), source=Source.AGENT, who="Jo")
    assert at((munich, landed), "2027-05-12T15:00").stage is Stage.IN_TRANSIT
    assert at((munich, landed, agent), "2027-05-12T16:00").stage is Stage.ON_SITE


def test_a_delay_makes_no_stop_over_and_turns_no_legs_round() -> None:
    """S2, S14: the first flight leaves after the second was to: one chain still, to Bali, and no Doha on site."""
    late = status("2027-05-12T10:00", "one", departs=utc("2027-05-12T18:10"))
    found = lived((late,), bali())
    assert [chain.direction for chain in found.itinerary.chains] == [Direction.OUTBOUND, Direction.RETURN]
    assert [leg.segment.id for leg in found.itinerary.chains[0].legs] == ["one", "two"]
    stages = {found.estimate(now=utc(now)).stage for now in ("2027-05-12T19:00", "2027-05-13T08:00")}
    assert stages == {Stage.IN_TRANSIT}


def test_a_connection_that_breaks_takes_nobody_to_bali() -> None:
    """Never "Welcome to Bali" by a flight that left without them; the landing there, when it comes, is believed."""
    late = status("2027-05-12T10:00", "one", departs=utc("2027-05-12T18:10"))
    there = tap("2027-05-14T03:00", "two", landed=True)
    assert at((late,), "2027-05-13T12:00", bali()).stage is Stage.IN_TRANSIT
    assert "its connection from QR 274 does not hold" in at((late,), "2027-05-13T12:00", bali()).because
    assert at((late, there), "2027-05-14T03:00", bali()).stage is Stage.ON_SITE


def test_on_board_of_the_second_proves_the_first() -> None:
    """Who boards in Doha has come to Doha, whatever was feared."""
    evidence = (tap("2027-05-12T13:00", "one", waits=True), tap("2027-05-12T21:40", "two", left=True))
    first = lived(evidence, bali()).itinerary.chains[0].legs[0]
    assert (first.doubt, first.proven) == ("", True)
    assert at(evidence, "2027-05-13T07:50", bali()).stage is Stage.ON_SITE


def test_a_tap_is_of_who_tapped() -> None:
    """Ann waits in Amsterdam; Bruno, who said nothing, goes by his ticket."""
    lives = Lives(bali(), (tap("2027-05-12T13:00", "one", waits=True),))
    found = [lives.of(one.id).estimate(now=utc("2027-05-13T10:00")).stage for one in (ANN, BRUNO)]
    assert found == [Stage.IN_TRANSIT, Stage.ON_SITE]


def test_a_long_layover_that_grows_is_a_layover_still() -> None:
    """S14: 20 hours in Doha and six more by a delay: in transit all the while."""
    journey = trip(
        flight("QR274", "AMS", "DOH", "2027-05-12T14:10", "2027-05-12T21:20", id="one"),
        flight("QR962", "DOH", "DPS", "2027-05-13T17:20", "2027-05-14T08:30", id="two"),
        stay(
            "Villa Puri", town("Ubud", "ID", "Asia/Makassar", (-8.507, 115.263)), "2027-05-14", "2027-05-27"
        ),
        flight("QR961", "DPS", "AMS", "2027-05-27T18:00", "2027-05-28T06:40", id="home"),
        travellers=COUPLE,
    )
    late = status("2027-05-13T10:00", "two", departs=utc("2027-05-13T20:20"))
    found = {at((late,), now, journey).stage for now in ("2027-05-13T01:00", "2027-05-13T19:00")}
    assert found == {Stage.IN_TRANSIT}


def retimed(clock: str, *said: FlightStatus) -> tuple[str, bool, str]:
    """KL 1697 after a hand edit of its departure alone and these words: departure, whether the landing is read, when it is
    (UTC)."""
    edit = Retime(segment="out", departs=When(clock=time.fromisoformat(clock)))
    journey = lisbon_family()
    held = replace(journey, booking=apply(journey.booking, (edit,)).booking)
    leg = lived(said, held).itinerary.chains[0].legs[0]
    return leg.departs.isoformat()[11:16], arrives(leg) is not None, leg.arrives.isoformat()[11:16]


def test_a_delay_on_top_of_an_edit_carries_the_whole_leg() -> None:
    """An edit that moved the departure alone left the landing inferred: it slides on, inferred, and is read by nobody."""
    late = status("2027-05-11T06:00", departs=utc("2027-05-12T11:10"))
    later = status("2027-05-11T06:00", departs=utc("2027-05-12T12:40"))
    found = [retimed("07:10"), retimed("07:10", late), retimed("12:40", later)]
    assert found == [("05:10", False, "08:15"), ("11:10", False, "14:15"), ("12:40", False, "15:45")]


def test_what_travellers_go_by_never_lands_before_it_leaves() -> None:
    """The booking as announced after an edit and a delay: both ends moved, the landing still inferred."""
    edit = Retime(segment="out", departs=When(clock=time(7, 10)))
    held = apply(lisbon_family().booking, (edit,)).booking
    late = status("2027-05-11T06:00", departs=utc("2027-05-12T11:10"))
    segment = announced(held, (late,)).segments[0]
    assert segment.arrives is not None
    assert (segment.departs.utc, segment.arrives.utc) == (utc("2027-05-12T11:10"), utc("2027-05-12T14:15"))
    assert segment.arrives.inferred == MOVED_ALONG


def test_a_landing_that_cannot_be_is_not_believed() -> None:
    """Said to land before it leaves, or after a third of its time: the arrival slides along instead."""
    leaves = utc("2027-05-12T13:40")
    said = [
        status("2027-05-12T06:00", departs=leaves, arrives=utc(lands))
        for lands in ("2027-05-12T10:45", "2027-05-12T14:40", "2027-05-12T16:30")
    ]
    found = [lived((one,)).airborne_until(utc("2027-05-12T14:00")) for one in said]
    assert found == [utc("2027-05-12T16:45"), utc("2027-05-12T16:45"), utc("2027-05-12T16:30")]
