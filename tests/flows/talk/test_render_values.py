"""What each placeholder says, at night, over zones, on a connection, at a change of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.errors import MissingFact
from flows.library.library import Library
from flows.library.text import LOCALES
from flows.talk import dates
from flows.talk.facts import Facts, gathered
from flows.talk.markup import markup_fault
from flows.talk.render import render_digest
from flows.talk.values import SUPPLIERS, number, value
from flows.trips.evidence import FlightStatus
from flows.trips.times import Time
from flows.trips.trip import Kind, Segment, Trip
from tests.flows.talk.test_render import facts, library
from tests.flows.trips.test_random_itineraries import odd_segments
from tests.support.chats import sentence
from tests.support.trips import (
    ANN,
    date_line_business,
    flight,
    italy_round_trip,
    leg,
    lisbon_family,
    stay,
    town,
    trip,
    utc,
    visit,
)

SHELF: Library = library()
MIDNIGHT = trip(
    flight("KL601", "AMS", "JFK", "2027-03-13T00:15", "2027-03-13T02:50", id="out"),
    stay("Hotel Hudson", "JFK", "2027-03-13T15:00", "2027-03-20T11:00", id="hotel"),
    flight("KL602", "JFK", "AMS", "2027-03-20T18:00", "2027-03-21T07:10", id="back"),
)
BALI = trip(
    flight("QR274", "AMS", "DOH", "2027-09-28T15:00", "2027-09-28T22:30", id="one"),
    flight("QR960", "DOH", "DPS", "2027-09-29T02:15", "2027-09-29T17:30", id="two"),
    stay("Pondok", "DPS", "2027-09-29", "2027-10-14", id="pondok"),
    flight("QR961", "DPS", "DOH", "2027-10-14T19:00", "2027-10-14T23:40", id="three"),
    flight("QR273", "DOH", "AMS", "2027-10-15T02:15", "2027-10-15T06:50", id="four"),
)
OWN_CAR = trip(
    stay("Het Huis", town("Spa", "BE", "Europe/Brussels"), "2027-07-03T16:00", "2027-07-10T10:00", id="h")
)
ONE_WAY = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
RAROTONGA = trip(
    flight("NZ946", "AKL", "RAR", "2027-06-10T09:00", "2027-06-09T14:50", id="out"),
    stay("Muri Lodge", "RAR", "2027-06-09T15:00", "2027-06-16T10:00", id="lodge"),
    home_zone="Pacific/Auckland",
)


def said(
    name: str, journey: Trip, *, locale: str = "en", occurrence: str = "trip", now: str = "2027-01-15"
) -> str:
    """A placeholder's value on a trip; "-" when nothing is known."""
    try:
        return value(facts(SHELF, journey, locale=locale, occurrence=occurrence, now=utc(now)), name)
    except MissingFact:
        return "-"


@pytest.mark.parametrize(
    ("locale", "night", "be_there"),
    [
        ("nl", "in de nacht van vrijdag op zaterdag 13 maart", "vrijdag 21:15"),
        ("en", "overnight from Friday to Saturday 13 March", "Friday 21:15"),
        ("fr", "dans la nuit du vendredi au samedi 13 mars", "vendredi 21:15"),
        ("de", "in der Nacht von Freitag auf Samstag, 13. März", "Freitag 21:15"),
    ],
)
def test_a_departure_after_midnight_is_told_as_a_night(locale: str, night: str, be_there: str) -> None:
    """Nobody comes 24 hours late for 00:15 (S15)."""
    assert said("trip.departure", MIDNIGHT, locale=locale) == night
    assert said("trip.be_there", MIDNIGHT, locale=locale) == be_there
    assert said("leg.departs", MIDNIGHT, locale=locale, occurrence="out") == f"{night}, 00:15"
    assert said("leg.be_there", MIDNIGHT, locale=locale, occurrence="out") == be_there


@pytest.mark.parametrize(("clock", "expected"), [("04:59", "overnight from"), ("05:00", "Saturday 13 March")])
def test_the_night_ends_at_five(clock: str, expected: str) -> None:
    """One minute before five is night, five is morning."""
    journey = trip(flight("KL601", "AMS", "JFK", f"2027-03-13T{clock}", "2027-03-13T23:00"))
    assert said("trip.departure", journey).startswith(expected)


