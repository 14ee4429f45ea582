"""Conditions, in an editor's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import cast

import pytest

from flows.library.audience import CONDITIONS, Audience, Celebration, Clocks, Feel, TripType, Who
from flows.library.lookups import Sky
from flows.planning import conditions
from flows.planning.conditions import CHECKS, CHECKS_THEN
from flows.planning.facts import Facts
from flows.trips.changes import ChangeKind
from flows.trips.personas import Persona
from flows.trips.trip import Kind
from tests.support.trips import utc

NOON = utc("2027-05-12T12:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Facts that a test tells, by the names that conditions ask for."""

    trip_type: TripType = TripType.ROUND_TRIP
    destinations: frozenset[str] = frozenset({"lisbon"})
    countries: frozenset[str] = frozenset({"PT"})
    kinds: frozenset[Kind] = frozenset({Kind.FLIGHT})
    direction: str | None = None
    month: int | None = 5
    nights: int | None = 7
    abroad: bool | None = True
    children: bool = True
    layover: bool = False
    new_zone: bool | None = True
    multi_stay: bool = False
    first: bool | None = None
    last: bool | None = None
    kinds_before: frozenset[Kind] | None = None
    kinds_after: frozenset[Kind] | None = None
    hours: float | None = 36.0
    personas: frozenset[Persona] = frozenset({Persona.FAMILY})
    stays: bool = True
    feels: frozenset[Feel] = frozenset({Feel.WARM})
    wet: bool | None = False
    occasions: frozenset[Celebration] = frozenset({Celebration.BIRTHDAY})
    regions: tuple[frozenset[str], ...] | None = (frozenset({"eu", "schengen"}),)
    holiday: bool = True
    forecasted: bool = True
    skies: Sky | None = Sky.RAIN
    documents: bool = True
    travel_time: bool = True
    differs: bool | None = True
    departs: time | None = time(23, 30)
    arrives: time | None = time(1, 45)
    connection: int | None = 55
    changes: frozenset[ChangeKind] = frozenset({ChangeKind.DELAYED})
    transfer: bool = True
    onward: frozenset[Kind] | None = frozenset({Kind.TRANSFER})
    flies: bool = True
    first_of_kind: bool | None = True
    new_country: bool | None = None

    def hours_to_leg(self, anchor: datetime | None) -> float | None:
        """As told."""
        return self.hours

    def holidays(self, at: datetime | None) -> bool:
        """As told."""
        return self.holiday

    def forecast(self, at: datetime | None) -> bool:
        """As told."""
        return self.forecasted

    def sky(self, at: datetime | None) -> Sky | None:
        """As told."""
        return self.skies


LISBON = Told()


def objection(audience: Audience, facts: Told) -> str:
    """Whichever condition objects, those that the instant decides after the others."""
    known = cast(Facts, facts)
    return conditions.objection(audience, known) or conditions.objection_then(
        audience, known, anchor=NOON, at=NOON
    )


def test_every_condition_has_its_question() -> None:
    """What an editor can write is asked in one of two tables."""
    assert sorted([*CHECKS, *CHECKS_THEN]) == sorted(CONDITIONS)


