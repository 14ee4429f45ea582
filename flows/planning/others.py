"""The other trips of a chat: when they keep their people busy, and whether they can still be meant.

Values, and how they come about from a life. Not here: what of a trip waits for another (elsewhere), loading them
(bot.steps.others).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.trips.evidence import Stage
from flows.trips.life import Life
from flows.trips.people import spoken
from flows.trips.trip import Traveller, Trip
from flows.trips.unnamed import is_unnamed

HOME = frozenset({Stage.AFTERWARDS})
AWAY = frozenset({Stage.IN_TRANSIT, Stage.ON_SITE})
HERE = frozenset({Stage.ON_SITE})

SPOKEN_OF = timedelta(days=21)
"""So long after a trip has ended it is still talked about: a survey, a review, a bag that was left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """When somebody prepares for a trip and is on it (UTC). packs: BEFORE_DEPARTURE begins. ends: they are home, None when
    nobody knows."""

    packs: datetime
    leaves: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTrip:
    """Another trip of the same chat. busy: None for one that is off or has no times. own: who holds the chat here travels
    there too, and cannot be at home meanwhile. later: they leave for it after they left for this one, so that they are there
    and not here while both last."""

    reference: str
    busy: Busy | None = None
    own: bool = True
    later: bool = True

    def is_live(self, now: datetime) -> bool:
        """Can it still be meant when something is said of a trip?"""
        busy = self.busy
        return busy is not None and (busy.ends is None or now < busy.ends + SPOKEN_OF)


def named(person: Traveller) -> str:
    """How people of different bookings are compared; "" for one whom the papers do not name."""
    return "" if is_unnamed(person) else " ".join(sorted(spoken(person.name)))


def busy(life: Life, *, now: datetime) -> Busy | None:
    """When this trip keeps its people busy, by the timetable and by what was said of it until now."""
    today = life.estimate(now=now)
    leaves = next((span.since for span in life.timeline if span.stage in AWAY), None)
    if leaves is None or today.stage is Stage.CANCELLED:
        return None
    packs = next((span.since for span in life.timeline if span.stage is Stage.BEFORE_DEPARTURE), leaves)
    ends = next((span.since for span in life.timeline if span.stage in HOME), None)
    if today.stage in HOME and today.since is not None and (ends is None or today.since < ends):
        ends = today.since
    elif today.stage not in HOME and ends is not None and ends <= now:
        ends = today.until  # somebody says that they are not home yet
    return Busy(packs=min(packs, leaves), leaves=leaves, ends=ends)


def travels(holder: str, trip: Trip) -> bool:
    """Is somebody of this name (see `named`) on the trip? Where the papers name nobody, it may be."""
    party = {named(person) for person in trip.travellers}
    return not holder or "" in party or holder in party
