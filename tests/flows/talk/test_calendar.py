"""The trip as calendar events: times in their own zones, days where no clock is known, uids that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flows.talk.calendar import CalendarEvent, calendar_name, events
from flows.talk.facts import gathered
from flows.trips.trip import Trip
from tests.support.chats import shipped_library
from tests.support.trips import (
    ANN,
    BRUNO,
    date_line_business,
    flight,
    italy_round_trip,
    lisbon_family,
    place,
    stay,
    trip,
    utc,
)

AMSTERDAM, LISBON = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/Lisbon")


def planned(booked: Trip, *, locale: str = "en") -> dict[str, CalendarEvent]:
    """The events by their uid's first word."""
    everyone = tuple(person.id for person in booked.travellers)
    facts = gathered(
        booked,
        everyone,
        library=shipped_library(),
        locale=locale,
        now=utc("2027-03-01T10:00"),
        holder=everyone[0],
        agency={"name": "Verre Reizen", "phone": "+31 20 555 01 23"},
        served=everyone,
    )
    return {event.uid.partition(".")[0]: event for event in events(facts)}


def test_a_flight_leaves_by_the_one_clock_and_lands_by_the_other() -> None:
    """Start and end carry the zones of their places; what to know stands below."""
    out = planned(lisbon_family())["out"]
    assert out == CalendarEvent(
        uid="out.LISBON-4@reisgenoot",
        title="✈️ Amsterdam → Lisbon (KL 1697)",
        start=datetime(2027, 5, 12, 9, 40, tzinfo=AMSTERDAM),
        end=datetime(2027, 5, 12, 11, 45, tzinfo=LISBON),
        place="Schiphol, Amsterdam",
        about=(
            "be there: Wednesday 06:40\n"
            "Arrival in Lisbon: Wednesday 12 May, 11:45 (Lisbon time)\n"
            "Reference: LISBON-4\n"
            "Verre Reizen +31 20 555 01 23"
        ),
    )


def test_a_stay_takes_its_days_and_keeps_nobody_busy() -> None:
    """The day of check-out is the end, not counted in."""
    hotel = planned(lisbon_family())["hotel"]
    assert (hotel.start, hotel.end, hotel.free) == (date(2027, 5, 12), date(2027, 5, 19), True)
    assert "Check-in: Wednesday 12 May, 15:00 (Lisbon time)" in hotel.about


def test_over_the_date_line_the_end_still_lies_after_the_start() -> None:
    """19:53 in Tokyo to 18:59 in Newark the same day: instants decide."""
    out = planned(date_line_business())["out"]
    assert isinstance(out.start, datetime)
    assert isinstance(out.end, datetime)
    assert out.end.timestamp() - out.start.timestamp() == (13 * 60 + 6) * 60


def test_the_hour_after_the_change_of_clocks_is_the_local_one() -> None:
    """11:00 in Newark on the 16th of March is summer time there already."""
    back = planned(date_line_business())["back"]
    assert back.start == datetime(2027, 3, 16, 11, tzinfo=ZoneInfo("America/New_York"))
    assert isinstance(back.start, datetime)
    assert back.start.utcoffset() == datetime(2027, 3, 16, 15, tzinfo=ZoneInfo("UTC")) - datetime(
        2027, 3, 16, 19, tzinfo=ZoneInfo("UTC")
    )


def test_what_has_only_a_date_is_a_whole_day() -> None:
    """A hotel with dates alone, and a flight with its date alone."""
    assert planned(italy_round_trip())["rome"].end == date(2027, 9, 13)
    dated = trip(flight("KL1", "AMS", "LIS", "2027-05-12", "2027-05-12", id="out"))
    only = planned(dated)["out"]
    assert (only.start, only.end) == (date(2027, 5, 12), date(2027, 5, 13))


def test_an_unknown_zone_leaves_the_clock_as_printed() -> None:
    """A wall time without a zone is written without one."""
    nowhere = replace(place("LIS"), zone=None)
    booked = trip(flight("KL1697", "AMS", nowhere, "2027-05-12T09:40", "2027-05-12T11:45", id="out"))
    out = planned(booked)["out"]
    assert isinstance(out.end, datetime)
    assert (out.start, out.end.tzinfo) == (datetime(2027, 5, 12, 9, 40, tzinfo=AMSTERDAM), AMSTERDAM)


def test_an_address_is_where_and_a_phone_is_told() -> None:
    """As printed."""
    known = replace(place("LIS"), address="Rua da Saudade 12, Lisboa", phone="+351 21 000 00 00")
    hotel = planned(trip(stay("Hotel Alfama", known, "2027-05-12T15:00", "2027-05-19T11:00", id="hotel")))[
        "hotel"
    ]
    assert hotel.place == "Rua da Saudade 12, Lisboa"
    assert "📞 +351 21 000 00 00" in hotel.about


def test_who_does_not_take_part_is_seen_in_the_title() -> None:
    """Bruno comes by another flight: each says whose it is."""
    booked = trip(
        flight("KL1", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="a", travellers=(ANN,)),
        flight("KL2", "AMS", "LIS", "2027-05-13T09:40", "2027-05-13T11:45", id="b", travellers=(BRUNO,)),
        travellers=(ANN, BRUNO),
    )
    found = planned(booked)
    assert [found[one].title.rpartition(" · ")[2] for one in "ab"] == ["Ann", "Bruno"]


def test_a_cancelled_trip_strikes_all_out_under_the_same_uids() -> None:
    """A calendar that holds the events takes them away."""
    off = replace(lisbon_family(), booking=replace(lisbon_family().booking, cancelled=True))
    before, after = planned(lisbon_family()), planned(off)
    assert {event.uid for event in before.values()} == {event.uid for event in after.values()}
    assert all(event.cancelled for event in after.values())


def test_a_segment_that_was_dropped_is_struck_out_alone() -> None:
    """The rest stays as it was."""
    family = lisbon_family()
    segments = tuple(replace(one, cancelled=one.id == "aquarium") for one in family.booking.segments)
    found = planned(replace(family, booking=replace(family.booking, segments=segments)))
    assert {name for name, event in found.items() if event.cancelled} == {"aquarium"}


def test_it_is_named_in_the_chats_language() -> None:
    """Where to and the reference."""
    facts = gathered(
        lisbon_family(),
        ("ann-de-vries",),
        library=shipped_library(),
        locale="nl",
        now=utc("2027-03-01T10:00"),
    )
    assert calendar_name(facts) == "Lissabon LISBON-4"
    assert planned(lisbon_family(), locale="de")["back"].title == "✈️ Lissabon → Amsterdam (KL 1698)"
