"""Ann, Bruno, Chiara and Dan, and the trips they make in tests.

Times are written as a ticket prints them: "2027-05-12T09:40" is the wall time at the place, "2027-05-12" a date alone.
Not here: chats and databases (other files of tests.support).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from flows.trips.times import Time
from flows.trips.trip import Booking, Kind, Place, Segment, Traveller, Trip

ANN = Traveller(id="ann-de-vries", name="Ann de Vries", first_name="Ann", surname="de Vries", lead=True)
BRUNO = Traveller(id="bruno-de-vries", name="Bruno de Vries", first_name="Bruno", surname="de Vries")
CHIARA = Traveller(
    id="chiara-de-vries",
    name="Chiara de Vries",
    first_name="Chiara",
    surname="de Vries",
    minor=True,
    born=date(2018, 3, 4),
)
DAN = Traveller(
    id="dan-de-vries",
    name="Dan de Vries",
    first_name="Dan",
    surname="de Vries",
    minor=True,
    born=date(2021, 9, 1),
)
FAMILY = (ANN, BRUNO, CHIARA, DAN)
COUPLE = (ANN, BRUNO)


def _airport(
    iata: str, name: str, city: str, country: str, zone: str, at: tuple[float, float], metro: str = ""
) -> Place:
    return Place(
        name=name,
        city=city,
        country=country,
        iata=iata,
        metro=metro or iata,
        zone=zone,
        latitude=at[0],
        longitude=at[1],
    )


PLACES = {
    place.iata: place
    for place in (
        _airport("AMS", "Schiphol", "Amsterdam", "NL", "Europe/Amsterdam", (52.308, 4.764)),
        _airport("BRU", "Zaventem", "Brussels", "BE", "Europe/Brussels", (50.902, 4.485)),
        _airport("TXL", "Tegel", "Berlin", "DE", "Europe/Berlin", (52.560, 13.288), "BER"),
        _airport("BER", "Brandenburg", "Berlin", "DE", "Europe/Berlin", (52.362, 13.501), "BER"),
        _airport("MUC", "Franz Josef Strauss", "Munich", "DE", "Europe/Berlin", (48.354, 11.786)),
        _airport("TLS", "Blagnac", "Toulouse", "FR", "Europe/Paris", (43.629, 1.364)),
        _airport("CDG", "Charles de Gaulle", "Paris", "FR", "Europe/Paris", (49.010, 2.548), "PAR"),
        _airport("ORY", "Orly", "Paris", "FR", "Europe/Paris", (48.723, 2.379), "PAR"),
        _airport("LHR", "Heathrow", "London", "GB", "Europe/London", (51.470, -0.461), "LON"),
        _airport("LGW", "Gatwick", "London", "GB", "Europe/London", (51.148, -0.190), "LON"),
        _airport("LIS", "Humberto Delgado", "Lisbon", "PT", "Europe/Lisbon", (38.774, -9.134)),
        _airport("FCO", "Fiumicino", "Rome", "IT", "Europe/Rome", (41.800, 12.239), "ROM"),
        _airport("FLR", "Peretola", "Florence", "IT", "Europe/Rome", (43.810, 11.205)),
        _airport("VCE", "Marco Polo", "Venice", "IT", "Europe/Rome", (45.505, 12.352)),
        _airport("DOH", "Hamad", "Doha", "QA", "Asia/Qatar", (25.261, 51.565)),
        _airport("DPS", "Ngurah Rai", "Denpasar", "ID", "Asia/Makassar", (-8.748, 115.167)),
        _airport("SIN", "Changi", "Singapore", "SG", "Asia/Singapore", (1.350, 103.994)),
        _airport("NRT", "Narita", "Tokyo", "JP", "Asia/Tokyo", (35.765, 140.386), "TYO"),
        _airport("HND", "Haneda", "Tokyo", "JP", "Asia/Tokyo", (35.552, 139.780), "TYO"),
        _airport("EWR", "Newark", "Newark", "US", "America/New_York", (40.692, -74.169), "NYC"),
        _airport("JFK", "John F. Kennedy", "New York", "US", "America/New_York", (40.640, -73.779), "NYC"),
        _airport("LAX", "Los Angeles", "Los Angeles", "US", "America/Los_Angeles", (33.943, -118.408)),
        _airport("HNL", "Daniel K. Inouye", "Honolulu", "US", "Pacific/Honolulu", (21.319, -157.922)),
        _airport("AKL", "Auckland", "Auckland", "NZ", "Pacific/Auckland", (-37.008, 174.792)),
        _airport("RAR", "Rarotonga", "Avarua", "CK", "Pacific/Rarotonga", (-21.203, -159.806)),
        _airport("SYD", "Kingsford Smith", "Sydney", "AU", "Australia/Sydney", (-33.946, 151.177)),
    )
}


def place(where: str | Place) -> Place:
    """A place by its IATA code ("LIS"), or the place itself."""
    return where if isinstance(where, Place) else PLACES[where]


def town(
    name: str, country: str, zone: str | None, at: tuple[float, float] | None = None, **more: str
) -> Place:
    """A town without an airport: town("Siena", "IT", "Europe/Rome")."""
    return Place(
        name=name,
        city=name,
        country=country,
        zone=zone,
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        **more,
    )


def when(text: str, zone: str | None) -> Time:
    """A ticket's time in `zone`: "2027-05-12T09:40", or "2027-05-12" where only the date is known."""
    if "T" not in text:
        return Time(day=date.fromisoformat(text), zone=zone)
    wall = datetime.fromisoformat(text)
    return Time(day=wall.date(), clock=wall.time(), zone=zone)


