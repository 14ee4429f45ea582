"""Paper for tests: schema.org reservations as dicts, and rows of the project's CSV. Written for the project."""

from __future__ import annotations

import json
from typing import Any

from bot.imports.table import COLUMNS

Paper = dict[str, Any]


def person(name: str) -> Paper:
    """A schema.org Person."""
    return {"@type": "Person", "name": name}


def reservation(
    kind: str,
    subject: object = None,
    *,
    reference: str | None = "LIS27A",
    name: str | None = "Ann de Vries",
    **more: object,
) -> Paper:
    """A `kind`Reservation for `subject`; properties given as None are left out."""
    paper: Paper = {"@context": "https://schema.org", "@type": f"{kind}Reservation"}
    said = {
        "reservationNumber": reference,
        "underName": person(name) if name else None,
        "reservationFor": subject,
        **more,
    }
    return paper | {key: value for key, value in said.items() if value is not None}


def airport(code: str, **more: object) -> Paper:
    """A schema.org Airport."""
    return {"@type": "Airport", "iataCode": code, **more}


def flight(
    origin: str = "AMS",
    destination: str = "LIS",
    departs: str | None = "2027-05-12T09:40:00+02:00",
    arrives: str | None = "2027-05-12T11:35:00+01:00",
    *,
    number: str = "669",
    carrier: str = "TP",
    reference: str | None = "LIS27A",
    name: str | None = "Ann de Vries",
    more: Paper | None = None,
    **outer: object,
) -> Paper:
    """A FlightReservation. more: further properties of the flight; outer: of the reservation."""
    subject: Paper = {
        "@type": "Flight",
        "flightNumber": number,
        "airline": {"@type": "Airline", "iataCode": carrier, "name": "Example Air"},
        "departureAirport": airport(origin),
        "arrivalAirport": airport(destination),
    }
    if departs:
        subject["departureTime"] = departs
    if arrives:
        subject["arrivalTime"] = arrives
    return reservation("Flight", subject | (more or {}), reference=reference, name=name, **outer)


def address(city: str, country: str, street: str = "Example Street 1") -> Paper:
    """A schema.org PostalAddress."""
    return {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressLocality": city,
        "addressCountry": country,
    }


def stay(
    hotel: str = "Hotel by the River",
    city: str = "Lisbon",
    country: str = "PT",
    arrives: str | None = "2027-05-12T15:00:00+01:00",
    leaves: str | None = "2027-05-19T11:00:00+01:00",
    *,
    geo: tuple[float, float] | None = (38.71, -9.14),
    reference: str | None = "LIS27A",
    name: str | None = "Ann de Vries",
    **outer: object,
) -> Paper:
    """A LodgingReservation. geo: latitude and longitude in degrees."""
    subject: Paper = {
        "@type": "LodgingBusiness",
        "name": hotel,
        "address": address(city, country),
        "telephone": "+351 000 000",
    }
    if geo:
        subject["geo"] = {"@type": "GeoCoordinates", "latitude": geo[0], "longitude": geo[1]}
    times = {"checkinTime": arrives, "checkoutTime": leaves}
    return reservation("Lodging", subject, reference=reference, name=name, **{**times, **outer})


def train(
    origin: Paper,
    destination: Paper,
    departs: str,
    arrives: str | None = None,
    *,
    number: str = "9415",
    reference: str | None = "LIS27A",
    name: str | None = "Ann de Vries",
    **outer: object,
) -> Paper:
    """A TrainReservation between two stations (see `station`)."""
    subject: Paper = {
        "@type": "TrainTrip",
        "trainNumber": number,
        "departureStation": origin,
        "arrivalStation": destination,
        "departureTime": departs,
    }
    if arrives:
        subject["arrivalTime"] = arrives
    return reservation("Train", subject, reference=reference, name=name, **outer)


def station(name: str, city: str, country: str) -> Paper:
    """A TrainStation, BusStop or terminal with an address."""
    return {"@type": "TrainStation", "name": name, "address": address(city, country)}


def document(*papers: object) -> bytes:
    """A .json file: the only paper itself, or a list of several."""
    return json.dumps(papers[0] if len(papers) == 1 else list(papers)).encode()


def page(*papers: object) -> bytes:
    """A .html file with one script for each paper."""
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(paper)}</script>' for paper in papers)
    return f"<!DOCTYPE html><html><head>{scripts}</head><body><p>Your booking</p></body></html>".encode()


def row(**cells: str) -> str:
    """One CSV row: Ann's flight to Lisbon, but for what is given. `origin` stands for the column `from`."""
    said = {
        "reference": "LIS27A",
        "traveller": "Ann de Vries",
        "kind": "flight",
        "carrier": "TP",
        "number": "669",
        "from": "AMS",
        "to": "LIS",
        "departs": "2027-05-12 09:40",
        "arrives": "2027-05-12 11:35",
    }
    said |= {("from" if key == "origin" else key): value for key, value in cells.items()}
    return ",".join('"' + said.get(column, "").replace('"', '""') + '"' for column in COLUMNS)


def table(*rows: str) -> bytes:
    """A .csv file: the header and these rows."""
    return "\n".join((",".join(COLUMNS), *rows, "")).encode()
