"""One reservation of schema.org, as a program would send it."""

from __future__ import annotations

from typing import Any


def flight_reservation(
    reference: str = "NEW27",
    *,
    departs: str = "2027-08-12T14:10:00+02:00",
    arrives: str = "2027-08-12T16:05:00+01:00",
) -> dict[str, Any]:
    """KL 1697 from Amsterdam to Lisbon for Dan Jansen."""
    return {
        "@context": "https://schema.org",
        "@type": "FlightReservation",
        "reservationNumber": reference,
        "reservationStatus": "https://schema.org/ReservationConfirmed",
        "underName": {"@type": "Person", "name": "Dan Jansen"},
        "reservationFor": {
            "@type": "Flight",
            "flightNumber": "1697",
            "airline": {"@type": "Airline", "iataCode": "KL"},
            "departureAirport": {"@type": "Airport", "iataCode": "AMS"},
            "departureTime": departs,
            "arrivalAirport": {"@type": "Airport", "iataCode": "LIS"},
            "arrivalTime": arrives,
        },
    }
