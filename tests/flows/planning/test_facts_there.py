"""The facts of an occurrence that the place, the papers and what was looked up tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from flows.library.audience import Celebration, Feel
from flows.library.climate import Climate
from flows.library.country import CountryFacts
from flows.library.library import Library
from flows.library.lookups import Forecast, Holiday, Lookups, Sky
from flows.library.place import PlaceFacts
from flows.library.touchpoint import Per
from flows.planning.facts import Facts
from flows.trips.changes import Change, ChangeKind
from flows.trips.documents import Document
from flows.trips.personas import Persona
from flows.trips.trip import Trip
from tests.flows.planning.test_facts import known
from tests.support.trips import (
    ANN,
    BRUNO,
    COUPLE,
    flight,
    italy_round_trip,
    lisbon_family,
    stay,
    town,
    trip,
    utc,
)

MILD = tuple(Feel.HOT if month in (6, 7, 8) else Feel.MILD for month in range(1, 13))
SEA = Climate(id="sea", feels=MILD, wet=frozenset({11, 12, 1}))
WORLD = Library(
    places=(
        PlaceFacts(id="lisbon", iata=frozenset({"LIS"}), cities=frozenset({"lisbon"}), country="PT"),
        PlaceFacts(
            id="rome",
            iata=frozenset({"FCO"}),
            cities=frozenset({"rome"}),
            country="IT",
            wet=frozenset({9}),
        ),
    ),
    countries={
        "NL": CountryFacts(country="NL", currency="EUR", regions=frozenset({"eea", "schengen"})),
        "PT": CountryFacts(
            country="PT", currency="EUR", regions=frozenset({"eea", "schengen"}), climate="sea"
        ),
        "IT": CountryFacts(
            country="IT", currency="EUR", regions=frozenset({"eea", "schengen"}), climate="sea"
        ),
        "GB": CountryFacts(country="GB", currency="GBP", regions=frozenset({"uk"})),
        "NZ": CountryFacts(country="NZ", currency="NZD", climate="sea", southern=True),
    },
    climates={"sea": SEA},
)
LISBON = lisbon_family()


def of(journey: Trip, per: Per = Per.TRIP, occurrence: str = "trip", **more: object) -> Facts:
    """The facts of one occurrence in a world of a few countries."""
    return known(journey, per, occurrence, library=WORLD, **more)


def test_the_party_and_what_it_celebrates() -> None:
    """As the booking and the traveller say; a word that content does not know is passed over."""
    feast = replace(LISBON, occasions=("birthday", "victory"))
    assert of(feast).occasions == {Celebration.BIRTHDAY}
    assert of(feast).personas == {Persona.FAMILY}
    assert (of(LISBON).stays, of(trip()).stays) == (True, False)


@pytest.mark.parametrize(
    ("arrives", "feels", "wet"),
    [("2027-05", Feel.MILD, False), ("2027-07", Feel.HOT, False), ("2027-12", Feel.MILD, True)],
)
def test_how_a_month_feels(arrives: str, feels: Feel, wet: bool) -> None:
    """By the climate of the country, in the month of arrival."""
    journey = trip(flight("KL1", "AMS", "LIS", f"{arrives}-10T10:00", f"{arrives}-10T12:00"))
    assert (of(journey).feels, of(journey).wet) == ({feels}, wet)


def test_in_the_south_the_months_shift() -> None:
    """January in New Zealand is like July in the north."""
    journey = trip(flight("NZ1", "LAX", "AKL", "2027-01-05T22:00", "2027-01-07T06:00"))
    assert (of(journey).feels, of(journey).wet) == ({Feel.HOT}, False)


def test_a_place_knows_its_own_rain() -> None:
    """Rome's wet September wins over its climate; Florence has only the climate's."""
    journey = italy_round_trip()
    assert of(journey, Per.STAY, "rome").wet is True
    assert of(journey, Per.STAY, "florence").wet is False
    assert of(journey).wet is True
    assert of(trip(stay("Cabin", "MUC", "2027-06-01", "2027-06-05"))).wet is None


def test_regions_are_those_of_every_destination() -> None:
    """One unknown country makes them unknown."""
    assert of(italy_round_trip()).regions == (frozenset({"eea", "schengen"}),) * 3
    mixed = trip(
        stay("One", "FCO", "2027-06-01", "2027-06-05"), stay("Two", "MUC", "2027-06-05", "2027-06-09")
    )
    assert of(mixed).regions is None
    assert of(trip()).regions is None


def test_what_differs_from_home() -> None:
    """The clock or what the countries say; as at home where both are known and agree; else nobody knows."""
    assert of(LISBON).differs is True
    assert of(italy_round_trip()).differs is False
    assert of(trip(stay("Inn", "LHR", "2027-06-01", "2027-06-05"), home_zone="Europe/Lisbon")).differs is True
    nowhere = town("Somewhere", "", "Europe/Rome")
    assert of(trip(stay("Inn", nowhere, "2027-06-01", "2027-06-05"))).differs is None


def test_documents_belong_to_a_segment_or_the_trip_and_to_people() -> None:
    """A voucher of the hotel is the stay's and the trip's; one of Bruno's only is not in Ann's trip alone."""
    voucher = Document(id="d1", name="Voucher", segment="hotel")
    held = replace(LISBON, documents=(voucher,))
    assert [of(held, *row).documents for row in ((), (Per.STAY, "hotel"), (Per.LEG, "out"))] == [
        True,
        True,
        False,
    ]
    own = replace(voucher, travellers=("somebody-else",))
    assert of(replace(LISBON, documents=(own,))).documents is False
    assert of(replace(LISBON, documents=(replace(own, travellers=(BRUNO.id,)),))).documents is True


def test_the_way_from_home_is_known_when_told() -> None:
    """Zero minutes are an answer too."""
    assert [of(LISBON, travel_minutes=minutes).travel_time for minutes in (None, 0, 90)] == [
        False,
        True,
        True,
    ]


def test_local_clocks_of_a_leg_and_of_the_way_out() -> None:
    """A leg has its own; anything else that of the trip's way out; what nobody knows is unknown."""
    assert (of(LISBON).departs, of(LISBON).arrives) == (time(9, 40), time(11, 45))
    back = of(LISBON, Per.LEG, "back")
    assert (back.departs, back.arrives) == (time(17, 30), time(21, 25))
    hotel = of(LISBON, Per.STAY, "hotel")
    assert (hotel.departs, hotel.arrives) == (time(9, 40), time(11, 45))
    assert of(trip()).departs is None


