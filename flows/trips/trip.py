"""The nouns of a trip: Place, Segment, Traveller, Booking, Trip. Values only.

Not here: where a traveller is (stage), when things happen (moments), whether two bookings are the same (merge).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flows.trips.changes import Change
from flows.trips.documents import Document
from flows.trips.times import Time, aware


class Kind(StrEnum):
    """What a segment is. A car is a driven leg; a hired car is a visit at its pick-up."""

    FLIGHT = "flight"
    TRAIN = "train"
    BUS = "bus"
    FERRY = "ferry"
    CAR = "car"
    TRANSFER = "transfer"
    STAY = "stay"
    VISIT = "visit"

    @property
    def is_leg(self) -> bool:
        """True when it moves the traveller."""
        return self not in UNMOVED


UNMOVED = frozenset({Kind.STAY, Kind.VISIT})
"""Where one is, rather than goes."""


AS_BOOKED = "the booking says so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere. name as printed; city for a person; country ISO 3166 alpha-2; zone IANA; metro the IATA city code
    that several airports share (LON, NYC), else the airport's own code; latitude, longitude in degrees."""

    name: str
    city: str | None = None
    country: str | None = None
    iata: str | None = None
    metro: str | None = None
    zone: str | None = None
    address: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def label(self) -> str:
        """How a person calls it: the city, else the name."""
        return self.city or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One leg, stay or visit.

    id: stable within the agency; a re-import keeps it (merge). number without carrier ("1697"); carrier is the IATA
    code where there is one; operator its name in words. A stay or visit has origin == destination; departs is the
    check-in or start, arrives the check-out or end. travellers: ids of those who take it.
    transit: an agent marked this stay as a stop on the way.
    """

    id: str
    kind: Kind
    origin: Place
    destination: Place
    departs: Time
    arrives: Time | None = None
    number: str | None = None
    carrier: str | None = None
    operator: str | None = None
    name: str | None = None
    travellers: tuple[str, ...] = ()
    cancelled: bool = False
    transit: bool = False

    @property
    def label(self) -> str:
        """How a ticket calls it: "KL 1697", "Hotel Alfama", "Uffizi"."""
        if self.kind.is_leg and (self.carrier or self.operator) and self.number:
            return f"{self.carrier or self.operator} {self.number}"
        return self.name or self.number or self.operator or self.destination.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """A person who travels. id: stable within the trip ("ann-de-vries"). minor: True when the booking says child."""

    id: str
    name: str
    first_name: str
    surname: str
    lead: bool = False
    minor: bool = False
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What the agency sold, as read from paper. booked: an aware instant, or None when the paper does not say.

    occasions: what the paper says is celebrated ("anniversary", "honeymoon", "birthday"). bare: of a paper that calls
    reservations off by the reference alone, their kinds; a booking that is held has none.
    """

    reference: str
    travellers: tuple[Traveller, ...]
    segments: tuple[Segment, ...]
    booked: datetime | None = None
    cancelled: bool = False
    notes: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    bare: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        if self.booked is not None:
            aware(self.booked, "Booking.booked")

    @property
    def lead(self) -> Traveller:
        """The traveller who booked: the one marked so, else the first; a child only where all are children."""
        adults = [person for person in self.travellers if not person.minor] or self.travellers
        return next((person for person in adults if person.lead), adults[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What one party lives. booked is known here (inferred ones say why); home_zone None only if nothing is known.

    booked_because, home_because: why we believe it, in words ("the first departure's place").
    occasions: what a traveller or an agent says is celebrated. corrections: an agent's word on personas: (persona, is it).
    surprised: ids of those who must not know of it yet. leader: id of the tour leader. guardians: (minor's id, ids of those
    whose chats hear for it) where an agent said so; what follows from these stands in party. partly: as one chat may know
    the trip, minors of whom it sees only what they do with their guardian there.
    changes: since it was booked, oldest first. documents: what the agency attached.
    """

    booking: Booking
    booked: datetime
    booked_because: str = AS_BOOKED
    home_zone: str | None = None
    home_because: str = ""
    occasions: tuple[str, ...] = ()
    corrections: tuple[tuple[str, bool], ...] = ()
    changes: tuple[Change, ...] = ()
    documents: tuple[Document, ...] = ()
    surprised: frozenset[str] = frozenset()
    leader: str | None = None
    guardians: tuple[tuple[str, tuple[str, ...]], ...] = ()
    partly: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        aware(self.booked, "Trip.booked")

    @property
    def reference(self) -> str:
        """The booking's reference."""
        return self.booking.reference

    @property
    def travellers(self) -> tuple[Traveller, ...]:
        """The party."""
        return self.booking.travellers

    @property
    def cancelled(self) -> bool:
        """True when the whole booking is cancelled."""
        return self.booking.cancelled

    @property
    def celebrated(self) -> frozenset[str]:
        """What is celebrated, whoever says so."""
        return frozenset((*self.booking.occasions, *self.occasions))

    def change(self, change_id: str) -> Change | None:
        """One change by its id; None when there is none."""
        return next((change for change in self.changes if change.id == change_id), None)

    def traveller(self, traveller_id: str) -> Traveller:
        """One of the party. Raises KeyError for a stranger."""
        for person in self.travellers:
            if person.id == traveller_id:
                return person
        raise KeyError(traveller_id)

    def segments_of(self, traveller_id: str) -> tuple[Segment, ...]:
        """The live segments of one traveller, in the booking's order."""
        return tuple(
            segment
            for segment in self.booking.segments
            if not segment.cancelled and (not segment.travellers or traveller_id in segment.travellers)
        )