@pytest.mark.parametrize(
    ("name", "journey", "occurrence", "expected"),
    [
        ("trip.return", lisbon_family(), "trip", "Wednesday 19 May"),
        ("trip.return", ONE_WAY, "trip", "-"),
        ("trip.return", OWN_CAR, "trip", "Saturday 10 July"),
        ("trip.departure", OWN_CAR, "trip", "Saturday 3 July"),
        ("trip.departure_time", OWN_CAR, "trip", "-"),
        ("trip.be_there", OWN_CAR, "trip", "-"),
        ("trip.nights", lisbon_family(), "trip", "7"),
        ("trip.nights", date_line_business(), "trip", "6"),
        ("trip.nights", OWN_CAR, "trip", "7"),
        ("trip.nights", ONE_WAY, "trip", "-"),
        ("trip.days_to_go", lisbon_family(), "trip", "117"),
        ("trip.reference", lisbon_family(), "trip", "LISBON-4"),
        ("trip.party", lisbon_family(), "trip", "Ann, Bruno, Chiara and Dan"),
        ("trip.destination", BALI, "trip", "Denpasar"),
        ("leg.label", lisbon_family(), "out", "KL 1697"),
        ("leg.label", italy_round_trip(), "to-florence", "train 9423"),
        ("leg.from", lisbon_family(), "out", "Amsterdam"),
        ("leg.to", lisbon_family(), "out", "Lisbon"),
        ("leg.departs", lisbon_family(), "out", "Wednesday 12 May, 09:40"),
        ("leg.departs", lisbon_family(), "back", "Wednesday 19 May, 17:30 (Lisbon time)"),
        ("leg.arrives", lisbon_family(), "out", "11:45 (Lisbon time)"),
        ("leg.arrives", lisbon_family(), "back", "21:25"),
        ("leg.arrives", BALI, "two", "17:30 (Denpasar time)"),
        ("leg.arrives", MIDNIGHT, "back", "Sunday 21 March, 07:10"),
        ("leg.connection", BALI, "one", "3 hours 45 minutes in Doha"),
        ("leg.connection", BALI, "two", "-"),
        ("leg.connection", BALI, "trip", "-"),
        ("leg.next", BALI, "one", "QR 960 to Denpasar, 02:15"),
        ("leg.next", BALI, "two", "-"),
        ("leg.label", lisbon_family(), "trip", "-"),
        ("stay.name", lisbon_family(), "hotel", "Hotel Alfama"),
        ("stay.address", lisbon_family(), "hotel", "Lisbon"),
        ("stay.check_in", lisbon_family(), "hotel", "Wednesday 12 May, 15:00 (Lisbon time)"),
        ("stay.check_out", lisbon_family(), "hotel", "Wednesday 19 May, 11:00 (Lisbon time)"),
        ("stay.check_in", italy_round_trip(), "rome", "Friday 10 September"),
        ("stay.check_in_time", lisbon_family(), "hotel", "15:00"),
        ("stay.check_out_time", lisbon_family(), "hotel", "11:00"),
        ("stay.check_out_time", italy_round_trip(), "rome", "ask until what time"),
        ("stay.nights", italy_round_trip(), "rome", "3"),
        ("stay.nights", italy_round_trip(), "uffizi", "-"),
        ("stay.nights", italy_round_trip(), "trip", "-"),
        ("visit.name", lisbon_family(), "aquarium", "Oceanário de Lisboa"),
        ("visit.start", italy_round_trip(), "uffizi", "Tuesday 14 September, 10:00"),
        ("visit.place", italy_round_trip(), "uffizi", "Florence"),
        ("place.name", lisbon_family(), "trip", "Lisbon"),
        ("place.name", italy_round_trip(), "to-venice", "Venice"),
        ("place.tips", lisbon_family(), "hotel", "• <b>Tram</b> in Portugal"),
        ("place.tips", italy_round_trip(), "trip", "-"),
        ("place.good", italy_round_trip(), "trip", "Walk"),
        ("place.arrive", italy_round_trip(), "trip", "-"),
        ("country.name", italy_round_trip(), "trip", "Italy"),
        ("emergency.general", lisbon_family(), "trip", "112"),
        ("emergency.general", italy_round_trip(), "trip", "-"),
        ("emergency.numbers", italy_round_trip(), "trip", "-"),
        ("zone.difference", lisbon_family(), "trip", "1 hour earlier than at home"),
        ("zone.difference", BALI, "trip", "6 hours later than at home"),
        ("zone.difference", italy_round_trip(), "trip", "-"),
        (
            "zone.difference",
            RAROTONGA,
            "trip",
            "2 hours later than at home, and a day earlier on the calendar",
        ),
        ("agency.name", lisbon_family(), "trip", "Zon &amp; Zee"),
        ("agency.hours", lisbon_family(), "trip", "-"),
        ("clock.change", MIDNIGHT, "2027-03-14", "1 hour forward (02:00 becomes 03:00)"),
        ("clock.night", MIDNIGHT, "2027-03-14", "overnight from Saturday to Sunday 14 March"),
        ("clock.change", MIDNIGHT, "trip", "-"),
        ("clock.night", MIDNIGHT, "trip", "-"),
    ],
)
def test_each_placeholder_says_one_thing(name: str, journey: Trip, occurrence: str, expected: str) -> None:
    """Values are told local to their place, with the place where the clock differs from home's."""
    assert said(name, journey, occurrence=occurrence) == expected