def test_the_wait_after_a_leg() -> None:
    """In minutes, to the next leg of its chain; after the last there is none."""
    journey = trip(
        flight("QR274", "AMS", "DOH", "2027-06-01T15:00", "2027-06-01T23:00", id="one"),
        flight("QR962", "DOH", "DPS", "2027-06-01T23:55", "2027-06-02T14:00", id="two"),
    )
    assert (of(journey, Per.LEG, "one").connection, of(journey, Per.LEG, "two").connection) == (55, None)
    assert of(journey).connection is None
    open_end = replace(journey.booking.segments[0], arrives=None)
    unknown = replace(
        journey, booking=replace(journey.booking, segments=(open_end, journey.booking.segments[1]))
    )
    assert of(unknown, Per.LEG, "one").connection is None


def test_a_change_is_its_own_kind_and_a_trip_knows_all_of_them() -> None:
    """Per change one kind, per trip every one."""
    changes = tuple(
        Change(id=kind.value, at=utc("2027-05-01T10:00"), kind=kind)
        for kind in (ChangeKind.DELAYED, ChangeKind.CHANGED)
    )
    journey = replace(LISBON, changes=changes)
    assert of(journey).changes == {ChangeKind.DELAYED, ChangeKind.CHANGED}
    assert of(journey, Per.CHANGE, "delayed").changes == {ChangeKind.DELAYED}