@pytest.mark.parametrize(
    "audience",
    [
        Audience(),
        Audience(who=Who.LEAD),
        Audience(destinations=frozenset({"lisbon", "porto"})),
        Audience(countries=frozenset({"PT"})),
        Audience(transport=frozenset({Kind.FLIGHT, Kind.TRAIN})),
        Audience(trip_types=frozenset({TripType.ROUND_TRIP})),
        Audience(months=frozenset({5})),
        Audience(nights_from=7, nights_to=7),
        Audience(nights_from=1),
        Audience(nights_to=7),
        Audience(abroad=True, children=True, layover=False, new_zone=True, multi_stay=False),
        Audience(before_leg_hours=36),
        Audience(personas=frozenset({Persona.FAMILY, Persona.COUPLE})),
        Audience(not_personas=frozenset({Persona.BUSINESS})),
        Audience(stays=True, wet=False, documents=True, travel_time=True, differs=True),
        Audience(feels=frozenset({Feel.WARM, Feel.HOT})),
        Audience(occasions=frozenset(Celebration)),
        Audience(regions=frozenset({"schengen"}), not_regions=frozenset({"uk"})),
        Audience(holidays=True, forecast=True, sky=frozenset({Sky.RAIN, Sky.SNOW})),
        Audience(departs=Clocks(since=time(22), until=time(6)), arrives=Clocks(since=time(1), until=time(2))),
        Audience(connection_from=55, connection_to=55),
        Audience(changes=frozenset({ChangeKind.DELAYED})),
        Audience(transfer=True, onward=frozenset({Kind.TRANSFER, Kind.BUS}), flies=True, first_of_kind=True),
    ],
)
def test_what_holds_has_no_objection(audience: Audience) -> None:
    """A week in Lisbon with children meets each of these."""
    assert objection(audience, LISBON) == ""


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience(destinations=frozenset({"rome"})), "only for rome"),
        (
            Audience(destinations=frozenset({"rome", "florence", "venice"})),
            "only for florence, rome or venice",
        ),
        (Audience(countries=frozenset({"IT"})), "only for destinations in IT"),
        (Audience(transport=frozenset({Kind.TRAIN, Kind.BUS})), "only by bus or train"),
        (
            Audience(trip_types=frozenset({TripType.ONE_WAY, TripType.STAY_ONLY})),
            "only for trips of the kind one way or stay only",
        ),
        (Audience(directions=frozenset({"return"})), "only on the way return"),
        (Audience(months=frozenset({12, 1})), "only for arrivals in January or December"),
        (Audience(abroad=False), "only for trips within the home country"),
        (Audience(children=False), "only for parties without children"),
        (Audience(layover=True), "only where one changes on the way"),
        (Audience(new_zone=False), "only where the clock is as at home"),
        (Audience(multi_stay=True), "only for trips with several destinations"),
        (Audience(first=True), "only for the first one, and that is not known here"),
        (Audience(last=False), "not for the last one, and that is not known here"),
        (Audience(nights_from=8), "only for at least 8 nights, and this is 7"),
        (Audience(nights_to=6), "only for at most 6 nights, and this is 7"),
        (Audience(nights_from=1, nights_to=3), "only for 1 to 3 nights, and this is 7"),
        (Audience(before_leg_hours=35), "only when one leaves within 35 hours after it"),
        (
            Audience(personas=frozenset({Persona.SOLO, Persona.COUPLE})),
            "only for couples or solo travellers",
        ),
        (Audience(not_personas=frozenset(Persona)), "not for families with young children"),
        (Audience(stays=False), "only for trips without a stay"),
        (Audience(feels=frozenset({Feel.COLD})), "only where it is cold, and here it is warm"),
        (Audience(wet=True), "only in the rainy months there"),
        (
            Audience(occasions=frozenset({Celebration.HONEYMOON})),
            "only where one celebrates: honeymoon",
        ),
        (Audience(regions=frozenset({"uk"})), "only within uk"),
        (Audience(not_regions=frozenset({"eu", "uk"})), "only outside eu or uk"),
        (Audience(holidays=False), "only when no public holiday falls in the stay"),
        (Audience(forecast=False), "only without a forecast"),
        (
            Audience(sky=frozenset({Sky.CLEAR, Sky.CLOUD})),
            "only for days of clear or cloud, and the forecast says rain",
        ),
        (Audience(documents=False), "only without documents attached"),
        (
            Audience(travel_time=False),
            "only while we do not know how far home is from the first departure",
        ),
        (Audience(differs=False), "only where all is as at home"),
        (
            Audience(departs=Clocks(since=time(6), until=time(23, 30))),
            "only for departures from 06:00 to 23:30, and this is 23:30",
        ),
        (
            Audience(arrives=Clocks(since=time(22), until=time(1, 45))),
            "only for arrivals from 22:00 to 01:45, and this is 01:45",
        ),
        (Audience(connection_from=56), "only for at least 56 minutes to change, and these are 55"),
        (Audience(connection_to=54), "only for at most 54 minutes to change, and these are 55"),
        (Audience(changes=frozenset({ChangeKind.CANCELLED})), "only for what is cancelled"),
        (Audience(transfer=False), "only where nobody fetches one"),
        (Audience(onward=frozenset({Kind.TRAIN, Kind.BUS})), "only where the way goes on by bus or train"),
        (Audience(flies=False), "only on a way without a flight"),
        (Audience(first_of_kind=False), "only after the first leg of its kind"),
        (Audience(new_country=True), "only for the first stay in its country, and that is not known here"),
    ],
)
def test_what_fails_is_said(audience: Audience, words: str) -> None:
    """Each failing condition names itself."""
    assert objection(audience, LISBON) == words


