"""GET /api/v1/openapi.json: what the door for programs takes and answers, as OpenAPI 3.1.

Not here: the doors themselves (bookings, hooks).
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from aiohttp import web

from bot.steps.following import Follows
from bot.steps.take_in import Outcome
from bot.web.api.bookings import KINDS, LARGEST, MOST
from bot.web.hooks import SIGNATURE, TIMESTAMP
from bot.web.problem import MIME
from flows.trips.flight_status import FlightState
from flows.trips.trip import Kind

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}

EXAMPLE = {
    "@context": "https://schema.org",
    "@type": "FlightReservation",
    "reservationNumber": "LIS2027",
    "reservationStatus": "https://schema.org/ReservationConfirmed",
    "underName": {"@type": "Person", "name": "Ann de Vries"},
    "reservationFor": {
        "@type": "Flight",
        "flightNumber": "1697",
        "airline": {"@type": "Airline", "iataCode": "KL", "name": "KLM"},
        "departureAirport": {"@type": "Airport", "iataCode": "AMS"},
        "departureTime": "2027-05-12T14:10:00+02:00",
        "arrivalAirport": {"@type": "Airport", "iataCode": "LIS"},
        "arrivalTime": "2027-05-12T16:05:00+01:00",
    },
}


def _object(**properties: Any) -> dict[str, Any]:
    """An object with these properties, every one of them there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(of)}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _report() -> dict[str, Any]:
    report = _object(
        dry_run={"type": "boolean"},
        **{outcome.value: {"type": "integer", "minimum": 0} for outcome in Outcome},
        rejected=_list("Rejected"),
        bookings=_list("Booking"),
        notes=TEXTS,
    )
    report["properties"]["stopped"] = TEXTS | {
        "description": "Only of a dry run whose paper would be stopped: why, with the numbers."
    }
    words = "What became of each booking, and what was refused; the rest went in. A suspicious one was held back, untouched."
    return report | {"description": words}


def _schemas() -> dict[str, Any]:
    place = _object(name=TEXT, iata=MAYBE, country=MAYBE, zone=MAYBE)
    return {
        "Reservation": {
            "type": "object",
            "description": "A reservation of schema.org: FlightReservation, TrainReservation, BusReservation, "
            "BoatReservation, TaxiReservation, RentalCarReservation, LodgingReservation, "
            "FoodEstablishmentReservation or EventReservation. Those of one reservationNumber are one booking.",
            "properties": {"@type": TEXT, "reservationNumber": TEXT},
            "required": ["@type"],
        },
        "Report": _report(),
        "Rejected": _object(file=TEXT, row={"type": ["integer", "null"]}, field=MAYBE, value=MAYBE, why=TEXT),
        "Booking": _object(
            reference=TEXT,
            travellers=TEXTS,
            outcome={"enum": [outcome.value for outcome in Outcome]},
            links=_list("WayIn"),
            segments=_list("Segment"),
            notes=TEXTS,
            lines=TEXTS,
            suspicious=_list("Finding"),
            messages=_list("Message"),
        ),
        "WayIn": _object(traveller=TEXT, code=TEXT, url=MAYBE)
        | {
            "description": "How a traveller of a new booking joins; told this once, and again under the same key. Where an answer was "
            "lost for good, `reisgenoot invite REFERENCE` makes new ones."
        },
        "Segment": _object(
            kind={"enum": [kind.value for kind in Kind]},
            number=MAYBE,
            carrier=MAYBE,
            name=MAYBE,
            **{"from": _ref("Place")},
            to=_ref("Place"),
            departs=TEXT,
            arrives=MAYBE,
            cancelled={"type": "boolean"},
        ),
        "Place": place,
        "Finding": _object(kind=TEXT, text=TEXT, segment=MAYBE),
        "Message": _object(
            who=TEXT,
            how={"enum": [how.value for how in Follows]},
            touchpoint=TEXT,
            at=MAYBE,
            local=MAYBE,
            was=MAYBE,
            zone=MAYBE,
            line=TEXT,
        )
        | {"description": "A message that would follow; listed in a dry run."},
        "Problem": _object(
            type=TEXT,
            title=TEXT,
            status={"type": "integer"},
            detail=TEXT,
            remedy=TEXT,
            errors=_list("Fault"),
        ),
        "Fault": _object(where=TEXT, field=MAYBE, value=MAYBE, why=TEXT),
        "FlightStatus": _object(
            number={"type": "string", "examples": ["KL 897"]},
            status={"enum": [state.value for state in FlightState]},
        )
        | {"description": "A flight as AeroDataBox tells it."},
        "Received": _object(flights=_list("ReceivedFlight")),
        "ReceivedFlight": _object(number=TEXT, day=TEXT, verdict=TEXT, trips={"type": "integer"}),
    }


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MIME: {"schema": _ref("Problem")}}}