def test_the_clock_goes_back_too() -> None:
    """In autumn an hour comes twice."""
    journey = trip(
        stay("Het Huis", town("Spa", "BE", "Europe/Brussels"), "2027-10-29T16:00", "2027-11-02T10:00")
    )
    assert said("clock.change", journey, occurrence="2027-10-31") == "1 hour back (03:00 becomes 02:00)"


def test_days_to_go_end_with_the_departure() -> None:
    """On the day it is 0; afterwards nothing is said (S8)."""
    told = [
        said("trip.days_to_go", lisbon_family(), now=day)
        for day in ("2027-05-11T10:00", "2027-05-12T05:00", "2027-05-13")
    ]
    assert told == ["1", "0", "-"]


def test_a_number_is_counted() -> None:
    """A count is a number; a text is none."""
    known = facts(SHELF)
    assert number(known, "trip.nights") == 7
    with pytest.raises(MissingFact):
        number(known, "trip.destination")


def test_the_year_is_told_when_it_is_not_plain() -> None:
    """A departure in another year, far ahead, carries its year."""
    assert said("trip.departure", lisbon_family(), now="2026-06-01") == "Wednesday 12 May 2027"
    assert said("trip.departure", lisbon_family(), now="2026-12-31") == "Wednesday 12 May"


def test_the_route_shows_the_way_that_comes_next() -> None:
    """Before leaving the way out with its connection, on site the way home."""
    assert said("trip.route", BALI) == (
        "<b>Tue 28 Sept</b>\n✈️ 15:00–22:30 Amsterdam → Doha (QR 274)\n⏱ 3 hours 45 minutes in Doha\n"
        "<b>Wed 29 Sept</b>\n✈️ 02:15–17:30 Doha → Denpasar (QR 960)\n"
        "🌙 overnight from Tuesday to Wednesday 29 September"
    )
    assert said("trip.route", BALI, now="2027-10-01").startswith(
        "<b>Thu 14 Oct</b>\n✈️ 19:00–23:40 Denpasar → Doha"
    )
    assert said("trip.route", BALI, now="2028-01-01").startswith("<b>Thu 14 Oct</b>")
    assert said("trip.route", OWN_CAR) == "-"


def test_arriving_on_another_day_is_marked() -> None:
    """The next day is +1; over the date line it can be the day before."""
    back = trip(flight("NZ746", "AKL", "RAR", "2027-06-02T09:00", "2027-06-01T14:50"))
    assert "11:00–14:05 (+1) Newark → Tokyo" in said("trip.glance", date_line_business())
    assert "19:53–18:59 Tokyo → Newark" in said("trip.glance", date_line_business())
    assert "09:00–14:50 (−1) Auckland → Avarua" in said("trip.glance", back)


def test_the_glance_follows_what_happens_over_the_date_line() -> None:
    """The flight stands before the hotel that it leads to, although that is of the day before."""
    back = trip(
        flight("NZ746", "AKL", "RAR", "2027-06-02T09:00", "2027-06-01T14:50"),
        stay("Lagoon Lodge", "RAR", "2027-06-01", "2027-06-08"),
    )
    assert said("trip.glance", back).startswith(
        "<b>Wed 2 Jun</b>\n✈️ 09:00–14:50 (−1) Auckland → Avarua (NZ 746)\n"
        "<b>Tue 1 Jun</b>\n🏨 Lagoon Lodge · 7 nights"
    )