def test_the_first_that_fails_is_said() -> None:
    """One reason is enough."""
    assert (
        objection(Audience(countries=frozenset({"IT"}), abroad=False), LISBON)
        == "only for destinations in IT"
    )


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience(abroad=True), "only for trips abroad, and that is not known here"),
        (Audience(new_zone=False), "only where the clock is as at home, and that is not known here"),
        (Audience(nights_from=1), "only for a certain number of nights, and that is not known here"),
        (Audience(before_leg_hours=900), "only when one leaves within 900 hours after it"),
        (Audience(months=frozenset({5})), "only for arrivals in May"),
        (Audience(feels=frozenset({Feel.HOT})), "only where it is hot, and that is not known here"),
        (Audience(wet=False), "only in the dry months there, and that is not known here"),
        (Audience(regions=frozenset({"eu"})), "only within eu, and that is not known here"),
        (Audience(not_regions=frozenset({"eu"})), "only outside eu, and that is not known here"),
        (Audience(sky=frozenset({Sky.RAIN})), "only for days of rain, and that is not known here"),
        (Audience(differs=False), "only where all is as at home, and that is not known here"),
        (
            Audience(departs=Clocks(since=time(6), until=time(9))),
            "only for departures from 06:00 to 09:00, and that is not known here",
        ),
        (
            Audience(connection_to=60),
            "only for a change on the way, and there is none after this or its times are not known",
        ),
    ],
)
def test_what_nobody_knows_does_not_hold(audience: Audience, words: str) -> None:
    """An unknown fact meets no condition, for or against."""
    unknown = replace(
        LISBON,
        **dict.fromkeys(
            ("abroad", "new_zone", "nights", "hours", "month", "wet", "regions", "skies", "differs"), None
        ),
        **dict.fromkeys(("departs", "arrives", "connection"), None),
        feels=frozenset(),
    )
    assert objection(audience, unknown) == words


def test_an_audience_without_conditions_asks_nothing() -> None:
    """`who` alone is no condition on the trip."""
    lead = Audience(who=Who.LEAD)
    assert (lead.asked, lead.asked_then) == ((), ())
    assert Audience(last=False).asked == ("last",)
    assert Audience(forecast=False, months=frozenset({5})).asked_then == ("forecast",)


@pytest.mark.parametrize(
    ("kinds", "before", "first", "words"),
    [
        ({Kind.FLIGHT}, {Kind.TRAIN, Kind.TRANSFER}, True, ""),
        ({Kind.FLIGHT}, {Kind.TRAIN}, False, "not for the first flight of its chain"),
        ({Kind.FLIGHT}, {Kind.FLIGHT}, True, "only for the first flight of its chain"),
        ({Kind.FLIGHT}, {Kind.FLIGHT}, False, ""),
        (
            {Kind.TRAIN, Kind.BUS},
            {Kind.FLIGHT},
            True,
            "only for the first bus, flight or train of its chain",
        ),
        (set(), {Kind.TRANSFER}, True, "only for the first one"),
    ],
)
def test_the_first_of_its_kind(kinds: set[Kind], before: set[Kind], first: bool, words: str) -> None:
    """With kinds only legs of those and flights count before it; without, each leg of the chain does."""
    leg = replace(
        LISBON, kinds=frozenset(kinds) or LISBON.kinds, first=not before, kinds_before=frozenset(before)
    )
    assert objection(Audience(transport=frozenset(kinds), first=first), leg) == words


def test_the_last_of_its_kind() -> None:
    """A flight that a taxi follows is the last flight of its chain, but not the last leg."""
    leg = replace(LISBON, last=False, kinds_after=frozenset({Kind.TRANSFER}))
    flights = frozenset({Kind.FLIGHT})
    assert objection(Audience(transport=flights, last=True), leg) == ""
    assert objection(Audience(transport=flights, last=False), leg) == "not for the last flight of its chain"
    assert objection(Audience(last=True), leg) == "only for the last one"


def test_a_stay_is_the_first_of_its_trip_whatever_the_transport() -> None:
    """What is no leg has no chain: with transport too it is the first or last of its trip."""
    hotel = replace(LISBON, first=True, last=True)
    assert objection(Audience(transport=frozenset({Kind.FLIGHT}), first=True, last=True), hotel) == ""


def test_a_trip_lies_within_a_region_with_all_its_places_or_outside() -> None:
    """Rome and London: an identity card is not enough for both, so what is for outside goes, and only that."""
    both = replace(LISBON, regions=(frozenset({"eu"}), frozenset({"uk"})))
    eu = frozenset({"eu"})
    assert objection(Audience(regions=eu), both) == "only within eu"
    assert objection(Audience(not_regions=eu), both) == ""
    assert objection(Audience(regions=frozenset({"eu", "uk"})), both) == ""


@pytest.mark.parametrize(
    ("clock", "holds"),
    [(time(21, 59, 59), False), (time(22), True), (time(0), True), (time(5, 59, 59), True), (time(6), False)],
)
def test_a_span_of_the_clock_goes_over_midnight(clock: time, holds: bool) -> None:
    """Its start is counted in, its end is not."""
    assert Clocks(since=time(22), until=time(6)).hold(clock) is holds
    assert Clocks(since=time(6), until=time(22)).hold(clock) is not holds