def _query(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _header(name: str, words: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": words, "required": required, "schema": TEXT}


def _bookings() -> dict[str, Any]:
    report = {"application/json": {"schema": _ref("Report")}}
    paper: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
    json_paper = {
        "schema": {"anyOf": [_ref("Reservation"), _list("Reservation")]},
        "example": EXAMPLE,
    }
    return {
        "summary": "Send bookings",
        "description": "The paper is read as `reisgenoot import` reads it: new, changed, unchanged, cancelled, past or "
        "suspicious. Sending it twice changes nothing.",
        "operationId": "sendBookings",
        "security": [{"token": []}],
        "parameters": [
            _query("dry_run", "Say what would happen, and which messages would follow.", {"type": "boolean"}),
            _query("columns", "A saved column mapping, for tables of another system.", TEXT),
            _query("reference", "The booking that all of it belongs to, whatever it prints.", TEXT),
            _header("Idempotency-Key", "The same key gets the same answer for 24 hours."),
        ],
        "requestBody": {
            "required": True,
            "content": {mime: json_paper if "json" in mime else paper for mime in KINDS},
        },
        "responses": {
            "200": {"description": "Taken in, nothing new; or a dry run.", "content": report},
            "201": {"description": "Taken in, something is new.", "content": report},
            "400": _problem("The query, a header or the body cannot be used."),
            "401": _problem("No token, or one that does not hold."),
            "409": _problem("The same request is worked on, or too many trips would end or move."),
            "410": _problem("The answer under this key cannot be opened any more."),
            "413": _problem(f"More than {LARGEST >> 20} MiB or {MOST:,} bookings."),
            "415": _problem("A kind of body that is not read."),
            "422": _problem("Nothing can be read, or the key was used for something else."),
            "503": _problem("The database cannot be reached."),
        },
    }


def _flight_status() -> dict[str, Any]:
    return {
        "summary": "Tell a flight's status",
        "description": f'{SIGNATURE} is "sha256=" and the HMAC-SHA256, in hex, of "<timestamp>.<body>" under the agreed '
        "secret. A cancellation, or a delay of more than 3 hours, waits for an agent.",
        "operationId": "tellFlightStatus",
        "parameters": [
            _header(TIMESTAMP, "Seconds since 1970, at most 5 minutes off.", required=True),
            _header(SIGNATURE, "Counts once.", required=True),
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ref("FlightStatus")}},
        },
        "responses": {
            "200": {
                "description": "What became of each flight.",
                "content": {"application/json": {"schema": _ref("Received")}},
            },
            "403": _problem("Not signed, or too late."),
            "404": _problem("The hook is off."),
            "409": _problem("This very request came before."),
            "422": _problem("The status cannot be read."),
        },
    }


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reisgenoot", "version": version("reisgenoot")},
        "paths": {
            "/api/v1/bookings": {"post": _bookings()},
            "/hooks/flight-status": {"post": _flight_status()},
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


async def openapi(request: web.Request) -> web.Response:
    """The description, for everyone."""
    return web.json_response(document())
