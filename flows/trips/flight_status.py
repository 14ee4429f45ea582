"""What a flight-status service sends, as reports: read_reports(payload, at=). Its words are those of AeroDataBox.

A payload is one flight or {"flights": [...]}, each {"number", "status", "departure", "arrival"}; a movement has
"scheduledTime" and perhaps "revisedTime", "predictedTime" and "runwayTime", each {"utc", "local"} or one ISO time, and an
"airport" with its "iata". Not here: who may send (bot.web), what is done with it (bot.steps.flying).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from flows.errors import UnreadableStatus
from flows.trips.flight_report import FlightReport, FlightWord, folded

MOST_FLIGHTS = 500


class FlightState(StrEnum):
    """A flight's status, as AeroDataBox names it."""

    UNKNOWN = "Unknown"
    EXPECTED = "Expected"
    EN_ROUTE = "EnRoute"
    CHECK_IN = "CheckIn"
    BOARDING = "Boarding"
    GATE_CLOSED = "GateClosed"
    DEPARTED = "Departed"
    DELAYED = "Delayed"
    APPROACHING = "Approaching"
    ARRIVED = "Arrived"
    CANCELED = "Canceled"
    DIVERTED = "Diverted"
    CANCELED_UNCERTAIN = "CanceledUncertain"


WORDS: Mapping[FlightState, FlightWord] = {
    FlightState.EXPECTED: FlightWord.ON_TIME,
    FlightState.CHECK_IN: FlightWord.ON_TIME,
    FlightState.BOARDING: FlightWord.ON_TIME,
    FlightState.GATE_CLOSED: FlightWord.ON_TIME,
    FlightState.DELAYED: FlightWord.DELAYED,
    FlightState.DEPARTED: FlightWord.DEPARTED,
    FlightState.EN_ROUTE: FlightWord.DEPARTED,
    FlightState.APPROACHING: FlightWord.DEPARTED,
    FlightState.ARRIVED: FlightWord.LANDED,
    FlightState.CANCELED: FlightWord.CANCELLED,
    FlightState.CANCELED_UNCERTAIN: FlightWord.CANCELLED,
    FlightState.DIVERTED: FlightWord.DIVERTED,
}
"""Unknown says nothing. Until it has left, a flight that a service still expects goes by the times it gives."""

BEST = ("runwayTime", "actualTime", "revisedTime", "predictedTime", "scheduledTime")
"""Which of a movement's times holds, best first."""

NEW = frozenset(BEST) - {"scheduledTime"}
"""Those that say more than the timetable."""


def read_reports(payload: Mapping[str, Any], *, at: datetime) -> tuple[FlightReport, ...]:
    """Every report in a payload, in its order; what says nothing is left out. at: when it came in, which counts where a
    flight does not say when it was updated, or says a later instant: a clock that is ahead must not outrank what is said
    next. Raises UnreadableStatus, naming what cannot be read."""
    flights = payload.get("flights", [payload])
    if not isinstance(flights, list) or len(flights) > MOST_FLIGHTS:
        raise UnreadableStatus(what="flights", value=f"a list of at most {MOST_FLIGHTS} is expected")
    found = (_report(one, at, f"flights[{number}]") for number, one in enumerate(flights))
    return tuple(one for one in found if one is not None)


def _report(flight: object, at: datetime, where: str) -> FlightReport | None:
    if not isinstance(flight, Mapping):
        raise UnreadableStatus(what=where, value="an object is expected")
    number = folded(str(flight.get("number", "")))
    if not number:
        raise UnreadableStatus(what=f"{where}.number", value=repr(flight.get("number"))[:60])
    try:
        state = FlightState(str(flight.get("status")))
    except ValueError:
        known = ", ".join(FlightState)
        told = f"{flight.get('status')!r} is none of {known}"[:400]
        raise UnreadableStatus(what=f"{where}.status", value=told) from None
    word = WORDS.get(state)
    if word is None:
        return None
    departure, arrival = _movement(flight, "departure", where), _movement(flight, "arrival", where)
    departs, arrives = _time(departure, where, "departure"), _time(arrival, where, "arrival")
    if word is FlightWord.LANDED and not {"runwayTime", "actualTime"} & arrival.keys():
        arrives = None  # that it has landed is said, when is not: by the time it was said at the latest
    elif NEW & departure.keys() and not NEW & arrival.keys():
        arrives = None  # the schedule that it left behind is no word on when it lands
    gone = word in (FlightWord.CANCELLED, FlightWord.DIVERTED)
    return FlightReport(
        number=number,
        day=_day(flight, departure, where),
        word=word,
        at=min(_instant(flight.get("lastUpdatedUtc"), f"{where}.lastUpdatedUtc") or at, at),
        departs=None if gone else departs,
        arrives=None if gone else arrives,
        destination=_airport(arrival) if word is FlightWord.DIVERTED else "",
        unsure=state is FlightState.CANCELED_UNCERTAIN,
    )


def _movement(flight: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    found = flight.get(name) or {}
    if not isinstance(found, Mapping):
        raise UnreadableStatus(what=f"{where}.{name}", value="an object is expected")
    return found


def _airport(movement: Mapping[str, Any]) -> str:
    airport = movement.get("airport")
    if not isinstance(airport, Mapping):
        return ""
    return str(airport.get("municipalityName") or airport.get("name") or airport.get("iata") or "")[:60]


def _time(movement: Mapping[str, Any], where: str, name: str) -> datetime | None:
    for key in BEST:
        found = _instant(movement.get(key), f"{where}.{name}.{key}")
        if found is not None:
            return found
    return None


def _day(flight: Mapping[str, Any], departure: Mapping[str, Any], where: str) -> date:
    """The local date of the scheduled departure."""
    told: object = departure.get("scheduledTime") or flight.get("date")
    if isinstance(told, Mapping):
        told = told.get("local") or told.get("utc")
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        raise UnreadableStatus(what=f"{where}.departure.scheduledTime", value=repr(told)[:60]) from None


def _instant(told: object, where: str) -> datetime | None:
    """ "2027-05-12 08:00Z", "2027-05-12T10:00+02:00", or {"utc", "local"} of such."""
    if isinstance(told, Mapping):
        told = told.get("utc") or told.get("local")
    if told is None:
        return None
    try:
        found = datetime.fromisoformat(str(told).strip())
    except ValueError:
        raise UnreadableStatus(what=where, value=repr(told)[:60]) from None
    if found.tzinfo is None:
        raise UnreadableStatus(what=where, value=f"{told!r} has no offset"[:100])
    return found.astimezone(UTC)