def utc(text: str) -> datetime:
    """An instant: utc("2027-05-12T09:40") is UTC; an offset in the text is obeyed."""
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def leg(
    kind: Kind,
    number: str | None,
    origin: str | Place,
    destination: str | Place,
    departs: str,
    arrives: str | None = None,
    *,
    travellers: tuple[Traveller, ...] = (),
    id: str | None = None,
) -> Segment:
    """A leg; `number` is "KL1697" (carrier and number), "9423" or None. No travellers means all."""
    start, end = place(origin), place(destination)
    carrier = number[:2] if number and number[0].isalpha() else None
    return Segment(
        id=id or f"{kind}-{number or start.label}-{departs}".lower(),
        kind=kind,
        origin=start,
        destination=end,
        departs=when(departs, start.zone),
        arrives=when(arrives, end.zone) if arrives else None,
        carrier=carrier,
        number=number[2:].strip() if carrier and number else number,
        travellers=tuple(person.id for person in travellers),
    )


def flight(
    number: str,
    origin: str | Place,
    destination: str | Place,
    departs: str,
    arrives: str | None = None,
    *,
    travellers: tuple[Traveller, ...] = (),
    id: str | None = None,
) -> Segment:
    """flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45")."""
    return leg(Kind.FLIGHT, number, origin, destination, departs, arrives, travellers=travellers, id=id)


def train(
    number: str | None,
    origin: str | Place,
    destination: str | Place,
    departs: str,
    arrives: str | None = None,
    *,
    travellers: tuple[Traveller, ...] = (),
    id: str | None = None,
) -> Segment:
    """train("9423", "FCO", "FLR", "2027-09-13T10:35", "2027-09-13T12:11")."""
    return leg(Kind.TRAIN, number, origin, destination, departs, arrives, travellers=travellers, id=id)


def _at_one_place(
    kind: Kind,
    name: str,
    where: str | Place,
    start: str,
    end: str | None,
    travellers: tuple[Traveller, ...],
    id: str | None,
) -> Segment:
    here = place(where)
    if isinstance(where, str):
        here = replace(here, name=name, iata=None, metro=None, latitude=None, longitude=None)
    return Segment(
        id=id or f"{kind}-{name}-{start}".lower().replace(" ", "-"),
        kind=kind,
        origin=here,
        destination=here,
        departs=when(start, here.zone),
        arrives=when(end, here.zone) if end else None,
        name=name,
        travellers=tuple(person.id for person in travellers),
    )


def stay(
    name: str,
    where: str | Place,
    check_in: str,
    check_out: str | None = None,
    *,
    travellers: tuple[Traveller, ...] = (),
    id: str | None = None,
    transit: bool = False,
) -> Segment:
    """stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00"); an IATA code gives its city, zone, country."""
    return replace(
        _at_one_place(Kind.STAY, name, where, check_in, check_out, travellers, id), transit=transit
    )


