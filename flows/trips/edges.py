"""The settable numbers of DESIGN §3.3 and §3.4: lead times, limits and the hours we assume.

Not here: what is done with them (itinerary, stage, moments).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from flows.trips.trip import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Where stages end. Each `…_lead` is how long before a departure the traveller leaves for it."""

    flight_lead: timedelta = timedelta(hours=3)
    ferry_lead: timedelta = timedelta(hours=1)
    train_lead: timedelta = timedelta(minutes=30)
    bus_lead: timedelta = timedelta(minutes=30)
    car_lead: timedelta = timedelta(0)
    transfer_lead: timedelta = timedelta(0)
    just_booked: timedelta = timedelta(hours=72)
    just_booked_share: int = 4  # JUST_BOOKED takes at most one part in so many of the time left
    shortest_in_between: timedelta = timedelta(hours=48)
    before_departure_days: int = 7
    layover: timedelta = timedelta(hours=24)
    longest_guess: timedelta = timedelta(hours=24)  # a leg without an arrival lasts at most so long
    night_at_hotel: timedelta = timedelta(hours=8)  # a hotel of the town held so long in a gap: not a layover
    night_ends: time = time(5)  # who comes before that comes on the day before, as a hotel counts
    check_in: time = time(15)
    check_out: time = time(11)
    own_car_leaves: time = time(8)
    own_car_home: timedelta = timedelta(hours=6)
    same_town_km: float = 40.0
    same_region_km: float = (
        250.0  # a last airport so near the first one is home, over a border too: AMS, BRU, DUS
    )
    clock_changes: timedelta = timedelta(days=400)  # how far after departure changes of the clock are sought

    def lead(self, kind: Kind) -> timedelta:
        """How long before departure one leaves for a leg of this kind; zero for a stay or visit."""
        return {
            Kind.FLIGHT: self.flight_lead,
            Kind.FERRY: self.ferry_lead,
            Kind.TRAIN: self.train_lead,
            Kind.BUS: self.bus_lead,
            Kind.CAR: self.car_lead,
            Kind.TRANSFER: self.transfer_lead,
        }.get(kind, timedelta(0))


DEFAULT = Edges()
