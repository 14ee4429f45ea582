"""Made-up trips: the same at every run, of every shape, and whole: what is played on them can be believed.

Not here: playing them (test_findings, tests/bot/test_trip_lint).
"""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta
from itertools import pairwise

from flows.library.lookups import Sky
from flows.rehearsal.dice import Dice
from flows.rehearsal.generated import Generated, generated
from flows.rehearsal.generated_parties import PARTIES
from flows.rehearsal.made_weather import made_weather
from flows.trips.changes import ChangeKind
from flows.trips.evidence import Stage
from flows.trips.life import life
from flows.trips.trip import Kind

MADE = tuple(generated(300))


def test_number_seven_is_always_the_same_trip() -> None:
    """A second run makes equal trips, and how many are asked for changes none."""
    assert tuple(generated(300)) == MADE
    assert tuple(generated(8))[7] == MADE[7]


def test_no_two_trips_have_one_reference() -> None:
    """Each has its own."""
    assert max(Counter(one.trip.reference for one in MADE).values()) == 1


def test_dice_choose_the_same_again_and_reach_everything() -> None:
    """The same number rolls the same row; every option comes up; nothing outside is chosen."""
    rolled = [Dice(7).of("abc"), *(Dice(number).up_to(5) for number in range(60))]
    assert rolled == [Dice(7).of("abc"), *(Dice(number).up_to(5) for number in range(60))]
    assert set(rolled[1:]) == set(range(6))
    assert Dice(1).of(["only"]) == "only"


def _shape(one: Generated) -> str:
    """A coarse look at a trip: how it goes, and back."""
    legs = [segment for segment in one.trip.booking.segments if segment.kind.is_leg]
    stays = [segment for segment in one.trip.booking.segments if segment.kind is Kind.STAY]
    if not legs:
        return "car"
    if not stays:
        return "day"
    if len(stays) > 1:
        return "around"
    moved = [leg for leg in legs if leg.kind is not Kind.TRANSFER]
    return f"{moved[0].kind.value} {len(moved)}"


def test_every_shape_occurs() -> None:
    """By plane near and far and one way, by train once and twice, by ferry, by own car, for a day, from town to town."""
    assert set(map(_shape, MADE)) >= {
        "flight 1",
        "flight 2",
        "flight 4",
        "train 2",
        "train 3",
        "ferry 2",
        "car",
        "day",
        "around",
    }
    kinds = {segment.kind for one in MADE for segment in one.trip.booking.segments}
    assert kinds >= {Kind.FLIGHT, Kind.TRAIN, Kind.FERRY, Kind.STAY, Kind.TRANSFER, Kind.VISIT}


def test_every_party_and_every_change_occurs() -> None:
    """Alone, in pairs, with children, old, many; and each kind of change, though most trips have none."""
    parties = {tuple(person.minor for person in one.trip.travellers) for one in MADE}
    assert {len(party) for party in parties} >= {1, 2, 4}
    assert any(any(party) for party in parties)
    assert len({one.name.split(", ")[1] for one in MADE}) == len(set(PARTIES))
    changes = Counter(change.kind for one in MADE for change in one.trip.changes)
    assert set(changes) == set(ChangeKind)
    assert sum(changes.values()) < len(MADE) / 2
    assert [one.trip.cancelled for one in MADE] == [
        any(change.kind is ChangeKind.CANCELLED for change in one.trip.changes) for one in MADE
    ]


def test_papers_forecasts_and_the_way_from_home_are_known_for_some_and_not_for_all() -> None:
    """What an agency may have or not is there on some trips."""
    seen = {(bool(one.trip.documents), one.forecast, one.travel_minutes is not None) for one in MADE}
    assert len(seen) == 8


def test_instants_are_ordered() -> None:
    """Booked before anything happens; each segment ends after it began; each leg leaves after the one before arrived."""
    for one in MADE:
        spans = [
            (segment.kind, segment.departs.instant_at(time(15)), segment.arrives.instant_at(time(15)))
            for segment in one.trip.booking.segments
            if segment.arrives is not None
        ]
        assert len(spans) == len(one.trip.booking.segments), one.name
        for _, departs, arrives in spans:
            assert departs is not None, one.name
            assert arrives is not None, one.name
            assert one.trip.booked < departs < arrives, one.name
        legs = [(departs, arrives) for kind, departs, arrives in spans if kind.is_leg]
        for (_, landed), (leaves, _) in pairwise(legs):
            assert landed is not None
            assert leaves is not None
            assert landed < leaves, one.name


def test_stages_of_a_made_up_trip_are_in_order() -> None:
    """Every life has a timeline whose spans follow each other; who comes home is AFTERWARDS."""
    for one in MADE[::5]:
        lived = life(one.trip, one.trip.booking.lead)
        spans = lived.timeline
        assert [span.since for span in spans] == sorted(span.since for span in spans), one.name
        if one.trip.cancelled:
            continue
        home = spans[-1].stage is Stage.AFTERWARDS
        assert home != one.name.startswith("one way"), one.name


def test_made_weather_covers_the_trip_with_every_sky() -> None:
    """A day before it and a day after it, never colder than the low, the same for every place and at every run."""
    one = next(one for one in MADE if _shape(one) == "around")
    days = [
        at.day for segment in one.trip.booking.segments for at in (segment.departs, segment.arrives) if at
    ]
    forecasts = made_weather(one.trip)("LIS")
    assert forecasts == made_weather(one.trip)("anywhere")
    assert forecasts[0].day == min(days) - timedelta(days=1)
    assert forecasts[-1].day >= max(days)
    assert [two.day - first.day for first, two in pairwise(forecasts)] == [timedelta(days=1)] * (
        len(forecasts) - 1
    )
    assert all(forecast.low < forecast.high for forecast in forecasts)
    skies = {forecast.sky for one in MADE[:20] for forecast in made_weather(one.trip)("LIS")}
    assert skies == set(Sky)