@pytest.mark.parametrize(
    ("locale", "night"),
    [
        ("nl", "🌙 in de nacht van vrijdag op zaterdag 15 mei · aanwezig zijn: vrijdag 21:15"),
        ("en", "🌙 overnight from Friday to Saturday 15 May · be there: Friday 21:15"),
        ("fr", "🌙 dans la nuit du vendredi au samedi 15 mai · sur place : vendredi 21:15"),
        ("de", "🌙 in der Nacht von Freitag auf Samstag, 15. Mai · vor Ort sein: Freitag 21:15"),
    ],
)
@pytest.mark.parametrize("name", ["trip.glance", "trip.route"])
def test_the_way_shows_a_departure_after_midnight_as_a_night(name: str, locale: str, night: str) -> None:
    """What leaves at 00:15 says which night, and when to be there, wherever the way is shown (S15)."""
    midnight = trip(flight("KL895", "AMS", "DPS", "2027-05-15T00:15", "2027-05-15T20:05"))
    assert night in said(name, midnight, locale=locale).split("\n")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl", "in de nacht van donderdag op vrijdag, 03:10"),
        ("en", "overnight from Thursday to Friday, 03:10"),
        ("fr", "dans la nuit du jeudi au vendredi, 03:10"),
        ("de", "in der Nacht von Donnerstag auf Freitag, 03:10"),
    ],
)
def test_to_be_there_at_night_is_told_as_a_night(locale: str, expected: str) -> None:
    """Who has to be at the airport at 03:10 is told which night that is."""
    dawn = trip(flight("HV5951", "AMS", "LIS", "2027-06-04T06:10", "2027-06-04T08:10", id="out"))
    assert said("leg.be_there", dawn, locale=locale, occurrence="out") == expected
    later = trip(flight("HV5951", "AMS", "LIS", "2027-06-04T08:00", "2027-06-04T10:00", id="out"))
    assert said("leg.be_there", later, occurrence="out") == "Friday 05:00"


def test_the_evening_before_shows_the_night_flight() -> None:
    """Friday is not free when one sets out on Friday evening for a flight at 00:15 on Saturday."""
    midnight = trip(flight("KL895", "AMS", "DPS", "2027-05-15T00:15", "2027-05-15T20:05"))
    assert "00:15–20:05" in said("trip.today", midnight, now="2027-05-14T09:00")
    assert "00:15–20:05" in said("trip.today", midnight, now="2027-05-14T22:30")
    assert "00:15" not in said("trip.today", midnight, now="2027-05-13T09:00")


def test_the_place_of_a_trip_is_where_one_is() -> None:
    """On a round trip the words of a place are those of the place where the traveller is or goes, not the main one's."""
    places = [
        said("place.name", italy_round_trip(), now=now)
        for now in ("2027-08-01", "2027-09-11", "2027-09-13T11:00", "2027-09-14", "2027-09-16", "2027-10-01")
    ]
    assert places == ["Rome", "Rome", "Florence", "Florence", "Venice", "Rome"]


def test_what_is_not_printed_is_not_told() -> None:
    """Dates without times, legs without arrivals and empty trips show what is known and no more."""
    dated = trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12", id="out"),
        leg(Kind.BUS, None, "LIS", town("Sintra", "PT", None), "2027-05-13T09:00", id="bus"),
        visit("Palace", town("Sintra", "PT", None), "2027-05-13T12:00", id="palace"),
    )
    assert said("trip.glance", dated) == (
        "<b>Wed 12 May</b>\n✈️ Amsterdam → Lisbon (KL 1697)\n"
        "<b>Thu 13 May</b>\n🚌 09:00 Lisbon → Sintra\n🎟 12:00 Palace"
    )
    assert said("leg.departs", dated, occurrence="out") == "Wednesday 12 May"
    assert said("leg.arrives", dated, occurrence="bus") == "-"
    assert said("leg.be_there", dated, occurrence="out") == "-"
    assert said("leg.connection", dated, occurrence="out") == "-"
    assert said("trip.departure_time", dated) == "-"
    empty = trip()
    names = (
        "trip.glance",
        "trip.route",
        "trip.departure",
        "trip.destination",
        "trip.nights",
        "place.name",
        "country.name",
    )
    assert [said(name, empty) for name in names] == ["-"] * len(names)


