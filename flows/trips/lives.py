"""The lives of a trip's party, each worked out when it is first asked for: whoever asks after it shares the work.

Those with equal itineraries share one working out. Not here: what a life is (life), who hears what (flows.planning).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flows.trips.evidence import Evidence, FlightStatus
from flows.trips.life import Life, life
from flows.trips.progress import personal
from flows.trips.trip import Trip


class Lives:
    """Of one trip, for the same evidence. known: lives that are worked out already."""

    def __init__(self, trip: Trip, evidence: Evidence = (), *, known: Iterable[Life] = ()) -> None:
        self.trip = trip
        self.evidence = evidence
        self._alike: dict[tuple[str, ...], Life] = {self.taken(one.traveller.id): one for one in known}

    def taken(self, traveller_id: str) -> tuple[str, ...]:
        """The ids of the live segments that a traveller takes, and what that one alone said of them: equal ones make an
        equal life."""
        taken = tuple(segment.id for segment in self.trip.segments_of(traveller_id))
        own = personal(self.evidence, traveller_id) if self.evidence else ()
        return taken + tuple(_told(one) for one in own)

    def of(self, traveller_id: str) -> Life:
        """One traveller's. Raises KeyError for a stranger to the party."""
        taken = self.taken(traveller_id)
        found = self._alike.get(taken)
        if found is None:
            found = self._alike[taken] = life(self.trip, traveller_id, self.evidence)
        if found.traveller.id == traveller_id:
            return found
        return replace(found, traveller=self.trip.traveller(traveller_id))


def _told(said: FlightStatus) -> str:
    """Two who tap the same at once say the same."""
    word = "landed" if said.landed else "left" if said.left else "waits"
    return f"{said.segment} {word} {said.at.isoformat()}"