def holiday(*days: str) -> Lookups:
    """Public holidays of Portugal and nowhere else."""

    def asked(country: str, since: date, until: date) -> tuple[Holiday, ...]:
        return tuple(
            Holiday(day=day, names={"": "Feriado"})
            for day in map(date.fromisoformat, days)
            if country == "PT" and since <= day <= until
        )

    return Lookups(holidays=asked)


@pytest.mark.parametrize(
    ("day", "falls"),
    [("2027-05-11", False), ("2027-05-12", True), ("2027-05-19", True), ("2027-05-20", False)],
)
def test_a_holiday_falls_in_the_stay(day: str, falls: bool) -> None:
    """From the day of arrival to that of leaving, both counted in."""
    before = utc("2027-05-01T10:00")
    assert of(LISBON, lookups=holiday(day)).holidays(before) is falls
    assert of(LISBON, Per.STAY, "hotel", lookups=holiday(day)).holidays(before) is falls


def test_a_holiday_that_is_over_is_none() -> None:
    """Only the days ahead count; without an end of the stay nobody can say."""
    facts = of(LISBON, lookups=holiday("2027-05-14"))
    assert facts.holidays(utc("2027-05-14T20:00")) is True
    assert facts.holidays(utc("2027-05-15T08:00")) is False
    one_way = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45"))
    assert of(one_way, lookups=holiday("2027-05-14")).holidays(None) is False


def sky(place: str, **days: Sky) -> Lookups:
    """A forecast of one place: sky("lisbon", d12=Sky.RAIN) for 12 May."""

    def asked(key: str) -> tuple[Forecast, ...]:
        return tuple(
            Forecast(day=date(2027, 5, int(day[1:])), low=10, high=18, sky=found)
            for day, found in days.items()
            if key == place
        )

    return Lookups(forecasts=asked)


def test_a_forecast_is_there_for_a_day_of_the_stay_ahead() -> None:
    """Another place's is none, nor one of a day that is over or before they come."""
    at = utc("2027-05-13T10:00")
    assert of(LISBON, lookups=sky("lisbon", d14=Sky.RAIN)).forecast(at) is True
    assert of(LISBON, lookups=sky("lisbon", d12=Sky.RAIN)).forecast(at) is False
    assert of(LISBON, lookups=sky("lisbon", d20=Sky.RAIN)).forecast(at) is False
    assert of(LISBON, lookups=sky("rome", d14=Sky.RAIN)).forecast(at) is False
    assert of(LISBON).forecast(at) is False


def test_the_sky_is_that_of_the_moments_day_where_they_are() -> None:
    """At home already that of the destination; half past eleven in the evening is still that day."""
    facts = of(LISBON, lookups=sky("lisbon", d12=Sky.RAIN, d13=Sky.CLEAR))
    assert facts.sky(utc("2027-05-12T05:00")) is Sky.RAIN
    assert facts.sky(utc("2027-05-12T22:30")) is Sky.RAIN
    assert facts.sky(utc("2027-05-12T23:00")) is Sky.CLEAR
    assert facts.sky(utc("2027-05-14T12:00")) is None
    assert facts.sky(None) is None


def test_each_stay_has_its_own_sky() -> None:
    """Rome's forecast says nothing of Florence."""
    journey = italy_round_trip()
    rome = Lookups(
        forecasts=lambda key: (
            (Forecast(day=date(2027, 9, 11), low=18, high=27, sky=Sky.CLEAR),) if key == "rome" else ()
        )
    )
    at = utc("2027-09-11T08:00")
    assert of(journey, Per.STAY, "rome", lookups=rome).sky(at) is Sky.CLEAR
    assert of(journey, Per.STAY, "florence", lookups=rome).sky(at) is None
    assert of(journey, Per.STAY, "florence", lookups=rome).forecast(at) is False
    assert of(journey, lookups=rome).forecast(at) is True


def test_two_who_share_their_stays_are_a_couple() -> None:
    """Personas are those of the whole party."""
    assert of(replace(italy_round_trip(), corrections=(("couple", False),))).personas == frozenset()
    assert of(italy_round_trip()).personas == {Persona.COUPLE}
    assert {person.id for person in COUPLE} == {ANN.id, BRUNO.id}
