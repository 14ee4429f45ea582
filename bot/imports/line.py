"""One noun: what one reservation or one row of a table says, settled as far as it can be alone.

Not here: how lines of one reference become a booking (bookings), and who reads them (reservations, table).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.imports.people import Person
from bot.imports.printed import Printed
from bot.imports.rejection import Reason, Refusal
from flows.trips.times import Time
from flows.trips.trip import Kind, Place

_SLACK = timedelta(hours=26)
"""Two zones can be this far apart: wall times of unknown zones are out of order only beyond it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The segment that a line describes. destination None: a ride whose end the paper does not say."""

    kind: Kind
    origin: Place
    destination: Place | None
    departs: Time
    arrives: Time | None = None
    number: str | None = None
    carrier: str | None = None
    operator: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of paper. move None: a cancellation that names no segment; kind: of the reservation that it calls off, None
    for the whole booking. people empty: it names nobody.
    modified: when the sender last touched it (aware), if the paper says. booker_only: a room, table or ride is printed
    under the name of who booked it, so those not named may well share it. occasion: what the
    booking celebrates, in the words of flows.library.audience."""

    move: Move | None
    kind: Kind | None = None
    people: tuple[Person, ...] = ()
    cancelled: bool = False
    booked: Printed | None = None
    modified: datetime | None = None
    notes: tuple[str, ...] = ()
    booker_only: bool = False
    occasion: str = ""


def unknown_zones(move: Move, *, origin: str, destination: str) -> Iterator[str]:
    """A note for each place of a move whose zone nobody knows. origin, destination: what to add to the paper there."""
    label = " ".join(part for part in (move.carrier, move.number) if part) or move.name or move.kind.value
    told = None
    for place, moment, remedy in (
        (move.origin, move.departs, origin),
        (move.destination, move.arrives, destination),
    ):
        if place is None or place.zone is not None or place == told:
            continue
        # A zone beside the time settles it; one in UTC is an instant, and has a note of its own.
        if moment is not None and (moment.zone is not None or moment.utc is not None):
            continue
        told = place
        yield f"{label}: the zone of {place.name} is unknown; its times are kept without offset. Add {remedy}."


def refuse_disorder(departs: Time, arrives: Time | None, *, field: str, value: object) -> None:
    """Raises Refusal when `arrives` is certainly before `departs`: by instants where both are known, else by day."""
    if arrives is None:
        return
    if departs.utc is not None and arrives.utc is not None:
        wrong = arrives.utc < departs.utc
    elif departs.zone is not None and departs.zone == arrives.zone:
        wrong = arrives.day < departs.day
    elif departs.clock is not None and arrives.clock is not None:
        wrong = (
            datetime.combine(arrives.day, arrives.clock)
            < datetime.combine(departs.day, departs.clock) - _SLACK
        )
    else:
        wrong = arrives.day < departs.day - timedelta(days=1)
    if wrong:
        why = f"It ends ({arrives.iso}) before it begins ({departs.iso}). Correct one of the two times."
        raise Refusal(Reason.ORDER, why, field=field, value=value)