def test_an_instant_without_a_zone_has_no_clock() -> None:
    """Universal time is never told as if it were the clock of the place."""
    nowhere = town("Nowhere", "XX", None)
    journey = trip(flight("KL1", nowhere, nowhere, "2027-05-12T09:40", id="out"))
    segment = journey.booking.segments[0]
    instant = replace(segment, departs=Time.at(utc("2027-05-12T09:40"), None))
    moved = replace(journey, booking=replace(journey.booking, segments=(instant,)))
    assert said("leg.departs", journey, occurrence="out") == "Wednesday 12 May, 09:40"
    assert said("leg.departs", moved, occurrence="out") == "Wednesday 12 May"


def test_a_day_is_told_in_lines() -> None:
    """Today shows check-outs and legs; an empty day is said to be free."""
    assert said("trip.today", lisbon_family(), now="2027-05-19T08:00") == (
        "🧳 11:00 check-out Hotel Alfama\n✈️ 17:30–21:25 Lisbon → Amsterdam (KL 1698)"
    )
    assert said("trip.tomorrow", lisbon_family(), now="2027-05-14T08:00") == sentence(
        "rendering.nothing_fixed"
    )
    nowhere = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40"), home_zone=None)
    assert said("trip.today", nowhere, now="2027-03-01") == "-"
    assert said("zone.difference", nowhere) == "-"


def test_without_a_home_every_time_names_its_place() -> None:
    """Where nobody knows the home zone, a time is never taken for home's."""
    nowhere = trip(flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", id="out"), home_zone=None)
    assert said("leg.departs", nowhere, occurrence="out") == "Wednesday 12 May, 09:40 (Amsterdam time)"


def test_a_delay_is_told() -> None:
    """A flight's status moves what is said (S2)."""
    late = FlightStatus(segment="out", at=utc("2027-05-12T05:00"), departs=utc("2027-05-12T13:40"))
    known: Facts = gathered(
        lisbon_family(),
        (ANN.id,),
        library=SHELF,
        locale="en",
        now=utc("2027-05-12T05:00"),
        evidence=(late,),
        occurrence="out",
    )
    assert value(known, "leg.departs") == "Wednesday 12 May, 15:40"


def test_many_destinations_are_told_by_the_main_one() -> None:
    """More than four towns are too many for a sentence."""
    towns = [
        stay(
            "Hotel",
            town(f"Town {n}", "IT", "Europe/Rome"),
            f"2027-05-{n:02d}",
            f"2027-05-{n + 1 + n // 5:02d}",
            id=f"s{n}",
        )
        for n in range(1, 6)
    ]
    assert said("trip.destination", trip(*towns)) == "Town 5"


def test_durations_and_days_read_well() -> None:
    """Nothing, minutes, hours, days; an unknown locale and country fall back."""
    spans = [timedelta(), timedelta(minutes=30), timedelta(hours=20), timedelta(days=1, hours=2, minutes=5)]
    assert [dates.duration(span, "en") for span in spans] == [
        "0 minutes",
        "30 minutes",
        "20 hours",
        "1 day 2 hours",
    ]
    assert dates.long_day(date(2027, 5, 12), "xx-nonsense") == "Wednesday, 12 May"
    assert dates.land("XQ", "en") is None
    assert dates.listing((), "en") == ""


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(odd_segments(), max_size=5), st.sampled_from([None, "Europe/Amsterdam"]), st.data())
def test_odd_trips_can_be_told(segments: list[Segment], home: str | None, data: st.DataObject) -> None:
    """Whatever a booking holds, a value is valid markup or missing, and the digest goes."""
    numbered = [replace(segment, id=f"s{place}") for place, segment in enumerate(segments)]
    journey = trip(*numbered, home_zone=home)
    locale = data.draw(st.sampled_from(LOCALES))
    for occurrence in ("trip", *(segment.id for segment in numbered)):
        known = facts(SHELF, journey, locale=locale, occurrence=occurrence, now=utc("2027-05-12T10:00"))
        for name in SUPPLIERS:
            try:
                assert markup_fault(value(known, name)) == ""
            except MissingFact as missing:
                assert missing.placeholder in SUPPLIERS
        assert render_digest(known, []).message.text