def visit(
    name: str,
    where: str | Place,
    start: str,
    end: str | None = None,
    *,
    travellers: tuple[Traveller, ...] = (),
    id: str | None = None,
) -> Segment:
    """visit("Uffizi", "FLR", "2027-09-14T10:00", "2027-09-14T12:00")."""
    return _at_one_place(Kind.VISIT, name, where, start, end, travellers, id)


def booking(
    *segments: Segment,
    reference: str = "RG-1001",
    travellers: tuple[Traveller, ...] = (ANN,),
    booked: str | None = "2027-01-10T10:00",
    cancelled: bool = False,
) -> Booking:
    """What the agency sold; booked is in UTC."""
    return Booking(
        reference=reference,
        travellers=travellers,
        segments=segments,
        booked=utc(booked) if booked else None,
        cancelled=cancelled,
    )


def trip(
    *segments: Segment,
    reference: str = "RG-1001",
    travellers: tuple[Traveller, ...] = (ANN,),
    booked: str = "2027-01-10T10:00",
    home_zone: str | None = "Europe/Amsterdam",
    cancelled: bool = False,
) -> Trip:
    """A trip of these segments: trip(flight(...), stay(...), booked="2027-01-10T10:00") with booked in UTC."""
    sold = booking(*segments, reference=reference, travellers=travellers, booked=booked, cancelled=cancelled)
    return Trip(booking=sold, booked=utc(booked), home_zone=home_zone, home_because="the agency says so")


def lisbon_family(*, booked: str = "2027-01-10T10:00") -> Trip:
    """Ann, Bruno, Chiara and Dan: a week in Lisbon, 12 to 19 May 2027, one hotel, direct flights from Amsterdam."""
    return trip(
        flight("KL1697", "AMS", "LIS", "2027-05-12T09:40", "2027-05-12T11:45", id="out"),
        stay("Hotel Alfama", "LIS", "2027-05-12T15:00", "2027-05-19T11:00", id="hotel"),
        visit("Oceanário de Lisboa", "LIS", "2027-05-14T10:00", "2027-05-14T13:00", id="aquarium"),
        flight("KL1698", "LIS", "AMS", "2027-05-19T17:30", "2027-05-19T21:25", id="back"),
        reference="LISBON-4",
        travellers=FAMILY,
        booked=booked,
    )


def italy_round_trip(*, booked: str = "2027-03-01T09:00") -> Trip:
    """Ann and Bruno: Rome 3 nights, Florence 2, Venice 2, in September 2027; flights and trains, date-only hotels."""
    return trip(
        flight("KL1597", "AMS", "FCO", "2027-09-10T09:30", "2027-09-10T11:45", id="out"),
        stay("Albergo Trastevere", "FCO", "2027-09-10", "2027-09-13", id="rome"),
        train("9423", "FCO", "FLR", "2027-09-13T12:35", "2027-09-13T14:11", id="to-florence"),
        stay("Casa dell'Arno", "FLR", "2027-09-13", "2027-09-15", id="florence"),
        visit("Uffizi", "FLR", "2027-09-14T10:00", "2027-09-14T12:00", id="uffizi"),
        train("9416", "FLR", "VCE", "2027-09-15T12:20", "2027-09-15T14:34", id="to-venice"),
        stay("Locanda San Polo", "VCE", "2027-09-15", "2027-09-17", id="venice"),
        flight("KL1654", "VCE", "AMS", "2027-09-17T17:25", "2027-09-17T19:20", id="back"),
        reference="ITALY-2",
        travellers=COUPLE,
        booked=booked,
    )


def date_line_business(*, booked: str = "2027-02-01T09:00") -> Trip:
    """Ann, from Tokyo to Newark and back over the date line: she lands before she left by the clock (March 2027, over
    the American change of clocks on the 14th)."""
    return trip(
        flight("UA78", "NRT", "EWR", "2027-03-10T19:53", "2027-03-10T18:59", id="out"),
        stay("Hotel Ironbound", "EWR", "2027-03-10", "2027-03-16", id="hotel"),
        flight("UA79", "EWR", "NRT", "2027-03-16T11:00", "2027-03-17T14:05", id="back"),
        reference="TOKYO-1",
        booked=booked,
        home_zone="Asia/Tokyo",
    )
